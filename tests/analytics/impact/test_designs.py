"""The design is fixed by who got it when and which months have figures: nothing else is known where it is fixed."""

from collections.abc import Iterable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.designs import (
    CRITERIA,
    DECIDED,
    LADDER,
    REASONS,
    Design,
    designs,
    headline,
)
from analytics.panel import Group, Place, month, number

JANUARY = number(date(2025, 1, 1))
START, MIDDLE = date(2025, 1, 1), date(2025, 1, 15)


def groups(treated: int, untreated: int, before: int = 12, after: int = 12, starts: date = START) -> list[Group]:
    months = range(JANUARY - before, JANUARY + after)
    had = [group(f"t{at}", starts, months) for at in range(treated)]
    return [*had, *(group(f"u{at}", None, months) for at in range(untreated))]


def group(key: str, starts: date | None, *places: Iterable[int]) -> Group:
    """Return a group by the months its places report in."""
    return Group(key, starts, tuple(Place(f"{key}.{at}", frozenset(months)) for at, months in enumerate(places)))


def chosen(decided: str | None, given: list[Group]) -> Design | None:
    return next((one for one in designs(decided, given) if one.chosen), None)


@pytest.mark.parametrize(
    ("decided", "sizes", "design", "is_headline"),
    [
        ("draw", (4, 4, 3, 3), "waitlist", True),
        ("draw", (4, 3, 24, 24), "series", True),
        ("draw", (4, 3, 11, 24), "waitlist", False),
        ("rule", (4, 4, 3, 3), "difference", True),
        ("rule", (5, 3, 12, 6), "series", True),
        ("rule", (3, 9, 12, 6), "series", True),
        ("rule", (1, 9, 11, 12), "difference", False),
        ("rule", (1, 9, 12, 5), "difference", False),
        ("rule", (9, 0, 11, 6), "trend", False),
        ("uptake", (9, 9, 11, 6), "difference", False),
        ("uptake", (9, 9, 12, 6), "series", True),
        ("live", (9, 0, 12, 6), "series", True),
        ("live", (9, 0, 6, 3), "trend", False),
    ],
)
def test_the_first_criterion_that_holds_is_the_design(
    decided: str, sizes: tuple[int, int, int, int], design: str, *, is_headline: bool
) -> None:
    found = chosen(decided, groups(*sizes))
    assert found is not None
    assert (found.name, headline(found)) == (design, is_headline)
    assert (len(found.treated), found.decided) == (sizes[0], decided)


@pytest.mark.parametrize(
    ("decided", "given_", "reasons"),
    [
        ("rule", groups(9, 0), {"difference": "no_untreated", "series": None}),
        ("rule", groups(3, 4), {"difference": "few_groups"}),
        ("uptake", groups(5, 5), {"difference": "not_decided"}),
        ("rule", groups(4, 4, 2), {"difference": "few_before", "series": "few_before", "trend": "few_before"}),
        ("rule", groups(4, 4, 12, 2), {"difference": "few_after", "series": "few_after", "trend": "few_after"}),
        ("rule", [], {"difference": "no_places", "series": "no_places"}),
        ("rule", [group("t", START, ())], {"difference": "no_figures", "series": "no_figures"}),
        (None, groups(0, 5), {"difference": "no_start", "trend": "no_start"}),
    ],
)
def test_what_cannot_be_computed_says_why(
    decided: str | None, given_: list[Group], reasons: dict[str, str | None]
) -> None:
    found = {one.name: one.reason for one in designs(decided, given_)}
    assert found.items() >= reasons.items()
    assert all(reason is None or reason in REASONS for reason in found.values())


def test_a_month_that_it_began_in_is_on_neither_side() -> None:
    found = chosen("rule", groups(4, 4, starts=MIDDLE))
    assert found is not None
    assert (month(found.before[-1]), month(found.after[0])) == (date(2024, 12, 1), date(2025, 2, 1))


def test_waves_are_compared_with_those_that_still_wait() -> None:
    """Four waves of two: at the second, four have it and four wait, until the third begins."""
    months = range(JANUARY - 12, JANUARY + 24)
    waves = [date(2025, 1 + 3 * at, 1) for at in range(4)]
    given_ = [group(f"{at}{one}", starts, months) for at, starts in enumerate(waves) for one in "ab"]
    found = chosen("draw", given_)
    assert found is not None
    assert found.name == "waitlist"
    assert found.treated == ("0a", "0b", "1a", "1b")
    assert found.untreated == ("2a", "2b", "3a", "3b")
    assert [month(one) for one in (found.before[-1], found.after[0], found.after[-1])] == [
        date(2024, 12, 1),
        date(2025, 4, 1),
        date(2025, 6, 1),
    ]


def test_a_group_with_gaps_is_left_out_and_a_month_somebody_lacks_too() -> None:
    whole = groups(4, 5)
    months = range(JANUARY - 12, JANUARY + 12)
    torn = group("torn", None, months[:10:2])
    short = group("short", None, {*months} - {JANUARY - 2})
    found = chosen("rule", [*whole, torn, short])
    assert found is not None
    assert "torn" not in found.untreated
    assert found.left == ("torn.0",)
    assert "short" in found.untreated
    assert JANUARY - 2 not in found.before


