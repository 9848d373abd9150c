"""One row of retention: what was due at a lag, what came of it, and within what bounds."""

from collections import Counter
from typing import Any

import polars as pl

from analytics.follow_ups import PHASES, came_of, doubled
from analytics.guard import Cells
from analytics.measure import Schema
from analytics.pairing import BASES, CASE
from analytics.recall import Followed, Footing, Recall, asks_questions, closing, followed, given, is_mixed, tells_passes
from analytics.statistics import Estimate, doubled_share, proportion_clustered
from analytics.statistics.forgetting import decreasing

FEW = 0.5  # under this share of answers, what is known of the others comes first
RETENTION: Schema = {
    "by": pl.String,
    "supervised": pl.Boolean,
    "basis": pl.String,
    "pass_mark": pl.Float64,
    "headline": pl.Boolean,
    "lag": pl.String,
    "people": pl.Int64,
    "competencies": pl.Int64,
    "due": pl.Int64,
    "invited": pl.Int64,
    "answered": pl.Int64,
    "response": pl.Float64,
    "response_low": pl.Float64,
    "response_high": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "bound_low": pl.Float64,
    "bound_high": pl.Float64,
    "outer_low": pl.Float64,
    "outer_high": pl.Float64,
    "bounds_first": pl.Boolean,
    "silent": pl.Int64,
    "drawn": pl.Int64,
    "heard": pl.Int64,
    "estimated": pl.Boolean,
    "follow_up": pl.String,
    "retaught": pl.Int64,
    "days": pl.Float64,
    "since_test": pl.Float64,
    "tests_before": pl.Float64,
    "isotonic": pl.Float64,
    "reason": pl.String,
}
_OF_LEARNERS = (
    *("answered", "response", "response_low", "response_high", "n", "share", "low", "high", "isotonic"),
    *("bound_low", "bound_high", "outer_low", "outer_high", "bounds_first"),
    *("silent", "drawn", "heard", "estimated", "follow_up"),
    *("days", "since_test", "tests_before", "retaught"),
)
_OF_ANSWERS = ("answered", "n", "share", "low", "high", "isotonic", "days", "since_test", "tests_before", "retaught")
CELLS = Cells(
    "people",
    ("by", "supervised", "basis", "pass_mark", "lag"),
    {"learners": "people"},
    {"learners": _OF_LEARNERS},
    {"learners": _OF_ANSWERS},
    kept=("headline", "competencies"),
)


