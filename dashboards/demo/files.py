"""The files an organisation brings: units, people, programmes, assignments, questions, sessions, forms, money."""

import csv
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from dashboards.demo import business, money
from dashboards.demo.catalogue import CHOICES, HOME, LIVE, Programme, programmes, questions, right
from dashboards.demo.live import Session
from dashboards.demo.lives import opens
from dashboards.demo.organisation import GROUP, UNITS, Person
from dashboards.demo.wire import TOOLS

if TYPE_CHECKING:
    from dashboards.demo.example import Example

_COMMENTS = ("Very useful on site", "Trop dense, mais utile", "More practice please", "Bons exemples", "Too long")
_PLAY = "https://play.ondrelle.example"


@dataclass(frozen=True, slots=True)
class Asked:
    """Somebody asked by name to take a programme."""

    programme: Programme
    person: Person
    assigned: date
    due: date


@dataclass(frozen=True, slots=True)
class Form:
    """An evaluation that was filled in: the answers in the order of the columns of its stage."""

    stage: str
    when: datetime
    person: Person
    programme: Programme
    answers: tuple[object, ...]


def filled(chance: Random, stage: str, when: datetime, person: Person, programme: Programme) -> Form:
    """Return a form as somebody fills it in; opinions differ little between programmes."""
    liked = 3.9 + 0.25 * (programme.modality in LIVE) - 0.3 * (programme.key == "PUMP-02")

    def rated() -> int:
        return min(5, max(1, round(chance.gauss(liked, 0.8))))

    if stage == "hot":
        comment = chance.choice(_COMMENTS) if chance.random() < 0.15 else ""
        told: tuple[object, ...] = (*(rated() for _ in range(5)), min(10, 2 * rated() + chance.randint(-1, 1)), comment)
    else:
        told = (chance.choices(["yes", "not yet", "no"], [0.6, 0.25, 0.15])[0], *(rated() for _ in range(3)))
    return Form(stage, when, person, programme, told)


def write(example: "Example", folder: Path) -> list[tuple[str, Path]]:
    """Write the files; return each with its kind, in the order to bring them in."""
    made = []
    for name, (kind, head, rows) in _tables(example).items():
        path = folder / f"{name}.csv"
        told = list(rows)
        if told:
            with path.open("w", encoding="utf-8", newline="") as opened:
                csv.writer(opened).writerows([head, *told])
            made.append((kind, path))
    return made


def _tables(example: "Example") -> dict[str, tuple[str, tuple[str, ...], Iterable[Iterable[object]]]]:
    return {
        "units": ("units", ("Unit", "Title", "French title", "Country", "Time zone"), _units()),
        "people": ("people", _PERSON, _people(example.people)),
        "programmes": ("programmes", _PROGRAMME, _programmes(example)),
        "currencies": ("currencies", money.CURRENCY, money.currencies(example.wish)),
        "rates": ("rates", money.RATE, money.rates(example.wish)),
        "costs": ("costs", money.COST, money.costs(example)),
        "rollouts": ("rollouts", business.ROLLOUT, business.rollouts(example.wish)),
        "indicators": ("indicators", business.INDICATOR, business.indicators(example.wish)),
        "benefits": ("benefits", money.BENEFIT, money.benefits(example.wish)),
        "assignments": ("assignments", _ASSIGNMENT, _assignments(example)),
        "questions": ("questions", _QUESTION, _questions()),
        "sessions": ("sessions", _SESSION, _sessions(example)),
        "attendance": ("sessions", _SHEET, _sheet(example.sheets())),
        "hot": ("evaluations", _HOT, _forms(example.forms, "hot")),
        "cold": ("evaluations", _COLD, _forms(example.forms, "cold")),
    }


def _units() -> Iterator[list[object]]:
    yield [GROUP, f"{GROUP} Group", f"Groupe {GROUP}", "", "Europe/Paris"]
    for unit in UNITS:
        yield [unit.key, unit.en, unit.fr, unit.country, unit.zone]
        for en, fr in unit.teams:
            yield [f"{unit.key} > {en}", en, fr, unit.country, unit.zone]


_PERSON = (
    "Employee number", "Full name", "E-mail", "Identifiers", "Unit", "Country", "Site", "Language", "Job family",
    "Line manager", "Role", "Joined", "Left",
)  # fmt: skip


def _people(people: list[Person]) -> Iterator[list[object]]:
    for one in people:
        accounts = f"{HOME} {one.number} | {_PLAY} {one.number}"
        who = [one.key, one.name, one.email, accounts, one.team, one.unit.country, one.site, one.language]
        yield [*who, one.family, one.manager, one.role, one.joined, one.left_on or ""]


