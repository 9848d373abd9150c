"""Saved groups: people chosen once by unit, country and job family, and filtered by name on every page."""

from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, dcc, html, no_update

from dashboards.components import states
from dashboards.components.card import taken
from dashboards.components.parts import opened, said
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup import own_units, titles
from dashboards.pages.setup.frame import framed, told_ways
from lrs.errors import Conflict, Forbidden, Refusal
from lrs.organisation import groups, keeping
from lrs.organisation.groups import Group
from lrs.organisation.units import Tree

PATH, TITLE = "/setup/groups", "Saved groups"
_FIELDS = {
    # part of a group: what it is called, what stands there when nothing is chosen
    "units": ("Units, with all below them", "All units"),
    "countries": ("Countries", "All countries"),
    "job_families": ("Job families", "All job families"),
}
_HEADS = ("Name", "Whom it means", "People", "Saved", "")
_WHY = {
    Conflict: "Another group has this name already: choose another.",
    Forbidden: "Choose at least one unit, and only units of yours.",
}
_EMPTY = "Nothing was saved: write a name, and choose units, countries or job families."
MESSAGES = (*(text for pair in _FIELDS.values() for text in pair), *filter(None, _HEADS), *_WHY.values(), _EMPTY)


def layout(words: Words) -> html.Div:
    """Return the page before it is filled: a form for a group, and those there are."""
    many: dict[str, Any] = {"data": [], "value": [], "searchable": True, "clearable": True}
    fields = [
        dmc.MultiSelect(id=f"groups-{key}", label=words(label), placeholder=words(usual), **many)
        for key, (label, usual) in _FIELDS.items()
    ]
    name = dmc.TextInput(id="groups-name", label=words("What the group is called"), value="")
    form = [name, *fields, dmc.Button(words("Save the group"), id="groups-save")]
    return framed(
        "groups",
        words("Which groups of people do you ask about again and again?"),
        html.Section(
            [html.Div(form, className="form"), html.Div(id="groups-count", className="muted")], className="card"
        ),
        html.Div(id="groups-saved"),
        html.Div(id="groups-removed"),
        html.Div(states.skeleton(), id="groups-story"),
    )


def register(dash: Dash, site: Site) -> None:
    """Fill the page; save and take away what is asked."""
    told_ways(dash, site, "groups", PATH)

    def failed(error: Exception) -> Any:
        dash.logger.error("groups: %s", type(error).__name__, exc_info=error)
        return states.failed(site.words())

    dash.callback(*[Output(f"groups-{key}", "data") for key in _FIELDS], Input("groups-url", "pathname"))(
        lambda _: offered(site)
    )
    dash.callback(
        Output("groups-story", "children"),
        Input("groups-url", "pathname"),
        Input("groups-saved", "children"),
        Input("groups-removed", "children"),
        on_error=failed,
    )(lambda *_: story(site))
    dash.callback(Output("groups-count", "children"), *[Input(f"groups-{key}", "value") for key in _FIELDS])(
        lambda *chosen: meant(site, _group(chosen))
    )
    dash.callback(
        Output("groups-saved", "children"),
        Input("groups-save", "n_clicks"),
        State("groups-name", "value"),
        *[State(f"groups-{key}", "value") for key in _FIELDS],
        prevent_initial_call=True,
    )(lambda _, name, *chosen: save(site, name, _group(chosen)))
    dash.callback(
        Output("groups-removed", "children"), Input({"remove group": ALL}, "n_clicks"), prevent_initial_call=True
    )(lambda clicks: remove(site, ctx.triggered_id["remove group"]) if any(clicks) else no_update)


def _group(chosen: tuple[list[str] | None, ...]) -> Group:
    return Group(**{key: tuple(values or ()) for key, values in zip(_FIELDS, chosen, strict=True)})


