"""Random follow-ups of who did not answer: what each came to, whom to ask now, and how one is written down."""

from collections.abc import Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, html, no_update

from analytics.follow_ups import HEARD
from dashboards.components.card import downloads
from dashboards.components.parts import said
from dashboards.pages.page import Site
from dashboards.pages.people import PATH as PEOPLE
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.programmes.listing import listing
from dashboards.pages.retention import saying
from dashboards.pages.setup import own_units, seen_programmes
from dashboards.roles import EVERYWHERE
from lrs.errors import Conflict, NotFound, Refusal
from lrs.organisation.following_up import EVERYONE, MOST, OPEN, Rule, write_down

SHOWN = 12  # the files have them all
WRITERS = ("admin", "group", "manager")
SAID = "follow-up-said"
_USUAL = Rule("")
_HEADS = ("Person", "Programme", "Competency", "Asked first", "Answers count until")
MESSAGES = _HEADS


def section(facts: Facts) -> html.Section | None:
    """Return the follow-ups there are, whom to ask, and the form for another; nothing where there is none to show."""
    words = facts.words
    title = words("Random follow-up of those who did not answer")
    rules = facts.told("follow_ups").rows(named=True)
    writes = facts.site.account().role in WRITERS
    if not rules and not writes:
        return None
    lead = words(
        "Whoever forgot answers less. Have chance draw some of those who stayed silent, and ask them once more, at "
        "work if need be: if at least {share} of them answer, they speak for all. The rule is written down "
        "beforehand, and holds.",
        share=words.share(HEARD, 1),
    )
    head = html.Div([html.H2(title), facts.info("follow_ups", title)], className="card-head")
    parts = [head, html.P(lead), *_rules(facts, rules), *_list(facts, rules), *([_form(facts)] if writes else [])]
    return html.Section(parts, className="card whole alone", id="follow-ups")


def _rules(facts: Facts, rules: Sequence[saying.Row]) -> list[Any]:
    """Return a row for each rule: whom it draws, and what came of it."""
    if not rules:
        return []
    words = facts.words
    heads = [words("Programme"), words("Test"), words("Unit"), words("Rule")]
    counts = [words("Had not answered"), words("Drawn"), words("Answered then"), words("Still to ask")]
    rows = [
        [facts.title(row), words(saying.LAGS[row["lag"]]), _whose(facts, row["unit"]), [_rule(facts, row)]]
        + [saying.number(facts, row[name]) for name in ("silent", "drawn", "heard", "open")]
        for row in rules
    ]
    files = html.Div(downloads("follow_ups", facts.address("follow_ups"), words), className="toolbar taken")
    name = words("Follow-ups written down, and what came of them (people)")
    return [files, listing(name, [*((one, False) for one in heads), *((one, True) for one in counts)], rows)]


def _whose(facts: Facts, unit: str) -> str:
    return facts.titles("units").get(unit, unit) if unit else facts.words("Everyone")


def _rule(facts: Facts, row: saying.Row) -> html.Small:
    words = facts.words
    told = words(
        "one in {n}, after {days} {days:day|days}, from {starts}; written down on {written}; seed {seed}",
        n=words.number(row["one_in"]),
        days=words.number(row["after"]),
        starts=words.day(row["starts"]),
        written=words.day(row["written"]),
        seed=row["seed"],
    )
    return html.Small(words.besides(told, row["who"]) if row["who"] else told)


def _list(facts: Facts, rules: Sequence[saying.Row]) -> list[Any]:
    """Return whom to ask once more, for whoever may see people."""
    if not rules or not facts.site.reader().sees_people:
        return []
    words, found = facts.words, facts.told("follow_up_list")
    head = html.H3(words("Whom to ask once more"))
    if found.is_empty():
        return [head, html.P(words("Nobody today: none of those drawn can still answer, or all of them did."))]
    rows = [_person(facts, row) for row in found.head(SHOWN).rows(named=True)]
    files = html.Div(downloads("follow_up_list", facts.address("follow_up_list"), words), className="toolbar taken")
    told = [head, files, listing(words("Whom to ask once more"), [(words(text), False) for text in _HEADS], rows)]
    if found.height > SHOWN:
        more = words(
            "{n} of {all} {all:row|rows} {n:is|are} shown; the files have them all.",
            n=SHOWN,
            all=words.number(found.height),
        )
        told.append(html.P(more, className="cut"))
    return told


