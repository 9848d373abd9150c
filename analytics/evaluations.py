"""What learners say of a programme: at once (hot) and weeks later (cold), and how many of them say anything."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.guard import Cells, guarded, seeing, without
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


@guarded(
    Cells(
        "people",
        ("programme", "stage", "item"),
        {"due": "people", "responded": "due", "learners": "people", "count": "learners"},
        {
            "responded": ("response", "response_low", "response_high"),
            "learners": ("n", "mean", "low", "high"),
            "count": ("mean", "low", "high"),
        },
        {"due": ("response", "response_low", "response_high"), "learners": ("n", "mean", "low", "high")},
        kept=("bottom", "top"),
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
    answers = of_unit(_answers, warehouse, scope)
    asked = {"asof": as_of(scope), "since": scope.since, "cold": COLD}
    due = each_of(warehouse, scope, "evaluations_due", **asked)
    rows: list[dict[str, Any]] = []
    for programme, stage in _evaluated(answers, due):
        own = pl.col("programme").eq_missing(pl.lit(programme)) & (pl.col("stage") == stage)
        named = {"programme": programme, "stage": stage}
        rows += [named | told for told in _evaluation(answers.filter(own), set(due.filter(own)["person"]))]
    return pl.DataFrame(rows, schema=EVALUATIONS)


def _answers(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    anyhow = replace(seeing(scope), modality=None)
    return warehouse.ask("evaluations", scope.parameters() | {"anyhow": anyhow.parameters()["scope"]})


def _evaluated(answers: pl.DataFrame, due: pl.DataFrame) -> list[tuple[str | None, str]]:
    """Return the evaluations there are, hot before cold; answers about no programme last."""
    both = pl.concat([one.select("programme", "stage") for one in (answers, due)]).unique()
    return both.sort(["programme", "stage"], descending=[False, True], nulls_last=True).rows()


def _evaluation(answers: pl.DataFrame, due: set[int]) -> list[dict[str, Any]]:
    """Return a row for each question of one evaluation; one without question when nobody answered any."""
    answered = set(answers["person"])
    response = proportion(len(due & answered), len(due))
    told = {
        "people": len(due | answered),
        "due": len(due),
        "responded": len(due & answered),
        "response": response.value,
        "response_low": response.low,
        "response_high": response.high,
        "response_reason": response.reason,
    }
    if not answered:
        return [told | {"item": None, "n": 0, "learners": 0, "reason": "no_data"}]
    return [told | {"item": item} | _answered(part) for (item,), part in answers.group_by("item", maintain_order=True)]


def _answered(part: pl.DataFrame) -> dict[str, Any]:
    """Return the mean of answers on the scale most of them have; of a yes or no, the share of yes."""
    scale = part.group_by("bottom", "top", maintain_order=True).len().sort("len", descending=True, maintain_order=True)
    bottom, top = scale.row(0)[:2]
    if (bottom, top) == (0, 1) and part["score"].is_in([0.0, 1.0]).all():
        yes = int(part["score"].sum())
        return _told(proportion(yes, part.height), bottom, top) | {"count": yes}
    return _told(mean((bottom + part["score"] * (top - bottom)).to_numpy()), bottom, top)


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
