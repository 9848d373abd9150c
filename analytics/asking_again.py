"""The random follow-ups of those who did not answer a delayed test: what each came to, and whom to ask now."""

from dataclasses import replace
from datetime import timedelta

import polars as pl

from analytics.apart import own
from analytics.follow_ups import HEARD, OUTSIDE, phased
from analytics.guard import UNIT, Cells, guarded, personal
from analytics.measure import Measure, Schema
from analytics.once import once
from analytics.pairing import LAGS
from analytics.recall import Recall, asked_about, recall, recall_apart
from analytics.scope import Scope
from analytics.statistics import ANSWERS, LEARNERS
from analytics.warehouse import Warehouse
from lrs.organisation.following_up import TIME

_RULE = ("programme", "lag", "unit")
_COUNTED = ("silent", "drawn", "heard", "open")
_TITLES: Schema = {"programme": pl.String, "title_en": pl.String, "title_fr": pl.String, "lag": pl.String}
FOLLOW_UPS: Schema = {
    **_TITLES,
    "unit": pl.String,
    "one_in": pl.Int64,
    "after": pl.Int64,
    "starts": pl.Date,
    "written": pl.Date,
    "who": pl.String,
    "seed": pl.String,
    **dict.fromkeys(_COUNTED, pl.Int64),
}
LISTED: Schema = {
    "person": pl.Int64,
    "key": pl.String,
    "name": pl.String,
    "unit": pl.String,
    **_TITLES,
    "competencies": pl.String,
    **dict.fromkeys(("trained", "asked", "begins", "until"), pl.Date),
}


