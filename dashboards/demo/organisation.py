"""An example organisation, made from a seed: sixty people, half a year, a few modalities, as the files tools export.

What it makes are files, told by recipes and brought in by the importers anyone would use. The same seed and the same
last day make the same files.
"""

import csv
import random
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from pathlib import Path

PEOPLE = 60
DAYS = 182
SEED = 20

_GIVEN = (
    "Zoé",
    "Noël",
    "Amina",
    "Lucas",
    "Inès",
    "Hugo",
    "Léa",
    "Karim",
    "Chloé",
    "Jonas",
    "Maya",
    "Tomás",
    "Elsa",
    "Ravi",
    "Nora",
    "Paul",
    "Sofia",
    "Yann",
    "Alice",
    "Omar",
    "Clara",
    "Victor",
    "Jeanne",
    "Mehdi",
    "Anna",
    "Louis",
    "Eva",
    "Samir",
    "Rose",
    "Félix",
)
_FAMILY = (
    "Lefèvre",
    "Garçon",
    "Moreau",
    "Haddad",
    "Rossi",
    "Keller",
    "Dubois",
    "Nguyen",
    "Martin",
    "Silva",
    "Bernard",
    "Petit",
    "Kowalski",
    "Laurent",
    "Simon",
    "Mercier",
    "Blanc",
    "Faure",
    "Girard",
    "Roux",
)


@dataclass(frozen=True, slots=True)
class Activity:
    """Something to learn with: its code, its titles, its modality, the event that tells a visit, usual clicks."""

    code: str
    en: str
    fr: str
    modality: str
    event: str
    clicks: int


@dataclass(frozen=True, slots=True)
class Course:
    """A course: its titles, how many of ten people take it, when it opens (days from the start), what it holds."""

    code: str
    en: str
    fr: str
    taken_by: int
    opens: int
    activities: tuple[Activity, ...]


