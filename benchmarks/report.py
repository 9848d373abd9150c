"""One row of the report: what was measured, what it is judged by, and whether that is met."""

from dataclasses import asdict, dataclass, field
from typing import Any

Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Row:
    """One promise.

    Attributes
    ----------
    value, judged_by, ratio
        The figure that counts, the figure it is divided by (1 when the promise is a plain number), and the quotient.
    """

    part: str
    name: str
    value: float
    judged_by: float
    ratio: float
    target: str
    met: bool
    measured: Figures = field(default_factory=dict)
    baseline: Figures = field(default_factory=dict)

    def told(self) -> Figures:
        """Return the row as JSON has it."""
        return {key: _rounded(item) for key, item in asdict(self).items()}


@dataclass(frozen=True, slots=True)
class Target:
    """At least (`"≥"`) or at most (`"≤"`) so many times what it is judged by."""

    sign: str
    bound: float
    of: str

    def row(self, part: str, name: str, value: float, judged_by: float = 1.0, **figures: Figures) -> Row:
        """Judge a figure."""
        ratio = value / judged_by if judged_by else float("inf")
        met = ratio >= self.bound if self.sign == "≥" else ratio <= self.bound
        return Row(part, name, value, judged_by, ratio, f"{self.sign} {self.bound:g} {self.of}", met, **figures)


def at_least(bound: float, of: str) -> Target:
    """Return a target to reach."""
    return Target("≥", bound, of)


def at_most(bound: float, of: str) -> Target:
    """Return a target to stay under."""
    return Target("≤", bound, of)


def _rounded(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _rounded(item) for key, item in value.items()}
    if isinstance(value, list):
        return [_rounded(item) for item in value]
    if isinstance(value, float):
        return float(f"{value:.4g}") if abs(value) < 1e15 else None
    return value
