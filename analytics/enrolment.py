"""Who entered which programme, until when they kept to it, and after how much silence they are taken to have left.

An enrolment is a person and a programme. Its clock starts when they first did something, but not before the programme
opened: who never began has not dropped out (a rule of early warning names them). It ends when they said they leave, or
with the last active day before a silence as long as the threshold; completing it ends it otherwise. Between registering
and beginning nobody is silent. `analytics.statistics.spells` closes the books.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple, get_args

import polars as pl

from analytics.breakdown import below
from analytics.cut_off import cut_off
from analytics.guard import one_of, seeing, tree_of, without
from analytics.measure import Schema
from analytics.once import once
from analytics.scope import Scope
from analytics.statistics import COMPLETED, DROPPED, GAPS, gaps, last_before_silence, silence_threshold, spells
from analytics.thresholds import chosen
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

By = Literal["unit", "modality", "programme", "country"]
Clock = Literal["started", "entered", "opening"]
_ORIGINS: Mapping[str, pl.Expr] = {
    "started": pl.when(pl.col("started").is_not_null()).then(pl.max_horizontal("started", "live")),
    "entered": pl.max_horizontal("entered", "live"),
    "opening": pl.coalesce("live", "entered"),
}


class Silence(NamedTuple):
    """After how many silent days someone is taken to have left; `source` says who says so."""

    days: int
    n: int
    learners: int
    returning: float | None
    reason: str | None
    source: str


@dataclass(frozen=True, slots=True)
class Asked:
    """How enrolments are told: apart `by` what, left after what `silence` (None: the threshold), by which clock."""

    by: str | None = None
    silence: int | None = None
    clock: str = "started"

    def __post_init__(self) -> None:
        if self.by is not None:
            one_of("by", self.by, get_args(By))
        one_of("clock", self.clock, get_args(Clock))
        if self.silence is not None and not 0 <= self.silence <= 3660:
            raise BadRequest(f"silence: expected 0 to 3660 days, got {self.silence}")


SPELLS: Schema = {
    "person": pl.Int64,
    "time": pl.Int64,
    "kind": pl.Int64,
    "staying": pl.Int64,
    "programme": pl.String,
    "modality": pl.String,
    "unit": pl.String,
    "country": pl.String,
}


class Enrolments(NamedTuple):
    """Enrolments of a scope a row each, and their active days, some of them twice; the last day of the data."""

    frame: pl.DataFrame
    days: pl.DataFrame
    cut: date | None


def enrolments(warehouse: Warehouse, scope: Scope, clock: str = "started") -> Enrolments:
    """Return the enrolments entered in a scope's period, `origin` their clock's first day, and their days since."""
    without(scope, "course", "device")
    cut = cut_off(warehouse, scope)
    given = seeing(replace(scope, since=None)).parameters() | {"asof": cut}
    frame = warehouse.ask("enrolments_entered", given).with_columns(origin=_ORIGINS[clock])
    in_it = (pl.col("left") > pl.col("live")).fill_null(value=True)  # else they had left when it opened
    frame = frame.filter(in_it, pl.col("origin").is_not_null())
    if scope.since is not None:
        frame = frame.filter(pl.col("origin") >= scope.since)
    named = frame.select("enrolment", "person", "programme", "origin")
    days = warehouse.ask("enrolment_days", given).join(named, on=["person", "programme"])
    later = days.filter(pl.col("day") >= pl.col("origin")).select("enrolment", "day")
    begun = frame.filter(pl.col("started").is_not_null()).select(
        "enrolment", day=pl.max_horizontal("started", "origin")
    )
    return Enrolments(frame, pl.concat([later, begun]), cut)


def silences(warehouse: Warehouse, scope: Scope, *, clock: str) -> pl.DataFrame:
    """Return the silences within the enrolments of a scope, by person (`GAPS`).

    Those after completing or saying they leave are left out.
    """
    found = once(enrolments, warehouse, scope, clock=clock)
    if found.cut is None or found.frame.is_empty():
        return pl.DataFrame(schema=GAPS)
    over = pl.min_horizontal("completed", "left", "left_on")
    ends = found.frame.filter(~pl.col("is_live")).select("enrolment", who="person", over=over)
    days = found.days.join(ends, on="enrolment").filter((pl.col("day") <= pl.col("over")).fill_null(value=True))
    told = gaps(days.select("day", person="enrolment"), found.cut).join(ends, left_on="person", right_on="enrolment")
    kept = told.filter(pl.col("returned") | pl.col("over").is_null())
    return kept.select("days", "returned", person="who").select(list(GAPS)).cast(pl.Schema(GAPS))


def silence_of(warehouse: Warehouse, scope: Scope, said: pl.DataFrame) -> Silence:
    """Return the threshold that holds: the one somebody chose, else what silences (`GAPS`) say, else the default."""
    told = silence_threshold(said)
    setting = chosen(warehouse, scope).get("silence")
    if setting is not None:
        return Silence(int(setting), said.height, told.learners, None, None, "setting")
    source = "data" if told.reason is None else "default"
    return Silence(told.days, said.height, told.learners, told.returning, told.reason, source)


def spells_of(
    warehouse: Warehouse, scope: Scope, *, silence: int | None = None, clock: str = "started"
) -> pl.DataFrame:
    """Return how long each enrolment of a scope lasted and what ended it.

    Returns
    -------
    polars.DataFrame
        `SPELLS`: `time` and `kind` as in `analytics.statistics.spells`, and `staying`, the days from the origin to the
        close of the books.
    """
    found = once(enrolments, warehouse, scope, clock=clock)
    if found.cut is None or found.frame.is_empty():
        return pl.DataFrame(schema=SPELLS)
    days = silence
    if days is None:
        days = silence_of(warehouse, scope, once(silences, warehouse, scope, clock=clock)).days
    ends = found.frame.with_columns(end=pl.min_horizontal(pl.lit(found.cut), pl.col("left_on")))
    told = [_spells(part, found.days, end, days) for (end,), part in ends.group_by("end", maintain_order=True)]
    return pl.concat(told).select(list(SPELLS)).cast(pl.Schema(SPELLS))


def _spells(part: pl.DataFrame, days: pl.DataFrame, end: date, silence: int) -> pl.DataFrame:
    """Return the spells of enrolments whose data ends on one day: the cut-off, or the day the person left the house."""
    own = part.select("origin", "left", "completed", person="enrolment")
    looked = part.filter(~pl.col("is_live")).select(person="enrolment")
    active = days.rename({"enrolment": "person"}).join(looked if silence else looked.clear(), on="person", how="semi")
    last = last_before_silence(active, end, silence)
    told = spells(own.join(last, on="person", how="left"), end, silence)
    told = told.rename({"person": "enrolment"}).join(part, on="enrolment")
    return told.with_columns(staying=(pl.lit(end) - pl.col("origin")).dt.total_days() - silence)


def staying(each: pl.DataFrame) -> pl.DataFrame:
    """Return the times of dropping out, whoever completed at risk until the books close."""
    completed = pl.col("kind") == COMPLETED
    return each.with_columns(
        time=pl.when(completed).then("staying").otherwise("time"), event=(pl.col("kind") == DROPPED).cast(pl.Int64)
    )


def told_apart(warehouse: Warehouse, scope: Scope, each: pl.DataFrame, by: str) -> pl.DataFrame:
    """Add `value`, what spells are told apart by, and leave out those without.

    Units are those just below the ones asked about; whose first unit is none of these is of the one that is theirs.
    """
    if by != "unit":
        return each.with_columns(value=pl.col(by)).filter(pl.col("value").is_not_null())
    tree = tree_of(warehouse, scope)
    tops = below(tree, scope.units)
    homes = {unit: next((one for one in (unit, *above(unit, tree)) if one in tops), None) for unit in tree}
    first = pl.col("unit").replace_strict(homes, default=None, return_dtype=pl.String)
    members = warehouse.ask("members_below", {"below": tops}).unique("person", keep="first", maintain_order=True)
    told = each.join(members.rename({"unit": "other"}), on="person", how="left", maintain_order="left")
    told = told.with_columns(value=pl.coalesce(first, "other")).drop("other")
    return told.filter(pl.col("value").is_not_null())


def above(unit: str, tree: Mapping[str, str]) -> list[str]:
    """Return the units above one, nearest first."""
    found: list[str] = []
    while (unit := tree.get(unit, "")) and unit not in found:
        found.append(unit)
    return found
