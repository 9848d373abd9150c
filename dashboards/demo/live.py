"""Sessions at a time and a place: who is expected, who comes, what the sheet or the room says."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time, timedelta
from math import ceil
from random import Random

from dashboards.demo import truth
from dashboards.demo.catalogue import HOME, Programme
from dashboards.demo.lives import audience, busy_day, opens, wants
from dashboards.demo.organisation import GROUP, Person, months_after
from dashboards.demo.wire import Place, Wire, activity, course, lasting, shifted

_SEATS = {
    "classroom": 12,
    "virtual-class": 16,
    "webinar": 120,
    "barcamp": 60,
    "learning-expedition": 15,
    "hackathon": 40,
}
_TOGETHER = frozenset({"webinar", "barcamp", "learning-expedition", "hackathon"})  # of the whole group
_TYPES = {"barcamp": "conference", "learning-expedition": "event", "hackathon": "project"}
_WAITS = 45  # days at most until a session that is not full takes place


@dataclass(slots=True)
class Session:
    """A session, and who was expected: present or not."""

    key: str
    programme: Programme
    day: date
    place: str
    trainer: str
    rows: list[tuple[Person, bool]] = field(default_factory=list)

    @property
    def days(self) -> int:
        """How many days it lasts."""
        return ceil(self.programme.hours / 7)

    @property
    def ended(self) -> datetime:
        """When it ends, in UTC."""
        hours = min(7.0, self.programme.hours)
        return datetime.combine(self.day + timedelta(days=self.days - 1), time(8)) + timedelta(hours=hours)

    @property
    def activity(self) -> str:
        """The activity its statements speak of."""
        if self.programme.modality == "classroom":
            return f"https://w3id.org/xapi/acquis/local/session/{self.key}"  # as the recipe has it
        return f"{HOME}/{self.programme.key}/{'webinar' if self.programme.modality == 'webinar' else self.key}"


@dataclass(frozen=True, slots=True)
class Waiting:
    """Somebody who waits for a session from a day on, and how often they missed one."""

    wished: date
    number: int
    person: Person
    programme: Programme
    tries: int = 0


def sessions(wire: Wire, programme: Programme, people: list[Person]) -> list[Session]:
    """Return every session of a programme: people are gathered as they ask, until it is full or has waited enough."""
    waiting: dict[str, list[Waiting]] = defaultdict(list)
    for person in audience(programme, people):
        wished = _wish_day(wire, programme, person)
        if wished is not None:
            where = GROUP if programme.modality in _TOGETHER else person.unit.key
            waiting[where].append(Waiting(wished, person.number, person, programme))
    hosts = [one for one in people if one.role == "trainer"] or people[:1]
    found: list[Session] = []
    for where in sorted(waiting):
        _gather(wire, wire.wish.chance("sessions", programme.key, where), waiting[where], hosts, found)
    return found


def _wish_day(wire: Wire, programme: Programme, person: Person) -> date | None:
    chance = wire.wish.chance("wish", person.number, programme.key)
    start = max(opens(wire.wish, programme), person.joined)
    if programme.assigned:
        if chance.random() >= truth.begins(truth.habit(programme.key, programme.modality), person.unit.code):
            return None
        return start + timedelta(days=int(min(0.7 * programme.due, chance.expovariate(4 / programme.due))))
    return busy_day(wire.wish, chance, start, wire.wish.last) if wants(wire.wish, chance, person, programme) else None


def _gather(wire: Wire, chance: Random, waiting: list[Waiting], hosts: list[Person], held: list[Session]) -> None:
    """Hold the sessions of those who wait, as long as there are any; who has to come again waits again."""
    while waiting:
        waiting.sort(key=lambda one: (one.wished, one.number))
        first, programme = waiting[0].wished, waiting[0].programme
        taken = [one for one in waiting[: _SEATS[programme.modality]] if (one.wished - first).days <= _WAITS]
        del waiting[: len(taken)]
        day = _weekday(max(one.wished for one in taken) + timedelta(days=10))
        if day + timedelta(days=3) > wire.wish.last:
            return
        host, key = chance.choice(hosts), f"{programme.key}-{len(held) + 1:03}"
        session = Session(key, programme, day, taken[0].person.site, host.email)
        held.append(session)
        for one in taken:
            waiting += _attend(wire, chance, session, one)


def _attend(wire: Wire, chance: Random, session: Session, one: Waiting) -> list[Waiting]:
    """Have somebody come, or not; return them if they come to another session later."""
    person, programme = one.person, session.programme
    if not one.tries:
        moment = datetime.combine(_weekday(one.wished), time(9, person.number % 60))
        wire.tell(moment, person, "registered", course(programme), Place(programme))
    present = chance.random() < truth.habit(programme.key, programme.modality).attends
    session.rows.append((person, present))
    person.last = max(person.last, session.day + timedelta(days=session.days - 1))
    again = _again(chance, programme, session, present=present, tries=one.tries)
    return [replace(one, wished=again, tries=0 if present else one.tries + 1)] if again else []


def _again(chance: Random, programme: Programme, session: Session, *, present: bool, tries: int) -> date | None:
    """Return when somebody asks again: after an absence once, or before what they learned expires."""
    if not present:
        return session.day + timedelta(days=14) if not tries and chance.random() < 0.7 else None
    if programme.valid and chance.random() < truth.RENEWS:
        return months_after(session.day, programme.valid) - timedelta(days=chance.randrange(20, 110))
    return None


def _weekday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() >= 5 else 0)


@dataclass(frozen=True, slots=True)
class _Room:
    """Where a session that no sheet tells is told."""

    wire: Wire
    chance: Random
    session: Session
    what: str
    place: Place

    @property
    def starts(self) -> datetime:
        """When it begins, in UTC."""
        return datetime.combine(self.session.day, time(8))


def tell(wire: Wire, session: Session) -> None:
    """Tell a session that no attendance sheet tells: by the room for those who came, by the organiser otherwise."""
    programme = session.programme
    planned = f',"http://id.tincanapi.com/extension/planned-duration":"PT{round(programme.hours * 3600)}S"'
    kind = _TYPES.get(programme.modality, programme.modality)
    what = activity(session.activity, kind, programme.en, programme.fr)
    tool = "rooms" if programme.modality in ("virtual-class", "webinar") else "lms"
    place = Place(programme, tool, extensions=planned)
    room = _Room(wire, wire.wish.chance("room", session.key), session, what, place)
    for person, present in session.rows:
        if not present:
            wire.tell(room.starts, person, "attended", what, place, result='"completion":false')
        elif tool == "lms":
            _on_site(room, person)
        else:
            _in_room(room, person)


def _on_site(room: _Room, person: Person) -> None:
    """Tell that somebody came, and what they showed, if they did."""
    programme = room.session.programme
    told = f'"completion":true,{lasting(programme.hours * 3600)}'
    room.wire.tell(room.starts, person, "attended", room.what, room.place, result=told)
    if room.chance.random() < 0.2:
        doing = "submitted" if programme.modality == "hackathon" else "presented"
        room.wire.tell(shifted(room.starts, hours=3), person, doing, room.what, room.place)


def _in_room(room: _Room, person: Person) -> None:
    """Tell when somebody joined and left, and that they spoke up, if they did."""
    wire, chance, programme = room.wire, room.chance, room.session.programme
    place = replace(room.place, session=wire.id())
    seconds, late, early = programme.hours * 3600, chance.uniform(-180, 400), chance.uniform(-60, 300)
    wire.tell(shifted(room.starts, seconds=late), person, "joined", room.what, place)
    if chance.random() < 0.25:
        verb = "asked" if programme.modality == "webinar" else "raised-hand"
        wire.tell(shifted(room.starts, seconds=seconds / 2), person, verb, room.what, place)
    if programme.modality == "virtual-class":  # the platform reads the room's list; of a webinar only the room tells
        told, lms = f'"completion":true,{lasting(seconds)}', replace(room.place, tool="lms")
        wire.tell(shifted(room.starts, seconds=seconds), person, "attended", room.what, lms, result=told)
    stayed = lasting(seconds - early - late)
    wire.tell(shifted(room.starts, seconds=seconds - early), person, "left", room.what, place, result=stayed)