COURSES = (
    Course(
        "safety",
        "Safety on site",
        "Sécurité sur site",
        9,
        0,
        (
            Activity("safety-basics", "The ten rules", "Les dix règles", "e-learning", "visited", 14),
            Activity("safety-film", "Film: confined spaces", "Film : espaces confinés", "video", "played", 5),
            Activity("safety-quiz", "Safety quiz", "Quiz sécurité", "e-learning", "completed", 18),
            Activity("safety-card", "Pocket card: lockout", "Fiche mémo : consignation", "job-aid", "viewed", 2),
        ),
    ),
    Course(
        "leaks",
        "Finding leaks",
        "Recherche de fuites",
        6,
        30,
        (
            Activity(
                "leaks-game",
                "The lost litre, a serious game",
                "Le litre perdu, jeu sérieux",
                "serious-game",
                "visited",
                32,
            ),
            Activity("leaks-simulation", "Listening for a leak", "Écouter une fuite", "simulation", "completed", 21),
            Activity("leaks-forum", "Questions from the field", "Questions du terrain", "community", "posted", 6),
        ),
    ),
    Course(
        "climate",
        "Water and climate",
        "Eau et climat",
        7,
        75,
        (
            Activity("climate-film", "Film: a river in August", "Film : une rivière en août", "video", "played", 4),
            Activity("climate-module", "What a degree changes", "Ce que change un degré", "e-learning", "visited", 12),
            Activity("climate-forum", "Ideas for our plant", "Des idées pour notre usine", "community", "posted", 7),
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Person:
    """A learner, and how keen: the mean number of visits a week while a course is open."""

    name: str
    email: str
    keen: float


def people(chance: random.Random) -> list[Person]:
    """Return everyone."""
    made = []
    for number in range(PEOPLE):
        given, family = _GIVEN[number % len(_GIVEN)], _FAMILY[(number * 7) % len(_FAMILY)]
        made.append(Person(f"{given} {family}", f"p{number + 1:03}@exemple.org", chance.gammavariate(1.6, 1.5)))
    return made


def write(folder: Path, last: date, seed: int = SEED) -> list[tuple[Path, str, tuple[str, ...]]]:
    """Write the files; return each with the recipe that tells it and the recipe's parameters.

    Parameters
    ----------
    folder
        Where they go; it exists.
    last
        The last day anything happens on.
    """
    chance = random.Random(seed)  # noqa: S311  # an example, not a secret
    everyone = people(chance)
    first = last - timedelta(days=DAYS - 1)
    recipe = str(Path(__file__).with_name("usage.toml"))
    usage = _write(folder / "usage.csv", _USAGE, _visits(chance, everyone, first, last))
    sheet = _write(folder / "attendance.csv", _SHEET, _attendance(chance, everyone, first))
    report = _write(folder / "webinar.csv", _REPORT, _webinar(chance, everyone, first))
    base = ("base=https://learn.example.org",)
    webinar = ("webinar=https://meet.example.org/webinar/12", "title=Webinaire : l'eau en 2050")
    return [(usage, recipe, ()), (sheet, "attendance", base), (report, "webinar", webinar)]


_USAGE = (
    "When",
    "E-mail",
    "Name",
    "Course",
    "Course title",
    "Intitulé du parcours",
    "Activity",
    "Activity title",
    "Intitulé de l'activité",
    "Modality",
    "Event",
    "Clicks",
)
_SHEET = ("Session", "Intitulé", "Formation", "Date", "Début", "Durée (h)", "Nom", "Prénom", "E-mail", "Présence")
_REPORT = ("Name", "Email", "Join Time", "Leave Time", "Duration (Minutes)")


def _write(file: Path, head: Iterable[str], rows: Iterable[Iterable[object]]) -> Path:
    with file.open("w", encoding="utf-8", newline="") as opened:
        written = csv.writer(opened)
        written.writerow(head)
        written.writerows(rows)
    return file


def _visits(chance: random.Random, everyone: list[Person], first: date, last: date) -> Iterator[list[object]]:
    """Yield visits: people come on weekdays, keener at a course's start, and some leave for good."""
    for course in COURSES:
        opens = first + timedelta(days=course.opens)
        for person in everyone:
            if chance.random() * 10 >= course.taken_by:
                continue
            leaves = opens + timedelta(days=int(chance.expovariate(1 / 120)) + 3)
            for day in _days(opens + timedelta(days=chance.randrange(14)), min(leaves, last)):
                fading = 0.35 + 0.65 * 2.0 ** (-(day - opens).days / 45)
                if day.weekday() < 5 and chance.random() < min(0.9, person.keen * fading / 5):
                    yield from _visit(chance, person, course, day)


def _visit(chance: random.Random, person: Person, course: Course, day: date) -> Iterator[list[object]]:
    moment = datetime.combine(day, time(8)) + timedelta(minutes=chance.randrange(600))
    for activity in chance.sample(course.activities, chance.randint(1, 2)):
        clicks = max(1, round(chance.lognormvariate(0, 0.6) * activity.clicks))
        about = [course.code, course.en, course.fr, activity.code, activity.en, activity.fr, activity.modality]
        yield [f"{moment:%Y-%m-%d %H:%M:%S}", person.email, person.name, *about, activity.event, clicks]
        moment += timedelta(minutes=chance.randint(4, 25))


def _attendance(chance: random.Random, everyone: list[Person], first: date) -> Iterator[list[object]]:
    """Yield attendance sheets of four workshops of twelve, some of whom do not come."""
    for number in range(4):
        day = first + timedelta(days=20 + 35 * number)
        day -= timedelta(days=max(0, day.weekday() - 4))
        for person in chance.sample(everyone, 12):
            given, _, family = person.name.partition(" ")
            there = "présent" if chance.random() < 0.86 else "absent"
            session = [f"S-{number + 1}", f"Atelier sécurité {number + 1}", "safety", f"{day:%d/%m/%Y}", "09:00", "3,5"]
            yield [*session, family, given, person.email, there]


def _webinar(chance: random.Random, everyone: list[Person], first: date) -> Iterator[list[object]]:
    """Yield the report of one webinar."""
    start = datetime.combine(first + timedelta(days=101), time(14))
    for person in chance.sample(everyone, 34):
        joined = start + timedelta(minutes=chance.randint(-3, 12))
        minutes = chance.randint(15, 60)
        left = joined + timedelta(minutes=minutes)
        yield [person.name, person.email, f"{joined:%Y-%m-%d %H:%M:%S}", f"{left:%Y-%m-%d %H:%M:%S}", minutes]


def _days(first: date, last: date) -> Iterator[date]:
    for number in range((last - first).days + 1):
        yield first + timedelta(days=number)
