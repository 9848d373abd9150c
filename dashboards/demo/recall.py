"""Tests before the training, on its day and 7 to 180 days later, in equivalent forms; who answers them."""

from collections import Counter
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from random import Random

from dashboards.demo import truth
from dashboards.demo.catalogue import BEFORE, CHOICES, FORMS, HOME, ITEMS, Programme, question_iri, right
from dashboards.demo.lives import work_moment
from dashboards.demo.organisation import Person, Wish
from dashboards.demo.wire import Place, Wire, activity, lasting, scored, shifted

_WITHIN = {7: (6.0, 9.0), 30: (24.0, 36.0), 90: (75.0, 105.0), 180: (150.0, 210.0)}  # days, of each lag
_PASS = 3  # of four


@dataclass(slots=True)
class Memory:
    """What one learner knew before and on the day, and the fate of each item: the smaller, the longer it is kept."""

    before: list[bool]
    right: list[bool]
    fates: list[float]
    hazard: float = 1.0

    def knows(self, chance: Random, habit: truth.Habit, days: float) -> list[bool]:
        """Return what is right some days later."""
        if not days:
            return self.right
        chances = truth.kept(habit, days) ** self.hazard
        return [
            fate < chances if knew else chance.random() < truth.LUCK
            for knew, fate in zip(self.right, self.fates, strict=True)
        ]


def _memory(wish: Wish, person: Person, programme: Programme) -> Memory:
    """Return what somebody knows of a programme: the same, whenever it is asked."""
    chance, habit = wish.chance("memory", person.number, programme.key), truth.habit(programme.key, programme.modality)
    shared = chance.random(), chance.random()
    pairs = [(shared if chance.random() < truth.ALIKE else (chance.random(), chance.random())) for _ in range(ITEMS)]
    before, right = ([grasp < share for grasp, _ in pairs] for share in (habit.knew, habit.grasp))
    return Memory(before, right, [fate for _, fate in pairs])


@dataclass(slots=True)
class Tested:
    """How many tests fell due and were taken, by lag: what the example told, for tests of the product."""

    due: Counter[int] = field(default_factory=Counter)
    taken: Counter[int] = field(default_factory=Counter)


@dataclass(frozen=True, slots=True)
class Sitting:
    """A test that falls due: whose, how many days after, when."""

    person: Person
    programme: Programme
    lag: int
    when: datetime

    @property
    def form(self) -> str:
        """Its form: nobody sits one twice."""
        sittings = self.programme.sittings
        return FORMS[(self.person.number + sittings.index(self.lag)) % len(sittings)]

    def place(self, registration: str = "") -> tuple[str, Place]:
        """Return the test and where it is told."""
        programme = self.programme
        names = f"{programme.en}: test {self.form}", f"{programme.fr} : test {self.form}"
        test = activity(f"{HOME}/{programme.key}/test/{self.form}", "assessment", *names)
        retention = "" if self.lag == BEFORE else f"J{self.lag}"
        return test, Place(programme, retention=retention, registration=registration)


def beforehand(wire: Wire, tested: Tested, person: Person, programme: Programme, when: datetime) -> None:
    """Tell what somebody about to be trained already knows, if they say."""
    if not programme.pretest:
        return
    chance = wire.wish.chance("before", person.number, programme.key)
    tested.due[BEFORE] += 1
    if chance.random() < truth.PRETESTED:
        known = _memory(wire.wish, person, programme).before
        tested.taken[BEFORE] += _take(wire, chance, Sitting(person, programme, BEFORE, when), known)


def follow_up(wire: Wire, tested: Tested, person: Person, programme: Programme, ended: datetime) -> None:
    """Tell every test of somebody who was just trained, as far as the last day allows."""
    habit = truth.habit(programme.key, programme.modality)
    memory = _memory(wire.wish, person, programme)
    for lag in programme.sittings:
        if lag == BEFORE:
            continue
        chance = wire.wish.chance("recall", person.number, programme.key, lag)
        day = (ended + timedelta(days=chance.uniform(*_WITHIN[lag]))).date() if lag else None
        when = work_moment(chance, day, person) if day else ended
        if when.date() > wire.wish.last:
            return
        known = memory.knows(chance, habit, (when - ended) / timedelta(days=1))
        sitting = Sitting(person, programme, lag, when)
        tested.due[lag] += 1
        forgot = sum(known) < sum(memory.right)
        if not lag or _is_answered(wire, chance, sitting, forgot=forgot):
            tested.taken[lag] += _take(wire, chance, sitting, known)
            if lag and "retests" in wire.wish.broken:
                memory.hazard = truth.RETAUGHT


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
    passed = None if sitting.lag == BEFORE else sum(known) >= _PASS  # nobody passes what they have not been taught
    told = f"{scored(sum(known), ITEMS, success=passed)},{lasting(seconds)}"
    verb = "scored" if passed is None else "passed" if passed else "failed"
    return wire.tell(shifted(when, seconds=seconds + 5), sitting.person, verb, test, place, result=told)
