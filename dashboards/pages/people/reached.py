"""Who came to a step of a programme, one by one, and who stands where in what they must keep up."""

from dataclasses import replace
from datetime import date
from typing import Any

from analytics.progress import STEPS, as_of
from analytics.scope import read_day
from analytics.up_to_date import STATUSES
from dashboards.i18n import Words
from dashboards.pages import behind
from dashboards.pages.asked import Asked
from dashboards.pages.people.counted import Counted, answered
from dashboards.pages.programmes import PATH
from dashboards.pages.programmes.facts import way_to
from dashboards.pages.programmes.holding import NAMED as STATUS_NAMES
from dashboards.pages.programmes.overview import NAMED as STEP_NAMES

_CAME = (
    "Of **{n}** {n:assignment|assignments} due ({period}), **{count:=0 none|{count}}** came to “{step}” or beyond; "
    "**{rest:=0 none|{rest}}** {rest:=0 is missing|did not|did not}."
)
_DUE = "**{n:=0 No|{n}}** {n:=0 assignment is|assignment is|assignments are} due ({period})."
_NONE = "Of the assignments due ({period}), **none** is counted for “{step}”."
_STAND = "On {day}, **{n:=0 nobody|{n}}** {n:=0 stands|person stands|people stand} at “{status}”."
_WORST = "Over several programmes, people are told once, by where they stand worst."
MESSAGES = (_CAME, _DUE, _NONE, _STAND, _WORST)


def at_step(asked: Asked, step: str) -> Counted:
    """Return whom a step of the funnel counts, and who of them came to it."""
    words, people = asked.words, asked.ask("step_people", step=step)
    titles = asked.titles("programmes")

    def cells(one: dict[str, Any]) -> tuple[str, ...]:
        programme = titles.get(one["programme"], one["programme"])
        days = (_day(words, one[name]) for name in ("reached", "due"))
        return programme, answered(words, one["came"]), words(STEP_NAMES[one["furthest"]]), *days

    came = int(people["came"].sum())
    counts = {"n": people.height, "count": came, "rest": people.height - came}
    given = {"period": asked.period(), "step": words(STEP_NAMES[step])}
    said = _DUE if step == STEPS[0] else _CAME if people.height else _NONE
    told = words.rich(said, **given, **{name: words.number(count) for name, count in counts.items()})
    return Counted(
        "step_people",
        asked.address("step_people", step=step),
        told,
        people,
        step != STEPS[0],
        (words("Programme"), words("Came to the step"), words("Furthest step"), words("Reached on"), words("Due")),
        (),
        cells,
        lambda one: _statements(asked, one),
        lambda _: _back(asked, ""),
        (_choice("step", words("Step"), step, {name: words(STEP_NAMES[name]) for name in STEPS}),),
        asked.period(),
    )


def at_status(asked: Asked, status: str) -> Counted:
    """Return who stands so in what they must keep up, on the day the address names."""
    words, titles = asked.words, asked.titles("programmes")
    day = read_day(asked.more("on"), "on") if asked.more("on") else as_of(asked.scope)
    scope = replace(asked.scope, since=None, until=day)
    people = asked.site.ask("status_people", scope, status=status)

    def cells(one: dict[str, Any]) -> tuple[str, ...]:
        programme, more = titles.get(one["programme"], one["programme"]), one["programmes"] - 1
        if more:
            programme = words("{programme} and {n} more", programme=programme, n=words.number(more))
        due = _day(words, one["due"])
        late = words("{day}, overdue", day=due) if one["late"] and one["due"] else due
        return programme, _day(words, one["done"]), _day(words, one["expires"]), late

    told = words.rich(_STAND, n=words.number(people.height), day=words.day(day), status=words(STATUS_NAMES[status]))
    if len(asked.chosen.programmes) != 1:
        told += [" ", words(_WORST)]
    return Counted(
        "status_people",
        asked.address("status_people", scope, status=status),
        told,
        people,
        divided=False,
        heads=(words("Programme"), words("Last done"), words("Expires"), words("Due")),
        numbers=(),
        cells=cells,
        statements=lambda one: _statements(asked, one),
        ways=lambda _: _back(asked, "up-to-date"),
        choices=(_choice("status", words("Status"), status, {name: words(STATUS_NAMES[name]) for name in STATUSES}),),
        about=words("as of {day}", day=words.day(day)),
    )


def _choice(of: str, title: str, now: str, names: dict[str, str]) -> tuple[str, str, str, list[tuple[str, str]]]:
    return of, title, now, list(names.items())


def _statements(asked: Asked, one: dict[str, Any]) -> str:
    """Return where somebody's statements about a programme are, at any time."""
    chosen = replace(behind.ever(asked.chosen), programmes=(one["programme"],))
    return behind.address(chosen, find=one["key"])


def _back(asked: Asked, part: str) -> list[tuple[str, str]]:
    """Return the way back to the page that has the number: of one programme, or of all."""
    words, chosen = asked.words, asked.chosen
    on = asked.more("on")
    kept = chosen.search(programmes=(), more=(("on", on),) if on else ())
    if len(chosen.programmes) == 1:
        return [(words("Back to the programme"), way_to(chosen.programmes[0], part, kept))]
    return [(words("All programmes"), PATH + chosen.search(more=(("on", on),) if on else ()))]


def _day(words: Words, day: date | None) -> str:
    return words.day(day) if day else ""
