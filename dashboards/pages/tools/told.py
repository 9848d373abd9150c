"""What the page of keys tells: the answer, one card a key, and the knocks with keys nobody has."""

import json
from collections import Counter
from datetime import UTC, datetime, timedelta
from typing import Any

from dash import dcc, html

from analytics.scope import Scope
from analytics.upkeep import senders
from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.card import taken
from dashboards.components.parts import copied, facts, opened
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.page import Site
from dashboards.pages.tools import MAY
from lrs.refusals import Refused
from lrs.store.promise import Credential

_QUIET = timedelta(days=1)
_REASONS = 5
_WHY = {
    400: "What it sends breaks a rule of xAPI",
    401: "Its secret is wrong, or it sends none",
    403: "Its key does not reach this far",
    404: "It asks for what is not there",
    405: "It uses a method this address does not have",
    409: "It says something else of what is kept already",
    412: "Somebody changed the document meanwhile",
    413: "It sends too much at once",
    415: "It packs what it sends in a way we do not read",
}
_OURS = "The server could not take it"
MESSAGES = (*_WHY.values(), _OURS)


def story(site: Site) -> list[Any]:
    """Return the whole page: answer, keys, strangers."""
    words, store = site.words(), site.service.store
    found = store.credentials()
    if not found:
        return [states.nothing_yet(site.endpoint(), words, site.account().role)]
    now = datetime.now(UTC).replace(tzinfo=None)
    seen = {row["authority"]: row for row in site.ask(senders, Scope(), now=now).iter_rows(named=True)}
    home = site.service.settings.authority
    rows = [(one, seen.get(f"account {home} {one.key}"), site.service.refusals.of(one.key)) for one in found]
    sending = sum(1 for _, row, _ in rows if row and now - row["last"] < _QUIET)
    refused = sum(len(refusals) for _, _, refusals in rows)
    answer: list[Any] = [
        *words.rich(
            "**{n}** of **{all}** {all:key|keys} sent something in the last 24 hours.", n=sending, all=len(rows)
        ),
        " ",
        words.many("{n} refusal is kept.", "{n} refusals are kept.", refused),
    ]
    cards = [_tool(one, row, refusals, site, now) for one, row, refusals in rows]
    said = stories.answered([html.P(answer)], _about(words, words("the answer"), now))
    told = [said, taken("keys", words), html.Div(cards, className="cards")]
    return [*told, *_strangers(site, found)]


def _tool(one: Credential, seen: dict[str, Any] | None, refusals: list[Refused], site: Site, now: datetime) -> Any:
    words = site.words()
    if seen is None:
        last, rate = words("never"), words("nothing yet")
    else:
        last = words("{moment} UTC", moment=words.moment(seen["last"]))
        counts = {name: words.number(seen[name]) for name in ("day", "week", "statements")}
        rate = words("{day} in 24 hours, {week} in 7 days, {statements} in all", **counts)
    silent = seen is not None and now - seen["last"] > 3 * _QUIET
    told = facts(
        (words("Endpoint"), copied(site.endpoint(), words)),
        (words("Key"), copied(one.key, words)),
        (words("Last statement"), html.Span([last, html.Span(words("silent"), className="mark")] if silent else last)),
        (words("Statements"), rate),
        (words("What it may do"), ", ".join(words(MAY[scope]) for scope in MAY if scope in one.scopes)),
    )
    head = html.Div([html.H2(one.label), _about(words, one.label, now)], className="card-head")
    return html.Section([head, told, *_refused(refusals, words), _way_out(one, words)], className="card")


def _about(words: Words, name: str, now: datetime) -> Any:
    """Return the ⓘ of what is counted by key."""
    rows = {
        words("Period"): words(
            "the last 24 hours, the last 7 days, and all the time there is, as said beside each number"
        ),
        words("Rests on"): words("Every statement kept, by the key it came with, and the last refusals of each"),
        words("Counted as"): words("statements by when they were received; of refusals, the last ones of each key"),
        words("Data up to"): words("{moment} UTC", moment=words.moment(now)),
    }
    return grounds.about_count(words, name, rows)


def _way_out(one: Credential, words: Words) -> html.Div:
    sure = html.P(words("Its very next request will be refused. What it sent stays. This cannot be undone."))
    button = html.Button(words("Revoke it now"), id={"revoke": one.key}, className="stop")
    sent = dcc.Link(words("What it sent"), href=f"/tools/statements?tool={one.key}")
    return html.Div([sent, opened(words("Revoke this key …"), sure, button)], className="deeds")


def _refused(refusals: list[Refused], words: Words) -> list[Any]:
    """Return why requests were refused: each reason in plain words, the server's own sentence, how often, when last."""
    if not refusals:
        return [html.P(words("Nothing was refused lately."), className="muted")]
    counted = Counter((one.status, one.reason) for one in refusals)
    newest = {(one.status, one.reason): one for one in reversed(refusals)}
    told = []
    for (status, reason), count in counted.most_common(_REASONS):
        last = newest[status, reason]
        head: list[Any] = [
            html.Strong(words(_WHY.get(status, _OURS))),
            f" · {status} · ",
            words.many("{n} time", "{n} times", count),
        ]
        sent = [html.Pre(_pretty(last.body), className="json")] if last.body else []
        asked = html.P([html.Code(f"{last.method} {last.path}"), f" {last.time}"], className="muted")
        told.append(html.Li([html.P(head), html.P(reason, lang="en"), opened(words("What was sent"), asked, *sent)]))
    return [html.H3(words("Refused lately")), html.Ul(told, className="reasons")]


def _strangers(site: Site, found: list[Credential]) -> list[Any]:
    """Return the knocks with keys nobody has: a mistyped key, most often."""
    words, known = site.words(), {one.key for one in found}
    strange = [one for one in site.service.refusals.all() if one.key not in known]
    if not strange:
        return []
    counted = Counter(one.key for one in strange).most_common(10)
    rows = [html.Li([html.Code(key or "–"), " ", words.many("{n} time", "{n} times", n)]) for key, n in counted]  # noqa: RUF001  # no key at all
    why = html.P(words("Compare them with the keys above: a letter too few is enough."), className="muted")
    return [html.Section([html.H2(words("Tried with keys that do not exist")), why, html.Ul(rows)], className="card")]


def _pretty(body: str) -> str:
    try:
        return json.dumps(json.loads(body), ensure_ascii=False, indent=2)
    except ValueError:
        return body
