"""What is done with a case once it is saved: its versions, what changed, its links, another beside it; all of them."""

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

import dash_mantine_components as dmc
from dash import dcc, html

from dashboards.cases import keeping, sharing
from dashboards.cases.keeping import Saved, Version
from dashboards.components.parts import card, opened
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.simulator import PATH, speaking
from dashboards.pages.simulator.evidence import rows_of
from dashboards.pages.simulator.form import deed
from dashboards.pages.simulator.tables import outcomes
from dashboards.pages.simulator.telling import tell


def address(key: str, **more: object) -> str:
    """Return the address of a case."""
    return f"{PATH}?{urlencode({'case': key, **{name: value for name, value in more.items() if value}})}"


def panel(site: Site, one: Saved | None, shown: Version | None, against: Saved | None) -> list[Any]:
    """Return what stands under a case, and all cases that whoever asks may see."""
    words, found = site.words(), keeping.cases(site)
    told: list[Any] = []
    if one is not None and shown is not None:
        if against is not None:
            told.append(_compared(shown, against.newest, words))
        told += [_links(site, one, shown), _history(one, shown, words)]
    return [*told, _all(found, one, words)]


def _compared(first: Version, second: Version, words: Words) -> html.Section:
    """Return two cases side by side: what they come to, and what they say differently."""
    drafts = first.draft, second.draft
    pair = [outcomes(tell(draft, words)) for draft in drafts]
    rows = [(one[0], one[1], other[1]) for one, other in zip(*pair, strict=True)]
    differ = [
        (
            speaking.label(words, name),
            speaking.value(words, name, was, drafts[0].currency),
            speaking.value(words, name, now, drafts[1].currency),
        )
        for name, was, now in keeping.differences(*drafts)
        if name not in ("title", "objective")
    ]
    heads = (
        words("Side by side"),
        *(f"{one.draft.title} ({_numbered(one, words)})" for one in (first, second)),
    )
    apart = [html.H3(words("What they say differently")), rows_of(differ, heads)] if differ else []
    return card(words("Which of the two?"), rows_of(rows, heads), *apart)


def _numbered(version: Version, words: Words) -> str:
    return words("version {n}", n=version.number)


def _links(site: Site, one: Saved, shown: Version) -> html.Section:
    """Return the links that show a case to whoever has them, and what makes and revokes them."""
    words = site.words()
    if not keeping.may_change(site, one):
        return card(
            words("Who may see it?"),
            html.P(words("You may read this case; its authors change and share it.")),
        )
    days = dmc.Select(
        id={"simulator share": "days"},
        label=words("The link holds for"),
        data=[{"value": str(n), "label": words("{n} {n:day|days}", n=n)} for n in sharing.DAYS],
        value=str(sharing.DAYS[1]),
        allowDeselect=False,
    )
    make = html.Button(words("Make a link"), id=deed("share"), className="quiet", type="button")
    lead = words(
        "A link shows this version of the case, with its figures, to whoever has it, without signing in; nothing else."
    )
    held = [_link(link, words) for link in sharing.links(site, one.key)]
    told = html.Ul(held, className="case-links") if held else html.P(words("No link holds now."), className="muted")
    named = html.P(
        words(
            "You share {version} of {title}.",
            version=_numbered(shown, words),
            title=shown.draft.title,
        )
    )
    return card(
        words("Who may see it?"),
        html.P(lead, className="muted"),
        named,
        html.Div([days, make], className="form"),
        told,
    )


def _link(link: sharing.Link, words: Words) -> html.Li:
    text = words(
        "Version {n}, made by {who} on {day}, holds until {until}",
        n=link.version,
        who=link.who,
        day=words.day(link.made.date()),
        until=words.day(link.until.date()),
    )
    stop = html.Button(
        words("Revoke it now"),
        id=deed(f"revoke {link.name}"),
        className="stop",
        type="button",
    )
    return html.Li([text, opened(words("Revoke …"), stop)])


def _history(one: Saved, shown: Version, words: Words) -> html.Section:
    """Return the versions of a case, and who changed what when."""
    versions = [
        (_way(one, version, shown, words), words.moment(version.at), version.who) for version in one.versions[::-1]
    ]
    changes = [
        (
            speaking.label(words, change.name),
            speaking.value(words, change.name, change.before, change.version.draft.currency),
            speaking.value(words, change.name, change.after, change.version.draft.currency),
            change.version.who,
            words.moment(change.version.at),
        )
        for change in keeping.changes(one)
    ]
    listed = rows_of(versions, (words("Version"), words("Saved on (UTC)"), words("By")))
    heads = (words("What"), words("Was"), words("Is"), words("By"), words("When (UTC)"))
    told = opened(words("Who changed what, and when"), rows_of(changes, heads)) if changes else None
    return card(words("How did it come about?"), listed, told)


def _way(one: Saved, version: Version, shown: Version, words: Words) -> Any:
    name = _numbered(version, words)
    if version.number == shown.number:
        return html.Strong(name)
    return dcc.Link(name, href=address(one.key, version=version.number))


def _all(found: Sequence[Saved], here: Saved | None, words: Words) -> html.Section:
    """Return every case there is to see."""
    title = words("Saved cases")
    if not found:
        return card(title, html.P(words("Nothing is saved yet."), className="muted"))
    rows = [
        (
            dcc.Link(one.newest.draft.title, href=address(one.key)),
            one.author,
            words.moment(one.newest.at),
            words.number(one.newest.draft.plan().learners),
            _further(one, here, words),
        )
        for one in found
    ]
    heads = (
        words("Case"),
        words("Author"),
        words("Saved on (UTC)"),
        words("Learners"),
        "",
    )
    return card(title, rows_of(rows, heads))


def _further(one: Saved, here: Saved | None, words: Words) -> Any:
    """Return what else is done with a case: put beside the one that is open, taken away."""
    files = [
        html.A(
            ending.upper(),
            href=f"/cases/{one.key}.{ending}",
            download=f"case.{ending}",
            className=ending,
        )
        for ending in ("csv", "xlsx")
    ]
    beside: list[Any] = []
    if here is not None and here.key != one.key:
        beside = [dcc.Link(words("Compare"), href=address(here.key, against=one.key))]
    return html.Span([*beside, *files], className="case-ways")
