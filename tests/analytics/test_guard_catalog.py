"""Every measure of the catalog, as a reader of totals is told it: of few people nothing, of many no exact number."""

from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from functools import cache
from typing import Any

import polars as pl
import pytest

from analytics import guard
from analytics.catalog import MEASURES
from analytics.scope import Reader, Scope
from lrs.errors import Forbidden
from tests.support.scene import Scene

TOTALS = Scope(date(2026, 3, 1), date(2026, 3, 31), reader=Reader(sees_people=False))
TOLD = {"programme": "safety", "modality": "classroom"}
EXACT = (23, 11, 12)  # all, those who did more, and the others: multiples of nothing that numbers are rounded to
# What tells nothing of people, and may be any number: days, hours of a week, questions of a form, ends of a scale.
NAMES = {"weekday", "hour", "hours", "days", "minutes", "period", "starts", "ends", "time", "age_days", "length"}
NAMES |= {"bottom", "top"}
# What adds up of what people did: of few it is rounded, not hidden.
SUMS = {
    "hours",
    "digital_hours",
    "unknown_hours",
    "completed_hours",
    "unpriced_hours",
    "clicks",
    "minutes",
    "rewatched",
}
# What is counted that nobody did, and what numbers a row: of an assumption, of a rule, of programmes.
NO_DEEDS = {"week", "position", "competencies", "one_in", "level", "activities", "groups"}

# What counts every unit at once, to know what is too small in any.
AT_ONCE = ("rates", "evaluations", "survival", "outcomes", "spend", "costs", "decision", "returns", "break_even")
AT_ONCE += ("retained", "retention_lags", "follow_ups", "modalities", "modalities_compared")


def every_second(person: int) -> bool:
    return person % 2 == 1


def world(people: int, does_more: Callable[[int], bool] = every_second) -> Scene:
    """Let people do some of everything there is, and some of them more of it."""
    every = range(1, people + 1)
    rows: dict[str, list[dict[str, Any]]] = defaultdict(list)
    rows["unit"] = [{"unit": "group"}, {"unit": "team", "parent": "group", "depth": 1}]
    rows["programme"] = [{"programme": "safety", "modality": "classroom", "valid_months": 36, "live": "2026-01-01"}]
    rows["programme_competency"] = [{"programme": "safety", "competency": "first aid"}]
    rows["activity"] = [{"activity": 1, "iri": "https://example.org/course", "type": "assessment", "name": "{}"}]
    rows["belongs"] = [{"activity": 1, "programme": "safety"}]
    rows["person"] = [{"person": n, "unit": "team", "country": "FR", "language": "fr"} for n in every]
    due = {"programme": "safety", "assigned": "2026-02-01", "due": "2026-03-20"}
    rows["assigned"] = [{"person": n} | due for n in every]
    for n in every:
        for day in ("2026-02-10 08:00", "2026-03-02 08:00", "2026-03-09 08:00")[n % 2 :]:
            some(rows, {"person": n, "happened": day})
        if does_more(n):
            more(rows, {"person": n, "happened": "2026-03-09 09:00"})
    followed_up(rows, every, does_more)
    made = Scene()
    for table, told in rows.items():
        made.put(table, told)
    return made


