"""What a reader who may not see people can be told; the attack itself is in tests/properties/test_privacy_attack.py."""

import os
import random
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import polars as pl
import pytest

from analytics.disclosure import suppressed
from analytics.privacy import K, Layout, hide, refuse_narrow, rounded, under
from lrs.errors import Forbidden

UNITS = {"north": "group", "south": "group", "west": "group", "team": "north"}
LAYOUT = Layout("people", {"unit": UNITS}, parts={"late": "people"}, tells={"late": ["share"]})


def _cells(**people: tuple[int, int]) -> pl.DataFrame:
    rows = [{"unit": unit, "people": n, "late": k, "share": k / n, "hours": 1.5 * n} for unit, (n, k) in people.items()]
    return pl.DataFrame(rows)


def _shown(cells: pl.DataFrame, column: str) -> dict[str, Any]:
    return dict(hide(cells, LAYOUT).select("unit", column).iter_rows())


def test_a_cell_of_four_is_hidden_and_a_sister_with_it() -> None:
    cells = _cells(group=(54, 20), north=(30, 10), south=(20, 10), west=(4, 0))
    assert _shown(cells, "people") == {"group": 54, "north": 30, "south": None, "west": None}
    assert _shown(cells, "hours") == {"group": 81.0, "north": 45.0, "south": None, "west": None}


def test_a_cell_of_five_is_shown() -> None:
    cells = _cells(group=(55, 20), north=(30, 10), south=(20, 10), west=(5, 0))
    assert not any(hide(cells, LAYOUT)["hidden"])


def test_two_small_cells_that_hide_too_few_together_take_a_third() -> None:
    cells = _cells(group=(34, 0), north=(30, 0), south=(2, 0), west=(2, 0))
    assert _shown(cells, "people") == {"group": 34, "north": None, "south": None, "west": None}


def test_people_directly_in_a_parent_are_not_what_is_left() -> None:
    cells = _cells(group=(53, 0), north=(30, 0), south=(20, 0))
    assert _shown(cells, "people") == {"group": 53, "north": 30, "south": None}


def test_the_few_who_are_not_late_are_hidden_too() -> None:
    told = hide(_cells(group=(30, 28)), LAYOUT).row(0, named=True)
    assert told == {"unit": "group", "people": 30, "late": None, "share": None, "hours": 45.0, "hidden": True}


def test_all_and_none_may_be_told() -> None:
    cells = _cells(group=(60, 30), north=(30, 30), south=(30, 0))
    assert not any(hide(cells, LAYOUT)["hidden"])


def test_a_hidden_sister_does_not_come_back_through_her_children() -> None:
    cells = _cells(group=(54, 0), north=(20, 0), team=(17, 0), south=(30, 0), west=(4, 0))
    shown = _shown(cells, "people")
    assert shown["west"] is None
    assert shown["north"] is None or shown["team"] is None
    assert shown["group"] == 54


def test_rows_and_columns_are_not_played_against_each_other() -> None:
    trees = ({"a": "*", "b": "*", "c": "*"}, {"x": "*", "y": "*", "z": "*"})
    inner = {("a", "x"): 3, ("a", "y"): 20, ("a", "z"): 30, ("b", "x"): 25, ("b", "y"): 40, ("b", "z"): 35}
    inner |= {("c", "x"): 18, ("c", "y"): 22, ("c", "z"): 27}
    values = dict(inner)
    for (row, column), people in inner.items():
        for key in ((row, "*"), ("*", column), ("*", "*")):
            values[key] = values.get(key, 0) + people
    secret = suppressed(values, trees, K)
    assert ("a", "x") in secret
    for line in (("a", None), (None, "x")):
        held = [key for key in inner if key in secret and all(w in (None, g) for g, w in zip(key, line, strict=True))]
        assert len(held) >= 2, "one alone is the total less the others"
    assert len(secret) == 4, "a rectangle is enough"


def test_the_threshold_is_a_setting() -> None:
    cells = _cells(group=(30, 0), north=(8, 0), south=(22, 0))
    assert not any(hide(cells, LAYOUT)["hidden"])
    assert hide(cells, LAYOUT, k=10)["people"].to_list() == [30, None, None]
    assert not any(hide(_cells(group=(3, 1)), LAYOUT, k=1)["hidden"])


def _row(**values: Any) -> dict[str, Any]:
    return rounded(pl.DataFrame([{"unit": "group", **values}]), LAYOUT).row(0, named=True)


def test_a_share_does_not_tell_which_counts_it_is_made_of() -> None:
    """Of 64 people 41 are late: 0.640625 says so to anyone who looks for the fraction."""
    told = _row(people=64, late=41, share=41 / 64, low=0.518, high=0.747)
    assert told == {"unit": "group", "people": 65, "late": 40, "share": 0.6, "low": 0.5, "high": 0.8}


@pytest.mark.parametrize(
    ("people", "share"), [(1, None), (29, None), (30, 0.6), (100, 0.65), (640, 0.64), (10_000, 0.6405)]
)
def test_the_more_people_the_finer_a_share_and_of_few_there_is_none(people: int, share: float | None) -> None:
    """Of 29, eight in ten would be told as all or as half."""
    assert _row(people=people, late=people, share=0.640625)["share"] == share


def test_amounts_are_as_coarse_as_five_people_make_them() -> None:
    told = _row(people=64, late=0, hours=1234.5, statements=1234, minutes=17.3, nothing=None)
    assert told == {"unit": "group", "people": 65, "late": 0, "hours": 1200.0, "statements": 1200} | {
        "minutes": 18.0,
        "nothing": None,
    }


