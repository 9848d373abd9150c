"""How answers are paired: what was right on the day of a training with what was answered later to the same.

A learner, a competency and the end of a training make a case. Of each case, what was known on the day is the baseline;
a test some days later finds it known or not. Supervised answers are paired with supervised ones, others with
others; where only one end was supervised, that is a basis of its own (`MIXED`).
"""

from collections.abc import Mapping

import polars as pl

LAGS: Mapping[str, tuple[float, float]] = {
    # days since training; the windows do not meet
    "J0": (0.0, 0.5),
    "J1": (0.5, 3.0),
    "J7": (5.0, 10.0),
    "J30": (22.0, 38.0),
    "J90": (67.0, 113.0),
    "J180": (135.0, 225.0),
    "J365": (274.0, 456.0),
}
DELAYED = tuple(LAGS)[1:]
LAG = "J90"
"""The lag of the headline, of what is gained and of what is compared."""
_ALIKE: Mapping[str, Mapping[str, str]] = {
    "items": {
        "en": "Share of what was right on the day that is right again, asked in other words.",
        "fr": "Part de ce qui était juste le jour même et l'est encore, demandé en d'autres termes.",
    },
    "tests": {
        "en": "Mean score of those who had passed on the day. Where the same test is given again, its questions may be "
        "what is remembered.",
        "fr": "Note moyenne des personnes qui avaient réussi le jour même. Là où le même test est repassé, ce sont "
        "peut-être ses questions qui sont retenues.",
    },
    "passes": {
        "en": "Share of those who had passed on the day who pass again, at one pass mark. Where the same test is given "
        "again, its questions may be what is remembered.",
        "fr": "Part des personnes qui avaient réussi le jour même et réussissent encore, à un même seuil. Là où le "
        "même test est repassé, ce sont peut-être ses questions qui sont retenues.",
    },
    "same_items": {
        "en": "The very same questions asked again: what is remembered is the question, not the competency.",
        "fr": "Les mêmes questions reposées : c'est la question qui est retenue, non la compétence.",
    },
}
MIXED = "mixed_"  # before the name of a basis: supervised at one end, not at the other
_ONE_END = {
    "en": "Supervised on the day and not later, or the reverse: what changed may be the supervision.",
    "fr": "Surveillé le jour même et non plus tard, ou l'inverse : ce qui a changé peut être la surveillance.",
}
BASES: Mapping[str, Mapping[str, str]] = {
    **_ALIKE,
    **{f"{MIXED}{key}": {one: f"{told[one]} {_ONE_END[one]}" for one in told} for key, told in _ALIKE.items()},
}
CASE = ("person", "competency", "programme", "trained")


def paired(told: pl.DataFrame, asked: pl.DataFrame) -> tuple[pl.DataFrame, pl.DataFrame, pl.DataFrame, pl.DataFrame]:
    """Return the answers, what was right on the day, what came of it later and who was asked (see `Recall`).

    Parameters
    ----------
    told, asked
        The questions `knowledge_answers` and `knowledge_invited`.
    """
    numbered = told.with_columns(pl.col("iri", "item").rank("dense"))  # told apart is all they are: half as large
    answers = _spaced(numbered)
    here = answers.filter(pl.col("lag").is_in(DELAYED), ~pl.col("retaught")).sort("happened", "seq")
    baseline = _with_mixed(_baseline(answers), here)
    return answers, baseline, _later(here, baseline), _invited(baseline, asked)


def _spaced(answers: pl.DataFrame) -> pl.DataFrame:
    """Add how long ago the test before was, and how many delayed ones there were; one of the same day is the same."""
    named = answers.with_columns(lag=_lag(), day=pl.col("happened").dt.date())
    sat = named.filter(pl.col("trained").is_not_null()).group_by(*CASE, "day").agg(pl.col("days").min().alias("at"))
    sat = sat.sort(*CASE, "day").with_columns(
        since_test=pl.col("at") - pl.col("at").shift(1).over(CASE),
        earlier=(pl.col("at") > LAGS["J0"][1]).cast(pl.Int64).cum_sum().over(CASE)
        - (pl.col("at") > LAGS["J0"][1]).cast(pl.Int64),
    )
    return named.join(sat.drop("at"), on=[*CASE, "day"], how="left", maintain_order="left")


def _lag() -> pl.Expr:
    """Name the lag whose window the days since training lie in."""
    within = (
        pl.when(pl.col("days").is_between(low, high, closed="right" if low else "both")).then(pl.lit(name))
        for name, (low, high) in LAGS.items()
    )
    return pl.coalesce(*within)


