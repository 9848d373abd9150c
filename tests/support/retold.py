"""The example organisation read again from what was sent: statements and files, plain Python, neither SQL nor frames.

What the product computes over its warehouse is judged by what this finds in the JSON that was posted.
"""

import calendar
import json
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from typing import Any
from zoneinfo import ZoneInfo

from dashboards.demo.catalogue import HOME, LIVE, Programme, programmes
from dashboards.demo.example import Example
from dashboards.demo.lives import opens
from dashboards.demo.organisation import UNITS, Person

PARIS = ZoneInfo("Europe/Paris")
BY_KEY = {one.key: one for one in programmes()}
_ABOUT = {"was-assigned", "voided"}  # said about a learner, not by them
_PROGRESS = "https://w3id.org/xapi/cmi5/result/extensions/progress"
_ENROLLED = {"registered", "unregistered", "invited", "answered"}
_ROOMS = {"virtual-class", "webinar"}


@dataclass(frozen=True)
class Said:
    """One statement: who did what to what when, and around what."""

    id: str
    when: datetime
    person: Person
    verb: str
    what: str
    parent: str
    programme: str
    refers: str
    result: dict[str, Any]

    @property
    def counts(self) -> bool:
        """Whether they did it, and it was not said about them, nor that they were absent."""
        return self.verb not in _ABOUT and not (self.verb == "attended" and self.result.get("completion") is False)

    @property
    def progress(self) -> float:
        """How much of the whole programme it says is behind them, in percent."""
        whole = self.what == f"{HOME}/{self.programme}/course"
        return float(self.result.get("extensions", {}).get(_PROGRESS, 0)) if whole else 0.0

    @property
    def test(self) -> bool:
        """Whether it is about a whole test."""
        return "/test/" in self.what and "/question/" not in self.what


@dataclass(frozen=True)
class Must:
    """What somebody has to do, by when."""

    person: Person
    programme: Programme
    assigned: date
    due: date
    mandatory: bool


