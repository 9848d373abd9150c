"""The investment report as a page: what is on paper, with its workings open to a click, and the files to take away."""

from typing import Any

from dash import Dash, html

from dashboards.components import story as stories
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.reports.facts import Facts, now
from dashboards.reports.investment import report
from dashboards.reports.model import component
from dashboards.theme import Scheme

PATH, TITLE = "/report", "Investment report"
_HERE = stories.Place("report", PATH, ("period", "units", "programmes"))


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return stories.layout(words, _HERE, words("Is it worth what it costs?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page."""

    def tell(chosen: Filters, words: Words, _scheme: Scheme) -> Any:
        facts = Facts(site.ask, words, chosen.scope(), now())
        return [_files(chosen, words), component(report(facts)), stories.quality(site, words, chosen.zone)]

    stories.register(dash, site, _HERE, tell)


def _files(chosen: Filters, words: Words) -> html.Div:
    """Return the ways to take the report away, as the page shows it."""
    command = "acquis report investment --format pdf -o report.pdf"
    return html.Div(
        [
            html.A(words("One file (HTML)"), href=f"/report/investment.html{chosen.search()}", className="button"),
            " ",
            html.A(words("Workbook (XLSX)"), href=f"/report/investment.xlsx{chosen.search()}", className="button"),
            html.Span([" ", words("As PDF: print that file, or"), " ", html.Code(command)], className="muted"),
        ],
        className="report-files",
    )