YEARS = range(JANUARY - 12, JANUARY + 12)


def countries(*other: Iterable[int]) -> list[Group]:
    """Return ten countries of two teams, five with it; the second teams of the first report as told."""
    told = [*other, *[YEARS] * (10 - len(other))]
    return [group(f"c{at}", START if at < 5 else None, YEARS, months) for at, months in enumerate(told)]


STOPS, STARTS, SKIPS = range(JANUARY - 12, JANUARY), range(JANUARY, JANUARY + 12), {*YEARS} - {JANUARY + 3}


@pytest.mark.parametrize("changed", [STOPS, STARTS, range(0), {*YEARS} - {JANUARY + 3, JANUARY + 5}])
def test_a_place_counts_in_every_month_or_in_none(changed: Iterable[int]) -> None:
    found = chosen("rule", countries(changed))
    assert found is not None
    assert (found.name, found.treated, len(found.places)) == ("difference", ("c0", "c1", "c2", "c3", "c4"), 19)
    assert found.left == (("c0.1",) if changed else ())  # who never reports is no place
    assert (len(found.before), len(found.after)) == (12, 12)


def test_a_month_one_place_skips_is_left_out_for_all() -> None:
    found = chosen("rule", countries(SKIPS))
    assert found is not None
    assert (len(found.places), found.left, JANUARY + 3 in found.after, len(found.after)) == (20, (), False, 11)


def test_the_months_that_are_skipped_most_are_left_out_then_the_places_that_still_skip_one() -> None:
    skips = [{*YEARS} - {JANUARY - 12 + at} for at in (0, 1, 2, 3, 0, 1, 2)]  # the fourth month by one place only
    found = chosen("rule", countries(*skips))
    assert found is not None
    assert (found.left, len(found.before), len(found.places)) == (("c3.1",), 9, 19)


@pytest.mark.parametrize("changed", [STOPS, STARTS])
def test_too_many_places_that_stop_or_start_compare_nothing(changed: range) -> None:
    told = designs("rule", countries(*[changed] * 5))
    assert {one.name: one.reason for one in told} == dict.fromkeys(("difference", "series", "trend"), "places_left")
    assert not any(one.chosen or one.computable for one in told)
    assert {len(one.left) for one in told} == {5}


def test_whole_groups_that_fall_silent_are_places_left_out() -> None:
    silent = [group(f"s{at}", START, STOPS) for at in range(3)]
    compared, *_ = designs("rule", [*groups(6, 6), *silent])
    assert (compared.reason, compared.left) == ("places_left", ("s0.0", "s1.0", "s2.0"))


def test_what_is_compared_ends_before_too_many_fall_silent_and_begins_when_enough_report() -> None:
    found = chosen("rule", countries(*[range(JANUARY - 5, JANUARY + 7)] * 5))
    assert found is not None
    assert (found.name, len(found.places), found.left) == ("difference", 20, ())
    assert (len(found.before), len(found.after)) == (5, 7)


MONTHS = st.frozensets(st.integers(JANUARY - 30, JANUARY + 30), max_size=60) | st.builds(
    lambda begin, length: frozenset(range(JANUARY + begin, JANUARY + begin + length)),
    st.integers(-30, 0),
    st.integers(0, 60),
)
GROUPS = st.lists(
    st.builds(
        lambda key, starts, places: group(key, starts, *places),
        st.uuids().map(str),
        st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        st.lists(MONTHS, max_size=3),
    ),
    max_size=12,
    unique_by=lambda one: one.key,
)


@settings(max_examples=40)
@given(st.sampled_from([*DECIDED, None]), GROUPS)
def test_whoever_got_it_when(decided: str | None, given_: list[Group]) -> None:
    told = designs(decided, given_)
    assert {one.name for one in told} <= LADDER.keys()
    assert sum(one.chosen for one in told) <= 1
    by_key = {one.key: one for one in given_}
    for one in told:
        assert one.computable or one.reason is not None or not one.treated
        reports = {place.key: place.months for own in by_key.values() for place in own.places}
        assert not one.computable or all({*one.before, *one.after} <= reports[key] for key in one.places)
        assert not one.computable or {key.rpartition(".")[0] for key in one.places} == {*one.treated, *one.untreated}
        assert not set(one.left) & set(one.places)
        for key in one.treated:
            first, last = by_key[key].first_after, by_key[key].last_before
            assert first is not None
            assert last is not None
            assert not one.computable or (one.after[0] >= first and one.before[-1] <= last)
        for key in one.untreated:
            last = by_key[key].last_before
            assert last is None or not one.computable or one.after[-1] <= last
    picked = next((one for one in told if one.chosen), None)
    assert picked is None or any(one.design == picked.name for one in CRITERIA)
