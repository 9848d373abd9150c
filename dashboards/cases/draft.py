"""A case as it stands on a page and is kept: what is planned, on what figures, each with where it came from. Pure."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

import msgspec

from analytics.money import EXACT
from analytics.plans import Part, Plan, used, used_instead
from analytics.returns import Benefit

_SIGNS = Decimal("0.0001")
_CLASSROOM_HOURS = Decimal(7)
_MIX = (
    Part("before", "e-learning-simple", Decimal(1)),
    Part("during", "e-learning", Decimal(2)),
    Part("after", "virtual-class", Decimal(1)),
)


@dataclass(frozen=True, slots=True)
class Figure:
    """One figure of a case.

    Attributes
    ----------
    value, low, high
        As it is counted; `given` is what it was before anybody moved it.
    currency
        What it is in; None where it is no money.
    kind, source, year, n
        Where `given` came from: `measure` (the organisation's own) or `default` (published), as
        `analytics.cases.assumptions` says.
    """

    key: str
    value: Decimal
    low: Decimal
    high: Decimal
    given: Decimal
    unit: str
    currency: str | None
    kind: str
    source: str
    year: int | None = None
    n: int | None = None

    @property
    def is_moved(self) -> bool:
        """Whether somebody says otherwise than where it came from, be it the same number of another currency."""
        return self.value != self.given or (self.currency is not None and not self.unit.startswith(self.currency))

    def moved(self, value: Decimal) -> "Figure":
        """Return it with another value; its range moves in proportion, for it is as uncertain as before."""
        if value == self.value:
            return self
        ends = (_scaled(end, self.value, value) for end in (self.low, self.high))
        low, high = (value if end is None else end for end in ends)
        return replace(self, value=value, low=min(low, value), high=max(high, value))


def _scaled(end: Decimal, before: Decimal, after: Decimal) -> Decimal | None:
    return None if before == 0 else EXACT.divide(EXACT.multiply(end, after), before).quantize(_SIGNS)


@dataclass(frozen=True, slots=True)
class Gain:
    """What it would bring in a year, its range, its kind and evidence, and what of it is owed to the training."""

    amount: Decimal
    low: Decimal
    high: Decimal
    kind: str
    evidence: str
    share: Decimal = Decimal(1)
    confidence: Decimal = Decimal(1)


@dataclass(frozen=True, slots=True)
class Draft:
    """A case.

    Attributes
    ----------
    sites
        The name of each site, and its learners.
    hours, mix, years, yearly, travelling
        See `analytics.plans.Plan`.
    currency
        What all its amounts are in.
    units
        Whose it is: the units its author answers for; none of them for whoever answers for all.
    """

    title: str
    objective: str
    sites: tuple[tuple[str, int], ...]
    hours: Decimal
    mix: tuple[Part, ...]
    years: Decimal
    yearly: Decimal
    travelling: Decimal
    figures: tuple[Figure, ...]
    currency: str
    gain: Gain | None = None
    units: tuple[str, ...] = ()

    def plan(self) -> Plan:
        """Return what is planned; a figure in another currency, for want of a rate, counts for nothing."""
        figures = {one.key: Decimal(0) if self.lacks_rate(one) else one.value for one in self.figures}
        sites = tuple(learners for _, learners in self.sites)
        return Plan(self.hours, self.mix, sites, self.years, self.yearly, self.travelling, figures)

    def ranges(self) -> dict[str, tuple[Decimal, Decimal]]:
        """Return the ends of every figure that counts."""
        return {one.key: (one.low, one.high) for one in self.figures if not self.lacks_rate(one)}

    def benefit(self) -> Benefit | None:
        """Return what it would bring in a year."""
        one = self.gain
        if one is None:
            return None
        return Benefit("", one.kind, one.evidence, one.amount, one.share, one.confidence, one.low, one.high)

    def lacks_rate(self, one: Figure) -> bool:
        """Tell whether a figure stands in another currency, for want of a rate, and nobody replaced it."""
        return one.currency not in (None, self.currency) and not one.is_moved

    def foreign(self) -> tuple[Figure, ...]:
        """Return the figures it would rest on, had they a rate: they are left out."""
        keys = used(self.plan())
        return tuple(one for one in self.figures if self.lacks_rate(one) and one.key in keys)

    def missing(self) -> tuple[Figure, ...]:
        """Return those of them without which nothing can be said: leaving them out would favour what is planned."""
        keys = used_instead(self.plan())
        return tuple(one for one in self.foreign() if one.key in keys)

    def told(self) -> dict[str, Any]:
        """Return it as it is kept."""
        found: dict[str, Any] = msgspec.to_builtins(self)
        return found


def kept(text: str) -> Draft:
    """Return a case that was kept, from its JSON."""
    return msgspec.json.decode(text, type=Draft)


def again(told: Any) -> Draft:
    """Return a case from what `Draft.told` made of it."""
    return msgspec.convert(told, Draft)


def fresh(assumptions: Sequence[Mapping[str, Any]], sites: Sequence[tuple[str, int]], units: tuple[str, ...]) -> Draft:
    """Return what a new case begins with.

    Parameters
    ----------
    assumptions
        Rows of the measure `assumptions`.
    sites
        An audience to begin with.
    """
    figures = tuple(_figure(row) for row in assumptions)
    own = [one.currency for one in figures if one.currency and one.kind == "measure"]
    every = Counter(one.currency for one in figures if one.currency)
    currency = own[0] if own else every.most_common(1)[0][0] if every else ""
    plan = Plan(_CLASSROOM_HOURS, _MIX, ())
    horizon = (plan.years, plan.yearly, plan.travelling)
    return Draft("", "", tuple(sites), plan.hours, plan.mix, *horizon, figures, currency or "", units=units)


def _figure(row: Mapping[str, Any]) -> Figure:
    value, low, high = (_trimmed(row[name]) for name in ("value", "low", "high"))
    told = (row[name] for name in ("unit", "currency", "kind", "source", "year", "n"))
    return Figure(row["key"], value, low, high, value, *told)


def _trimmed(value: Decimal) -> Decimal:
    """Return an amount without the zeros a column adds."""
    whole = value.to_integral_value()
    return whole if value == whole else value.normalize()