def framed(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows as a frame: the headline are those on the footing of the first.

    Where supervision always changed there is none of them: a row that says so comes first.
    """
    if rows and is_mixed(rows[0]["basis"]):
        rows = [nothing(rows[0]["lag"]) | {"reason": "supervision_changed"}, *rows]
    first = _footing(rows[0]) if rows else ()
    return pl.DataFrame([row | {"headline": _footing(row) == first} for row in rows], schema=RETENTION)


def beside(rows: list[dict[str, Any]]) -> pl.DataFrame:
    """Return rows of groups as a frame: the headline are those on the footing that most of them are told on.

    The others were tested otherwise, or supervised at one end only: what they tell stands, and is not to be compared.
    """
    alike = [row for row in rows if not is_mixed(row["basis"])]
    found = Counter(map(_footing, [row for row in alike if row["share"] is not None] or alike))
    most = max(found, key=lambda one: (found[one], -list(BASES).index(one[1]), one[0]), default=None)
    return pl.DataFrame([row | {"headline": _footing(row) == most} for row in rows], schema=RETENTION)


def _footing(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["supervised"], row["basis"], row["pass_mark"]


def nothing(lag: str) -> dict[str, Any]:
    """Return the row of no answers at all."""
    counts = dict.fromkeys(("people", "competencies", "due", "invited", "answered", "n", "learners", "retaught"), 0)
    named = {"supervised": False, "basis": "items", "pass_mark": None, "lag": lag}
    return named | counts | {"reason": "not_tested_twice"}


def at(known: Recall, footing: Footing, lag: str) -> dict[str, Any]:
    """Return the row of one footing at one lag."""
    supervised, basis, mark = footing
    found = followed(known, footing, lag)
    again = known.answers.filter(
        "retaught", pl.col("lag") == lag, pl.col("supervised") == supervised, *closing(known, lag)
    )
    asked = again.filter("question") if asks_questions(basis) else again.filter(~pl.col("question"))
    reason = "pass_mark_unknown" if tells_passes(basis) and mark is None else None
    named = {"supervised": supervised, "basis": basis, "pass_mark": mark, "lag": lag, "retaught": asked.height}
    return named | kept_at(found, reason)


def kept_at(found: Followed, reason: str | None = None) -> dict[str, Any]:
    """Return what was due and what came of it as columns of `RETENTION`, or only counts and why.

    The ends `bound_low` and `bound_high` are what the share would be had all who did not answer forgotten, or kept,
    everything; the outer ones leave room for chance as well. Where a random follow-up is answered well enough
    (`estimated`), the share is that of all who were due, by double sampling, and the ends suppose it of those who did
    not answer that either; else it is that of who answered, and `follow_up` says why.
    """
    due, cases = found.due, found.cases
    told = due.filter(pl.col("score").is_not_null())
    rows = due.join(cases.select(*CASE, *PHASES), on=list(CASE), how="inner", maintain_order="left")
    came = came_of(rows, CASE)
    estimated = came.reason is None and reason is None
    share = doubled_share(doubled(rows)) if estimated else _clustered(told["score"], told["person"], reason)
    response = _clustered(cases["answered"].cast(pl.Float64), cases["person"])
    answered = int(cases["answered"].sum())
    return {
        "people": due["person"].n_unique(),
        "competencies": due["competency"].n_unique(),
        "due": cases.height,
        "invited": int(cases["invited"].sum()),
        "answered": answered,
        "response": response.value,
        "response_low": response.low,
        "response_high": response.high,
        "n": share.n,
        "learners": share.learners,
        "share": share.value,
        "low": share.low,
        "high": share.high,
        **(_bounded_by(rows) if estimated else _bounded(found, told, reason)),
        "bounds_first": not estimated and cases.height > 0 and answered < FEW * cases.height,
        **came.told(),
        "days": told["days"].mean(),
        "since_test": told["since_test"].mean(),
        "tests_before": told["earlier"].mean(),
        "reason": _why(found, share.reason),
    }


def _why(found: Followed, reason: str | None) -> str | None:
    """Return why there is no share: nobody was due yet, none of those who were answered, or too few."""
    if not found.cases.height:
        return "not_due"
    return reason if found.cases["answered"].any() else "none_answered"


def _bounded_by(rows: pl.DataFrame) -> dict[str, float | None]:
    """Return what it would be had those who did not answer the follow-up either forgotten, or kept, everything."""
    forgot, kept = (doubled_share(doubled(rows, pl.lit(end))) for end in (0.0, 1.0))
    ends = {"bound_low": forgot.value, "bound_high": kept.value}
    return ends | {"outer_low": forgot.low, "outer_high": kept.high}


def _bounded(found: Followed, told: pl.DataFrame, reason: str | None) -> dict[str, float | None]:
    """Return what the share would be had all who did not answer forgotten, or kept, everything."""
    silent = found.due.join(found.cases.filter(~pl.col("answered")), on=list(CASE), how="semi")
    people = pl.concat([told["person"], silent["person"]])
    forgot, kept = (
        _clustered(pl.concat([told["score"], pl.repeat(end, silent.height, eager=True)]), people, reason)
        for end in (0.0, 1.0)
    )
    ends = {"bound_low": forgot.value, "bound_high": kept.value}
    return ends | {"outer_low": forgot.low, "outer_high": kept.high}


def _clustered(scores: pl.Series, people: pl.Series, reason: str | None = None) -> Estimate:
    if reason:
        return Estimate(None, None, None, scores.len(), people.n_unique(), reason)
    return proportion_clustered(scores.to_numpy(), people.to_numpy())


def on_the_day(known: Recall, footing: Footing) -> dict[str, Any]:
    """Return what was right on the day, of everyone tested on a day of the period."""
    supervised, basis, mark = footing
    right = sat(known, footing)
    share = _clustered(right["score"], right["person"])
    people = right["person"].n_unique()
    cases = right.select(CASE).n_unique() if right.height else 0
    return nothing("J0") | {
        "supervised": supervised, "basis": basis, "pass_mark": mark, "people": people, "learners": people,
        "competencies": right["competency"].n_unique(), "due": cases, "invited": cases, "answered": cases,
        "n": right.height, "share": share.value, "low": share.low, "high": share.high, "bounds_first": False,
        "days": right["days"].mean(), "reason": share.reason,
    }  # fmt: skip


def sat(known: Recall, footing: Footing) -> pl.DataFrame:
    """Return the answers of the day on a footing, of the days of the period."""
    supervised, basis, mark = footing
    then = supervised != is_mixed(basis)
    here = given(known).filter(pl.col("lag") == "J0", ~pl.col("retaught"), pl.col("supervised") == then)
    asked = here.filter("question") if asks_questions(basis) else here.filter(~pl.col("question"))
    if tells_passes(basis):
        own = asked.filter(pl.col("mark").eq_missing(pl.lit(mark, pl.Float64)))
        asked = own.with_columns(score=pl.col("success").cast(pl.Float64))
    return asked.filter(pl.col("score").is_not_null())


def falling(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Return the rows of rising lags with the nearest course of their shares that never rises."""
    told = [row for row in rows if row["share"] is not None]
    course = decreasing([row["share"] for row in told], [float(row["n"]) for row in told])
    nearest = {row["lag"]: float(value) for row, value in zip(told, course, strict=True)}
    return [row | {"isotonic": nearest.get(row["lag"])} for row in rows]
