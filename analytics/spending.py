"""The part of the ledger that a scope is about, and what its amounts are divided by.

Money is told by whole months: those that the scope's period touches. What has a unit is that unit's; what everyone
shares was shared out over units first, so a unit's view holds its part.
"""

import inspect
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from decimal import Decimal
from functools import wraps
from typing import Any, Concatenate, ParamSpec

import polars as pl

from analytics.allocation import later, month_of
from analytics.guard import seeing, without
from analytics.ledger import Books, books
from analytics.measure import Schema
from analytics.once import each_of, once
from analytics.progress import as_of
from analytics.scope import Scope, read_day
from analytics.warehouse import Warehouse

MONEY = pl.Decimal(18, 2)
PROGRAMME: Schema = {"programme": pl.String, "title_en": pl.String, "title_fr": pl.String}
Day = date | str | None
NATURES = ("budget", "commitment", "actual", "estimate")
LEAST_HOURS = 20
"""Completed hours under which no cost of one is told: a few minutes of one person make any price of them."""
NOT_PAID_OUT = ("learner_time", "opportunity")
"""Components that are in the fully loaded cost, but not in the cash that would be kept without the programme."""


@dataclass(frozen=True)
class View:
    """The amounts of a scope: what `Books` has, its months, units and programmes only.

    `programmes` has the titles, modality and owner of the scope's programmes that its reader may see; `scope` spans
    whole months; `units` are those whose money is counted, None for all and what is nobody's.
    """

    books: Books
    scope: Scope
    programmes: pl.DataFrame
    units: list[str] | None


def view(warehouse: Warehouse, scope: Scope, constant: Day = None, *, ahead: bool = False) -> View:
    """Return what of the ledger a scope is about.

    Parameters
    ----------
    constant
        See `analytics.ledger.books`.
    ahead
        Whether a period that has begun is told to its end, as budgets are: else months that have not begun are left
        out, where learning is not done, and nothing brought, yet. A period that lies ahead is told as it is foreseen.
    """
    without(scope, "course", "device", "group", "country", "language")
    return once(_view, warehouse, whole_months(scope), constant=rates_of(constant), ahead=ahead)


def _view(warehouse: Warehouse, asked: Scope, *, constant: date | None, ahead: bool) -> View:
    today = as_of(Scope(zone=asked.zone))
    units = _units(warehouse, asked)
    kept = _kept(warehouse, asked, units)
    whole = books(warehouse, asked.zone, today, constant)
    told = {name: getattr(whole, name).filter(kept) for name in ("costs", "benefits", "hours", "unpriced")}
    months = _months(asked)
    if not ahead and (asked.since is None or asked.since <= today):
        months = months & (pl.col("month") <= today)
    found = {name: frame.filter(months) for name, frame in told.items()}
    measured = whole.measured.filter(shared_by(units))
    books_seen = replace(whole, untold=whole.untold.filter(kept), measured=measured, **found)
    return View(books_seen, asked, _programmes(warehouse, asked, told), units)


def _programmes(warehouse: Warehouse, asked: Scope, told: dict[str, pl.DataFrame]) -> pl.DataFrame:
    """Return the programmes that a reader may see: their units' own, their people's, those their units pay for."""
    found = once(_named, warehouse, Scope(programmes=asked.programmes, modality=asked.modality))
    if asked.reader.units is None:
        return found
    seen = {*warehouse.ask("programmes_seen", asked.parameters())["programme"], *told["costs"]["programme"]}
    return found.filter(pl.col("programme").is_in([one for one in seen if one is not None]))