def _person(facts: Facts, row: saying.Row) -> list[Any]:
    words, key = facts.words, row["key"]
    name = html.A(row["name"] or key, href=f"{PEOPLE}/{key}")
    until = html.Strong(words.day(row["until"]))
    return [name, facts.title(row), row["competencies"], words.day(row["asked"]), [until]]


def _form(facts: Facts) -> html.Details:
    """Return what writes down another rule, of units and programmes of whoever asks."""
    words = facts.words
    units = [{"value": key, "label": name} for key, name in facts.titles("units").items()]
    if facts.site.account().role in EVERYWHERE:
        units.insert(0, {"value": EVERYONE, "label": words("Everyone")})
    programmes = [{"value": key, "label": name} for key, name in facts.titles("programmes").items()]
    lags = [{"value": lag, "label": words("After {lag}", lag=words(saying.LAGS[lag]))} for lag in OPEN]
    fields = [
        _select(words("Programme"), "programme", programmes, None),
        _select(words("Test"), "lag", lags, _USUAL.lag),
        _select(words("Whose people"), "unit", units, units[0]["value"] if units else None),
        _number(words("One in how many is drawn"), "one_in", _USUAL.one_in, MOST),
        _number(words("Days to answer unasked"), "after", _USUAL.after, max(OPEN.values())),
    ]
    button = html.Button(words("Write it down"), id={"write follow-up": "J"}, className="quiet")
    told = words(
        "It holds from tomorrow on, for everyone it concerns, and cannot be changed or drawn again: nobody chooses "
        "whom it draws."
    )
    parts = [html.Summary(words("Write down a random follow-up …")), html.P(told, className="muted")]
    return html.Details([*parts, html.Div([*fields, button], className="form")], className="opened")


def _select(label: str, name: str, data: list[dict[str, str]], value: str | None) -> dmc.Select:
    return dmc.Select(id={"follow-up": name}, label=label, data=data, value=value, allowDeselect=False, searchable=True)


def _number(label: str, name: str, value: int, most: int) -> dmc.NumberInput:
    return dmc.NumberInput(id={"follow-up": name}, label=label, value=value, min=1, max=most, allowDecimal=False)


def register(dash: Dash, site: Site) -> None:
    """Write a rule down when somebody asks for it."""
    dash.callback(
        Output(SAID, "children"),
        Input({"write follow-up": ALL}, "n_clicks"),
        State({"follow-up": ALL}, "value"),
        State({"follow-up": ALL}, "id"),
        prevent_initial_call=True,
    )(
        lambda clicks, values, ids: (
            wish(site, {one["follow-up"]: value for value, one in zip(values, ids, strict=True)})
            if any(clicks)
            else no_update
        )
    )


def wish(site: Site, given: dict[str, Any]) -> Any:
    """Write down a rule for people of a unit of whoever asks; return what is said of it."""
    words, own, unit = site.words(), own_units(site), given.get("unit")
    may = site.account().role in WRITERS and unit is not None and (own is None or unit in own)
    if not may:
        return said("problem", words("This is not a unit of yours."))
    try:
        programme, lag = str(given["programme"] or ""), str(given["lag"])
        if own is not None and programme not in seen_programmes(site):
            raise NotFound(programme)  # told as one there is not
        rule = Rule(programme, lag, unit or None, one_in=int(given["one_in"]), after=int(given["after"]))
        told = write_down(site.service.store, rule, site.account().email)
    except Conflict:
        return said("problem", words("There is a follow-up of some of these people already: it holds."))
    except (Refusal, KeyError, TypeError, ValueError):
        limits = words(
            "Nothing was written down: choose a programme, one in 1 to {most}, and days that leave a week of the "
            "window to answer in.",
            most=MOST,
        )
        return said("problem", limits)
    text = words("Written down. Its seed is {seed}; whom to ask shows here from tomorrow on.", seed=told["seed"])
    return said("done", text)
