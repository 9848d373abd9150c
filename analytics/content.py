"""Content: how far videos are watched and where people leave them, and what nobody uses."""

from dataclasses import replace
from math import ceil
from typing import Any

import polars as pl

from analytics.estimates import COUNTED_TELLS, SHARE, share
from analytics.guard import Cells, as_usual, guarded, seeing, without
from analytics.measure import ACTIVE_SOURCE, ANY, RATE, Measure, Schema
from analytics.programme_facts import theirs
from analytics.progress import as_of
from analytics.scope import Scope
from analytics.statistics import LEARNERS, proportion
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

LONGEST = 86_400.0  # seconds: what is played beyond a day into a video is a tool's mistake
PARTS = 120  # a curve has at most so many parts
ROUNDED = 1.0  # seconds that tools lose at the ends of segments
SILENT = 90  # days without use

VIDEOS: Schema = {
    "activity": pl.String,
    "name": pl.String,
    "programme": pl.String,
    "length": pl.Float64,
    "viewers": pl.Int64,
    "minutes": pl.Float64,
    "rewatched": pl.Float64,
    "seen": pl.Float64,
    **SHARE,
}
AUDIENCE: Schema = {
    "activity": pl.String,
    "starts": pl.Float64,
    "ends": pl.Float64,
    "learners": pl.Int64,
    "viewers": pl.Int64,
    "share": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "lost": pl.Float64,
    "replays": pl.Int64,
    "reason": pl.String,
}
DEAD: Schema = {
    "activity": pl.String,
    "name": pl.String,
    "programme": pl.String,
    "last_used": pl.Date,
    "learners": pl.Int64,
    "age_days": pl.Int64,
    "why": pl.String,
}
# Why content is told dead.
MESSAGES = ("Never used.", "Not used for a long time.")
WHY = dict(zip(("never", "silent"), MESSAGES, strict=True))


@guarded(
    Cells(
        "viewers",
        ("activity",),
        {"counted": "viewers"},
        COUNTED_TELLS,
        amounts=("minutes", "rewatched"),
        kept=("name", "programme", "length"),
    )
)
def videos(warehouse: Warehouse, scope: Scope, threshold: float = 1.0) -> pl.DataFrame:
    """Tell each video of a scope: who played some of it, how much, and which share of them saw it whole.

    Parameters
    ----------
    threshold
        What part of its length is "whole"; a second is allowed for rounding.

    Returns
    -------
    polars.DataFrame
        `VIDEOS`, most viewers first: `minutes` played in all, `rewatched` those of them seen before, `seen` the mean
        share of the length that a viewer saw, of ten viewers or more. Without a length nobody knows who finished.
    """
    each = warehouse.ask("videos", scope.parameters() | {"longest": LONGEST})
    rows = [_video(part, threshold) for _, part in each.group_by("activity", maintain_order=True)]
    frame = pl.DataFrame(rows, schema=VIDEOS)
    return frame.sort(["viewers", "activity"], descending=[True, False])


def _video(each: pl.DataFrame, threshold: float) -> dict[str, Any]:
    length = each["length"][0]
    known = {name: each[name][0] for name in ("activity", "name", "programme", "length")}
    finished = each["seen"] >= (LONGEST if length is None else threshold * length - ROUNDED)
    return known | {
        "viewers": each.height,
        "minutes": each["played"].sum() / 60,
        "rewatched": (each["played"] - each["seen"]).sum() / 60,
        "seen": None if length is None or each.height < LEARNERS else (each["seen"] / length).mean(),
        **share(finished, each["person"], "no_data" if length is None else None),
    }


def video_audience(
    warehouse: Warehouse, scope: Scope, activity: str | None = None, width: float | None = None
) -> pl.DataFrame:
    """Tell how many of those who began a video saw each part of it: the audience curve.

    A part is seen by whom saw its middle, however often. Source: the xAPI video profile, played segments.

    Parameters
    ----------
    activity
        The video's IRI; left out, the one with most viewers in the scope.
    width
        Seconds of a part; left out, whole seconds such that there are at most `PARTS`.

    Returns
    -------
    polars.DataFrame
        `AUDIENCE`: `learners` began it, `viewers` of them saw the part; `lost` is the share lost since the part
        before; `replays` are plays of the part beyond the first of each viewer.
    """
    as_usual(scope, width=(width, None))
    everywhere = seeing(replace(scope, units=()))
    chosen = activity or next(iter(videos(warehouse, everywhere)["activity"]), None)
    if width is not None and not 0 < width <= LONGEST:
        raise BadRequest(f"width: {width} is not between 0 and {LONGEST:g} seconds")
    length = _length(warehouse, chosen)
    if chosen is None or length is None:
        return pl.DataFrame(schema=AUDIENCE)
    return _audience(warehouse, scope, chosen, length, max(width or 0.0, float(ceil(length / PARTS))))


