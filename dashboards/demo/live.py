"""Sessions at a time and a place: who is expected, who comes, what the sheet or the room says."""

from collections import defaultdict
from dataclasses import dataclass, field
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
_WAITS = 75  # days at most until a session that is not full takes place


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


def sessions(wire: Wire, programme: Programme, people: list[Person]) -> list[Session]:
    """Return every session of a programme: people are gathered as they ask, until it is full or has waited enough."""
    waiting: dict[str, list[tuple[date, int, Person, int]]] = defaultdict(list)
    for person in audience(programme, people):
        wished = _wish_day(wire, programme, person)
        if wished is not None:
            where = GROUP if programme.modality in _TOGETHER else person.unit.key
            waiting[where].append((wished, person.number, person, 0))
    found: list[Session] = []
    for where in sorted(waiting):
        found += _gathered(wire, programme, where, waiting[where], people, len(found))
    return found


def _wish_day(wire: Wire, programme: Programme, person: Person) -> date | None:
    chance = wire.wish.chance("wish", person.number, programme.key)
    start = max(opens(wire.wish, programme), person.joined)
    if programme.assigned:
        if chance.random() >= truth.begins(truth.habit(programme.key, programme.modality), person.unit.code):
            return None
        return start + timedelta(days=int(chance.expovariate(2 / programme.due)))
    return busy_day(wire.wish, chance, start, wire.wish.last) if wants(wire.wish, chance, person, programme) else None


def _gathered(  # noqa: PLR0913 -- one unit's sessions of one programme
    wire: Wire,
    programme: Programme,
    where: str,
    waiting: list[tuple[date, int, Person, int]],
    people: list[Person],
    made: int,
) -> list[Session]:
    chance = wire.wish.chance("sessions", programme.key, where)
    trainers = [one for one in people if one.role == "trainer"] or people[:1]
    seats = _SEATS[programme.modality]
    found: list[Session] = []
    waiting.sort()
    while waiting:
        first = waiting[0][0]
        taken = [one for one in waiting[:seats] if (one[0] - first).days <= _WAITS]
        del waiting[: len(taken)]
        day = _weekday(max(one[0] for one in taken) + timedelta(days=10))
        if day + timedelta(days=3) > wire.wish.last:
            break
        host = chance.choice(trainers)
        session = Session(f"{programme.key}-{made + len(found) + 1:03}", programme, day, taken[0][2].site, host.email)
        found.append(session)
        for wished, _, person, tries in taken:
            _register(wire, programme, person, wished, tries)
            present = chance.random() < truth.habit(programme.key, programme.modality).attends
            session.rows.append((person, present))
            person.last = max(person.last, day + timedelta(days=session.days - 1))
            again = _again(chance, programme, session, present=present, tries=tries)
            if again is not None:
                waiting.append((again, person.number, person, 0 if present else tries + 1))
        waiting.sort()
    return found


def _again(chance: Random, programme: Programme, session: Session, *, present: bool, tries: int) -> date | None:
    """Return when somebody asks again: after an absence once, or before what they learned expires."""
    if not present:
        return session.day + timedelta(days=14) if not tries and chance.random() < 0.7 else None
    if programme.valid and chance.random() < truth.RENEWS:
        return months_after(session.day, programme.valid) - timedelta(days=chance.randrange(-10, 50))
    return None


def _weekday(day: date) -> date:
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() >= 5 else 0)


def _register(wire: Wire, programme: Programme, person: Person, wished: date, tries: int) -> None:
    if not tries:
        moment = datetime.combine(_weekday(wished), time(9, person.number % 60))
        wire.tell(moment, person, "registered", course(programme), Place(programme))


def tell(wire: Wire, session: Session) -> None:
    """Tell a session that no attendance sheet tells: by the room for those who came, by the organiser otherwise."""
    programme = session.programme
    chance = wire.wish.chance("room", session.key)
    starts = datetime.combine(session.day, time(8))
    planned = f',"http://id.tincanapi.com/extension/planned-duration":"PT{round(programme.hours * 3600)}S"'
    kind = _TYPES.get(programme.modality, programme.modality)
    what = activity(session.activity, kind, programme.en, programme.fr)
    tool = "rooms" if programme.modality in ("virtual-class", "webinar") else "lms"
    for person, present in session.rows:
        place = Place(programme, tool, extensions=planned)
        if tool == "lms":
            told = f'"completion":true,{lasting(programme.hours * 3600)}' if present else '"completion":false'
            wire.tell(starts, person, "attended", what, place, told)
            if present and chance.random() < 0.2:
                doing = "submitted" if programme.modality == "hackathon" else "presented"
                wire.tell(shifted(starts, hours=3), person, doing, what, place)
        elif present:
            _in_room(wire, chance, person, what, Place(programme, tool, session=wire.id(), extensions=planned), starts)
        else:
            wire.tell(starts, person, "attended", what, place, '"completion":false')


def _in_room(wire: Wire, chance: Random, person: Person, what: str, place: Place, starts: datetime) -> None:  # noqa: PLR0913 -- who, where, when
    seconds = place.programme.hours * 3600
    late, early = chance.uniform(-180, 400), chance.uniform(-60, 300)
    wire.tell(shifted(starts, seconds=late), person, "joined", what, place)
    if chance.random() < 0.25:
        verb = "asked" if place.programme.modality == "webinar" else "raised-hand"
        wire.tell(shifted(starts, seconds=seconds / 2), person, verb, what, place)
    wire.tell(shifted(starts, seconds=seconds - early), person, "left", what, place, lasting(seconds - early - late))
