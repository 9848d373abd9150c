"""What people still knew, and when: answers paired with what the same people knew on the day of their training.

A learner, a competency and the end of a training make a case. Of each case, what was known on the day is the baseline;
a test some days later finds it known or not. A case is due at a lag when its window has closed before anything taught
the competency again, and the learner was still there; cases that nobody followed up at that lag are not.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

import polars as pl

from analytics.apart import apart, members_apart
from analytics.follow_ups import phased, ruled
from analytics.guard import UNIT, seeing, without
from analytics.once import once, people_of
from analytics.pairing import BASES, CASE, DELAYED, LAGS, MIXED, paired
from analytics.progress import as_of
from analytics.scope import Scope
from analytics.statistics import ANSWERS, LEARNERS
from analytics.warehouse import Warehouse

_INVITED_BEFORE = 14.0  # days before the window opens
Footing = tuple[bool, str, float | None]
"""What must never be pooled: supervised or not, the basis, the pass mark."""
FOOTING = ("supervised", "basis", "mark")


@dataclass(frozen=True)
class Recall:
    """What is known of a scope's people.

    Attributes
    ----------
    answers
        Every answer of the question `knowledge_answers`, `iri` and `item` as numbers, besides `since_test` and
        `earlier`: days since the test before in the same case (the day's included), and how many delayed ones there
        were.
    baseline
        What was right on the day: `CASE`, supervised, left_on, again, basis, mark, item (of questions), iris: the
        questions that asked for it. Of a `MIXED` basis, `supervised` is that of the test later.
    later
        The first answer at each lag to what the baseline holds: `CASE`, basis, mark, item, lag, supervised, score.
    invited
        `CASE`, happened, days: each time a learner was asked, after the day, to take a test of the programme.
    rules
        By what rule people are followed up who stay silent (`analytics.follow_ups.ruled`).
    since, until
        The first instant of the period, if it has one, and its end, by the clock of whoever asks. A lag is of the
        period its window closes in (`closing`); an answer told by itself is of the one it was given in (`given`).
    apart
        Columns of every frame that tell groups of people apart: what is followed is followed in each for itself.
    """

    answers: pl.DataFrame
    baseline: pl.DataFrame
    later: pl.DataFrame
    invited: pl.DataFrame
    rules: pl.DataFrame
    since: datetime | None
    until: datetime
    apart: tuple[str, ...] = ()

    @property
    def case(self) -> tuple[str, ...]:
        """The columns that tell cases apart."""
        return (*self.apart, *CASE)


def recall(warehouse: Warehouse, scope: Scope) -> Recall:
    """Return what people of a scope knew, and when, with all that came before its period (`Recall`)."""
    without(scope, "course", "device")
    last = as_of(scope)
    every = once(_whole, warehouse, replace(seeing(scope), since=None, until=None, units=()), last=last)
    if scope.units:
        people = people_of(warehouse, scope.units)
        every = _parts(every, lambda frame: frame.join(people, on="person", how="semi", maintain_order="left"))
    return replace(every, since=scope.parameters()["scope"]["since"])


def recall_apart(warehouse: Warehouse, scope: Scope) -> Recall:
    """Return what people of a scope knew, told apart by `UNIT`: of `EVERYONE`, and of each unit and those below it.

    Several times as large as `recall`: not to be kept.
    """
    members = members_apart(warehouse, scope)
    every = recall(warehouse, replace(scope, units=()))
    return replace(_parts(every, lambda frame: apart(frame, members)), apart=(UNIT,))


def _whole(warehouse: Warehouse, scope: Scope, *, last: date) -> Recall:
    told = warehouse.ask("knowledge_answers", scope.parameters() | {"asof": last})
    until: datetime = replace(scope, until=last).parameters()["scope"]["until"]
    answers, baseline, later, invited = paired(told, warehouse.ask("knowledge_invited", scope.parameters()))
    rules = ruled(warehouse, scope, baseline)
    return Recall(answers, baseline, later, invited, rules, None, until)


def _parts(known: Recall, part: Callable[[pl.DataFrame], pl.DataFrame]) -> Recall:
    frames = (known.answers, known.baseline, known.later, known.invited)
    answers, baseline, later, invited = map(part, frames)
    return replace(known, answers=answers, baseline=baseline, later=later, invited=invited)


def within(known: Recall, cases: pl.Expr) -> Recall:
    """Return what is known of some cases."""
    return _parts(known, lambda frame: frame.filter(cases))


def given(known: Recall) -> pl.DataFrame:
    """Return the answers given within the period."""
    return known.answers if known.since is None else known.answers.filter(pl.col("happened") >= known.since)


def closing(known: Recall, lag: str) -> list[pl.Expr]:
    """Return what is true of trainings whose window at a lag closes within the period."""
    ends = pl.col("trained") + timedelta(days=LAGS[lag][1])
    return [ends <= known.until, *([] if known.since is None else [ends >= known.since])]


def results(known: Recall) -> pl.DataFrame:
    """Return the results of whole tests on the day, of the period, that say whether they were passed."""
    return given(known).filter(~pl.col("question"), pl.col("lag") == "J0", pl.col("success").is_not_null())


@dataclass(frozen=True)
class Followed:
    """What is due at a lag on one footing, and what came of it.

    `due` has a row for each thing that was known on the day, with its `score` where it was asked again, null where it
    was not; `cases` a row for each case: whether it was invited, whether it answered, and what became of it in a random
    follow-up (`analytics.follow_ups.phased`).
    """

    due: pl.DataFrame
    cases: pl.DataFrame


def is_mixed(basis: str) -> bool:
    """Whether a basis pairs a supervised test with one that was not: told, but never a headline nor compared."""
    return basis.startswith(MIXED)


def asks_questions(basis: str) -> bool:
    """Whether a basis looks at questions, not at whole tests."""
    return basis.endswith("items")


def tells_passes(basis: str) -> bool:
    """Whether a basis looks at passing and failing, which says nothing without the mark."""
    return basis.endswith("passes")


def footings(known: Recall, lag: str = "J90", *, mixed: bool = False) -> list[Footing]:
    """Return the footings there are answers on, the one to tell first (`ranked`)."""
    return list(ranked(known, lag, mixed=mixed).select(FOOTING).unique(maintain_order=True).iter_rows())


def ranked(known: Recall, lag: str = "J90", by: tuple[str, ...] = (), *, mixed: bool = False) -> pl.DataFrame:
    """Return the footings each group can be told on at a lag, the one to tell first; if asked, mixed ones last.

    Those with enough answers come first: of these the best basis, then the one with most answers; of the others the one
    with most, at this lag or, where nobody answered at it, at all. A group nobody of which ever answered has the one it
    would best be told on.

    Parameters
    ----------
    by
        Columns of a case that tell groups apart, besides those of `known`.

    Returns
    -------
    polars.DataFrame
        The columns of the group, `FOOTING`, and of what is due: people, n (answers), learners (who gave them); whether
        that `is_enough`.
    """
    groups = [*known.apart, *by]
    told = [frame if mixed else frame.filter(~_MIXED) for frame in (known.later, known.baseline)]
    later, baseline = (frame.drop_nulls(groups) for frame in told)
    heard = later.group_by(*groups, *FOOTING).agg(pl.len().cast(pl.Int64))
    silent = baseline.join(heard, on=groups, how="anti") if groups else baseline.clear() if heard.height else baseline
    silent = silent.join(known.invited, on=list(known.case), how="semi")  # whoever was never asked is not due
    counted = [
        [_counted(of, footing, lag, groups) for footing in there.select(FOOTING).unique().iter_rows()]
        for of, there in ((known, heard), (replace(known, baseline=silent), silent))
    ]
    nobody = heard.clear().drop("len").with_columns(people=_NONE, n=_NONE, learners=_NONE)
    known_of, others = (pl.concat([nobody, *parts], how="diagonal") for parts in counted)
    every = heard.join(known_of, on=[*groups, *FOOTING], how="left", nulls_equal=True)
    return _ordered(pl.concat([every, others], how="diagonal"), groups).drop("len")


_NONE = pl.lit(0, pl.Int64)
_MIXED = pl.col("basis").str.starts_with(MIXED)
PLACE = pl.col("basis").replace_strict({one: at for at, one in enumerate(BASES)}, return_dtype=pl.Int64)
"""The place of a basis: the best is the first."""
TELLABLE = ~(pl.col("basis").str.ends_with("passes") & pl.col("mark").is_null())
"""Whether a footing tells anything: passing says nothing without the mark."""


def enough(n: pl.Expr, learners: pl.Expr) -> pl.Expr:
    """Tell whether so many answers of so many learners are enough for a share."""
    return (n >= ANSWERS) & (learners >= LEARNERS)


def _counted(known: Recall, footing: Footing, lag: str, groups: list[str]) -> pl.DataFrame:
    """Return how many people of each group are due on a footing, how many answers there are, and of how many."""
    due = followed(known, footing, lag).due.drop_nulls(groups)
    given = pl.col("score").is_not_null()
    counts = {
        "people": pl.col("person").n_unique(),
        "n": given.sum(),
        "learners": pl.col("person").filter(given).n_unique(),
    }
    told = due.group_by(groups).agg(**counts) if groups else due.select(**counts).filter(pl.col("people") > 0)
    kinds = dict(zip(FOOTING, (pl.Boolean, pl.String, pl.Float64), strict=True))
    named = [pl.lit(value, kinds[name]).alias(name) for name, value in zip(FOOTING, footing, strict=True)]
    return told.with_columns(named).cast(dict.fromkeys(counts, pl.Int64))


def _ordered(every: pl.DataFrame, groups: list[str]) -> pl.DataFrame:
    """Return the footings of each group that were answered on, in order; of a group nobody answered in, the first."""
    told = every.with_columns(pl.col("people", "n", "learners").fill_null(0))
    best = enough(pl.col("n"), pl.col("learners")) & TELLABLE
    keys = [_MIXED, ~best, pl.when(best).then(PLACE).otherwise(0), -pl.col("n"), -pl.col("len"), PLACE]
    placed = told.with_columns(is_enough=best).sort(*keys, ~pl.col("supervised"), "mark", nulls_last=True)
    heard = pl.col("len").is_not_null()
    first, any_heard = (pl.int_range(pl.len()) == 0), heard.any()
    if groups:
        first, any_heard = first.over(groups), any_heard.over(groups)
    return placed.filter(heard | (first & ~any_heard))


def looked_at(known: Recall) -> list[str]:
    """Return the lags anybody was tested at, or asked to be."""
    tested = set(known.later["lag"])
    return [lag for lag in DELAYED if lag in tested or not asked_about(known, lag).is_empty()]


def followed(known: Recall, footing: Footing, lag: str) -> Followed:
    """Return what was due at a lag on a footing."""
    supervised, basis, mark = footing
    high = LAGS[lag][1]
    own = [pl.col("basis") == basis, pl.col("mark").eq_missing(pl.lit(mark, pl.Float64))]
    own.append(pl.col("supervised") == supervised)
    asked = known.later.filter(*own, pl.col("lag") == lag)
    invited = asked_about(known, lag)
    ends = pl.col("trained") + timedelta(days=high)
    open_ = [pl.col("again").is_null() | (pl.col("again") > ends), *closing(known, lag)]
    open_.append(pl.col("left_on").is_null() | (pl.col("left_on").cast(pl.Datetime("us")) > ends))
    due = known.baseline.filter(*own).with_columns(ends=ends).filter(*open_)
    due = due.join(_begun(known, asked, invited), on=[*known.apart, "programme", "competency"], how="inner")
    due = due.filter(pl.col("ends") >= pl.col("first")).drop("first", "iris", "left_on", "again", *FOOTING)
    told = asked.select(*known.case, "item", "score", "days", "since_test", "earlier", heard="happened")
    due = due.join(told, on=[*known.case, "item"], how="left", nulls_equal=True, maintain_order="left")
    cases = due.group_by(known.case, maintain_order=True).agg(
        answered=pl.col("score").is_not_null().any(), known=pl.len(), heard=pl.col("heard").min()
    )
    cases = cases.join(invited, on=list(known.case), how="left", maintain_order="left")
    cases = cases.with_columns(invited=pl.col("asked").is_not_null() | pl.col("answered"))
    return Followed(due.drop("heard"), phased(cases, known.rules, lag))


def asked_about(known: Recall, lag: str) -> pl.DataFrame:
    """Return the cases whose learner was asked, about the time of a lag's window, to take a test; `asked` is when."""
    low, high = LAGS[lag]
    about = known.invited.filter(pl.col("days") > low - _INVITED_BEFORE, pl.col("days") <= high)
    return about.group_by(known.case).agg(pl.col("happened").min().alias("asked"))


def _begun(known: Recall, asked: pl.DataFrame, invited: pl.DataFrame) -> pl.DataFrame:
    """Return when each competency of each programme was first followed up at a lag."""
    followed_up = (*known.apart, "programme", "competency")
    moments = [asked.select(*followed_up, first="happened"), invited.select(*followed_up, first="asked")]
    return pl.concat(moments).group_by(followed_up).agg(pl.col("first").min())
