"""The filter bar: controls whose values are the address of the page."""

from typing import Any

import dash_mantine_components as dmc
from dash import html

from analytics.scope import Scope
from analytics.upkeep import courses
from dashboards.components.aria import aria
from dashboards.filters import CUSTOM, DEFAULT_PERIOD
from dashboards.i18n import Words
from dashboards.pages.page import Site

_LABELS = {
    "28d": "Last 28 days",
    "90d": "Last 90 days",
    "365d": "Last 12 months",
    "all": "All the time there is",
    CUSTOM: "From … to …",
}


def bar(words: Words) -> html.Div:
    """Return the controls for period and course."""
    return html.Div(
        [
            dmc.Select(
                id="period",
                label=words("Period"),
                data=[{"value": value, "label": words(label)} for value, label in _LABELS.items()],
                value=DEFAULT_PERIOD,
                allowDeselect=False,
                checkIconPosition="right",
            ),
            html.Div(
                dmc.DatePickerInput(
                    id="days",
                    type="range",
                    label=words("Days"),
                    valueFormat=words("YYYY-MM-DD"),
                    allowSingleDateInRange=True,
                ),
                id="days-box",
                hidden=True,
            ),
            dmc.Select(
                id="course",
                label=words("Course"),
                placeholder=words("All courses"),
                data=[],
                clearable=True,
                searchable=True,
                nothingFoundMessage=words("No such course"),
                className="course",
            ),
            dmc.Button(words("Reset"), id="reset", variant="subtle"),
        ],
        className="filters",
        role="search",
        **aria(label=words("Filters")),
    )


def choices(site: Site, words: Words) -> list[dict[str, Any]]:
    """Return the courses there are to choose from, the most used first."""
    seen = site.ask(courses, Scope()).head(500)
    return [
        {"value": iri, "label": words.pick(name, iri)[:120]} for iri, name in seen.select("iri", "name").iter_rows()
    ]