def _counts(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Return whom `follow_ups` counts in a scope, of every unit at once."""
    every = once(_counted_apart, warehouse, replace(scope, units=()))
    return _ruled(warehouse, scope, own(every, scope)).select(*_RULE, *_COUNTED)


@guarded(
    Cells(
        "silent",
        _RULE,
        {"drawn": "silent", "heard": "drawn", "open": "drawn"},
        kept=tuple(name for name in FOLLOW_UPS if name not in (*_RULE, *_COUNTED, "who")),
        untold=("who",),
        counts=_counts,
    )
)
def follow_ups(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell of each random follow-up how many were silent when theirs began, drawn, heard, and still to be asked.

    Returns
    -------
    polars.DataFrame
        `FOLLOW_UPS`: people, of what began within the scope; `unit` is whose people the rule draws, "" everyone's;
        `open` are those drawn who have not answered and still can; `who` wrote it down is for those who may see people.
    """
    return _ruled(warehouse, scope, _counted(recall(warehouse, scope)))


def _counted_apart(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    known = recall(warehouse, scope)
    if known.rules.is_empty():
        return _counted(replace(known, apart=(UNIT,)))
    return _counted(recall_apart(warehouse, scope))


def _ruled(warehouse: Warehouse, scope: Scope, counted: pl.DataFrame) -> pl.DataFrame:
    """Return each rule with what was counted of it, nobody where nothing was."""
    rules = warehouse.ask("follow_up_rules", scope.parameters())
    told = rules.join(counted, on=list(_RULE), how="left", maintain_order="left")
    return told.with_columns(pl.col(_COUNTED).fill_null(0)).select(list(FOLLOW_UPS)).cast(pl.Schema(FOLLOW_UPS))


def _counted(known: Recall) -> pl.DataFrame:
    """Return how many people of each rule were silent, drawn, heard and are still to be asked."""
    begun = [_begun(known, lag) for lag in known.rules["lag"].unique().sort()]
    counts: Schema = dict.fromkeys(_COUNTED, pl.Int64)
    names: Schema = dict.fromkeys((*known.apart, *_RULE), pl.String)
    if not begun:
        return pl.DataFrame(schema=names | counts)
    drawn = pl.col("one_in").is_not_null()
    told = pl.concat(begun).group_by(list(names))
    people = {"silent": pl.lit(value=True), "drawn": drawn, "heard": drawn & pl.col("heard").is_not_null()}
    people["open"] = drawn & pl.col("heard").is_null() & (pl.col("ends") > known.until)
    return told.agg(
        **{name: pl.col("person").filter(which).n_unique().cast(pl.Int64) for name, which in people.items()}
    )


def _begun(known: Recall, lag: str) -> pl.DataFrame:
    """Return the tests of a lag that were unanswered when their follow-up began, of those that have begun."""
    case = list(known.case)
    each = known.baseline.group_by(case, maintain_order=True).agg(pl.col("left_on", "again").first())
    heard = known.later.filter(pl.col("lag") == lag).group_by(case).agg(pl.col("happened").min().alias("heard"))
    told = each.join(heard, on=case, how="left", maintain_order="left")
    told = phased(told.join(asked_about(known, lag), on=case, how="left", maintain_order="left"), known.rules, lag)
    still = pl.col("left_on").is_null() | (pl.col("left_on").cast(pl.Datetime("us")) > pl.col("begins"))
    own = [pl.col("again").is_null() | (pl.col("again") > pl.col("begins")), still, pl.col("begins") <= known.until]
    own += [] if known.since is None else [pl.col("begins") >= known.since]
    ends = pl.col("trained") + timedelta(days=LAGS[lag][1])
    return told.filter("silent", *own).with_columns(ends=ends, lag=pl.lit(lag)).rename({"of": "unit"})


@personal
def follow_up_list(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """List whom to ask once more: drawn by a random follow-up, not heard yet, and still in time to answer.

    Returns
    -------
    polars.DataFrame
        `LISTED`, who has the least time left first: `asked` is when they were asked first, `begins` when their
        follow-up does, `until` the last day an answer counts. Whoever is not in it is not to be asked again: those
        drawn speak for them.
    """
    known = recall(warehouse, replace(scope, since=None))
    begun = [_begun(known, lag) for lag in known.rules["lag"].unique().sort()]
    if not begun:
        return pl.DataFrame(schema=LISTED)
    open_ = [pl.col("one_in").is_not_null(), pl.col("heard").is_null(), pl.col("ends") > known.until]
    each = pl.concat(begun).filter(*open_).group_by("person", "programme", "lag", "trained").agg(
        pl.col("competency").unique().sort().str.join(", ").alias("competencies"),
        pl.col("asked", "begins", "ends").min(),
    )  # fmt: skip
    named = each.join(warehouse.ask("people_named", scope.parameters()), on="person")
    titles = warehouse.ask("cost_programmes", Scope(zone=scope.zone).parameters()).drop("modality", "owner_unit")
    told = named.join(titles, on="programme", how="left").rename({"ends": "until"})
    return told.select(list(LISTED)).cast(pl.Schema(LISTED)).sort("until", "key", "programme", "trained")


_SOURCE = "follow-ups written down beforehand; invitations to delayed tests; answers to them"
_PHASES = (
    "silent: asked, and not answered so many days after that or after the window opened, whichever is later; drawn: "
    "the BLAKE2b of the rule's seed, a space and the person's key, its first 8 bytes as a share, is less than one in "
    "so many"
)
ENOUGH = (
    f"{HEARD:.0%} of those drawn answered, {ANSWERS} answers from {LEARNERS} learners; at most {OUTSIDE:.0%} of the "
    "silent outside any follow-up"
)

MEASURES: tuple[Measure, ...] = (
    Measure(
        "follow_ups",
        {"en": "Random follow-ups", "fr": "Relances tirées au sort"},
        {
            "en": "Of those who did not answer a delayed test, whom chance had asked once more, and how many answered.",
            "fr": "Parmi les personnes qui n'ont pas répondu à un test différé, celles que le sort a fait relancer, et "
            "combien ont répondu.",
        },
        "people",
        f"{_PHASES}; heard: answered until the window closes, {TIME} days at least",
        _SOURCE,
        "a rule written down",
        FOLLOW_UPS,
        follow_ups,
    ),
    Measure(
        "follow_up_list",
        {"en": "Whom to ask once more", "fr": "Qui relancer"},
        {
            "en": "Who was drawn by a random follow-up, has not answered, and still can.",
            "fr": "Qui a été tiré au sort pour une relance, n'a pas répondu et peut encore le faire.",
        },
        "people",
        _PHASES,
        _SOURCE,
        "a rule written down",
        LISTED,
        follow_up_list,
    ),
)
