"""Pieces of lines as the ledger's rows: whole cents, each with what of the line's range falls to it, exact.

There are hundreds of thousands of them: what the pieces of a line have in common is kept once, and the ends of their
ranges are worked out all together, in whole numbers of 128 bits, which hold any two amounts multiplied.
"""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from analytics.allocation import Cell
from analytics.exchange import Row

ENDS = ("low", "high")
_WIDE = pl.Int128()
_FRACTIONS: dict[str, pl.DataType] = {f"{name}_{part}": _WIDE for name in ENDS for part in ("times", "over")}


class Rows:
    """Rows of the ledger, gathered one line after the other.

    Parameters
    ----------
    schema
        Their columns: line, month, programme and unit, what the line says of all its pieces, cents, low and high.
    """

    def __init__(self, schema: pl.Schema) -> None:
        self._schema = schema
        self._said = [name for name in schema if name not in {*_WHERE, "cents", *ENDS}]
        self._lines: list[tuple[Any, ...]] = []
        self._of: list[int] = []
        self._at: list[tuple[date, Cell]] = []
        self._cents: list[int] = []

    def add(self, row: Row, pieces: Mapping[tuple[date, Cell], Decimal]) -> None:
        """Add the pieces of a line, those of nothing left out."""
        some = {at: int(piece * 100) for at, piece in pieces.items() if piece}
        ends = [_over(row[name], row["amount"]) for name in ENDS]
        self._of += [len(self._lines)] * len(some)
        self._lines.append((*(row[name] for name in self._said), *ends[0], *ends[1]))
        self._at += some
        self._cents += some.values()

    def frame(self) -> pl.DataFrame:
        """Return the rows, in the order they were added."""
        places = {
            "month": [month for month, _ in self._at],
            "programme": [cell.programme for _, cell in self._at],
            "unit": [cell.unit for _, cell in self._at],
            "cents": self._cents,
        }
        lines = pl.DataFrame(
            self._lines, schema={name: self._schema[name] for name in self._said} | _FRACTIONS, orient="row"
        )
        pieces = pl.DataFrame(places, schema={name: self._schema[name] for name in places})
        whole = pieces.hstack(lines[pl.Series(self._of, dtype=pl.UInt32)])
        return whole.with_columns(pl.coalesce(_share(name), "cents").alias(name) for name in ENDS).select(
            pl.col(name).cast(kind) for name, kind in self._schema.items()
        )


_WHERE = ("month", "programme", "unit")


def _over(end: Decimal | None, amount: Decimal) -> tuple[int | None, int | None]:
    """Return an end of a line's range over its amount as a fraction; None where the line has no range."""
    if end is None or not amount:
        return None, None
    found = Fraction(end) / Fraction(amount)
    return found.numerator, found.denominator


def _share(end: str) -> pl.Expr:
    """Return what of an end falls to a piece: cents x end / amount, halves to the even cent."""
    whole, over = pl.col("cents").cast(_WIDE) * pl.col(f"{end}_times"), pl.col(f"{end}_over")
    part, rest = whole.abs() // over, whole.abs() % over * 2
    more = (rest > over) | ((rest == over) & (part % 2 == 1))
    return whole.sign() * (part + more.cast(_WIDE))
