"""When to look at something again: a suggested day for each learner and competency, from how the organisation forgets.

A suggestion to act on, not a verdict on anybody. Nobody is told a day beyond the last lag there are answers at.
"""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import exp, log
from typing import Any

import polars as pl

from analytics.guard import personal
from analytics.knowledge_curve import Drawn, best, draw
from analytics.measure import Schema
from analytics.pairing import CASE, LAGS
from analytics.progress import as_of
from analytics.recall import Recall, recall, within
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

REVIEW: Schema = {
    "person": pl.Int64,
    "key": pl.String,
    "name": pl.String,
    "unit": pl.String,
    "competency": pl.String,
    "programme": pl.String,
    "title_en": pl.String,
    "title_fr": pl.String,
    "trained": pl.Date,
    "tested": pl.Date,
    "known": pl.Boolean,
    "days": pl.Int64,
    "retained": pl.Float64,
    "review": pl.Date,
    "overdue": pl.Boolean,
    "curve": pl.String,
    "reason": pl.String,
}
LEVEL = 0.7  # of what was known: where it should be looked at again
HALF = 0.5
_DAY = timedelta(days=1)


@personal
def review_dates(warehouse: Warehouse, scope: Scope, *, level: float = LEVEL) -> pl.DataFrame:
    """Suggest when each learner should review each competency they were trained in, the soonest first.

    Parameters
    ----------
    level
        How little of what was known may be left, as a share, before it should be looked at again.

    Returns
    -------
    polars.DataFrame
        `REVIEW`, from all that is known until the last day of the period: how people forget is not of a period. Whoever
        did not know it at their last test should review it now; for the others, `review` is the day the curve of the
        competency, else of all together, comes down to the level from their last success, and `retained` how likely it
        is known today. Where the curve does not come down so far within the lags there are answers at, `review` is the
        day it ends, and `reason` says so; without a curve there is no day, and why.

    Raises
    ------
    BadRequest
        When the level is not between 0.3 and 0.95.
    """
    if not 0.3 <= level <= 0.95:
        raise BadRequest(f"level: expected a share between 0.3 and 0.95, got {level}")
    known = recall(warehouse, replace(scope, since=None))
    today = as_of(scope)
    last = _last(known, today)
    curves = _curves(known, last["competency"].unique().to_list())
    rows = [row | _suggested(row, curves, today, level) for row in last.iter_rows(named=True)]
    told = pl.DataFrame(rows, schema={name: kind for name, kind in REVIEW.items() if name not in _NAMED})
    people = warehouse.ask("people_named", scope.parameters())
    titles = warehouse.ask("cost_programmes", Scope(zone=scope.zone).parameters())
    named = told.join(people, on="person", how="inner").join(titles, on="programme", how="left")
    return named.select(list(REVIEW)).cast(pl.Schema(REVIEW)).sort("review", "key", "competency", nulls_last=True)


_NAMED = ("key", "name", "unit", "title_en", "title_fr")


def _last(known: Recall, today: date) -> pl.DataFrame:
    """Return the last sitting of each learner in each competency since their last training: whether they knew it.

    Whoever was trained again and not tested since is left out: nothing is known of what they know.
    """
    there = pl.col("left_on").is_null() | (pl.col("left_on") > today)
    again = pl.col("again").is_null() | (pl.col("again") > known.until)
    given = known.answers.filter(pl.col("trained").is_not_null(), there, again)
    sat = given.group_by(*CASE, "day").agg(
        pl.col("happened").max(), pl.col("success").filter(~pl.col("question")).any().alias("passed"),
        pl.col("question").all().alias("items_only"), pl.col("score").mean(), pl.col("days").max().alias("lag_days"),
    )  # fmt: skip
    last = sat.sort("trained", "happened").unique(["person", "competency"], keep="last", maintain_order=True)
    knew = pl.when("items_only").then(pl.col("score") >= HALF).otherwise(pl.col("passed"))
    return last.select(
        "person", "competency", "programme", "lag_days", tested=pl.col("day"), trained=pl.col("trained").dt.date(),
        known=knew.fill_null(value=False),
    ).sort("person", "competency")  # fmt: skip


@dataclass(frozen=True)
class _Curve:
    """A curve, and whose it is: the competency's or everything's."""

    drawn: Drawn
    of: str

    def gone(self, days: float) -> float:
        """Return the cumulated hazard of forgetting, nothing on the day itself."""
        fit = self.drawn.fit
        return exp(fit.level + fit.shape * log(days)) if days > LAGS["J0"][1] else 0.0

    def down_to(self, level: float, since: float) -> float:
        """Return the days since training after which a share is left of what was known some days after it."""
        fit = self.drawn.fit
        return float(exp((log(self.gone(since) - log(level)) - fit.level) / fit.shape))


def _curves(known: Recall, competencies: list[str]) -> dict[str, _Curve]:
    """Return the curve for each competency that has one, of the tests it has; under "" that of everything together."""
    found: dict[str, _Curve] = {}
    for name in ("", *competencies):
        own = within(known, pl.col("competency") == name) if name else known
        for footing in best(own)[:1]:
            drawn = draw(own, footing)
            if drawn is not None and drawn.fit.shape > 0:
                found[name] = _Curve(drawn, "competency" if name else "everything")
    return found


def _suggested(row: dict[str, Any], curves: dict[str, _Curve], today: date, level: float) -> dict[str, Any]:
    """Return the day to review it, and what that rests on."""
    days = (today - row["trained"]).days
    curve = curves.get(row["competency"]) or curves.get("")
    if not row["known"]:
        return {"days": days, "review": today, "overdue": True, "curve": curve and curve.of}
    if curve is None:
        return {"days": days, "reason": "few_lags"}
    end = curve.drawn.span[1]
    wished = curve.down_to(level, row["lag_days"])
    review = row["trained"] + round(min(wished, max(end, row["lag_days"]))) * _DAY
    left = exp(curve.gone(row["lag_days"]) - curve.gone(min(max(days, row["lag_days"]), end)))
    return {
        "days": days,
        "retained": min(1.0, left) if days <= end else None,
        "review": review,
        "overdue": review <= today,
        "curve": curve.of,
        "reason": "beyond_lags" if wished > end else None,
    }
