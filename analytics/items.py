"""Test items: how hard each question is, and whether those who know more get it right."""

from typing import Any

import polars as pl

from analytics.guard import Cells, guarded
from analytics.measure import Measure, Schema
from analytics.once import each_of
from analytics.scope import Scope
from analytics.statistics import Estimate, item_difficulty, point_biserial
from analytics.warehouse import Warehouse

ITEMS: Schema = {
    "question": pl.String,
    "name": pl.String,
    "stem_en": pl.String,
    "stem_fr": pl.String,
    "competency": pl.String,
    "form": pl.String,
    "programme": pl.String,
    "n": pl.Int64,
    "learners": pl.Int64,
    "right": pl.Int64,
    "difficulty": pl.Float64,
    "low": pl.Float64,
    "high": pl.Float64,
    "reason": pl.String,
    "discrimination": pl.Float64,
    "discrimination_low": pl.Float64,
    "discrimination_high": pl.Float64,
    "discrimination_reason": pl.String,
    "flag": pl.String,
}
# Below WEAK a question hardly tells those who know from those who do not; under HARD or over EASY nearly everyone gives
# the same answer. Source: Ebel and Frisbie (1991), Essentials of Educational Measurement, chapter 13.
WEAK, HARD, EASY = 0.2, 0.2, 0.9
MESSAGES = (
    "Those who do well on the rest of the test get it wrong: the key may be.",
    "It hardly tells those who know from those who do not.",
    "Nearly everyone gets it wrong.",
    "Nearly everyone gets it right.",
)
FLAGS = dict(zip(("wrong_key", "weak", "hard", "easy"), MESSAGES, strict=True))

_TEXTS = ("name", "stem_en", "stem_fr", "competency", "form", "programme")
_TOLD = ("difficulty", "low", "high", "discrimination", "discrimination_low", "discrimination_high", "flag")


@guarded(Cells("learners", ("question",), {"right": "learners"}, {"right": _TOLD}, kept=_TEXTS, says=("flag",)))
def items(warehouse: Warehouse, scope: Scope) -> pl.DataFrame:
    """Tell each question of the tests in a scope, by the first answer of each learner.

    Returns
    -------
    polars.DataFrame
        `ITEMS`: `difficulty` is the share right (the higher, the easier), `right` the answers wholly right;
        `discrimination` the correlation with the rest of the test; `flag` is a key of `FLAGS`, set only where the
        whole interval says so.
    """
    each = each_of(warehouse, scope, "items")
    rows = [_item(part) for _, part in each.group_by("question", maintain_order=True)]
    return pl.DataFrame(rows, schema=ITEMS)


def _item(answers: pl.DataFrame) -> dict[str, Any]:
    difficulty = item_difficulty(answers["score"].to_numpy(), answers["person"].to_numpy())
    sat = answers.drop_nulls("rest")
    discrimination = point_biserial(sat["score"].to_numpy(), (sat["score"] + sat["rest"]).to_numpy())
    return {
        **{name: answers[name][0] for name in ("question", *_TEXTS)},
        "n": difficulty.n,
        "learners": difficulty.learners,
        "right": int((answers["score"] >= 1).sum()),
        "difficulty": difficulty.value,
        "low": difficulty.low,
        "high": difficulty.high,
        "reason": difficulty.reason,
        "discrimination": discrimination.value,
        "discrimination_low": discrimination.low,
        "discrimination_high": discrimination.high,
        "discrimination_reason": discrimination.reason,
        "flag": flag(difficulty, discrimination),
    }


def flag(difficulty: Estimate, discrimination: Estimate) -> str | None:
    """Return what a whole interval says against a question, the gravest first; None where it says nothing."""
    against = (
        ("wrong_key", discrimination.high, 0.0),
        ("weak", discrimination.high, WEAK),
        ("hard", difficulty.high, HARD),
        ("easy", None if difficulty.low is None else -difficulty.low, -EASY),
    )
    return next((name for name, end, limit in against if end is not None and end < limit), None)


MEASURES: tuple[Measure, ...] = (
    Measure(
        "items",
        {"en": "Questions: difficulty and discrimination", "fr": "Questions : difficulté et discrimination"},
        {
            "en": "How many get each question right, and whether those who know more do.",
            "fr": "Combien de personnes répondent juste à chaque question, et si celles qui en savent plus y arrivent.",
        },
        "share of answers right; correlation from -1 to 1",
        "first answers right over first answers, Wilson interval; correlation of each answer with the mean score on "
        "the other questions of the same test the person answered, Fisher's z interval",
        "answers to questions that were marked right, wrong or with a score",
        "20 answers from 10 learners; discrimination: 20 learners who answered another question of the test too",
        ITEMS,
        items,
    ),
)
