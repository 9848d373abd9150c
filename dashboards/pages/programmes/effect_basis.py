"""What an effect rests on: whose figures, of which places, how the roll-out was decided; and why it is no test."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html

from analytics.designs import ALONE, DECIDED, LADDER
from analytics.effects import WARNINGS
from analytics.measured import REASONS
from analytics.scope import Reader
from dashboards.components.aria import aria
from dashboards.i18n import Words
from dashboards.pages.programmes.facts import Facts

Row = Mapping[str, Any]
_NAMED = 5  # places, or units, that are named


def about(facts: Facts) -> list[str]:
    """Say which units an effect is of, where not of all, and whether a benefit counts that of all; else nothing."""
    words = facts.words
    units = facts.scope.units or facts.site.reader().units
    if not units or facts.told("effect")["indicator"].is_null().all():
        return []
    titles = facts.titles("units")
    names = _some(facts, [titles.get(unit, unit) for unit in units])
    told = [words("This is read from the figures of {units} and what is below, and no others.", units=names)]
    counted = facts.told("benefits").filter(pl.col("evidence") == "measured", pl.col("reason").is_null())
    if counted.height:
        told.append(words("The benefit that Decision counts rests on the figures of every unit of the organisation."))
    return told


def _some(facts: Facts, names: list[str]) -> str:
    told = ", ".join(names[:_NAMED])
    return told if len(names) <= _NAMED else facts.words("{names} and others", names=told)


def rests(facts: Facts, row: Row) -> list[Any]:
    """Say on which rung the effect stands, how the roll-out was decided, and what speaks against it."""
    words, language = facts.words, facts.words.language
    told = [words("Since {day}, {decided}.", day=words.day(row["starts"]), decided=_decided(facts, row))]
    if row["untreated"]:
        told.append(
            words.many(
                "{n} unit with it against {without} without it, {before} {before:month|months} before and {after} "
                "after.",
                "{n} units with it against {without} without it, {before} {before:month|months} before and {after} "
                "after.",
                row["treated"],
                without=words.number(row["untreated"]),
                before=words.number(row["before"]),
                after=words.number(row["after"]),
            )
        )
    told.append(words.many("Read over {n} place.", "Read over {n} places, the same in every month.", row["places"]))
    if row["left_out"]:
        told.append(_left(facts, row))
    if row["few_places"]:
        told.append(few(words, row["few_places"], facts.site.reader()))
    if not row["headline"]:
        told.append(why(facts, row))
    if row["warning"] is not None:
        told.append(WARNINGS[row["warning"]][language])
    return [*(html.Span(one, className="line") for one in told), ladder(facts, row)]


def _decided(facts: Facts, row: Row) -> str:
    alone = row["treated"] + row["untreated"] == 1 and row["decided"] in ALONE
    return (ALONE if alone else DECIDED)[row["decided"]][facts.words.language]


def ladder(facts: Facts, row: Row) -> html.Ol:
    """Return the rungs an effect may stand on, the firmest first, the one it stands on marked."""
    words, language = facts.words, facts.words.language
    rungs = []
    for name, texts in LADDER.items():
        here = name == row["design"]
        said: list[Any] = [texts[language]]
        if here:
            said = [html.Strong(texts[language]), " ", html.Span(words("here"), className="muted")]
        rungs.append(html.Li(said, className="here" if here else None, **(aria(current="true") if here else {})))
    return html.Ol(rungs, className="ladder", **aria(label=words("Rungs of evidence, the firmest first")))


def why(facts: Facts, row: Row) -> str:
    """Say why an effect is no test, or why there is none."""
    told = REASONS[row["reason"] or "trend_only"][facts.words.language]
    return f"{told} {_left(facts, row)}" if row["reason"] == "places_left" else told


def _left(facts: Facts, row: Row) -> str:
    """Say which places are left out, some by name."""
    words, names = facts.words, row["left_places"].split(" | ")
    return words.many(
        "{n} place is left out, as it stopped, began or skipped months: {names}.",
        "{n} places are left out, as they stopped, began or skipped months: {names}.",
        row["left_out"],
        names=_some(facts, names),
    )


def few(words: Words, places: int, reader: Reader) -> str:
    """Say what figures of a few people are in: whoever may not see people is told nothing made of them."""
    if not reader.sees_people:
        return words.many("{n} place of a few people is left out.", "{n} places of a few people are left out.", places)
    return words.many(
        "{n} place of a few people counts here, and is left out where people are not to be seen: on Decision, and of "
        "the benefit counted there.",
        "{n} places of a few people count here, and are left out where people are not to be seen: on Decision, and of "
        "the benefit counted there.",
        places,
    )
