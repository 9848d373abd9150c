"""Difficulty and discrimination of questions, from the answers as tools tell them."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from typing import Any

import numpy as np
import pytest

from analytics.items import FLAGS, flag, items
from analytics.scope import Reader, Scope
from analytics.statistics import Estimate, wilson
from tests.support.scene import Scene, several

MARCH = Scope(date(2026, 3, 1), date(2026, 3, 31))
TEST = 100


@pytest.fixture
def scene(scene: Scene) -> Scene:
    scene.put("person", several(60))
    scene.put(
        "activity", [{"activity": n, "iri": f"https://example.org/q{n}", "type": "question"} for n in range(1, 7)]
    )
    return scene


def answered(
    scene: Scene, question: int, scores: Sequence[float | None], happened: str = "2026-03-02 08:00", **more: Any
) -> None:
    """Put the answers of people 1, 2, …; None is one who did not answer."""
    rows = []
    for person, score in enumerate(scores, 1):
        scene.star._seq += 1
        if score is not None:
            who = {"person": person, "happened": happened, "activity": question, "seq": scene.star._seq}
            rows.append(who | {"scaled": score, "question": True, "test": TEST, "programme": "safety"} | more)
    kept = ("person", "happened", "activity", "seq", "programme")
    scene.put("fact", [{name: row[name] for name in kept} for row in rows])
    scene.put("assessment", rows)


def test_difficulty_and_discrimination_of_a_whole_test(scene: Scene) -> None:
    rng = np.random.default_rng(5)
    given = (rng.normal(size=(4, 60)) < rng.normal(size=60)).astype(float)
    for question, scores in enumerate(given, 1):
        answered(scene, question, scores.tolist())
    told = items(scene.star, MARCH)
    assert told["question"].to_list() == [f"https://example.org/q{n}" for n in (1, 2, 3, 4)]
    for row, scores in zip(told.iter_rows(named=True), given, strict=True):
        assert (row["n"], row["learners"], row["right"]) == (60, 60, scores.sum())
        assert row["difficulty"] == pytest.approx(scores.mean())
        assert (row["low"], row["high"]) == pytest.approx(wilson(scores.sum(), 60))
        rest = given.sum(axis=0) - scores  # corrected for the question itself
        assert row["discrimination"] == pytest.approx(np.corrcoef(scores, rest)[0, 1])
        assert row["discrimination_low"] < row["discrimination"] < row["discrimination_high"]


def test_only_the_first_answer_of_each_learner_counts(scene: Scene) -> None:
    answered(scene, 1, [0.0] * 30)
    answered(scene, 1, [1.0] * 30, "2026-03-05 08:00", attempt=2)
    told = items(scene.star, MARCH).row(0, named=True)
    assert (told["n"], told["right"], told["difficulty"]) == (30, 0, 0)
    later = items(scene.star, replace(MARCH, since=date(2026, 3, 4))).row(0, named=True)
    assert later["difficulty"] == 1, "the first within the period"


def test_a_verdict_goes_before_a_score_and_a_mere_response_is_no_answer(scene: Scene) -> None:
    answered(scene, 1, [0.4] * 25, success=True)
    answered(scene, 2, [7.0, -3.0, 0.5])
    answered(scene, 3, [0.0] * 9, scaled=None, response="b")
    told = items(scene.star, MARCH)
    assert told["n"].to_list() == [25, 3]
    assert told["right"].to_list() == [25, 1]
    assert told["difficulty"].to_list() == [1, None]
    assert told["reason"].to_list() == [None, "few_learners"]


def test_what_was_left_out_of_a_test_does_not_count_as_wrong(scene: Scene) -> None:
    able = [1.0, 0.0] * 15
    answered(scene, 1, able)
    answered(scene, 2, able)
    answered(scene, 3, [None if person % 3 else score for person, score in enumerate(able)])
    answered(scene, 4, [1.0] * 30, test=TEST + 1)
    told = items(scene.star, MARCH)
    assert told["n"].to_list() == [30, 30, 10, 30]
    assert told["discrimination"].to_list() == pytest.approx([1, 1, None, None])
    assert told["discrimination_reason"].to_list() == [None, None, "few_answers", "no_data"]


def test_flags_need_the_whole_interval(scene: Scene) -> None:
    able = [1.0, 0.0] * 30
    for question in (1, 2):
        answered(scene, question, able)
    answered(scene, 3, [1 - score for score in able])
    answered(scene, 4, [1.0] * 60, test=TEST + 1)
    answered(scene, 5, [0.0] * 60, test=TEST + 1)
    told = items(scene.star, MARCH)
    assert told["flag"].to_list()[2:] == ["wrong_key", "easy", "hard"]
    assert set(told["flag"].drop_nulls()) <= set(FLAGS)
    sure, unsure = (Estimate(0.1, -0.1, high, 60, 60) for high in (0.19, 0.3))
    middling = Estimate(0.5, 0.4, 0.6, 60, 60)
    assert (flag(middling, sure), flag(middling, unsure)) == ("weak", None)


def test_what_the_organisation_says_of_its_questions_is_told(scene: Scene) -> None:
    iri = "https://example.org/q1"
    scene.put(
        "question",
        [{"activity": iri, "stem_en": "<b>Why?</b>", "stem_fr": "Pourquoi ?", "form": "A", "competency": "c"}],
    )
    answered(scene, 1, [1.0] * 20)
    told = items(scene.star, replace(MARCH, programmes=("safety",))).row(0, named=True)
    assert (told["stem_en"], told["stem_fr"], told["form"], told["competency"]) == (
        "<b>Why?</b>",
        "Pourquoi ?",
        "A",
        "c",
    )
    assert items(scene.star, replace(MARCH, programmes=("another",))).is_empty()


def test_who_sees_totals_is_not_told_the_few_who_were_right(scene: Scene) -> None:
    answered(scene, 1, [1.0] * 2 + [0.0] * 28)
    answered(scene, 2, [1.0] * 15 + [0.0] * 15)
    told = items(scene.star, replace(MARCH, reader=Reader(sees_people=False)))
    assert told["learners"].null_count() == 0
    assert told["right"].is_null().to_list() == [True, False]
    assert told["difficulty"].is_null().to_list() == [True, False]
    assert told["discrimination"].is_null().to_list() == [True, False]
    assert told["reason"].to_list() == ["hidden", None]
