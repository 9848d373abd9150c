"""Those who stayed silent, and the few of them whom chance had asked once more: who they are, and when they can speak.

A rule written down beforehand (`lrs.organisation.following_up`) says when the follow-up of each test begins: so many
days after its learner was asked, or its window opened, and not before the rule holds; with days left to answer. Whoever
answers by then did so unasked, of the first phase. The others were silent: those whom the seed draws speak for them
all, by what they answer until the window closes. What those who were not drawn answer late is not looked at: they are
spoken for. Silent outside any follow-up is who was never asked, or too late, or before there was a rule.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import polars as pl

from analytics.measure import Schema
from analytics.pairing import LAGS
from analytics.scope import Scope
from analytics.statistics import Doubled, design_effect, double_sampled, not_enough, worth
from analytics.warehouse import Warehouse
from lrs.organisation.following_up import TIME, is_drawn

HEARD = 0.7  # the share of those drawn who have to answer
OUTSIDE = 0.1  # the share of the silent that may lie outside any follow-up
WHY: Mapping[str, Mapping[str, str]] = {
    "no_follow_up": {
        "en": "No random follow-up of those who did not answer.",
        "fr": "Aucune relance tirée au sort des personnes qui n'ont pas répondu.",
    },
    "outside": {
        "en": "The random follow-up leaves out over one in ten of those who did not answer: the bounds remain. "
        "Choose a programme it is of, or a period that begins after it did.",
        "fr": "La relance tirée au sort laisse de côté plus d'un dixième des sans-réponse : les bornes demeurent. "
        "Choisissez une formation qu'elle concerne, ou une période qui commence après elle.",
    },
    "few_drawn_answered": {
        "en": "Fewer than 70% of those drawn for the random follow-up answered: the bounds remain.",
        "fr": "Moins de 70 % des personnes tirées au sort pour la relance ont répondu : les bornes demeurent.",
    },
    "few_heard": {
        "en": "The random follow-up brought fewer than 20 answers, or of fewer than 10 people: the bounds remain.",
        "fr": "La relance tirée au sort a donné moins de 20 réponses, ou celles de moins de 10 personnes : "
        "les bornes demeurent.",
    },
}
PHASES = ("answered", "silent", "one_in")
"""What rows tell of their test: whether it was ever answered, and as `phased`."""
_RULES: Schema = {
    "person": pl.Int64,
    "programme": pl.String,
    "lag": pl.String,
    "of": pl.String,
    "one_in": pl.Int64,
    "patience": pl.Int64,
    "starts": pl.Datetime("us"),
    "drawn": pl.Boolean,
}


_NOBODY = (
    pl.lit(None, pl.String).alias("of"),
    pl.lit(None, pl.Datetime("us")).alias("begins"),
    pl.lit(value=False).alias("silent"),
    pl.lit(None, pl.Int64).alias("one_in"),
)


def ruled(warehouse: Warehouse, scope: Scope, of: pl.DataFrame) -> pl.DataFrame:
    """Return by what rule some people (`person`, `programme`) are followed up, and whether its seed draws them."""
    told = warehouse.ask("follow_ups", scope.parameters()).join(of, on=["person", "programme"], how="semi")
    drawn = [is_drawn(*row) for row in told.select("key", "seed", "one_in").iter_rows()]
    return told.with_columns(drawn=pl.Series(drawn, dtype=pl.Boolean)).select(list(_RULES)).cast(pl.Schema(_RULES))


def phased(cases: pl.DataFrame, rules: pl.DataFrame, lag: str) -> pl.DataFrame:
    """Tell of each test due at a lag when its follow-up begins, whether it was unanswered then, and who was drawn.

    Parameters
    ----------
    cases
        With `person`, `programme`, `trained`; `asked` and `heard`: when the learner was asked and first answered.

    Returns
    -------
    polars.DataFrame
        With `begins`, `silent`, `of` (whose people the rule draws), and `one_in` of those silent who are drawn; null of
        all others.
    """
    low, high = (pl.duration(seconds=round(days * 86400)) for days in LAGS[lag])
    own = rules.filter(pl.col("lag") == lag).drop("lag")
    if own.is_empty():  # as the joins below would have it, which take long of everyone
        return cases.with_columns(_NOBODY)
    told = cases.join(own, on=["person", "programme"], how="left", maintain_order="left")
    ready = pl.max_horizontal("asked", pl.col("trained") + low) + pl.duration(days="patience")
    begins = pl.when(pl.col("asked").is_not_null()).then(pl.max_horizontal(ready, "starts"))
    ruled_by = pl.col("starts").is_not_null() & (begins + pl.duration(days=TIME) <= pl.col("trained") + high)
    told = told.with_columns(begins=pl.when(ruled_by).then(begins))
    silent = pl.col("begins").is_not_null() & (pl.col("heard").is_null() | (pl.col("heard") > pl.col("begins")))
    told = told.with_columns(silent=silent, one_in=pl.when(silent & pl.col("drawn")).then("one_in"))
    return told.drop("patience", "starts", "drawn")


@dataclass(frozen=True, slots=True)
class FollowUp:
    """What came of a random follow-up, in tests: unanswered when it began, drawn of these, and answered then.

    `reason` is a key of `WHY` where no estimate may rest on it.
    """

    silent: int
    drawn: int
    heard: int
    reason: str | None

    def told(self) -> dict[str, int | bool | str | None]:
        """Return it as columns of a measure."""
        counts = {"silent": self.silent, "drawn": self.drawn, "heard": self.heard}
        return {**counts, "estimated": self.reason is None, "follow_up": self.reason}


def followed_up(cases: pl.DataFrame, answers: pl.Expr) -> FollowUp:
    """Judge the follow-up of some tests.

    Parameters
    ----------
    cases
        As `phased`, a row for each test due; `answered`: whether it was, ever.
    answers
        How many answers each that was answered brought.
    """
    silent, outside = cases.filter("silent"), cases.filter(~pl.col("silent"), ~pl.col("answered")).height
    drawn = silent.filter(pl.col("one_in").is_not_null())
    heard = drawn.filter("answered")
    counts = silent.height, drawn.height, heard.height
    if not silent.height:
        return FollowUp(*counts, "no_follow_up")
    if outside > OUTSIDE * (outside + silent.height):
        return FollowUp(*counts, "outside")
    if not drawn.height or heard.height < HEARD * drawn.height:
        return FollowUp(*counts, "few_drawn_answered")
    few = not_enough(int(heard.select(answers.sum()).item() or 0), heard["person"].n_unique())
    return FollowUp(*counts, "few_heard" if few else None)


def came_of(rows: pl.DataFrame, case: Sequence[str]) -> FollowUp:
    """Judge the follow-up of the tests that rows (as for `doubled`) are of; `case` tells tests, and learners, apart."""
    if not rows["silent"].any():
        return FollowUp(0, 0, 0, "no_follow_up")
    phases = [pl.col(name).first() for name in PHASES]
    cases = rows.group_by(case).agg(*phases, n=pl.col("score").is_not_null().sum())
    return followed_up(cases, pl.col("n"))


def doubled(rows: pl.DataFrame, supposed: pl.Expr | None = None) -> Doubled:
    """Return the mean of all that was due, from who answered unasked and those drawn of the silent.

    Parameters
    ----------
    rows
        `person`, `score` (null: no answer), and of its test `PHASES`.
    supposed
        What is taken to be the score of tests that stayed unanswered, of those drawn and of those outside any
        follow-up; left out, they are as those drawn who answered.
    """
    told = _spoken_for(rows, supposed)
    return double_sampled(*(told[name].to_numpy() for name in ("score", "person", "late", "weight")))


def _spoken_for(rows: pl.DataFrame, supposed: pl.Expr | None) -> pl.DataFrame:
    """Return rows with `late`, `weight`, and the `score` that counts: null of whom those drawn speak for."""
    left = pl.col("silent") & pl.col("one_in").is_null()
    late, score = pl.col("silent") | ~pl.col("answered"), pl.when(left).then(None).otherwise("score")
    if supposed is not None:
        late, score = pl.col("silent"), pl.when(~left & ~pl.col("answered")).then(supposed).otherwise(score)
    return rows.with_columns(late=late, score=score.cast(pl.Float64), weight=pl.col("one_in").fill_null(1))


@dataclass(frozen=True, slots=True)
class Side:
    """One side of a comparison: `score` and `weight` of what is told; how many of these are worth one of their own.

    `estimated`: those drawn of the silent speak for them all.
    """

    rows: pl.DataFrame
    effect: float
    estimated: bool

    @property
    def share(self) -> float:
        """The mean of what is told."""
        told = self.rows.select((pl.col("score") * pl.col("weight")).sum() / pl.col("weight").sum())
        return float(told.item())


def side_of(rows: pl.DataFrame, end: float | None = None) -> Side:
    """Return what was answered; where a random follow-up has those drawn speak for the silent, of these as well.

    Parameters
    ----------
    rows
        As for `doubled`, with `case`, what tells tests apart; without `PHASES` nobody was followed up.
    end
        What is taken to be the score of tests that stayed unanswered; left out, they are not in it.
    """
    supposed = None if end is None else pl.lit(end)
    if "silent" not in rows.columns or came_of(rows, ("case", "person")).reason is not None:
        told = (rows if supposed is None else rows.with_columns(pl.col("score").fill_null(supposed))).drop_nulls(
            "score"
        )
        effect = design_effect(told["score"].to_numpy(), told["person"].to_numpy())
        return Side(told.with_columns(weight=1.0), effect, estimated=False)
    size = worth(doubled(rows, supposed))
    spoken = _spoken_for(rows, supposed)
    asked = spoken.group_by("late").agg(asked=pl.len())
    told = spoken.drop_nulls("score").join(asked, on="late", maintain_order="left")
    told = told.with_columns(weight=pl.col("weight") * pl.col("asked") / pl.col("weight").sum().over("late"))
    return Side(told, float(told["weight"].sum()) / size, estimated=True)
