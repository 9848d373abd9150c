"""What the way from one page to another keeps of what was chosen."""

from typing import Any

import pytest

from analytics.warehouse import Warehouse
from dashboards.filters import MANY, ONE, Filters, read
from dashboards.i18n import Words
from dashboards.pages import people, programmes
from dashboards.pages.engagement_facts import Facts
from dashboards.pages.page import Page
from dashboards.pages.page import Site as Pages
from dashboards.pages.people import frame
from dashboards.site import PAGES, kept, page_at, pages_of, readable
from lrs.organisation import accounts
from tests.dashboards.conftest import Site

WORDS = Words("en")


def page(path: str) -> Page:
    found = page_at(path)
    assert found is not None
    return found


def controls(one: Page) -> set[str]:
    """The fields that a layout has controls for: what can be chosen in its bar of filters."""
    parts: Any = one.layout(WORDS)._traverse()
    bars = [part for part in parts if getattr(part, "className", None) == "filters"]
    within = [part for bar in bars for part in bar._traverse() if type(part).__name__.endswith("Select")]
    return {part.id.rpartition("-")[2] for part in within}


@pytest.mark.parametrize("one", PAGES, ids=lambda one: f"{one.path} {one.title}")
def test_a_page_says_of_its_filters_what_its_layout_shows(one: Page) -> None:
    assert set(one.fields) == controls(one)


def test_the_way_to_a_page_keeps_what_it_has_controls_for_and_nothing_else() -> None:
    times = ["period", "since", "until"]
    links = [page(path) for path in ("/", "/people", "/people/at-risk", "/modalities", "/decision", "/simulator")]
    engagement, people, at_risk, modalities, decision, simulator = kept(page("/"), links, totals=False)
    assert engagement == [*times, "unit", "programme", "modality", "country", "language", "device", "group", "course"]
    assert people[:7] == [*times, "unit", "programme", "modality", "country"]
    assert not {"language", "device", "course"} & {*people, *modalities}
    assert at_risk[:4] == ["unit", "programme", "modality", "country"]
    assert not {*times} & {*at_risk}
    assert modalities[:4] == [*times, "unit"]
    assert not {"programme", "modality", "country"} & {*modalities}
    assert decision == times
    assert simulator == []


def test_what_another_kind_of_page_is_asked_is_not_taken_for_filters() -> None:
    links = [page("/"), page("/people")]
    for path in ("/tools/statements", "/simulator", "/setup", "/nowhere"):
        assert kept(page_at(path), links, totals=False) == [[], []]


def test_a_learners_page_has_no_filters_and_hands_on_those_it_was_reached_with() -> None:
    assert page("/people/p-0042").fields == ()
    assert kept(page("/people/p-0042"), [page("/costs")], totals=False)[0][:4] == ["period", "since", "until", "unit"]


def test_readers_of_totals_keep_what_they_may_choose() -> None:
    links = [one for one in pages_of("executive") if one.listed]
    names = {name for each in kept(page("/retention"), links, totals=True) for name in each}
    assert names == {"period", "since", "until", "unit", "programme"}


def test_names_are_those_of_the_address() -> None:
    """An address of all that pages keep is read as filters, with nothing besides."""
    names = {name for each in kept(page("/"), PAGES, totals=False) for name in each}
    chosen = read("?" + "&".join(f"{name}=2026-03-01" for name in names - {"period"}))
    assert chosen.more == ()
    assert chosen.units == chosen.programmes == ("2026-03-01",)
    assert read("?" + "&".join(f"{name}=28d" for name in names & {"period"})) == Filters(period="28d")


@pytest.mark.parametrize(
    ("search", "role", "reads"),
    [
        ("", "group", True),
        ("?period=28d&unit=Group&country=FR", "group", True),
        ("?period=soon", "group", False),
        ("?since=2026-13-01&unit=Group", "group", False),
        ("?since=2026-03-02&until=2026-03-01", "group", False),
        ("?period=2026-Q1", "executive", True),
        ("?period=2026-Q1&unit=Group", "executive", True),
        ("?period=90d", "executive", False),  # not of the calendar
        ("?country=FR", "executive", False),
        ("?unit=nowhere", "executive", False),
        ("?unit=Group&unit=Group+%3E+Water", "executive", False),
    ],
)
def test_of_an_address_that_cannot_be_read_nothing_is_carried_on(
    site: Site, search: str, role: str, *, reads: bool
) -> None:
    found = accounts.account(site.store, f"{role}@example.org")
    assert found is not None
    warehouse = Warehouse(site.store)
    warehouse.catch_up()
    pages = Pages(warehouse, lambda: WORDS, str, lambda: found, site.app.extensions["acquis"])
    assert readable(pages, search) is reads


def test_the_pages_about_people_keep_what_each_has_controls_for() -> None:
    links: Any = frame.between(read("?unit=a&language=fr"), "/people/statements", WORDS).children
    told = {link.href.partition("?")[0]: link for link in links}
    assert told["/people"].href == "/people?unit=a"
    assert told["/people/statements"].href == "/people/statements?unit=a&language=fr"
    assert [path for path, link in told.items() if link.className == "way on"] == ["/people/statements"]


def test_filters_are_kept_within_what_a_page_has_controls_for() -> None:
    chosen = read("?period=28d&unit=a&programme=b&country=FR&language=fr&device=phone&course=c&group=g&modality=video")
    assert chosen.within((*MANY, *ONE)) == chosen
    assert chosen.within(people.FIELDS).search() == "?period=28d&unit=a&programme=b&modality=video&group=g&country=FR"
    assert chosen.within(programmes.FIELDS).search() == "?period=28d&unit=a&programme=b&modality=video&group=g"
    assert chosen.within(("period",)).search() == "?period=28d"


@pytest.mark.parametrize(
    ("search", "path", "leads"),
    [
        ("?unit=a&country=FR", "/people", True),
        ("?language=fr", "/people", False),
        ("?device=phone", "/people", False),
        ("?course=c", "/people", False),
        ("?modality=video", "/programmes", True),
        ("?country=FR", "/programmes", False),
    ],
)
def test_a_number_leads_to_a_list_that_shows_every_filter_it_is_of(search: str, path: str, *, leads: bool) -> None:
    facts = Facts(None, read(search), WORDS, "light")  # type: ignore[arg-type]  # asks no measure
    assert facts.way("Who they are", path, show="active") == (
        ("Who they are", f"{path}{search}&show=active") if leads else None
    )
