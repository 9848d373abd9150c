"""A small organisation for tests that look at pages: enough of everything that each page has something to show.

Four units, forty-eight people, four programmes, four months of learning in eight ways. Nothing in it is random.
"""

import json
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

from tests.support.furnish import follow, furnish

HOSTILE = "<img src=x onerror=document.title='owned'>"
UNITS = ("Group > Water", "Group > Water > North", "Group > Energy", "Group > Waste")
COUNTRIES, LANGUAGES, DEVICES = ("FR", "DE", "ES"), ("fr", "en"), ("desktop", "mobile")
PROGRAMMES = (
    # key, title, French title, modality or path, hours, activities, months
    ("SAFE", "Safety at height", "Sécurité en hauteur", "e-learning", "7", "https://example.org/safe/*", "24"),
    ("LEAD", "Leading a team", "Encadrer une équipe", "classroom", "14", "https://example.org/lead/*", ""),
    ("LEAK", f"Finding leaks {HOSTILE}", "Trouver les fuites", "video", "2", "https://example.org/leak/*", ""),
    ("TALK", "Talks at noon", "Les conférences de midi", "webinar", "6", "https://example.org/talk/*", ""),
)
WAYS = (
    # programme, modality, what is done, how many minutes, every how many people
    ("safe", "e-learning", "completed", 35, 1),
    ("lead", "classroom", "attended", 240, 4),
    ("leak", "video", "watched", 12, 2),
    ("talk", "webinar", "attended", 45, 3),
    ("talk", "replay", "watched", 30, 5),
    ("safe", "simulation", "interacted", 20, 6),
    ("help", "peer-help", "helped", 25, 8),
    ("club", "community", "commented", 5, 7),
)
VERBS = {
    "attended": "http://adlnet.gov/expapi/verbs/attended",
    "commented": "http://adlnet.gov/expapi/verbs/commented",
    "completed": "http://adlnet.gov/expapi/verbs/completed",
    "helped": "http://activitystrea.ms/schema/1.0/give",
    "interacted": "http://adlnet.gov/expapi/verbs/interacted",
    "watched": "http://activitystrea.ms/schema/1.0/watch",
}
PEOPLE, WEEKS = 48, 17
_ACQUIS = "https://w3id.org/xapi/acquis"


def people() -> list[str]:
    """Return the rows of a people file."""
    rows = ["Employee number,Full name,E-mail,Unit,Country,Language,Job family,Joined"]
    for number in range(PEOPLE):
        unit, country = UNITS[number % 4], COUNTRIES[number % 3]
        name = f"Person {number}" if number else f"Ada {HOSTILE}"
        family = "Maintenance" if number % 2 else "Sales"
        rows.append(
            f"p{number},{name},p{number}@example.org,{unit},{country},{LANGUAGES[number % 2]},{family},2020-01-01"
        )
    return rows


def programmes() -> list[str]:
    """Return the rows of a programmes file."""
    rows = ["Programme,Title,French title,Modality,Owner unit,Planned hours,Activities,Valid for (months),Live"]
    for key, title, french, modality, hours, activities, months in PROGRAMMES:
        rows.append(f"{key},{title},{french},{modality},Group,{hours},{activities},{months},2026-01-05")
    return rows


def assignments(today: date) -> list[str]:
    """Return the rows of an assignments file: safety for all, the rest for one unit."""
    rows = ["Programme,Unit,Assigned on,Due on,Mandatory"]
    assigned, due = today - timedelta(days=110), today - timedelta(days=20)
    rows += [f"SAFE,{unit},{assigned},{due},yes" for unit in ("Group > Water", "Group > Energy", "Group > Waste")]
    return [*rows, f"LEAD,Group > Water,{assigned},{today + timedelta(days=30)},no"]


def statements(now: datetime) -> Iterator[dict[str, Any]]:
    """Yield what everybody did, the oldest first; who comes less often comes for a shorter time, too."""
    for week in range(WEEKS, 0, -1):
        for person in range(PEOPLE):
            if (person * 7 + week) % (2 + person % 5) or (person % 6 == 5 and week < 8):
                continue
            moment = now - timedelta(weeks=week - 1, days=person % 5, hours=2 + (person * 3) % 9)
            for place, way in enumerate(WAYS):
                if (person + week) % way[-1] == 0:
                    yield _statement(person, week, moment - timedelta(hours=place), way)


def _statement(person: int, week: int, moment: datetime, way: tuple[str, str, str, int, int]) -> dict[str, Any]:
    programme, modality, verb, minutes, _ = way
    score = {"score": {"scaled": 0.5 + (person % 5) / 10}, "success": bool(person % 4)} if verb == "completed" else {}
    part = week % 3
    name = {"en": f"{programme.title()}, part {part + 1}", "fr": f"{programme.title()}, partie {part + 1}"}
    return {
        "actor": {"mbox": f"mailto:p{person}@example.org", "name": f"Person {person}"},
        "verb": {"id": VERBS[verb], "display": {"en": verb}},
        "object": {"id": f"https://example.org/{programme}/{part}", "definition": {"name": name}},
        "result": {"duration": f"PT{minutes}M", **score},
        "context": {
            "contextActivities": {"category": [{"id": f"{_ACQUIS}/modality/{modality}"}]},
            "extensions": {f"{_ACQUIS}/ext/device": DEVICES[person % 2]},
        },
        "timestamp": f"{moment:%Y-%m-%dT%H:%M:%SZ}",
    }


def fill(data: Path) -> None:
    """Make the organisation in a data folder, with an account for each role (the manager has Water)."""
    now = datetime.now(UTC)
    files = {"people": people(), "programmes": programmes(), "assignments": assignments(now.date())}
    files["statements"] = [json.dumps(one) for one in statements(now)]
    accounts = {"admin": (), "group": (), "executive": (), "manager": ("Group > Water",)}
    furnish(data, {kind: "\n".join(lines) + "\n" for kind, lines in files.items()}, accounts)
    follow(data)
