"""Who entered which programme, until when they kept to it, and after how much silence they are taken to have left.

An enrolment is a person and a programme. Its clock starts when they registered or first did something, but not before
the programme opened. It ends when they said they leave, or with the last active day before a silence as long as the
threshold; completing it ends it otherwise. `analytics.statistics.spells` closes the books.
"""

from dataclasses import dataclass, replace
from datetime import date
from typing import Literal, NamedTuple, get_args

import polars as pl

from analytics.breakdown import below
from analytics.cut_off import cut_off
from analytics.guard import seeing, tree_of, without
from analytics.scope import Scope
from analytics.statistics import COMPLETED, DROPPED, GAPS, gaps, last_before_silence, silence_threshold, spells
from analytics.thresholds import chosen
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

By = Literal["unit", "modality", "programme", "country"]
Clock = Literal["entered", "opening"]


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
    clock: str = "entered"

    def __post_init__(self) -> None:
        for name, given, allowed in (("by", self.by, get_args(By)), ("clock", self.clock, get_args(Clock))):
            if given is not None and given not in allowed:
                raise BadRequest(f"{name}: {given[:20]!r} is none of {', '.join(allowed)}")
        if self.silence is not None and not 0 <= self.silence <= 3660:
            raise BadRequest(f"silence: expected 0 to 3660 days, got {self.silence}")


class Enrolments(NamedTuple):
    """Enrolments of a scope a row each, and their active days; the last day of the data."""

    frame: pl.DataFrame
    days: pl.DataFrame
    cut: date | None


def enrolments(warehouse: Warehouse, scope: Scope, asked: Asked) -> Enrolments:
    """Return the enrolments entered in a scope's period, `origin` their clock's first day, and their days since."""
    without(scope, "course", "device")
    cut = cut_off(warehouse, scope)
    every = seeing(replace(scope, since=None))
    units = below(tree_of(warehouse, every), scope.units) if asked.by == "unit" else []
    given = every.parameters() | {"asof": cut, "by": asked.by or "", "units": units}
    found = warehouse.ask("enrolments_entered", given)
    origin = pl.max_horizontal("entered", "live") if asked.clock == "entered" else pl.coalesce("live", "entered")
    frame = found.with_columns(origin=origin).filter(
        (pl.col("left") > pl.col("live")).fill_null(value=True)  # who left before it opened was never in it
    )
    if scope.since is not None:
        frame = frame.filter(pl.col("origin") >= scope.since)
    days = warehouse.ask("enrolment_days", given).join(
        frame.select("enrolment", "person", "programme", "origin"), on=["person", "programme"]
    )
    begun = pl.concat(
        [
            days.filter(pl.col("day") >= pl.col("origin")).select("enrolment", "day"),
            frame.select("enrolment", day="origin"),
        ]
    )
    return Enrolments(frame, begun.unique(), cut)


def silence_of(warehouse: Warehouse, scope: Scope, found: Enrolments) -> Silence:
    """Return the threshold that holds: the one somebody chose, else what these enrolments say, else the default."""
    said = _silences(found)
    told = silence_threshold(said)
    setting = chosen(warehouse, scope).get("silence")
    if setting is not None:
        return Silence(int(setting), said.height, told.learners, None, None, "setting")
    source = "data" if told.reason is None else "default"
    return Silence(told.days, said.height, told.learners, told.returning, told.reason, source)


def _silences(found: Enrolments) -> pl.DataFrame:
    """Return the silences within enrolments (`GAPS`), by learner; not those after completing or saying they leave."""
    if found.cut is None or found.frame.is_empty():
        return pl.DataFrame(schema=GAPS)
    over = pl.min_horizontal("completed", "left", "left_on")
    ends = found.frame.select("enrolment", learner="person", over=over)
    days = found.days.join(ends, on="enrolment").filter((pl.col("day") <= pl.col("over")).fill_null(value=True))
    lasted = gaps(days.select("day", person="enrolment"), found.cut)
    told = lasted.join(ends, left_on="person", right_on="enrolment")
    kept = told.filter(pl.col("returned") | pl.col("over").is_null())
    return kept.select("days", "returned", person="learner").select(list(GAPS)).cast(pl.Schema(GAPS))


def spells_of(found: Enrolments, silence: int) -> pl.DataFrame:
    """Return how long each enrolment lasted and what ended it.

    Returns
    -------
    polars.DataFrame
        `time`, `kind` and `doubtful` as in `analytics.statistics.SPELLS`, and `staying`, the time from the origin to
        the close of the books; `learner` and `value` of the enrolment.
    """
    empty = {"time": pl.Int64, "kind": pl.Int64, "doubtful": pl.Boolean, "staying": pl.Int64}
    if found.cut is None or found.frame.is_empty():
        return pl.DataFrame(schema=empty | {"learner": pl.Int64, "value": pl.String})
    told = []
    ends = found.frame.with_columns(end=pl.min_horizontal(pl.lit(found.cut), pl.col("left_on")))
    for (end,), part in ends.group_by("end", maintain_order=True):
        told.append(_spells(part, found.days, end, silence))
    return pl.concat(told).select([*empty, "learner", "value"])


def _spells(part: pl.DataFrame, days: pl.DataFrame, end: date, silence: int) -> pl.DataFrame:
    """Return the spells of enrolments whose data ends on one day: the cut-off, or the day the person left the house."""
    own = part.select("origin", "left", "completed", "value", learner="person", person="enrolment")
    if silence:
        active = days.join(part.select("enrolment"), on="enrolment", how="semi").rename({"enrolment": "person"})
        own = own.join(last_before_silence(active, end, silence), on="person", how="left")
    else:
        own = own.with_columns(last=pl.lit(None, pl.Date), returned=pl.lit(value=False))
    told = spells(own, end, silence).join(own, on="person")
    staying = (pl.lit(end) - pl.col("origin")).dt.total_days() - silence
    return told.with_columns(staying=staying)


def asked_spells(warehouse: Warehouse, scope: Scope, asked: Asked) -> pl.DataFrame:
    """Return the spells of a scope (`spells_of`), closed by the silence asked for."""
    found = enrolments(warehouse, scope, asked)
    silence = silence_of(warehouse, scope, found).days if asked.silence is None else asked.silence
    return spells_of(found, silence)


def staying(each: pl.DataFrame) -> pl.DataFrame:
    """Return the times of dropping out, whoever completed at risk until the books close."""
    completed = pl.col("kind") == COMPLETED
    return each.with_columns(
        time=pl.when(completed).then("staying").otherwise("time"), event=(pl.col("kind") == DROPPED).cast(pl.Int64)
    )
