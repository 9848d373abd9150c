"""Amounts as the ledger's rows: shared out, in whole cents, each with what of its line's range falls to it, exact.

There are hundreds of thousands of them, so they are worked out all together, in whole numbers of 128 bits, which hold
any two amounts multiplied. `analytics.allocation.apart` says the same of one line after the other.
"""

from collections.abc import Iterable
from decimal import Decimal
from fractions import Fraction
from typing import Any

import polars as pl

from analytics.allocation import Part, Weights
from analytics.exchange import Row

ENDS = ("low", "high")
_WHERE = ("month", "programme", "unit")
_WIDE = pl.Int128()
_FRACTIONS: dict[str, pl.DataType] = {f"{name}_{part}": _WIDE for name in ENDS for part in ("times", "over")}
_CELL = {"programme": pl.String(), "unit": pl.String()}
_PART = pl.Schema(
    {"line": pl.UInt32(), "month": pl.Date(), "cents": pl.Int64(), "key": pl.UInt32(), **_CELL, "owner": pl.String()}
)
_KEY = pl.Schema({"key": pl.UInt32(), **_CELL, "weight": pl.Int64()})


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
        self._parts: list[tuple[Any, ...]] = []
        self._keys: dict[int, tuple[int, Weights]] = {}

    def add(self, row: Row, parts: Iterable[Part]) -> None:
        """Add a line and the parts of its amount."""
        line, ends = len(self._lines), [_over(row[name], row["amount"]) for name in ENDS]
        self._lines.append((*(row[name] for name in self._said), *ends[0], *ends[1]))
        self._parts += [
            (line, part.month, part.cents, self._key(part.weights), *part.other, part.owner) for part in parts
        ]

    def _key(self, weights: Weights) -> int | None:
        """Return the number of what a part is shared out by; the same weights are told once."""
        return self._keys.setdefault(id(weights), (len(self._keys), weights))[0] if weights else None

    def frame(self) -> pl.DataFrame:
        """Return the rows, in the order they were added, those of nothing left out."""
        parts = pl.DataFrame(self._parts, schema=_PART, orient="row").with_row_index("part")
        alone = parts.filter(pl.col("key").is_null()).select("part", "programme", "unit", "cents")
        pieces = pl.concat([alone, _shared_out(parts, self._weights())]).sort("part", maintain_order=True)
        found = pieces.filter(pl.col("cents") != 0)
        said = {name: self._schema[name] for name in self._said}
        lines = pl.DataFrame(self._lines, schema=said | _FRACTIONS, orient="row")
        own = parts.select("line", "month")[found["part"]]
        whole = pl.concat([found, own.select("month"), lines[own["line"]]], how="horizontal")
        return whole.with_columns(pl.coalesce(_share(name), "cents").alias(name) for name in ENDS).select(
            pl.col(name).cast(kind) for name, kind in self._schema.items()
        )

    def _weights(self) -> pl.DataFrame:
        """Return what parts are shared out by, a row for each cell, in the order of `Key.of`."""
        told = [(key, *cell, weight) for key, weights in self._keys.values() for cell, weight in weights.items()]
        return pl.DataFrame(told, schema=_KEY, orient="row")


def _shared_out(parts: pl.DataFrame, weights: pl.DataFrame) -> pl.DataFrame:
    """Return part, programme, unit, cents of parts that are shared out, as `analytics.money.share_out` does it."""
    own = parts.drop_nulls("key").select("part", "key", "cents", "owner")
    each = own.join(weights, on="key", maintain_order="left_right").with_row_index("at")
    product = pl.col("cents").cast(_WIDE).abs() * pl.col("weight")
    whole = pl.col("weight").sum().over("part")
    each = each.with_columns(piece=product // whole, rest=product % whole)
    left = pl.col("cents").cast(_WIDE).abs() - pl.col("piece").sum().over("part")
    ranked = each.with_columns(left=left).sort("part", "rest", descending=[False, True], maintain_order=True)
    one_more = pl.int_range(pl.len()).over("part") < pl.col("left")
    piece = (pl.col("piece") + one_more) * pl.col("cents").sign()
    told = ranked.with_columns(piece=piece).sort("at")
    cells = told.select("part", "programme", pl.coalesce("owner", "unit"), cents=pl.col("piece").cast(pl.Int64))
    merged = told["owner"].is_not_null()  # what is one unit's was shared out by those below it too
    some = cells.filter(merged).group_by("part", "programme", "owner", maintain_order=True).agg(pl.col("cents").sum())
    return pl.concat([cells.filter(~merged), some]).rename({"owner": "unit"})


def _over(end: Decimal | None, amount: Decimal | None) -> tuple[int | None, int | None]:
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
