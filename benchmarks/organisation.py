"""What the organisation says of itself, as the files anyone would bring: people, programmes, assignments."""

import csv
import io
from collections.abc import Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks import schooling, world
from benchmarks.acquis import acquis

UNITS, TEAMS = 6, 5
_COUNTRIES, _LANGUAGES = ("FR", "US", "ES", "DE"), ("fr", "en", "es", "de")
_KNOWN = 0.97  # of the people, the busiest: the others nobody declared

File = tuple[Sequence[str], Iterable[Sequence[object]]]


def bring(folder: Path, people: int = world.AGENTS) -> None:
    """Import the organisation into a data folder that no server has open; so many of its people at most."""
    files = {"people": _people(people), "programmes": _programmes(), "assignments": _assignments()}
    files["questions"] = _questions()
    with TemporaryDirectory() as place:
        for kind, (headings, rows) in files.items():
            path = Path(place) / f"{kind}.csv"
            path.write_text(_csv(headings, rows), encoding="utf-8")
            acquis("import", kind, str(path), "--data", str(folder))


def _csv(headings: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([headings, *rows])
    return text.getvalue()


def unit(rank: int) -> str:
    """Return the unit of a person: a team of a subsidiary of the group."""
    return f"Group > Subsidiary {rank % UNITS + 1} > Team {rank % UNITS + 1}.{rank // UNITS % TEAMS + 1}"


def _people(people: int) -> File:
    headings = ("Employee number", "Full name", "E-mail", "Identifiers", "Unit", "Country", "Language", "Joined")
    rows = []
    for rank in range(1, int(min(people, world.AGENTS) * _KNOWN) + 1):
        name, account, mail = world.whose(rank)
        where = rank % UNITS % len(_COUNTRIES)
        rows.append((f"E{rank}", name, mail, account, unit(rank), _COUNTRIES[where], _LANGUAGES[where], "2024-01-08"))
    return headings, rows


def _programmes() -> File:
    headings = ("Programme", "Title", "Modality", "Owner unit", "Live", "Planned hours", "Activities", "Competencies")
    modalities = ("e-learning", "video", "spoc", "blended")
    rows = []
    for course in range(world.COURSES):
        held = [f"{world.course_iri(course)}/*", *world.completed(course)]
        owner = f"Group > Subsidiary {course % UNITS + 1}"
        told = (f"P{course}", f"Programme {course}", modalities[course // 12 % 4], owner, "2025-09-01", 4)
        rows.append((*told, " | ".join(held), competency(course)))
    return headings, rows


def _assignments() -> File:
    headings = ("Programme", "Unit", "Assigned on", "Due on", "Mandatory", "Valid for (months)")
    rows = []
    for course in range(world.COURSES):
        month = course % 9
        assigned = f"{2025 + (month + 8) // 12}-{(month + 8) % 12 + 1:02}-05"
        due = f"{2025 + (month + 10) // 12}-{(month + 10) % 12 + 1:02}-20"
        owner = f"Group > Subsidiary {course % UNITS + 1}"
        rows.append((f"P{course}", owner, assigned, due, "yes" if course % 2 else "no", 12))
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
            rows.append((world.question_iri(number), competency(course), "AB"[at % 2], stem, first))
    return headings, rows


def competency(course: int) -> str:
    """Return what a course is about."""
    return f"Competency {course % 12}"
