"""What changed: the period against the one before, for everyone and for each unit just below, and what stands out."""

from dataclasses import replace
from typing import Any

import polars as pl

from analytics.answers import WHATS, answers, members
from analytics.breakdown import below
from analytics.guard import Cells, guarded, seeing, tree_of, without
from analytics.measure import Measure, Schema
from analytics.once import once
from analytics.progress import as_of
from analytics.scope import Scope
from analytics.statistics import ANSWERS, Change, Interval, Totals, not_enough, ratio_change, stand_out
from analytics.units import estimate
from analytics.warehouse import Warehouse

CHANGES: Schema = {
    "unit": pl.String,
    "title_en": pl.String,
    "title_fr": pl.String,
    "what": pl.String,
    "before": pl.Float64,
    "now": pl.Float64,
    "now_low": pl.Float64,
    "now_high": pl.Float64,
    "now_n": pl.Int64,
    "now_learners": pl.Int64,
    "change": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "p": pl.Float64,
    "clear": pl.Boolean,
    "n": pl.Int64,
    "learners": pl.Int64,
    "reason": pl.String,
}
_TITLES = ("title_en", "title_fr")


@guarded(Cells("learners", ("unit", *_TITLES, "what"), says=("clear",)))
def changes(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Compare a period with the same length of time before it, over all tiles: everyone and each unit below, by what.

    Returns
    -------
    polars.DataFrame
        `CHANGES`: `clear` when the change stands out among all tiles told, `low` and `high` then as wide as that asks;
        `n` and `learners` are those of the period that has fewer, where there are two; `now` and `before` are told
        where there are ten people, `now` with an interval of its own where there is enough, and of how many answers and
        people it is. `unit` is null for everyone in the scope.
    """
    without(scope, "course", "device")
    scope = seeing(_until_today(scope))
    units = below(tree_of(warehouse, scope), scope.units)
    titles = {unit: given for unit, *given in warehouse.ask("unit_titles").iter_rows()}
    who: list[tuple[str | None, pl.DataFrame | None]] = [(None, None), *members(warehouse, units).items()]
    now, before = once(answers, warehouse, scope), _before(warehouse, scope)
    rows, found = [], []
    for unit, people in who:
        for what in WHATS:
            row, change = _tile(now, before, what, people)
            named = dict(zip(_TITLES, titles.get(unit or "", (None, None)), strict=True))
            rows.append({"unit": unit, "what": what, **named, **row})
            found.append(change)
    return pl.DataFrame(_judged(rows, found), schema=CHANGES)


def _until_today(scope: Scope) -> Scope:
    """Return a scope that ends today at the latest: what is to come cannot be compared."""
    today = as_of(replace(scope, until=None))
    return replace(scope, until=today) if scope.since and scope.until and scope.since <= today < scope.until else scope


def _before(warehouse: Warehouse, scope: Scope) -> pl.DataFrame | None:
    """Return the answers of the time before; None when the record of these people does not reach back to its first day.

    Whatever they did then: nobody learned in a way, or in a programme, that began later, and that is what is told.
    """
    earlier, anything = scope.before(), replace(scope, since=None, modality=None, programmes=())
    first = warehouse.ask("reach", anything.parameters())["first"].item()
    if earlier is None or earlier.since is None or first is None or first > earlier.since:
        return None
    return answers(warehouse, earlier)


def _tile(
    now: pl.DataFrame, before: pl.DataFrame | None, what: str, people: pl.DataFrame | None
) -> tuple[dict[str, Any], Change | None]:
    """Compare one thing among some people; what is told, and the change when there is enough."""
    two = [_of(one, what, people) for one in (now, before) if one is not None]
    n, learners = min(one.height for one in two), min(one["person"].n_unique() for one in two)
    enough = not_enough(n if WHATS[what].yes else max(n, ANSWERS * (n > 0)), learners)  # of amounts, ten people are
    reason = "no_before" if before is None and two[0].height else enough
    change = (
        None if reason else ratio_change(*[Totals(*one.select("person", "part", "whole").to_numpy().T) for one in two])
    )
    told = {"n": n, "learners": learners, "reason": reason or (None if change else "no_spread")}
    values = {"now": _ratio(two[0]), "before": _ratio(two[1]) if before is not None else None}
    return told | values | _sure(what, two[0]), change


def _sure(what: str, own: pl.DataFrame) -> dict[str, Any]:
    """Return the interval of a value as units beside each other have it, and what it rests on."""
    found = estimate(what, own)
    rests = {"now_n": own.height, "now_learners": own["person"].n_unique()}
    return {"now_low": found.low, "now_high": found.high, **rests}


def _ratio(told: pl.DataFrame) -> float | None:
    """Return a ratio where there is enough to tell it, whatever it is compared with."""
    few = not_enough(max(told.height, ANSWERS * (told.height > 0)), told["person"].n_unique())
    part, whole = float(told["part"].sum()), float(told["whole"].sum())
    return None if few or whole <= 0 else part / whole


def _of(frame: pl.DataFrame, what: str, people: pl.DataFrame | None) -> pl.DataFrame:
    told = frame.filter(pl.col("what") == what)
    return told if people is None else told.join(people, on="person", how="semi")


def _judged(rows: list[dict[str, Any]], found: list[Change | None]) -> list[dict[str, Any]]:
    """Add what changed, and whether it stands out among all that could be told."""
    told = [one for one in found if one is not None]
    intervals = dict(zip(map(id, told), stand_out(told), strict=True))
    pairs = zip(rows, found, strict=True)
    return [row | (_changed(change, intervals[id(change)]) if change else {}) for row, change in pairs]


def _changed(change: Change, wide: Interval | None) -> dict[str, Any]:
    low, high = wide or change.interval()
    values = {"change": change.value, "p": change.p}
    return values | {"low": low, "high": high, "clear": wide is not None}


MEASURES: tuple[Measure, ...] = (
    Measure(
        "changes",
        {"en": "What changed", "fr": "Ce qui a changé"},
        {
            "en": "What is clearly higher or lower than in the same length of time before, for everyone and by unit.",
            "fr": "Ce qui est nettement plus haut ou plus bas que pendant la même durée juste avant, "
            "pour tous et par entité.",
        },
        "difference of shares, or of hours per learner",
        "ratio in the period less ratio in the one before, linearised person by person; clear when its p-value, "
        "adjusted by Benjamini and Hochberg over all of them, is at most 0.05",
        "learners employed and active, active hours, standing, enrolments, tests, attendance",
        "20 answers from 10 learners in both periods, and a record that reaches back to the first of them",
        CHANGES,
        changes,
    ),
)
