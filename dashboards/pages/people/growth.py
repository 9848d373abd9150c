"""Who is new, who stays, who returns, who is lost."""

import math
from typing import Any

import polars as pl
from dash import Dash, html

from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.card import Fact, Rests, tile
from dashboards.components.story import Place
from dashboards.components.table import Column, table
from dashboards.figures import persistence as figures
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import PATH, WHO, frame

TITLE = "New and lost"
PLACE = Place("growth", f"{PATH}/growth", ("units", "programmes", "modality", "country", "group"))
_SHOWN = 24
_CHANCE = 1.96
_ANSWERS = {
    # whether more came (1) than did not come back (-1), by more than chance
    1: "In {period}, **{active:=0 nobody|{active}}** {active:=0 learned|person learned|people learned}: "
    "**{came:=0 nobody|{came}}** {came:=0 was|was|were} new or returned, "
    "**{lost:=0 nobody|{lost}}** {lost:=0 stayed away|did not come back}. The circle of learners grows.",
    0: "In {period}, **{active:=0 nobody|{active}}** {active:=0 learned|person learned|people learned}: "
    "**{came:=0 nobody|{came}}** {came:=0 was|was|were} new or returned, "
    "**{lost:=0 nobody|{lost}}** {lost:=0 stayed away|did not come back}, no clear change.",
    -1: "In {period}, **{active:=0 nobody|{active}}** {active:=0 learned|person learned|people learned}: "
    "**{came:=0 nobody|{came}}** {came:=0 was|was|were} new or returned, but "
    "**{lost:=0 nobody|{lost}}** {lost:=0 stayed away|did not come back}. The circle of learners shrinks.",
}
_NAMES = {"new": "New", "retained": "Stayed", "returned": "Returned", "lost": "Did not come back"}
_PARTS = {
    "new": "active for the first time",
    "retained": "active in the period before too",
    "returned": "active before, but not in the period before",
    "lost": "active in the period before, not in this one",
}
MESSAGES = (*_ANSWERS.values(), *_NAMES.values(), *_PARTS.values())


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return frame.layout(words, PLACE, words("Do more people come than leave?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page."""
    frame.register(dash, site, PLACE, tell)
    frame.exactly(dash, site, PLACE.name)


def tell(asked: Asked) -> list[Any]:
    """Return the whole story: the last whole period in numbers, then all of them."""
    nothing = asked.nothing()
    if nothing:
        return nothing
    words = asked.words
    grain, periods = _periods(asked)
    whole = periods.filter("complete")
    if whole.is_empty():
        way_out = (words("Show everyone"), PLACE.path)
        told = states.nothing_here(words("No month or week is over in which anybody learned."), way_out, words)
        return [told, asked.quality()]
    last = whole.row(-1, named=True)
    about = _period(asked, last, grain)
    facts = [
        Fact(
            words(name),
            words.number(last[key] or 0),
            words(_PARTS[key]),
            way=(words("Who they are"), last[f"way_{key}"]),
        )
        for key, name in _NAMES.items()
    ]
    rests = _of_those(asked, last, about)
    tiles = [tile(fact, asked.working("growth", fact.name, rests)) for fact in facts]
    body = html.Div(_card(asked, periods.tail(_SHOWN), grain), className="stacked")
    said = asked.answered(_answer(asked, last, about), "growth", rests)
    return stories.evidence(said, tiles, [body], asked.quality(), sections=True)


def _of_those(asked: Asked, last: dict[str, Any], about: str) -> Rests:
    """Return what the numbers of a period rest on: those active in it, and those who did not come back."""
    words, n = asked.words, (last["active"] or 0) + (last["lost"] or 0)
    on = words.many(
        "{n} person, active in the period or in the one before",
        "{n} people, active in the period or in the one before",
        n,
    )
    return grounds.counted(words, about, on)


def _periods(asked: Asked) -> tuple[str, pl.DataFrame]:
    """Return what the address asks for; of itself months, or weeks as long as no month is over.

    With each number, how it is written as a cell (`cell_new`, …) and where its people are (`way_new`, …).
    """
    wanted = asked.more("per")
    for grain in (wanted,) if wanted in frame.GRAINS else frame.GRAINS:
        periods = asked.everything("growth", grain=grain)
        if periods["complete"].any():
            break
    to = WHO + asked.chosen.search(more=(("cell", ""),))
    written = {key: pl.format(f"{grain}-{key}-{{}}", pl.col("starts").dt.to_string("%Y-%m-%d")) for key in _NAMES}
    cells = [cell.alias(f"cell_{key}") for key, cell in written.items()]
    return grain, periods.with_columns(
        *cells, *[pl.concat_str(pl.lit(to), w).alias(f"way_{k}") for k, w in written.items()]
    )


def _answer(asked: Asked, last: dict[str, Any], about: str) -> list[Any]:
    words = asked.words
    came, lost = (last["new"] or 0) + (last["returned"] or 0), last["lost"] or 0
    given = {"active": words.number(last["active"] or 0), "came": words.number(came), "lost": words.number(lost)}
    clear = abs(came - lost) > _CHANCE * math.sqrt(came + lost)  # of two counts that vary as counts do
    return [html.P(words.rich(_ANSWERS[((came > lost) - (came < lost)) * clear], period=about, **given))]


def _period(asked: Asked, row: dict[str, Any], grain: str) -> str:
    words = asked.words
    if grain == "month":
        return words.month(row["starts"])
    return words("the week of {day}", day=words.day(row["starts"]))


def _card(asked: Asked, periods: pl.DataFrame, grain: str) -> Any:
    words = asked.words
    columns = (
        Column("starts", words("From")),
        Column("active", words("Active people")),
        *[Column(key, words(name), link=f"way_{key}") for key, name in _NAMES.items()],
        Column("quick_ratio", words("Came for each one lost"), 2),
    )
    title = words("New, stayed and returned above the line; did not come back below it")
    drawn, told = figures.growth(periods, grain, asked.style), table(periods, columns, words, "growth")
    controls = asked.grains("per", frame.GRAINS, grain, words("Per month or week"))
    hint = words("Click a part of a bar to see who is in it; the table has the same ways.")
    return frame.card(asked, "growth", title, drawn, told, controls=controls, hint=hint, grain=grain)
