"""One row of what was gained, from cases made up here."""

import polars as pl
import pytest

from analytics.gain import row_of


def cases(n: int, before: float, after: float | None, *, silent: bool, drawn: bool = False) -> pl.DataFrame:
    """Return cases of as many learners, all alike."""
    told = {"person": pl.int_range(n, eager=True), "competency": "c", "programme": "P", "before": before}
    phases = {"silent": silent, "answered": after is not None, "one_in": 2 if drawn else None}
    return (
        pl.DataFrame(told)
        .with_columns(pl.lit(after, pl.Float64).alias("after"), pl.lit(0 if after is None else 2).alias("after_n"))
        .with_columns(pl.lit(value).alias(name) for name, value in phases.items() if name != "one_in")
        .with_columns(pl.lit(phases["one_in"], pl.Int64).alias("one_in"))
    )


def test_what_is_gained_lies_within_what_it_may_be() -> None:
    """Those drawn who answered lost more than those can who were silent throughout: they had nothing to lose."""
    parts = [
        cases(40, 0.5, 0.5, silent=False),
        cases(16, 0.9, 0.1, silent=True, drawn=True),
        cases(4, 0.0, None, silent=True, drawn=True),
        cases(20, 0.0, None, silent=True),
    ]
    row = row_of(pl.concat(part.with_columns(pl.col("person") + 100 * at) for at, part in enumerate(parts)))
    assert row["estimated"]
    assert row["gained"] == pytest.approx((40 * 0 + 40 * -0.8) / 80)
    assert row["bound_low"] == pytest.approx(row["gained"])  # of 0.64 lost among the silent it would be less
    assert row["bound_high"] == pytest.approx((16 * -0.8 + 4 * 1) / 20 * 40 / 80)
