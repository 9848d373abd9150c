"""The filter bar: controls whose values are the address of the page."""

from collections.abc import Mapping, Sequence
from typing import Any

import dash_mantine_components as dmc
from dash import Dash, Input, Output, ctx, dcc, html, no_update

from dashboards.components.aria import aria
from dashboards.components.choosing import changed, offered, periods, with_chosen
from dashboards.filters import CUSTOM, DEFAULT_PERIOD, MANY, NARROW, TITLES, Filters
from dashboards.i18n import Words
from dashboards.pages.page import Site
from lrs.errors import BadRequest, Forbidden

FIELDS = ("period", "units", "programmes", "modality")
_OPEN = 4  # the others wait behind "More filters"
_EVERYTHING = {
    # field: what stands there when nothing is chosen
    "units": "All units",
    "programmes": "All programmes",
    "modality": "All ways of learning",
    "group": "Everyone",
    "country": "All countries",
    "language": "All languages",
    "device": "All devices",
    "course": "All courses",
}
MESSAGES = tuple(_EVERYTHING.values())


def bar(words: Words, page: str, fields: Sequence[str] = FIELDS) -> html.Div:
    """Return the controls of a page, and its address.

    Parameters
    ----------
    page
        What its ids begin with.
    fields
        `period` and fields of `dashboards.filters.Filters`, in their order; those after the fourth wait behind a word.
    """
    controls = [_control(words, page, field) for field in fields]
    shown: list[Any] = controls[:_OPEN]
    further = controls[_OPEN:]
    if further:
        inner = html.Div(further, className="filters-further")
        shown.append(html.Details([html.Summary(words("More filters")), inner], id=f"{page}-more", className="more"))
    reset = dmc.Button(words("Reset"), id=f"{page}-reset", variant="subtle")
    where = dcc.Location(id=f"{page}-url", refresh="callback-nav")
    said: Any = {"data-said": words("{name}: {value}"), **aria(label=words("Filters"))}  # assets/about.js
    return html.Div([where, *shown, reset], className="filters", role="search", **said)


def _control(words: Words, page: str, field: str) -> html.Div:
    made = _period(words, page) if field == "period" else _choice(words, page, field)
    return html.Div(made, id=f"{page}-{field}-box", className=f"filter {field}")


def _period(words: Words, page: str) -> list[Any]:
    days = dmc.DatePickerInput(
        id=f"{page}-days",
        type="range",
        label=words("Days"),
        valueFormat=words("YYYY-MM-DD"),
        allowSingleDateInRange=True,
    )
    period = dmc.Select(
        id=f"{page}-period",
        label=words(TITLES["period"]),
        data=periods(words, Filters(), totals=False),
        value=DEFAULT_PERIOD,
        allowDeselect=False,
        checkIconPosition="right",
        searchable=False,
    )
    return [period, html.Div(days, id=f"{page}-days-box", hidden=True)]


def _choice(words: Words, page: str, field: str) -> Any:
    common: dict[str, Any] = {
        "id": f"{page}-{field}",
        "label": words(TITLES[field]),
        "placeholder": words(_EVERYTHING[field]),
        "data": [],
        "clearable": True,
        "searchable": True,
        "nothingFoundMessage": words("Nothing of that name"),
        "renderOption": {"function": "acquisOption"},
        "comboboxProps": {"width": "max-content", "position": "bottom-start"},
        "clearButtonProps": {**aria(label=words("Choose nothing"))},
    }
    return dmc.MultiSelect(value=[], **common) if field in MANY else dmc.Select(value=None, **common)


def follow(dash: Dash, site: Site, page: str, fields: Sequence[str] = FIELDS) -> None:
    """Let the controls of a page and its address agree: whichever changes, the other follows."""
    chosen = {field: Input(f"{page}-{field}", "value") for field in fields}
    further = {"open": Output(f"{page}-more", "open")} if len(fields) > _OPEN else {}
    timed = "period" in fields
    days = {"days": Output(f"{page}-days", "value"), "own": Output(f"{page}-days-box", "hidden")} if timed else {}

    @dash.callback(
        output={
            "search": Output(f"{page}-url", "search"),
            "values": {field: Output(f"{page}-{field}", "value") for field in fields},
            "data": {field: Output(f"{page}-{field}", "data") for field in fields},
            "hidden": {field: Output(f"{page}-{field}-box", "hidden") for field in fields},
            **days,
            **further,
        },
        inputs={
            "search": Input(f"{page}-url", "search"),
            "given": chosen,
            **({"days": Input(f"{page}-days", "value")} if timed else {}),
            "reset": Input(f"{page}-reset", "n_clicks"),
        },
    )
    def keep(search: str | None, given: Mapping[str, Any], days: list[str] | None = None, **_: Any) -> Any:
        reader = site.reader()
        try:
            now = site.chosen(search)
        except (BadRequest, Forbidden):
            now = site.chosen("")
        touched = str(ctx.triggered_id or "").removeprefix(f"{page}-")
        wanted = changed(now, touched, {**given, "days": days}, totals=not reader.sees_people)
        told = _shown(site, wanted, fields)
        if touched not in ("", "url"):
            told["data"] = dict.fromkeys(fields, no_update) | ({"period": told["data"]["period"]} if timed else {})
        if further:
            told["open"] = any(getattr(wanted, field) for field in fields[_OPEN:]) or no_update
        return {**told, "search": wanted.search() if wanted != now else no_update}


def _shown(site: Site, wanted: Filters, fields: Sequence[str]) -> dict[str, Any]:
    """Return what the controls show: values, choices, and which of them the reader has."""
    words, totals = site.words(), not site.reader().sees_people
    scope = wanted.scope()
    told: dict[str, Any] = {
        "values": {
            field: list(value) if field in MANY else value for field in fields for value in [getattr(wanted, field)]
        },
        "data": {
            field: with_chosen(data, getattr(wanted, field)) for field, data in offered(site, words, fields).items()
        },
        "hidden": {field: totals and field not in NARROW for field in fields},
    }
    if "period" in fields:
        told["data"]["period"] = periods(words, wanted, totals=totals)
        told["days"] = [day.isoformat() if day else None for day in (scope.since, scope.until)]
        told["own"] = wanted.period != CUSTOM
    return told
