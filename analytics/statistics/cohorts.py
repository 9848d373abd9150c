"""Cohorts that come back, and how a population grows: counts, with shares where there are enough people."""

import polars as pl

from analytics.statistics.proportions import proportion

RETENTION: dict[str, pl.DataType | type[pl.DataType]] = {
    "cohort": pl.Int64,
    "after": pl.Int64,
    "size": pl.Int64,
    "active": pl.Int64,
    "complete": pl.Boolean,
}
GROWTH: dict[str, pl.DataType | type[pl.DataType]] = {
    "period": pl.Int64,
    "active": pl.Int64,
    "new": pl.Int64,
    "retained": pl.Int64,
    "returned": pl.Int64,
    "lost": pl.Int64,
    "quick_ratio": pl.Float64,
    "complete": pl.Boolean,
}
_ESTIMATE = pl.Struct({"share": pl.Float64, "low": pl.Float64, "high": pl.Float64, "reason": pl.String})


def classic_retention(activity: pl.DataFrame, last: int) -> pl.DataFrame:
    """Count those of each cohort active exactly k periods after its first.

    Parameters
    ----------
    activity
        `person` and `period` (whole numbers, one apart: months, weeks), a row for each active period or more; with a
        column `cohort` (the period of enrolment), that is the cohort, otherwise the first active period.
    last
        The last period that is over. What comes after is masked: `complete` is false, and nothing is counted.

    Returns
    -------
    polars.DataFrame
        `RETENTION`, a row for each cohort and k up to the last period seen.
    """
    seen = _seen(activity)
    return _matrix(seen, seen.select("cohort", "person", after=pl.col("period") - pl.col("cohort")), last)


def rolling_retention(activity: pl.DataFrame, last: int) -> pl.DataFrame:
    """Count those of each cohort active k periods after its first, or any time later; as `classic_retention`.

    Later includes the period still running. Recent cohorts have had less time to come back: the newest shares rise yet.
    """
    seen = _seen(activity)
    until = seen.group_by("cohort", "person").agg(most=(pl.col("period") - pl.col("cohort")).max())
    each = until.filter(pl.col("most") >= 0).select("cohort", "person", after=pl.int_ranges(0, pl.col("most") + 1))
    return _matrix(seen, each.explode("after", empty_as_null=False, keep_nulls=False), last)


def _seen(activity: pl.DataFrame) -> pl.DataFrame:
    """Return one row for each person and active period, with their cohort."""
    cohort = pl.col("cohort") if "cohort" in activity.columns else pl.col("period").min().over("person")
    return activity.select("person", pl.col("period").cast(pl.Int64), cohort=cohort.cast(pl.Int64)).unique()


def _matrix(seen: pl.DataFrame, each: pl.DataFrame, last: int) -> pl.DataFrame:
    """Count each cohort at each k, and mask what is not over."""
    if seen.is_empty():
        return pl.DataFrame(schema=RETENTION)
    end = max(int(seen.select(pl.col("period").max()).item()), last)
    sizes = seen.group_by("cohort").agg(size=pl.col("person").n_unique())
    cells = sizes.with_columns(after=pl.int_ranges(0, end + 1 - pl.col("cohort")))
    cells = cells.explode("after", empty_as_null=False, keep_nulls=False)
    active = each.group_by("cohort", "after").agg(active=pl.col("person").n_unique())
    told = cells.join(active, on=["cohort", "after"], how="left").with_columns(
        pl.col("active").fill_null(0), complete=pl.col("cohort") + pl.col("after") <= last
    )
    told = told.with_columns(active=pl.when("complete").then("active"))
    return told.select(list(RETENTION)).cast(pl.Schema(RETENTION)).sort("cohort", "after")


def cohort_shares(cells: pl.DataFrame) -> pl.DataFrame:
    """Add to `active` and `size` the share with its interval (Wilson), or the reason why there is none.

    Where either is null there is neither: it is masked.
    """
    shares = pl.struct("active", "size").map_elements(_share, return_dtype=_ESTIMATE, skip_nulls=False)
    return cells.with_columns(told=shares).unnest("told")


def _share(cell: dict[str, int | None]) -> dict[str, float | str | None]:
    """Estimate the share of one cell; a masked one has none."""
    active, size = cell["active"], cell["size"]
    if active is None or size is None:
        return {"share": None, "low": None, "high": None, "reason": None}
    found = proportion(active, size)
    return {"share": found.value, "low": found.low, "high": found.high, "reason": found.reason}


def growth(activity: pl.DataFrame, last: int) -> pl.DataFrame:
    """Account for the people active in each period: new, retained from the period before, returned; and those lost.

    active = new + retained + returned; lost = active of the period before less retained; the quick ratio is
    (new + returned) / lost, null when nobody was lost. A period without activity counts 0.
    Source: growth accounting as Social Capital published it (Hsu 2015, "Diligence at Social Capital", part 1).

    Parameters
    ----------
    activity, last
        As in `classic_retention`.

    Returns
    -------
    polars.DataFrame
        `GROWTH`, from the first period seen to the last; `complete` is false in one that is not over.
    """
    if activity.is_empty():
        return pl.DataFrame(schema=GROWTH)
    each = activity.select("person", pl.col("period").cast(pl.Int64)).unique().sort("person", "period")
    before = pl.col("period").shift(1).over("person")
    told = each.with_columns(
        new=before.is_null(), retained=(before == pl.col("period") - 1).fill_null(value=False)
    ).group_by("period")
    counts = told.agg(active=pl.len(), new=pl.col("new").sum(), retained=pl.col("retained").sum())
    first, end = int(counts.select(pl.col("period").min()).item()), int(counts.select(pl.col("period").max()).item())
    every = pl.DataFrame({"period": pl.int_range(first, max(end, last) + 1, eager=True)})
    counts = every.join(counts, on="period", how="left").fill_null(0).cast(pl.Int64).sort("period")
    counts = counts.with_columns(
        returned=pl.col("active") - pl.col("new") - pl.col("retained"),
        lost=pl.col("active").shift(1, fill_value=0) - pl.col("retained"),
        complete=pl.col("period") <= last,
    )
    ratio = pl.when(pl.col("lost") > 0).then((pl.col("new") + pl.col("returned")) / pl.col("lost"))
    return counts.with_columns(quick_ratio=ratio).select(list(GROWTH)).cast(pl.Schema(GROWTH))
