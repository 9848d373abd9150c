"""Communities: who contributes, what share of what is asked gets a reply and how soon, and whether a few do it all."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

import polars as pl

from analytics.estimates import SHARE, share
from analytics.guard import Cells, guarded
from analytics.measure import ANY, RATE, Measure, Schema
from analytics.scope import Scope
from analytics.statistics import Estimate, Survival, concentration, kaplan_meier
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

WITHIN = 7  # days in which a reply counts for the reply rate
GRID = (1, 2, 4, 8, 24, 48, 72, 168, 336, 720)  # hours at which the curve of replies is read

_MEDIAN: Schema = {
    "median_hours": pl.Float64,
    "median_low": pl.Float64,
    "median_high": pl.Float64,
    "median_reason": pl.String,
}
COMMUNITIES: Schema = {
    "activity": pl.String,
    "name": pl.String,
    "members": pl.Int64,
    "posters": pl.Int64,
    "posts": pl.Int64,
    "questions": pl.Int64,
    "replies": pl.Int64,
    "reactions": pl.Int64,
    **SHARE,
    **_MEDIAN,
    "gini": pl.Float64,
    "gini_low": pl.Float64,
    "gini_high": pl.Float64,
    "gini_reason": pl.String,
}
WEEKS: Schema = {
    "starts": pl.Date,
    "people": pl.Int64,
    "contributors": pl.Int64,
    "posts": pl.Int64,
    "replies": pl.Int64,
    "complete": pl.Boolean,
}
REPLIES: Schema = {
    "hours": pl.Int64,
    "at_risk": pl.Int64,
    "answered": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "n": pl.Int64,
    "learners": pl.Int64,
    "counted": pl.Int64,
    "reason": pl.String,
    **_MEDIAN,
}
_WRITTEN = {"posts": ("post", "share"), "questions": ("question",), "replies": ("reply", "answer")}
_CONTRIBUTES = [kind for kinds in _WRITTEN.values() for kind in kinds]
_SOURCE = "contributions told by forums and communities, and what was read there; learners only, replies by anyone"
_WROTE = ("posts", "replies")
_FILLED = timedelta(days=20 * 366)  # beyond it a clock went wrong
_GINI = ("gini", "gini_low", "gini_high", "gini_reason")


@guarded(
    Cells(
        "members",
        ("activity",),
        {"posters": "members", "learners": "posters", "counted": "learners"},
        {
            "posters": (*_WRITTEN, *_GINI, *_MEDIAN),
            "learners": ("n",),
            "counted": ("count", "share", "low", "high"),
        },
        {"posters": (*_WRITTEN, *_GINI), "learners": ("n", "count", "share", "low", "high", *_MEDIAN)},
        kept=("name",),
    )
)
def communities(warehouse: Warehouse, scope: Scope, within: int = WITHIN) -> pl.DataFrame:
    """Tell each community of a scope: its members and contributors, how soon what they ask is answered, concentration.

    Parameters
    ----------
    within
        A post counts as answered when someone else replied within so many days; only those followed so long count.

    Returns
    -------
    polars.DataFrame
        `COMMUNITIES`, most members first: members did anything there, posters contributed more than a reaction. `gini`
        is of the contributions of those who contributed.
    """
    if not 0 < within <= 366:
        raise BadRequest(f"within: {within} is not between 1 and 366 days")
    done = warehouse.ask("spaces", scope.parameters())
    opened = _openings(warehouse, scope).join(done.select("seq", "person", "activity"), on=["seq", "person"])
    rows = [
        {"activity": activity, "name": part["name"][0]}
        | _space(part)
        | _replied(opened.filter(pl.col("activity") == activity), within)
        for (activity,), part in done.drop_nulls("activity").group_by("activity", maintain_order=True)
    ]
    frame = pl.DataFrame(rows, schema=COMMUNITIES)
    return frame.sort(["members", "activity"], descending=[True, False])


def _space(done: pl.DataFrame) -> dict[str, Any]:
    wrote = done.filter(pl.col("kind").is_in(_CONTRIBUTES))
    counts = {name: _statements(done, kinds) for name, kinds in _WRITTEN.items()}
    each = wrote.group_by("person", maintain_order=True).len()["len"].to_numpy()
    spread = concentration(each)
    return {
        "members": done["person"].n_unique(),
        "posters": wrote["person"].n_unique(),
        **counts,
        "reactions": _statements(done, ("reaction",)),
        "gini": spread.value,
        "gini_low": spread.low,
        "gini_high": spread.high,
        "gini_reason": spread.reason,
    }


def _statements(done: pl.DataFrame, kinds: Iterable[str]) -> int:
    return done.filter(pl.col("kind").is_in(list(kinds)))["seq"].n_unique()


def _replied(opened: pl.DataFrame, within: int) -> dict[str, Any]:
    ripe = opened.filter(pl.col("followed") >= within * 24)
    in_time = ripe["answered"] & (ripe["hours"] <= within * 24)
    return share(in_time, ripe["person"]) | _median(_curve(opened).median)


def _curve(opened: pl.DataFrame) -> Survival:
    return kaplan_meier(opened["hours"].to_numpy(), opened["answered"].to_numpy())


def _median(found: Estimate) -> dict[str, Any]:
    return dict(zip(_MEDIAN, (found.value, found.low, found.high, found.reason), strict=True))


def _openings(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    asked = scope.parameters()
    now = datetime.now(UTC).replace(tzinfo=None)
    return warehouse.ask("openings", asked | {"until": asked["scope"]["until"], "now": now})


@guarded(
    Cells(
        "learners",
        ("hours",),
        {"counted": "learners"},
        {"counted": ("answered", "low", "high", "at_risk")},
    )
)
def reply_times(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell what share of what was posted had a first reply after so many hours, and the median time to it.

    What has no reply yet is still waiting (censored), not left out. Source: Kaplan and Meier (1958), JASA 53:457.

    Returns
    -------
    polars.DataFrame
        `REPLIES`, a row for each of `GRID`: `at_risk` posts were still waiting just before; `counted` are the people of
        whose posts one was answered by then.
    """
    opened = _openings(warehouse, scope)
    curve = _curve(opened)
    always = {"n": opened.height, "learners": opened["person"].n_unique()} | _median(curve.median)
    rows = []
    for hours in GRID:
        waiting = curve.at(hours)
        by_then = opened.filter(pl.col("answered") & (pl.col("hours") <= hours))
        rows.append(
            always
            | {
                "hours": hours,
                "at_risk": opened.filter(pl.col("hours") >= hours).height,
                "answered": _less(waiting.value),
                "low": _less(waiting.high),
                "high": _less(waiting.low),
                "counted": by_then["person"].n_unique(),
                "reason": waiting.reason,
            }
        )
    return pl.DataFrame(rows, schema=REPLIES)


