"""The investment report: what it says to whom, as a file, as a page's elements, and as a workbook."""

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from xml.etree import ElementTree as ET

import polars as pl
import pytest
from dash.development.base_component import Component
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.scope import Reader, Scope
from dashboards.i18n import Words
from dashboards.reports import learning
from dashboards.reports.answer import answer
from dashboards.reports.document import document
from dashboards.reports.drawing import steps
from dashboards.reports.facts import Facts
from dashboards.reports.investment import report
from dashboards.reports.model import component, e, markup
from dashboards.reports.parts import said
from dashboards.reports.sheet_results import NAMES
from dashboards.reports.sheets import workbook
from tests.support.business import MADE, YEAR, business, facts_of
from tests.support.scene import Scene

TOTALS = Reader(sees_people=False)


@pytest.fixture(scope="module")
def firm() -> Iterator[Scene]:
    made = business()
    yield made
    made.close()


@pytest.fixture(scope="module", params=["en", "fr"])
def whole(request: pytest.FixtureRequest, firm: Scene) -> str:
    return document(facts_of(firm, request.param))


@pytest.fixture(scope="module")
def portfolio(firm: Scene) -> Facts:
    """What is known of all programmes: each measure is asked once."""
    return facts_of(firm)


@pytest.fixture(scope="module")
def winning(firm: Scene) -> Facts:
    """What is known of one programme: each measure is asked once."""
    return facts_of(firm, "en", None, "wins")


def test_a_file_needs_nothing_else_and_runs_nothing(whole: str) -> None:
    assert not re.search(r"<script|<link|<iframe|javascript:", whole)
    assert re.findall(r"(?:src|href)=|url\(|@import", whole) == []
    elements = list(ET.fromstring(whole.partition("\n")[2]).iter())  # noqa: S314  # our own text
    policy = next(one for one in elements if one.get("http-equiv"))
    assert "default-src 'none'" in policy.attrib["content"]
    assert not [name for element in elements for name in element.attrib if name.startswith("on")]


def test_hostile_text_is_only_text(whole: str) -> None:
    assert "&lt;script&gt;alert(1)" in whole


def test_the_portfolio_says_who_wins_and_who_loses(portfolio: Facts) -> None:
    told = document(portfolio)
    assert "<strong>1</strong> pays, <strong>1</strong> does not pay" in told
    assert "<strong>Losing on screen</strong> loses most: €8,629" in told


def test_programmes_that_are_hidden_are_counted_too(portfolio: Facts) -> None:
    """Else those that pay, do not, and the rest would not add up to all there are."""

    def ask(measure: Any, scope: Scope, **options: Any) -> pl.DataFrame:
        told = portfolio.ask(measure, scope, **options)
        hidden = pl.when(pl.int_range(pl.len()) >= 2).then("column").alias("column")
        return told.with_columns(hidden) if measure == "decision" else told

    assert "<strong>2</strong> are hidden" in document(replace(portfolio, ask=ask))


def test_one_programme_is_told_against_its_alternative(firm: Scene) -> None:
    told = document(facts_of(firm, "en", None, "loses"))
    assert "<strong>Losing on screen: does not pay.</strong>" in told
    assert "It is cheaper" not in told


def test_every_amount_is_that_of_its_measure(winning: Facts) -> None:
    one, told = winning, document(winning)
    for name in ("cost", "cash", "alternative", "saving", "npv", "eac"):
        assert one.money(one.whole[name]) in told, name
    assert "ledger.csv:2" in told  # every line opens into its file and row


def test_readers_of_totals_are_told_no_line(firm: Scene) -> None:
    one = facts_of(firm, "en", TOTALS)
    told = document(one)
    assert "ledger.csv" not in told
    assert "Your role is told totals" in told
    assert "ledger.csv" not in text_of(workbook(one))


def test_who_sees_one_unit_is_told_of_no_other(firm: Scene) -> None:
    told = document(facts_of(firm, "en", Reader(("b",))))
    assert "Only for a" not in told
    assert "Only for a" in [row["title_en"] for row in facts_of(firm, "en", Reader(("a",))).programmes]


def test_an_empty_ledger_says_what_is_missing() -> None:
    empty = Scene()
    told = document(facts_of(empty))
    assert "the ledger has no cost of it" in told
    assert "acquis import costs" in told
    assert zipfile.is_zipfile(io.BytesIO(workbook(facts_of(empty, "fr"))))
    empty.close()


