"""The statements that were found, each in one line and whole."""

import json
from dataclasses import replace
from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.components.parts import opened
from dashboards.i18n import Words, tail
from dashboards.pages.page import Site
from lrs.store.promise import Page, Record
from lrs.xapi.format import activity_ids, tell
from lrs.xapi.query import SingleQuery, StatementQuery, more, read_query, resume
from lrs.xapi.timestamp import text
from lrs.xapi.version import Version

_PAGE = 20


def found(site: Site, given: dict[str, str]) -> list[Any]:
    """Return what a question finds, drawn.

    Raises
    ------
    Refusal
        When the question cannot be asked, as GET /statements would say.
    """
    words, given = site.words(), dict(given)
    tool, token = given.pop("tool", None), given.pop("more", None)
    query = resume(token) if token else _query(given)
    records, onward = _single(site, query) if isinstance(query, SingleQuery) else _several(site, query, tool)
    if not records:
        return [html.P(words("No statement meets this."), className="not-enough")]
    shown = [_statement(record, query, site) for record in records]
    count = words.many("{n} statement, newest as stored first", "{n} statements on this page", len(shown))
    return [
        html.P(count, className="muted", role="status"),
        dmc.Accordion(shown, multiple=True, variant="separated", className="found"),
        *([_onward(onward, tool, words)] if onward else []),
    ]


def _query(given: dict[str, str]) -> StatementQuery | SingleQuery:
    limit = given.get("limit", "")
    wanted = min(int(limit), 100) if limit.isascii() and limit.isdigit() and int(limit) else _PAGE
    return read_query(given, Version.V2, largest=wanted)


def _single(site: Site, query: SingleQuery) -> tuple[tuple[Record, ...], str | None]:
    record = site.service.store.statement(query.id, voided=query.voided)
    return (record,) if record else (), None


def _several(site: Site, query: StatementQuery, tool: str | None) -> tuple[tuple[Record, ...], str | None]:
    authority = f"account {site.service.settings.authority} {tool}" if tool else None
    page: Page = site.service.store.statements(replace(query, authority=authority))
    if page.after is None or page.ceiling is None:
        return page.records, None
    return page.records, more(query, page.after, page.ceiling)


def _statement(record: Record, query: StatementQuery | SingleQuery, site: Site) -> dmc.AccordionItem:
    words, told = site.words(), _told(record, query, site)
    parsed = json.loads(told)
    line = [html.Span(text(record.stored), className="muted"), " ", *_line(parsed, words)]
    whole = html.Pre(json.dumps(parsed, ensure_ascii=False, indent=2), className="json", tabIndex="0")
    copy = dcc.Clipboard(content=told, title=words("Copy"), className="copy")
    exact = opened(words("Character by character, as it is kept"), html.Pre(told, className="json", tabIndex="0"))
    panel = dmc.AccordionPanel(html.Div([copy, whole, exact]))
    return dmc.AccordionItem([dmc.AccordionControl(html.Span(line)), panel], value=str(record.id))


def _told(record: Record, query: StatementQuery | SingleQuery, site: Site) -> str:
    if query.format == "exact":
        return record.text
    definitions = site.service.store.activities(activity_ids(record.text)) if query.format == "canonical" else {}
    return tell(record.text, query.format, definitions=definitions, languages=[site.words().language])


def _line(parsed: dict[str, Any], words: Words) -> list[Any]:
    """Return who did what: names where there are any, else the part of the identifier that tells most."""
    actor, verb, thing = (parsed.get(name) or {} for name in ("actor", "verb", "object"))
    who = actor.get("name") or actor.get("mbox", "").removeprefix("mailto:") or actor.get("account", {}).get("name")
    did = words.pick(json.dumps(verb.get("display")), str(verb.get("id", "")))
    what = words.pick(json.dumps(thing.get("definition", {}).get("name")), str(thing.get("id") or ""))
    return [html.Strong(who or words("somebody")), f" {did} ", html.Span(what or tail(str(thing.get("objectType"))))]


def _onward(token: str, tool: str | None, words: Words) -> dcc.Link:
    asked = {"more": token} | ({"tool": tool} if tool else {})
    return dcc.Link(words("Further statements"), href=f"/tools/statements?{urlencode(asked)}", className="button")