def followed_up(rows: dict[str, list[dict[str, Any]]], every: range, does_more: Callable[[int], bool]) -> None:
    """Ask all for a delayed test, and once more; those who did more answer then, and do what no programme has."""
    for name, form, first in (("A", "A", None), ("B", "B", "https://example.org/A")):
        iri = f"https://example.org/{name}"
        rows["activity"].append({"activity": ord(name), "iri": iri, "type": "question", "name": "{}"})
        rows["question"].append({"activity": iri, "competency": "fire", "form": form, "equivalent_to": first})
        rows["belongs"].append({"activity": ord(name), "programme": "later"})
    for name, kind in (("C", "course"), ("D", "assessment")):
        rows["activity"].append(
            {"activity": ord(name), "iri": f"https://example.org/{name}", "type": kind, "name": "{}"}
        )
    rows["programme"].append({"programme": "later", "modality": "e-learning"})
    rows["programme_competency"].append({"programme": "later", "competency": "fire"})
    rows["follow_up"].append({"programme": "later", "starts": "2025-01-01", "one_in": 1})
    for n in every:
        trained = {"person": n, "happened": "2025-12-01 08:00", "programme": "later", "activity": ord("C")}
        rows["fact"].append(trained | {"verb": "completed", "seq": 30_000 + n})
        answered(rows, n, ord("A"), "2025-12-01 08:01")
        what = {"person": n, "happened": "2026-02-20 08:00", "programme": "later", "activity": ord("D")}
        rows["fact"].append(what | {"verb": "assigned", "initiated": False, "seq": 10_000 + n})
        if does_more(n):
            rows["fact"].append({"person": n, "happened": "2026-03-20 08:00", "seq": 20_000 + n})
            answered(rows, n, ord("B"), "2026-03-06 08:00")


def answered(rows: dict[str, list[dict[str, Any]]], person: int, activity: int, when: str) -> None:
    seq = activity * 1000 + person
    who = {"person": person, "happened": when, "programme": "later", "activity": activity, "seq": seq}
    rows["fact"].append(who | {"verb": "answered"})
    rows["assessment"].append(who | {"competency": "fire", "question": True, "success": True})


def some(rows: dict[str, list[dict[str, Any]]], who: dict[str, Any]) -> None:
    person, day = who["person"], who["happened"]
    rows["fact"].append(who | TOLD | {"activity": 1, "clicks": 2, "assigned": True, "verb": "completed"})
    rows["rollup"].append({"person": person, "quarter": day} | TOLD)
    rows["session_time"].append({"person": person, "starts": day, "seconds": 60.0 + person} | TOLD)
    rows["segment"].append(who | {"starts": 0, "ends": 10 + person, "length": 60})
    rows["contribution"].append(who | {"topic": 1, "activity": 1})


def more(rows: dict[str, list[dict[str, Any]]], who: dict[str, Any]) -> None:
    person, day = who["person"], who["happened"]
    test = {"programme": "safety", "competency": "first aid", "scaled": 0.8, "success": True}
    steps = ("registered", "started", "completed")
    rows["milestone"] += [who | {"programme": "safety", "step": step} for step in steps]
    rows["assessment"] += [who | test, who | test | {"question": True, "activity": 2}]
    rows["attendance"].append(who | TOLD | {"starts": day, "seconds": 60, "planned_seconds": 60})
    rows["help"].append({"helper": person, "helped": person + 1, "happened": day, "seconds": 60})
    rows["competency_event"].append(who | {"competency": "first aid"})
    rows["contribution"].append(who | {"topic": 1, "activity": 1, "kind": "reaction", "seq": 40_000 + person})
    said = who | {"programme": "safety", "seq": 50_000 + person}
    rows["fact"].append(said | {"verb": "rated"})
    rows["evaluation"] += [
        said | {"score": 4.0},
        said | {"item": "applied", "score": person % 3 % 2, "bottom": 0, "top": 1},
    ]


@pytest.fixture(scope="module")
def worlds() -> Iterator[dict[int, Scene]]:
    made = {people: world(people) for people in (3, 4, 23)}
    made[60] = world(60, lambda person: person < 4)
    yield made
    for one in made.values():
        one.close()


Told = Callable[[int, str], pl.DataFrame | None]


@pytest.fixture(scope="module")
def told(worlds: dict[int, Scene]) -> Told:
    """What a reader of totals is told in a world of so many people; None when it is not for them."""

    @cache
    def ask(people: int, key: str) -> pl.DataFrame | None:
        try:
            return MEASURES[key].ask(worlds[people].star, TOTALS)
        except Forbidden:
            return None

    return ask


