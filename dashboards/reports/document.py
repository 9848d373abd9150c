"""A report as one file of HTML: its own style, its drawings in it, no script, nothing to fetch."""

from importlib.resources import files

from dashboards.i18n import Words
from dashboards.reports.facts import Facts
from dashboards.reports.investment import report
from dashboards.reports.model import e, markup

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'"


def document(facts: Facts) -> str:
    """Return the report as a file that opens, prints and mails as it is."""
    return page(f"{facts.about} \u2013 {facts.words('Investment report')}", markup(report(facts)), facts.words)


def page(title: str, body: str, words: Words) -> str:
    """Return a whole file around a body that is markup already."""
    style = files("dashboards.reports").joinpath("report.css").read_text("utf-8")
    head = "".join(
        (
            '<meta charset="utf-8"/>',
            markup(e("meta", http_equiv="Content-Security-Policy", content=_POLICY)),
            '<meta name="viewport" content="width=device-width, initial-scale=1"/>',
            markup(e("title", title)),
            f"<style>{style}</style>",
        )
    )
    return f'<!DOCTYPE html>\n<html lang="{words.language}"><head>{head}</head><body>{body}</body></html>\n'
