"""A case to weigh before anybody invests: from the organisation's own figures where it has them, else cited defaults.

`assumptions` says which is which; `planned` makes the two sides that `analytics.breakeven` compares. A default in
another currency than the organisation's stays as published: whoever uses it sees its unit.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import polars as pl

from analytics.breakeven import Case, Side
from analytics.defaults import DEFAULTS
from analytics.guard import personal
from analytics.measure import Measure, Schema
from analytics.money import EXACT, NOTHING, cents
from analytics.scope import Scope
from analytics.spending import View, spent, view
from analytics.statistics import mean
from analytics.warehouse import Warehouse

_VALUE = pl.Decimal(18, 4)
ASSUMPTIONS: Schema = {
    "key": pl.String,
    "en": pl.String,
    "fr": pl.String,
    "value": _VALUE,
    "low": _VALUE,
    "high": _VALUE,
    "unit": pl.String,
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


@personal
def assumptions(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what a case would begin with in a scope: own figures, and cited defaults for the rest (`ASSUMPTIONS`)."""
    told = view(warehouse, scope)
    attendance = warehouse.ask("case_attendance", told.scope.parameters())["present"]
    own = {"wage": _wage(told), "attendance": _attendance(attendance), "trainer_session": _trainer(told, attendance)}
    rows = [_row(key, own.get(key)) for key in DEFAULTS]
    return pl.DataFrame(rows, schema=ASSUMPTIONS)


def _row(key: str, own: Own | None) -> dict[str, Any]:
    default = DEFAULTS[key]
    texts = {"key": key, "en": default.en, "fr": default.fr}
    if own is None:
        found: dict[str, Any] = {name: getattr(default, name) for name in ("value", "low", "high", "unit", "source")}
        return texts | found | {"kind": "default", "year": default.year}
    found = {name: getattr(own, name) for name in ("value", "low", "high", "unit", "source", "n")}
    return texts | found | {"kind": "measure"}


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
    return Own(value, max(low, Decimal(1)), high, "learners per session", "attendance", present.len())


def _trainer(told: View, present: pl.Series) -> Own | None:
    """Return what trainers were paid over the sessions that were held."""
    paid = spent(told.books.costs).filter((pl.col("component") == "trainer") & (pl.col("nature") == "actual"))
    if paid.is_empty() or not present.len():
        return None
    value, low, high = (
        cents(EXACT.divide(Decimal(int(paid[name].sum())) / 100, Decimal(present.len())))
        for name in ("cents", "low", "high")
    )
    return Own(value, low, high, f"{told.books.base} per session", "costs", present.len())


@dataclass(frozen=True, slots=True)
class Plan:
    """What somebody thinks of making.

    Attributes
    ----------
    hours
        Of teaching, in a classroom.
    digital_hours
        Of a learner on the digital side.
    sites
        Learners at each site.
    making
        The key of the default, or own figure, that says how many hours of work an hour of e-learning takes.
    years, yearly
        The horizon, and what of the design is redone each year, on both sides.
    travelling
        The share of learners who travel to a session.
    figures
        What each figure is (`assumptions`), moved by whoever plans where they moved it.
    """

    hours: Decimal
    digital_hours: Decimal
    sites: tuple[int, ...]
    making: str = "hours_to_make_elearning"
    years: Decimal = Decimal(3)
    yearly: Decimal = Decimal("0.1")
    travelling: Decimal = Decimal(1)
    figures: Mapping[str, Decimal] = field(default_factory=dict)

    def figure(self, key: str) -> Decimal:
        """Return a figure: the plan's, else the cited default."""
        return self.figures.get(key, DEFAULTS[key].value)


def planned(plan: Plan) -> Case:
    """Return the two sides of a plan, over the same horizon, both with what it costs to keep them up to date."""
    making, travelling = plan.figure("making_hour"), plan.travelling
    in_class = plan.hours * plan.figure("hours_to_make_classroom") * making
    on_screen = plan.digital_hours * plan.figure(plan.making) * making
    half_days = max(Decimal(1), plan.hours / Decimal("3.5"))
    away = plan.figure("lodging") if plan.hours > 7 else NOTHING
    classroom = Side(
        in_class,
        plan.figure("material") + travelling * (plan.figure("travel") + away),
        plan.hours,
        half_days * plan.figure("trainer_session") + half_days * plan.figure("room_day") / 2,
        plan.figure("attendance"),
        in_class * plan.yearly,
    )
    digital = Side(on_screen, hours=plan.digital_hours, yearly=on_screen * plan.yearly)
    return Case(classroom, digital, plan.figure("wage"), years=plan.years, sites=plan.sites)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "assumptions",
        {"en": "What a case begins with", "fr": "De quoi part un cas"},
        {
            "en": "The figures a new case begins with: the organisation's own, and cited defaults where it has none.",
            "fr": "Les chiffres dont part un nouveau cas : les siens, sinon des valeurs publiées et citées.",
        },
        "as each figure says",
        "cost of priced hours / those hours; mean learners present at a classroom session, Student's t interval; "
        "trainers' cost / sessions held",
        "the ledger, attendance, and publications, each with its year",
        "none: what is missing is a cited default, marked as such",
        ASSUMPTIONS,
        assumptions,
    ),
)
