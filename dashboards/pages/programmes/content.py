"""What a programme's videos hold people with, and what nobody uses."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import dcc, html

from analytics.content import WHY
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import content as figures
from dashboards.figures.content import clock
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.listing import listing, spanned

_SHOWN = 50


def story(facts: Facts) -> list[Any]:
    """Return which videos are watched to the end, where people leave one of them, and what lies unused."""
    cards = [audience(facts), videos(facts), unused(facts)]
    return [facts.answered([html.P(answer(facts))], "videos"), html.Div(cards, className="cards")]


def answer(facts: Facts) -> list[Any]:
    """Return the answer in one sentence."""
    words, found, dead = facts.words, facts.told("videos"), facts.told("dead_content").height
    told: list[Any] = []
    if found.is_empty():
        told = [words("Nobody watched a video of this programme in this period.")]
    else:
        best = found.row(0, named=True)
        told = words.rich_many(
            "**{n}** person watched “{name}”, the video most began; **{count:=0 nobody|{count}}** saw it whole.",
            "**{n}** people watched “{name}”, the video most began; **{count:=0 nobody|{count}}** saw it whole.",
            best["viewers"],
            name=_name(facts, best)[:80],
            count=words.number(best["count"] or 0),
        )
    if dead:
        told += [" ", words.many("{n} activity lies unused.", "{n} activities lie unused.", dead)]
    return told


def _name(facts: Facts, row: Mapping[str, Any]) -> str:
    return facts.words.pick(row["name"], row["activity"])


def audience(facts: Facts) -> Any:
    """Return who still watches one video, second by second, under its timeline."""
    words, found = facts.words, facts.told("videos")
    name = words("Where viewers leave")
    chosen = facts.more("video") or next(iter(found["activity"]), "")
    curve = facts.told("video_audience", activity=chosen) if chosen else None
    if curve is None or curve.is_empty():
        out = words("A player that follows the video profile sends the segments that were played.")
        return _whole(facts.lacking("video_audience", name, words("No played segment of known length is there."), out))
    row = next((row for row in found.rows(named=True) if row["activity"] == chosen), None)
    shown = _name(facts, row)[:80] if row else chosen
    told = curve.with_columns(
        pl.Series("clock", [clock(at) for at in curve["starts"]], dtype=pl.String),
    )
    columns = (
        Column("clock", words("From")),
        Column("viewers", words("Viewers")),
        *share_columns("share", words("Share"), words),
        Column("replays", words("Seen again")),
    )
    began = curve["learners"].max()
    title = words("“{name}”: who still watches, of the {n} who began", name=shown, n=words.number(began))  # type: ignore[arg-type]  # a column of whole numbers
    listed = table(told, columns, words, "audience")
    return _whole(
        facts.card("video_audience", title, figures.audience(curve, facts.style), listed, options={"activity": chosen})
    )


def _whole(card: Any) -> html.Div:
    return html.Div(card, className="whole")


def videos(facts: Facts) -> Any:
    """Return the videos, those of most viewers first; choosing one draws its curve."""
    words, found = facts.words, facts.told("videos")
    title = words("Videos, those of most viewers first")
    if found.is_empty():
        out = words("Choose a longer period, or connect the player.")
        return facts.lacking("videos", title, words("Nobody watched a video in this period."), out)
    heads = [(words("Video"), False), (words("Length"), True), (words("Viewers"), True), (words("Saw it whole"), False)]
    rows = [
        [
            dcc.Link(_name(facts, row)[:120], href=facts.link(video=row["activity"])),
            clock(row["length"]) if row["length"] is not None else "—",
            words.number(row["viewers"]),
            spanned(facts, row),
        ]
        for row in found.head(_SHOWN).rows(named=True)
    ]
    return facts.listed("videos", title, listing(title, heads, rows))


def unused(facts: Facts) -> Any:
    """Return what the programme offers and nobody uses."""
    words, found = facts.words, facts.told("dead_content")
    if found.is_empty():
        title = words("Everything it offers is used")
        told = html.P(words("All that the programme offers was used in the last 90 days."), className="muted")
        return facts.listed("dead_content", title, told)
    title = words.many("{n} activity nobody uses", "{n} activities nobody uses", found.height)
    heads = [(words("Activity"), False), (words("Why"), False), (words("Last used"), False), (words("Days"), True)]
    rows = [
        [
            _name(facts, row)[:120],
            words(WHY[row["why"]]),
            words.day(row["last_used"]) if row["last_used"] is not None else words("never"),
            words.number(row["age_days"]) if row["age_days"] is not None else "—",
        ]
        for row in found.head(_SHOWN).rows(named=True)
    ]
    return facts.listed("dead_content", title, listing(title, heads, rows))