def _named(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    return warehouse.ask("cost_programmes", scope.parameters())


def rates_of(constant: Day) -> date | None:
    """Return the day whose exchange rates are taken for every amount, which an address tells as text."""
    return read_day(constant, "constant") if isinstance(constant, str) else constant


def whole_months(scope: Scope) -> Scope:
    """Return a scope whose period is the whole months it touches."""
    since = scope.since and month_of(scope.since)
    until = scope.until and later(month_of(scope.until), 1) - timedelta(days=1)
    return replace(scope, since=since, until=until)


def _months(scope: Scope) -> pl.Expr:
    since = pl.lit(value=True) if scope.since is None else pl.col("month") >= scope.since
    until = pl.lit(value=True) if scope.until is None else pl.col("month") <= scope.until
    return since & until


def _units(warehouse: Warehouse, scope: Scope) -> list[str] | None:
    if not scope.units and scope.reader.units is None:
        return None
    found: list[str] = warehouse.ask("cost_units", scope.parameters())["unit"].to_list()
    return found


def _kept(warehouse: Warehouse, scope: Scope, units: list[str] | None) -> pl.Expr:
    """Return the condition on a row's unit and programme."""
    kept = pl.lit(value=True) if units is None else pl.col("unit").is_in(units)
    if scope.programmes or scope.modality:
        named = once(_named, warehouse, Scope(programmes=scope.programmes, modality=scope.modality))
        found = named["programme"].to_list()
        kept = kept & pl.col("programme").is_in(found)
    return kept


def shared_by(units: list[str] | None) -> pl.Expr:
    """Return the condition on a line that some units share in: their own, and what is everyone's."""
    return pl.lit(value=True) if units is None else pl.col("unit").is_null() | pl.col("unit").is_in(units)


def spent(costs: pl.DataFrame) -> pl.DataFrame:
    """Return the costs of what was done, without the alternative's."""
    return costs.filter(~pl.col("alternative"))


def paid_out() -> pl.Expr:
    """Return the condition on a cost that is cash."""
    return ~pl.col("component").is_in(NOT_PAID_OUT)


def reach(warehouse: Warehouse, asked: Scope) -> pl.DataFrame:
    """Return programme (null: all together), learners, seconds, completed_seconds, completions of a scope of months.

    `completed_seconds` are those, of these months, of who completed in them. The row of all together counts each
    learner once.
    """
    each = each_of(warehouse, asked, "cost_reach")
    sums = [
        pl.col("person").filter("active").n_unique().cast(pl.Int64).alias("learners"),
        *(pl.col(name).sum() for name in ("seconds", "completed_seconds", "completions")),
    ]
    whole = each.select(pl.lit(None, pl.String).alias("programme"), *sums)
    return pl.concat([whole, each.group_by("programme").agg(sums).sort("programme")])


def planned(warehouse: Warehouse, asked: Scope) -> dict[str, int]:
    """Return for how many learners of a scope each programme is planned that nobody was active in yet."""
    found = each_of(warehouse, asked, "cost_planned", asof=as_of(Scope(zone=asked.zone)))
    return dict(found.group_by("programme").agg(pl.len()).iter_rows())


def completed_hours(reached: Mapping[str, Any]) -> Decimal | None:
    """Return the hours of a row of `reach` of those who completed; None where they are too few to divide by."""
    hours = Decimal(int(reached.get("completed_seconds") or 0)) / 3600
    return hours if hours >= LEAST_HOURS else None


def learners_of(warehouse: Warehouse, scope: Scope, **_: Any) -> pl.DataFrame:
    """Return the learners of a scope of months, one row: what a measure of one row is hidden by."""
    return reach(warehouse, whole_months(scope)).head(1).select("learners")


def learners_by(warehouse: Warehouse, scope: Scope, **_: Any) -> pl.DataFrame:
    """Return the learners of each programme of a scope of months, and of all together (`PROGRAMME` null)."""
    titles = once(_named, warehouse, Scope()).select(list(PROGRAMME))
    return (
        reach(warehouse, whole_months(scope))
        .join(titles, on="programme", how="left", maintain_order="left")
        .select(*PROGRAMME, "learners")
    )


def judged_by(warehouse: Warehouse, scope: Scope, **_: Any) -> pl.DataFrame:
    """Return the same, with those each programme is planned for that nobody was active in yet."""
    told, coming = learners_by(warehouse, scope), planned(warehouse, whole_months(scope))
    titles = once(_named, warehouse, Scope()).select(list(PROGRAMME)).filter(pl.col("programme").is_in(list(coming)))
    waiting = [row | {"learners": coming[row["programme"]]} for row in titles.to_dicts()]
    active = told.filter(~pl.col("programme").is_in(list(coming)).fill_null(value=False))
    return pl.concat([active, pl.DataFrame(waiting, schema=told.schema)])


P = ParamSpec("P")
Question = Callable[Concatenate[Warehouse, Scope, P], pl.DataFrame]


@dataclass(frozen=True, slots=True)
class Over:
    """An amount that is the ledger's but for learners' time in it.

    Attributes
    ----------
    time
        The column that tells that time.
    sign
        How the amount goes with it: 1 or -1; null where it is no such amount.
    """

    time: str = "recorded_time"
    sign: pl.Expr = field(default_factory=lambda: pl.lit(1))


@dataclass(frozen=True, slots=True)
class Rate:
    """A ratio of amounts that goes with one of them (`power` 1), or against it (-1), once `less` is added to it."""

    amount: str
    power: int = -1
    less: float = 0.0


OF_COST: dict[str, Rate] = {
    "roi": Rate("cost", less=100),
    "roi_low": Rate("cost_high", less=100),
    "roi_high": Rate("cost_low", less=100),
    "bcr": Rate("cost"),
    "payback_months": Rate("cost", 1),
}
"""What a return is made of, in percent of the cost, and what a benefit is beside it."""


def exact(
    *names: str,
    but: str | None = None,
    over: Mapping[str, Over] | None = None,
    rates: Mapping[str, Rate] | None = None,
) -> Callable[[Question[P]], Question[P]]:
    """Tell a reader of totals the ledger's own amounts to the cent, where a guarded measure shows them rounded.

    What finance told is no statement about people; what is worked out from people's hours is, and stays rounded. What
    is hidden stays hidden.

    Rounding those hours alone tells no more than they are told by themselves, and amounts that lie far closer.

    Parameters
    ----------
    names
        The columns that are the ledger's.
    but
        A component whose rows are not.
    over
        The columns that are the ledger's but for learners' time: only that is rounded in them.
    rates
        The ratios of such amounts: those of the amounts as they are told.
    """

    def around(ask: Question[P]) -> Question[P]:
        whole = inspect.unwrap(ask)
        takes = inspect.signature(whole)

        @wraps(whole)
        def answer(warehouse: Warehouse, scope: Scope, /, *args: P.args, **options: P.kwargs) -> pl.DataFrame:
            told = ask(warehouse, scope, *args, **options)
            if scope.reader.sees_people:
                return told
            named = takes.bind(warehouse, scope, *args, **options).arguments  # as the guard asked for the same
            known = once(whole, warehouse, seeing(scope), **dict(tuple(named.items())[2:]))
            if known.height != told.height:  # statements came in between: the next look tells it
                return told
            kept = pl.lit(value=True) if but is None else pl.col("component") != but
            told = told.with_columns(
                *(
                    pl.when(kept & pl.col(name).is_not_null()).then(known[name]).otherwise(pl.col(name)).alias(name)
                    for name in names
                ),
                *(_but_for_time(name, known, one) for name, one in (over or {}).items()),
            )
            return told.with_columns(_of_told(name, known, one) for name, one in (rates or {}).items())

        return answer

    return around


def _but_for_time(name: str, known: pl.DataFrame, over: Over) -> pl.Expr:
    moved = known[name] + over.sign * (pl.col(over.time) - known[over.time])
    return pl.coalesce(pl.when(pl.col(name).is_not_null()).then(moved.cast(MONEY)), name).alias(name)


def _of_told(name: str, known: pl.DataFrame, rate: Rate) -> pl.Expr:
    changed = (pl.col(rate.amount).cast(pl.Float64) / known[rate.amount].cast(pl.Float64)) ** rate.power
    moved = (known[name] + rate.less) * changed - rate.less
    return pl.when(pl.col(name).is_not_null()).then(moved.round(6)).alias(name)


def money(names: Iterable[str]) -> Schema:
    """Return columns of amounts."""
    return dict.fromkeys(names, MONEY)
