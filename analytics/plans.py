"""What somebody thinks of making in place of a classroom course: parts before, during and after; what both cost. Pure.

The same formula is worked out twice: in Decimal for what is told to the cent, in floats for what chance draws.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Generic, TypeVar

import numpy as np

from analytics.breakeven import Case, Side
from analytics.defaults import DEFAULTS
from analytics.simulation import Numbers

PHASES: Mapping[str, Mapping[str, str]] = {
    "before": {"en": "Before", "fr": "Avant"},
    "during": {"en": "During", "fr": "Pendant"},
    "after": {"en": "After", "fr": "Après"},
}
HALF_DAY, DAY = Decimal("3.5"), Decimal(7)  # hours

T = TypeVar("T", Decimal, Numbers)


@dataclass(frozen=True, slots=True)
class Way:
    """One way of teaching, as far as money goes.

    Attributes
    ----------
    en, fr
        Its name.
    making
        The figure that says how many hours of work an hour of it takes; None where nothing is made.
    live, room
        Held in sessions by a trainer; in a room that learners come to, with material.
    helped
        A colleague gives as many hours as a learner takes.
    """

    en: str
    fr: str
    making: str | None
    live: bool = False
    room: bool = False
    helped: bool = False


WAYS: Mapping[str, Way] = {
    "classroom": Way("Classroom", "Présentiel", "hours_to_make_classroom", live=True, room=True),
    "virtual-class": Way("Virtual class", "Classe virtuelle", "hours_to_make_classroom", live=True),
    "webinar": Way("Webinar", "Webinaire", "hours_to_make_classroom", live=True),
    "video": Way("Video", "Vidéo", "hours_to_make_elearning_simple"),
    "e-learning-simple": Way("E-learning, simple", "E-learning simple", "hours_to_make_elearning_simple"),
    "e-learning": Way("E-learning, interactive", "E-learning interactif", "hours_to_make_elearning"),
    "simulation": Way("Simulation", "Simulation", "hours_to_make_elearning_rich"),
    "serious-game": Way("Serious game", "Jeu sérieux", "hours_to_make_elearning_rich"),
    "peer-help": Way("Help among colleagues", "Entraide entre collègues", None, helped=True),
}


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a path: its phase, its way, a learner's hours."""

    phase: str
    way: str
    hours: Decimal


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody thinks of making, and the classroom course it would replace.

    Attributes
    ----------
    hours
        Of the classroom course.
    mix
        The parts of what would replace it. Live ones are held in groups of the classroom's size.
    sites
        Learners at each site.
    years, yearly
        The horizon, and what of the design is redone each year, on both sides.
    travelling
        The share of learners who travel to a session.
    figures
        What each figure is (`analytics.cases.assumptions`), moved by whoever plans where they moved it.
    """

    hours: Decimal
    mix: tuple[Part, ...]
    sites: tuple[int, ...]
    years: Decimal = Decimal(3)
    yearly: Decimal = Decimal("0.1")
    travelling: Decimal = Decimal(1)
    figures: Mapping[str, Decimal] = field(default_factory=dict)

    @property
    def learners(self) -> int:
        """How many learn, at all sites."""
        return sum(self.sites)

    def figure(self, key: str) -> Decimal:
        """Return a figure: the plan's, else the cited default."""
        return self.figures.get(key, DEFAULTS[key].value)

    def sides(self) -> tuple[tuple[Part, ...], tuple[Part, ...]]:
        """Return the parts of the classroom course, and those of the mix."""
        return (Part("during", "classroom", self.hours),), self.mix


@dataclass(frozen=True, slots=True)
class _Amounts(Generic[T]):
    """What a side costs, piece by piece; see `analytics.breakeven.Side`."""

    development: T
    per_learner: T
    hours: T
    per_session: T
    yearly: T


def planned(plan: Plan) -> Case:
    """Return the two sides of a plan, over the same horizon, both with what it costs to keep them up to date."""
    return _case(plan, plan.figure)