def offered(site: Site) -> tuple[list[dict[str, str]], ...]:
    """Return the units, countries and job families whoever asks may choose from: those of their own people."""
    words, own, organisation = site.words(), own_units(site), site.service.store.organisation
    tree = Tree(organisation.rows("unit"))
    keys = sorted(tree.units if own is None else own, key=lambda key: [*tree.above(key)[::-1], key])
    units = [{"value": key, "label": " > ".join(titles(tree, key, words))} for key in keys]
    mine = {one["person"] for one in organisation.rows("membership") if own is None or one["unit"] in own}
    people = [one for one in organisation.rows("person") if one["person"] in mine]
    countries = {one["country"] for one in people} | {tree.units[key]["country"] for key in keys}
    families = {one["job_family"] for one in people}
    return units, *(
        [{"value": one, "label": one} for one in sorted(found - {None, ""})] for found in (countries, families)
    )


def visible(site: Site) -> dict[str, Group]:
    """Return the groups whoever asks may change: those of their units."""
    own = own_units(site)
    return {name: one for name, one in groups.groups(site.service.store).items() if groups.within(one, own)}


def meant(site: Site, group: Group) -> Any:
    """Say how many people a choice means, within the units of whoever asks."""
    if group == Group() or not groups.within(group, own_units(site)):
        return ""
    count = len(groups.members(site.service.store.organisation, group))
    return site.words().many("{n} person is meant today.", "{n} people are meant today.", count)


def story(site: Site) -> list[Any]:
    """Return the groups there are, each with whom it means and what takes it away."""
    words, found = site.words(), visible(site)
    if not found:
        told = words("A saved group stands among the filters of every page: Maintenance in France, newcomers, …")
        return [html.Section([html.H2(words("No group is saved yet")), html.P(told)], className="state")]
    tree = Tree(site.service.store.organisation.rows("unit"))
    heads = [html.Th(words(head) if head else "") for head in _HEADS]
    rows = [_row(site, tree, name, one, words) for name, one in found.items()]
    grid = html.Table([html.Thead(html.Tr(heads)), html.Tbody(rows)], className="plain")
    answer = html.P(words.many("{n} group is saved.", "{n} groups are saved.", len(found)), className="answer")
    return [answer, html.Section([taken("groups", words), html.Div(grid, className="wide")], className="card")]


def _row(site: Site, tree: Tree, name: str, one: Group, words: Words) -> html.Tr:
    last = keeping.history(site.service.store, groups.KIND, name)[-1]
    saved = words("by {who} on {day}", who=last["who"], day=words.day(last["happened"].date()))
    sure = html.P(words("Addresses that name it show nobody any more. Nothing else is lost."))
    button = html.Button(words("Take it away now"), id={"remove group": name}, className="stop")
    count = words.number(len(groups.members(site.service.store.organisation, one)))
    cells = (
        dcc.Link(name, href=address(name)),
        described(tree, one, words),
        count,
        saved,
        opened(words("Take away …"), sure, button),
    )
    return html.Tr([html.Td(cell) for cell in cells])


def address(name: str) -> str:
    """Return where a group is looked at: Engagement, filtered by it."""
    return f"/{Filters(group=name).search()}"


def described(tree: Tree, one: Group, words: Words) -> str:
    """Say whom a group means."""
    units = [titles(tree, key, words)[-1] for key in one.units]
    parts = [", ".join(part) for part in (units, one.countries, one.job_families) if part]
    if one.people:
        parts.append(words.many("{n} person by name", "{n} people by name", len(one.people)))
    return " · ".join(parts)


def save(site: Site, name: str | None, group: Group) -> Any:
    """Keep a group of the units of whoever asks."""
    words, called = site.words(), (name or "").strip()
    try:
        groups.save(site.service.store, called, group, site.account().email, own_units(site))
    except Refusal as problem:
        return said("problem", words(_WHY.get(type(problem), _EMPTY)))
    return said("done", words("Saved. “{name}” stands among the filters within seconds.", name=called))


def remove(site: Site, name: str) -> Any:
    """Take a group away."""
    words = site.words()
    try:
        groups.remove(site.service.store, name, site.account().email, own_units(site))
    except Refusal:
        return said("problem", words("This group was taken away already, or is not of your units."))
    return said("done", words("“{name}” is taken away.", name=name))
