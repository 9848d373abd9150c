"""The way from a figure to the statements it was counted from: one link in its ⓘ, for whoever may see people."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Protocol

from dash import dcc

from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages.page import Site

PATH = "/people/statements"
_COUNTS = {
    # a kind of `analytics.behind`: the measures that count such statements
    "learned": """
        active_per_day active_per_week active_per_month active_days activities weekly_clicks summary active_rolling
        stickiness active_time active_time_over session_gaps digital_share engagement_profile learner_profile rhythm
        live_replay self_initiated programme_activities dead_content cohorts growth silence_threshold survival outcomes
        survival_compared at_risk risk_counts people_list units_compared changes modalities modalities_compared
        """,
    "": "funnel step_people rates programmes programme_path warning_validity data_quality statements",
    "completions": "up_to_date up_to_date_status status_people standing competencies levels",
    "tests": "items retained retention_lags retention_curve gained review_dates",
    "attendance": "programme_sessions",
    "videos": "videos video_audience",
    "contributions": "communities community_weeks reply_times",
    "help": "helpers helping",
    "evaluations": "evaluations",
}
OF: Mapping[str, str] = {key: kind for kind, keys in _COUNTS.items() for key in keys.split()}
"""Which statements a measure counts; measures that are not here are of money, dates, indicators or one person."""


class _Reader(Protocol):
    """What is needed of a reader's question (`dashboards.pages.asked.Asked`)."""

    site: Site
    chosen: Filters
    words: Words
    of_one: bool

    def period(self) -> str: ...


def address(chosen: Filters, **narrowed: str) -> str:
    """Return where the statements of some filters are, narrowed as `analytics.behind.statements` is."""
    return PATH + chosen.search(more=tuple((name, value) for name, value in narrowed.items() if value))


def about(asked: _Reader, iri: str) -> str | None:
    """Return where the statements about an activity are, for whoever may see people."""
    if not asked.site.reader().sees_people:
        return None
    return PATH + asked.chosen.search(course=iri, grain="week", more=())


def way(asked: _Reader, key: str, period: str) -> list[tuple[str, dcc.Link]]:
    """Return the row of the ⓘ of a measure's figure that leads to its statements; none where there is no such way.

    Parameters
    ----------
    period
        What is said of the days of the figure: of others than were chosen, the statements of any time.
    """
    if asked.of_one or key not in OF or not asked.site.reader().sees_people:
        return []
    chosen = asked.chosen if period == asked.period() else ever(asked.chosen)
    link = dcc.Link(asked.words("The statements behind the figure"), href=address(chosen, of=OF[key]))
    return [(asked.words("Further down"), link)]


def ever(chosen: Filters) -> Filters:
    """Return the same filters at any time."""
    return replace(chosen, period="all", since=None, until=None)
