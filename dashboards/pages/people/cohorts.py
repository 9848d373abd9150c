"""Who comes back: cohorts by the month or week they began."""

from datetime import date
from typing import Any

import polars as pl
from dash import Dash, dcc, html

from analytics.statistics import Estimate, proportion
from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.story import Place
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import cohorts as figures
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import PATH, WHO, frame

TITLE = "Who comes back"
PLACE = Place("cohorts", f"{PATH}/cohorts", ("units", "programmes", "modality", "country", "group"))
KINDS = ("classic", "rolling")
_LEADS = {
    "classic": "Of those who began together, how many were active again in exactly that month or week.",
    "rolling": "Of those who began together, how many were active in that month or week or at any time later. "
    "The newest shares still rise.",
}
_TITLES = {
    ("classic", "month"): "Active again in the month itself",
    ("classic", "week"): "Active again in the week itself",
    ("rolling", "month"): "Active in that month or later",
    ("rolling", "week"): "Active in that week or later",
}
_ANSWERS = {
    "month": "Of **{n}** {n:person|people}, **{share}** were active again the month after their first ({between}).",
    "week": "Of **{n}** {n:person|people}, **{share}** were active again the week after their first ({between}).",
}
_COUNTED = {
    "month": "**{count:=0 None|{count}}** of **{n}** {n:person|people} came back the month after their first; too few "
    "for a share.",
    "week": "**{count:=0 None|{count}}** of **{n}** {n:person|people} came back the week after their first; too few "
    "for a share.",
}
MESSAGES = (*_LEADS.values(), *_TITLES.values(), *_ANSWERS.values(), *_COUNTED.values())


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return frame.layout(words, PLACE, words("Who comes back after they began?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page."""
    frame.register(dash, site, PLACE, tell)
    frame.exactly(dash, site, PLACE.name)


def tell(asked: Asked) -> list[Any]:
    """Return the whole story: the answer, then both heat tables."""
    nothing = asked.nothing()
    if nothing:
        return nothing
    grain = asked.more("per") if asked.more("per") in frame.GRAINS else "month"
    frames = {kind: asked.everything("cohorts", kind=kind, grain=grain) for kind in KINDS}
    if frames["classic"].is_empty():
        words = asked.words
        told = states.nothing_here(
            words("Nobody has learned anything in what you chose."), (words("Show everyone"), PLACE.path), words
        )
        return [told, asked.quality()]
    cards = [_card(asked, frames[kind], kind, grain) for kind in KINDS]
    body = html.Div(cards, className="stacked")
    said = _said(asked, frames["classic"], grain)
    return stories.evidence(said, [], [body], asked.quality(), sections=True)


def _said(asked: Asked, cells: pl.DataFrame, grain: str) -> html.Div:
    """Say how many came back one period after their first, over all cohorts for which it is over."""
    words, ever = asked.words, asked.words("all the time there is")
    after = cells.filter((pl.col("period") == 1) & pl.col("complete"))
    found = proportion(int(after["returned"].sum()), int(after["size"].sum()))  # each person is of one cohort
    told = html.P(_answer(words, found, grain))
    return asked.answered([told], "cohorts", grounds.of_people(words, ever, found.count or 0, found.n))


def _answer(words: Words, found: Estimate, grain: str) -> list[Any]:
    if not found.n:
        return [words("Nobody's second month or week is over yet: come back when it is.")]
    given = {"n": words.number(found.n), "count": words.number(found.count or 0)}
    if found.value is None or found.low is None or found.high is None:
        return words.rich(_COUNTED[grain], **given)
    between = grounds.percent(words, found.low, found.high)
    return words.rich(_ANSWERS[grain], n=given["n"], share=words.share(found.value, 1), between=between)


def _card(asked: Asked, counted: pl.DataFrame, kind: str, grain: str) -> Any:
    words, cells = asked.words, _leading(asked, counted, kind, grain)
    title = words(_TITLES[kind, grain])
    sizes = dict(cells.select("cohort", "size").unique().sort("cohort").iter_rows())
    named = [f"{_named(asked, start, grain)} · {words.number(size)}" for start, size in sizes.items()]
    columns = (
        Column("cohort", words("Began")),
        Column("size", words("People")),
        Column("period", words("Periods later")),
        Column("returned", words("Came back"), link="way"),
        *share_columns("share", words("Share"), words),
    )
    drawn = figures.cohorts(cells, named, grain, asked.style)
    controls = asked.grains("per", frame.GRAINS, grain, words("Per month or week")) if kind == KINDS[0] else None
    told = table(cells, columns, words, f"cohorts_{kind}")
    lead = html.P(words(_LEADS[kind]), className="muted")
    given: dict[str, Any] = {"part": f"_{kind}", "controls": controls, "hint": _hint(asked, cells)}
    card = frame.card(asked, "cohorts", title, drawn, told, **given, kind=kind, grain=grain)
    return html.Div([lead, html.Div(card, className="heat")], className="with-lead")


def _leading(asked: Asked, cells: pl.DataFrame, kind: str, grain: str) -> pl.DataFrame:
    """Return the cells with how each is written (`cell`) and where its people are (`way`), once its period is over."""
    to = WHO + asked.chosen.search(more=(("cell", ""),))
    written = pl.format(f"{grain}-{kind}-{{}}-{{}}", pl.col("cohort").dt.to_string("%Y-%m-%d"), "period")
    return cells.with_columns(cell=pl.when("complete").then(written).otherwise(pl.lit(""))).with_columns(
        way=pl.when("complete").then(pl.concat_str(pl.lit(to), "cell")).otherwise(pl.lit(""))
    )


def _hint(asked: Asked, cells: pl.DataFrame) -> Any:
    """Say that a cell opens, with the way for who does not click: that of most people, others are chosen there."""
    words, whole = asked.words, cells.filter(pl.col("complete") & (pl.col("period") == 1))
    if whole.is_empty():
        return None
    link = dcc.Link(words("who exactly came back"), href=whole.sort("size", "cohort")["way"][-1])
    return html.Span([words("Click a cell to see who is in it, or choose one:"), " ", link, "."])


def _named(asked: Asked, start: date, grain: str) -> str:
    words = asked.words
    if grain == "month":
        return words.month(start)
    return words("week of {day}", day=words.day(start))
