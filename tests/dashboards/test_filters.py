"""The filters of a page: what an address means, for whom, and what becomes of it when a control is touched."""

from dataclasses import replace
from datetime import date

import polars as pl
import pytest

from analytics.privacy import refuse_narrow
from analytics.scope import EVERYONE, Reader
from dashboards.components.choosing import _tree, changed, period_name, with_chosen
from dashboards.filters import CUSTOM, Filters, calendar, calendar_periods, last_quarter, read
from dashboards.i18n import Words
from lrs.errors import BadRequest, Forbidden, Refusal
from lrs.organisation.french import french

TOTALS = Reader(None, sees_people=False)


@pytest.mark.parametrize(
    ("period", "since", "until"),
    [
        ("2026", date(2026, 1, 1), date(2026, 12, 31)),
        ("2026-Q1", date(2026, 1, 1), date(2026, 3, 31)),
        ("2026-Q4", date(2026, 10, 1), date(2026, 12, 31)),
        ("2024-02", date(2024, 2, 1), date(2024, 2, 29)),
        ("2026-12", date(2026, 12, 1), date(2026, 12, 31)),
    ],
)
def test_a_period_of_the_calendar_is_whole(period: str, since: date, until: date) -> None:
    assert calendar(period) == (since, until)
    assert read(f"?period={period}").scope().since == since


@pytest.mark.parametrize("period", ["2026-13", "2026-Q5", "26", "next", "2026-1", "0000", "9999"])
def test_what_is_no_period_is_refused(period: str) -> None:
    with pytest.raises(BadRequest, match="period"):
        read(f"?period={period}")


def test_readers_of_totals_are_offered_only_what_they_may_ask() -> None:
    for period in calendar_periods(date(2026, 1, 31)):
        since, until = calendar(period)
        refuse_narrow({"since": since, "until": until})
    usual = read("", TOTALS)
    assert usual.search() == ""
    refuse_narrow(dict(zip(("since", "until"), usual.days(), strict=True)))


@pytest.mark.parametrize(
    ("today", "quarter"),
    [(date(2026, 1, 1), "2025-Q4"), (date(2026, 4, 1), "2026-Q1"), (date(2026, 12, 31), "2026-Q3")],
)
def test_the_last_quarter_is_over(today: date, quarter: str) -> None:
    assert last_quarter(today) == quarter
    assert calendar(quarter)[1] < today


def test_an_address_says_what_was_chosen_and_means_it_again() -> None:
    chosen = Filters(period="28d", units=("Group > Water", "A & B"), programmes=("x",), modality="video", country="FR")
    assert read(chosen.search()) == chosen
    assert "unit=Group" in chosen.search()
    scope = read(chosen.search()).scope()
    assert (scope.units, scope.programmes, scope.modality, scope.country) == (chosen.units, ("x",), "video", "FR")


def test_of_two_units_a_reader_of_totals_has_the_one_chosen_last() -> None:
    given = {"units": ["a", "b"]}
    assert changed(Filters(units=("a",)), "units", given, totals=True).units == ("b",)
    assert changed(Filters(units=("a",)), "units", given, totals=False).units == ("a", "b")


def test_own_days_begin_with_those_that_were_shown() -> None:
    now = Filters(period="2026-Q3")
    own = changed(now, "period", {"period": CUSTOM}, totals=False)
    assert (own.since, own.until) == (date(2026, 7, 1), date(2026, 9, 30))
    later = changed(own, "days", {"days": ["2026-07-05", "2026-07-06"]}, totals=False)
    assert (later.since, later.until) == (date(2026, 7, 5), date(2026, 7, 6))
    assert changed(later, "days", {"days": ["2026-07-05", None]}, totals=False) == later
    assert changed(later, "reset", {}, totals=False) == Filters()


