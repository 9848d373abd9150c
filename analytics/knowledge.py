"""Knowledge retention: how much of what was known on the day of the training is still known at each lag.

Answers are worth less than they look, since one learner gives several; who does not answer may have forgotten. So a
share is never told without how many were due, invited and answered, nor without what it would be had all the others
forgotten, or kept, everything. Supervised and unsupervised tests are never pooled, nor are pass marks.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import polars as pl

from analytics import knowledge_curve, knowledge_gained, knowledge_reviews
from analytics.asking_again import ENOUGH
from analytics.breakdown import narrowed, values
from analytics.guard import guarded
from analytics.knowledge_counts import at_a_lag, at_each_lag
from analytics.measure import RATE, Measure, Schema
from analytics.pairing import BASES, DELAYED, LAGS
from analytics.recall import FOOTING, Footing, Recall, footings, looked_at, ranked, recall, within
from analytics.retention import CELLS, RETENTION, at, beside, falling, framed, kept_at, nothing, on_the_day
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest, Forbidden

__all__ = ["BASES", "CELLS", "LAGS", "MEASURES", "RETENTION", "kept_at", "retained", "retention_lags"]

LAGGED: Schema = {name: kind for name, kind in RETENTION.items() if name != "by"}
APART = ("unit", "programme", "competency", "modality")


def retained(warehouse: Warehouse, scope: Scope, *, lag: str = "J90", by: str | None = None) -> pl.DataFrame:
    """Tell what is still known at a lag of what was known on the day.

    Parameters
    ----------
    by
        Told apart by one of `APART`, each group on the footing it is best told on; readers of totals not by modality.

    Returns
    -------
    polars.DataFrame
        `RETENTION`: the first row is the one to show; those after it are on other footings, never to be added to it.
        Told apart, `headline` are the groups on the footing most are told on: only these may be compared.

    Raises
    ------
    BadRequest
        When the lag is none of `LAGS` after the day itself, or there is no such `by`.
    """
    if lag not in DELAYED:
        raise BadRequest(f"lag: {lag[:20]!r} is none of {', '.join(DELAYED)}")
    if by is not None and by not in APART:
        raise BadRequest(f"by: {by[:20]!r} is none of {', '.join(APART)}")
    if by == "modality" and not scope.reader.sees_people:
        raise Forbidden("by: your role sees totals only; tell them apart by unit, programme or competency")
    if by != "unit":
        return _retained(warehouse, scope, lag=lag, by=by)
    frames = [pl.DataFrame(schema=RETENTION)]
    for unit in values(warehouse, scope, "unit"):
        told = _retained(warehouse, narrowed(scope, "unit", unit), lag=lag, by=None)
        frames.append(told.filter("headline").with_columns(by=pl.lit(unit)))
    return beside(pl.concat(frames).to_dicts())


@guarded(replace(CELLS, counts=at_a_lag))
def _retained(warehouse: Warehouse, scope: Scope, *, lag: str, by: str | None) -> pl.DataFrame:
    known = recall(warehouse, scope)
    if by is not None:
        return beside(
            [{"by": value} | at(part, footing, lag) for value, part, footing in _apart(warehouse, known, lag, by)]
        )
    told = [at(known, footing, lag) for footing in footings(known, lag, mixed=True)]
    return framed([row for row in told if row["due"]] or told[:1] or [nothing(lag)])


def _apart(warehouse: Warehouse, known: Recall, lag: str, by: str) -> Iterator[tuple[str, Recall, Footing]]:
    """Give what is known of each programme, competency or modality, and the footing it is told on."""
    if by == "modality":
        named = warehouse.ask("cost_programmes", Scope().parameters()).drop_nulls("modality").sort("modality")
        for (modality,), taught in named.group_by("modality", maintain_order=True):
            own = within(known, pl.col("programme").is_in(taught["programme"].implode()))
            for footing in footings(own, lag, mixed=True)[:1]:
                yield str(modality), own, footing
        return
    best = ranked(known, lag, (by,), mixed=True).unique(by, keep="first", maintain_order=True).sort(by)
    for value, *kind in best.select(by, *FOOTING).iter_rows():
        yield value, within(known, pl.col(by) == value), (kind[0], kind[1], kind[2])


def retention_lags(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what is still known at each lag there are answers at, and, at J0, what was right on the day.

    Returns
    -------
    polars.DataFrame
        `LAGGED`: `isotonic` is the nearest course of the shares that never rises.
    """
    return _lagged(warehouse, scope).select(list(LAGGED))


@guarded(replace(CELLS, counts=at_each_lag))
def _lagged(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    known = recall(warehouse, scope)
    rows: list[dict[str, Any]] = []
    lags = looked_at(known)
    for footing in footings(known, mixed=True):
        told = [at(known, footing, lag) for lag in lags]
        rows += [on_the_day(known, footing), *falling([row for row in told if row["due"]])]
    return framed(rows or [nothing("J90")])


_SOURCE = "answers to questions and results of tests about a competency; completions and attendance; invitations"
_PAIRED = (
    "answers right at the lag of those right on the day of the training (0-12 hours after it), asked in other words"
)
_LAGS = "J1 0.5-3 days, J7 5-10, J30 22-38, J90 67-113, J180 135-225, J365 274-456 days since training"
_PERIOD = "of a period: windows that close in it"
_KINDS = "of kinds of tests with enough answers, questions before scores before passing; supervised ones apart"
_BOUNDS = "bounds: all who did not answer forgot, or kept, everything"
_FOLLOWED = (
    "after a random follow-up that was answered well enough, instead: double sampling (Hansen and Hurwitz 1946; "
    "Cochran 1977, 13.6), mean of everyone due = (n1 y1 + n2 y2) / n, y2 of those drawn of the n2 silent, jackknife by "
    "learner, and bounds for those drawn who did not answer either"
)

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
        f"clustered by learner; {_BOUNDS}; {_FOLLOWED}; {_LAGS}; {_KINDS}; {_PERIOD}",
        _SOURCE + "; follow-ups",
        f"{RATE}; of a follow-up: {ENOUGH}",
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
        f"learner; {_BOUNDS}; {_FOLLOWED}; isotonic: nearest course that never rises; {_LAGS}; {_PERIOD}, and at J0 "
        "tests taken in it",
        _SOURCE,
        RATE,
        LAGGED,
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
        "centred R2; " + _PERIOD,
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
        f"competencies x share); {_BOUNDS}, costs up to the lower one; {_FOLLOWED}, costs up to the lower of those and "
        f"of the interval; {_PERIOD}",
        _SOURCE + "; the ledger; follow-ups",
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
        "did not know it at the last test; never beyond the last lag there are answers at; from all that is known "
        "until the last day of the period",
        _SOURCE,
        "a curve: two lags with 20 answers from 10 learners",
        knowledge_reviews.REVIEW,
        knowledge_reviews.review_dates,
    ),
)
