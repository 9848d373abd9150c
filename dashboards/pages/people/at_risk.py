"""Who may not finish in time, and why: each learner and programme with its reasons, those contacted told apart."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from analytics.risk import RULES
from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.card import Fact, Rests, tile
from dashboards.components.parts import opened
from dashboards.components.story import Place
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import PATH, address, contacting, frame, listing, validity
from dashboards.pages.people.everyone import finder, looked_for, narrowed, rule_name
from dashboards.theme import Scheme

TITLE = "At risk"
PLACE = Place("at-risk", f"{PATH}/at-risk", ("units", "programmes", "modality", "country", "group"))
SHOWN = 25
_SHARES = frozenset({"disengaging"})  # rules whose value is a part of a whole
_SORTS = {"": ("since", True), "due": ("due", False), "name": ("name", False), "unit": ("unit", False)}


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    told = html.Div(id="at-risk-said", role="status", className="spoken")
    return html.Div([frame.layout(words, PLACE, words("Who may not finish in time, and why?")), told])


def register(dash: Dash, site: Site) -> None:
    """Fill the page; note who was contacted."""
    frame.register(dash, site, PLACE, tell)
    looked_for(dash, site, PLACE.name)

    @dash.callback(
        Output("at-risk-said", "children"),
        Output("at-risk-story", "children", allow_duplicate=True),
        Input({"contacted": ALL, "in": ALL, "of": PLACE.name}, "n_clicks"),
        State("at-risk-url", "search"),
        State("palette", "data"),
        prevent_initial_call=True,
    )
    def note(clicks: list[int | None], search: str | None, scheme: Scheme | None) -> Any:
        if not any(clicks) or not isinstance(ctx.triggered_id, dict):
            return no_update, no_update
        told = contacting.contact(site, ctx.triggered_id["contacted"], ctx.triggered_id["in"])
        chosen = site.chosen(search)
        return told, tell(Asked(site, chosen, site.words(), scheme or "light"))


def warned(asked: Asked) -> pl.DataFrame:
    """Return a row for each learner and programme of which a warning holds, its reasons together."""
    held = asked.everything("at_risk")
    order = {name: place for place, name in enumerate(RULES)}
    reasons = pl.struct("rule", "value", "limit", "since")
    each = held.sort(pl.col("rule").replace_strict(order, return_dtype=pl.Int64)).group_by(
        "person", "programme", maintain_order=True
    )
    told = each.agg(
        pl.col("key", "name", "unit", "title_en", "title_fr").first(),
        pl.col("since", "due").min(),
        pl.col("contacted").max(),
        reasons.alias("reasons"),
        rules=pl.col("rule").str.join(" "),
    )
    today = contacting.today(asked.site)
    spoken = [
        max(filter(None, (day, today.get((person, programme)))), default=None)
        for person, programme, day in told.select("person", "programme", "contacted").iter_rows()
    ]
    return told.with_columns(contacted=pl.Series(spoken, dtype=pl.Date))


def tell(asked: Asked) -> list[Any]:
    """Return the whole story: how many, who, how often each warning is given, how right they were."""
    nothing = asked.nothing()
    if nothing:
        return nothing
    counts = asked.everything("risk_counts")
    if not any(counts["n"].to_list()):
        way_out = asked.words("Import assignments under Setup: who must do what, and until when.")
        return [states.not_enough(asked.reason("no_assignment"), way_out), asked.quality()]
    every = warned(asked)
    parts = [_lists(asked, every), validity.counted(asked, counts), validity.judged(asked)]
    body = html.Div(parts, className="stacked")
    return stories.evidence(_said(asked, every), _tiles(asked, every), [body], asked.quality(), sections=True)


def _said(asked: Asked, every: pl.DataFrame) -> html.Div:
    return asked.answered(_answer(asked, every), "at_risk", _of_warned(asked))


def _of_warned(asked: Asked) -> Rests:
    """Return what numbers of warnings rest on: everyone with an assignment is looked at."""
    words, n = asked.words, asked.everything("risk_counts").row(0, named=True)["n"]
    on = words.many("{n} person with an assignment", "{n} people with an assignment", n or 0)
    return grounds.counted(words, words("as of today"), on)


def _people(frame_: pl.DataFrame) -> int:
    return frame_["person"].n_unique()


def _answer(asked: Asked, every: pl.DataFrame) -> list[Any]:
    words = asked.words
    if every.is_empty():
        return [html.P(words("No warning holds of anyone here today."))]
    waiting = every.filter(pl.col("contacted").is_null())
    told = words.rich_many(
        "**{n}** person may not finish in time, in **{programmes}**; **{waiting:=0 all|{waiting}}** "
        "{waiting:=0 were contacted about it|of them not contacted about it yet}.",
        "**{n}** people may not finish in time, in **{programmes}**; **{waiting:=0 all|{waiting}}** "
        "{waiting:=0 were contacted about it|of them not contacted about it yet}.",
        _people(every),
        programmes=words.many("{n} programme", "{n} programmes", every["programme"].n_unique()),
        waiting=words.number(_people(waiting)),
    )
    rule, most = _most(every)
    often = words(
        "The most frequent reason is “{rule}”: {n} {n:time|times}.", rule=rule_name(rule, words), n=words.number(most)
    )
    return [html.P([*told, " ", often])]


def _most(every: pl.DataFrame) -> tuple[str, int]:
    """Return the rule that holds most often, and how often."""
    counts = _by_rule(every)
    rule = max(counts, key=lambda name: counts[name])
    return rule, counts[rule]


def _by_rule(every: pl.DataFrame) -> dict[str, int]:
    told = every["rules"].str.split(" ").explode().drop_nulls().to_list()
    return {name: told.count(name) for name in RULES}


def _tiles(asked: Asked, every: pl.DataFrame) -> list[Any]:
    words = asked.words
    spoken = every.filter(pl.col("contacted").is_not_null())
    late = every.filter(pl.col("rules").str.split(" ").list.contains("late"))
    facts = (
        Fact(words("People at risk"), words.number(_people(every)), words("as of today, each once")),
        Fact(
            words("Warnings to follow up"),
            words.number(every.height - spoken.height),
            words("a person in a programme, not contacted yet"),
        ),
        Fact(words("Already contacted"), words.number(spoken.height), words("a person in a programme, told apart")),
        Fact(
            words("Already late"),
            words.number(_people(late)),
            words("people past due, or no longer valid, for longer than the limit set"),
        ),
    )
    return [tile(fact, asked.working("at_risk", fact.name, _of_warned(asked))) for fact in facts]


# The list ---------------------------------------------------------------------------------------------------------


def _lists(asked: Asked, every: pl.DataFrame) -> html.Section:
    """Return who is to be contacted, a page of them, and under it who was."""
    words = asked.words
    found = narrowed(every, asked.more("find"), "")
    rule = asked.more("rule")
    if rule in RULES:
        found = found.filter(pl.col("rules").str.split(" ").list.contains(rule))
    column, down = _SORTS.get(asked.more("sort"), _SORTS[""])
    found = found.sort([column, "name", "key"], descending=[down, False, False], nulls_last=True)
    waiting, spoken = (found.filter(pl.col("contacted").is_null() == still) for still in (True, False))
    shown, pager = listing.page_of(asked, waiting, SHOWN)
    title = words.many("{n} warning to follow up", "{n} warnings to follow up", waiting.height)
    head = html.Div([html.H2(title), asked.working("at_risk", title, _of_warned(asked))], className="card-head")
    body: Any = html.P(words("Nobody here waits to be contacted."), className="not-enough")
    if shown.height:
        body = _table(asked, shown)
    done = words.many("{n} contacted already, told apart", "{n} contacted already, told apart", spoken.height)
    apart = [opened(done, _table(asked, spoken.head(200)))] if spoken.height else []
    tools = [_tools(asked, every), listing.downloads(asked, "at_risk", asked.file("at_risk"))]
    return html.Section([head, *tools, body, pager, *apart], className="card whole")


def _tools(asked: Asked, every: pl.DataFrame) -> html.Div:
    """Return the search, and the reasons to choose from, each with how often it holds."""
    words = asked.words
    counts = _by_rule(every)
    labels = {"": words("Every reason")} | {
        name: f"{rule_name(name, words)} ({words.number(n)})" for name, n in counts.items() if n
    }
    return html.Div(
        [finder(asked, PLACE.name), asked.grains("rule", labels, asked.more("rule"), words("Reason"))], className="form"
    )


def _table(asked: Asked, rows: pl.DataFrame) -> html.Div:
    words = asked.words
    heads, since = (("name", words("Name")), ("unit", words("Unit"))), words("Since")
    cells = [listing.head(asked, sort, title, number=False) for sort, title in heads]
    cells += [html.Th(words("Programme")), html.Th(words("Why"))]
    cells += [listing.head(asked, sort, title, number=False) for sort, title in (("", since), ("due", words("Due")))]
    cells += [html.Th(words("Contacted"))]
    units = asked.titles("units")
    body = [_row(asked, one, units) for one in rows.iter_rows(named=True)]
    return html.Div(
        html.Table([html.Thead(html.Tr(cells)), html.Tbody(body)], className="plain listed"), className="wide"
    )


def _row(asked: Asked, one: dict[str, Any], units: Mapping[str, str]) -> html.Tr:
    words, name = asked.words, one["name"] or one["key"]
    title = one[f"title_{words.language}"] if f"title_{words.language}" in one else one["title_en"]
    reasons = html.Ul([html.Li(sentence(reason, words)) for reason in one["reasons"]], className="reasons")
    spoken = (
        contacting.button(asked.site, PLACE.name, one["person"], one["programme"], name)
        if one["contacted"] is None
        else words("on {day}", day=words.day(one["contacted"]))
    )
    cells: tuple[tuple[str, Any], ...] = (
        (words("Unit"), units.get(one["unit"] or "", one["unit"] or "")),
        (words("Programme"), title),
        (words("Why"), reasons),
        (words("Since"), words.day(one["since"])),
        (words("Due"), words.day(one["due"]) if one["due"] else ""),
        (words("Contacted"), spoken),
    )
    return listing.row(dcc.Link(name, href=address(one["person"], one["key"], asked.chosen.search(more=()))), cells, ())


def sentence(reason: Mapping[str, Any], words: Words) -> str:
    """Say why a learner is named, its numbers as the language writes them."""
    rule = RULES[reason["rule"]]
    said = words.of(rule.sentence)
    return words.format(said, **{name: _number(reason["rule"], reason[name], words) for name in ("value", "limit")})


def _number(rule: str, value: float, words: Words) -> str:
    if rule in _SHARES:
        return words.share(value, 1)
    return words.number(value, 0 if value == int(value) else 1)
