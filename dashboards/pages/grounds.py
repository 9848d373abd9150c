"""What a figure rests on and how sure that is, for its ⓘ: of the row it is drawn from, or else as its measure tells it.

A share of people is told with the interval it would have were they drawn from many like them (Wilson's), although all
of them are counted: the same share has one wherever it stands.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np
from dash import html

from analytics.catalog import FAMILIES, MEASURES
from analytics.statistics import REASONS, Estimate, median, proportion, proportion_clustered
from dashboards.components.card import Rests, about_it
from dashboards.components.parts import facts
from dashboards.i18n import Words

EACH = ("Beside each figure (of a chart: in its table)", "95%, beside each figure (of a chart: in its table)")
_COUNTED = ("Everything recorded within these filters", "None: all there is was counted, nothing is estimated")
_OF_ONE = ("All that was received about this person", _COUNTED[1])
_LEDGER = ("The lines of the ledger", "None: amounts added up, nothing is estimated")
_OTHERWISE = {
    # measures whose figures are neither estimates with an interval each, nor counts, nor amounts alone
    "decision": (
        "The lines of the ledger, and what was measured: each amount opens into them",
        "The range beside an amount: of what its lines and what was measured may come to",
    ),
    "effect_series": (
        "The organisation's own indicators",
        "None for a month: that of the change stands with the designs",
    ),
    "indicators": ("The organisation's own indicators", "None: told as they were brought in"),
    "review_dates": (
        "The last test of each, and the curve of those tested alike",
        "None for one person: that of the curve stands in its table",
    ),
    "silence_threshold": (
        "The silences of everyone recorded",
        "None: a limit that is chosen, by rule, by the record or in Setup",
    ),
    "survival_compared": (
        "What was begun, followed for as long as is known",
        "None: it tells how often chance alone would do as much",
    ),
}
_SAMPLED = "between {low} and {high}%, were these people drawn from many like them; all of them are counted"
MESSAGES = (*EACH, *_COUNTED, *_OF_ONE, *_LEDGER, *(text for pair in _OTHERWISE.values() for text in pair), _SAMPLED)


def usual(key: str, words: Words, *, of_one: bool = False) -> tuple[str, str]:
    """Return what the figures of a measure rest on, and how sure they are, where nothing is said of one of them.

    Parameters
    ----------
    of_one
        Whether they are of one person.
    """
    if of_one:
        told = _OF_ONE
    elif key in _OTHERWISE:
        told = _OTHERWISE[key]
    elif any(column == "low" or column.endswith("_low") for column in MEASURES[key].schema):
        told = EACH
    else:
        told = _LEDGER if key in {one.key for one in FAMILIES["investment"]} else _COUNTED
    return words(told[0]), words(told[1])


def percent(words: Words, low: float, high: float) -> str:
    """Say an interval of a share."""
    return words("between {low} and {high}%", low=words.number(100 * low), high=words.number(100 * high))


def of_row(words: Words, period: str, row: Mapping[str, Any], ends: tuple[str, str] = ("low", "high")) -> Rests:
    """Return what a share rests on that a measure tells with its answers, people and interval."""
    on = answers(words, row["n"], row["learners"] or 0) if row["n"] else ""
    return between(words, period, on, (row[ends[0]], row[ends[1]]), row["reason"])


def between(
    words: Words, period: str, on: str, found: tuple[float | None, float | None], reason: str | None = None
) -> Rests:
    """Return what a share rests on whose interval is known by its ends; without one, why."""
    low, high = found
    interval = why_none(words, reason) if low is None or high is None else percent(words, low, high)
    return Rests(period, on=on, interval=interval)


def of_people(words: Words, period: str, count: int, n: int) -> Rests:
    """Return what a share of people rests on, each of them counted."""
    return _of(words, period, proportion(count, n), words.many("{n} person", "{n} people", n))


def of_several(words: Words, period: str, counts: Sequence[int], sizes: Sequence[int]) -> Rests:
    """Return what a share of answers rests on, of which each person gave several: so many count, of so many."""
    pairs = zip(counts, sizes, strict=True)
    given = np.concatenate([np.repeat((1.0, 0.0), (count, size - count)) for count, size in pairs] or [np.zeros(0)])
    who = np.repeat(np.arange(len(sizes)), sizes)
    found = proportion_clustered(given, who)
    return _of(words, period, found, answers(words, found.n, found.learners))


def of_median(words: Words, period: str, values: Sequence[float], write: Callable[[float], str]) -> Rests:
    """Return what a median rests on, of one value for each person."""
    found = median(values)
    on = words.many("{n} person", "{n} people", found.n)
    if found.low is None or found.high is None:
        return Rests(period, on=on, interval=why_none(words, found.reason))
    between = words("between {low} and {high}", low=write(found.low), high=write(found.high))
    return Rests(period, on=on, interval=between)


def answers(words: Words, n: int, learners: int) -> str:
    """Say how many answers of how many people."""
    return words(
        "{n} {n:answer|answers} of {learners} {learners:person|people}",
        n=words.number(n),
        learners=words.number(learners),
    )


def counted(words: Words, period: str, on: str) -> Rests:
    """Return what a count rests on, which estimates nothing."""
    return Rests(period, on=on, interval=words(_COUNTED[1]))


def about_count(words: Words, name: str, told: Mapping[str, str]) -> Any:
    """Return the ⓘ of counts that are no measure's: of statements, keys, refusals.

    Parameters
    ----------
    told
        Its rows but the interval, by their names: period, what it rests on, how it is counted, how fresh it is.
    """
    period, on, *rest = told.items()
    rows = (period, on, (words("Interval"), words(_COUNTED[1])), *rest)
    return about_it(name, [title(name), facts(*rows, kind="")], words)


def title(name: str) -> html.Strong:
    """Return what an ⓘ is about, as its title."""
    return html.Strong(f"{name[:1].upper()}{name[1:]}")


def too_little(words: Words, period: str, why: str) -> Rests:
    """Return what is said of a figure that is not there."""
    return Rests(period, on=words("Too little to tell it"), interval=words("None. {why}", why=why))


def why_none(words: Words, reason: str | None) -> str:
    """Say why there is no interval."""
    return words("None. {why}", why=words.of(REASONS[reason or "no_data"]))


def _of(words: Words, period: str, found: Estimate, on: str) -> Rests:
    if found.low is None or found.high is None:
        return Rests(period, on=on, interval=why_none(words, found.reason))
    ends = {"low": words.number(100 * found.low), "high": words.number(100 * found.high)}
    return Rests(period, on=on, interval=words(_SAMPLED, **ends))
