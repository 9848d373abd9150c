"""Knowledge retention: how much of what was known on the day of the training is still known at each lag.

Answers are worth less than they look, since one learner gives several; who does not answer may have forgotten. So a
share is never told without how many were due, invited and answered, nor without what it would be had all the others
forgotten, or kept, everything. Supervised and unsupervised tests are never pooled, nor are pass marks.
"""

from typing import Any

import polars as pl

from analytics import knowledge_curve, knowledge_gained, knowledge_reviews
from analytics.guard import Cells, guarded
from analytics.measure import RATE, Measure, Schema
from analytics.recall import BASES, DELAYED, LAGS, Followed, Footing, Recall, followed, footings, recall
from analytics.scope import Scope
from analytics.statistics import Estimate, proportion_clustered
from analytics.statistics.forgetting import decreasing
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

__all__ = ["BASES", "LAGS", "MEASURES", "RETENTION", "kept_at", "retained", "retention_lags"]

FEW = 0.5  # under this share of answers, what is known of the others comes first
RETENTION: Schema = {
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
    *("days", "since_test", "tests_before", "retaught"),
)
CELLS = Cells(
    "people",
    ("supervised", "basis", "pass_mark", "lag"),
    {"learners": "people"},
    {"learners": _OF_LEARNERS},
    kept=("headline", "competencies"),
)


@guarded(CELLS)
def retained(warehouse: Warehouse, scope: Scope, *, lag: str = "J90") -> pl.DataFrame:
    """Tell what is still known at a lag of what was known on the day.

    Returns
    -------
    polars.DataFrame
        `RETENTION`: the first row is the one to show; those after it are on other footings, never to be added to it.

    Raises
    ------
    BadRequest
        When the lag is none of `LAGS` after the day itself.
    """
    if lag not in DELAYED:
        raise BadRequest(f"lag: {lag[:20]!r} is none of {', '.join(DELAYED)}")
    known = recall(warehouse, scope)
    told = [_at(known, footing, lag) for footing in footings(known)]
    rows = [row for row in told if row["due"]] or told[:1] or [_nothing(lag)]
    return _framed(rows)


