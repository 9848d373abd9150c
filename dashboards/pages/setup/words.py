"""Which words of tools are understood: IRIs that are not yet, and what each is to be understood as."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from analytics.scope import Scope
from analytics.upkeep import concepts, ledger
from dashboards.components import states
from dashboards.components.parts import card, opened, said
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup.frame import framed, told_ways
from lrs.organisation.keeping import keep, kept

PATH, TITLE = "/setup/words", "Words of tools"
KIND = "vocabulary"
_UNMAPPED = {"unmapped verb": "verb", "unmapped type": "type"}
_SHOWN = 30
_NOTHING = {"kind": "none", "slug": ""}


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return framed(
        "words",
        words("Which words of tools are understood?"),
        html.Div(id="words-done"),
        html.Div(states.skeleton(), id="words-story"),
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page; keep what a word is to be understood as."""
    told_ways(dash, site, "words", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("words: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(
        Output("words-story", "children"),
        Input("words-url", "pathname"),
        Input("words-done", "children"),
        on_error=failed,
    )(lambda *_: story(site))
    dash.callback(
        Output("words-done", "children"),
        Input({"understood": ALL, "kind": ALL}, "n_clicks"),
        State({"concept": ALL, "kind": ALL}, "value"),
        State({"concept": ALL, "kind": ALL}, "id"),
        prevent_initial_call=True,
    )(lambda clicks, values, ids: _chosen(site, values, ids) if any(clicks) else no_update)


def story(site: Site) -> list[Any]:
    """Return what is not understood, with what it may be, and what the organisation said of words before."""
    words = site.words()
    name = f"name_{words.language}" if words.language in ("en", "fr") else "name_en"
    known = site.ask(concepts, Scope())
    choices = {
        kind: [
            {"value": slug, "label": label}
            for slug, label in known.filter(kind=kind).sort(name).select("slug", name).iter_rows()
        ]
        for kind in _UNMAPPED.values()
    }
    held = {iri: value for iri, value in kept(site.service.store, KIND).items() if value.get("slug")}
    found = [row for row in site.ask(ledger, Scope()).iter_rows(named=True) if row["kind"] in _UNMAPPED]
    open_ = [row for row in found if row["detail"] not in held]
    if not open_:
        answer = [words("Every verb and every type of activity received is understood.")]
    else:
        answer = words.rich_many(
            "**{n}** word is not understood yet; it stands in **{statements}**.",
            "**{n}** words are not understood yet; they stand in **{statements}**.",
            len(open_),
            statements=words.many("{n} statement", "{n} statements", sum(row["statements"] for row in open_)),
        )
    rows = sorted(open_, key=lambda row: -row["statements"])[:_SHOWN]
    cards = [card(words("Not understood yet"), *[_open(row, choices, words) for row in rows])] if rows else []
    return [html.P(answer, className="answer"), *cards, *_held(held, known, words)]


def _open(row: dict[str, Any], choices: dict[str, list[dict[str, str]]], words: Words) -> html.Div:
    kind = _UNMAPPED[row["kind"]]
    often = words.many("{n} statement", "{n} statements", row["statements"])
    what = words("a verb") if kind == "verb" else words("a type of activity")
    at = {"concept": row["detail"], "kind": kind}
    select = dmc.Select(id=at, label=words("is to be understood as"), data=choices[kind], searchable=True)
    button = html.Button(words("Keep"), id={"understood": row["detail"], "kind": kind}, className="quiet")
    return html.Div(
        [html.P([html.Code(row["detail"]), html.Br(), f"{what}, {often}"]), select, button], className="word"
    )


def _held(held: dict[str, Any], known: Any, words: Words) -> list[Any]:
    if not held:
        return []
    name = "name_fr" if words.language == "fr" else "name_en"
    named = {(kind, slug): label for kind, slug, label in known.select("kind", "slug", name).iter_rows()}
    lines = []
    for iri, value in held.items():
        button = html.Button(words("Take it back now"), id={"understood": iri, "kind": "none"}, className="stop")
        label = named.get((value["kind"], value["slug"]), value["slug"])
        lines.append(html.Li([html.Code(iri), f" → {label}", opened(words("Take it back …"), button)]))
    return [card(words("Added by the organisation"), html.Ul(lines, className="reasons"))]


def _chosen(site: Site, values: list[str | None], ids: list[dict[str, str]]) -> Any:
    at = ctx.triggered_id
    value = next((value for value, one in zip(values, ids, strict=True) if one["concept"] == at["understood"]), None)
    return understand(site, at["understood"], at["kind"], value)


def understand(site: Site, iri: str, kind: str, slug: str | None) -> Any:
    """Keep what a word is to be understood as; the kind `none` takes it back."""
    words = site.words()
    if kind != "none" and site.ask(concepts, Scope()).filter(kind=kind, slug=slug or "").is_empty():
        return said("problem", words("Choose first what it is to be understood as."))
    value = _NOTHING if kind == "none" else {"kind": kind, "slug": slug}
    keep(site.service.store, KIND, iri, value, site.account().email)
    return said("done", words("Kept. Figures follow within seconds; no statement was changed."))
