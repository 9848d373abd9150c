"""How a figure was worked out: its formula, what went into it, and where each of those came from.

Every result of the investment case carries one, so that a page or a workbook can open any figure.
"""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Literal

Kind = Literal["line", "rate", "measure", "default", "assumption", "result"]


@dataclass(frozen=True, slots=True)
class Origin:
    """Where an input came from.

    Attributes
    ----------
    kind
        A line of the ledger, a row of a rate table, a measure, a cited default, what somebody assumed, or another
        result.
    name
        The line's number, the measure's key, the default's key, …
    source
        The invoice, the import file and its row, the publication.
    day
        The amount's own day, the publication's first of January, or when it was assumed.
    who
        Who assumed it, or told it last.
    told
        When they did.
    n, low, high
        Of a measure: what it rests on and its 95 % interval; of a judgement, its range.
    """

    kind: Kind
    name: str
    source: str = ""
    day: date | datetime | None = None
    who: str = ""
    told: datetime | None = None
    n: int | None = None
    low: Decimal | None = None
    high: Decimal | None = None


NOWHERE = Origin("assumption", "")


@dataclass(frozen=True, slots=True)
class Input:
    """One thing that went into a formula: its name there, its value, its unit, where it came from."""

    name: str
    value: Decimal
    unit: str = ""
    origin: Origin = NOWHERE


@dataclass(frozen=True, slots=True)
class Working:
    """A formula and its inputs, in the formula's order."""

    formula: str
    inputs: tuple[Input, ...] = ()


@dataclass(frozen=True, slots=True)
class Left:
    """An amount that does not count, and the key that says why."""

    input: Input
    why: str


@dataclass(frozen=True, slots=True)
class Result:
    """A figure with its working; `value` is None where there is none, and `reason` is the key that says why.

    `left` is what was told and does not count, each with why.
    """

    value: Decimal | None
    unit: str
    working: Working
    reason: str | None = None
    left: tuple[Left, ...] = ()


def told(formula: str, unit: str, value: Decimal | None, reason: str | None = None, **inputs: Decimal | int) -> Result:
    """Return a result whose inputs have no origin but the caller's."""
    return Result(
        value, unit, Working(formula, tuple(Input(name, Decimal(one)) for name, one in inputs.items())), reason
    )
