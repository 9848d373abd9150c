"""What the way from one page to another keeps of what was chosen."""

from typing import Any

import pytest

from dashboards.filters import Filters, read
from dashboards.i18n import Words
from dashboards.pages.page import Page
from dashboards.site import PAGES, kept, page_at, pages_of

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
