"""A case to weigh before anybody invests: from the organisation's own figures where it has them, else cited defaults.

`assumptions` says which is which. A default in another currency than the organisation's is told at the newest rate that
the organisation gave; without one it stays as published, and its column `currency` says so.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.defaults import DEFAULTS, Default
from analytics.exchange import Exchange
from analytics.guard import in_detail
from analytics.measure import Measure, Schema
from analytics.money import EXACT, cents
from analytics.scope import Scope
from analytics.spending import View, spent, view
from analytics.statistics import mean
from analytics.warehouse import Warehouse

_VALUE = pl.Decimal(18, 4)
_HALF_DAY = 3.5 * 3600  # seconds
ASSUMPTIONS: Schema = {
    "key": pl.String,
    "en": pl.String,
    "fr": pl.String,
    "value": _VALUE,
    "low": _VALUE,
    "high": _VALUE,
    "unit": pl.String,
    "currency": pl.String,  # what the value is in; null where it is no money
    "ranged": pl.String,  # published, assumed (a third either way) or measured; null: no range
    "kind": pl.String,  # measure (this organisation's own) or default (published)
    "source": pl.String,
    "year": pl.Int64,
    "n": pl.Int64,
}


@dataclass(frozen=True, slots=True)
class Own:
    """A figure of the organisation's own: its value, its range, its unit, what it rests on."""

    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    source: str
    n: int


@in_detail("this tells a wage and an attendance as they are, of however few people")
def assumptions(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what a case would begin with in a scope: own figures, and cited defaults for the rest (`ASSUMPTIONS`)."""
    told = view(warehouse, scope)
    rates = Exchange(told.books.base, tuple(warehouse.ask("ledger_exchange").to_dicts()))
    held = warehouse.ask("case_attendance", told.scope.parameters())
    own = {
        "wage": _wage(told),
        "attendance": _attendance(held["present"]),
        "trainer_session": _trainer(told, held),
    }
    rows = [_row(DEFAULTS[key], own.get(key), rates) for key in DEFAULTS]
    return pl.DataFrame(rows, schema=ASSUMPTIONS)


def _row(default: Default, own: Own | None, rates: Exchange) -> dict[str, Any]:
    texts = {"key": default.key, "en": default.en, "fr": default.fr}
    if own is None:
        return texts | _published(default, rates) | {"kind": "default", "year": default.year}
    found: dict[str, Any] = {name: getattr(own, name) for name in ("value", "low", "high", "unit", "source", "n")}
    ranged = "measured" if own.low < own.high else None
    return texts | found | {"kind": "measure", "ranged": ranged, "currency": _currency(own.unit)}


def _published(default: Default, rates: Exchange) -> dict[str, Any]:
    """Return a default as it was published, in the organisation's own currency where it gave a rate."""
    names = ("value", "low", "high", "unit", "source", "ranged")
    told: dict[str, Any] = {name: getattr(default, name) for name in names}
    currency = _currency(default.unit)
    rate = None if currency is None else _newest(rates, currency)
    if currency is None or rate is None:
        return told | {"currency": currency}
    amounts = {name: cents(EXACT.multiply(told[name], rate)) for name in ("value", "low", "high")}
    return (
        told
        | amounts
        | {
            "unit": default.unit.replace(currency, rates.base, 1),
            "currency": rates.base,
        }
    )


def _currency(unit: str) -> str | None:
    """Return the currency a unit begins with: EUR per hour."""
    first = unit.partition(" ")[0]
    return first if len(first) == 3 and first.isupper() else None


def _newest(rates: Exchange, currency: str) -> Decimal | None:
    """Return the rate of a currency that was given for the latest days."""
    if currency == rates.base:
        return Decimal(1)
    found = [row for row in rates.rows if row["currency"] == currency]
    return max(found, key=lambda row: row["valid_from"])["rate"] if found else None


def _wage(told: View) -> Own | None:
    """Return the mean cost of the hours that were recorded and have a price."""
    time = told.books.costs.filter((pl.col("component") == "learner_time") & pl.col("line").is_null())
    seconds = int(told.books.hours["seconds"].sum()) - int(told.books.unpriced["seconds"].sum())
    if time.is_empty() or seconds <= 0:
        return None
    value = cents(EXACT.divide(Decimal(int(time["cents"].sum())) * 36, Decimal(seconds)))
    return Own(value, value, value, f"{told.books.base} per hour", "costs", seconds // 3600)


def _attendance(present: pl.Series) -> Own | None:
    """Return the mean of the learners present at a session, with Student's interval."""
    found = mean(present.cast(pl.Float64).to_numpy())
    if found.value is None or found.low is None or found.high is None:
        return None
    value, low, high = (Decimal(str(round(one, 4))) for one in (found.value, found.low, found.high))
    return Own(
        value,
        max(low, Decimal(1)),
        high,
        "learners per session",
        "attendance",
        present.len(),
    )


def _trainer(told: View, held: pl.DataFrame) -> Own | None:
    """Return what trainers were paid for each half-day of the sessions that were held; a shorter one counts as one."""
    paid = spent(told.books.costs).filter((pl.col("component") == "trainer") & (pl.col("nature") == "actual"))
    if paid.is_empty() or held.is_empty():
        return None
    half_days = sum(max(1.0, (seconds or 0.0) / _HALF_DAY) for seconds in held["seconds"].to_list())
    over = Decimal(str(round(half_days, 4)))
    value, low, high = (
        cents(EXACT.divide(Decimal(int(paid[name].sum())) / 100, over)) for name in ("cents", "low", "high")
    )
    return Own(value, low, high, f"{told.books.base} per session", "costs", held.height)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "assumptions",
        {"en": "What a case begins with", "fr": "De quoi part un cas"},
        {
            "en": "The figures a new case begins with: the organisation's own, and cited defaults where it has none.",
            "fr": "Les chiffres dont part un nouveau cas : les siens, sinon des valeurs publiées et citées.",
        },
        "as each figure says",
        "cost of priced hours / those hours; mean learners present at a classroom session, Student's t interval; "
        "trainers' cost / half-days of the sessions held",
        "the ledger, attendance, and publications, each with its year",
        "none: what is missing is a cited default, marked as such",
        ASSUMPTIONS,
        assumptions,
    ),
)
