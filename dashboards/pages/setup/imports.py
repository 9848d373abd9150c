"""Files brought in by the browser: looked at first, written whole or not at all, their columns remembered."""

from base64 import b64decode, b64encode
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboards.components import states
from dashboards.components.parts import card, refused, said
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup import seen_programmes
from dashboards.pages.setup.brought import changes, columns, counted, history, judgement, mappings, problems
from dashboards.pages.setup.frame import framed, told_ways
from dashboards.roles import EVERYWHERE
from lrs.errors import BadRequest, Refusal
from lrs.organisation.bring import Manner, bring
from lrs.organisation.keeping import keep
from lrs.organisation.report import Report
from lrs.organisation.template import template
from schemas.imports import KINDS

PATH, TITLE = "/setup/imports", "Imports"
LARGEST = 20_000_000  # bytes of a file; larger ones go by command or HTTP


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: the three steps of an import."""
    language = words.language if words.language in ("en", "fr") else "en"
    kinds = [{"value": name, "label": getattr(kind, language)} for name, kind in KINDS.items()]
    chosen = [
        dmc.Select(id="imports-kind", label=words("What it holds"), data=kinds, value="people", allowDeselect=False),
        dmc.Select(id="imports-mapping", label=words("Columns as kept"), data=[], clearable=True),
        dmc.Button(words("A file to fill in"), id="imports-template", variant="light"),
    ]
    drop = dcc.Upload(
        html.Div(words("Drop a CSV file here, or choose one"), className="drop"), id="imports-file", max_size=LARGEST
    )
    return framed(
        "imports",
        words("What does the organisation bring?"),
        dcc.Download(id="imports-download"),
        card(words("1. The file"), html.Div(chosen, className="form"), drop),
        html.Div(id="imports-judgement"),
        html.Div(id="imports-columns"),
        html.Div(id="imports-report"),
        html.Div(
            [
                dmc.TextInput(id="imports-name", label=words("Keep these columns under a name (may stay empty)")),
                dmc.Button(words("Bring it in"), id="imports-go"),
            ],
            id="imports-apply",
            className="form card",
            hidden=True,
        ),
        html.Div(id="imports-done"),
        html.Div(states.skeleton(), id="imports-history"),
    )


def register(dash: Dash, site: Site) -> None:
    """Look at a file, bring it in, remember its columns."""
    told_ways(dash, site, "imports", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("imports: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words()), None, None, True

    file = (State("imports-file", "contents"), State("imports-file", "filename"), State("imports-kind", "value"))
    tied = (State({"heading": ALL}, "value"), State({"heading": ALL}, "id"))
    dash.callback(
        *[Output(f"imports-{name}", "children") for name in ("judgement", "columns", "report")],
        Output("imports-apply", "hidden"),
        Input("imports-file", "contents"),
        Input("imports-kind", "value"),
        Input("imports-mapping", "value"),
        Input({"heading": ALL}, "value"),
        State("imports-file", "filename"),
        State({"heading": ALL}, "id"),
        prevent_initial_call=True,
        on_error=failed,
    )(lambda content, kind, name, values, file, ids: look(site, (content, file, kind), name, _pairs(values, ids)))
    dash.callback(
        Output("imports-done", "children"),
        Output("imports-file", "contents"),
        Input("imports-go", "n_clicks"),
        *file,
        State("imports-mapping", "value"),
        State("imports-name", "value"),
        *tied,
        prevent_initial_call=True,
    )(lambda _, *given: apply(site, given[:3], given[3], (given[4] or "").strip(), _pairs(*given[5:])))
    _beside(dash, site)


def _beside(dash: Dash, site: Site) -> None:
    """Offer the mappings that were kept and a file to fill in, and tell what was brought in before."""
    dash.callback(
        Output("imports-mapping", "data"),
        Output("imports-history", "children"),
        Input("imports-kind", "value"),
        Input("imports-done", "children"),
    )(lambda kind, _: (list(mappings(site, kind)), history(site)))
    dash.callback(
        Output("imports-download", "data"),
        Input("imports-template", "n_clicks"),
        State("imports-kind", "value"),
        prevent_initial_call=True,
    )(lambda _, kind: _template(kind, site))


File = tuple[str | None, str | None, str]


def look(site: Site, file: File, mapping: str | None, pairs: dict[str, str]) -> tuple[Any, Any, Any, bool]:
    """Tell what would become of a file; nothing is written. While columns are being tied, they stay where they are."""
    if not file[0]:
        return None, None, None, True
    tied = isinstance(ctx.triggered_id, dict)
    words = site.words()
    try:
        report = _bring(site, file, pairs if tied else mappings(site, file[2]).get(mapping or "", {}), preview=True)
    except Refusal as problem:
        return refused(problem.sentence, words), None, None, True
    shown = no_update if tied else columns(report, file[2], words)
    return judgement(report, words), shown, [*problems(report, words), *changes(report, words)], bool(report.problems)


def apply(site: Site, file: Any, mapping: str | None, name: str, pairs: dict[str, str]) -> tuple[Any, Any]:
    """Bring a file in; keep how its columns were tied, when a name was given."""
    words = site.words()
    if not file[0]:
        return no_update, no_update
    try:
        report = _bring(site, file, pairs or mappings(site, file[2]).get(mapping or "", {}), preview=False)
        if report.problems:
            return said(
                "problem", words("Nothing was written: the organisation changed meanwhile. Look again.")
            ), no_update
        if name:
            keep(site.service.store, f"mapping {file[2]}", name, pairs, site.account().email)
    except Refusal as problem:
        return refused(problem.sentence, words), no_update
    return said("done", words("Brought in: {counts}.", counts=counted(report, words))), None


def _bring(site: Site, file: File, mapping: Any, *, preview: bool) -> Report:
    sent, name, kind = file
    account = site.account()
    allowed = None if account.role in EVERYWHERE else account.units
    manner = Manner(name or "file.csv", mapping, home=site.service.settings.authority, seen=seen_programmes(site))
    content = _bytes(sent or "")
    return bring(kind, content, site.service.store, account.email, allowed, preview=preview, manner=manner)


def _bytes(content: str) -> bytes:
    """Return a file as the browser hands it over: a data URL."""
    try:
        return b64decode(content.partition(",")[2], validate=True)
    except ValueError:
        raise BadRequest("file: did not arrive whole; choose it again") from None


def _pairs(values: list[str | None], ids: list[dict[str, str] | None]) -> dict[str, str]:
    """Return what each heading is tied to; one that is just being taken off the page has no id any more."""
    return {one["heading"]: value or "" for one, value in zip(ids, values, strict=True) if one}


def _template(kind: str, site: Site) -> dict[str, Any]:
    """Return a file to be filled in, as a download takes it."""
    content = b64encode(template(kind, _language(site))).decode()
    return {"filename": f"{kind}.csv", "content": content, "base64": True, "type": "text/csv"}


def _language(site: Site) -> str:
    language = site.words().language
    return language if language in ("en", "fr") else "en"
