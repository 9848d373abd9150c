"""When silence means leaving: the threshold from the data, and closing the books so that everyone is judged alike."""

from datetime import date, timedelta
from typing import NamedTuple

import numpy as np
import polars as pl

from analytics.statistics.estimate import AT_RISK, LEARNERS
from analytics.statistics.survival import kaplan_meier

GAPS: dict[str, pl.DataType | type[pl.DataType]] = {"person": pl.Int64, "days": pl.Int64, "returned": pl.Boolean}
SPELLS: dict[str, pl.DataType | type[pl.DataType]] = {
    "person": pl.Int64,
    "time": pl.Int64,
    "kind": pl.Int64,
    "doubtful": pl.Boolean,
}
CORPORATE, LIVE = 28, 14  # days, where the record cannot tell
WAITING, DROPPED, COMPLETED = 0, 1, 2


class Threshold(NamedTuple):
    """After how many silent days a person is taken to have left; `reason` when it is the default, not the data's."""

    days: int
    returning: float | None
    learners: int
    reason: str | None


def gaps(activity: pl.DataFrame, cut_off: date) -> pl.DataFrame:
    """Return the silences of each person (`GAPS`): days to the next active day, or to the cut-off where none came.

    Parameters
    ----------
    activity
        `person` and `day` (Date), a row for each active day or more.
    cut_off
        The last day of the data; later days are left out.
    """
    days = _in_order(activity, cut_off)
    lasted = (pl.col("following").fill_null(pl.lit(cut_off)) - pl.col("day")).dt.total_days()
    return days.select("person", days=lasted, returned=pl.col("following").is_not_null()).cast(pl.Schema(GAPS))


def _in_order(activity: pl.DataFrame, cut_off: date) -> pl.DataFrame:
    """Return `person`, `day` and `following`, their next active day (null after the last): each once, in order.

    Neighbours are compared rather than people grouped: there are millions of days, and as many people as a tenth.
    """
    days = activity.select("person", "day").filter(pl.col("day") <= cut_off).sort("person", "day")
    same = pl.col("person") == pl.col("person").shift(1)
    again = (same & (pl.col("day") == pl.col("day").shift(1))).fill_null(value=False)
    following = pl.when(pl.col("person") == pl.col("person").shift(-1)).then(pl.col("day").shift(-1))
    return days.filter(~again).with_columns(following=following)


def silence_threshold(
    gaps: pl.DataFrame, *, returning: float = 0.10, within: int = 180, default: int = CORPORATE, seed: int = 0
) -> Threshold:
    """Return the shortest silence after which at most a tenth come back within 180 days.

    One silence of each learner is drawn at random: all of them together are dominated by those who come daily.
    A silence still open at the cut-off is censored (Kaplan-Meier of the time to return). The default is given, with
    the reason, when the record is too short, or fewer than 10 learners have ever been silent that long.
    """
    drawn = _one_each(gaps, seed)
    people = drawn.height
    if people < LEARNERS:
        return Threshold(default, None, people, "few_learners" if people else "no_data")
    curve = kaplan_meier(drawn["days"].to_numpy(), drawn["returned"].to_numpy())
    times, survival = curve.frame["time"].to_numpy(), np.append(1.0, curve.frame["survival"].to_numpy())
    at_risk = np.append(curve.frame["at_risk"].to_numpy(), 0)
    silences = np.arange(1, int(times[-1]) + 1)
    followed = (silences + within <= times[-1]) | (survival[-1] <= 0)
    told = silences[followed & (at_risk[np.searchsorted(times, silences, side="right")] >= AT_RISK)]
    if not told.size:
        return Threshold(default, None, people, "short_record")
    still = survival[np.searchsorted(times, told, side="right")]
    later = survival[np.searchsorted(times, told + within, side="right")]
    back = 1 - np.divide(later, still, out=np.ones(told.size), where=still > 0)
    enough = np.flatnonzero(back <= returning)
    if not enough.size:
        return Threshold(default, float(back[-1]), people, "many_return")
    return Threshold(int(told[enough[0]]), float(back[enough[0]]), people, None)


