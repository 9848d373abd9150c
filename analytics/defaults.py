"""Figures to begin with where an organisation has none of its own yet: cited, and always marked as such.

They stand in `defaults.toml`; without a year they are a sample calculation, surveyed by nobody. A range is the
publication's own, or assumed: a third below and above. An own figure replaces them one by one.
"""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from importlib.resources import files
from typing import Any, Literal

from analytics.money import EXACT, cents
from analytics.working import Origin


@dataclass(frozen=True, slots=True)
class Default:
    """A figure somebody published: what it is in English and French, its range and whose it is, unit, source, year."""

    key: str
    en: str
    fr: str
    value: Decimal
    low: Decimal
    high: Decimal
    unit: str
    source: str
    year: int | None = None
    ranged: Literal["published", "assumed"] = "published"

    def origin(self) -> Origin:
        """Return where it came from."""
        day = None if self.year is None else date(self.year, 1, 1)
        return Origin("default", self.key, self.source, day, low=self.low, high=self.high)


def _default(key: str, told: Mapping[str, Any]) -> Default:
    value = Decimal(told["value"])
    if "low" in told:
        return Default(key=key, **{**told, "value": value, "low": Decimal(told["low"]), "high": Decimal(told["high"])})
    low, high = (cents(EXACT.divide(value * thirds, Decimal(3))) for thirds in (2, 4))
    return Default(key=key, **{**told, "value": value, "low": low, "high": high, "ranged": "assumed"})


DEFAULTS: Mapping[str, Default] = {
    key: _default(key, told)
    for key, told in tomllib.loads(files("analytics").joinpath("defaults.toml").read_text("utf-8")).items()
}