def test_a_share_is_as_coarse_as_the_people_it_is_of_make_it() -> None:
    """Of 200 members 12 answered, eight of them at once: rounded as of 200 it would say which fraction it is."""
    within = replace(LAYOUT, within={"late": ("share", "replies")}, amounts=("hours",))
    cells = pl.DataFrame([{"unit": "group", "people": 200, "late": 12, "share": 8 / 12, "replies": 37, "hours": 37.0}])
    told = rounded(cells, within).row(0, named=True)
    assert told == {"unit": "group", "people": 200, "late": 10, "share": None, "replies": 25, "hours": 37.0}


@pytest.mark.parametrize("k", [5, 7, 50])
@pytest.mark.parametrize("people", [50, 60, 4000])
def test_few_things_of_many_people_are_told_as_a_few_people_would_be(people: int, k: int) -> None:
    """Three posts are of three people at most, however many read them; and none is told only where there is none."""
    cells = pl.DataFrame({"unit": ["group"] * 90, "people": people, "late": 0, "posts": range(90)})
    found = rounded(cells, LAYOUT, k)["posts"]
    assert (found % k == 0).all()
    assert (found.eq(0) == cells["posts"].eq(0)).all()


def test_what_names_a_row_or_tells_nothing_of_people_stays_exact() -> None:
    cells = pl.DataFrame([{"unit": "group", "people": 7, "late": 6, "price": 1234.56}])
    assert rounded(cells, LAYOUT, exact=["price"]).row(0) == ("group", 5, 5, 1234.56)


def test_a_group_that_may_be_shown_is_never_rounded_to_nobody() -> None:
    for k in (5, 7, 50):
        cells = pl.DataFrame({"unit": ["group"] * 60, "people": range(k, k + 60), "late": [0] * 60})
        found = rounded(cells, LAYOUT, k)["people"]
        assert found.min() == k
        assert (found % k == 0).all()
        assert ((found - cells["people"]).abs() <= k / 2).all()


def test_nothing_to_hide_in_no_cells() -> None:
    empty = _cells(group=(9, 0)).clear()
    assert hide(empty, LAYOUT).height == 0


def test_a_cell_named_twice_is_refused() -> None:
    with pytest.raises(ValueError, match="twice"):
        hide(pl.concat([_cells(group=(9, 0))] * 2), LAYOUT)


def test_a_tree_of_one_level_has_its_total_above_it() -> None:
    assert under(["a", "b", None], None) == {"a": None, "b": None}


@pytest.mark.parametrize(
    "asked",
    [
        {},
        {"units": ("north",), "programmes": ("safety",), "country": None, "group": None},
        {"since": date(2026, 2, 1), "until": date(2026, 2, 28)},
        {"since": date(2024, 2, 1), "until": date(2024, 2, 29)},
        {"since": date(2026, 4, 1), "until": date(2026, 6, 30)},
        {"since": date(2026, 1, 1), "until": date(2026, 12, 31)},
    ],
)
def test_trees_may_be_asked(asked: dict[str, Any]) -> None:
    refuse_narrow(asked)


@pytest.mark.parametrize(
    ("asked", "named"),
    [
        ({"units": ("north", "south")}, "units"),
        ({"programmes": ("safety", "sales")}, "programmes"),
        ({"country": "FR"}, "country"),
        ({"group": "my ten people"}, "group"),
        ({"since": date(2026, 2, 1), "until": date(2026, 2, 27)}, "since"),
        ({"since": date(2026, 2, 2), "until": date(2026, 2, 28)}, "since"),
        ({"since": date(2026, 2, 1), "until": date(2026, 3, 31)}, "since"),
        ({"since": date(2026, 2, 1), "until": date(2026, 4, 30)}, "since"),
        ({"since": date(2026, 2, 1)}, "since"),
        ({"until": date(2026, 2, 28)}, "since"),
    ],
)
def test_what_is_narrower_is_refused_by_name(asked: dict[str, Any], named: str) -> None:
    with pytest.raises(Forbidden, match=named):
        refuse_narrow(asked)


def lattice(seed: int) -> dict[tuple[Any, ...], int]:
    """Nine teams of three subsidiaries of a group, and how many were there in a month, one of its weeks, one day."""
    chance = random.Random(seed)  # noqa: S311  # any numbers will do
    values: dict[tuple[Any, ...], int] = {}
    for team in range(9):
        most = chance.randrange(3, 14)
        for part in PARTS:
            values[f"team {team}", part] = most
            most = chance.randrange(most + 1)
    for part in PARTS:
        for place in range(3):
            teams = sum(values[f"team {team}", part] for team in range(place, 9, 3))
            values[f"subsidiary {place}", part] = teams + chance.randrange(3)
        values["group", part] = sum(values[f"subsidiary {place}", part] for place in range(3))
    return values


PARTS = {"month": None, "week": "month", "day": "week"}
TREE = {f"team {team}": f"subsidiary {team % 3}" for team in range(9)} | {
    f"subsidiary {one}": "group" for one in range(3)
}


def hidden() -> list[list[tuple[Any, ...]]]:
    parts = {part: whole for part, whole in PARTS.items() if whole}
    return [sorted(suppressed(lattice(seed), (TREE, parts), K)) for seed in range(40, 60)]


def test_the_same_is_hidden_in_every_run() -> None:
    """Two answers, one before and one after a restart, can be played against each other if they hide differently."""
    root = Path(__file__).parents[2]
    asked = "from tests.analytics.test_privacy import hidden; print(hidden())"
    told = [
        subprocess.run(
            [sys.executable, "-c", asked],
            cwd=root,
            env={**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": str(root)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed in "12"
    ]
    assert told[0] == told[1]