def test_units_stand_under_each_other_as_far_as_they_are_seen() -> None:
    rows = [("group", "Group", None), ("w", "Water", "group"), ("n", "North", "w"), ("e", "Energy", "group")]
    found = pl.DataFrame(
        [{"value": key, "title_en": title, "parent": parent} for key, title, parent in rows],
        schema={"value": pl.String, "title_en": pl.String, "parent": pl.String},
    )
    told = [(one["label"], one["depth"]) for one in _tree(found, "title_en", Words("en"))]
    assert told == [("Group and below", 0), ("Energy", 1), ("Water and below", 1), ("North", 2)]
    seen = found.filter(pl.col("value").is_in(["w", "n"]))
    assert [(one["label"], one["depth"]) for one in _tree(seen, "title_en", Words("en"))] == [
        ("Water and below", 0),
        ("North", 1),
    ]


def test_a_period_has_a_name_in_each_language() -> None:
    en, fr = Words("en"), Words("fr")
    assert [period_name(one, en) for one in ("90d", "2026", "2026-Q3", "2026-10")] == [
        "Last 90 days",
        "2026",
        "Q3 2026",
        "October 2026",
    ]
    assert period_name("2026-10", fr) == "octobre 2026"


@pytest.mark.parametrize("reader", [EVERYONE, Reader(sees_people=False)])
@pytest.mark.parametrize(
    ("search", "period"),
    [
        ("?period=year&since=2025-01-01", "2025"),
        ("?period=quarter&since=2025-04-01", "2025-Q2"),
        ("?period=month&since=2025-11-01", "2025-11"),
    ],
)
def test_a_period_of_the_calendar_named_by_its_first_day_is_the_same_for_every_reader(
    reader: Reader, search: str, period: str
) -> None:
    found = read(search, reader)
    assert found.period == period
    assert found == read(f"?period={period}", reader)


def test_a_reader_of_totals_keeps_to_their_own_zone() -> None:
    """A month in Paris less the same in Kiritimati is who learned in those few hours."""
    with pytest.raises(Forbidden, match="zone: your role sees totals only, by the months of Europe/Paris"):
        read("?period=2026-05&zone=Pacific/Kiritimati", TOTALS, "Europe/Paris")
    assert read("?period=2026-05&zone=Europe/Paris", TOTALS, "Europe/Paris").zone == "Europe/Paris"
    assert read("?period=2026-05&zone=Pacific/Kiritimati", EVERYONE, "Europe/Paris").zone == "Pacific/Kiritimati"


@pytest.mark.parametrize(
    "search",
    [
        "?period=26",
        "?since=32",
        "?since=1800-01-01",
        "?since=2026-02-01&until=2026-01-01",
        "?grain=hour",
        "?zone=Mars",
        "?period=2026-05&zone=Asia/Tokyo",
        "?period=2026-05&country=FR",
        "?period=2026-05&unit=a&unit=b",
        "?since=2026-02-02",
    ],
)
def test_what_no_filter_has_is_told_in_french(search: str) -> None:
    with pytest.raises(Refusal) as refused:
        replace(read(search, TOTALS, "Europe/Paris").scope(), reader=TOTALS)
    assert french(refused.value.sentence) != refused.value.sentence


def test_a_day_that_begins_no_such_period_is_a_day() -> None:
    assert read("?period=year&since=2025-02-01") == read("?since=2025-02-01")
    assert read("?period=year&since=2025-01-01&until=2025-03-31") == read("?since=2025-01-01&until=2025-03-31")


def test_what_an_address_names_and_nobody_offers_stays_chosen() -> None:
    offered = [{"value": "water", "label": "Water", "depth": 0}]
    assert with_chosen(offered, ("water",)) == with_chosen(offered, ()) == with_chosen(offered, None) == offered
    foreign = {"value": "energy", "label": "energy", "depth": 0}
    assert with_chosen(offered, ("water", "energy")) == [*offered, foreign]
    assert with_chosen(offered, "energy") == [*offered, foreign]
