"""From the files of figures and roll-outs, and from a draw, through record and warehouse to the measures."""

import json
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal

import pytest

from analytics.impact import effect
from analytics.indicators import draws, indicators
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.organisation import drawing
from lrs.store.duck import DuckStore
from lrs.store.promise import Put
from tests.support.brought import following, record_of

END = Scope(until=date(2025, 12, 31))
UNITS = "ABCDEFGH"
MONTHS = [f"{2024 + at // 12}-{at % 12 + 1:02}" for at in range(24)]
FILES = {
    "units": "Unit\n" + "".join(f"{unit}\n" for unit in UNITS),
    "programmes": "Code;Titre\nSECU;Sécurité\nTRI;Tri\nACCUEIL;Accueil\n",
    "assignments": "Formation;Entité;Affectée le\nSECU;A;2024-03-01\nTRI;A;2025-01-01\nTRI;B;2025-01-01\n",
    "rollouts": "Formation;Entité;Début\n" + "".join(f"SECU;{unit};2025-01-01\n" for unit in "ABCD"),
    "currencies": "Devise;Devise de référence;Taux;Du\nUSD;EUR;0,5;01/01/2024\n",
    "indicators": "Indicateur;Entité;Mois;Nombre;Sens;Valeur d'une unité;Devise;Source;Formations\n"
    + "".join(
        f"Pannes;{unit};{month};{10 + at - 4 * (unit < 'E' and month >= '2025')};baisse;200;USD;Usine;SECU | TRI\n"
        for at, unit in enumerate(UNITS)
        for month in MONTHS
    ),
}


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> Iterator[DuckStore]:
    store = record_of(tmp_path_factory.mktemp("figures"), FILES)
    yield store
    store.close()


@pytest.fixture(scope="module")
def followed(kept: DuckStore) -> Warehouse:
    return following(kept)


def test_what_was_told_goes_before_what_rules_assign_and_money_is_told_in_one_currency(followed: Warehouse) -> None:
    told = {(row["programme"], row["design"]): row for row in effect(followed, END).to_dicts()}
    row = told["SECU", "difference"]
    assert (row["treated"], row["untreated"], row["starts"], row["headline"]) == (4, 4, date(2025, 1, 1), True)
    assert (row["effect"], row["low"], row["high"], row["p"]) == pytest.approx((-4, -4, -4, 0))
    # 4 fewer in each of 4 units, 12 months, at 200 dollars of half a euro
    assert (row["worth"], row["currency"]) == (Decimal(4 * 4 * 12 * 100), "EUR")
    assert (told["TRI", "difference"]["treated"], told["TRI", "difference"]["reason"]) == (2, "few_groups")


def test_a_figure_leads_back_to_its_row(followed: Warehouse) -> None:
    row = indicators(followed, Scope(date(2025, 12, 1), date(2025, 12, 31), units=("B",))).row(0, named=True)
    assert (row["value"], row["worth"], row["file"], row["position"]) == (7.0, Decimal(200), "indicators.csv", 49)


def test_the_draw_that_holds_is_the_first(kept: DuckStore, followed: Warehouse) -> None:
    wish = drawing.Wish("ACCUEIL", list(UNITS), [date(2099, 1, 1), date(2099, 7, 1)], 2)
    made = drawing.draw(kept, wish, "Awa")
    other = {"seed": "1", "units": [{"unit": "A", "starts": "2099-01-01"}]}
    again = {"kind": "draw", "key": "ACCUEIL", "value": json.dumps(other), "who": "somebody"}
    kept.organisation.change([Put("kept", [again | {"happened": datetime(2098, 1, 1)}])])  # noqa: DTZ001 -- UTC here
    followed.catch_up()
    told = draws(followed, END).to_dicts()
    assert [row["unit"] for row in told] == [one["unit"] for one in made["units"]]
    assert [row["starts"] and row["starts"].isoformat() for row in told] == [one["starts"] for one in made["units"]]
    assert {(row["who"], row["seed"]) for row in told} == {("Awa", made["seed"])}
    assert [row["position"] for row in told] == list(range(1, 9))
