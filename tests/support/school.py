"""Trainings and the tests that follow them, written into a scene: equivalent forms, and who answers them."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from typing import Any

from tests.support.scene import Scene

DAY = datetime.fromisoformat("2026-01-05 16:00")
FORMS = "ABC"
HOME = "https://example.org"


class School:
    """Programmes about competencies, each with a course, tests of three forms, and their questions."""

    def __init__(self, scene: Scene, items: int = 4) -> None:
        self.scene, self.items = scene, items
        self.rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
        self._activity: dict[str, int] = {}

    def programme(self, key: str = "safety", competency: str = "first aid", modality: str = "classroom") -> None:
        """Add a programme about a competency."""
        self.rows["programme"].append({"programme": key, "modality": modality, "live": "2025-12-01"})
        self.rows["programme_competency"].append({"programme": key, "competency": competency})
        self._meet(f"{key}/course", "course")
        for form in FORMS:
            self._meet(f"{key}/{form}", "assessment")
            for item in range(self.items):
                iri = self._meet(f"{key}/{form}/{item}", "question")
                first = None if form == "A" else f"{HOME}/{key}/A/{item}"
                told = {"competency": competency, "form": form, "equivalent_to": first}
                self.rows["question"].append({"activity": iri, **told})

    def _meet(self, name: str, kind: str) -> str:
        iri = f"{HOME}/{name}"
        self._activity[name] = len(self._activity) + 1
        self.rows["activity"].append({"activity": self._activity[name], "iri": iri, "type": kind})
        return iri

    def people(self, n: int, **more: Any) -> range:
        """Add people of a unit, numbered on from those there are."""
        first = len(self.rows["person"]) + 1
        self.rows["person"] += [{"person": one, **more} for one in range(first, first + n)]
        return range(first, first + n)

    def train(self, people: Iterable[int], after: float = 0, programme: str = "safety") -> None:
        """Have people complete a programme some days after the first day."""
        for person in people:
            when = DAY + timedelta(days=after)
            self._fact(person, programme, when, "completed", f"{programme}/course")
            told = {"person": person, "programme": programme, "happened": when}
            self.rows["milestone"] += [told | {"step": step} for step in ("registered", "started", "completed")]

    def invite(self, people: Iterable[int], after: float, programme: str = "safety") -> None:
        """Ask people to take a test."""
        for person in people:
            self._fact(person, programme, DAY + timedelta(days=after), "assigned", f"{programme}/B", initiated=False)

    def test(self, person: int, after: float, right: Sequence[bool], form: str = "A", **more: Any) -> None:
        """Have somebody answer each question of a form, and no more."""
        programme = more.pop("programme", "safety")
        when = DAY + timedelta(days=after, minutes=1)
        for item, correct in enumerate(right):
            told = {"question": True, "success": bool(correct)} | more
            self._assess(self._fact(person, programme, when, "answered", f"{programme}/{form}/{item}"), told)

    def result(self, person: int, after: float, form: str = "A", **more: Any) -> None:
        """Tell the result of a whole test, and no answers."""
        programme = more.pop("programme", "safety")
        when = DAY + timedelta(days=after, minutes=2)
        self._assess(self._fact(person, programme, when, "scored", f"{programme}/{form}"), more)

    def _fact(
        self, person: int, programme: str, when: datetime, verb: str, name: str, *, initiated: bool = True
    ) -> dict[str, Any]:
        self.scene.star._seq += 1
        told = {"person": person, "happened": when, "seq": self.scene.star._seq, "programme": programme}
        told["activity"] = self._activity[name]
        self.rows["fact"].append(told | {"verb": verb, "initiated": initiated})
        return told

    def _assess(self, told: dict[str, Any], more: dict[str, Any]) -> None:
        taught = self.rows["programme_competency"]
        competency = next(one["competency"] for one in taught if one["programme"] == told["programme"])
        self.rows["assessment"].append(told | {"competency": competency} | more)

    def open(self) -> None:
        """Write it all into the scene."""
        for table, rows in self.rows.items():
            self.scene.put(table, rows)
