"""What an investment brings: return, ratio, payback, present value, and what each benefit rests on. Pure.

B is what it brings in a year, isolated from other causes; C what it costs, fully loaded. Sources: Phillips, the
ROI Methodology and its guiding principles; Brealey, Myers and Allen, Principles of Corporate Finance, for what is
discounted. Some authors call B/C a return: the formula is always told beside the figure.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise

from analytics.money import EXACT, NOTHING, cents, ratio, total
from analytics.working import NOWHERE, Input, Origin, Result, Working, told

KINDS: Mapping[str, Mapping[str, str]] = {
    # the headline is what is cashable; intangibles are listed, never added
    "cashable": {"en": "cashable", "fr": "encaissable"},
    "time": {"en": "freed time", "fr": "temps libéré"},
    "risk": {"en": "risk avoided", "fr": "risque évité"},
    "intangible": {"en": "intangible", "fr": "intangible"},
}
EVIDENCE: Mapping[str, Mapping[str, str]] = {
    # the rungs, from the firmest to the weakest
    "measured": {"en": "measured effect", "fr": "effet mesuré"},
    "controlled": {"en": "controlled comparison", "fr": "comparaison avec un groupe témoin"},
    "trend": {"en": "trend", "fr": "tendance"},
    "estimate": {"en": "expert estimate and confidence", "fr": "estimation d'expert et confiance"},
    "claim": {"en": "supplier's claim", "fr": "argument du fournisseur"},
}
PROVING = ("measured", "controlled", "trend")
"""The rungs on which a benefit may carry a verdict; what stands below is shown beside it."""


@dataclass(frozen=True, slots=True)
class Benefit:
    """A line of benefit: `amount` before it is isolated; what is not given of `share` and `confidence` is 1.

    `low` and `high` are the range of the amount. A line without amount or evidence counts for nothing.
    """

    line: str
    kind: str
    evidence: str | None
    amount: Decimal | None
    share: Decimal = Decimal(1)
    confidence: Decimal = Decimal(1)
    low: Decimal | None = None
    high: Decimal | None = None
    origin: Origin = NOWHERE

    def why_not(self) -> str | None:
        """Return the key of why it does not count; None when it does."""
        if self.kind == "intangible":
            return "intangible"
        if self.amount is None:
            return "no_amount"
        return None if self.evidence in EVIDENCE else "no_evidence"


def isolated(amount: Decimal, share: Decimal, confidence: Decimal) -> Decimal:
    """Return what of an improvement is owed to the programme: amount x share x confidence, to the cent."""
    return cents(EXACT.multiply(EXACT.multiply(amount, share), confidence))


def isolated_sum(answers: Sequence[tuple[Decimal, Decimal, Decimal]]) -> Decimal:
    """Return the sum over respondents of improvement x share x confidence; who did not answer adds nothing."""
    return total(isolated(*answer) for answer in answers)


def counted(benefits: Sequence[Benefit], *kinds: str) -> Result:
    """Return the sum of the benefits of some kinds (of none given: the headline, what is cashable)."""
    wanted = [one for one in benefits if one.kind in (kinds or ("cashable",))]
    good = [one for one in wanted if one.why_not() is None and one.amount is not None]
    amounts = {one.line: isolated(one.amount or NOTHING, one.share, one.confidence) for one in good}
    inputs = tuple(Input(one.line, amounts[one.line], "money", one.origin) for one in good)
    working = Working("sum over lines of amount x share x confidence", inputs)
    return Result(total(amounts.values()), "money", working) if good else Result(None, "money", working, "no_benefit")


def extremes(benefits: Sequence[Benefit], *kinds: str) -> tuple[Decimal, Decimal]:
    """Return the least and the most the benefits of some kinds bring, by the range of each line."""
    good = [one for one in benefits if one.kind in (kinds or ("cashable",)) and one.why_not() is None]
    ends = []
    for name in ("low", "high"):
        known = [(getattr(one, name), one) for one in good]
        amounts = [one.amount or NOTHING if value is None else value for value, one in known]
        ends.append(total(isolated(value, one.share, one.confidence) for value, one in zip(amounts, good, strict=True)))
    return ends[0], ends[1]


def weakest(benefits: Sequence[Benefit], *kinds: str) -> str | None:
    """Return the rung a sum of benefits stands on: the weakest of its lines'."""
    rungs = list(EVIDENCE)
    found = [one.evidence for one in benefits if one.kind in (kinds or ("cashable",)) and one.why_not() is None]
    return max((one for one in found if one), key=rungs.index, default=None)


def controlled_effect(after: Decimal, before: Decimal, other_after: Decimal, other_before: Decimal) -> Decimal:
    """Return the effect by a control group: (after - before) - (the other's after - its before)."""
    return (after - before) - (other_after - other_before)


def roi(benefit: Decimal, cost: Decimal) -> Result:
    """Return the return on investment in percent: 100 x (B - C) / C."""
    value = ratio(100 * (benefit - cost), cost)
    return told("100 x (benefit - cost) / cost", "%", value, _none(value), benefit=benefit, cost=cost)


