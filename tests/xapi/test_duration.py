# ruff: noqa: E501 -- tables of cases read best in few lines
from typing import Any

import pytest

from lrs.errors import BadRequest
from lrs.xapi import duration


@pytest.mark.parametrize(
    "value",
    ["PT4H35M59.14S", "PT16559.14S", "P3Y1M29DT4H35M59.14S", "P3Y", "P4W", "P0.5W", "PT1.5H", "PT0S", "P1DT1S", "PT1,5S", "PT0.123456S"],
)  # fmt: skip
def test_accepts(value: Any) -> None:
    duration.check(value, "duration")


@pytest.mark.parametrize(
    "value",
    ["", "P", "PT", "P1", "1D", "P4W1D", "P1DT", "PT1.5H2M", "P1S", "PT1D", "P-1D", "-P1D", "pt1s", "PT1.S", "PT1S ",
     "P0003-01-29T04:35:59", "PT1S\n", "PT\uff11S"],
)  # fmt: skip
def test_refuses(value: Any) -> None:
    with pytest.raises(BadRequest, match="duration: expected an ISO 8601 duration"):
        duration.check(value, "duration")


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("PT1.001S", "PT1.009S", True),
        ("PT1.00S", "PT1S", True),
        ("PT01H", "PT1H", True),
        ("PT1.01S", "PT1.02S", False),
        ("PT1.019S", "PT1.02S", False),
        ("PT1H", "PT60M", False),
        (f"PT{'9' * 30}.019S", f"PT{'9' * 30}.01S", True),
        (f"PT{'9' * 30}S", "PT1S", False),
        ("P1M", "PT1M", False),
    ],
)
def test_2_0_compares_to_a_hundredth_of_a_second(one: str, other: str, same: Any) -> None:
    assert (duration.comparable(one) == duration.comparable(other)) is same
