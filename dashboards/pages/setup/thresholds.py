"""Where warnings begin: each number, what holds for a unit and why, and a choice of one's own."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from analytics.thresholds import THRESHOLDS, Threshold, check
from dashboards.components import states
from dashboards.components.parts import opened, said
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup import own_units
from dashboards.pages.setup.frame import framed, told_ways
from lrs.errors import Refusal
from lrs.organisation.keeping import keep
from lrs.organisation.units import Tree

PATH, TITLE = "/setup/thresholds", "Thresholds"
KIND, EVERYONE = "threshold", ""
_COUNTED = {"days": "{n} {n:day|days}", "share": "{n}", "failures": "{n} failures"}
MESSAGES = tuple(_COUNTED.values())
_FINE = 0.05  # of shares


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: which unit it is about."""
    unit = dmc.Select(
        id="thresholds-unit", label=words("For which unit"), data=[], allowDeselect=False, searchable=True
    )
    return framed(
        "thresholds",
        words("When does a warning begin?"),
        html.Div(unit, className="form"),
        html.Div(id="thresholds-done"),
        html.Div(states.skeleton(), id="thresholds-story"),
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page; keep what is chosen."""
    told_ways(dash, site, "thresholds", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("thresholds: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(
        Output("thresholds-unit", "data"), Output("thresholds-unit", "value"), Input("thresholds-url", "pathname")
    )(lambda _: units(site))
    dash.callback(
        Output("thresholds-story", "children"),
        Input("thresholds-unit", "value"),
        Input("thresholds-done", "children"),
        on_error=failed,
    )(lambda unit, _: no_update if unit is None else story(site, unit))
    dash.callback(
        Output("thresholds-done", "children"),
        Input({"keep threshold": ALL}, "n_clicks"),
        Input({"take back threshold": ALL}, "n_clicks"),
        State({"threshold": ALL}, "value"),
        State({"threshold": ALL}, "id"),
        State("thresholds-unit", "value"),
        prevent_initial_call=True,
    )(lambda kept, back, values, ids, unit: _asked(site, [*kept, *back], values, ids, unit))


def units(site: Site) -> tuple[list[dict[str, str]], str | None]:
    """Return the units whoever asks may choose for, and the first of them; everyone, for who answers for all."""
    words, own = site.words(), own_units(site)
    tree = Tree(site.service.store.organisation.rows("unit"))
    keys = sorted(tree.units if own is None else own, key=lambda key: [*tree.above(key)[::-1], key])
    named = [{"value": key, "label": _path(tree, key, words)} for key in keys]
    if own is None:
        named.insert(0, {"value": EVERYONE, "label": words("Everyone")})
    return named, named[0]["value"] if named else None


def _title(tree: Tree, key: str, words: Words) -> str:
    unit = tree.units[key]
    return str(unit.get(f"title_{words.language}") or unit["title_en"])


def _path(tree: Tree, key: str, words: Words) -> str:
    return " > ".join(_title(tree, one, words) for one in [*tree.above(key)[::-1], key])


def story(site: Site, unit: str) -> Any:
    """Return every threshold as it holds for a unit, and what changes it."""
    words, own = site.words(), own_units(site)
    tree = Tree(site.service.store.organisation.rows("unit"))
    if not _may(own, tree, unit):
        return said("problem", words("This is not a unit of yours."))
    held = {row["key"]: row for row in site.service.store.organisation.rows("kept", kind=KIND)}
    rows = [_row(name, one, unit, _holding(held, tree, name, unit), words) for name, one in THRESHOLDS.items()]
    lead = words(
        "What is chosen for a unit holds for all below it, until one of them chooses otherwise. "
        "Figures and warnings follow within seconds."
    )
    return html.Section([html.P(lead, className="muted"), *rows], className="card")


def _may(own: frozenset[str] | None, tree: Tree, unit: str) -> bool:
    """Tell whether somebody chooses for a unit: one there is, of their own; for everyone, who answers for all."""
    return own is None if unit == EVERYONE else unit in tree.units and (own is None or unit in own)


def _key(name: str, unit: str) -> str:
    return f"{name} {unit}" if unit else name


def _holding(held: dict[str, dict[str, Any]], tree: Tree, name: str, unit: str) -> tuple[str | None, dict[str, Any]]:
    """Return where what holds was chosen, and that row; None where nobody chose."""
    chain = [unit, *(tree.above(unit) if unit else ()), EVERYONE]
    for one in chain:
        row = held.get(_key(name, one))
        if row and row["value"] not in (None, "null"):
            return one, row
    return None, {}


def _row(name: str, one: Threshold, unit: str, holding: tuple[str | None, dict[str, Any]], words: Words) -> html.Div:
    where, row = holding
    value = float(row["value"]) if row else one.default
    limits = words("from {low} to {high}", low=_plain(one.low, words), high=_counted(one, one.high, words))
    usual = words("what the record says") if one.default is None else _counted(one, one.default, words)
    field = dmc.NumberInput(
        id={"threshold": name},
        label=limits,
        value=value if value is not None else "",
        min=one.low,
        max=one.high,
        step=1 if one.high > 1 else _FINE,
        decimalSeparator=words.point,
        placeholder=usual,
    )
    told = html.P(
        [
            html.Strong(words.of(one.name)),
            html.Br(),
            words.of(one.sentence),
            html.Br(),
            html.Span(
                [_source(where, unit, row, words), " · ", words("by default: {value}", value=usual)], className="muted"
            ),
        ]
    )
    button = html.Button(words("Keep"), id={"keep threshold": name}, className="quiet")
    back: Any = None
    if where == unit and row:
        back = opened(
            words("Take it back …"),
            html.Button(words("Take it back now"), id={"take back threshold": name}, className="stop"),
        )
    return html.Div([told, field, html.Div([button, back])], className="word")


def _plain(value: float, words: Words) -> str:
    return words.number(value, 0 if value == int(value) else 1)


def _counted(one: Threshold, value: float, words: Words) -> str:
    return words(_COUNTED[one.unit], n=_plain(value, words))


def _source(where: str | None, unit: str, row: dict[str, Any], words: Words) -> str:
    """Say who chose what holds, or that nobody did."""
    if where is None:
        return words("nobody chose")
    given = {"who": row["who"], "day": words.day(row["happened"].date())}
    if where == unit:
        return words("chosen here by {who} on {day}", **given)
    if where == EVERYONE:
        return words("chosen for everyone on {day}", **given)
    return words("chosen for {unit} on {day}", unit=where, **given)


def _asked(site: Site, clicks: list[int | None], values: list[Any], ids: list[dict[str, str]], unit: str) -> Any:
    if not any(clicks):
        return no_update
    what, name = next(iter(ctx.triggered_id.items()))
    value = next((value for value, one in zip(values, ids, strict=True) if one["threshold"] == name), None)
    return choose(site, name, unit, None if what.startswith("take back") else value, back=what.startswith("take back"))


def choose(site: Site, name: str, unit: str, value: Any, *, back: bool = False) -> Any:
    """Keep a threshold for a unit of whoever asks, or take their choice back."""
    words = site.words()
    try:
        tree = Tree(site.service.store.organisation.rows("unit"))
        if not _may(own_units(site), tree, unit):
            return said("problem", words("This is not a unit of yours."))
        if not back:
            value = check(name, float(value))
        keep(site.service.store, KIND, _key(name, unit), None if back else value, site.account().email)
    except (Refusal, TypeError, ValueError):
        return said("problem", words("Nothing was kept: write a number within the limits."))
    if back:
        return said("done", words("Taken back: what holds above holds here again."))
    return said("done", words("Kept. Warnings follow within seconds."))
