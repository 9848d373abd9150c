"""Hot and cold evaluations: means on the question's own scale, and who answered of those who were to be asked."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analytics.evaluations import COLD, evaluations
from analytics.scope import Reader, Scope
from analytics.statistics import t_interval, wilson
from lrs.errors import BadRequest
from tests.support.scene import Scene, several

SPRING = Scope(date(2026, 1, 1), date(2026, 6, 30))


@pytest.fixture
def scene(scene: Scene) -> Scene:
    scene.put("person", several(60))
    scene.put("programme", [{"programme": "safety", "modality": "classroom"}, {"programme": "sales"}])
    return scene


def completed(scene: Scene, people: int, happened: str = "2026-03-02 16:00", programme: str = "safety") -> None:
    scene.put("milestone", several(people, programme=programme, step="completed", happened=happened))


def said(scene: Scene, scores: list[float], happened: str = "2026-03-02 17:00", **more: Any) -> None:
    for person, score in enumerate(scores, 1):
        scene.star._seq += 1
        who = {"person": person, "happened": happened, "seq": scene.star._seq, "programme": "safety"}
        scene.put("fact", [who | {"verb": "rated", "programme": more.get("programme", "safety")}])
        scene.put("evaluation", [who | {"score": score} | more])


def test_a_mean_with_its_interval_and_the_share_who_answered(scene: Scene) -> None:
    completed(scene, 40)
    scores = [5.0, 4, 4, 3, 5, 2, 4, 5, 4, 4, 3, 5]
    said(scene, scores)
    told = evaluations(scene.star, SPRING).row(0, named=True)
    assert (told["programme"], told["stage"], told["item"], told["n"]) == ("safety", "hot", "overall", 12)
    assert told["mean"] == pytest.approx(4)
    assert (told["low"], told["high"]) == pytest.approx(t_interval(scores))
    assert (told["due"], told["responded"], told["response"]) == (40, 12, 0.3)
    assert (told["response_low"], told["response_high"]) == pytest.approx(wilson(12, 40))


def test_the_last_answer_of_each_learner_counts(scene: Scene) -> None:
    said(scene, [1.0] * 10)
    said(scene, [5.0] * 10, "2026-03-09 17:00")
    told = evaluations(scene.star, SPRING).row(0, named=True)
    assert (told["n"], told["mean"], told["reason"]) == (10, 5, None)
    assert (told["due"], told["response"], told["response_reason"]) == (0, None, "no_data")


@pytest.mark.parametrize(("yes", "no"), [(18, 6), (24, 0), (0, 24)])
def test_a_yes_or_no_is_a_share(scene: Scene, yes: int, no: int) -> None:
    said(scene, [1.0] * yes + [0.0] * no, item="applied", bottom=0, top=1)
    told = evaluations(scene.star, SPRING).row(0, named=True)
    assert (told["count"], told["n"], told["mean"]) == (yes, 24, yes / 24)
    assert (told["low"], told["high"]) == pytest.approx(wilson(yes, 24))


def test_of_too_few_who_said_yes_or_no_counts_only(scene: Scene) -> None:
    said(scene, [1.0] * 9 + [0.0] * 3, item="applied", bottom=0, top=1)
    told = evaluations(scene.star, SPRING).row(0, named=True)
    assert (told["count"], told["n"], told["mean"], told["low"], told["reason"]) == (9, 12, None, None, "few_answers")
    totals = Scope(date(2026, 1, 1), date(2026, 12, 31), reader=Reader(sees_people=False))
    hidden = evaluations(scene.star, totals).row(0, named=True)
    assert (hidden["learners"], hidden["count"], hidden["mean"], hidden["reason"]) == (10, None, None, "hidden")


def test_marks_between_no_and_yes_are_no_share(scene: Scene) -> None:
    said(scene, [0.2, 0.9, 1.0, 0.0] * 6, item="score", bottom=0, top=1)
    told = evaluations(scene.star, SPRING).row(0, named=True)
    assert (told["count"], told["mean"]) == (None, pytest.approx(0.525))


def test_scales_meet_on_the_one_most_answers_have(scene: Scene) -> None:
    said(scene, [3.0] * 12)
    scene.put("person", [{"person": 61}])
    scene.star._seq += 1
    other = {"person": 61, "happened": "2026-03-02 17:00", "seq": scene.star._seq, "programme": "safety"}
    scene.put("fact", [other])
    scene.put("evaluation", [other | {"score": 10, "bottom": 0, "top": 10}])
    told = evaluations(scene.star, SPRING).row(0, named=True)
    assert (told["bottom"], told["top"]) == (1, 5)
    assert told["mean"] == pytest.approx((12 * 3 + 5) / 13)


def test_a_score_outside_its_scale_is_kept_within_and_a_scale_of_nothing_left_out(scene: Scene) -> None:
    said(scene, [1e300, -1e300] * 6)
    said(scene, [3.0] * 12, item="flat", bottom=3, top=3)
    told = evaluations(scene.star, SPRING)
    assert told["item"].to_list() == ["overall"]
    assert told["mean"].to_list() == [3]
    assert (told["low"][0], told["high"][0]) >= (1, 3)
    assert told["high"][0] <= 5


def test_cold_is_due_a_month_after(scene: Scene) -> None:
    completed(scene, 30, "2026-03-02 16:00")
    said(scene, [4.0] * 12, "2026-04-10 09:00", stage="cold")
    told = evaluations(scene.star, SPRING)
    assert told.select("stage", "due", "responded").rows() == [("cold", 30, 12)]
    early = evaluations(scene.star, replace(SPRING, until=date(2026, 3, 2 + COLD - 2)))
    assert early.is_empty()


def test_an_evaluation_nobody_answered_this_time_is_told(scene: Scene) -> None:
    said(scene, [4.0] * 3, "2025-12-20 09:00")
    completed(scene, 25)
    told = evaluations(scene.star, SPRING).row(0, named=True)
    assert (told["item"], told["due"], told["response"], told["n"], told["reason"]) == (None, 25, 0, 0, "no_data")
    completed(scene, 25, programme="sales")  # which nobody ever evaluated
    assert evaluations(scene.star, SPRING)["programme"].to_list() == ["safety"]


def test_who_completed_before_there_was_an_evaluation_is_not_due(scene: Scene) -> None:
    completed(scene, 25, "2026-01-05 16:00")
    said(scene, [4.0] * 3, "2026-05-20 09:00")
    assert evaluations(scene.star, SPRING)["due"].to_list() == [0]


def test_the_modality_is_the_programmes(scene: Scene) -> None:
    said(scene, [4.0] * 3)
    said(scene, [4.0] * 3, programme="sales", happened="2026-03-03 09:00")
    said(scene, [4.0] * 3, programme=None, happened="2026-03-04 09:00")
    assert evaluations(scene.star, SPRING)["programme"].to_list() == ["safety", "sales", None]
    assert evaluations(scene.star, replace(SPRING, modality="classroom"))["programme"].to_list() == ["safety"]
    assert evaluations(scene.star, replace(SPRING, programmes=("sales",)))["programme"].to_list() == ["sales"]
    with pytest.raises(BadRequest, match="device"):
        evaluations(scene.star, replace(SPRING, device="phone"))


def test_few_answers_are_hidden_from_who_sees_totals(scene: Scene) -> None:
    completed(scene, 40)
    said(scene, [5.0] * 3)
    totals = Scope(date(2026, 1, 1), date(2026, 12, 31), reader=Reader(sees_people=False))
    told = evaluations(scene.star, totals).row(0, named=True)
    assert told["due"] is not None
    assert [told[name] for name in ("responded", "response", "learners", "n", "mean")] == [None] * 5
    assert told["top"] == 5