def _less(waiting: float | None) -> float | None:
    return None if waiting is None else 1 - waiting


@guarded(
    Cells(
        "people",
        ("starts",),
        {"contributors": "people"},
        {"contributors": _WROTE},
        {"contributors": _WROTE},
        kept=("complete",),
    )
)
def community_weeks(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Count who was in a community and who contributed, each week from Monday (`WEEKS`).

    A week without anyone counts 0; `posts` are posts, questions and what was shared; a week is `complete` when the
    scope has all its days.
    """
    done = warehouse.ask("spaces", scope.parameters()).with_columns(starts=pl.col("day").dt.truncate("1w"))
    wrote = pl.col("kind").is_in(_CONTRIBUTES)
    replied = pl.col("kind").is_in(_WRITTEN["replies"])
    weeks = done.group_by("starts").agg(
        people=pl.col("person").n_unique(),
        contributors=pl.col("person").filter(wrote).n_unique(),
        posts=pl.col("seq").filter(wrote & ~replied).n_unique(),
        replies=pl.col("seq").filter(replied).n_unique(),
    )
    if weeks.is_empty():
        return pl.DataFrame(schema=WEEKS)
    reach = warehouse.ask("reach", scope.parameters())["last"].item()
    first, last = scope.since or done["day"].min(), scope.until or reach or done["day"].max()
    starts = weeks["starts"].sort()
    if starts[-1] - starts[0] <= _FILLED:
        every = pl.date_range(starts[0], starts[-1], interval="1w", eager=True).alias("starts").to_frame()
        weeks = every.join(weeks, on="starts", how="left")
    filled = weeks.with_columns(
        pl.col("people", "contributors", "posts", "replies").fill_null(0),
        complete=(pl.col("starts") >= first) & (pl.col("starts") + pl.duration(days=6) <= last),
    )
    return filled.sort("starts").select(list(WEEKS)).cast(pl.Schema(WEEKS))


MEASURES: tuple[Measure, ...] = (
    Measure(
        "communities",
        {"en": "Communities", "fr": "Communautés"},
        {
            "en": "Who takes part in each community, how much of what is asked gets a reply and how soon, "
            "and whether a few do it all.",
            "fr": "Qui participe à chaque communauté, quelle part des messages reçoit une réponse et en combien de "
            "temps, et si quelques personnes font tout.",
        },
        "people; share of posts; hours; Gini coefficient",
        "posts and questions another person replied to within 7 days over those followed 7 days, Wilson interval, "
        "clustered by learner; Kaplan-Meier median time to the first reply, unanswered censored; Gini coefficient of "
        "contributions per contributor, jackknife interval",
        _SOURCE,
        RATE,
        COMMUNITIES,
        communities,
    ),
    Measure(
        "community_weeks",
        {"en": "Life of communities, week by week", "fr": "Vie des communautés, semaine par semaine"},
        {
            "en": "How many people were in a community each week, and how many contributed.",
            "fr": "Combien de personnes étaient dans une communauté chaque semaine, et combien ont contribué.",
        },
        "people",
        "distinct people with a statement in a community that week, and with a post, question, reply or share",
        _SOURCE,
        ANY,
        WEEKS,
        community_weeks,
    ),
    Measure(
        "reply_times",
        {"en": "Time to the first reply", "fr": "Délai avant la première réponse"},
        {
            "en": "What share of posts had a reply after so many hours; those without one yet are still waiting.",
            "fr": "Quelle part des messages avait une réponse après tant d'heures ; "
            "ceux qui n'en ont pas encore attendent toujours.",
        },
        "share of posts; hours",
        "one less the Kaplan-Meier curve of the hours from each post or question to the first reply by someone else, "
        "unanswered censored at the end of the record; log-log interval, posts taken as independent",
        _SOURCE,
        "10 posts followed that long",
        REPLIES,
        reply_times,
    ),
)
