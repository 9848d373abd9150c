"""The organisation the benchmark's statements come from: its people, verbs, courses and activities, as JSON text.

Everything here is made once from `words.toml` and never changes between runs; `benchmarks.generator` draws from it.
"""

import json
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from math import exp, log
from pathlib import Path
from typing import Any

AGENTS = 10_000
COURSES = 60
SUBSIDIARIES, TEAMS = 6, 5
MODALITIES = ("e-learning", "classroom", "spoc", "blended", "video")
ACTIVITIES = 900
HOME = "https://people.example.com"
SITE = "https://learn.example.com"

_COMPETENCIES = 12
_WORDS = tomllib.loads((Path(__file__).parent / "words.toml").read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class Kind:
    """A family of activities: the verbs told about it and the members its result and context carry."""

    name: str
    share: int  # out of 256 statements
    type: str
    verbs: tuple[str, ...]


_ADL = "http://adlnet.gov/expapi"
_VIDEO = "https://w3id.org/xapi/video"

KINDS = (
    Kind("video", 76, f"{_VIDEO}/activity-type/video", ("played", "paused", "seeked", "interacted", "completed")),
    Kind("question", 66, f"{_ADL}/activities/cmi.interaction", ("answered", "skipped", "hinted")),
    Kind("assessment", 20, f"{_ADL}/activities/assessment", ("attempted", "passed", "failed", "scored", "mastered")),
    Kind("page", 44, f"{_ADL}/activities/module", ("experienced", "viewed", "read", "bookmarked", "downloaded")),
    Kind(
        "course",
        20,
        f"{_ADL}/activities/course",
        ("registered", "initialized", "completed", "launched", "progressed", "passed", "terminated"),
    ),
    Kind("session", 8, f"{_ADL}/activities/meeting", ("attended", "joined", "left", "hosted", "scheduled")),
    Kind(
        "discussion", 12, "http://id.tincanapi.com/activitytype/discussion", ("commented", "asked", "shared", "liked")
    ),
    Kind("opinion", 6, f"{_ADL}/activities/cmi.interaction", ("rated",)),
    Kind("help", 4, "", ("mentored",)),
)
REFERRING = ("reviewed", "acknowledged")  # verbs of statements about statements
_COURSE = next(kind for kind in KINDS if kind.name == "course")
_VIDEO_VERBS = frozenset({"played", "paused", "seeked"})
_TINCAN_VERBS = frozenset({"mentored", "rated"})
_FRENCH = {"played": "a lu", "paused": "a mis en pause", "answered": "a répondu", "completed": "a terminé"}


def verb_iri(verb: str) -> str:
    """Return the IRI of a verb of ours."""
    if verb in _TINCAN_VERBS:
        return f"http://id.tincanapi.com/verb/{verb}"
    return f"{_VIDEO}/verbs/{verb}" if verb in _VIDEO_VERBS else f"{_ADL}/verbs/{verb}"


@cache
def verb(name: str) -> str:
    """Return a verb as JSON text."""
    french = {"fr-FR": _FRENCH[name]} if name in _FRENCH else {}
    return _json({"id": verb_iri(name), "display": {"en-US": name} | french})


@cache
def agent(rank: int) -> str:
    """Return an agent as JSON text; `rank` 1 is the busiest. Most have an account, every seventh an address."""
    given, family = _pick("given", rank * 7), _pick("family", rank * 5)
    name = {"objectType": "Agent", "name": f"{given} {family}"}
    if rank % 7 == 0:
        return _json(name | {"mbox": f"mailto:employee.{rank:05d}@example.com"})
    return _json(name | {"account": {"homePage": HOME, "name": _hex("agent", rank, 8)}})


def agent_rank(fraction: float) -> int:
    """Return the rank a uniform draw falls on: the n-th agent is as active as 1/n (Zipf's law)."""
    return min(AGENTS, int(exp(fraction * log(AGENTS + 1))))


@dataclass(frozen=True, slots=True)
class Place:
    """An activity (of help: a colleague) and what surrounds it: JSON text ready to splice."""

    kind: Kind
    number: int
    object: str
    surroundings: str  # the value of contextActivities


@cache
def places(kind: Kind) -> Sequence[Place]:
    """Return every activity of a kind, the most used first."""
    return [_place(kind, number) for number in range(max(12, ACTIVITIES * kind.share // 256))]


def _place(kind: Kind, number: int) -> Place:
    course = number % COURSES
    iri = f"{course_iri(course)}/{kind.name}/{_hex(kind.name, number, 6)}"
    english, french = _pick("subjects", course)
    definition: dict[str, object] = {
        "name": {"en-US": f"{english}: {kind.name} {number}", "fr-FR": french},
        "type": kind.type,
    }
    definition |= (
        _question(number) if kind.name == "question" else {"description": {"en-US": f"{sentence(number, 7)}."}}
    )
    surroundings = {
        "parent": [_survey(course)] if kind.name == "opinion" else [{"id": f"{course_iri(course)}/unit/{number % 9}"}],
        "grouping": [{"id": course_iri(course)}],
        "category": [{"id": f"https://w3id.org/xapi/{kind.name}"}],
    }
    told = agent(1 + number * 37 % AGENTS) if kind.name == "help" else _json({"id": iri, "definition": definition})
    return Place(kind, number, told, _json(surroundings))


def question_iri(number: int) -> str:
    """Return the IRI of a question."""
    question = next(kind for kind in KINDS if kind.name == "question")
    told: str = json.loads(places(question)[number].object)["id"]
    return told


def programme(course: int) -> str:
    """Return the key of the programme a course is."""
    return f"P{course}"


def modality(course: int) -> str:
    """Return how a course is learned; each competency is taught in every way."""
    return MODALITIES[course // _COMPETENCIES % len(MODALITIES)]


def competency(course: int) -> str:
    """Return what a course is about."""
    return f"Competency {course % _COMPETENCIES}"


def subsidiary(number: int) -> str:
    """Return a subsidiary of the group; they take turns."""
    return f"Group > Subsidiary {number % SUBSIDIARIES + 1}"


def team(number: int) -> str:
    """Return a team of a subsidiary; subsidiaries take turns, then their teams."""
    return f"{subsidiary(number)} > Team {number % SUBSIDIARIES + 1}.{number // SUBSIDIARIES % TEAMS + 1}"


def course_iri(number: int) -> str:
    """Return what the IRI of a course is, and those of its activities begin with."""
    return f"{SITE}/courses/{_hex('course', number, 6)}"


def completed(course: int) -> list[str]:
    """Return the activities of a course that are the whole of it."""
    return [json.loads(place.object)["id"] for place in places(_COURSE) if place.number % COURSES == course]


def _survey(course: int) -> dict[str, object]:
    return {"id": f"{course_iri(course)}/survey", "definition": {"type": "http://id.tincanapi.com/activitytype/survey"}}


def whose(rank: int) -> tuple[str, str, str]:
    """Return the name of an agent, and how the organisation identifies it: "HOMEPAGE NAME" or an address."""
    told = json.loads(agent(rank))
    account = told.get("account")
    return told["name"], f"{account['homePage']} {account['name']}" if account else "", told.get("mbox", "")[7:]


def _question(number: int) -> dict[str, object]:
    choices = [{"id": letter, "description": {"en-US": sentence(number + i, 1)}} for i, letter in enumerate("abcd")]
    return {"interactionType": "choice", "correctResponsesPattern": ["abcd"[number % 4]], "choices": choices}


def sentence(seed: int, words: int) -> str:
    """Return some words, the same for the same seed."""
    digest = blake2b(seed.to_bytes(8, "little"), digest_size=words).digest()
    return " ".join(_pick("words", byte) for byte in digest)


def _pick(what: str, number: int) -> Any:
    return _WORDS[what][number % len(_WORDS[what])]


def _hex(what: str, number: int, size: int) -> str:
    return blake2b(f"{what} {number}".encode(), digest_size=size).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
