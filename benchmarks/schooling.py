"""Trainings and the tests around them, in the benchmark's statements: what is retained has something to rest on.

One statement in `EVERY` is of a case: a learner completes a course, answers a question just before it and two just
after, and is asked again, in equivalent words, 7, 30 and 90 days later. Which case and which of its moments a statement
is follows from its number alone: moments take turns, and the case is the turn, less the lag counted in turns. What is
remembered follows the law of `benchmarks.memory`; a part of the later tests is never taken.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import blake2b

from benchmarks import world

EVERY = 16
_TURN = 3  # of `EVERY`: which one
_KNEW, _GRASP, _LUCK = 0.3, 0.85, 0.2
_HALF_LIFE, _SHAPE = 75.0, 0.6
_LEARNERS = 3_000  # of those who do little else, so that nobody is taught again in between
_FULL = 2.0**32


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment of each case: of which item, after how many days, in which form; how many of 100 are there."""

    item: int  # none: the completion
    days: int = 0
    form: int = 0
    before: bool = False
    there: int = 100


MOMENTS = (
    Moment(1, form=1, before=True, there=85),
    Moment(-1),
    Moment(0),
    Moment(1),
    Moment(0, 7, 1, there=80),
    Moment(0, 30, 1, there=70),
    Moment(0, 90, 1, there=60),
    Moment(1, 90, 1, there=60),
)
_COURSES = 50  # those that have two questions in two forms each


@dataclass(frozen=True, slots=True)
class Told:
    """What a statement says: who, about which course, which question of it, and whether it was right."""

    agent: int
    course: int
    question: int | None
    right: bool


def told(number: int, seconds: float) -> Told | None:
    """Return what the statement of a number says of a case, if it is of one; `seconds` lie between two statements."""
    turn, which = divmod(number - _TURN, EVERY)
    if which:
        return None
    around, at = divmod(turn, len(MOMENTS))
    moment = MOMENTS[at]
    case = around - round(moment.days * 86_400 / (seconds * EVERY * len(MOMENTS)))
    if case < 0:
        return None
    agent, course, is_there, *fates = _drawn(case, at)
    if is_there % 100 >= moment.there:
        return None
    course %= _COURSES
    question = None if moment.item < 0 else questions(course)[2 * moment.item + moment.form]
    return Told(world.AGENTS - agent % _LEARNERS, course, question, _is_right(moment, fates))


def questions(course: int) -> Sequence[int]:
    """Return the numbers of the questions of a course: two, each in two forms, one after the other."""
    return range(course, course + 4 * world.COURSES, world.COURSES)


def has_forms(course: int) -> bool:
    """Tell whether a course has all of them."""
    return course < _COURSES


def _drawn(case: int, at: int) -> tuple[int, ...]:
    """Return what chance decided of a case; whether its learner is there, of one moment of it."""
    digest = blake2b(b"case %d" % case, digest_size=24).digest()
    whole = [int.from_bytes(digest[first : first + 4], "little") for first in range(0, 24, 4)]
    there = blake2b(b"case %d at %d" % (case, at), digest_size=8).digest()
    luck = int.from_bytes(there[4:], "little")
    return whole[0], whole[1], int.from_bytes(there[:4], "little"), *whole[2:], luck


def _is_right(moment: Moment, fates: Sequence[int]) -> bool:
    grasp, fate = (fates[2 * max(0, moment.item) + one] / _FULL for one in (0, 1))
    if moment.before:
        return grasp < _KNEW
    if not moment.days:
        return grasp < _GRASP
    if grasp >= _GRASP:
        return fates[-1] / _FULL < _LUCK
    return bool(fate < 2 ** -((moment.days / _HALF_LIFE) ** _SHAPE))
