"""Whom to ask once more of those who stay silent: written down beforehand, once, and never chosen by whom it draws."""

import json
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from analytics.pairing import LAGS
from dashboards.cli import acquis
from lrs.errors import BadRequest, Conflict, NotFound
from lrs.organisation import following_up
from lrs.organisation.following_up import OPEN, Rule, is_drawn
from lrs.organisation.keeping import now
from lrs.store.promise import Store
from tests.organisation.conftest import BOTH, Bring

FAR = date(2099, 1, 5)


@BOTH
def test_a_rule_is_written_down_once_with_a_seed_nobody_chose(store: Store, company: Bring) -> None:
    told = following_up.write_down(store, Rule("SECU", unit="Lyon", one_in=3, starts=FAR), "Awa")
    assert (told["unit"], told["lag"], told["one_in"], told["starts"]) == (
        "Groupe > France > Lyon",
        "J90",
        3,
        "2099-01-05",
    )
    assert (told["who"], told["after"], int(told["seed"]) > 0) == ("Awa", 10, True)
    usual = following_up.write_down(store, Rule("SECU", unit="Sénégal"), "Zoé")
    assert usual["starts"] == str(now().date() + timedelta(days=1))
    assert usual["seed"] != told["seed"]
    assert following_up.written_down(store) == [told, usual]


@BOTH
@pytest.mark.parametrize("unit", ["Lyon", "France", None])
def test_for_the_same_people_there_is_one_rule(store: Store, company: Bring, unit: str | None) -> None:
    told = following_up.write_down(store, Rule("SECU", unit="France", starts=FAR), "Awa")
    with pytest.raises(Conflict, match=r"SECU J90 of Groupe > France was written down on 20.*; it holds"):
        following_up.write_down(store, Rule("SECU", unit=unit, one_in=5, starts=FAR), "who would like another")
    following_up.write_down(store, Rule("SECU", lag="J180", unit=unit, starts=FAR), "Awa")
    assert following_up.written_down(store)[0] == told


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"starts": date(2026, 1, 1)}, "starts: 2026-01-01 is not after today"),
        ({"lag": "J7"}, "lag: 'J7' is none of J30, J90, J180, J365"),
        ({"one_in": 0}, "one in: 0 is not between"),
        ({"one_in": 11}, "one in: 11 is not between"),
        ({"after": 0}, "after: 0 is not between 1 and 39 days"),
        ({"lag": "J30", "after": 10}, "after: 10 is not between 1 and 9 days"),
        ({"unit": "Brest"}, "unit: no unit is called 'Brest'"),
    ],
)
def test_rules_that_draw_nobody_or_come_late(store: Store, company: Bring, other: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadRequest, match=problem):
        following_up.write_down(store, Rule(**{"programme": "SECU", **other}), "Awa")
    with pytest.raises(NotFound, match="none is called 'NULLE'"):
        following_up.write_down(store, Rule("NULLE"), "Awa")
    assert following_up.written_down(store) == []


def test_windows_are_those_of_the_lags() -> None:
    assert {lag: high - low for lag, (low, high) in LAGS.items() if lag in OPEN} == OPEN
    assert all(days > following_up.TIME + 1 for days in OPEN.values())


def test_one_in_so_many_is_drawn_and_anyone_can_draw_again() -> None:
    people = [f"M{number}" for number in range(6_000)]
    for one_in in (1, 2, 5):
        drawn = [is_drawn(person, "71", one_in) for person in people]
        assert drawn == [is_drawn(person, "71", one_in) for person in people]
        assert sum(drawn) == pytest.approx(len(people) / one_in, rel=0.06)
    assert [is_drawn(person, "1", 2) for person in people] != [is_drawn(person, "2", 2) for person in people]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data, file = tmp_path / "data", tmp_path / "programmes.csv"
    file.write_text("Code;Titre\nSECU;Sécurité\n")
    done = CliRunner().invoke(acquis, ["import", "programmes", str(file), "--data", str(data)])
    assert done.exit_code == 0, done.output
    return data


def test_the_command(folder: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(acquis, ["follow-up", *words, "--data", str(folder)])

    assert run().output == "none\n"
    told = run("SECU", "--one-in", "3", "--start", "2099-01-05", "--by", "Awa")
    assert told.exit_code == 0, told.output
    assert told.output.startswith(
        "SECU  J90  everyone  one in 3 of those silent after 10 days, from 2099-01-05, written"
    )
    assert "by Awa, seed " in told.output
    again = run("SECU")
    assert (again.exit_code, again.output.count("\n")) == (2, 1)
    assert "SECU J90 of everyone was written down on 20" in again.output
    [kept] = json.loads(run("--json").output)
    assert (kept["one_in"], kept["unit"]) == (3, "")
    wrong = run("SECU", "--start", "soon")
    assert (wrong.exit_code, wrong.output) == (2, "acquis: start: 'soon' is not a day; write it as 2027-01-04\n")