@dataclass
class Retold:
    """What an example says to who reads it line by line."""

    example: Example
    last: date

    @cached_property
    def said(self) -> list[Said]:
        """Every statement of a tool about somebody known, those taken back left out."""
        people = {one.number: one for one in self.example.people}
        told = [json.loads(text) for _, text in self.example.wire.lines]
        voided = {one["object"]["id"] for one in told if one["verb"]["id"].endswith("/voided")}
        found = []
        for one in told:
            number = _number(one["actor"])
            if number in people and one["id"] not in voided:
                found.append(_said(one, people[number]))
        return sorted(found, key=lambda one: one.when)

    @cached_property
    def ends(self) -> datetime:
        """The last moment anything is told of, in UTC."""
        forms = (one.when.replace(tzinfo=PARIS).astimezone(UTC).replace(tzinfo=None) for one in self.example.forms)
        return max(*forms, *(datetime.fromisoformat(moment.removesuffix("Z")) for moment, _ in self.example.wire.lines))

    @property
    def learners(self) -> set[int]:
        """The numbers of those who learn."""
        return {one.number for one in self.example.people if one.role == "learner"}

    @cached_property
    def came(self) -> set[tuple[int, str, date]]:
        """Who was in a room of a live programme, on which days."""
        sheets = {
            (person.number, one.programme.key, one.day + timedelta(days=day))
            for one in self.example.sheets()
            for person, present in one.rows
            for day in range(one.days)
            if present
        }
        rooms = {
            (one.person.number, one.programme, one.when.date())
            for one in self.said
            if one.programme and BY_KEY[one.programme].modality in LIVE and _is_there(one)
        }
        return sheets | rooms

    @cached_property
    def done(self) -> dict[tuple[int, str], list[date]]:
        """The days somebody did a programme: completed it as a whole, was there, or passed a test until then.

        Tests passed since then tell what is still known, and those before they began the rest what was known already.
        """
        found = defaultdict(list)
        for number, programme, day in self.came:
            found[number, programme].append(day)
        for one in self.said:
            whole = one.verb == "completed" and one.what == f"{HOME}/{one.programme}/course"
            key, day = (one.person.number, one.programme), one.when.date()
            passed = one.test and one.result.get("success") and one.when >= self.begun.get(key, one.when)
            if whole or (passed and day <= self.completed.get(key, date.max)):
                found[key].append(day)
        return {key: sorted(days) for key, days in found.items()}

    @cached_property
    def begun(self) -> dict[tuple[int, str], datetime]:
        """When somebody began a programme, tests apart."""
        days = [(number, programme, datetime.combine(day, time.min)) for number, programme, day in self.came]
        days += [
            (one.person.number, one.programme, one.when)
            for one in self.said
            if one.counts and "/test/" not in one.what and one.verb not in _ENROLLED
        ]
        found: dict[tuple[int, str], datetime] = {}
        for number, programme, moment in days:
            found[number, programme] = min(moment, found.get((number, programme), moment))
        return found

    @cached_property
    def completed(self) -> dict[tuple[int, str], date]:
        """The first day somebody completed a programme, tests apart."""
        found: dict[tuple[int, str], date] = {}
        days = [(number, programme, day) for number, programme, day in self.came]
        days += [
            (one.person.number, one.programme, one.when.date())
            for one in self.said
            if one.verb == "completed" and one.what == f"{HOME}/{one.programme}/course"
        ]
        for number, programme, day in sorted(days, key=lambda one: one[2]):
            found.setdefault((number, programme), day)
        return found

    @cached_property
    def active(self) -> dict[tuple[int, str], set[date]]:
        """The days somebody did anything of a programme."""
        found = defaultdict(set)
        for one in self.said:
            if one.counts:
                found[one.person.number, one.programme].add(one.when.date())
        for number, programme, day in self.came:
            found[number, programme].add(day)
        return found

    @cached_property
    def musts(self) -> list[Must]:
        """What everybody has to do, once for each programme: the earliest assignment holds."""
        first: dict[tuple[int, str], Must] = {}
        for one in sorted(self._musts(), key=lambda one: (one.assigned, one.due)):
            key = one.person.number, one.programme.key
            held = first.setdefault(key, one)
            first[key] = replace(held, mandatory=held.mandatory or one.mandatory)
        return list(first.values())

    def _musts(self) -> Iterator[Must]:
        for programme in programmes():
            if programme.assigned:
                start = opens(self.example.wish, programme)
                for person in self.example.people:
                    if _is_meant(programme, person) and (person.left_on is None or person.left_on >= start):
                        late = max(timedelta(0), person.joined - start)
                        due = start + timedelta(days=programme.due) + late
                        yield Must(person, programme, start + late, due, programme.mandatory)
        for one in self.example.asked:
            yield Must(one.person, one.programme, one.assigned, one.due, one.programme.newcomers)


def _number(actor: dict[str, Any]) -> int | None:
    account, mail = actor.get("account"), actor.get("mbox", "")
    if account:
        return int(account["name"]) if account["name"].isdigit() else None
    own = mail.partition("@")[0].rpartition(".")[2]
    return int(own) if mail.endswith("@ondrelle.example") and own.isdigit() else None


def _said(told: dict[str, Any], person: Person) -> Said:
    context = told.get("context", {})
    around = context.get("contextActivities", {})
    what = told["object"].get("id", "")
    grouped = next((one["id"] for one in around.get("grouping", ())), what)
    key = grouped.removeprefix(f"{HOME}/").partition("/")[0]
    return Said(
        told["id"],
        datetime.fromisoformat(told["timestamp"].removesuffix("Z")),
        person,
        told["verb"]["id"].rpartition("/")[2],
        what,
        next((one["id"] for one in around.get("parent", ())), ""),
        key if key in BY_KEY else "",
        context.get("statement", {}).get("id", ""),
        told.get("result", {}),
    )


def _is_there(one: Said) -> bool:
    """Whether a statement says somebody was in a room: by its list, or for half of the time."""
    if one.verb == "attended":
        return one.counts
    modality = BY_KEY[one.programme].modality
    if one.verb == "leave" and modality in _ROOMS:
        seconds = int(one.result["duration"].removeprefix("PT").removesuffix("S"))
        return seconds >= BY_KEY[one.programme].hours * 1800
    return False


def _is_meant(programme: Programme, person: Person) -> bool:
    units = programme.units or tuple(one.code for one in UNITS)
    return person.unit.code in units and (not programme.families or person.family in programme.families)


def months_later(day: date, months: int) -> date:
    """Return the same day some months later, or the last of that month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))