@guarded(CELLS)
def retention_lags(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what is still known at each lag there are answers at, and, at J0, what was right on the day (`RETENTION`).

    `isotonic` is the nearest course of the shares that never rises.
    """
    known = recall(warehouse, scope)
    rows: list[dict[str, Any]] = []
    for footing in footings(known):
        told = [_at(known, footing, lag) for lag in DELAYED]
        rows += [_on_the_day(known, footing), *_falling([row for row in told if row["due"]])]
    return _framed(rows or [_nothing("J90")])


def _framed(rows: list[dict[str, Any]]) -> pl.DataFrame:
    first = tuple(rows[0][name] for name in ("supervised", "basis", "pass_mark"))
    told = [
        row | {"headline": tuple(row[name] for name in ("supervised", "basis", "pass_mark")) == first} for row in rows
    ]
    return pl.DataFrame(told, schema=RETENTION)


def _nothing(lag: str) -> dict[str, Any]:
    counts = dict.fromkeys(("people", "competencies", "due", "invited", "answered", "n", "learners", "retaught"), 0)
    named = {"supervised": False, "basis": "items", "pass_mark": None, "lag": lag}
    return named | counts | {"reason": "not_tested_twice"}


def _at(known: Recall, footing: Footing, lag: str) -> dict[str, Any]:
    """Return the row of one footing at one lag."""
    supervised, basis, mark = footing
    found = followed(known, footing, lag)
    again = known.answers.filter("retaught", pl.col("lag") == lag, pl.col("supervised") == supervised)
    asked = again.filter("question") if basis in ("items", "same_items") else again.filter(~pl.col("question"))
    reason = "pass_mark_unknown" if basis == "passes" and mark is None else None
    named = {"supervised": supervised, "basis": basis, "pass_mark": mark, "lag": lag, "retaught": asked.height}
    return named | kept_at(found, reason)


def kept_at(found: Followed, reason: str | None = None) -> dict[str, Any]:
    """Return what was due and what came of it as columns of `RETENTION`, or only counts and why.

    The ends `bound_low` and `bound_high` are what the share would be had all who did not answer forgotten, or kept,
    everything; the outer ones leave room for chance as well.
    """
    due, cases = found.due, found.cases
    given = due.filter(pl.col("score").is_not_null())
    share = _clustered(given["score"], given["person"], reason)
    response = _clustered(cases["answered"].cast(pl.Float64), cases["person"])
    silent = due.join(
        cases.filter(~pl.col("answered")), on=["person", "competency", "programme", "trained"], how="semi"
    )
    bounds = [
        _clustered(
            pl.concat([given["score"], pl.repeat(end, silent.height, eager=True)]),
            pl.concat([given["person"], silent["person"]]),
            reason,
        )
        for end in (0.0, 1.0)
    ]
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
        "n": given.height,
        "learners": given["person"].n_unique(),
        "share": share.value,
        "low": share.low,
        "high": share.high,
        "bound_low": bounds[0].value,
        "bound_high": bounds[1].value,
        "outer_low": bounds[0].low,
        "outer_high": bounds[1].high,
        "bounds_first": cases.height > 0 and answered < FEW * cases.height,
        "days": given["days"].mean(),
        "since_test": given["since_test"].mean(),
        "tests_before": given["earlier"].mean(),
        "reason": share.reason if cases.height else "not_due",
    }


def _clustered(scores: pl.Series, people: pl.Series, reason: str | None = None) -> Estimate:
    if reason:
        return Estimate(None, None, None, scores.len(), people.n_unique(), reason)
    return proportion_clustered(scores.to_numpy(), people.to_numpy())


def _on_the_day(known: Recall, footing: Footing) -> dict[str, Any]:
    """Return what was right on the day, of everyone tested then."""
    supervised, basis, mark = footing
    here = known.answers.filter(pl.col("lag") == "J0", ~pl.col("retaught"), pl.col("supervised") == supervised)
    asked = here.filter("question") if basis in ("items", "same_items") else here.filter(~pl.col("question"))
    if basis == "passes":
        own = asked.filter(pl.col("mark").eq_missing(pl.lit(mark, pl.Float64)))
        asked = own.with_columns(score=pl.col("success").cast(pl.Float64))
    given = asked.filter(pl.col("score").is_not_null())
    share = _clustered(given["score"], given["person"])
    people = given["person"].n_unique()
    cases = given.select("person", "competency", "programme", "trained").n_unique() if given.height else 0
    return _nothing("J0") | {
        "supervised": supervised, "basis": basis, "pass_mark": mark, "people": people, "learners": people,
        "competencies": given["competency"].n_unique(), "due": cases, "invited": cases, "answered": cases,
        "n": given.height, "share": share.value, "low": share.low, "high": share.high, "bounds_first": False,
        "days": given["days"].mean(), "reason": share.reason,
    }  # fmt: skip


def _falling(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    told = [row for row in rows if row["share"] is not None]
    course = decreasing([row["share"] for row in told], [float(row["n"]) for row in told])
    nearest = {row["lag"]: float(value) for row, value in zip(told, course, strict=True)}
    return [row | {"isotonic": nearest.get(row["lag"])} for row in rows]


_SOURCE = "answers to questions and results of tests about a competency; completions and attendance; invitations"
_PAIRED = (
    "answers right at the lag of those right on the day of the training (0-12 hours after it), asked in other words"
)
_LAGS = "J1 0.5-3 days, J7 5-10, J30 22-38, J90 67-113, J180 135-225, J365 274-456 days since training"
_BOUNDS = "bounds: all who did not answer forgot, or kept, everything"

MEASURES: tuple[Measure, ...] = (
    Measure(
        "retained",
        {"en": "Retained at 90 days", "fr": "Retenu à 90 jours"},
        {
            "en": "Of what people knew on the day of their training, how much they still know 90 days later.",
            "fr": "De ce que les personnes savaient le jour de leur formation, ce qu'elles savent encore à 90 jours.",
        },
        "share of answers",
        f"{_PAIRED}; due: windows closed, not taught again, still there; Wilson interval on the effective sample size, "
        f"clustered by learner; {_BOUNDS}; {_LAGS}",
        _SOURCE,
        RATE,
        RETENTION,
        retained,
    ),
    Measure(
        "retention_lags",
        {"en": "Retained at each lag", "fr": "Retenu à chaque échéance"},
        {
            "en": "How much is still known 1, 7, 30, 90, 180 and 365 days after the training, where it was tested.",
            "fr": "Ce qui est encore su 1, 7, 30, 90, 180 et 365 jours après la formation, là où cela a été testé.",
        },
        "share of answers",
        f"{_PAIRED}; J0 is the share right on the day; Wilson interval on the effective sample size, clustered by "
        f"learner; {_BOUNDS}; isotonic: nearest course that never rises; {_LAGS}",
        _SOURCE,
        RATE,
        RETENTION,
        retention_lags,
    ),
    Measure(
        "retention_curve",
        {"en": "Curve of forgetting", "fr": "Courbe d'oubli"},
        {
            "en": "How knowledge fades from the first to the last test, and when half of it is forgotten.",
            "fr": "Comment le savoir s'estompe du premier au dernier test, et quand la moitié en est oubliée.",
        },
        "share of answers; days",
        "Weibull: binomial regression, complementary log-log of having forgotten on ln days and tests in between, "
        "robust to clusters of learners; half-life with Fieller's set, from 3 lags with 30 answers each, a bounded set "
        "that ends within twice the longest lag; power, exponential and Ebbinghaus by least squares through the lags, "
        "centred R2",
        _SOURCE,
        "two lags with 20 answers from 10 learners",
        knowledge_curve.CURVE,
        knowledge_curve.retention_curve,
    ),
    Measure(
        "gained",
        {"en": "Gained and retained", "fr": "Acquis et retenu"},
        {
            "en": "What people know 90 days after the training less what they knew before, "
            "and what each competency gained cost.",
            "fr": "Ce que les personnes savent 90 jours après la formation moins ce qu'elles savaient avant, "
            "et le coût de chaque compétence acquise.",
        },
        "share of answers; money",
        "mean over learners of share right at 90 days - share right at the pre-test, Student's t interval clustered by "
        "learner; without pre-test gross: share right at 90 days; cost = fully loaded cost / (completions x "
        f"competencies x share); {_BOUNDS}",
        _SOURCE + "; the ledger",
        RATE,
        knowledge_gained.GAINED,
        knowledge_gained.gained,
    ),
    Measure(
        "review_dates",
        {"en": "What to review, and when", "fr": "Quoi revoir, et quand"},
        {
            "en": "The day each learner should look at each competency again, from how this organisation forgets.",
            "fr": "Le jour où chaque apprenant devrait revoir chaque compétence, d'après l'oubli observé ici.",
        },
        "days",
        "the day the organisation's own curve comes down to 70 % of what was known at the last success; now for who "
        "did not know it at the last test; never beyond the last lag there are answers at",
        _SOURCE,
        "a curve: two lags with 20 answers from 10 learners",
        knowledge_reviews.REVIEW,
        knowledge_reviews.review_dates,
    ),
)
