"""Two ways of learning one thing compared among people of the same units.

Units choose how their people learn, and units differ: the difference of all is first of all one of units. Within units
it is less so, and still nobody drew lots.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import polars as pl

from analytics.breakdown import below
from analytics.guard import Cells, guarded, seeing, tree_of, without
from analytics.measure import Schema
from analytics.modalities_counts import compared_counts, entries
from analytics.recall import followed, footings, recall, results
from analytics.scope import Scope
from analytics.statistics import Adjusted, Stratum, design_effect, mantel_haenszel, not_enough
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

HEADING: Mapping[str, str] = {"en": "Not a randomised comparison", "fr": "Comparaison non randomisée"}
OUTCOMES = ("retained", "completed", "passed")
COMPARED: Schema = {
    "competency": pl.String,
    "outcome": pl.String,
    "first": pl.String,
    "second": pl.String,
    "people": pl.Int64,
    **{
        f"{name}_{side}": kind
        for side in ("first", "second")
        for name, kind in (("n", pl.Int64), ("learners", pl.Int64))
    },
    "share_first": pl.Float64,
    "share_second": pl.Float64,
    **dict.fromkeys(("crude", "crude_low", "crude_high", "difference", "low", "high"), pl.Float64),
    "strata": pl.Int64,
    "reversed": pl.Boolean,
    "reason": pl.String,
}
_BOTH = ("crude", "crude_low", "crude_high", "difference", "low", "high", "reversed")


@guarded(
    Cells(
        "people",
        ("competency", "outcome", "first", "second"),
        {"learners_first": "people", "learners_second": "people"},
        {"learners_first": ("n_first", "share_first", *_BOTH), "learners_second": ("n_second", "share_second", *_BOTH)},
        kept=("strata",),
        counts=compared_counts,
    )
)
def modalities_compared(
    warehouse: Warehouse, scope: Scope, *, competency: str | None = None, outcome: str = "retained"
) -> pl.DataFrame:
    """Compare each two ways of learning a competency, within units: by default what is retained at 90 days.

    Returns
    -------
    polars.DataFrame
        `COMPARED`, first less second; `strata` are the units with people on both sides. `reversed`: all together and
        within units say the opposite, both beyond chance (Simpson's paradox). Always to be shown under `HEADING`.

    Raises
    ------
    BadRequest
        When the outcome is none of `OUTCOMES`.
    """
    if outcome not in OUTCOMES:
        raise BadRequest(f"outcome: {outcome[:20]!r} is none of {', '.join(OUTCOMES)}")
    without(scope, "course", "device")
    taught = warehouse.ask("programmes_taught", seeing(scope).parameters())
    if competency is not None:
        taught = taught.filter(pl.col("competency") == competency)
    each = _answers(warehouse, scope, outcome, taught)
    units = placed(warehouse, scope)
    rows: list[dict[str, Any]] = []
    for (name,), part in each.sort("competency").group_by("competency", maintain_order=True):
        for first, second in combinations(part["modality"].unique().sort(), 2):
            sides = [part.filter(pl.col("modality") == one) for one in (first, second)]
            named = {"competency": name, "outcome": outcome, "first": first, "second": second}
            rows.append(named | compared(sides[0], sides[1], units))
    return pl.DataFrame(rows, schema=COMPARED)


def _answers(warehouse: Warehouse, scope: Scope, outcome: str, taught: pl.DataFrame) -> pl.DataFrame:
    """Return person, competency, modality and the score, 0 to 1, of each answer that counts."""
    ways = taught.select("programme", "modality", "competency")
    if outcome == "completed":
        entered = entries(warehouse, scope).with_columns(score=pl.col("completed").cast(pl.Float64))
        return entered.join(ways, on="programme").select("person", "competency", "modality", "score")
    known = recall(warehouse, scope)
    if outcome == "passed":
        scored = results(known).with_columns(score=pl.col("success").cast(pl.Float64))
    else:
        found = [followed(known, footing, "J90").due for footing in footings(known)[:1]]
        scored = found[0].filter(pl.col("score").is_not_null()) if found else known.answers.clear()
    return scored.join(ways, on=["programme", "competency"]).select("person", "competency", "modality", "score")


def placed(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return the unit of each person (`person`, `unit`), of those just below the ones asked about."""
    tree = tree_of(warehouse, seeing(scope))
    found = below(tree, scope.units) or list(scope.units)
    members = warehouse.ask("members_below", {"below": found})
    return members.unique("person", keep="first", maintain_order=True)


def compared(first: pl.DataFrame, second: pl.DataFrame, units: pl.DataFrame) -> dict[str, Any]:
    """Compare two sides, of rows person and score, within units (rows unit, person)."""
    both = set(first["person"]) & set(second["person"])
    sides = [side.filter(~pl.col("person").is_in(list(both))) for side in (first, second)]
    told: dict[str, Any] = {"people": sum(side["person"].n_unique() for side in sides)}
    reasons = []
    for name, side in zip(("first", "second"), sides, strict=True):
        learners = side["person"].n_unique()
        reasons.append(not_enough(side.height, learners))
        told |= {f"n_{name}": side.height, f"learners_{name}": learners}
        told[f"share_{name}"] = None if reasons[-1] else side["score"].mean()
    reason = next((one for one in reasons if one), None)
    if reason:
        return told | {"reason": reason}
    layers = _layers(sides, units)
    found = mantel_haenszel(layers)
    told["strata"] = sum(one.n1 > 0 and one.n2 > 0 for one in layers)
    return told | ({"reason": "no_overlap"} if found is None else _adjusted(found))


def _layers(sides: list[pl.DataFrame], units: pl.DataFrame) -> list[Stratum]:
    """Return a layer for each unit, counts at their effective size: one learner's answers are alike."""
    cells: dict[Any, list[tuple[float, float]]] = {}
    for at, side in enumerate(sides):
        effect = design_effect(side["score"].to_numpy(), side["person"].to_numpy())
        placed = side.join(units, on="person", how="left").group_by("unit").agg(pl.col("score").sum(), pl.len())
        for unit, right, n in placed.sort("unit").iter_rows():
            cells.setdefault(unit, [(0.0, 0.0), (0.0, 0.0)])[at] = (right / effect, n / effect)
    return [Stratum(*first, *second) for first, second in cells.values()]


def _adjusted(found: Adjusted) -> dict[str, Any]:
    return {
        "crude": found.crude,
        "crude_low": found.crude_interval.low,
        "crude_high": found.crude_interval.high,
        "difference": found.difference,
        "low": found.interval.low,
        "high": found.interval.high,
        "reversed": found.reversed,
    }