def _baseline(answers: pl.DataFrame) -> pl.DataFrame:
    """Return what was right on the day, supervised or not: each question, and each test passed."""
    here = answers.filter(pl.col("lag") == "J0", ~pl.col("retaught"))
    kept = [pl.col("left_on").first(), pl.col("again").first()]
    each = here.filter("question")
    asked = each.group_by(*CASE, "item").agg(pl.col("iri").unique().alias("iris"))
    items = each.group_by(*CASE, "supervised", "item").agg(*kept, _RIGHT).join(asked, on=[*CASE, "item"])
    tests = here.filter(~pl.col("question")).group_by(*CASE, "supervised")
    right = items.filter(pl.col("right") >= 1).drop("right")
    passed = tests.agg(*kept, pl.col("success").any(), pl.col("mark").min()).filter("success").drop("success")
    parts = [
        right.with_columns(basis=pl.lit("items"), mark=_NO_MARK),
        right.with_columns(basis=pl.lit("same_items"), mark=_NO_MARK),
        passed.with_columns(basis=pl.lit("tests"), mark=_NO_MARK),
        passed.with_columns(basis=pl.lit("passes")),
    ]
    return pl.concat(parts, how="diagonal")


_RIGHT = pl.col("score").max().alias("right")
_NO_MARK = pl.lit(None, pl.Float64)
_HELD = (*CASE, "supervised", "basis", "mark", "item")  # what an answer must share with what was right on the day


def _with_mixed(alike: pl.DataFrame, later: pl.DataFrame) -> pl.DataFrame:
    """Return what was right on the day, and what was so under the other supervision alone, where it was tested later.

    There, `supervised` is that of the later test.
    """
    where = ["programme", "competency", "supervised"]
    across = alike.with_columns(supervised=~pl.col("supervised")).join(
        later.select(where).unique(), on=where, how="semi"
    )
    alone = across.join(alike, on=_HELD, how="anti", nulls_equal=True)
    mixed = alone.with_columns(basis=pl.lit(MIXED) + pl.col("basis"))
    return pl.concat([alike, mixed]).sort(*CASE, "basis", "supervised", "item")


def _later(here: pl.DataFrame, baseline: pl.DataFrame) -> pl.DataFrame:
    """Return the first answer at each lag to what was right on the day."""
    told = ("score", "days", "since_test", "earlier", "happened")
    first, given = [pl.col(name).first() for name in told], here.select(*CASE, "supervised", "lag", *told)
    by = (*CASE, "supervised", "basis", "mark", "lag")
    held = {kind: baseline.filter(pl.col("basis").is_in([kind, f"{MIXED}{kind}"])) for kind in _ALIKE}
    asked = given.with_columns(here["item"], here["iri"]).filter(here["question"]).join(
        held["items"].select(*CASE, "supervised", "item", "basis", "mark", "iris"),
        on=[*CASE, "supervised", "item"],
        maintain_order="left",
    )  # fmt: skip
    again = pl.when(pl.col("basis") == "items").then(pl.lit("same_items")).otherwise(pl.lit(f"{MIXED}same_items"))
    same = pl.when(pl.col("iri").is_in(pl.col("iris"))).then(again).otherwise("basis")
    parts = [asked.with_columns(basis=same).group_by(*by, "item", maintain_order=True).agg(first)]
    tests = given.with_columns(here["success"], here["mark"]).filter(~here["question"])
    scores = tests.filter(pl.col("score").is_not_null()).with_columns(mark=_NO_MARK)
    passes = tests.filter(pl.col("success").is_not_null()).with_columns(score=pl.col("success").cast(pl.Float64))
    for kind, results in (("tests", scores), ("passes", passes)):
        keys = [*CASE, "supervised", "mark"]
        found = results.join(held[kind].select(*keys, "basis"), on=keys, nulls_equal=True, maintain_order="left")
        parts.append(found.group_by(by, maintain_order=True).agg(first))
    return pl.concat(parts, how="diagonal").sort(*CASE, "happened")


def _invited(baseline: pl.DataFrame, invited: pl.DataFrame) -> pl.DataFrame:
    """Return each time the learner of a case was asked, after the day, to take a test of its programme."""
    told = baseline.select(CASE).unique().join(invited, on=["person", "programme"])
    since = ((pl.col("happened") - pl.col("trained")).dt.total_seconds() / 86400).alias("days")
    return told.with_columns(since).filter(pl.col("days") > LAGS["J0"][1]).sort(*CASE, "happened")
