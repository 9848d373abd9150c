"""Statements as lines of JSON, put together from parts that are written once: a few hundred thousand in seconds."""

import json
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from functools import cache, lru_cache
from random import Random
from uuid import UUID

from dashboards.demo import truth
from dashboards.demo.catalogue import HOME, Programme
from dashboards.demo.organisation import Person, Wish

P = "https://w3id.org/xapi/acquis"
_ADL, _TINCAN = "http://adlnet.gov/expapi/verbs/", "http://id.tincanapi.com/verb/"
VERBS = {
    "registered": f"{_ADL}registered",
    "initialized": f"{_ADL}initialized",
    "progressed": f"{_ADL}progressed",
    "completed": f"{_ADL}completed",
    "passed": f"{_ADL}passed",
    "failed": f"{_ADL}failed",
    "scored": f"{_ADL}scored",
    "shared": f"{_ADL}shared",
    "terminated": f"{_ADL}terminated",
    "answered": f"{_ADL}answered",
    "attended": f"{_ADL}attended",
    "asked": f"{_ADL}asked",
    "attempted": f"{_ADL}attempted",
    "voided": f"{_ADL}voided",
    "unregistered": f"{_TINCAN}unregistered",
    "mentored": f"{_TINCAN}mentored",
    "viewed": f"{_TINCAN}viewed",
    "downloaded": f"{_TINCAN}downloaded",
    "replied": f"{_TINCAN}replied",
    "performed-offline": f"{_TINCAN}performed-offline",
    "played": "https://w3id.org/xapi/video/verbs/played",
    "paused": "https://w3id.org/xapi/video/verbs/paused",
    "posted": "https://w3id.org/xapi/acrossx/verbs/posted",
    "liked": "https://w3id.org/xapi/acrossx/verbs/liked",
    "searched": "https://w3id.org/xapi/acrossx/verbs/searched",
    "assigned": "https://w3id.org/xapi/acrossx/verbs/was-assigned",
    "used": "https://w3id.org/xapi/seriousgames/verbs/used",
    "joined": "http://activitystrea.ms/join",
    "left": "http://activitystrea.ms/leave",
    "presented": "http://activitystrea.ms/present",
    "submitted": "http://activitystrea.ms/submit",
    "raised-hand": "https://w3id.org/xapi/virtual-classroom/verbs/raised-hand",
}
TYPES = {
    "course": "http://adlnet.gov/expapi/activities/course",
    "lesson": "http://adlnet.gov/expapi/activities/lesson",
    "assessment": "http://adlnet.gov/expapi/activities/assessment",
    "question": "http://adlnet.gov/expapi/activities/cmi.interaction",
    "simulation": "http://adlnet.gov/expapi/activities/simulation",
    "level": "https://w3id.org/xapi/seriousgames/activity-types/level",
    "video": "https://w3id.org/xapi/video/activity-type/video",
    "event": "http://activitystrea.ms/schema/1.0/event",
    "virtual-class": "https://w3id.org/xapi/virtual-classroom/activity-types/virtual-classroom",
    "webinar": "http://id.tincanapi.com/activitytype/webinar",
    "conference": "http://id.tincanapi.com/activitytype/conference",
    "project": "http://id.tincanapi.com/activitytype/project",
    "tutoring": "http://id.tincanapi.com/activitytype/tutor-session",
    "topic": "http://id.tincanapi.com/activitytype/discussion",
    "message": "http://id.tincanapi.com/activitytype/forum-reply",
    "resource": "http://id.tincanapi.com/activitytype/resource",
}
TOOLS = {
    # the key a tool sends with: what it is called
    "lms": "Learning platform",
    "video": "Video player",
    "games": "Games and simulators",
    "rooms": "Virtual rooms",
    "network": "Community",
}
_ACCOUNTS = {"lms": HOME, "games": "https://play.ondrelle.example"}
_LOCALES = {"fr": "fr-FR", "es": "es-ES", "de": "de-DE", "nl": "nl-BE", "ar": "ar-MA", "en": "en-CA"}