def _one_each(gaps: pl.DataFrame, seed: int) -> pl.DataFrame:
    """Draw one silence of each person; the same people and seed give the same draw in whatever order they come."""
    ordered = gaps.sort("person", "days", "returned")
    luck = pl.Series("luck", np.random.default_rng(seed).random(ordered.height))
    return ordered.with_columns(luck).sort("person", "luck").unique("person", keep="first", maintain_order=True)


def last_before_silence(activity: pl.DataFrame, cut_off: date, silence: int) -> pl.DataFrame:
    """Return for each person the last active day before their first silence of `silence` days, and if they came back.

    Returns
    -------
    polars.DataFrame
        `person`, `last` (Date) and `returned` (Boolean): the silence ended, so taking it for leaving was a mistake.
        Someone never silent that long has their last active day.
    """
    back = pl.col("following").is_not_null()
    lasted = (pl.col("following").fill_null(pl.lit(cut_off)) - pl.col("day")).dt.total_days()
    silent = lasted >= silence + back.cast(pl.Int64)  # back on the last of those days is back
    first = _in_order(activity, cut_off).filter(silent | ~back).filter(pl.col("person").is_first_distinct())
    return first.select("person", pl.col("day").alias("last"), returned=back & silent)


def spells(learners: pl.DataFrame, cut_off: date, silence: int) -> pl.DataFrame:
    """Turn learners' dates into times for `kaplan_meier` and `aalen_johansen`, closed in time.

    The books close at the cut-off less the threshold: in the last `silence` days nobody can yet have been silent long
    enough. Whoever had not left or completed by then is censored there, and who began after is left out. Otherwise
    people stay at risk in days in which nothing can happen to them, and the curve reads too high.

    Parameters
    ----------
    learners
        `person`, and days: `origin` (registered, or first active), `last` (last active day, or the one before the
        first silence: `last_before_silence`; null where silence is not to be looked at), `left` (unregistered,
        abandoned, …) and `completed`, each null where none; optionally `returned`.
    cut_off
        The last day of the data.
    silence
        Days after which silence is taken for leaving (`silence_threshold`).

    Returns
    -------
    polars.DataFrame
        `SPELLS`: days from the origin; kind 0 waiting, 1 dropped out, 2 completed; `doubtful` marks one who left by a
        silence that later ended. Silence after completing is not dropout; leaving before the origin is no spell.
    """
    close = cut_off - timedelta(days=silence)
    said = pl.col("left").is_not_null() & (
        (pl.col("left") - pl.col("last")).dt.total_days().fill_null(0) < max(silence, 1)
    )
    dropped = pl.when(said).then("left").otherwise("last")
    judged = pl.when(said).then("left").otherwise(pl.col("last") + pl.duration(days=max(silence - 1, 0)))
    known = learners.with_columns(dropped=dropped, judged=judged, said=said).filter(
        pl.col("origin") <= close, (pl.col("dropped") >= pl.col("origin")).fill_null(value=True)
    )
    in_time = pl.col("completed").is_not_null() & (pl.col("completed") <= pl.col("judged")).fill_null(value=True)
    done = in_time & (pl.col("completed") <= close)
    gone = ~in_time & (pl.col("dropped") <= close).fill_null(value=False)
    until = pl.when(done).then("completed").when(gone).then("dropped").otherwise(pl.lit(close))
    back = pl.col("returned").fill_null(value=False) if "returned" in learners.columns else pl.lit(value=False)
    return known.select(
        "person",
        time=(until - pl.col("origin")).dt.total_days().clip(lower_bound=0),
        kind=pl.when(done).then(COMPLETED).when(gone).then(DROPPED).otherwise(WAITING),
        doubtful=gone & ~pl.col("said") & back,
    ).cast(pl.Schema(SPELLS))
