"""Tests on the day of the training, and 30 and 90 days later, with equivalent forms; who answers them."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random

from dashboards.demo import truth
from dashboards.demo.catalogue import CHOICES, FORMS, HOME, ITEMS, Programme, question_iri, right
from dashboards.demo.lives import work_moment
from dashboards.demo.organisation import Person
from dashboards.demo.wire import Place, Wire, activity, lasting, scored, shifted

LAGS = (0, 30, 90)
_AROUND = {30: 6, 90: 15}  # days a delayed test comes sooner or later
_PASS = 3  # of four


@dataclass(slots=True)
class Memory:
    """What one learner knew on the day, and the fate of each item: the smaller, the longer it is kept."""

    right: list[bool]
    fates: list[float]

    def knows(self, chance: Random, habit: truth.Habit, days: float) -> list[bool]:
        """Return what is right some days later."""
        if not days:
            return self.right
        chances = truth.kept(habit, days)
        return [
            fate < chances if knew else chance.random() < truth.LUCK
            for knew, fate in zip(self.right, self.fates, strict=True)
        ]


def _memory(chance: Random, habit: truth.Habit) -> Memory:
    shared = chance.random(), chance.random()
    pairs = [(shared if chance.random() < truth.ALIKE else (chance.random(), chance.random())) for _ in range(ITEMS)]
    return Memory([grasp < habit.grasp for grasp, _ in pairs], [fate for _, fate in pairs])


@dataclass(slots=True)
class Tested:
    """How many tests fell due and were taken, by lag: what the example told, for tests of the product."""

    due: dict[int, int] = field(default_factory=lambda: dict.fromkeys(LAGS, 0))
    taken: dict[int, int] = field(default_factory=lambda: dict.fromkeys(LAGS, 0))


def follow_up(wire: Wire, tested: Tested, person: Person, programme: Programme, ended: datetime) -> None:
    """Tell every test of somebody who was just trained, as far as the last day allows."""
    if not programme.forms:
        return
    chance = wire.wish.chance("recall", person.number, programme.key)
    habit = truth.habit(programme.key, programme.modality)
    memory = _memory(chance, habit)
    for number, lag in enumerate(LAGS):
        days = lag + (chance.uniform(-_AROUND[lag], _AROUND[lag]) if lag else 0)
        when = work_moment(chance, (ended + timedelta(days=days)).date(), person) if lag else ended
        if when.date() > wire.wish.last:
            return
        known = memory.knows(chance, habit, (when - ended) / timedelta(days=1) if lag else 0)
        form = FORMS[(person.number + number) % programme.forms]
        tested.due[lag] += 1
        if lag:
            _invite(wire, person, programme, form, lag, shifted(when, days=-2))
        if not lag or chance.random() < _answers(wire, habit, person, lag, memory, known):
            tested.taken[lag] += _take(wire, chance, person, programme, form, lag, when, known)


def _answers(  # noqa: PLR0913 -- who, when, and what they remember
    wire: Wire, habit: truth.Habit, person: Person, lag: int, memory: Memory, known: list[bool]
) -> float:
    usual = truth.answers(habit, person.unit.code, lag)
    if "forgetters" not in wire.wish.broken:
        return usual
    return usual if sum(known) >= sum(memory.right) else usual / 2


def _place(programme: Programme, form: str, lag: int, registration: str = "") -> tuple[str, Place]:
    name = f"{programme.en}: test {form}", f"{programme.fr} : test {form}"
    test = activity(f"{HOME}/{programme.key}/test/{form}", "assessment", *name)
    return test, Place(programme, retention=f"J{lag}", registration=registration)


def _invite(  # noqa: PLR0913 -- who, to what, when
    wire: Wire, person: Person, programme: Programme, form: str, lag: int, when: datetime
) -> None:
    test, place = _place(programme, form, lag)
    wire.tell(when, person, "assigned", test, place)


def _take(  # noqa: PLR0913 -- who, what, when, how well
    wire: Wire,
    chance: Random,
    person: Person,
    programme: Programme,
    form: str,
    lag: int,
    when: datetime,
    known: list[bool],
) -> bool:
    """Tell each answer and the result; False when it was not kept by any tool."""
    test, place = _place(programme, form, lag, wire.id())
    inside = Place(programme, retention=f"J{lag}", registration=place.registration, parent=test)
    seconds = 0.0
    for item, correct in enumerate(known, 1):
        seconds += chance.uniform(20, 70)
        question = activity(question_iri(programme, form, item), "question")
        answer = right(item) if correct else chance.choice([one for one in CHOICES if one != right(item)])
        told = f'"success":{"true" if correct else "false"},"response":"{answer}"'
        wire.tell(shifted(when, seconds=seconds), person, "answered", question, inside, told)
    passed = sum(known) >= _PASS
    told = f"{scored(sum(known), ITEMS, success=passed)},{lasting(seconds)}"
    return wire.tell(shifted(when, seconds=seconds + 5), person, "passed" if passed else "failed", test, place, told)
