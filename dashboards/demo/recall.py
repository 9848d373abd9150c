"""Tests on the day of the training, and 30 and 90 days later, with equivalent forms; who answers them."""

from dataclasses import dataclass, field, replace
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


@dataclass(frozen=True, slots=True)
class Sitting:
    """A test that falls due: whose, in which form, how many days after."""

    person: Person
    programme: Programme
    form: str
    lag: int
    when: datetime

    def place(self, registration: str = "") -> tuple[str, Place]:
        """Return the test and where it is told."""
        programme = self.programme
        names = f"{programme.en}: test {self.form}", f"{programme.fr} : test {self.form}"
        test = activity(f"{HOME}/{programme.key}/test/{self.form}", "assessment", *names)
        return test, Place(programme, retention=f"J{self.lag}", registration=registration)


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
        sitting = Sitting(person, programme, FORMS[(person.number + number) % programme.forms], lag, when)
        tested.due[lag] += 1
        forgot = sum(known) < sum(memory.right)
        if not lag or _is_answered(wire, chance, sitting, forgot=forgot):
            tested.taken[lag] += _take(wire, chance, sitting, known)


def _is_answered(wire: Wire, chance: Random, sitting: Sitting, *, forgot: bool) -> bool:
    """Tell that a delayed test is to be taken; return whether it is."""
    test, place = sitting.place()
    wire.tell(shifted(sitting.when, days=-2), sitting.person, "assigned", test, place)
    habit = truth.habit(sitting.programme.key, sitting.programme.modality)
    share = truth.answers(habit, sitting.person.unit.code, sitting.lag)
    if forgot and "forgetters" in wire.wish.broken:
        share /= 2
    return chance.random() < share


def _take(wire: Wire, chance: Random, sitting: Sitting, known: list[bool]) -> bool:
    """Tell each answer and the result; False when it was not kept by any tool."""
    test, place = sitting.place(wire.id())
    inside, when, seconds = replace(place, parent=test), sitting.when, 0.0
    for item, correct in enumerate(known, 1):
        seconds += chance.uniform(20, 70)
        question = activity(question_iri(sitting.programme, sitting.form, item), "question")
        answer = right(item) if correct else chance.choice([one for one in CHOICES if one != right(item)])
        told = f'"success":{"true" if correct else "false"},"response":"{answer}"'
        wire.tell(shifted(when, seconds=seconds), sitting.person, "answered", question, inside, result=told)
    passed = sum(known) >= _PASS
    told = f"{scored(sum(known), ITEMS, success=passed)},{lasting(seconds)}"
    verb = "passed" if passed else "failed"
    return wire.tell(shifted(when, seconds=seconds + 5), sitting.person, verb, test, place, result=told)