_PROGRAMME = (
    "Programme", "Title", "French title", "Modality", "Path", "Owner unit", "Client", "Need", "Requested", "Designed",
    "Live", "Planned hours", "Objectives", "Competencies", "Activities", "Valid for (months)",
)  # fmt: skip


def _programmes(example: "Example") -> Iterator[list[object]]:
    for one in programmes():
        live = opens(example.wish, one) - timedelta(days=0 if one.live else 700)
        chance = example.wish.chance("made", one.key)
        designed = live - timedelta(days=chance.randrange(8, 60))
        requested = designed - timedelta(days=chance.randrange(40, 200))
        owner = next((unit.key for unit in UNITS if one.units and unit.code == one.units[0]), GROUP)
        said = [one.key, one.en, one.fr, one.modality.replace("-", " "), one.phases, owner, one.client, one.need]
        skills = " | ".join(one.competencies)
        yield [*said, requested, designed, live, one.hours, one.need, skills, f"{HOME}/{one.key}/*", one.valid or ""]


_ASSIGNMENT = ("Programme", "Person", "Unit", "Job family", "Assigned on", "Due on", "Mandatory")


def _assignments(example: "Example") -> Iterator[list[object]]:
    for one in programmes():
        if one.assigned:
            start = opens(example.wish, one)
            told = [start, start + timedelta(days=one.due), "yes" if one.mandatory else "no"]
            units = [unit.key for unit in UNITS if unit.code in one.units] or [GROUP]
            for unit in units:
                for family in one.families or ("",):
                    yield [one.key, "", unit, family, *told]
    for asked in example.asked:
        must = "yes" if asked.programme.newcomers else "no"
        yield [asked.programme.key, asked.person.key, "", "", asked.assigned, asked.due, must]


_QUESTION = ("Question", "Competency", "Form", "Text", "French text", "Choices", "Correct answer", "Equivalent to")


def _questions() -> Iterator[list[object]]:
    for programme in programmes():
        for one in questions(programme):
            answer = right(int(one.key.rpartition("/")[2]))
            yield [one.key, one.competency, one.form, one.en, one.fr, " | ".join(CHOICES), answer, one.equivalent_to]


_SESSION = (
    "Session", "Programme", "Title", "Starts", "Ends", "Hours", "Site", "Trainer", "Capacity", "Activity",
)  # fmt: skip
_SEATS = {"classroom": 12, "virtual-class": 16}
_CENTRE = "Lyon"  # where people on a path meet


def _sessions(example: "Example") -> Iterator[list[object]]:
    for one in example.sessions:
        starts = f"{one.day} 09:00"
        ends = one.ended + timedelta(hours=1)
        told = [one.key, one.programme.key, f"{one.programme.en}, {one.place}", starts, f"{ends:%Y-%m-%d %H:%M}"]
        seats = _SEATS.get(one.programme.modality, "")
        yield [*told, one.programme.hours, one.place, one.trainer, seats, one.activity]
    host = next((one for one in example.people if one.role == "trainer"), example.people[0])
    for day in example.meetings():
        ends = datetime.combine(day.day, time(9)) + timedelta(hours=day.hours)
        told = [day.key, day.programme.key, f"{day.programme.en}, {day.day}", f"{day.day} 09:00"]
        place = _CENTRE if day.modality == "classroom" else ""
        yield [*told, f"{ends:%Y-%m-%d %H:%M}", day.hours, place, host.email, "", day.activity]


_SHEET = ("Session", "Programme", "Date", "Start", "Hours", "First name", "Last name", "E-mail", "Attendance")


def _sheet(held: list[Session]) -> Iterator[list[object]]:
    for one in held:
        hours = one.programme.hours / one.days
        for person, present in one.rows:
            given, _, family = person.name.partition(" ")
            for day in range(one.days):
                when = one.day + timedelta(days=day)
                told = [one.key, one.programme.key, when, "09:00", hours, given, family, person.email]
                yield [*told, "present" if present else "absent"]


_FORM = ("Timestamp", "E-mail", "Programme", "Stage")
_HOT = (
    *_FORM, "Overall satisfaction", "Content", "Trainer", "Logistics", "Useful for my work", "Would you recommend it?",
    "Comment",
)  # fmt: skip
_COLD = (*_FORM, "Have you applied it?", "How much do you use it?", "Confidence", "Manager support")


def _forms(forms: list[Form], stage: str) -> Iterator[list[object]]:
    for one in forms:
        if one.stage == stage:
            moment = f"{one.when:%Y-%m-%d %H:%M:%S}"
            yield [moment, one.person.email, one.programme.key, stage, *one.answers]


def tools() -> Iterator[dict[str, object]]:
    """Return the credentials the tools send with."""
    for key, label in TOOLS.items():
        yield {"label": label, "key": f"demo-{key}", "scopes": ["statements/write"]}
