"""All that a plan comes to: what both sides cost, where they cross, what matters most, how far it may go. Pure."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from analytics import returns
from analytics.breakeven import BOUND, Case, exact, linear, retention_ratio, saving, total_cost
from analytics.breakeven import curves as costs_at
from analytics.money import EXACT, NOTHING
from analytics.plans import Plan, drawn_costs, planned, used
from analytics.returns import Bar, Benefit, tornado
from analytics.simulation import Numbers, Pert, Simulation, around, simulate
from analytics.working import Result

Ranges = Mapping[str, tuple[Decimal, Decimal]]
_POINTS = 600
_HALVINGS = 40


@dataclass(frozen=True, slots=True)
class Turn:
    """A figure that would turn the verdict within its range, and the value from which it does."""

    name: str
    value: Decimal


@dataclass(frozen=True, slots=True)
class Returns:
    """What the mix brings over the horizon against what it costs, and what that rests on.

    `benefit` is that of a year, isolated; `simulated` is of the return in percent, its `share_positive` the share of
    simulations with a return above 0.
    """

    benefit: Decimal
    roi: Result
    bcr: Result
    payback: Result
    kind: str
    evidence: str
    simulated: Simulation


@dataclass(frozen=True, slots=True)
class Weighed:
    """What a plan comes to.

    Attributes
    ----------
    classroom, mix
        What each side costs for the plan's learners.
    saving
        What the mix saves; below 0, what it costs more.
    linear, exact, bound
        The two break-evens, and up to how many learners the exact one was looked for.
    ratio
        How much better the mix must be remembered to cost the same for each competency kept.
    bars, turns
        What moves the saving most, first; which figures would turn it within their ranges.
    simulated
        Of the saving.
    returns
        None where no benefit is given, or it counts for nothing.
    """

    plan: Plan
    case: Case
    classroom: Result
    mix: Result
    saving: Decimal
    linear: Result
    exact: Result
    bound: int
    ratio: Result
    bars: tuple[Bar, ...]
    turns: tuple[Turn, ...]
    simulated: Simulation
    returns: Returns | None

    @property
    def learners(self) -> int:
        """How many learn."""
        return self.plan.learners


def weigh(plan: Plan, ranges: Ranges, benefit: Benefit | None = None, bound: int = BOUND) -> Weighed:
    """Return all that a plan comes to.

    Parameters
    ----------
    ranges
        The low and the high end of each figure that is uncertain; those the plan does not rest on are left out.
    benefit
        What it brings in a year.
    bound
        Up to how many learners a break-even is looked for; at least as many as there are.
    """
    case, upto = planned(plan), max(bound, plan.learners)
    known = {key: ends for key, ends in ranges.items() if key in used(plan) and ends[0] < ends[1]}
    classroom, mix = (total_cost(plan.learners, side, case) for side in case.sides())
    spared = saving(case)(plan.learners)
    bars = tuple(tornado(_saved(plan), {key: plan.figure(key) for key in known}, known))
    ratio = retention_ratio(mix.value or NOTHING, classroom.value or NOTHING)
    turns = tuple(_turns(plan, bars, known, spared))
    told = (spared, linear(case), exact(case, upto), upto, ratio, bars, turns, _simulated(plan, known))
    return Weighed(plan, case, classroom, mix, *told, _returns(plan, known, benefit, mix.value or NOTHING))


def _saved(plan: Plan) -> Callable[[Mapping[str, Decimal]], Decimal]:
    """Return the function from figures to what the mix saves."""

    def outcome(figures: Mapping[str, Decimal]) -> Decimal:
        return saving(planned(replace(plan, figures={**plan.figures, **figures})))(plan.learners)

    return outcome


def _turns(plan: Plan, bars: tuple[Bar, ...], ranges: Ranges, spared: Decimal) -> list[Turn]:
    """Return where each figure turns the verdict, those that move it most first."""
    found, outcome = [], _saved(plan)
    for bar in bars:
        for end, reached in zip(ranges[bar.name], (bar.low, bar.high), strict=True):
            if (reached > 0) != (spared > 0):
                found.append(Turn(bar.name, _turning(bar.name, (plan.figure(bar.name), end), outcome, spared > 0)))
    return found


def _turning(
    name: str,
    between: tuple[Decimal, Decimal],
    outcome: Callable[[Mapping[str, Decimal]], Decimal],
    positive: bool,  # noqa: FBT001  # on which side of nothing it stands now
) -> Decimal:
    """Halve the way from a figure as it is to the end that turns the verdict, until it is there."""
    same, other = between
    for _ in range(_HALVINGS):
        middle = EXACT.divide(same + other, Decimal(2))
        same, other = (middle, other) if (outcome({name: middle}) > 0) == positive else (same, middle)
    return other


def _judged(plan: Plan, ranges: Ranges) -> dict[str, Pert]:
    return {key: around(low, plan.figure(key), high) for key, (low, high) in ranges.items()}


def _simulated(plan: Plan, ranges: Ranges) -> Simulation:
    """Return what the saving may be."""

    def outcome(drawn: Mapping[str, Numbers]) -> Numbers:
        classroom, mix = drawn_costs(plan, drawn)
        return classroom - mix

    return simulate(outcome, _judged(plan, ranges))


def _returns(plan: Plan, ranges: Ranges, benefit: Benefit | None, cost: Decimal) -> Returns | None:
    """Return what the mix brings over the horizon, against what it costs."""
    if benefit is None or benefit.why_not() is not None or benefit.amount is None or benefit.evidence is None:
        return None
    year = returns.isolated(benefit.amount, benefit.share, benefit.confidence)
    told = returns.roi(year * plan.years, cost), returns.bcr(year * plan.years, cost), returns.payback(year, cost)
    inputs = _judged(plan, ranges) | {"benefit": around(benefit.low, benefit.amount, benefit.high)}
    isolated = float(benefit.share * benefit.confidence * plan.years)

    def outcome(drawn: Mapping[str, Numbers]) -> Numbers:
        spent = drawn_costs(plan, drawn)[1]
        return 100 * (drawn["benefit"] * isolated - spent) / spent

    return Returns(year, *told, benefit.kind, benefit.evidence, simulate(outcome, inputs))


def curves(weighed: Weighed) -> list[tuple[int, Decimal, Decimal]]:
    """Return learners, classroom and mix cost, as far as the audience and the crossing can both be seen."""
    crossing = int(weighed.exact.value or 0)
    most = max(2 * weighed.learners, min(crossing + crossing // 4, 20 * weighed.learners), 10)
    return costs_at(weighed.case, min(most, max(weighed.bound, 10)), _POINTS)