def _length(warehouse: Warehouse, activity: str | None) -> float | None:
    told = warehouse.ask("video_length", {"activity": activity, "longest": LONGEST})
    given = [one for one in (told.row(0) if told.height else ()) if one is not None and 1 <= one <= LONGEST]
    return given[0] if given else None


@guarded(
    Cells(
        "learners",
        ("activity", "starts"),
        {"viewers": "learners"},
        {"viewers": ("share", "low", "high", "lost", "replays")},
        {"viewers": ("replays",)},
        kept=("ends",),
    )
)
def _audience(warehouse: Warehouse, scope: Scope, activity: str, length: float, width: float) -> pl.DataFrame:
    asked = {"activity": activity, "length": length, "width": width, "parts": ceil(length / width)}
    each = warehouse.ask("video_audience", scope.parameters() | asked)
    found = [proportion(seen, began) for seen, began in each.select("viewers", "learners").iter_rows()]
    curve = each.with_columns(
        activity=pl.lit(activity),
        share=pl.Series([one.value for one in found], dtype=pl.Float64),
        low=pl.Series([one.low for one in found], dtype=pl.Float64),
        high=pl.Series([one.high for one in found], dtype=pl.Float64),
        reason=pl.Series([one.reason for one in found], dtype=pl.String),
        replays=pl.col("plays") - pl.col("viewers"),
    )
    curve = curve.with_columns(lost=pl.col("share").shift(1, fill_value=None) - pl.col("share"))
    return curve.select(list(AUDIENCE)).cast(pl.Schema(AUDIENCE))


@guarded(Cells("learners", ("activity",), amounts=("age_days",), kept=("name", "programme", "why")))
def dead_content(warehouse: Warehouse, scope: Scope, days: int = SILENT) -> pl.DataFrame:
    """List what programmes offer and no learner of the scope has used for so many days, or ever.

    Returns
    -------
    polars.DataFrame
        `DEAD`, as of the last day of the scope: `why` is a key of `WHY`; `age_days` since the last use, else since the
        programme went live.
    """
    without(scope, "course", "device")
    if not 0 < days <= 36_500:
        raise BadRequest(f"days: {days} is not between 1 and 36500")
    ever = seeing(replace(scope, since=None))
    told = warehouse.ask("dead_content", ever.parameters() | {"asof": as_of(scope), "days": days})
    return theirs(warehouse, scope, told).cast(pl.Schema(DEAD))


MEASURES: tuple[Measure, ...] = (
    Measure(
        "videos",
        {"en": "Videos watched", "fr": "Vidéos regardées"},
        {
            "en": "How many people watched each video, for how long, and which share of them saw it whole.",
            "fr": "Combien de personnes ont regardé chaque vidéo, combien de temps, et quelle part l'a vue en entier.",
        },
        "share of viewers",
        "viewers whose segments played cover the whole length, but for a second, over all viewers; Wilson interval",
        "segments played, told by the video profile",
        RATE,
        VIDEOS,
        videos,
    ),
    Measure(
        "video_audience",
        {"en": "Audience of a video, second by second", "fr": "Audience d'une vidéo, seconde par seconde"},
        {
            "en": "Of the people who began a video, how many saw each part of it, and where they left.",
            "fr": "Parmi les personnes qui ont commencé une vidéo, combien en ont vu chaque passage, "
            "et où elles l'ont quittée.",
        },
        "share of viewers",
        "viewers whose segments played cover the middle of the part, over those who played any; the drop is the "
        "difference from the part before; Wilson interval",
        "segments played, told by the video profile",
        RATE,
        AUDIENCE,
        video_audience,
    ),
    Measure(
        "dead_content",
        {"en": "Content nobody uses", "fr": "Contenus que personne n'utilise"},
        {
            "en": "What programmes offer that nobody used for 90 days, or ever.",
            "fr": "Ce que les formations proposent et que personne n'a utilisé depuis 90 jours, ou jamais.",
        },
        "activities",
        "activities that programmes claim, without a learner's statement about them or anything within them for 90 "
        "days; sessions, questions, surveys and retired programmes left out",
        ACTIVE_SOURCE,
        ANY,
        DEAD,
        dead_content,
    ),
)
