"""Does a programme pay? Every programme in one of four columns, with the money at stake and the reason. Pure.

The rule errs on the side of saying less: a verdict needs the whole range on one side, evidence that was measured or
compared, and every cost counted. Where the alternative gives the same and costs less for certain, the programme does
not pay, whatever it brings. What is kept in memory and measured effects will weigh in here once they are measured.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

Column = Literal["pays", "does_not_pay", "not_proven", "not_measurable"]
COLUMNS: Mapping[str, Mapping[str, str]] = {
    "pays": {"en": "Pays", "fr": "Rentable"},
    "does_not_pay": {"en": "Does not pay", "fr": "Non rentable"},
    "not_proven": {"en": "Not proven", "fr": "Non démontré"},
    "not_measurable": {"en": "Not measurable", "fr": "Non mesurable"},
}
REASONS: Mapping[str, Mapping[str, str]] = {
    "benefit_exceeds": {
        "en": "Even at its least, what it brings in cash exceeds all it costs.",
        "fr": "Même au plus bas, ce qu'elle rapporte dépasse tout ce qu'elle coûte.",
    },
    "saves": {
        "en": "It costs less than the alternative, at either end of both ranges.",
        "fr": "Elle coûte moins que l'alternative, à tous les bouts des fourchettes.",
    },
    "alternative_cheaper": {
        "en": "The alternative would cost less, at either end of both ranges.",
        "fr": "L'alternative coûterait moins, à tous les bouts des fourchettes.",
    },
    "cost_exceeds_benefit": {
        "en": "Even if all that is claimed were true, it costs more than it brings.",
        "fr": "Même si tout ce qui est avancé était vrai, elle coûte plus qu'elle ne rapporte.",
    },
    "range_includes_zero": {
        "en": "The ranges of what it brings and of what it costs overlap.",
        "fr": "Les fourchettes de ce qu'elle rapporte et de ce qu'elle coûte se chevauchent.",
    },
    "range_of_alternative": {
        "en": "The ranges of its cost and of the alternative's overlap.",
        "fr": "Les fourchettes de son coût et de celui de l'alternative se chevauchent.",
    },
    "weak_evidence": {
        "en": "It would pay if its benefits were true; they rest on an estimate or a claim.",
        "fr": "Elle rapporterait si ses bénéfices étaient vrais ; ils reposent sur une estimation ou un argument.",
    },
    "not_cashable": {
        "en": "It frees time or avoids risk; none of its benefits is cash.",
        "fr": "Elle libère du temps ou évite un risque ; aucun de ses bénéfices n'est encaissable.",
    },
    "unpriced_hours": {
        "en": "It would pay, but some of its learners' hours have no hourly cost: import hourly costs.",
        "fr": "Elle rapporterait, mais des heures d'apprenants n'ont pas de coût horaire : importez-les.",
    },
    "comparison": {
        "en": "Its effect is a comparison, not a test: it counts for nothing yet.",
        "fr": "Son effet est une comparaison, pas un test : il ne compte pas encore.",
    },
    "not_measured": {
        "en": "Not enough data: the effect it is to be judged by cannot be measured yet.",
        "fr": "Pas assez de données : l'effet sur lequel la juger n'est pas encore mesurable.",
    },
    "no_benefit": {
        "en": "Not enough data: nobody said what it brings, nor what the alternative would cost.",
        "fr": "Pas assez de données : personne n'a dit ce qu'elle rapporte, ni ce que coûterait l'alternative.",
    },
    "no_cost": {
        "en": "Not enough data: the ledger has no cost of it in the period.",
        "fr": "Pas assez de données : le registre n'a aucun coût pour elle sur la période.",
    },
    "no_learners": {
        "en": "Not enough data: nobody learned in the period.",
        "fr": "Pas assez de données : personne n'y a appris sur la période.",
    },
    "missing_rate": {
        "en": "Not enough data: one of its amounts is in a currency without an exchange rate.",
        "fr": "Pas assez de données : un de ses montants est dans une devise sans taux de change.",
    },
    "hidden": {
        "en": "Too few people to be shown to a reader of totals.",
        "fr": "Trop peu de personnes pour être montré à qui ne voit que des totaux.",
    },
}


@dataclass(frozen=True, slots=True)
class Range:
    """An amount in cents, with the least and the most it may be."""

    cents: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Facts:
    """What is known of a programme in a period.

    Attributes
    ----------
    learners
        Active in it.
    cost
        Fully loaded; None when the ledger has none.
    proven, claimed
        Cashable benefits on the firm rungs (`analytics.returns.PROVING`), and on all; None when there is none.
    other
        Whether there are benefits that are not cashable.
    alternative
        What the alternative would cost, fully loaded.
    unpriced, untold
        Whether some hours have no price, some amounts no exchange rate.
    pending
        Why benefits that are to be measured do not count: "comparison" or "not_measured"; None where all do.
    """

    learners: int
    cost: Range | None
    proven: Range | None = None
    claimed: Range | None = None
    other: bool = False
    alternative: Range | None = None
    unpriced: bool = False
    untold: bool = False
    pending: str | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The column a programme stands in, the key of its reason, and the cents at stake."""

    column: Column
    reason: str
    at_stake: int


def judge(facts: Facts) -> Verdict:
    """Return where a programme stands.

    What is at stake is the net gain or loss where there is a verdict, else what the programme costs.
    """
    missing = _missing(facts)
    if missing is not None or facts.cost is None:
        return Verdict("not_measurable", missing or "no_cost", facts.cost.cents if facts.cost else 0)
    if facts.alternative is not None and facts.alternative.high < facts.cost.low:
        return _verdict("does_not_pay", "alternative_cheaper", facts.alternative, facts.cost)
    if facts.claimed is not None:
        return _by_benefit(facts, facts.cost, facts.claimed)
    if facts.alternative is not None:
        return _by_alternative(facts, facts.cost, facts.alternative)
    return Verdict("not_proven", "not_cashable" if facts.other else "comparison", facts.cost.cents)


def _missing(facts: Facts) -> str | None:
    if facts.untold:
        return "missing_rate"
    if facts.cost is None:
        return "no_cost"
    if not facts.learners:
        return "no_learners"
    if facts.claimed or facts.alternative or facts.other or facts.pending == "comparison":
        return None
    return facts.pending or "no_benefit"


def _by_benefit(facts: Facts, cost: Range, claimed: Range) -> Verdict:
    if claimed.high < cost.low:
        return _verdict("does_not_pay", "cost_exceeds_benefit", claimed, cost)
    if facts.proven is not None and facts.proven.low > cost.high:
        return _unless_unpriced(facts, _verdict("pays", "benefit_exceeds", facts.proven, cost), cost)
    weak = claimed.low > cost.high
    return Verdict("not_proven", "weak_evidence" if weak else "range_includes_zero", cost.cents)


def _by_alternative(facts: Facts, cost: Range, alternative: Range) -> Verdict:
    if cost.high < alternative.low:
        return _unless_unpriced(facts, _verdict("pays", "saves", alternative, cost), cost)
    return Verdict("not_proven", "range_of_alternative", cost.cents)


def _verdict(column: Column, reason: str, gained: Range, cost: Range) -> Verdict:
    return Verdict(column, reason, abs(gained.cents - cost.cents))


def _unless_unpriced(facts: Facts, verdict: Verdict, cost: Range) -> Verdict:
    """Return the verdict, unless the cost is not whole: it cannot show that something pays."""
    return Verdict("not_proven", "unpriced_hours", cost.cents) if facts.unpriced else verdict
