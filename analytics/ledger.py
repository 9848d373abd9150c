"""Every amount of the organisation in one currency, told apart by month, programme and unit: what the measures add up.

Amounts are whole cents here, so that adding them in any order gives the same.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import partial
from typing import Any

import polars as pl

from analytics.allocation import Owner, Part, covered, in_months, last_day, parts
from analytics.exchange import Exchange, Hourly, Row, base_of
from analytics.judged import replaced
from analytics.ledger_rows import Rows
from analytics.measured import measured
from analytics.money import EXACT, nearest
from analytics.once import once
from analytics.progress import as_of
from analytics.quantities import Quantities, count
from analytics.scope import Scope
from analytics.warehouse import Warehouse

_WHERE = {"month": pl.Date, "programme": pl.String, "unit": pl.String}
_CENTS = {"cents": pl.Int64, "low": pl.Int64, "high": pl.Int64}
COSTS = pl.Schema(
    {"line": pl.String, **_WHERE, "component": pl.String, "nature": pl.String, "alternative": pl.Boolean, **_CENTS}
)
BENEFITS = pl.Schema({"line": pl.String, **_WHERE, "kind": pl.String, "evidence": pl.String, **_CENTS})
SECONDS = pl.Schema({**_WHERE, "seconds": pl.Int64})
UNTOLD = pl.Schema({"line": pl.String, "programme": pl.String, "unit": pl.String, "currency": pl.String})

HOUR = 3600
_TOLD = ("ledger_cost", "ledger_hourly", "ledger_exchange", "ledger_benefit", "indicator_money")


@dataclass(frozen=True)
class Books:
    """The ledger, told apart.

    Attributes
    ----------
    base
        The currency of every amount.
    costs, benefits
        A row for each line, month, programme and unit, in cents; a benefit isolated already. Learners' time is a cost
        without a line.
    hours, unpriced
        Seconds that learners were recorded, and those of them that no hourly cost holds for.
    untold
        Lines in a currency that no rate holds for: in no amount.
    brought
        The lines of benefit as they count: those that are measured with the amounts that were.
    measured
        How those came about (`analytics.measured.MEASURED`); without the figures of a few people, whoever reads it.
    replaced
        The lines of costs that a firmer one takes the place of (`analytics.judged.replaced`).
    """

    base: str
    costs: pl.DataFrame
    benefits: pl.DataFrame
    hours: pl.DataFrame
    unpriced: pl.DataFrame
    untold: pl.DataFrame
    brought: tuple[Row, ...]
    measured: pl.DataFrame
    replaced: Mapping[str, str]


def books(warehouse: Warehouse, zone: str, asof: date, constant: date | None = None) -> Books:
    """Return the ledger as it stands; sessions after `asof` have not been paid for.

    Parameters
    ----------
    zone
        Whose months they are.
    constant
        A day whose exchange rates are taken for every amount.
    """
    return once(_books, warehouse, Scope(until=asof, zone=zone), constant=constant)


def _books(warehouse: Warehouse, every: Scope, *, constant: date | None) -> Books:
    lines, hourly, exchange, claimed, priced = (tuple(warehouse.ask(name).to_dicts()) for name in _TOLD)
    rates = Exchange(base_of(exchange, lines, hourly, claimed, priced), exchange, constant)
    benefits, effects = measured(warehouse, every, rates, claimed)
    quantities = count(
        warehouse, every.zone, as_of(every), [*hourly, *(row for row in lines if row["basis"] != "fixed")]
    )
    time, unpriced = _learner_time(quantities, Hourly(hourly, quantities.parents, rates))
    told = [(row, rates.rate(row["currency"], row["valid_from"])) for row in lines]
    paid = _rows(COSTS, told, partial(_cost, quantities))
    brought = [(row, rates.rate(row["currency"] or rates.base, row["valid_from"])) for row in benefits]
    return Books(
        rates.base,
        pl.concat([paid, pl.DataFrame(time, schema=COSTS, orient="row")]),
        _rows(BENEFITS, brought, partial(_benefit, quantities)),
        pl.DataFrame(
            [tuple(row[name] for name in SECONDS) for row in quantities.seconds], schema=SECONDS, orient="row"
        ),
        pl.DataFrame(unpriced, schema=SECONDS, orient="row"),
        pl.DataFrame([_named(row) for row, rate in (*told, *brought) if rate is None], schema=UNTOLD, orient="row"),
        tuple(benefits),
        effects,
        replaced(row for row, rate in told if rate is not None),
    )


def _named(row: Row) -> tuple[Any, ...]:
    return tuple(row[name] for name in UNTOLD)


def _owner(row: Row, quantities: Quantities) -> Owner:
    return Owner(row["programme"], row["unit"], quantities.below(row["unit"]))


def _rows(
    schema: pl.Schema, lines: Iterable[tuple[Row, Decimal | None]], told_of: Callable[[Row, Decimal], Iterable[Part]]
) -> pl.DataFrame:
    """Return the rows of lines that a rate holds for."""
    rows = Rows(schema)
    for row, rate in lines:
        if rate is not None:
            rows.add(row, told_of(row, rate))
    return rows.frame()


def _cost(quantities: Quantities, row: Row, rate: Decimal) -> Iterable[Part]:
    """Return a line of cost told apart by month; a price, each time it was due."""
    owner = _owner(row, quantities)
    amount = EXACT.multiply(row["amount"], rate)
    if row["basis"] == "fixed":
        last = last_day(row["valid_from"], row["valid_to"], row["amortised_months"])
        return parts(amount, row["valid_from"], last, owner, quantities.keys[row["allocation"] or "learners"])
    price, due = Price(amount, HOUR if row["basis"] == "hour" else 1), quantities.of(row, owner)
    if row["basis"] != "session" or owner.unit is not None:
        return (Part(month, price.times(number), {}, cell) for (month, cell), number in due.items())
    key = quantities.keys["learners"]
    return (  # over the units of the learners active in their programme that month
        Part(month, price.times(number), key.of(month, (), cell.programme, None), cell)
        for (month, cell), number in due.items()
    )


class Price:
    """The price of so many of something, in cents for any number of it."""

    def __init__(self, amount: Decimal, of: int) -> None:
        over, under = EXACT.multiply(amount, Decimal(100)).as_integer_ratio()
        self._over, self._under = over, under * of

    def times(self, number: int) -> int:
        """Return what so many cost, to the cent."""
        return nearest(self._over * number, self._under)


def _benefit(quantities: Quantities, row: Row, rate: Decimal) -> Iterable[Part]:
    """Return a benefit of a year told apart by month, isolated: amount x share x confidence."""
    if row["amount"] is None:
        return ()
    first, last = row["valid_from"], row["valid_to"] or last_day(row["valid_from"], None, 12)
    yearly = EXACT.multiply(EXACT.multiply(row["amount"], rate), EXACT.multiply(row["share"], row["confidence"]))
    amount = EXACT.divide(EXACT.multiply(yearly, in_months(covered(first, last))), Decimal(12))
    return parts(amount, first, last, _owner(row, quantities), quantities.keys["learners"])


def _learner_time(quantities: Quantities, hourly: Hourly) -> tuple[list[tuple[Any, ...]], list[tuple[Any, ...]]]:
    """Return what learners' recorded hours cost, and the seconds nobody gave a price for."""
    priced: dict[tuple[Any, ...], int] = defaultdict(int)
    prices: dict[Decimal, Price] = {}
    unpriced: list[tuple[Any, ...]] = []
    for row in quantities.seconds:
        at = (row["month"], row["programme"], row["unit"])
        price = hourly.of(row["job_family"], row["unit"], row["day"])
        if price is None:
            unpriced.append((*at, row["seconds"]))
        else:
            if price not in prices:
                prices[price] = Price(price, HOUR)
            priced[at] += prices[price].times(row["seconds"])
    kinds = ("learner_time", "actual", False)
    rows = [(None, *at, *kinds, *[amount] * 3) for at, amount in priced.items() if amount]
    return rows, unpriced


def decimals(frame: pl.DataFrame, columns: Iterable[str]) -> pl.DataFrame:
    """Return a frame with columns of cents told as amounts, exactly."""
    return frame.with_columns(
        (pl.col(name).cast(pl.Decimal(18, 2)) * pl.lit(Decimal("0.01"), dtype=pl.Decimal(18, 2))).cast(
            pl.Decimal(18, 2)
        )
        for name in columns
    )
