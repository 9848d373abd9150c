from datetime import date, timedelta
from typing import Any

import numpy as np
import polars as pl
import pytest

from analytics.statistics import GAPS, SPELLS, gaps, last_before_silence, silence_threshold, spells

CUT_OFF = date(2026, 6, 30)
START = date(2026, 1, 1)


def _days(**people: list[int]) -> pl.DataFrame:
    rows = [(person, START + timedelta(days=day)) for person, days in people.items() for day in days]
    return pl.DataFrame(rows, schema={"person": pl.String, "day": pl.Date}, orient="row")


def _numbered(days: pl.DataFrame) -> pl.DataFrame:
    return days.with_columns(person=pl.col("person").rank("dense").cast(pl.Int64))


def test_silences_end_or_are_still_open() -> None:
    told = gaps(_numbered(_days(a=[0, 3, 3, 10], b=[5])), START + timedelta(days=20))
    assert told.schema == GAPS
    assert told.rows() == [(1, 3, True), (1, 7, True), (1, 10, False), (2, 15, False)]
    assert gaps(_numbered(_days(a=[0, 30])), START + timedelta(days=20)).rows() == [(1, 20, False)]


def _worked(returns: list[int], gone: int, open_days: int = 400) -> pl.DataFrame:
    rows = [(at, days, True) for at, days in enumerate(returns)]
    rows += [(len(returns) + at, open_days, False) for at in range(gone)]
    return pl.DataFrame(rows, schema=GAPS, orient="row")


def test_the_threshold_by_hand() -> None:
    # 90 come back after 1, 2, … 90 days and 20 never do: after 88 days 2 of 22 return (9.1 %), after 87 3 of 23 (13 %).
    told = silence_threshold(_worked(list(range(1, 91)), 20))
    assert (told.days, told.learners, told.reason) == (88, 110, None)
    assert told.returning == pytest.approx(2 / 22)


def test_a_return_after_more_than_half_a_year_is_not_one() -> None:
    told = silence_threshold(_worked([300] * 30, 30))
    assert told.days == 1
    assert silence_threshold(_worked([150] * 30, 30)).days == 150


def test_heavy_users_do_not_dominate() -> None:
    few = pl.DataFrame({"person": np.repeat(np.arange(5), 400), "days": [1] * 2000, "returned": [True] * 2000})
    many = _worked([40] * 60, 60).with_columns(pl.col("person") + 5)
    told = silence_threshold(pl.concat([few, many], how="vertical_relaxed").cast(pl.Schema(GAPS)))
    assert told.learners == 125
    assert told.days == 40


def test_the_draw_is_the_same_for_the_same_seed_in_any_order() -> None:
    rng = np.random.default_rng(0)
    pool = pl.DataFrame(
        {"person": rng.integers(0, 80, 600), "days": rng.integers(1, 400, 600), "returned": rng.random(600) < 0.6}
    ).cast(pl.Schema(GAPS))
    told = [silence_threshold(pool.sample(fraction=1, shuffle=True, seed=at), seed=4) for at in range(3)]
    assert told[0] == told[1] == told[2]


@pytest.mark.parametrize(
    ("pool", "reason"),
    [
        (_worked([], 0), "no_data"),
        (_worked([3] * 9, 0), "few_learners"),
        (_worked([20] * 30, 30, open_days=60), "short_record"),
        (_worked([20] * 50, 0), "many_return"),
    ],
)
def test_where_the_record_cannot_tell_the_default_is_said_to_be_one(pool: pl.DataFrame, reason: str) -> None:
    told = silence_threshold(pool)
    assert (told.days, told.reason) == (28, reason)
    assert silence_threshold(pool, default=14).days == 14


def test_the_day_before_the_first_long_silence() -> None:
    told = last_before_silence(_numbered(_days(a=[0, 10, 60, 170], b=[150, 175], c=[100])), CUT_OFF, 28)
    days = [(last - START).days for last in told["last"]]
    assert days == [10, 175, 100]
    assert told["returned"].to_list() == [True, False, False]


def test_a_day_told_twice_is_one_day_in_whatever_order_days_come() -> None:
    days = _numbered(_days(a=[0, 10, 60, 170], b=[150, 175]))
    twice = pl.concat([days, days.reverse()])
    assert gaps(twice, CUT_OFF).equals(gaps(days, CUT_OFF))
    assert last_before_silence(twice, CUT_OFF, 28).equals(last_before_silence(days, CUT_OFF, 28))


def _learner(origin: int, last: int | None, left: int | None = None, completed: int | None = None) -> dict[str, Any]:
    days = {"origin": origin, "last": last, "left": left, "completed": completed}
    return {name: None if day is None else START + timedelta(days=day) for name, day in days.items()}


def _spell(*learners: dict[str, Any], silence: int = 28) -> list[tuple[int, int]]:
    schema = {"person": pl.Int64, **dict.fromkeys(("origin", "last", "left", "completed"), pl.Date)}
    rows = [{"person": at, **learner} for at, learner in enumerate(learners)]
    told = spells(pl.DataFrame(rows, schema=schema), CUT_OFF, silence)
    assert told.schema == SPELLS
    return told.select("time", "kind").rows()


@pytest.mark.parametrize(
    ("learner", "told"),
    [  # the cut-off is day 180; with 28 days of silence the books close on day 152
        (_learner(0, 100), (100, 1)),  # silent since day 100
        (_learner(0, 152), (152, 1)),  # just long enough
        (_learner(0, 153), (152, 0)),  # not long enough: waiting when the books close
        (_learner(0, 90, left=95), (95, 1)),  # said so
        (_learner(0, 90, left=140), (90, 1)),  # said so long after falling silent
        (_learner(0, 170, left=170), (152, 0)),  # after the books closed
        (_learner(0, 100, completed=100), (100, 2)),  # silence after completing is not dropout
        (_learner(0, 100, completed=110), (110, 2)),  # marked ten days later
        (_learner(0, 100, completed=140), (100, 1)),  # silent first
        (_learner(0, 170, completed=160), (152, 0)),
        (_learner(0, 90, left=95, completed=80), (80, 2)),
        (_learner(0, None, left=40), (40, 1)),
        (_learner(0, None), (152, 0)),  # silence not looked at
        (_learner(30, 30), (0, 1)),  # registered and never came
    ],
)
def test_what_becomes_of_a_learner(learner: dict[str, Any], told: tuple[int, int]) -> None:
    assert _spell(learner) == [told]


def test_who_begins_after_the_books_close_is_left_out() -> None:
    assert _spell(_learner(160, 175), _learner(152, 175)) == [(0, 0)]
    assert _spell(_learner(10, None, left=5)) == [], "left before it began"


def test_no_silence_closes_at_the_cut_off() -> None:
    assert _spell(_learner(0, None), _learner(0, None, left=180), silence=0) == [(180, 0), (180, 1)]
