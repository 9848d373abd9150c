"""What may come out when what goes in is uncertain: seeded draws, one for each input, shared by both sides. Pure.

The amounts here are results of chance, told as ranges: they are floats, and never enter a sum of money. Source of the
PERT distribution: Malcolm, Roseboom, Clark and Fazar (1959), Operations Research 7:646.
"""

import platform
from collections.abc import Callable, Hashable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from typing import Protocol

import numpy as np
import scipy
from numpy.typing import NDArray
from scipy.special import betainc, stdtrit

Numbers = NDArray[np.float64]
DRAWS = 10_000
SEED = 20_260_101
_NODES = np.linspace(0, 1, (1 << 12) + 1)


class Uncertain(Hashable, Protocol):
    """What is not known exactly: how it is drawn from uniform numbers, and its two ends."""

    def drawn(self, uniform: Numbers) -> Numbers:
        """Return a value for each uniform number between 0 and 1."""

    def ends(self) -> tuple[float, float]:
        """Return its low and its high end."""


@dataclass(frozen=True, slots=True)
class Pert:
    """A judgement: between `low` and `high`, most likely `mode`."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check(self.low, self.mode, self.high)

    def shape(self) -> tuple[float, float]:
        """Return alpha and beta of the Beta distribution it is."""
        width = self.high - self.low
        return 1 + 4 * (self.mode - self.low) / width, 1 + 4 * (self.high - self.mode) / width

    def drawn(self, uniform: Numbers) -> Numbers:
        """Return a value for each uniform number."""
        if self.low == self.high:
            return np.full(uniform.shape, self.low)
        found: Numbers = self.low + (self.high - self.low) * np.interp(uniform, _of_beta(*self.shape()), _NODES)
        return found

    def ends(self) -> tuple[float, float]:
        """Return its low and its high end."""
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Triangular:
    """A judgement with more weight on its ends than `Pert` gives them."""

    low: float
    mode: float
    high: float

    def __post_init__(self) -> None:
        _check(self.low, self.mode, self.high)

    def drawn(self, uniform: Numbers) -> Numbers:
        """Return a value for each uniform number."""
        if self.low == self.high:
            return np.full(uniform.shape, self.low)
        width = self.high - self.low
        peak = (self.mode - self.low) / width
        rising, falling = np.sqrt(peak * uniform), 1 - np.sqrt((1 - peak) * (1 - uniform))
        found: Numbers = self.low + width * np.where(uniform < peak, rising, falling)
        return found

    def ends(self) -> tuple[float, float]:
        """Return its low and its high end."""
        return self.low, self.high


@dataclass(frozen=True, slots=True)
class Measured:
    """Something measured, by its sampling distribution: Student's, whose middle 95 % are from `low` to `high`.

    Where the interval is not even about the value, each side has a scale of its own. Source, on distributions of two
    pieces: Fernandez and Steel (1998), Journal of the American Statistical Association 93:359.
    """

    low: float
    value: float
    high: float
    freedom: int

    def __post_init__(self) -> None:
        _check(self.low, self.value, self.high)

    def drawn(self, uniform: Numbers) -> Numbers:
        """Return a value for each uniform number."""
        away = stdtrit(self.freedom, uniform) / stdtrit(self.freedom, 0.975)
        found: Numbers = self.value + away * np.where(away < 0, self.value - self.low, self.high - self.value)
        return found

    def ends(self) -> tuple[float, float]:
        """Return the ends of its 95 % interval."""
        return self.low, self.high


@lru_cache(maxsize=512)
def _of_beta(alpha: float, beta: float) -> Numbers:
    """Return a Beta distribution at the nodes: between them a quantile is as near as 2e-5, and ten times sooner."""
    found: Numbers = betainc(alpha, beta, _NODES)
    return found


def _check(low: float, mode: float, high: float) -> None:
    if not low <= mode <= high:
        raise ValueError(f"range: expected low <= most likely <= high, got {low:g}, {mode:g}, {high:g}")


@dataclass(frozen=True, slots=True)
class Simulation:
    """What came out of the draws, and how to have the same again.

    Attributes
    ----------
    p5, p50, p95, mean
        Of what came out.
    share_positive
        The share of simulations whose outcome is above 0; a share of simulations, not a probability.
    worst, best
        Every input at the end that makes the outcome least, and most. Named as such: they are not likely.
    seed, draws, versions
        With these and the same inputs, the same figures.
    """

    p5: float
    p50: float
    p95: float
    mean: float
    share_positive: float
    worst: float
    best: float
    seed: int
    draws: int
    versions: Mapping[str, str]


def drawn(inputs: Mapping[str, Uncertain], draws: int = DRAWS, seed: int = SEED) -> dict[str, Numbers]:
    """Return the draws of each input: one sequence each, whatever other inputs there are."""
    return {name: _drawn(name, one, draws, seed) for name, one in inputs.items()}


@lru_cache(maxsize=256)  # who moves one input waits for the draws of that one only
def _drawn(name: str, one: Uncertain, draws: int, seed: int) -> Numbers:
    found = one.drawn(_uniform(name, draws, seed))
    found.flags.writeable = False
    return found


def _uniform(name: str, draws: int, seed: int) -> Numbers:
    found: Numbers = np.random.default_rng([seed, *name.encode()]).random(draws)
    return found


def simulate(
    outcome: Callable[[Mapping[str, Numbers]], Numbers],
    inputs: Mapping[str, Uncertain],
    draws: int = DRAWS,
    seed: int = SEED,
) -> Simulation:
    """Draw every input once for each simulation and tell what comes out.

    Parameters
    ----------
    outcome
        From the values of all inputs, an array each, to the figure: a net benefit, a return. What both sides of a
        comparison use (a wage) is one input, and so one draw.
    inputs
        What is uncertain.
    draws, seed
        How many simulations, and where their numbers start.
    """
    if draws < 1:
        raise ValueError("draws: expected 1 or more")
    found = np.broadcast_to(outcome(drawn(inputs, draws, seed)), (draws,))
    p5, p50, p95 = (float(one) for one in np.percentile(found, [5, 50, 95]))
    worst, best = corners(outcome, inputs)
    share = float((found > 0).mean())
    return Simulation(p5, p50, p95, float(found.mean()), share, worst, best, seed, draws, versions())


def corners(
    outcome: Callable[[Mapping[str, Numbers]], Numbers], inputs: Mapping[str, Uncertain]
) -> tuple[float, float]:
    """Return the outcome with every input at its worse end, and at its better one.

    Which end of an input is the worse is judged with the others midway: an outcome that turns back between the ends of
    an input has no such corners, and none of ours does.
    """
    ends = {name: one.ends() for name, one in inputs.items()}
    middle = {name: np.array([(low + high) / 2]) for name, (low, high) in ends.items()}
    worst, best = dict(middle), dict(middle)
    for name, pair in ends.items():
        told = [_one(outcome, {**middle, name: np.array([end])}) for end in pair]
        least, most = (0, 1) if told[0] <= told[1] else (1, 0)
        worst[name], best[name] = np.array([pair[least]]), np.array([pair[most]])
    return _one(outcome, worst), _one(outcome, best)


def _one(outcome: Callable[[Mapping[str, Numbers]], Numbers], values: Mapping[str, Numbers]) -> float:
    return float(np.ravel(outcome(values))[0])


def versions() -> dict[str, str]:
    """Return the versions that the draws depend on."""
    return {"python": platform.python_version(), "numpy": np.__version__, "scipy": scipy.__version__}


def around(low: Decimal | None, value: Decimal, high: Decimal | None) -> Pert:
    """Return the judgement that a line with its range makes; without a range it is certain."""
    return Pert(float(value if low is None else low), float(value), float(value if high is None else high))
