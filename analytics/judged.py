"""What a programme is judged to cost: what was paid and, component by component, what is foreseen until it is.

A line that foresees stands for its component until a firmer line tells the same component of the same programme: an
order until it is paid, an estimate until it is ordered or paid, a budget until any of these. An order or an estimate
that is paid in part goes on standing whole, until as much was paid or somebody ends or withdraws it. A share of an
invoice that all programmes share takes the place of no programme's own lines. Learners' time is what was recorded;
where somebody foresaw more, it is what they foresaw, since those who learn later were not recorded yet.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import polars as pl

from analytics.allocation import last_day

Row = Mapping[str, Any]
FIRMNESS = ("actual", "commitment", "estimate", "budget")
"""Natures of amounts, the firmest first."""
FOOTINGS: Mapping[str, Mapping[str, str]] = {
    # the least firm nature that a cost rests on besides what was paid
    "commitment": {"en": "in part ordered", "fr": "en partie engagé"},
    "estimate": {"en": "in part estimated", "fr": "en partie estimé"},
    "budget": {"en": "in part from the budget", "fr": "en partie d'après le budget"},
}
LEFT: Mapping[str, Mapping[str, str]] = {
    # why an amount is not counted
    "actual": {
        "en": "something was paid for the same component",
        "fr": "quelque chose a été payé pour la même composante",
    },
    "commitment": {"en": "an order was made for the same component", "fr": "la même composante a été engagée"},
    "estimate": {"en": "an estimate tells the same component", "fr": "une estimation dit la même composante"},
    "part": {
        "en": "more is ordered or estimated for the same component, and not all of it was paid",
        "fr": "davantage est engagé ou estimé pour la même composante, et tout n'a pas été payé",
    },
    "recorded": {"en": "recorded hours cost as much or more", "fr": "les heures enregistrées coûtent autant ou plus"},
    "foreseen": {"en": "more of learners' time is foreseen", "fr": "davantage de temps d'apprenants est prévu"},
}
_TIME = "learner_time"


@dataclass(frozen=True)
class Judged:
    """What some programmes are judged to cost.

    Attributes
    ----------
    cost
        The amounts counted, rows of `analytics.ledger.COSTS`.
    left
        The rows that are not, with `why`: a key of `LEFT`.
    """

    cost: pl.DataFrame
    left: pl.DataFrame

    @property
    def foreseen(self) -> int:
        """The cents of the cost that were not paid yet."""
        return int(self.cost.filter(pl.col("nature") != "actual")["cents"].sum())

    @property
    def footing(self) -> str | None:
        """The least firm nature among the amounts; None of none."""
        found = set(self.cost["nature"])
        return next((nature for nature in reversed(FIRMNESS) if nature in found), None)

    @property
    def unpaid(self) -> bool:
        """Whether something is foreseen and no line was paid yet: recorded hours are no payment."""
        paid = self.cost.filter((pl.col("nature") == "actual") & pl.col("line").is_not_null())
        return paid.is_empty() and self.footing not in (None, "actual")


def judged(done: pl.DataFrame, replaced: Mapping[str, str]) -> Judged:
    """Tell what of some costs counts (rows of `analytics.ledger.COSTS`, none of an alternative).

    Parameters
    ----------
    replaced
        The lines that others take the place of, each with why (`replaced`).
    """
    why = pl.col("line").replace_strict(dict(replaced), default=None, return_dtype=pl.String)
    marked = done.with_columns(why=why)
    marked = marked.with_columns(why=pl.coalesce("why", _of_time()))
    return Judged(marked.filter(pl.col("why").is_null()).drop("why"), marked.filter(pl.col("why").is_not_null()))


def _of_time() -> pl.Expr:
    """Return why learners' time is left out: what was recorded and what was foreseen are the same hours."""
    time, told = pl.col("component") == _TIME, pl.col("line").is_not_null()
    stands = time & told & pl.col("why").is_null()
    foreseen = pl.when(stands).then("cents").otherwise(0).sum().over("programme")
    recorded = pl.when(time & ~told).then("cents").otherwise(0).sum().over("programme")
    return (
        pl.when(stands & (foreseen <= recorded))
        .then(pl.lit("recorded"))
        .when(time & ~told & (foreseen > recorded))
        .then(pl.lit("foreseen"))
    )


def replaced(lines: Iterable[Row]) -> dict[str, str]:
    """Return the lines of a ledger that a firmer one takes the place of, each with that one's nature, or `part`.

    Decided over the whole ledger, whatever a scope is about: months and units add up.
    """
    groups: defaultdict[tuple[str | None, str], list[Row]] = defaultdict(list)
    notes: list[Row] = []
    for row in lines:
        if row["credits"] is not None:
            notes.append(row)
        elif not row["alternative"]:
            groups[row["programme"], row["component"]].append(row)
    found = {row["line"]: nature for group in groups.values() for row, nature in _of_group(group)}
    return found | {row["line"]: found[row["credits"]] for row in notes if row["credits"] in found}


def _of_group(group: list[Row]) -> Iterable[tuple[Row, str]]:
    for row in group:
        rank = FIRMNESS.index(row["nature"])
        firmer = [one for one in group if one["nature"] in FIRMNESS[:rank] and _instead(one, row)]
        if firmer and _more_is_to_come(row, firmer):
            yield from ((one, "part") for one in firmer)
        elif firmer:
            yield row, min((one["nature"] for one in firmer), key=FIRMNESS.index)


def _more_is_to_come(row: Row, firmer: list[Row]) -> bool:
    """Whether firmer lines are instalments of an order or an estimate: due once, without an end, and not all of it."""
    if row["nature"] == "budget" or not _is_once(row) or {one["currency"] for one in firmer} != {row["currency"]}:
        return False
    told = [sum(one["amount"] for one in firmer if one["nature"] == nature) for nature in FIRMNESS]
    return bool(max(told) < row["amount"])


def _is_once(row: Row) -> bool:
    return row["basis"] == "fixed" and row["valid_to"] is None and row["amortised_months"] is None


def _instead(firm: Row, row: Row) -> bool:
    """Whether one line may be what another foresaw: of the same unit if both have one, and not of another time.

    What is due once may be paid any time after; what covers a time is paid within it.
    """
    if None not in (firm["unit"], row["unit"]) and firm["unit"] != row["unit"]:
        return False
    last = date.max if _is_once(row) else _last(row)
    return bool(firm["valid_from"] <= last and _last(firm) >= row["valid_from"])


def _last(row: Row) -> date:
    if row["basis"] == "fixed":
        return last_day(row["valid_from"], row["valid_to"], row["amortised_months"])
    return row["valid_to"] or date.max
