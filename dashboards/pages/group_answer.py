"""What the page Group answers: which units stand out, what changed, and four numbers of everyone."""

from typing import Any

from dash import html

from dashboards.components.card import Fact, Rests, tile
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.group_facts import Facts, Row

_TILES = ("access", "hours", "up_to_date", "completion")
_NAMED = 4


def answer(facts: Facts) -> list[Any]:
    """Return the answer: units beyond what chance does, and the clear changes."""
    return [html.P([*_standing_out(facts), " ", *_changed(facts)])]


def _standing_out(facts: Facts) -> list[Any]:
    words, total = facts.words, facts.units["unit"].n_unique()
    if not total:
        return []
    found = {row["unit"]: facts.title(row) for row in facts.outside}
    if not found:
        if facts.units["value"].null_count() == facts.units.height:
            return [words("There is not enough data yet to set units beside each other.")]
        return words.rich(
            "None of the **{all}** {all:unit|units} lies beyond what chance would do.", all=words.number(total)
        )
    given = {"all": words.number(total), "names": _listed(list(found.values()), words)}
    return words.rich_many(
        "**{n}** of **{all}** {all:unit|units} lies beyond what chance would do: {names}.",
        "**{n}** of **{all}** {all:unit|units} lie beyond what chance would do: {names}.",
        len(found),
        **given,
    )


def _listed(names: list[str], words: Words) -> str:
    told, more = ", ".join(names[:_NAMED]), len(names) - _NAMED
    return words.many("{names} and {n} other", "{names} and {n} others", more, names=told) if more > 0 else told


def _changed(facts: Facts) -> list[Any]:
    """Say the first clear change of everyone, or of the largest unit, and how many more there are."""
    words, clear = facts.words, facts.clear
    if facts.changes["change"].null_count() == facts.changes.height:
        return [words("The time before cannot be compared with: choose a shorter period.")]
    if not clear:
        return words.rich("**No clear change** since the same length of time before.")
    first = clear[0]
    given = {"unit": facts.title(first), "what": facts.what(first["what"]), "moved": facts.moved(first)}
    told = words.rich("The clearest change: {what} ({unit}), **{moved}**", **given)
    more = words.many("; {n} more below.", "; {n} more below.", len(clear) - 1) if len(clear) > 1 else "."
    return [*told, more]


def tiles(facts: Facts) -> list[Any]:
    """Return four numbers of everyone in the scope, each with what became of it."""
    return [_tile(facts, what, facts.whole(what)) for what in _TILES]


def _tile(facts: Facts, what: str, row: Row) -> html.Section:
    name = facts.what(what)
    if row["now"] is None:
        rests = Rests(facts.period(), what=facts.defined(what))
        return tile(Fact(name, "—", facts.reason(row["reason"])), facts.working("changes", name, rests))
    return tile(
        Fact(name, facts.value(what, row["now"]), _since(facts, row)),
        facts.working("changes", name, _rests(facts, row)),
    )


def _rests(facts: Facts, row: Row) -> Rests:
    """Return what a number rests on, how sure it is, and how sure its change is."""
    words, none = facts.words, grounds.why_none(facts.words, row["reason"])
    interval = none if row["now_low"] is None else facts.between(row["what"], row["now_low"], row["now_high"])
    change = () if row["change"] is None else ((words("Against before"), facts.moved(row)),)
    on = grounds.answers(words, row["now_n"], row["now_learners"])
    return Rests(facts.period(), on=on, interval=interval, down=change, what=facts.defined(row["what"]))


def _since(facts: Facts, row: Row) -> str:
    words = facts.words
    if row["change"] is None:
        return facts.reason(row["reason"]) if row["reason"] == "no_before" else words("no comparison with before")
    if not row["clear"]:
        return words("no clear change; before: {value}", value=facts.value(row["what"], row["before"]))
    return facts.moved(row)
