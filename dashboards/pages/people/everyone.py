"""Who is there, and how each is doing: the list of people, found, narrowed and sorted by its address."""

from typing import Any

import dash_mantine_components as dmc
import polars as pl
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from analytics.risk import RULES
from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.card import Fact, Rests, tile
from dashboards.components.story import Place
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import FIELDS, PATH, address, frame, listing

TITLE = "People"
PLACE = Place("people", PATH, FIELDS)
SHOWN = 50
SHOWS = {
    "": "Everyone",
    "active": "Active in this period",
    "inactive": "Not active in this period",
    "overdue": "Something overdue",
    "risk": "At risk",
}
_KEPT = {
    "active": pl.col("active_days") > 0,
    "inactive": pl.col("active_days") == 0,
    "overdue": pl.col("overdue") > 0,
    "risk": pl.col("rules") != "",
}
SORTS = {
    # what an address says: the column, and whether the largest comes first
    "": ("name", False),
    "unit": ("unit", False),
    "last": ("last_active", True),
    "days": ("active_days", True),
    "minutes": ("minutes", True),
    "done": ("completed", True),
    "overdue": ("overdue", True),
}
MESSAGES = tuple(SHOWS.values())


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return frame.layout(words, PLACE, words("How is everyone doing?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page; look for whoever is named."""
    frame.register(dash, site, PLACE, tell)
    looked_for(dash, site, PLACE.name)


def finder(asked: Asked, page: str) -> dmc.TextInput:
    """Return the field that says whom a reader looks for; `looked_for` puts it into the address."""
    return dmc.TextInput(
        id={"find": "name", "of": page},
        label=asked.words("Find someone"),
        placeholder=asked.words("Name or key, then Enter"),
        value=asked.more("find"),
        debounce=True,
    )


def looked_for(dash: Dash, site: Site, page: str) -> None:
    """Put into the address whom a reader looks for."""

    @dash.callback(
        Output(f"{page}-url", "search", allow_duplicate=True),
        Input({"find": ALL, "of": page}, "value"),
        State(f"{page}-url", "search"),
        prevent_initial_call=True,
    )
    def find(given: list[str | None], search: str | None) -> Any:
        if not ctx.triggered_id or not given:
            return no_update
        return frame.turned(site, search, find=(given[0] or "").strip())


def tell(asked: Asked) -> list[Any]:
    """Return the whole story."""
    nothing = asked.nothing()
    if nothing:
        return nothing
    people = asked.ask("people_list")
    if people.is_empty():
        words = asked.words
        way_out = (words("Show everyone"), Filters(period="all").search())
        told = states.nothing_here(words("Nobody is in what you chose."), way_out, words)
        return [told, asked.quality()]
    return stories.evidence(_said(asked, people), _tiles(asked, people), [_list(asked, people)], asked.quality())


def _said(asked: Asked, people: pl.DataFrame) -> html.Div:
    return asked.answered(_answer(asked, people), "people_list", _of_active(asked, people))


def _answer(asked: Asked, people: pl.DataFrame) -> list[Any]:
    words = asked.words
    active, late, warned = (people.filter(_KEPT[name]).height for name in ("active", "overdue", "risk"))
    told = words.rich_many(
        "**{n:=0 None|{n}}** of **{all}** {all:person|people} was active {period}",
        "**{n:=0 None|{n}}** of **{all}** {all:person|people} {n:=0 was|was|were} active {period}",
        active,
        all=words.number(people.height),
        period=asked.period(),
    )
    told += [
        words("; "),
        *words.rich_many(
            "**{n}** has something overdue.",
            "**{n:=0 nobody|{n}}** {n:=0 has anything|has something|have something} overdue.",
            late,
        ),
    ]
    link = dcc.Link(words("See who, and why"), href=f"{PATH}/at-risk{asked.chosen.search(more=())}")
    risk = words.many(
        "{n} person is at risk of not finishing in time.",
        "{n:=0 Nobody is|{n} person is|{n} people are} at risk of not finishing in time.",
        warned,
    )
    return [html.P([*told, " ", risk, " ", *([link] if warned else [])])]


def _tiles(asked: Asked, people: pl.DataFrame) -> list[Any]:
    words, every = asked.words, people.height
    of_all = {"all": words.number(every)}
    active, late = (people.filter(_KEPT[name]).height for name in ("active", "overdue"))
    hours = people.filter(pl.col("active_days") > 0)["minutes"].median()
    due = people.filter(pl.col("assigned") > 0)
    done = int(due["completed"].sum()), int(due["assigned"].sum())
    facts = (
        Fact(words("Active people"), words.number(active), _part(asked, active, every), way=_who(asked, "active")),
        Fact(
            words("Active time each"),
            "—" if hours is None else words("{n} h", n=words.number(float(hours) / 60, 1)),  # type: ignore[arg-type]  # a number
            words("median of the {n} who were active", n=words.number(active)),
        ),
        Fact(
            words("Assignments completed"),
            words.share(*done) if done[1] else "—",
            words("{count} of {size}", count=words.number(done[0]), size=words.number(done[1])),
        ),
        Fact(
            words("People with something overdue"),
            words.number(late),
            words("of {all} {all:person|people}", **of_all),
            way=_who(asked, "overdue"),
        ),
    )
    minutes = people.filter(pl.col("active_days") > 0)["minutes"].to_list()
    time = grounds.of_median(
        words, asked.period(), minutes, lambda value: words("{n} h", n=words.number(value / 60, 1))
    )
    completed = grounds.of_several(words, asked.period(), due["completed"].to_list(), due["assigned"].to_list())
    overdue = grounds.of_people(words, asked.period(), late, every)
    rests = (_of_active(asked, people), time, completed, overdue)
    return [tile(fact, asked.working("people_list", fact.name, one)) for fact, one in zip(facts, rests, strict=True)]


def _of_active(asked: Asked, people: pl.DataFrame) -> Rests:
    """Return what the share of those active rests on."""
    return grounds.of_people(asked.words, asked.period(), people.filter(_KEPT["active"]).height, people.height)


def _who(asked: Asked, show: str) -> tuple[str, str]:
    return asked.words("Who they are"), asked.link(show=show, page="")


def _part(asked: Asked, part: int, whole: int) -> str:
    words = asked.words
    return words("{share} of {all} {all:person|people}", share=words.share(part, whole), all=words.number(whole))


# The list ---------------------------------------------------------------------------------------------------------


def _list(asked: Asked, people: pl.DataFrame) -> html.Section:
    """Return the people who were looked for, a page of them."""
    words = asked.words
    found = narrowed(people, asked.more("find"), asked.more("show"))
    column, down = SORTS.get(asked.more("sort"), SORTS[""])
    found = found.sort([column, "name", "key"], descending=[down, False, False], nulls_last=True)
    shown, pager = listing.page_of(asked, found, SHOWN)
    units = asked.titles("units")
    rows = [_row(asked, one, units) for one in shown.iter_rows(named=True)]
    count = words.many("{n} person", "{n} people", found.height)
    tools = html.Div(
        [finder(asked, PLACE.name), asked.grains("show", SHOWS, asked.more("show"), words("Show"))], className="form"
    )
    body: Any = html.P(words("Nobody here is called that, or is in what you chose."), className="not-enough")
    if rows:
        body = html.Div(html.Table([_heads(asked), html.Tbody(rows)], className="plain listed"), className="wide")
    head = html.Div(
        [html.H2(count), asked.working("people_list", words("People"), grounds.counted(words, asked.period(), count))],
        className="card-head",
    )
    return html.Section(
        [head, tools, listing.downloads(asked, "people_list", asked.address("people_list")), body, pager],
        className="card whole",
    )


def narrowed(people: pl.DataFrame, text: str, show: str) -> pl.DataFrame:
    """Return those whose name or key holds a text, and who are to be shown."""
    wanted = text.strip().lower()
    if wanted:
        names = pl.concat_str(pl.col("name").fill_null(""), pl.lit(" "), "key").str.to_lowercase()
        people = people.filter(names.str.contains(wanted, literal=True))
    return people.filter(_KEPT[show]) if show in _KEPT else people


def _heads(asked: Asked) -> html.Thead:
    words = asked.words
    heads = (
        ("", words("Name"), False),
        ("unit", words("Unit"), False),
        ("last", words("Last active"), False),
        ("days", words("Active days"), True),
        ("minutes", words("Hours"), True),
        ("done", words("Completed"), True),
        ("overdue", words("Overdue"), True),
    )
    cells = [listing.head(asked, sort, title, number=number) for sort, title, number in heads]
    return html.Thead(html.Tr([*cells, html.Th(words("Warnings"))]))


def _row(asked: Asked, one: dict[str, Any], units: dict[str, str]) -> html.Tr:
    words = asked.words
    last = words("not in this period") if one["last_active"] is None else words.day(one["last_active"])
    marks = [html.Span(rule_name(rule, words), className="mark") for rule in one["rules"].split()]
    rules = [part for mark in marks for part in (mark, " ")]  # who hears them hears words apart
    done = words("{count} of {size}", count=one["completed"], size=one["assigned"]) if one["assigned"] else ""
    cells: tuple[tuple[str, Any], ...] = (
        (words("Unit"), units.get(one["unit"] or "", one["unit"] or "")),
        (words("Last active"), last),
        (words("Active days"), words.number(one["active_days"])),
        (words("Hours"), words.number(one["minutes"] / 60, 1)),
        (words("Completed"), done),
        (words("Overdue"), words.number(one["overdue"]) if one["overdue"] else ""),
        (words("Warnings"), rules or ""),
    )
    name = dcc.Link(one["name"] or one["key"], href=address(one["person"], one["key"], asked.chosen.search(more=())))
    numbers = {words(title) for title in ("Active days", "Hours", "Completed", "Overdue")}
    return listing.row(name, cells, numbers)


def rule_name(rule: str, words: Words) -> str:
    """Return what a rule is called."""
    return words.of(RULES[rule].name)
