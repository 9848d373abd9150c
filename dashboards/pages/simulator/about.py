"""The ⓘ of what a case tells: how it is worked out, over which years, of how many figures, within what."""

from collections.abc import Mapping
from typing import Any

from analytics.breakeven import COST
from analytics.plans import used
from dashboards.components.card import about_it
from dashboards.components.parts import facts
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.simulator import speaking
from dashboards.pages.simulator.telling import Chart, Number, Told

_INPUTS: Mapping[str, str] = {
    "development": "designing it",
    "yearly": "updating it, a year",
    "per_session": "a session",
    "per_learner": "a learner's travel, lodging, material",
    "hours": "a learner's hours",
    "years": "years",
    "wage": "an hour of a learner's work",
    "opportunity": "what an hour would have brought",
    "learners": "learners",
    "sessions": "sessions",
    "digital fixed": "planned: fixed",
    "classroom fixed": "classroom: fixed",
    "classroom variable": "classroom: for each learner",
    "digital variable": "planned: for each learner",
    "digital": "planned: cost",
    "classroom": "classroom: cost",
    "benefit": "benefit over the horizon",
    "cost": "cost over the horizon",
}
FORMULAS = (
    COST,
    "(digital fixed - classroom fixed) / (classroom variable - digital variable)",
    "(digital cost / learners who passed) / (classroom cost / learners who passed)",
    "100 x (benefit - cost) / cost",
)
_SIMULATED = "classroom: cost - planned: cost, each figure drawn from its range again and again"
_MOVED = "classroom: cost - planned: cost, one figure at its low and its high end, all others as they are"
_CHOSEN = "each figure as somebody chose it, else as it was measured here or published"
MESSAGES = (*_INPUTS.values(), *FORMULAS, _SIMULATED, _MOVED, _CHOSEN)


def number(told: Told, one: Number) -> Any:
    """Return the ⓘ of a number: its formula and what went into it."""
    words, working = told.words, one.result.working
    given = [(words(_INPUTS.get(it.name, it.name)), speaking.plain(words, it.value)) for it in working.inputs]
    return _about(told, one.name, working.formula, *given)


def whole(told: Told, name: str) -> Any:
    """Return the ⓘ of what both sides cost."""
    return _about(told, name, COST)


def chart(told: Told, one: Chart) -> Any:
    """Return the ⓘ of a chart."""
    return _about(told, one.title, _MOVED if one.key == "case-tornado" else COST)


def simulated(told: Told, name: str) -> Any:
    """Return the ⓘ of how far the saving may go."""
    return _about(told, name, _SIMULATED)


def figures(told: Told, name: str) -> Any:
    """Return the ⓘ of the figures a case rests on."""
    return _about(told, name, _CHOSEN)


def _about(told: Told, name: str, formula: str, *given: tuple[str, str]) -> Any:
    words = told.words
    rows = (
        (words("Period"), words.many("{n} year", "{n} years", int(told.draft.years))),
        (words("Rests on"), _figures(told, words)),
        (words("Interval"), words("Of the saving: {range}", range=told.range())),
        (words("Counted as"), words(formula)),
        (words("Data up to"), words("What each figure says of itself, below")),
        *given,
    )
    return about_it(name, [grounds.title(name), facts(*rows, kind="")], words)


def _figures(told: Told, words: Words) -> str:
    n = len({one.key for one in told.draft.figures} & set(used(told.weighed.plan)))
    return words.many(
        "{n} figure, with its range and where it comes from, below",
        "{n} figures, each with its range and where it comes from, below",
        n,
    )
