"""Two ways of learning one thing compared among people of the same units.

Units choose how their people learn, and units differ: the difference of all is first of all one of units. Within units
it is less so, and still nobody drew lots. Nor does everybody answer: the difference stands beside its worst cases.
"""

from collections.abc import Mapping
from itertools import combinations
from typing import Any

import polars as pl

from analytics.breakdown import below
from analytics.follow_ups import PHASES, side_of
from analytics.guard import Cells, guarded, seeing, tree_of, without
from analytics.measure import Schema
from analytics.modalities_counts import compared_counts, entries
from analytics.modalities_footings import answered_on, each_followed, shared
from analytics.modalities_within import Within, alone, heard, within
from analytics.recall import Recall, recall, results
from analytics.retention import FEW
from analytics.scope import Scope
from analytics.statistics import not_enough
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

HEADING: Mapping[str, str] = {"en": "Not a randomised comparison", "fr": "Comparaison non randomisée"}
OUTCOMES = ("retained", "completed", "passed")
_ANSWER = ("person", "competency", "modality", "case", "score")
_COUNTS = ("people", "due", "answered", "n", "learners")
COMPARED: Schema = {
    "competency": pl.String,
    "outcome": pl.String,
    "first": pl.String,
    "second": pl.String,
    "people": pl.Int64,
    **{f"{name}_{side}": pl.Int64 for side in ("first", "second") for name in _COUNTS},
    "share_first": pl.Float64,
    "share_second": pl.Float64,
    "estimated_first": pl.Boolean,
    "estimated_second": pl.Boolean,
    **dict.fromkeys(("crude", "crude_low", "crude_high", "difference", "low", "high"), pl.Float64),
    **dict.fromkeys(("bound_low", "bound_high", "outer_low", "outer_high"), pl.Float64),
    "bounds_first": pl.Boolean,
    "strata": pl.Int64,
    "reversed": pl.Boolean,
    "reason": pl.String,
}
_BOTH = (
    *("crude", "crude_low", "crude_high", "difference", "low", "high"),
    *("bound_low", "bound_high", "outer_low", "outer_high", "bounds_first", "reversed"),
)


def _told(side: str) -> dict[str, tuple[str, ...]]:
    """Return what the counts of a side tell."""
    of_learners = tuple(f"{name}_{side}" for name in ("answered", "n", "share", "estimated"))
    return {f"people_{side}": (f"due_{side}", *_BOTH), f"learners_{side}": (*of_learners, *_BOTH)}


@guarded(
    Cells(
        "people",
        ("competency", "outcome", "first", "second"),
        {
            **{f"people_{side}": "people" for side in ("first", "second")},
            **{f"learners_{side}": f"people_{side}" for side in ("first", "second")},
        },
        _told("first") | _told("second"),
        _told("first") | _told("second"),
        kept=("strata",),
        says=("reversed",),
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
        `COMPARED`, first less second, of those who answered; `strata` are the units where some did on both sides. The
        bounds are what the difference would be had all who did not answer on one side forgotten and all on the other
        kept, and the reverse (of a side `estimated` by a random follow-up: all drawn who did not answer that either);
        the outer ends leave room for chance as well: only what lies wholly on one side of nought there is sure.
        `bounds_first`: on a side fewer than half of the tests due were answered. `reversed`: all
        together and within units surely say the opposite (Simpson's paradox). Always to be shown under `HEADING`.

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
    """Return person, competency, modality and the score, 0 to 1, of each answer that counts; null: none was given.

    `case` numbers what was due: only who was to be asked again after 90 days can have stayed silent.
    """
    ways = taught.select("programme", "modality", "competency")
    if outcome == "completed":
        entered = entries(warehouse, scope).with_columns(score=pl.col("completed").cast(pl.Float64))
        return entered.with_row_index("case").join(ways, on="programme").select(_ANSWER)
    known = recall(warehouse, scope)
    if outcome == "passed":
        scored = results(known).with_columns(score=pl.col("success").cast(pl.Float64)).with_row_index("case")
    else:
        scored = _retained(known, ways)
    told = scored.join(ways, on=["programme", "competency"])
    return told.select(*_ANSWER, *(name for name in PHASES if name in told.columns))


def _retained(known: Recall, ways: pl.DataFrame) -> pl.DataFrame:
    """Return what was due after 90 days and what came of it, each competency on one footing."""
    found = shared(answered_on(known), ways, ["competency"], "modality")
    parts = [heard(due).join(own, on="competency", how="semi") for _, due, own in each_followed(known, found)]
    return pl.concat(parts, how="diagonal") if parts else known.answers.clear().with_row_index("case")


def placed(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return the unit of each person (`person`, `unit`), of those just below the ones asked about."""
    tree = tree_of(warehouse, seeing(scope))
    found = below(tree, scope.units) or list(scope.units)
    members = warehouse.ask("members_below", {"below": found})
    return members.unique("person", keep="first", maintain_order=True)


def compared(first: pl.DataFrame, second: pl.DataFrame, units: pl.DataFrame) -> dict[str, Any]:
    """Compare two sides, of rows person, case and score, within units (rows unit, person)."""
    sides = [side.join(units, on="person", how="left") for side in alone(first, second)]
    told: dict[str, Any] = {"people": sum(side["person"].n_unique() for side in sides)}
    reasons, few = [], False
    for name, side in zip(("first", "second"), sides, strict=True):
        counts = _counted(side)
        reasons.append(not_enough(counts["n"], counts["learners"]))
        told |= {f"{what}_{name}": count for what, count in counts.items()}
        if reasons[-1] is None:
            heard_of = side_of(side)
            told |= {f"share_{name}": heard_of.share, f"estimated_{name}": heard_of.estimated}
            few |= not heard_of.estimated and counts["answered"] < FEW * counts["due"]
    reason = next((one for one in reasons if one), None)
    if reason:
        return told | {"reason": reason}
    found = within(sides[0], sides[1], ["unit"])
    return told | ({"strata": 0, "reason": "no_overlap"} if found is None else _adjusted(found) | {"bounds_first": few})


def _counted(side: pl.DataFrame) -> dict[str, int]:
    given = side.drop_nulls("score")
    return {
        "people": side["person"].n_unique(),
        "due": side["case"].n_unique(),
        "answered": given["case"].n_unique(),
        "n": given.height,
        "learners": given["person"].n_unique(),
    }


def _adjusted(found: Within) -> dict[str, Any]:
    answered = found.answered
    return {
        "crude": answered.crude,
        "crude_low": answered.crude_interval.low,
        "crude_high": answered.crude_interval.high,
        "difference": answered.difference,
        "low": answered.interval.low,
        "high": answered.interval.high,
        "bound_low": found.bounds.low,
        "bound_high": found.bounds.high,
        "outer_low": found.outer.low,
        "outer_high": found.outer.high,
        "strata": found.strata,
        "reversed": found.reversed,
    }