def compact(value: object) -> str:
    """Return JSON without a space too many."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))


@cache
def _verb(name: str) -> str:
    iri = VERBS.get(name, name)
    return compact({"id": iri, "display": {"en": iri.rpartition("/")[2]}})


@cache
def _authority(tool: str) -> str:
    account = {"homePage": f"{P}/credential", "name": f"demo-{tool}"}
    return compact({"objectType": "Agent", "account": account})


@lru_cache(maxsize=1 << 15)
def activity(iri: str, kind: str = "", en: str = "", fr: str = "") -> str:
    """Return an activity; its kind is one of `TYPES`, or an IRI."""
    told: dict[str, object] = {"type": TYPES.get(kind, kind)} if kind else {}
    if kind == "question":
        told["interactionType"] = "choice"
    if en:
        told["name"] = {"en": en, "fr": fr or en}
    return compact({"id": iri, "definition": told} if told else {"id": iri})


@cache
def course(programme: Programme) -> str:
    """Return the activity that is the whole of a programme."""
    return activity(programme.course, "course", programme.en, programme.fr)


@cache
def category(*paths: str) -> str:
    """Return categories of ours: of a modality, of a kind of test."""
    return f'"category":[{",".join(activity(f"{P}/{path}") for path in paths)}]'


@dataclass(frozen=True, slots=True)
class Place:
    """Around what a statement is made: programme and modality, tool, what it is part of, session, registration."""

    programme: Programme
    tool: str = "lms"
    modality: str = ""
    parent: str = ""
    session: str = ""
    registration: str = ""
    retention: str = ""
    refers: str = ""
    extensions: str = ""

    def context(self, person: Person) -> str:
        """Return the context of what a person does there."""
        kinds = [f"modality/{self.modality or self.programme.modality}"]
        kinds += [f"retention/{self.retention}"] if self.retention else []
        around = f'{category(*kinds)},"grouping":[{activity(self.programme.course)}]'
        around += f',"parent":[{self.parent}]' if self.parent else ""
        more = f'"{P}/ext/device":"{person.device}"{self.extensions}'
        if self.session:
            name = "video/extensions/session-id" if self.tool == "video" else "cmi5/context/extensions/sessionid"
            more += f',"https://w3id.org/xapi/{name}":"{self.session}"'
        first = f'"registration":"{self.registration}",' if self.registration else ""
        first += f'"statement":{{"objectType":"StatementRef","id":"{self.refers}"}},' if self.refers else ""
        around = f'"contextActivities":{{{around}}},"extensions":{{{more}}}'
        return f'{{{first}"language":"{_LOCALES[person.language]}",{around}}}'


@dataclass(frozen=True, slots=True)
class Parts:
    """The parts of a statement, in JSON; the verb by its name in `VERBS`, or by its IRI."""

    actor: str
    verb: str
    what: str
    context: str = ""
    result: str = ""
    id: str = ""


@dataclass(slots=True)
class Wire:
    """What the tools send. `lines` holds each statement with its moment; `told` counts them by verb."""

    wish: Wish
    lines: list[tuple[str, str]] = field(default_factory=list)
    told: Counter[str] = field(default_factory=Counter)
    _ids: Random = field(default_factory=Random)
    _actors: dict[tuple[int, str], str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._ids = self.wish.chance("ids")

    def actor(self, person: Person, tool: str) -> str:
        """Return a person as a tool knows them."""
        key = person.number, tool
        if key not in self._actors:
            home = _ACCOUNTS.get(tool)
            who = {"account": {"homePage": home, "name": str(person.number)}} if home else {}
            self._actors[key] = compact({"name": person.name, **(who or {"mbox": f"mailto:{person.email}"})})
        return self._actors[key]

    def id(self) -> str:
        """Return a fresh id."""
        return str(UUID(int=self._ids.getrandbits(128), version=4))

    def tell(  # noqa: PLR0913 -- what a statement is made of
        self, when: datetime, person: Person, verb: str, what: str, place: Place, *, result: str = "", id_: str = ""
    ) -> bool:
        """Send what a person did; False when the future, or a tool that stopped sending, swallows it."""
        if when.date() > self.wish.last or self._swallowed(when, person):
            return False
        told = Parts(self.actor(person, place.tool), verb, what, place.context(person), result, id_)
        self.send(when, told, place.tool)
        person.last = max(person.last, when.date())
        return True

    def send(self, when: datetime, parts: "Parts", tool: str) -> None:
        """Send a statement."""
        moment = f"{when.isoformat(timespec='seconds')}Z"
        more = f',"result":{{{parts.result}}}' if parts.result else ""
        more += f',"context":{parts.context}' if parts.context else ""
        text = (
            f'{{"id":"{parts.id or self.id()}","timestamp":"{moment}","actor":{parts.actor},"verb":{_verb(parts.verb)},'
            f'"object":{parts.what}{more},"authority":{_authority(tool)}}}'
        )
        self.lines.append((moment, text))
        self.told[parts.verb] += 1

    def _swallowed(self, when: datetime, person: Person) -> bool:
        if "silence" not in self.wish.broken or person.unit.code != truth.SILENT_UNIT:
            return False
        ago = (self.wish.last - when.date()).days
        return truth.SILENT_FROM - truth.SILENT_FOR < ago <= truth.SILENT_FROM

    def sorted(self) -> Iterable[str]:
        """Return the statements in the order they happened."""
        self.lines.sort(key=lambda one: one[0])
        return (text for _, text in self.lines)


def lasting(seconds: float) -> str:
    """Return a duration."""
    return f'"duration":"PT{round(seconds)}S"'


def scored(right: int, of: int, *, success: bool | None) -> str:
    """Return a score and what it means, if anything."""
    score = f'"score":{{"scaled":{right / of:g},"raw":{right},"min":0,"max":{of}}}'
    judged = "" if success is None else f',"success":{"true" if success else "false"}'
    return f'{score}{judged},"completion":true'


def shifted(when: datetime, **more: float) -> datetime:
    """Return a moment later."""
    return when + timedelta(**more)
