"""What two ways of teaching cost as more people learn, and from how many learners one is cheaper. Pure.

Both sides stand over the same horizon and the same learners, with what each costs to keep up to date. What runs in
sessions is a staircase: one more session whenever a site has one learner more than its sessions hold.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import Decimal, localcontext
from itertools import accumulate, pairwise

from analytics.money import EXACT, NOTHING, cents, ratio
from analytics.working import Input, Result, Working, told

BOUND = 10_000
"""The number of learners up to which a break-even is looked for, unless said."""

COST = (
    "development + years x yearly + sessions x per session + learners x (hours x (wage + opportunity) + per learner); "
    "sessions = sum over sites of learners over mean attendance, rounded up"
)


@dataclass(frozen=True, slots=True)
class Side:
    """What one way of teaching costs.

    Attributes
    ----------
    development
        Paid once, whoever comes.
    per_learner
        Paid for each learner: travel, lodging, meals, licence, tutor, material.
    hours
        A learner's hours, travelling included where it takes working time.
    per_session
        Paid for each session: trainer, room, material, the trainer's travel.
    attendance
        Learners a session holds, as measured on average; None where nothing runs in sessions.
    yearly
        Paid for each year of the horizon: updating, hosting, the share of a platform.
    """

    development: Decimal = NOTHING
    per_learner: Decimal = NOTHING
    hours: Decimal = NOTHING
    per_session: Decimal = NOTHING
    attendance: Decimal | None = None
    yearly: Decimal = NOTHING

    def __post_init__(self) -> None:
        if self.attendance is not None and self.attendance <= 0:
            raise ValueError("attendance: expected more than 0 learners a session")


@dataclass(frozen=True, slots=True)
class Case:
    """Two sides, and what they share.

    Attributes
    ----------
    classroom, digital
        The two sides.
    wage, opportunity
        What an hour of a learner costs, and, added where wanted, what it would have brought.
    years
        The horizon.
    sites
        Learners at each site, or weights of any size: more learners spread as these.
    """

    classroom: Side
    digital: Side
    wage: Decimal = NOTHING
    opportunity: Decimal = NOTHING
    years: Decimal = Decimal(1)
    sites: tuple[int, ...] = (1,)

    def __post_init__(self) -> None:
        if not any(self.sites) or min(self.sites) < 0:
            raise ValueError("sites: expected none below 0 learners and one above it")

    def sides(self) -> tuple[Side, Side]:
        """Return the classroom and the digital side."""
        return self.classroom, self.digital


def spread(learners: int, sites: Sequence[int]) -> list[int]:
    """Return how many of so many learners are at each site: whole people, the same sum.

    Up to each site, as many as its and the earlier ones' weights give, to the nearest: a workbook can say that too.
    """
    whole = sum(sites)
    ends = [(2 * learners * weight + whole) // (2 * whole) for weight in accumulate(sites)]
    return [after - before for before, after in pairwise([0, *ends])]


def sessions(learners: int, side: Side, sites: Sequence[int] = (1,)) -> int:
    """Return how many sessions so many learners need, site by site."""
    if side.attendance is None:
        return 0
    return sum(filled(at, side.attendance) for at in spread(learners, sites))


def filled(learners: int, attendance: Decimal) -> int:
    """Return how many sessions of so many learners each it takes: the last one need not be full."""
    return int(learners // attendance) + bool(learners % attendance)


def cost(learners: int, side: Side, case: Case) -> Decimal:
    """Return what a side costs altogether for so many learners."""
    with localcontext(EXACT):
        fixed = side.development + case.years * side.yearly
        staircase = sessions(learners, side, case.sites) * side.per_session
        return fixed + staircase + learners * _each(side, case)


def _each(side: Side, case: Case) -> Decimal:
    return side.hours * (case.wage + case.opportunity) + side.per_learner


def curves(case: Case, upto: int, points: int = 200) -> list[tuple[int, Decimal, Decimal]]:
    """Return learners, classroom and digital cost, at evenly spread numbers of learners from 0."""
    step = max(1, upto // points)
    at = sorted({*range(0, upto + 1, step), upto})
    return [(n, cents(cost(n, case.classroom, case)), cents(cost(n, case.digital, case))) for n in at]


def total_cost(learners: int, side: Side, case: Case) -> Result:
    """Return what a side costs, with its working."""
    if learners <= 0:
        return told(COST, "money", None, "no_learners", learners=learners)
    given = {name: getattr(side, name) for name in ("development", "yearly", "per_session", "per_learner", "hours")}
    given |= {name: getattr(case, name) for name in ("years", "wage", "opportunity")}
    given |= {"learners": Decimal(learners), "sessions": Decimal(sessions(learners, side, case.sites))}
    inputs = tuple(Input(name, value) for name, value in given.items())
    return Result(cents(cost(learners, side, case)), "money", Working(COST, inputs))


def linear(case: Case) -> Result:
    """Return the number of learners where the two lines cross, sessions taken as a cost of each learner.

    None when the digital side costs as much or more for each learner: it never catches up.
    """
    formula = "(digital fixed - classroom fixed) / (classroom variable - digital variable)"
    with localcontext(EXACT):
        (fixed_c, each_c), (fixed_d, each_d) = (_line(side, case) for side in case.sides())
        told_of = {"digital fixed": fixed_d, "classroom fixed": fixed_c}
        told_of |= {"classroom variable": each_c, "digital variable": each_d}
        inputs = tuple(Input(name, value) for name, value in told_of.items())
        if each_c <= each_d:
            return Result(None, "learners", Working(formula, inputs), "never_cheaper")
        crossing = max(NOTHING, (fixed_d - fixed_c) / (each_c - each_d))
    return Result(crossing, "learners", Working(formula, inputs))


def _line(side: Side, case: Case) -> tuple[Decimal, Decimal]:
    """Return what is fixed and what each learner adds."""
    share = NOTHING if side.attendance is None else side.per_session / side.attendance
    return side.development + case.years * side.yearly, _each(side, case) + share


def exact(case: Case, bound: int = BOUND) -> Result:
    """Return the smallest number of learners from which the digital side stays no dearer, looked for up to a bound.

    The staircase may cross more than once: only the last crossing counts.
    """
    formula = "smallest N so that digital(N') <= classroom(N') for every N' from N to the bound"
    last = _last_dearer(case, bound)
    if last == bound:
        return told(formula, "learners", None, "not_within_bound", bound=bound)
    return told(formula, "learners", Decimal(last + 1), bound=bound)


def _last_dearer(case: Case, bound: int) -> int:
    """Return the largest number of learners, up to a bound, for whom digital is dearer; 0 where there is none.

    What is saved by so much cannot be lost in a few learners: each changes it by `slope` at most, and however learners
    fall on sites, rounding sessions up adds `jump` at most. So many learners need not be looked at one by one.
    """
    with localcontext(EXACT):
        slope = abs(_each(case.classroom, case) - _each(case.digital, case))
        jump = NOTHING
        for side in case.sides():
            if side.attendance is not None:
                slope += abs(side.per_session) / side.attendance
                jump += abs(side.per_session) * len(case.sites) * (1 + 1 / side.attendance)
        n = bound
        while n > 0:
            saved = cost(n, case.classroom, case) - cost(n, case.digital, case)
            if saved < 0:
                return n
            n -= 1 + (int(max(NOTHING, saved - jump) / slope) if slope else n)
    return 0


def crossings(case: Case, bound: int = BOUND) -> list[int]:
    """Return every number of learners at which the cheaper side changes."""
    cheaper = [cost(n, case.digital, case) <= cost(n, case.classroom, case) for n in range(1, bound + 1)]
    return [at for at, (before, after) in enumerate(pairwise(cheaper), 2) if before != after]


def cost_per_competency(amount: Decimal, competencies: Decimal) -> Result:
    """Return what each competency still held cost: `competencies` is the sum over learners of passed x retained."""
    formula = "cost / sum of passed x retained"
    value = ratio(amount, competencies)
    reason = "nothing_retained" if value is None else None
    return told(formula, "money", value if value is None else cents(value), reason, cost=amount, retained=competencies)


def retention_ratio(digital: Decimal, classroom: Decimal) -> Result:
    """Return how much better digital must be remembered to cost the same for each competency kept.

    Parameters
    ----------
    digital, classroom
        What each side costs for each learner who passed: C / (N x p).

    Notes
    -----
    Below 1, digital may be remembered less well and still cost no more; its inverse is what the classroom must reach.
    """
    formula = "(digital cost / learners who passed) / (classroom cost / learners who passed)"
    value = ratio(digital, classroom)
    return told(formula, "ratio", value, None if value is not None else "no_cost", digital=digital, classroom=classroom)


_QUADRANTS: dict[tuple[bool, bool], str] = {
    # cheaper, at least as effective
    (True, True): "dominates",
    (True, False): "cheaper_less_effective",
    (False, True): "dearer_more_effective",
    (False, False): "dominated",
}


def plane(extra_cost: Decimal, extra_effect: Decimal) -> str:
    """Return the quadrant of the cost-effectiveness plane that digital stands in, against the classroom.

    Source: Black (1990), Medical Decision Making 10:212.
    """
    return _QUADRANTS[extra_cost <= 0, extra_effect >= 0]


def saving(case: Case) -> Callable[[int], Decimal]:
    """Return the function from learners to what digital saves (negative: what it costs more)."""
    return lambda learners: cents(cost(learners, case.classroom, case) - cost(learners, case.digital, case))
