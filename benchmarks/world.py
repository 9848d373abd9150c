"""The organisation the benchmark's statements come from: its people, verbs, courses and activities, as JSON text.

Everything here is made once from the words below and never changes between runs; `benchmarks.generator` draws from it.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from hashlib import blake2b
from math import exp, log

AGENTS = 10_000
COURSES = 60
ACTIVITIES = 900
HOME = "https://people.example.com"
SITE = "https://learn.example.com"

_GIVEN = (
    "Aïcha Bruno Camille Diego Elif Fatou Giulia Hugo Inès Jonas Karima Léa Marco Nadia Olivier Priya Quentin Rosa "
    "Samir Tania Ulrich Valérie Wei Xavier Yasmine Zoé"
).split()
_FAMILY = (
    "Almeida Bernard Costa Dubois Eriksen Fontaine García Haddad Ivanova Jensen Kowalski Lefèvre Moreau Nguyen Okafor "
    "Petit Rossi Schmidt Traoré Urbain Vidal Weber Yılmaz Zimmermann"
).split()
_SUBJECTS = (
    ("Fire safety on site", "Sécurité incendie sur site"),
    ("Listening to a customer", "Écouter un client"),
    ("Water network maintenance", "Maintenance du réseau d'eau"),
    ("Spreadsheets for beginners", "Tableurs pour débutants"),
    ("Data protection", "Protection des données"),
    ("Leading a remote team", "Animer une équipe à distance"),
    ("First aid", "Premiers secours"),
    ("Electrical permits", "Habilitation électrique"),
    ("Negotiation", "Négociation"),
    ("Writing clearly", "Écrire clairement"),
)
_WORDS = (
    "pump valve pressure report manager customer question answer course session minute example exercise video quiz team "
    "safety rule signal alarm meeting plan budget result practice feedback colleague workshop tablet network pipe permit "
    "because although during before after while maybe always never often clear long short useful difficult easy new old "
    "first last next same other better repaired explained showed asked tried understood forgot remembered checked wrote "
    "réunion sécurité équipe question réseau client exercice semaine outil atelier"
).split()


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
    Kind("video", 80, f"{_VIDEO}/activity-type/video", ("played", "paused", "seeked", "interacted", "completed")),
    Kind("question", 70, f"{_ADL}/activities/cmi.interaction", ("answered", "skipped", "hinted")),
    Kind("assessment", 20, f"{_ADL}/activities/assessment", ("attempted", "passed", "failed", "scored", "mastered")),
    Kind("page", 46, f"{_ADL}/activities/module", ("experienced", "viewed", "read", "bookmarked", "downloaded")),
    Kind("course", 20, f"{_ADL}/activities/course", ("registered", "launched", "initialized", "progressed", "terminated")),
    Kind("session", 8, f"{_ADL}/activities/meeting", ("attended", "joined", "left", "hosted", "scheduled")),
    Kind("discussion", 12, "http://id.tincanapi.com/activitytype/discussion", ("commented", "asked", "shared", "liked")),
)
REFERRING = ("reviewed", "acknowledged")  # verbs of statements about statements
_VIDEO_VERBS = frozenset({"played", "paused", "seeked"})
_FRENCH = {"played": "a lu", "paused": "a mis en pause", "answered": "a répondu", "completed": "a terminé"}


def verb_iri(verb: str) -> str:
    """Return the IRI of a verb of ours."""
    return f"{_VIDEO}/verbs/{verb}" if verb in _VIDEO_VERBS else f"{_ADL}/verbs/{verb}"


@cache
def verb(name: str) -> str:
    """Return a verb as JSON text."""
    french = {"fr-FR": _FRENCH[name]} if name in _FRENCH else {}
    return _json({"id": verb_iri(name), "display": {"en-US": name} | french})


@cache
def agent(rank: int) -> str:
    """Return an agent as JSON text; `rank` 1 is the busiest. Most have an account, every seventh an address."""
    given, family = _GIVEN[rank * 7 % len(_GIVEN)], _FAMILY[rank * 5 % len(_FAMILY)]
    name = {"objectType": "Agent", "name": f"{given} {family}"}
    if rank % 7 == 0:
        return _json(name | {"mbox": f"mailto:employee.{rank:05d}@example.com"})
    return _json(name | {"account": {"homePage": HOME, "name": _hex("agent", rank, 8)}})


def agent_rank(fraction: float) -> int:
    """Return the rank a uniform draw falls on: the n-th agent is as active as 1/n (Zipf's law)."""
    return min(AGENTS, int(exp(fraction * log(AGENTS + 1))))


@dataclass(frozen=True, slots=True)
class Place:
    """An activity and what surrounds it: JSON text ready to splice."""

    kind: Kind
    object: str
    surroundings: str  # the value of contextActivities


@cache
def places(kind: Kind) -> Sequence[Place]:
    """Return every activity of a kind, the most used first."""
    return [_place(kind, number) for number in range(max(12, ACTIVITIES * kind.share // 256))]


def _place(kind: Kind, number: int) -> Place:
    course = number % COURSES
    iri = f"{SITE}/courses/{_hex('course', course, 6)}/{kind.name}/{_hex(kind.name, number, 6)}"
    english, french = _SUBJECTS[course % len(_SUBJECTS)]
    definition: dict[str, object] = {
        "name": {"en-US": f"{english}: {kind.name} {number}", "fr-FR": french},
        "type": kind.type,
    }
    definition |= _question(number) if kind.name == "question" else {"description": {"en-US": f"{sentence(number, 7)}."}}
    surroundings = {
        "parent": [{"id": f"{SITE}/courses/{_hex('course', course, 6)}/unit/{number % 9}"}],
        "grouping": [{"id": f"{SITE}/courses/{_hex('course', course, 6)}"}],
        "category": [{"id": f"https://w3id.org/xapi/{kind.name}"}],
    }
    return Place(kind, _json({"id": iri, "definition": definition}), _json(surroundings))


def _question(number: int) -> dict[str, object]:
    choices = [{"id": letter, "description": {"en-US": sentence(number + i, 1)}} for i, letter in enumerate("abcd")]
    return {"interactionType": "choice", "correctResponsesPattern": ["abcd"[number % 4]], "choices": choices}


def sentence(seed: int, words: int) -> str:
    """Return some words, the same for the same seed."""
    digest = blake2b(seed.to_bytes(8, "little"), digest_size=words).digest()
    return " ".join(_WORDS[byte % len(_WORDS)] for byte in digest)


def _hex(what: str, number: int, size: int) -> str:
    return blake2b(f"{what} {number}".encode(), digest_size=size).hexdigest()


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
