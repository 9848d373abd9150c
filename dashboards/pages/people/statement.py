"""The statement behind a line of a learner's record, told to whoever may see the learner.

Who sees every unit sees it character by character. A learning manager sees it with everybody else in it unnamed: a
sheet of attendance, a reply or a mentor's name could be of another unit.
"""

import json
from collections.abc import Collection
from typing import Any
from uuid import UUID

import msgspec
from dash import dcc, html

from analytics.behind import is_told
from analytics.scope import Scope
from dashboards.components.parts import said
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.roles import EVERYWHERE
from lrs.organisation import merging
from lrs.xapi.actor import identifier
from schemas.statement import Actor

_IDENTIFIERS = frozenset({"mbox", "mbox_sha1sum", "openid", "account"})


def shown(site: Site, key: str, id_: str) -> Any:
    """Return a statement about a person whom whoever asks may see; any other, as if there were none."""
    words = site.words()
    told = site.ask(is_told, Scope(), person=key, statement=id_).item()
    kept = site.service.store.statement(UUID(id_)) if told else None
    if kept is None:
        return said("problem", words("There is no such statement about this person."))
    if site.account().role in EVERYWHERE:
        link = dcc.Link(words("In Tools, with its neighbours"), href=f"/tools/statements?statementId={id_}")
        return html.Div([_pretty(json.loads(kept.text)), html.P(link)])
    note = html.P(words("Everybody else in it is left unnamed."), className="muted")
    return html.Div([_pretty(alone(json.loads(kept.text), identifiers(site, key), words)), note])


def identifiers(site: Site, key: str) -> frozenset[str]:
    """Return all a person goes by, in lower case."""
    people = merging.people(site.service.store)
    own = next((one["identifiers"] for one in people if one["key"] == key), [key])
    return frozenset(text.lower() for text in own)


def alone(told: Any, own: Collection[str], words: Words) -> Any:
    """Return a statement's JSON with every agent and group in it unnamed but those that are one's own."""
    if isinstance(told, list):
        return [alone(one, own, words) for one in told]
    if not isinstance(told, dict):
        return told
    if not _IDENTIFIERS.isdisjoint(told) and not _is_own(told, own):
        return {"objectType": told.get("objectType", "Agent"), "name": words("somebody else")}
    kept = {name: alone(value, own, words) for name, value in told.items()}
    if told.get("objectType") == "Group":
        kept.pop("name", None)
    return kept


def _is_own(agent: dict[str, Any], own: Collection[str]) -> bool:
    try:
        named = identifier(msgspec.convert(agent, Actor))
    except msgspec.ValidationError:
        return False
    return named is not None and named.lower() in own


def _pretty(told: Any) -> html.Pre:
    return html.Pre(json.dumps(told, ensure_ascii=False, indent=2), className="json", tabIndex="0")