def test_a_page_shows_the_same_with_drawings_as_images(winning: Facts) -> None:
    shown = component(report(winning))
    drawings = [one for one in shown._traverse() if getattr(one, "_type", "") == "Img"]
    assert [one.alt for one in drawings] == [
        "Cost, alternative and benefits, each with its range",
        "Total cost of both by number of learners",
    ]
    assert all(isinstance(one, Component | str | int | float) for one in shown._traverse())


@given(st.text(max_size=30))
@settings(max_examples=50)
def test_no_text_becomes_markup(text: str) -> None:
    assert "".join(map(str, said("{x}", x=text))) == text
    drawn = markup(e("p", text, cls=text))
    assert drawn.count("<") == 2
    assert drawn.count('"') == 2 + text.count('"')


def test_axes_have_few_round_numbers() -> None:
    assert steps(0) == [0.0]
    assert steps(40) == [0, 10, 20, 30, 40]
    assert steps(61_500) == [0, 20_000, 40_000, 60_000]


# The workbook -------------------------------------------------------------------------------------------------------

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def text_of(book: bytes) -> str:
    with zipfile.ZipFile(io.BytesIO(book)) as parts:
        return "\n".join(parts.read(name).decode() for name in parts.namelist())


def test_results_are_formulas_that_show_what_the_measures_told(winning: Facts) -> None:
    one = winning
    with zipfile.ZipFile(io.BytesIO(workbook(one))) as parts:
        sheet = ET.fromstring(parts.read("xl/worksheets/sheet1.xml"))  # noqa: S314  # our own file
    cells = [cell for cell in sheet.iter(f"{SHEET}c") if cell.find(f"{SHEET}f") is not None]
    known = [one.whole[name] for name in NAMES if one.whole[name] is not None]
    assert [float(cell.findtext(f"{SHEET}v") or "nan") for cell in cells] == [float(value) for value in known]
    assert len(known) > 20


def test_text_is_no_formula(portfolio: Facts) -> None:
    told = text_of(workbook(portfolio))
    assert "=HYPERLINK" in told
    assert not re.search(r"<f>[^<]*HYPERLINK", told)


def test_simulations_are_labelled_as_not_recalculated(portfolio: Facts) -> None:
    assert "Not recalculated" in text_of(workbook(portfolio))
    assert "Non recalcul" in text_of(workbook(replace(portfolio, words=Words("fr"))))


def test_no_period_that_is_none() -> None:
    assert Facts(lambda *_: None, Words("en"), Scope(since=date(2024, 1, 1)), MADE).period() == "since 1 January 2024"  # type: ignore[arg-type, return-value]  # nothing is asked


def test_readers_of_totals_are_told_that_amounts_are_rounded_and_nobody_else_is(firm: Scene) -> None:
    told = markup(answer(facts_of(firm, "en", TOTALS)))
    assert "so that nobody can be recognised" in told
    assert "nobody can be recognised" not in markup(answer(facts_of(firm)))


def test_what_a_return_is_of_is_said_and_what_firm_evidence_makes_of_it(portfolio: Facts, winning: Facts) -> None:
    """Claims are part of the portfolio's benefits: 48,000 of 118,000 is firm; of the winning programme, all is."""
    told = portfolio.whole
    assert told["roi_proven"] == pytest.approx(float(100 * (48_000 - told["cost"]) / told["cost"]))
    text = document(portfolio)
    assert "on firm evidence alone (fully loaded)" in text
    assert f"on firm evidence alone {portfolio.percent(told['roi_proven'])}" in text
    assert "Net present value (cash, without learners&#x27; time)" in text or "(cash, without learners' time)" in text
    assert winning.whole["roi_proven"] is None
    assert "on firm evidence alone" not in document(winning)


def test_where_few_answered_what_may_be_kept_comes_first_and_the_tests_are_named() -> None:
    row = {"share": 0.6, "low": 0.5, "high": 0.7, "n": 40, "learners": 20, "supervised": True, "basis": "items"}
    row |= {"bound_low": 0.2, "bound_high": 0.9, "bounds_first": True}

    def facts(found: dict[str, object]) -> Facts:
        return Facts(lambda *_, **__: pl.DataFrame([found]), Words("en"), YEAR, MADE)

    told = learning._known(facts(row))
    assert told[:3] == [
        "Still known 90 days later, in supervised tests",
        "20 to 90%",
        "60% of those who answered, 50 to 70%; few did",
    ]
    assert learning._known(facts(row | {"bounds_first": False, "supervised": False}))[:3] == [
        "Still known 90 days later, in unsupervised tests",
        "60%",
        "50 to 70%",
    ]
