"""Does a programme pay? Every programme in one of four columns, with the money at stake and the reason. Pure.

The rule errs on the side of saying less: a verdict needs the whole range on one side, evidence that was measured or
compared, and every cost counted. A programme and its alternative are taken to be remembered alike until tests show
otherwise among people of the same units, whatever those who did not answer still know; then what each competency kept
costs is compared, not what each programme does. Where the alternative costs less for certain, the programme does not
pay, whatever it brings.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from math import inf
from typing import Literal

Column = Literal["pays", "does_not_pay", "not_proven", "not_measurable"]


@dataclass(frozen=True, slots=True)
class Range:
    """An amount in cents, with the least and the most it may be."""

    cents: int
    low: int
    high: int


@dataclass(frozen=True, slots=True)
class Kept:
    """What is still known at 90 days by who answered, or by a random follow-up of everyone due.

    `low` and `high` are the least and the most it is, whatever is still known by those who did not answer (that).
    """

    low: float
    share: float
    high: float


@dataclass(frozen=True, slots=True)
class Remembered:
    """What is kept of a programme's competencies, taught by it and taught as its alternative would.

    Attributes
    ----------
    own, other
        All units and competencies together.
    within
        The least and the most by which its own share is larger, competency by competency among people of the same
        units, whatever those who did not answer still know; None where no unit has enough people of both.
    """

    own: Kept
    other: Kept
    within: tuple[float, float] | None

    @property
    def better(self) -> int:
        """1 where it is surely remembered better among like people, -1 where surely less well, else 0."""
        low, high = self.within or (0.0, 0.0)
        return (low > 0) - (high < 0)

    @property
    def together(self) -> int:
        """The same of all units together."""
        return (self.own.low > self.other.high) - (self.own.high < self.other.low)

    @property
    def apart(self) -> bool:
        """Whether one is surely remembered better, all together and among like people."""
        return self.better != 0 and self.better == self.together

    @property
    def reversed(self) -> bool:
        """Whether all together and like people surely say the contrary."""
        return self.better * self.together < 0

    @property
    def times(self) -> tuple[float, float]:
        """The least and the most times as much it keeps as the other way would: of all together and of like people."""
        low, high = self.within or (0.0, 0.0)
        most = self.own.high  # the difference of like people makes least of it there, either way
        return (
            min(_times(self.own.low, self.other.high), _times(most, most - low)),
            max(_times(self.own.high, self.other.low), _times(most, most - high)),
        )

    @property
    def alike(self) -> str | None:
        """Why it is taken to be remembered as its alternative is, a key of `ALIKE`; None where it is not."""
        if self.within is None:
            return "no_overlap"
        if self.reversed:
            return "reversed"
        return None if self.better else "unclear"


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
    """The column a programme stands in, the key of its reason, and the cents at stake.

    `alike`, a key of `analytics.decision_reasons.ALIKE`, says why what is remembered did not decide where both costs
    were compared.
    """

    column: Column
    reason: str
    at_stake: int
    alike: str | None = None


def judge(facts: Facts) -> Verdict:
    """Return where a programme stands.

    What is at stake is the net gain or loss where there is a verdict, else what the programme costs. Beside an
    alternative that is not remembered alike (`OF_KEPT`) it is that of as many competencies kept, at the ends that make
    least of it: at least so much, and no money that anybody pays or saves.
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
    """Return where a programme stands beside its alternative: by what both cost, or what each competency kept does.

    What costs less and is remembered better among like people pays by its cost alone, and the reverse. Where the two
    pull apart, all units together must not say the contrary of what is so within them.
    """
    by_cost = _weighed(facts, cost, alternative, None)
    kept = facts.remembered
    if kept is None:
        return by_cost
    if not kept.apart and kept.better in (0, _GOES.get(by_cost.column)):
        return replace(by_cost, alike=kept.alike)
    if kept.reversed:
        return Verdict("not_proven", "reversed", cost.cents)
    return _weighed(facts, cost, alternative, kept)


_GOES: Mapping[Column, int] = {"pays": 1, "does_not_pay": -1}


def _weighed(facts: Facts, cost: Range, alternative: Range, kept: Remembered | None) -> Verdict:
    """Return where the costs lie: of both as they are, or of each competency kept."""
    least, most = (1.0, 1.0) if kept is None else kept.times
    pays, loses, overlap = _BY_COST if kept is None else _BY_KEPT
    if alternative.high * most < cost.low:
        return Verdict("does_not_pay", loses, _apart(cost, alternative, most))
    if cost.high < alternative.low * least:
        return _unless_unpriced(facts, Verdict("pays", pays, _apart(cost, alternative, least)), cost)
    return Verdict("not_proven", overlap, cost.cents)


_BY_COST = ("saves", "alternative_cheaper", "range_of_alternative")
_BY_KEPT = ("saves_kept", "alternative_kept", "range_of_kept")


def _apart(cost: Range, alternative: Range, times: float) -> int:
    """Return the cents between both for as much kept; none where the other way keeps nothing to divide by."""
    return 0 if times == inf else abs(round(alternative.cents * times) - cost.cents)


def _times(own: float, other: float) -> float:
    return own / other if other > 0 else inf


def _verdict(column: Column, reason: str, gained: Range, cost: Range) -> Verdict:
    return Verdict(column, reason, abs(gained.cents - cost.cents))


def _unless_unpriced(facts: Facts, verdict: Verdict, cost: Range) -> Verdict:
    """Return the verdict, unless the cost is not whole: it cannot show that something pays."""
    return Verdict("not_proven", "unpriced_hours", cost.cents) if facts.unpriced else verdict
