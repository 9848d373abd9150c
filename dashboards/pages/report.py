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
from dashboards.reports.paper import chromium
from dashboards.theme import Scheme

PATH, TITLE = "/report", "Investment report"
PLACE = stories.Place("report", PATH, ("period", "units", "programmes"))


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    return stories.layout(words, PLACE, words("Is it worth what it costs?"))


def register(dash: Dash, site: Site) -> None:
    """Fill the page."""

    def tell(chosen: Filters, words: Words, _scheme: Scheme) -> Any:
        facts = Facts(site.ask, words, chosen.scope(), now())
        return [_files(chosen, words), component(report(facts)), stories.quality(site, words, chosen.zone)]

    stories.register(dash, site, PLACE, tell)


def _files(chosen: Filters, words: Words) -> html.Div:
    """Return the ways to take the report away, as the page shows it."""
    told = {"html": words("One file (HTML)"), "xlsx": words("Workbook (XLSX)"), "pdf": words("PDF")}
    if chromium() is None:
        del told["pdf"]
    files: list[Any] = [
        html.A(name, href=f"/report/investment.{ending}{chosen.search()}", className="button")
        for ending, name in told.items()
    ]
    if "pdf" not in told:
        files.append(html.Span(words("For a PDF, print the HTML file: it prints the same."), className="muted"))
    return html.Div(files, className="report-files")
