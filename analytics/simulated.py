"""What may come out when every line may be anywhere in its range: the return, and what is saved, as ranges."""

from collections.abc import Mapping
from typing import Any

import numpy as np
import polars as pl

from analytics.measure import Measure, Schema
from analytics.pieces import Pieces, ends, pieces_of
from analytics.scope import Scope
from analytics.simulation import Measured, Numbers, Pert, Simulation, Uncertain, simulate
from analytics.warehouse import Warehouse
from analytics.whole_case import returns

SIMULATED: Schema = {
    "what": pl.String,  # roi (%) or saving (money)
    "p5": pl.Float64,
    "p50": pl.Float64,
    "p95": pl.Float64,
    "share_positive": pl.Float64,
    "worst": pl.Float64,
    "best": pl.Float64,
    "inputs": pl.Int64,
    "draws": pl.Int64,
    "seed": pl.Int64,
    "versions": pl.String,
    "currency": pl.String,
    "reason": pl.String,
}
_MISSING = {"roi": "no_benefit", "saving": "no_alternative"}
_FIGURES = ("p5", "p50", "p95", "share_positive", "worst", "best", "draws", "seed")


def simulated(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Draw every line of a scope from its range and tell what comes of the return and of the saving.

    A line is drawn once, whatever it is part of; the cost of learners' time is certain, and as `returns` tells it to
    whoever asks.

    Returns
    -------
    polars.DataFrame
        `SIMULATED`, a row for the return in percent and one for the saving.
    """
    told = returns(warehouse, scope).row(0, named=True)
    pieces = pieces_of(warehouse, scope)
    ranges = _ranges(pieces)
    return pl.DataFrame([_row(what, pieces, ranges, told) for what in _MISSING], schema=SIMULATED)


def _ranges(pieces: Pieces) -> dict[str, Uncertain]:
    """Return for each line that has a range how its amount may be multiplied: measured ones as effects are sampled."""
    found: dict[str, Uncertain] = {}
    freedom = dict(pieces.told.books.measured.select("line", "freedom").iter_rows())
    for prefix, frames in (("cost", (pieces.cost, pieces.alternative)), ("benefit", (pieces.cashable,))):
        for line, cents, low, high in ends(frames).iter_rows():
            if cents and not low == cents == high:
                three = _ordered(low / cents, high / cents)
                effect = freedom.get(line) if prefix == "benefit" else None
                found[f"{prefix} {line}"] = Pert(*three) if effect is None else Measured(*three, effect)
    return found


def _ordered(*pair: float) -> tuple[float, float, float]:
    return min(1.0, *pair), 1.0, max(1.0, *pair)


def _row(what: str, pieces: Pieces, ranges: Mapping[str, Uncertain], told: Mapping[str, Any]) -> dict[str, Any]:
    row: dict[str, Any] = {"what": what, "inputs": len(ranges), "currency": told["currency"]}
    if told[what] is None:
        return row | {"reason": told["reason"] or _MISSING[what]}
    if not ranges:
        return row | {"reason": "no_range"}
    found = _simulated(what, pieces, ranges, told)
    versions = ", ".join(f"{name} {number}" for name, number in found.versions.items())
    return row | {name: getattr(found, name) for name in _FIGURES} | {"versions": versions}


def _simulated(what: str, pieces: Pieces, ranges: Mapping[str, Uncertain], told: Mapping[str, Any]) -> Simulation:
    time = float(told["learner_time"])
    if what == "saving":
        time = float(told["compared"]) - _lines(pieces.compared)
        first, second = _sums(pieces.alternative, "cost", ranges), _sums(pieces.compared, "cost", ranges)
        return simulate(lambda drawn: first(drawn) - second(drawn) - time, ranges)
    gain, cost = _sums(pieces.cashable, "benefit", ranges), _sums(pieces.cost, "cost", ranges)
    return simulate(lambda drawn: 100 * (gain(drawn) / (cost(drawn) + time) - 1), ranges)


def _lines(part: pl.DataFrame) -> float:
    return int(part.drop_nulls("line")["cents"].sum()) / 100


def _sums(part: pl.DataFrame, prefix: str, ranges: Mapping[str, Uncertain]) -> Any:
    """Return the function from the draws to the sum of some lines; those without a range stay as they are."""
    lines = part.drop_nulls("line").group_by("line").agg(pl.col("cents").sum()).sort("line")
    moving = {f"{prefix} {line}": cents / 100 for line, cents in lines.iter_rows() if f"{prefix} {line}" in ranges}
    still = _lines(part) - sum(moving.values())

    def total(drawn: Mapping[str, Numbers]) -> Numbers:
        found: Numbers = np.asarray(still) + sum(drawn[name] * amount for name, amount in moving.items())
        return found

    return total


MEASURES: tuple[Measure, ...] = (
    Measure(
        "simulated",
        {"en": "What may come out", "fr": "Ce qui peut en sortir"},
        {
            "en": "The return and the saving when every line may be anywhere in its range, by 10,000 simulations.",
            "fr": "Le retour et l'économie quand chaque ligne peut être n'importe où dans sa fourchette, "
            "en 10 000 simulations.",
        },
        "% and money",
        "10,000 draws of each line with a range (PERT; of measured effects Student's t through their 95 % interval), "
        "one draw per line shared by both sides, fixed seed; 5th, 50th and 95th percentile; share of simulations above "
        "0; all lines at their worse and at their better end",
        "the ranges of the ledger's lines and of the benefits; sampling distributions of effects",
        "a line with a low and a high",
        SIMULATED,
        simulated,
    ),
)
