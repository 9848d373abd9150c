"""The measured outcome (1.0.3 Data 2.4.5)."""

from msgspec import UNSET

from lrs.xapi import duration, extensions
from lrs.xapi.wording import refusal
from schemas.statement import Result, Score


def check(result: Result, path: str) -> None:
    """Refuse a result that breaks a rule."""
    if result.score:
        _check_score(result.score, f"{path}.score")
    if result.duration is not UNSET:
        duration.check(result.duration, f"{path}.duration")
    if result.extensions:
        extensions.check(result.extensions, f"{path}.extensions")


def _check_score(score: Score, path: str) -> None:
    scaled, raw, lowest, highest = score.scaled, score.raw, score.min, score.max
    if scaled is not UNSET and not -1 <= scaled <= 1:
        raise refusal(f"{path}.scaled", "a number from -1 to 1", scaled)
    if lowest is not UNSET and highest is not UNSET and lowest >= highest:
        raise refusal(f"{path}.min", f"less than max ({highest})", lowest)
    if raw is UNSET:
        return
    if lowest is not UNSET and raw < lowest:
        raise refusal(f"{path}.raw", f"at least min ({lowest})", raw)
    if highest is not UNSET and raw > highest:
        raise refusal(f"{path}.raw", f"at most max ({highest})", raw)
