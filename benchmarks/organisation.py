"""What the organisation says of itself, as the files anyone would bring: people, programmes, sessions, money."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import business, schooling, world
from benchmarks.acquis import acquis_each
from benchmarks.business import File

_COUNTRIES, _LANGUAGES = ("FR", "US", "ES", "DE"), ("fr", "en", "es", "de")
_KNOWN = 0.97  # of the people, the busiest: the others nobody declared
_SESSIONS = 10  # of a programme in a classroom


def bring(folder: Path, people: int = world.AGENTS) -> None:
    """Import the organisation into a data folder that no server has open; so many of its people at most."""
    with TemporaryDirectory() as place:
        commands = []
        for kind, (headings, rows) in files(people).items():
            path = Path(place) / f"{kind}.csv"
            path.write_text(written(headings, rows), encoding="utf-8")
            commands.append(("import", kind, str(path), "--data", str(folder)))
        acquis_each(commands)


def files(people: int) -> dict[str, File]:
    """Return the files by their kind, each after those it speaks of."""
    return {
        "units": (("Unit",), [(world.team(at),) for at in range(world.SUBSIDIARIES * world.TEAMS)]),
        "people": _people(people),
        "programmes": _programmes(),
        "assignments": _assignments(),
        "questions": _questions(),
        "sessions": _sessions(),
        "rates": business.hourly(),
        "costs": business.costs(),
        "indicators": business.indicators(),
        "rollouts": business.rollouts(),
        "benefits": business.benefits(),
    }


def written(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    """Return a table as a file has it."""
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue()


def _people(people: int) -> File:
    headings = ("Employee number", "Full name", "E-mail", "Identifiers", "Unit", "Country", "Language", "Joined")
    rows = []
    for rank in range(1, int(min(people, world.AGENTS) * _KNOWN) + 1):
        name, account, mail = world.whose(rank)
        where = rank % world.SUBSIDIARIES % len(_COUNTRIES)
        rows.append(
            (f"E{rank}", name, mail, account, world.team(rank), _COUNTRIES[where], _LANGUAGES[where], "2024-01-08")
        )
    return headings, rows


def _programmes() -> File:
    headings = ("Programme", "Title", "Modality", "Owner unit", "Live", "Planned hours", "Activities", "Competencies")
    rows = []
    for course in range(world.COURSES):
        held = [f"{world.course_iri(course)}/*", *world.completed(course)]
        told = (world.programme(course), f"Programme {course}", world.modality(course), world.subsidiary(course))
        rows.append((*told, "2025-09-01", 4, " | ".join(held), world.competency(course)))
    return headings, rows


def _assignments() -> File:
    headings = ("Programme", "Unit", "Assigned on", "Due on", "Mandatory", "Valid for (months)")
    rows = []
    for course in range(world.COURSES):
        month = course % 9
        assigned = f"{2025 + (month + 8) // 12}-{(month + 8) % 12 + 1:02}-05"
        due = f"{2025 + (month + 10) // 12}-{(month + 10) % 12 + 1:02}-20"
        rows.append(
            (world.programme(course), world.subsidiary(course), assigned, due, "yes" if course % 2 else "no", 12)
        )
    return headings, rows


def _questions() -> File:
    """Return the questions that come in two forms."""
    headings = ("Question", "Competency", "Form", "Text", "Equivalent to")
    rows = []
    for course in filter(schooling.has_forms, range(world.COURSES)):
        numbers = schooling.questions(course)
        for at, number in enumerate(numbers):
            first = world.question_iri(numbers[at - 1]) if at % 2 else ""
            stem = world.sentence(number, 7)
            rows.append((world.question_iri(number), world.competency(course), "AB"[at % 2], stem, first))
    return headings, rows


def _sessions() -> File:
    """Return the sessions that were planned of what is taught in a classroom."""
    rows = []
    for course in (one for one in range(world.COURSES) if world.modality(one) == "classroom"):
        for at in range(_SESSIONS):
            day = f"{2025 + (at + 8) // 12}-{(at + 8) % 12 + 1:02}-15 09:00"
            rows.append((f"S{course}-{at}", world.programme(course), day, 7, 12))
    return ("Session", "Programme", "Date", "Hours", "Capacity"), rows
