"""What of a figure rests on statements that something is amiss with.

It is counted when the figure's ⓘ is opened, for it takes a while: the ⓘ holds a place that says where this is told, and
the browser asks there (`assets/amiss.js`).
"""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html
from flask import Flask, Response, request

from analytics.scope import Scope
from dashboards.components.aria import aria
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.pages.setup.resting import FIGURES, KINDS
from lrs.errors import NotFound

_FIGURES = {"people": "active people"} | {name: name for name in ("statements", "completions", "scores", "hours")}
"""What `data_quality` counts, by its name in an address."""
_MADE_OF = {
    "people": """
        active_per_day active_per_week active_per_month active_days summary active_rolling stickiness growth cohorts
        """,
    "statements": """
        activities weekly_clicks session_gaps engagement_profile learner_profile rhythm live_replay self_initiated
        programme_activities videos video_audience dead_content communities community_weeks reply_times helpers helping
        """,
    "completions": """
        funnel rates up_to_date up_to_date_status standing competencies programmes programme_path survival outcomes
        survival_compared at_risk risk_counts warning_validity people_list
        """,
    "hours": "active_time active_time_over digital_share",
    "scores": "items retained retention_lags retention_curve gained review_dates",
}
OF: Mapping[str, str] = {key: name for name, keys in _MADE_OF.items() for key in keys.split()}
"""What the figures of a measure are made of; measures that are not here are of money, dates or answers."""


def place(address: str, words: Words) -> html.Span:
    """Return where it will stand what is told at an address."""
    failed = words("This could not be counted now: load the page again.")
    asked: dict[str, Any] = {"data-amiss": address, "data-failed": failed, **aria(live="polite")}
    return html.Span(words("Being counted…"), **asked)


def told(site: Site, scope: Scope, name: str) -> str:
    """Say which shares of what a figure is made of would go with statements something is amiss with, the most first.

    Raises
    ------
    NotFound
        When nothing is counted by this name.
    """
    if name not in _FIGURES:
        raise NotFound(f"{name[:20]!r}: there are {', '.join(_FIGURES)}")
    words, figure = site.words(), _FIGURES[name]
    found = site.ask("data_quality", scope).filter(pl.col("figure") == figure)
    rows = (
        found.filter(pl.col("share").is_not_null())
        .sort("share", "kind", descending=[True, False])
        .iter_rows(named=True)
    )
    parts = [
        words(
            "{share} “{kind}”", share=words.share(row["share"], 1, 1), kind=words(KINDS.get(row["kind"], row["kind"]))
        )
        for row in rows
    ]
    if (found["reason"] == "hidden").any():
        parts.append(words("hidden: too few people"))
    return words("{name}: {told}", name=words(FIGURES[figure]), told=", ".join(parts) or words("nothing amiss"))


def offer(app: Flask, site: Site) -> None:
    """Add the addresses where it is told, with the filters of a page."""

    def tell(name: str) -> Response:
        scope = site.chosen(request.query_string.decode()).scope()
        return Response(told(site, scope, name), content_type="text/plain; charset=utf-8")

    app.add_url_rule("/measures/amiss/<name>", "amiss", tell)
