"""What learners say of a programme: at once (hot) and weeks later (cold), and how many of them say anything."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.apart import apart, members_apart, of_its_unit
from analytics.guard import UNIT, Cells, guarded, seeing, without
from analytics.measure import Measure, Schema
from analytics.once import each_of, of_unit
from analytics.progress import as_of
from analytics.scope import Scope
from analytics.statistics import Estimate, mean, proportion
from analytics.warehouse import Warehouse

COLD = 30  # days after completing when a cold evaluation may be expected

EVALUATIONS: Schema = {
    "programme": pl.String,
    "stage": pl.String,
    "item": pl.String,
    "people": pl.Int64,
    "due": pl.Int64,
    "responded": pl.Int64,
    "response": pl.Float64,
    "response_low": pl.Float64,
    "response_high": pl.Float64,
    "response_reason": pl.String,
    "n": pl.Int64,
    "learners": pl.Int64,
    "count": pl.Int64,
    "mean": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "reason": pl.String,
    "bottom": pl.Float64,
    "top": pl.Float64,
}


_EVALUATION = ("programme", "stage")
_ITEM = (*_EVALUATION, "item")
_COUNTS = ("people", "due", "responded", "learners", "count")


def _counted(answers: pl.DataFrame, due: pl.DataFrame, apart_by: tuple[str, ...] = ()) -> pl.DataFrame:
    """Return whom each question of each evaluation counts (`_COUNTS`), and the scale most of its answers have.

    `count` said yes, where that is what the question asks; an evaluation that nobody answered has one row, without
    item. Hot comes before cold; answers about no programme come last.
    """
    people = _people(answers, due, [*apart_by, *_EVALUATION])
    told = people.join(_items(answers, [*apart_by, *_ITEM]), on=[*apart_by, *_EVALUATION], how="left", nulls_equal=True)
    order = {**dict.fromkeys(apart_by, False), "programme": False, "stage": True, "item": False}
    return told.sort(list(order), descending=list(order.values()), nulls_last=True).with_columns(
        pl.col("learners").fill_null(0)
    )


def _people(answers: pl.DataFrame, due: pl.DataFrame, evaluation: list[str]) -> pl.DataFrame:
    """Return the people of each evaluation: who was due or answered, who was due, who of these answered."""
    told = [due.with_columns(due=True, answered=False), answers.with_columns(due=False, answered=True)]
    each = pl.concat([one.select(*evaluation, "person", "due", "answered") for one in told])
    who = each.group_by(*evaluation, "person").agg(pl.col("due", "answered").any())
    return who.group_by(evaluation).agg(
        pl.len().cast(pl.Int64).alias("people"),
        pl.col("due").sum().cast(pl.Int64),
        (pl.col("due") & pl.col("answered")).sum().cast(pl.Int64).alias("responded"),
    )


def _items(answers: pl.DataFrame, item: list[str]) -> pl.DataFrame:
    """Return who answered each question, how many said yes, and the scale most answers have, the first of equals."""
    scales = answers.group_by(*item, "bottom", "top", maintain_order=True).len()
    scale = scales.sort("len", descending=True, maintain_order=True).unique(item, keep="first").drop("len")
    each = answers.group_by(item).agg(
        pl.len().cast(pl.Int64).alias("learners"),
        pl.col("score").sum().cast(pl.Int64).alias("count"),
        pl.col("score").is_in([0.0, 1.0]).all().alias("plain"),
    )
    yes_or_no = pl.col("plain") & (pl.col("bottom") == 0) & (pl.col("top") == 1)
    told = each.join(scale, on=item, nulls_equal=True)
    return told.with_columns(count=pl.when(yes_or_no).then("count")).drop("plain")


def _asked(warehouse: Warehouse, scope: Scope) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Return the answers of a scope's people, and who of them was due to answer."""
    asked = {"asof": as_of(scope), "since": scope.since, "cold": COLD}
    return of_unit(_answers, warehouse, scope), each_of(warehouse, scope, "evaluations_due", **asked)


