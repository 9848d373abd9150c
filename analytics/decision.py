"""Does a programme pay? Every programme in one of four columns, with the money at stake and the reason. Pure.

The rule errs on the side of saying less: a verdict needs the whole range on one side, evidence that was measured or
compared, and every cost counted. A programme and its alternative are taken to be remembered alike until tests show
otherwise, whatever those who did not answer still know; then what each competency kept costs is compared, not what each
programme does. Where the alternative costs less for certain, the programme does not pay, whatever it brings.
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
        "fr": "Elle coûte moins que l'alternative, partout dans les fourchettes.",
    },
    "alternative_cheaper": {
        "en": "The alternative would cost less, at either end of both ranges.",
        "fr": "L'alternative coûterait moins, partout dans les fourchettes.",
    },
    "saves_kept": {
        "en": "Each competency still known at 90 days costs less than by the alternative, at every end of the ranges.",
        "fr": "Chaque compétence sue à 90 jours coûte moins que par l'alternative, partout dans les fourchettes.",
    },
    "alternative_kept": {
        "en": "Each competency still known at 90 days would cost less by the alternative, at every end of the ranges.",
        "fr": "Chaque compétence sue à 90 jours coûterait moins par l'alternative, partout dans les fourchettes.",
    },
    "range_of_kept": {
        "en": "It is not remembered as its alternative is; the ranges of what each competency kept costs overlap.",
        "fr": "Elle n'est pas retenue comme l'alternative ; les coûts par compétence retenue se chevauchent.",
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
class Kept:
    """What is still known at 90 days by who answered; the least and the most it is, whatever the others still know."""

    low: float
    share: float
    high: float


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept of a programme's competencies, taught by it and taught as its alternative would."""

    own: Kept
    other: Kept

    @property
    def apart(self) -> bool:
        """Whether one is surely remembered better than the other."""
        return self.own.low > self.other.high or self.own.high < self.other.low


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
    remembered
        How well it is remembered beside its alternative; None where that cannot be told.
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
    remembered: Remembered | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The column a programme stands in, the key of its reason, and the cents at stake."""

    column: Column
    reason: str
    at_stake: int


def judge(facts: Facts) -> Verdict:
    """Return where a programme stands.

    What is at stake is the net gain or loss where there is a verdict, else what the programme costs; beside an
    alternative that is not remembered alike, that of as many competencies kept.
    """
    missing = _missing(facts)
    if missing is not None or facts.cost is None:
        return Verdict("not_measurable", missing or "no_cost", facts.cost.cents if facts.cost else 0)
    beside = None if facts.alternative is None else _beside(facts, facts.cost, facts.alternative)
    if beside is not None and beside.column == "does_not_pay":
        return beside
    if facts.claimed is not None:
        return _by_benefit(facts, facts.cost, facts.claimed)
    if beside is not None:
        return beside
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


def _beside(facts: Facts, cost: Range, alternative: Range) -> Verdict:
    """Return where a programme stands beside its alternative: by what both cost, or what each competency kept does."""
    kept = facts.remembered
    if kept is None or not kept.apart:
        kept, reasons = _ALIKE, ("saves", "alternative_cheaper", "range_of_alternative")
    else:
        reasons = ("saves_kept", "alternative_kept", "range_of_kept")
    same = round(alternative.cents * kept.own.share / kept.other.share) if kept.other.share else alternative.cents
    at_stake = abs(same - cost.cents)
    if alternative.high * kept.own.high < cost.low * kept.other.low:
        return Verdict("does_not_pay", reasons[1], at_stake)
    if cost.high * kept.other.high < alternative.low * kept.own.low:
        return _unless_unpriced(facts, Verdict("pays", reasons[0], at_stake), cost)
    return Verdict("not_proven", reasons[2], cost.cents)


_ALIKE = Remembered(Kept(1, 1, 1), Kept(1, 1, 1))


def _verdict(column: Column, reason: str, gained: Range, cost: Range) -> Verdict:
    return Verdict(column, reason, abs(gained.cents - cost.cents))


def _unless_unpriced(facts: Facts, verdict: Verdict, cost: Range) -> Verdict:
    """Return the verdict, unless the cost is not whole: it cannot show that something pays."""
    return Verdict("not_proven", "unpriced_hours", cost.cents) if facts.unpriced else verdict