def used(plan: Plan) -> tuple[str, ...]:
    """Return the keys of the figures that a plan rests on, in the order of the defaults."""
    asked: set[str] = set()

    def figure(key: str) -> Decimal:
        asked.add(key)
        return plan.figure(key)

    _case(plan, figure)
    return tuple(key for key in DEFAULTS if key in asked)


def used_instead(plan: Plan) -> frozenset[str]:
    """Return the keys of the figures that the mix rests on, without those of the classroom course alone."""
    asked = {"wage"}

    def figure(key: str) -> Decimal:
        asked.add(key)
        return plan.figure(key)

    _side(plan.mix, figure, plan)
    return frozenset(asked)


def _case(plan: Plan, figure: Callable[[str], Decimal]) -> Case:
    classroom, digital = (_side(parts, figure, plan) for parts in plan.sides())
    return Case(classroom, digital, figure("wage"), years=plan.years, sites=plan.sites)


def _side(parts: tuple[Part, ...], figure: Callable[[str], Decimal], plan: Plan) -> Side:
    told = _amounts(parts, plan, figure, Decimal)
    held = figure("attendance") if _live(parts) else None
    return Side(told.development, told.per_learner, told.hours, told.per_session, held, told.yearly)


def _live(parts: Iterable[Part]) -> bool:
    return any(WAYS[part.way].live for part in parts)


def _hours(parts: Iterable[Part], kind: str) -> Decimal:
    """Return the hours of those parts that are of a kind: live, room, helped."""
    return sum((part.hours for part in parts if getattr(WAYS[part.way], kind)), Decimal(0))


def _half_days(hours: Decimal) -> Decimal:
    """Return the half-days that hours take: one at least, if any."""
    return max(Decimal(1), hours / HALF_DAY) if hours else Decimal(0)


def _amounts(
    parts: tuple[Part, ...], plan: Plan, figure: Callable[[str], T], number: Callable[[Decimal], T]
) -> _Amounts[T]:
    """Return what a side costs, in the numbers that figures are given in."""
    live, room, helped = (_hours(parts, kind) for kind in ("live", "room", "helped"))
    making = number(Decimal(0))
    for part in parts:
        key = WAYS[part.way].making
        if key is not None:
            making = making + number(part.hours) * figure(key)
    development = making * figure("making_hour") if any(WAYS[part.way].making for part in parts) else making
    session, learner = number(Decimal(0)), number(Decimal(0))
    if live:
        session = session + number(_half_days(live)) * figure("trainer_session")
    if room:
        session = session + number(_half_days(room) / 2) * figure("room_day")
        travel = figure("travel") + figure("lodging") if room > DAY else figure("travel")
        learner = learner + figure("material") + number(plan.travelling) * travel
    if helped:
        learner = learner + number(helped) * figure("wage")
    hours = sum((part.hours for part in parts), Decimal(0))
    return _Amounts(development, learner, number(hours), session, development * number(plan.yearly))


def drawn_costs(plan: Plan, drawn: Mapping[str, Numbers]) -> tuple[Numbers, Numbers]:
    """Return what the classroom and the mix cost for drawn values of some figures, both sides by the same draws."""

    def figure(key: str) -> Numbers:
        return drawn[key] if key in drawn else _number(plan.figure(key))

    classroom, mix = (_drawn(parts, plan, figure) for parts in plan.sides())
    return classroom, mix


def _drawn(parts: tuple[Part, ...], plan: Plan, figure: Callable[[str], Numbers]) -> Numbers:
    told = _amounts(parts, plan, figure, _number)
    fixed = told.development + _number(plan.years) * told.yearly
    each = told.hours * figure("wage") + told.per_learner
    held = _number(Decimal(0))
    if _live(parts):
        least = 1e-9  # so that 20 learners in groups of 20.000000001 are one session, as in Decimal
        held = sum((np.ceil(at / figure("attendance") - least) for at in plan.sites), held)
    return fixed + held * told.per_session + plan.learners * each


def _number(value: Decimal) -> Numbers:
    return np.array([float(value)])
