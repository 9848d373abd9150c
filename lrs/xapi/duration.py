"""Durations (1.0.3 Data 4.6; ISO 8601:2004 4.4.3.2)."""

import re
from decimal import Decimal

from lrs.xapi.wording import refusal

# A fraction is allowed in the smallest unit only, hence the look-ahead: nothing but the end may follow one.
_N = r"\d+(?:[.,]\d+(?=[A-Z]$))?"
_SHAPE = re.compile(
    rf"P(?:({_N})W|(?=.)(?:({_N})Y)?(?:({_N})M)?(?:({_N})D)?(?:T(?=\d)(?:({_N})H)?(?:({_N})M)?(?:({_N})S)?)?)",
    re.ASCII,
)
_USUAL = re.compile(r"PT(?:\d+M)?\d+(?:\.\d+)?S", re.ASCII)  # what nearly every sender writes, told sooner


def check(value: str, path: str) -> None:
    """Refuse what is not a duration."""
    if _USUAL.fullmatch(value) is None and _SHAPE.fullmatch(value) is None:
        raise refusal(path, "an ISO 8601 duration, such as PT4H35M59.14S", value)


def comparable(value: str) -> tuple[Decimal, ...] | str:
    """Return what two durations of 2.0 are compared by: each unit as a number, cut (never rounded) to 0.01 second."""
    match = _SHAPE.fullmatch(value)
    if match is None:
        return value
    *units, seconds = ((unit or "0").replace(",", ".") for unit in match.groups())
    whole, _, fraction = seconds.partition(".")  # cut as text: arithmetic has 28 digits, a duration any number
    return (*map(Decimal, units), Decimal(f"{whole}.{fraction[:2]}"))