@pytest.mark.parametrize("key", MEASURES)
def test_three_people_look_like_four(told: Told, key: str) -> None:
    three, four = told(3, key), told(4, key)
    if three is not None and four is not None:
        assert three.to_dicts() == four.to_dicts()


@pytest.mark.parametrize("key", MEASURES)
def test_no_number_is_the_exact_count(told: Told, key: str) -> None:
    frame = told(23, key)
    if frame is None:
        return
    for name, kind in frame.schema.items():
        if kind.is_numeric() and name not in NAMES:
            found = set(frame[name].drop_nulls().to_list()) & set(EXACT)
            assert not found, f"{key}.{name} tells {found}"


@pytest.mark.parametrize("key", MEASURES)
def test_of_fewer_than_thirty_there_is_no_share(told: Told, key: str) -> None:
    frame = told(23, key)
    if frame is not None:
        shares = [
            name for name, kind in frame.schema.items() if kind == pl.Float64 and name not in SUMS | NAMES | {"rate"}
        ]
        assert {name: frame[name].drop_nulls().to_list() for name in shares} == {name: [] for name in shares}


@pytest.mark.parametrize("people", [23, 60])
@pytest.mark.parametrize("key", MEASURES)
def test_nothing_is_counted_that_a_few_people_did(told: Told, key: str, people: int) -> None:
    """Three people did what there is but few of, of sixty."""
    frame = told(people, key)
    if frame is None:
        return
    for name, kind in frame.schema.items():
        if kind.is_integer() and name not in NAMES | NO_DEEDS:
            assert not frame[name].is_between(1, 4).any(), f"{key}.{name} tells {frame[name].to_list()}"


def test_the_exact_counts_are_there_for_who_may_see_people(worlds: dict[int, Scene]) -> None:
    """The two tests above would notice: an ordinary reader is told 23, and 12 of 23."""
    everyone = Scope(TOTALS.since, TOTALS.until)
    assert MEASURES["summary"].ask(worlds[23].star, everyone)["active"].item() == 23
    assert 12 in MEASURES["funnel"].ask(worlds[23].star, everyone)["counted"].to_list()
    assert MEASURES["summary"].ask(worlds[3].star, everyone)["active"].item() == 3
    assert MEASURES["follow_ups"].ask(worlds[23].star, everyone).select("silent", "heard").row(0) == (23, 12)
    assert 12 in MEASURES["data_quality"].ask(worlds[23].star, everyone)["learners"].to_list()


@pytest.fixture(scope="module")
def parted() -> Iterator[Scene]:
    """The world of 23, in two teams, and some in the group alone who did nothing."""
    made = world(23)
    made.put("unit", [{"unit": "other", "parent": "group", "depth": 1}])
    made.put("person", [{"person": n, "unit": "group"} for n in range(24, 36)])
    with made.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.membership SET unit = 'other' WHERE unit = 'team' AND person > 15")
    yield made
    made.close()


@pytest.mark.parametrize("key", AT_ONCE)
def test_whom_every_unit_at_once_counts_is_whom_each_is_told_of(
    parted: Scene, monkeypatch: pytest.MonkeyPatch, key: str
) -> None:
    """What is too small is decided by counts of all units; what is told of one unit is worked out for it alone."""
    decide, compared = guard._Everywhere._showable, list[int]()

    def both(self: Any, warehouse: Any, every: Scope, *, options: Any, k: int) -> Any:
        names = [guard.UNIT, *self._cells.names, self._cells.people, *self._cells.parts]
        counted, told = (
            set(guard._walked(ask, warehouse, every, options).select(names).rows())
            for ask in (self._cells.counts, self._ask)
        )
        assert {row for row in told if row[-1 - len(self._cells.parts)]} <= counted
        compared.append(len(counted))
        return decide(self, warehouse, every, options=options, k=k)

    monkeypatch.setattr(guard._Everywhere, "_showable", both)
    MEASURES[key].ask(parted.star, TOTALS)
    assert compared
