"""How long people stay with what they began: given up, completed, still on the way; and whether groups differ."""

from typing import Any

import polars as pl
from dash import Dash, html

from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.card import Fact, Rests, tile
from dashboards.components.story import Place
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import persistence as figures
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import PATH, frame

TITLE = "How long they stay"
PLACE = Place("survival", f"{PATH}/survival", ("units", "programmes", "modality", "country", "group"))
BY = {"": "All together", "unit": "Unit", "modality": "Way of learning", "programme": "Programme", "country": "Country"}
_KINDS = {"unit": "units", "modality": "modality", "programme": "programmes"}
_HORIZON = 90  # days after which the answer is told, or the last day known
_ALIKE = 0.05
_SOURCES = {
    "data": "after so long, at most one in ten comes back within half a year",
    "default": "the usual one: the record cannot tell yet",
    "setting": "as set under Setup, Thresholds",
}
_COMPARED = {
    True: "These {groups} groups differ: if all were alike, differences as great as these would be seen {p}. "
    "It does not say why: nobody drew lots for who is in which group.",
    False: "No clear difference between these {groups} groups: if all were alike, differences as great as these would "
    "be seen {p}. More people, or more time, may yet show one.",
}
MESSAGES = (*BY.values(), *_SOURCES.values(), *_COMPARED.values())


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return frame.layout(words, PLACE, words("How long do people stay with what they began?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page."""
    frame.register(dash, site, PLACE, tell)


def tell(asked: Asked) -> list[Any]:
    """Return the whole story: the answer, the curves told apart as asked, what came first."""
    nothing = asked.nothing()
    if nothing:
        return nothing
    words, first = asked.words, asked.everything("outcomes")
    if first.is_empty():
        told = states.nothing_here(
            words("Nobody has begun a programme in what you chose, or long enough ago to tell."),
            (words("Show everyone"), PLACE.path),
            words,
        )
        return [told, asked.quality()]
    known = first.filter(pl.col("incidence").is_not_null())
    by = asked.more("by") if asked.more("by") in BY else ""
    cards = [_curves(asked, by), _outcomes(asked, first)]
    body = html.Div(cards, className="stacked")
    return stories.evidence(
        _said(asked, first, known), _tiles(asked, first, known), [body], asked.quality(), sections=True
    )


def _at(known: pl.DataFrame, kind: str, day: int) -> dict[str, Any] | None:
    """Return what is known of a kind of outcome by a day."""
    rows = known.filter((pl.col("kind") == kind) & (pl.col("time") <= day)).sort("time")
    return rows.row(-1, named=True) if rows.height else None


def _last(known: pl.DataFrame) -> int:
    """Return the day the answer is told for."""
    times: list[int] = known["time"].to_list()
    return min(_HORIZON, max(times)) if times else 0


def _said(asked: Asked, first: pl.DataFrame, known: pl.DataFrame) -> html.Div:
    told = _at(known, "dropout", _last(known)) or _at(known, "completion", _last(known))
    return asked.answered(_answer(asked, known), "outcomes", _of(asked, first, told))


def _of(asked: Asked, first: pl.DataFrame, row: dict[str, Any] | None) -> Rests:
    """Return what the share of an outcome rests on: all that was begun, followed for as long as is known."""
    words, begun = asked.words, first.row(0, named=True)
    people = words.many("{n} person", "{n} people", begun["learners"])
    on = words.many("{n} programme begun, by {people}", "{n} programmes begun, by {people}", begun["n"], people=people)
    interval = grounds.why_none(words, "few_at_risk")
    if row is not None and row["low"] is not None and row["high"] is not None:
        interval = grounds.percent(words, row["low"], row["high"])
    return Rests(words("all the time there is"), on=on, interval=interval)


def _answer(asked: Asked, known: pl.DataFrame) -> list[Any]:
    """Say how many gave up and how many completed by the day the answer is told for."""
    words, day = asked.words, _last(known)
    left, done = _at(known, "dropout", day), _at(known, "completion", day)
    if left is None and done is None:
        return [html.P(asked.reason("few_at_risk"))]
    told: list[Any] = []
    if left is not None:
        told += words.rich(
            "Within {day} {day:day|days}, **{share}** of what was begun is given up (between {low} and {high}).",
            day=words.number(day),
            share=words.share(left["incidence"], 1),
            low=words.share(left["low"], 1),
            high=words.share(left["high"], 1),
        )
    if done is not None:
        told += _completed(words, done, None if told else day)
    return [html.P(told)]


def _completed(words: Words, done: dict[str, Any], alone: int | None) -> list[Any]:
    """Say how many completed by the day that was told; by the day `alone` where no share gave up."""
    share, between = words.share(done["incidence"], 1), grounds.percent(words, done["low"], done["high"])
    if alone is None:
        said = "**{share}** is completed by then ({between}); the rest is still under way."
        return [" ", *words.rich(said, share=share, between=between)]
    said = "Within {day} {day:day|days}, **{share}** of what was begun is completed ({between})."
    return words.rich(said, day=words.number(alone), share=share, between=between)


def _tiles(asked: Asked, first: pl.DataFrame, known: pl.DataFrame) -> list[Any]:
    words, day = asked.words, _last(known)
    n, learners = first.row(0, named=True)["n"], first.row(0, named=True)["learners"]
    begun = Fact(
        words("Programmes begun"),
        words.number(n),
        words.many("by {n} person, each programme once", "by {n} people, each programme once", learners),
    )
    done, left = _at(known, "completion", day), _at(known, "dropout", day)
    counted = grounds.counted(words, words("all the time there is"), words.many("{n} person", "{n} people", learners))
    facts = (
        (begun, counted),
        (_share(asked, done, words("Completed within {n} {n:day|days}", n=day)), _of(asked, first, done)),
        (_share(asked, left, words("Given up within {n} {n:day|days}", n=day)), _of(asked, first, left)),
    )
    return [*(tile(fact, asked.working("outcomes", fact.name, rests)) for fact, rests in facts), _silence(asked)]


def _share(asked: Asked, row: dict[str, Any] | None, name: str) -> Fact:
    words = asked.words
    if row is None:
        return Fact(name, "—", asked.reason("few_at_risk"))
    ends = {end: words.share(row[end], 1) for end in ("low", "high")}
    return Fact(name, words.share(row["incidence"], 1), words("between {low} and {high}", **ends))


def _silence(asked: Asked) -> html.Section:
    words, row = asked.words, asked.everything("silence_threshold").row(0, named=True)
    days = words.many("{n} day", "{n} days", row["days"])
    name, people = words("Silence taken for giving up"), words.many("{n} person", "{n} people", row["learners"])
    on = words.many("{n} silence of {people}", "{n} silences of {people}", row["n"], people=people)
    rests = Rests(words("all the time there is"), on=on)
    fact = Fact(name, days, words(_SOURCES[row["source"]]))
    return tile(fact, asked.working("silence_threshold", name, rests))


# The curves -------------------------------------------------------------------------------------------------------


def _curves(asked: Asked, by: str) -> Any:
    words = asked.words
    curves = asked.everything("survival", by=by or None)
    controls = asked.grains("by", BY, by, words("Told apart by"))
    groups = _groups(asked, curves, by)
    title = words("What was begun and not given up, by days since")
    if not groups:
        head = html.Div(html.H2(title), className="card-head")
        way_out = words("Choose all together, more units, or wait until more people have begun.")
        told = states.not_enough(asked.reason("few_at_risk"), way_out)
        return html.Section([head, html.Div(controls, className="toolbar"), told], className="card")
    columns = (
        *([Column("name", words(BY[by]), wide=True)] if by else []),
        Column("time", words("Days")),
        Column("at_risk", words("Still followed")),
        Column("events", words("Given up that day")),
        *share_columns("survival", words("Not given up"), words),
    )
    drawn = figures.survival(curves, groups, asked.style)
    told = table(_named(asked, curves, by), columns, words, "survival")
    options = {"by": by} if by else {}
    card = frame.card(asked, "survival", title, drawn, told, controls=controls, **options)
    return html.Div([*_differ(asked, by), card], className="with-lead")


def _groups(asked: Asked, curves: pl.DataFrame, by: str) -> dict[str, str]:
    """Return the largest groups of which something can be drawn, and what they are called."""
    known = curves.filter(pl.col("survival").is_not_null())
    if not by:
        return {"": asked.words("All together")} if known.height else {}
    largest = known.select("by", "n").unique().sort("n", "by", descending=[True, False]).head(figures.GROUPS)
    titles = asked.titles(_KINDS[by]) if by in _KINDS else {}
    return {value: f"{titles.get(value, value)} ({asked.words.number(n)})" for value, n in largest.iter_rows()}


def _named(asked: Asked, curves: pl.DataFrame, by: str) -> pl.DataFrame:
    titles = asked.titles(_KINDS[by]) if by in _KINDS else {}
    return curves.with_columns(name=pl.Series([titles.get(value, value) for value in curves["by"]], dtype=pl.String))


def _differ(asked: Asked, by: str) -> list[Any]:
    """Tell in words whether the groups differ."""
    if not by:
        return []
    words, row = asked.words, asked.everything("survival_compared", by=by).row(0, named=True)
    info = asked.working("survival_compared", words("Do the groups differ?"), words("all the time there is"))
    if row["p"] is None:
        told = asked.reason(row["reason"])
    else:
        groups = words.number(row["groups"])
        told = words(_COMPARED[row["p"] < _ALIKE], groups=groups, p=chance(row["p"], words))
    return [html.Div([html.P(told), info], className="verdict")]


def chance(p: float, words: Words) -> str:
    """Say a probability as times in a hundred, or in a thousand."""
    if p < 0.001:
        return words("less than once in a thousand times")
    if p < 0.01:
        return words.many("{n} time in a thousand", "{n} times in a thousand", round(p * 1000))
    return words.many("{n} time in a hundred", "{n} times in a hundred", round(p * 100))


def _outcomes(asked: Asked, first: pl.DataFrame) -> Any:
    words = asked.words
    columns = (
        Column("outcome", words("What came first"), wide=True),
        Column("time", words("Days")),
        Column("at_risk", words("Still under way")),
        *share_columns("incidence", words("Share"), words),
    )
    said = {"completion": words("completed"), "dropout": words("given up")}
    named = first.with_columns(outcome=pl.col("kind").replace_strict(said, return_dtype=pl.String))
    title = words("What comes first: completing or giving up")
    told = table(named, columns, words, "outcomes")
    return frame.card(asked, "outcomes", title, figures.outcomes(first, asked.style), told)
