"""Ratios as shares: what they say where nothing varies."""

import polars as pl
import pytest

from analytics.estimates import ratio, within
from analytics.statistics import wilson


@pytest.mark.parametrize(("part", "right"), [(7.0, 19), (0.0, 0)])
def test_where_all_have_all_or_none_the_interval_is_wilsons(part: float, right: int) -> None:
    told = within(ratio(pl.Series([part] * 19), pl.Series([7.0] * 19)))
    assert told.value == right / 19
    assert (told.low, told.high) == pytest.approx(wilson(right, 19))


def test_a_share_that_varies_keeps_its_interval_within_nothing_and_all() -> None:
    told = within(ratio(pl.Series([7.0] * 18 + [3.0, 0.0]), pl.Series([7.0] * 20)))
    assert told.value == pytest.approx(129 / 140)
    assert told.low is not None
    assert told.low < 129 / 140 < told.high == 1
