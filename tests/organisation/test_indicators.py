"""Indicators, roll-outs and draws: what is kept of them, what is wrong with them, who may draw what."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from dashboards.cli import acquis
from lrs.errors import BadRequest, Conflict, NotFound
from lrs.organisation import drawing
from lrs.organisation.keeping import keep
from lrs.store.promise import Store
from tests.organisation.conftest import BOTH, Bring, sentences

HEAD = "Indicateur;Entité;Site;Mois;Numérateur;Dénominateur;Sens;Valeur d'une unité;Devise;Source;Formations\n"
ROW = "Accidents;Lyon;;2026-03;3;12,4;baisse;8500;EUR;Assureur;SECU | ACCUEIL\n"
UNITS = ["France", "Sénégal", "Lyon"]
FAR = date(2099, 1, 5)


@BOTH
def test_figures_are_kept_as_they_were_told(store: Store, company: Bring) -> None:
    done = company("indicators", HEAD + ROW + "Accidents;Sénégal;;15/04/2026;0;;down;;;;\n", name="kpi.csv")
    assert (done.added, done.applied) == (2, True), sentences(done)
    one, two = store.organisation.rows("indicator")
    assert (one["unit"], one["month"], one["better"]) == ("Groupe > France > Lyon", date(2026, 3, 1), "down")
    assert (one["numerator"], one["denominator"], one["value"]) == (Decimal(3), Decimal("12.4"), Decimal(8500))
    assert (two["month"], two["denominator"], two["file"], two["position"]) == (
        date(2026, 4, 1),
        Decimal(1),
        "kpi.csv",
        3,
    )
    aims = store.organisation.rows("aim")
    assert [(row["indicator"], row["programme"]) for row in aims] == [("Accidents", "ACCUEIL"), ("Accidents", "SECU")]
    revision = store.organisation.revision()
    assert company("indicators", HEAD + ROW).unchanged == 1
    assert store.organisation.revision() == revision
    company("indicators", HEAD + ROW.replace("SECU | ACCUEIL", "SECU").replace(";3;", ";4;"))
    assert [row["programme"] for row in store.organisation.rows("aim")] == ["SECU"]
    assert {row["numerator"] for row in store.organisation.rows("indicator")} == {Decimal(4), Decimal(0)}


@pytest.mark.parametrize("month", ["2026-03", "3/2026", "03/2026", "2026-03-31", "31/03/2026", "2026/3"])
def test_a_month_is_written_in_many_ways(store: Store, company: Bring, month: str) -> None:
    assert company("indicators", f"KPI;Unit;Month;Count;Better\nX;Lyon;{month};1;up\n").applied
    assert store.organisation.rows("indicator")[0]["month"] == date(2026, 3, 1)


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("A;;;2026-03;1;;up;;;;", "column Entité: is empty, and so is the site: a figure is of one of the two"),
        ("A;;Brest;2026-03;1;;up;;;;", "column Site: nobody works at 'Brest'; import people first"),
        ("A;Brest;;2026-03;1;;up;;;;", "column Entité: no unit is called 'Brest'"),
        ("A;Lyon;;13/2026;1;;up;;;;", "column Mois: '13/2026' is no day or hour of the calendar"),
        ("A;Lyon;;bientôt;1;;up;;;;", "column Mois: 'bientôt' is not a date we can read"),
        ("A;Lyon;;2026-03;beaucoup;;up;;;;", "column Numérateur: 'beaucoup' is not a number"),
        ("A;Lyon;;2026-03;1;-2;up;;;;", "column Dénominateur: is below 0"),
        ("A;Lyon;;2026-03;1;;plus;;;;", "column Sens: 'plus' is not one of up, down"),
        ("Accidents;Lyon;;2026-04;1;;up;;;;", "column Sens: is up, where other rows of the indicator say down"),
        ("A;Lyon;;2026-03;1;;up;-5;EUR;X;", "column Valeur d'une unité: is below 0"),
        ("A;Lyon;;2026-03;1;;up;5;;X;", "column Devise: is empty, where there is a value"),
        ("A;Lyon;;2026-03;1;;up;5;EUR;;", "column Source: is empty, where there is a value"),
        ("A;Lyon;;2026-03;1;;up;5;USD;X;", "column Devise: no rate of USD into EUR holds on 2026-03-01"),
        ("A;Lyon;;2026-03;1;;up;;;;NULLE", "column Formations: no programme is called 'NULLE'"),
        ("Accidents;Lyon;;2026-03;1;;down;;;;", "column Mois: says the same as row 2: one of them is too many"),
    ],
)
def test_figures_that_cannot_be(store: Store, company: Bring, row: str, problem: str) -> None:
    done = company("indicators", f"{HEAD}{ROW}{row}\n")
    assert sentences(done)[0].startswith(f"row 3, {problem}"), sentences(done)
    assert (len(done.problems), store.organisation.rows("indicator")) == (1, [])


def test_a_manager_brings_the_figures_of_their_own_units_and_takes_no_aim_away(store: Store, company: Bring) -> None:
    company("indicators", HEAD + ROW)
    own = ["Groupe > France"]
    done = company("indicators", f"{HEAD}Accidents;Lyon;;2026-04;1;;baisse;;;;SECU\n", own)
    assert done.applied, sentences(done)
    assert {row["programme"] for row in store.organisation.rows("aim")} == {"SECU", "ACCUEIL"}
    for row in ("A;Sénégal;;2026-03;1;;up;;;;", "A;;Dakar;2026-03;1;;up;;;;"):
        assert not company("indicators", f"{HEAD}{row}\n", own).applied


TWICE = "Indicateur;Entité;Site;Mois;Numérateur;Dénominateur;Sens\n"
TEAM, COUNTRY = "A;Lyon;;2026-03;1;5;down\n", "A;France;;2026-03;3;9;down\n"


@pytest.mark.parametrize(
    ("kept", "file", "problem"),
    [
        ("", COUNTRY + TEAM, "row 3, column Entité: is counted already in the figure of Groupe > France (row 2)"),
        ("", TEAM + COUNTRY, "row 2, column Entité: is counted already in the figure of Groupe > France (row 3)"),
        (COUNTRY, TEAM, "row 2, column Entité: is counted already in the figure of Groupe > France (kept)"),
        (TEAM, COUNTRY, "row 2, column Entité: counts again the figure of Groupe > France > Lyon (kept)"),
        (
            COUNTRY,
            "A;Lyon;Brest;2026-03;1;5;down\n",
            "row 2, column Entité: is counted already in the figure of Groupe",
        ),
        (
            "A;;Brest;2026-03;1;5;down\n",
            "A;France;Brest;2026-03;1;5;down\n",
            "row 2, column Entité: is counted already in",
        ),
        (
            TEAM,
            "A;;Brest;2026-03;1;5;down\n",
            "row 2, column Site: counts again the figure of Groupe > France > Lyon (kept)",
        ),
        (
            TEAM,
            "A;Lyon;Brest;2026-03;1;5;down\n",
            "row 2, column Entité: is counted already in the figure of Groupe > Fra",
        ),
    ],
)
def test_nothing_is_counted_at_two_levels(store: Store, company: Bring, kept: str, file: str, problem: str) -> None:
    company("people", "Matricule;Nom;Entité;Site\nM1;Zoé;Lyon;Brest\nM3;Awa;Sénégal;Dakar\n")
    assert not kept or company("indicators", TWICE + kept).applied
    done = company("indicators", TWICE + file)
    assert sentences(done)[0].startswith(problem), sentences(done)
    assert sentences(done)[0].endswith("bring one level of a month, the other with denominator 0")
    assert len(done.problems) == 1
    assert done.problems[0].why("fr").endswith("l'autre avec un dénominateur de 0")


@pytest.mark.parametrize(
    "file",
    [
        TEAM + COUNTRY.replace("2026-03", "2026-04"),  # one level before, the other since
        TEAM + COUNTRY.replace("A;", "B;"),
        TEAM + "A;Sénégal;;2026-03;1;5;down\nA;France;Dakar;2026-03;1;5;down\n",
        TEAM + "A;;Dakar;2026-03;1;5;down\n",  # nobody of the team works there
        TEAM + COUNTRY.replace(";9;", ";0;"),
    ],
)
def test_what_counts_nothing_twice_is_kept(store: Store, company: Bring, file: str) -> None:
    company("people", "Matricule;Nom;Entité;Site\nM1;Zoé;Lyon;Brest\nM3;Awa;Sénégal;Dakar\n")
    done = company("indicators", TWICE + file)
    assert done.applied, sentences(done)


def test_a_figure_is_taken_back_for_those_below_it(store: Store, company: Bring) -> None:
    company("indicators", TWICE + COUNTRY)
    done = company("indicators", TWICE + COUNTRY.replace(";3;9;", ";0;0;") + TEAM)
    assert done.applied, sentences(done)


def test_a_manager_is_not_told_who_else_has_figures(store: Store, company: Bring) -> None:
    company("indicators", TWICE + COUNTRY)
    [told] = sentences(company("indicators", TWICE + TEAM, ["Groupe > France > Lyon"]))
    assert told.endswith("is counted already in a figure of more than your units, of the same month")


@BOTH
def test_rollouts_are_kept(store: Store, company: Bring) -> None:
    head = "Formation;Entité;Début;Source\n"
    done = company("rollouts", f"{head}SECU;France;2026-01-05;Comité\nSECU;Sénégal;2026-07-01;\n")
    assert (done.added, done.applied) == (2, True), sentences(done)
    assert company("rollouts", f"{head}SECU;France;2026-02-02;Comité\n").changed == 1
    assert {row["starts"] for row in store.organisation.rows("rollout")} == {date(2026, 2, 2), date(2026, 7, 1)}
    wrong = company(
        "rollouts", f"{head}SECU;France;2026-01-05;\nSECU;Groupe > France;2026-01-05;\nX;Rien;2026-01-05;\n"
    )
    assert [one.partition(":")[0] for one in sentences(wrong)] == [
        "row 3, column Entité",
        "row 4, column Formation",
        "row 4, column Entité",
    ]


def wish(**other: Any) -> drawing.Wish:
    return drawing.Wish(**{"programme": "SECU", "units": ["Lyon", "Sénégal"], "starts": [FAR], "waiting": 1} | other)


@BOTH
def test_an_order_is_drawn_once_and_can_be_drawn_again_by_anyone(store: Store, company: Bring) -> None:
    told = drawing.draw(store, wish(), "Awa")
    assert (told["programme"], told["who"], told["test"]) == ("SECU", "Awa", False)
    units = [one["unit"] for one in told["units"]]
    assert units == drawing.in_order(reversed(units), int(told["seed"]))
    assert [one["starts"] for one in told["units"]] == ["2099-01-05", None]
    with pytest.raises(Conflict, match="was drawn already"):
        drawing.draw(store, wish(waiting=0, starts=[FAR, date(2099, 6, 1)]), "Awa")
    keep(store, drawing.KIND, "SECU", {"seed": "1", "units": []}, "somebody who would like another order")
    assert drawing.draws(store) == [told]


def test_waves_are_as_even_as_can_be_and_chance_is_even() -> None:
    told = drawing._told(list("abcdefghi"), [FAR, date(2099, 6, 1)], 2)
    assert [one["starts"] for one in told] == ["2099-01-05"] * 4 + ["2099-06-01"] * 3 + [None] * 2
    first = [drawing.in_order("abcd", seed)[0] for seed in range(2_000)]
    assert all(400 < first.count(unit) < 600 for unit in "abcd")
    assert drawing._most_even(["x"] * 4 + ["y"] * 4) == 4
    assert drawing._most_even(["x"] * 6 + [None]) == 1


@pytest.mark.parametrize(
    ("other", "problem"),
    [
        ({"starts": [date(2026, 1, 1)]}, "starts: 2026-01-01 is not after today"),
        ({"starts": []}, "starts: a draw needs the first day"),
        ({"starts": [FAR, FAR]}, "starts: the same day stands twice"),
        ({"waiting": 0}, "starts: everybody would start at once"),
        ({"waiting": 2}, "waiting: 2 of 2 units cannot wait"),
        ({"waiting": -1}, "waiting: -1 of 2 units cannot wait"),
        ({"units": []}, "waiting: 1 of 0 units cannot wait"),
        ({"units": ["Lyon", "Lyon"]}, "units: 'Lyon' and 'Lyon' are one unit"),
        ({"units": ["Lyon", "Brest"]}, "units: no unit is called 'Brest'"),
        ({"units": UNITS}, "units: Groupe > France > Lyon is part of Groupe > France"),
        ({"starts": [FAR, date(2099, 6, 1)]}, "units: 1 are too few for 2 waves"),
    ],
)
def test_draws_that_compare_nothing(store: Store, company: Bring, other: dict[str, Any], problem: str) -> None:
    with pytest.raises(BadRequest, match=problem):
        drawing.draw(store, wish(**other), "Awa")
    assert drawing.draws(store) == []


def test_a_draw_of_nothing(store: Store, company: Bring) -> None:
    with pytest.raises(NotFound, match="none is called 'NULLE'"):
        drawing.draw(store, wish(programme="NULLE"), "Awa")


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    data = tmp_path / "data"
    for kind, text in (
        ("units", "Unit;Parent\nA;\nB;\n"),
        ("programmes", "Code;Titre\nSECU;Sécurité\n"),
    ):
        (tmp_path / f"{kind}.csv").write_text(text)
        done = CliRunner().invoke(acquis, ["import", kind, str(tmp_path / f"{kind}.csv"), "--data", str(data)])
        assert done.exit_code == 0, done.output
    return data


def test_the_command(folder: Path) -> None:
    def run(*words: str) -> Any:
        return CliRunner().invoke(acquis, ["draw", *words, "--data", str(folder)])

    asked = ["SECU", "--unit", "A", "--unit", "B", "--start", "2099-01-05", "--waiting", "1", "--by", "Awa"]
    told = run(*asked)
    assert told.exit_code == 0, told.output
    assert "SECU  drawn 20" in told.output
    assert "by Awa, seed " in told.output
    assert "a comparison, not a test" in told.output
    again = run(*asked)
    assert (again.exit_code, "was drawn already" in again.output) == (2, True)
    [kept] = json.loads(run("--json").output)
    assert {one["unit"] for one in kept["units"]} == {"A", "B"}
    assert run("SECU", "--unit", "A", "--start", "soon").exit_code == 2
