"""The design is fixed by who got it when and which months have figures: nothing else is known where it is fixed."""

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
    Group,
    designs,
    headline,
    month,
    number,
)

JANUARY = number(date(2025, 1, 1))
START, MIDDLE = date(2025, 1, 1), date(2025, 1, 15)


def groups(treated: int, untreated: int, before: int = 12, after: int = 12, starts: date = START) -> list[Group]:
    months = frozenset(range(JANUARY - before, JANUARY + after))
    had = [Group(f"t{at}", starts, months) for at in range(treated)]
    return [*had, *(Group(f"u{at}", None, months) for at in range(untreated))]


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
        ("rule", [], {"difference": "no_figures", "series": "no_figures"}),
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
    months = frozenset(range(JANUARY - 12, JANUARY + 24))
    waves = [date(2025, 1 + 3 * at, 1) for at in range(4)]
    given_ = [Group(f"{at}{one}", starts, months) for at, starts in enumerate(waves) for one in "ab"]
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
    months = sorted(whole[0].months)
    torn = Group("torn", None, frozenset(months[:10:2]))
    short = Group("short", None, frozenset(months) - {JANUARY - 2})
    found = chosen("rule", [*whole, torn, short])
    assert found is not None
    assert "torn" not in found.untreated
    assert "short" in found.untreated
    assert JANUARY - 2 not in found.before


GROUPS = st.lists(
    st.builds(
        Group,
        st.uuids().map(str),
        st.none() | st.dates(date(2024, 1, 1), date(2026, 12, 31)),
        st.frozensets(st.integers(JANUARY - 30, JANUARY + 30), max_size=60),
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
        for key in (*one.treated, *one.untreated):
            assert set(one.before) | set(one.after) <= by_key[key].months or not one.computable
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