def _counted_apart(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    members = members_apart(warehouse, scope)
    answers, due = (apart(one, members) for one in _asked(warehouse, scope))
    return _counted(answers, due, (UNIT,)).select(UNIT, *_ITEM, *_COUNTS)


@guarded(
    Cells(
        "people",
        _ITEM,
        {"due": "people", "responded": "due", "learners": "people", "count": "learners"},
        {
            "responded": ("response", "response_low", "response_high"),
            "learners": ("n", "mean", "low", "high"),
            "count": ("mean", "low", "high"),
        },
        {"due": ("response", "response_low", "response_high"), "learners": ("n", "mean", "low", "high")},
        kept=("bottom", "top"),
        counts=of_its_unit(_counted_apart),
    )
)
def evaluations(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell the answers to each question of the evaluations of each programme, and how many of those due answered any.

    Returns
    -------
    polars.DataFrame
        `EVALUATIONS`: `mean` is on the question's own scale, from `bottom` to `top`; the last answer of each learner
        counts. Of a yes or no (0 or 1), `count` said yes and `mean` is their share. `due` completed the programme in
        the period (cold: `COLD` days before), `responded` are those of them who answered; `people` are both. A
        programme whose evaluation nobody answered has one row without `item`.
    """
    without(scope, "course", "device")
    answers, due = _asked(warehouse, scope)
    scores = {key: part["score"] for key, part in answers.partition_by(_ITEM, as_dict=True).items()}
    rows = [
        row | _response(row) | _answered(row, scores.get(tuple(row[name] for name in _ITEM)))
        for row in _counted(answers, due).iter_rows(named=True)
    ]
    return pl.DataFrame(rows, schema=EVALUATIONS)


def _answers(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    anyhow = replace(seeing(scope), modality=None)
    return warehouse.ask("evaluations", scope.parameters() | {"anyhow": anyhow.parameters()["scope"]})


def _response(row: dict[str, Any]) -> dict[str, Any]:
    """Return the share of those due who answered."""
    found = proportion(row["responded"], row["due"])
    return {
        "response": found.value,
        "response_low": found.low,
        "response_high": found.high,
        "response_reason": found.reason,
    }


def _answered(row: dict[str, Any], scores: pl.Series | None) -> dict[str, Any]:
    """Return the mean of the answers to a question on its scale; of a yes or no, the share of yes."""
    bottom, top = row["bottom"], row["top"]
    if scores is None:
        return {"n": 0, "reason": "no_data"}
    if row["count"] is not None:
        return _told(proportion(row["count"], scores.len()), bottom, top)
    return _told(mean((bottom + scores * (top - bottom)).to_numpy()), bottom, top)


def _told(found: Estimate, bottom: float, top: float) -> dict[str, Any]:
    return {
        "n": found.n,
        "learners": found.learners,
        "mean": found.value,
        "low": None if found.low is None else max(bottom, found.low),
        "high": None if found.high is None else min(top, found.high),
        "reason": found.reason,
        "bottom": bottom,
        "top": top,
    }


MEASURES: tuple[Measure, ...] = (
    Measure(
        "evaluations",
        {"en": "Evaluations, hot and cold", "fr": "Évaluations à chaud et à froid"},
        {
            "en": "What learners answered to each question about a programme, at once and a month later, "
            "and how many of those who completed it answered.",
            "fr": "Ce que les apprenants ont répondu à chaque question sur une formation, à chaud et à froid, "
            "et combien de ceux qui l'ont terminé ont répondu.",
        },
        "mean on the question's scale; share of people due",
        "mean of each learner's last answer, Student's t interval; of a yes or no, the share of yes, Wilson interval; "
        "learners who answered any question over those who "
        "completed the programme in the period (cold: 30 days earlier), Wilson interval",
        "answers to surveys; who completed each programme, and when",
        "a mean: 10 learners; a share of yes, a response rate: 20 people; with fewer, counts only",
        EVALUATIONS,
        evaluations,
    ),
)