def bcr(benefit: Decimal, cost: Decimal) -> Result:
    """Return the benefit-cost ratio: B / C."""
    value = ratio(benefit, cost)
    return told("benefit / cost", "ratio", value, _none(value), benefit=benefit, cost=cost)


def _none(value: Decimal | None) -> str | None:
    return "no_cost" if value is None else None


def payback(benefit: Decimal, cost: Decimal) -> Result:
    """Return Phillips' payback in months: 12 x C / B, B being that of a year."""
    value = ratio(12 * cost, benefit) if benefit > 0 else None
    reason = "no_benefit" if value is None else None
    return told("12 x cost / yearly benefit", "months", value, reason, cost=cost, benefit=benefit)


def payback_cash(initial: Decimal, benefits: Sequence[Decimal], running: Sequence[Decimal]) -> Result:
    """Return the cash-flow payback: the first period when net benefits have added up to the initial cost.

    Parameters
    ----------
    initial
        Paid at the start.
    benefits, running
        Of each period (a month, usually), the same number of each.
    """
    formula = "first t with sum up to t of (benefit - running cost) >= initial cost"
    sums = accumulate(gain - spent for gain, spent in zip(benefits, running, strict=True))
    found = next((period for period, so_far in enumerate(sums, 1) if so_far >= initial), None)
    value = Decimal(0) if initial <= 0 else None if found is None else Decimal(found)
    reason = None if value is not None else "not_within_horizon"
    return told(formula, "periods", value, reason, initial=initial, benefits=total(benefits), running=total(running))


def npv(rate: Decimal, flows: Sequence[Decimal]) -> Result:
    """Return the net present value of flows, the first of which is now, undiscounted."""
    with localcontext(EXACT):
        value = total(flow / (1 + rate) ** at for at, flow in enumerate(flows))
    given = (Input("rate", rate), *(Input(f"flow {at}", flow, "money") for at, flow in enumerate(flows)))
    return Result(value, "money", Working("sum of flow(t) / (1 + rate)^t, t from 0", given))


def eac(present: Decimal, rate: Decimal, years: int) -> Result:
    """Return the equivalent annual cost of a present value over some years."""
    formula = "present value x rate / (1 - (1 + rate)^-years)"
    if years <= 0:
        return told(formula, "money", None, "no_years", present=present, rate=rate, years=years)
    with localcontext(EXACT):
        value = present / years if rate == 0 else present * rate / (1 - (1 + rate) ** -years)
    return told(formula, "money", value, present=present, rate=rate, years=years)


def irr(flows: Sequence[Decimal]) -> Result:
    """Return the internal rate of return: the rate at which flows are worth nothing; none unless they change sign once.

    With several changes of sign several rates would do, and none of them means anything (Brealey et al., chapter 5).
    """
    signs = [flow > 0 for flow in flows if flow]
    changes = sum(before != after for before, after in pairwise(signs))
    inputs = tuple(Input(f"flow {at}", flow, "money") for at, flow in enumerate(flows))
    working = Working("rate at which the net present value is 0", inputs)
    if changes != 1:
        return Result(None, "share", working, "no_single_rate")
    return Result(_root(flows), "share", working)


_LEAST = Decimal("1E-30")  # above -100 %, where nothing is left of anything


def _root(flows: Sequence[Decimal], steps: int = 120) -> Decimal:
    """Halve the interval the only rate stands in, first widened until it does."""
    low, high = EXACT.add(Decimal(-1), _LEAST), Decimal(1)
    rising = (npv(low, flows).value or NOTHING) < 0

    def above(rate: Decimal) -> bool:
        return ((npv(rate, flows).value or NOTHING) > 0) == rising

    while not above(high) and high < Decimal(10) ** 12:
        high *= 10
    with localcontext(EXACT):
        for _ in range(steps):
            middle = (low + high) / 2
            low, high = (low, middle) if above(middle) else (middle, high)
        return (low + high) / 2


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar of a tornado: what comes out with one input at its low and its high end, all others as they are."""

    name: str
    low: Decimal
    high: Decimal

    @property
    def range(self) -> Decimal:
        """How far apart the two outcomes are."""
        return abs(self.high - self.low)


def tornado(
    outcome: Callable[[Mapping[str, Decimal]], Decimal],
    base: Mapping[str, Decimal],
    ends: Mapping[str, tuple[Decimal, Decimal]],
) -> list[Bar]:
    """Return what each input moves, the one that moves most first.

    Parameters
    ----------
    outcome
        From all inputs to the figure.
    base, ends
        The inputs as they are, and the low and the high end of those that are uncertain.
    """
    bars = [
        Bar(name, outcome({**base, name: low}), outcome({**base, name: high})) for name, (low, high) in ends.items()
    ]
    return sorted(bars, key=lambda bar: (-bar.range, bar.name))
