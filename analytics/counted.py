"""The lines that a scope's amounts are made of: as told, how often each counts, and what of it is counted.

A workbook made of them has the amounts as formulas: amount x share x confidence x times = counted, to the cent.
"""

from datetime import date
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.costs import framed
from analytics.exchange import Row
from analytics.guard import in_detail
from analytics.measure import Measure, Schema
from analytics.pieces import Pieces, pieces_of
from analytics.scope import Scope
from analytics.spending import NOT_PAID_OUT, money
from analytics.warehouse import Warehouse

COUNTED: Schema = {
    "side": pl.String,  # cost, alternative or benefit
    "line": pl.String,  # null: learners' recorded hours
    "programme": pl.String,
    "title": pl.String,
    "component": pl.String,  # of a benefit, its kind
    "basis": pl.String,
    "nature": pl.String,
    "evidence": pl.String,
    "amount": pl.Decimal(18, 4),
    "currency": pl.String,
    "share": pl.Decimal(9, 6),
    "confidence": pl.Decimal(9, 6),
    "times": pl.Float64,
    **money(("counted", "low", "high")),
    "cash": pl.Boolean,
    "compared": pl.Boolean,
    "valid_from": pl.Date,
    "valid_to": pl.Date,
    "source": pl.String,
    "file": pl.String,
    "position": pl.Int64,
    "who": pl.String,
    "told": pl.Datetime("us"),
    "first": pl.Date,
    "months": pl.List(pl.Float64),
    "left_out": pl.String,  # why it is in no total, a key of `analytics.judged.LEFT`; null: it is
}
_TOLD = ("programme", "basis", "currency", "valid_from", "valid_to", "source", "file", "position", "who", "told")
_ONE = Decimal(1)


@in_detail("this tells amounts line by line, and a line may be about one person")
def counted_lines(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List the lines of a scope's costs, alternatives and benefits, each with what of it is counted.

    Returns
    -------
    polars.DataFrame
        `COUNTED`: `times` is how often the amount counts, in months, learners, hours, sessions, parts of what is
        shared, and at its exchange rate. `compared` lines are of programmes that have an alternative. `months` is the
        part of what is counted that falls into each month from `first` on, the same months for all lines. A line
        that is `left_out` counts nothing, no times.
    """
    pieces = pieces_of(warehouse, scope)
    costs: dict[str, Row] = {row["line"]: row for row in warehouse.ask("ledger_cost").to_dicts()}
    gains: dict[str, Row] = {row["line"]: row for row in pieces.told.books.brought}
    rows = [
        *_rows("cost", _marked(pieces.cost, pieces), costs, pieces),
        *_left(_rows("cost", _marked(pieces.stood.left, pieces), costs, pieces), pieces),
        *_rows("alternative", _marked(pieces.alternative, pieces), costs, pieces),
        *_rows("benefit", _marked(pieces.benefit, pieces), gains, pieces),
    ]
    return framed(rows, COUNTED)


def _marked(part: pl.DataFrame, pieces: Pieces) -> pl.DataFrame:
    return part.with_columns(compared=pl.col("programme").is_in(pieces.with_alternative).fill_null(value=False))


def _rows(side: str, part: pl.DataFrame, lines: dict[str, Row], pieces: Pieces) -> list[dict[str, Any]]:
    kind = "kind" if side == "benefit" else "component"
    keys = ("line", kind, "compared", *(["why"] if "why" in part.columns else []))
    grouped = part.group_by(keys).agg(pl.col("cents", "low", "high").sum(), monthly=pl.struct("month", "cents"))
    found = []
    for row in grouped.sort(kind, "line", "compared", nulls_last=True).to_dicts():
        line = lines.get(row["line"], {"currency": pieces.told.books.base})
        told: dict[str, Any] = {name: line.get(name) for name in (*_TOLD, "title", "nature", "evidence")}
        told |= {"side": side, "line": row["line"], "component": row[kind], "compared": row["compared"]}
        told["left_out"] = row.get("why")
        told["cash"] = side != "benefit" and row[kind] not in NOT_PAID_OUT
        amounts = {"counted": row["cents"], "low": row["low"], "high": row["high"]}
        told["months"] = _months(row["monthly"], row["cents"], pieces.span)
        told["first"] = next(iter(pieces.span), None)
        found.append(told | amounts | _formula(line, row["cents"]))
    return found


def _left(rows: list[dict[str, Any]], pieces: Pieces) -> list[dict[str, Any]]:
    nothing = {"counted": 0, "low": 0, "high": 0, "times": 0.0, "months": [0.0] * len(pieces.span)}
    return [row | nothing for row in rows]


def _months(monthly: list[dict[str, Any]], whole: int, span: list[date]) -> list[float]:
    """Return the part of an amount that falls into each month of a span."""
    sums: dict[date, int] = {}
    for one in monthly:
        sums[one["month"]] = sums.get(one["month"], 0) + one["cents"]
    return [sums.get(month, 0) / whole if whole else 0.0 for month in span]


def _formula(line: Row, cents: int) -> dict[str, Any]:
    """Return an amount and how often it counts; of learners' time, the sum and once."""
    amount = line.get("amount", Decimal(cents) / 100)
    share, confidence = line.get("share", _ONE), line.get("confidence", _ONE)
    whole = amount * share * confidence
    times = float(Decimal(cents) / 100 / whole) if whole else 0.0
    return {"amount": amount, "share": share, "confidence": confidence, "times": times}


MEASURES: tuple[Measure, ...] = (
    Measure(
        "counted_lines",
        {"en": "What each line counts for", "fr": "Ce que compte chaque ligne"},
        {
            "en": "The lines of costs, alternatives and benefits, and what of each is in the totals.",
            "fr": "Les lignes de coûts, d'alternatives et de bénéfices, et ce qui de chacune entre dans les totaux.",
        },
        "money",
        "amount x share x confidence x times (months, learners, hours, sessions, parts of what is shared, exchange "
        "rate), by line",
        "the ledger and the benefits as they were brought in; recorded hours and hourly costs",
        "one line of the ledger in the scope",
        COUNTED,
        counted_lines,
    ),
)
