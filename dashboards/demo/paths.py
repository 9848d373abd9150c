"""Programmes in phases: what is learned alone before, the day people meet, what is done with others after.

A path is told as a whole by the platform, in the modality of the path; each phase in its own.
"""

from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from random import Random

from dashboards.demo import truth
from dashboards.demo.catalogue import HOME, Programme
from dashboards.demo.lives import Going
from dashboards.demo.organisation import Wish
from dashboards.demo.wire import P, Place, Wire, activity, lasting, shifted

MEETS = 0.6  # how much of a path is behind its people when they meet
_THURSDAY = 3
_TASK = ("First time on the job", "Première fois au poste")
_TOPIC = ("What I tried", "Ce que j'ai essayé")


@dataclass(frozen=True, slots=True)
class Meeting:
    """The day those who are on a path at that time spend together."""

    programme: Programme
    day: date

    @property
    def key(self) -> str:
        """Its key."""
        return f"{self.programme.key}-{self.day:%y%m%d}"

    @property
    def activity(self) -> str:
        """The activity its statements speak of."""
        return f"{HOME}/{self.programme.key}/meeting/{self.day}"

    @property
    def modality(self) -> str:
        """How they meet."""
        return dict(self.programme.steps)["during"]

    @property
    def hours(self) -> float:
        """How long it lasts: half of the whole path."""
        return self.programme.hours / 2


def alone(place: Place) -> Place:
    """Return where the first phase is told; of a programme without phases, where all of it is."""
    return within(place, "before") if place.programme.steps else place


def within(place: Place, phase: str) -> Place:
    """Return where a phase is told."""
    modality = dict(place.programme.steps)[phase]
    return replace(place, modality=modality, extensions=f'{place.extensions},"{P}/ext/phase":"{phase}"')


def meeting(going: Going) -> Meeting | None:
    """Return the meeting somebody came to: the Thursday nearest to when most is behind them, if their path has one."""
    held = _held(going)
    return min(held, key=lambda one: _apart(going, one)) if held else None


def missed(wish: Wish, going: Going) -> Meeting | None:
    """Return the meeting before it, where somebody was expected and did not come."""
    came = meeting(going)
    chance = wish.chance("met", going.person.number, going.programme.key, going.round)
    if came is None or chance.random() < truth.habit(going.programme.key, came.modality).attends:
        return None
    return max((one for one in _held(going) if one.day < came.day), key=lambda one: one.day, default=None)


def _held(going: Going) -> list[Meeting]:
    """Return the meetings while somebody was on a path they came to the end of."""
    if not going.programme.steps or going.outcome != "completed":
        return []
    began, length = going.began.date(), (going.ended.date() - going.began.date()).days
    days = [began + timedelta(days=one) for one in range(1, length)]
    return [Meeting(going.programme, day) for day in days if day.weekday() == _THURSDAY]


def _apart(going: Going, one: Meeting) -> timedelta:
    middle = going.began + MEETS * (going.ended - going.began)
    return abs(datetime.combine(one.day, time(8)) - middle)


def meet(wire: Wire, going: Going, place: Place) -> None:
    """Tell that somebody was there, and that they were not the first time."""
    during, came, late = within(place, "during"), meeting(going), missed(wire.wish, going)
    if late:
        _attend(wire, going, during, late, '"completion":false')
    if came:
        _attend(wire, going, during, came, f'"completion":true,{lasting(came.hours * 3600)}')


def _attend(wire: Wire, going: Going, during: Place, found: Meeting, result: str) -> None:
    kind = "virtual-class" if found.modality == "virtual-class" else "event"
    names = f"{going.programme.en}: the day together", f"{going.programme.fr} : la journée commune"
    moment = datetime.combine(found.day, time(8))
    wire.tell(moment, going.person, "attended", activity(found.activity, kind, *names), during, result=result)


def has_met(going: Going, moment: datetime) -> bool:
    """Tell whether somebody is in the last phase of a path by then."""
    if not going.programme.steps or going.outcome != "completed":
        return False
    return moment > going.began + MEETS * (going.ended - going.began)


def practise(wire: Wire, chance: Random, going: Going, place: Place, when: datetime) -> None:
    """Tell what somebody did with what they learned: a task with a colleague beside them, or a word among peers."""
    after, key = within(place, "after"), going.programme.key
    if after.modality == "peer-help":
        task, told = activity(f"{HOME}/{key}/task", "tutoring", *_TASK), lasting(60 * chance.lognormvariate(3.2, 0.4))
        wire.tell(when, going.person, "performed-offline", task, after, result=f'"completion":true,{told}')
        return
    topic, network = activity(f"{HOME}/{key}/topic", "topic", *_TOPIC), replace(after, tool="network")
    wire.tell(when, going.person, "viewed", topic, network)
    if chance.random() < 0.5:
        report = activity(f"{HOME}/{key}/report/{wire.id()}", "message")
        within_topic = replace(network, parent=topic)
        wire.tell(shifted(when, minutes=8), going.person, "shared", report, within_topic)
