"""What is retained, by hand, and where answers are few, missing, taught again, or of another kind."""

from dataclasses import replace
from datetime import date, timedelta
from math import log

import numpy as np
import polars as pl
import pytest

from analytics import breakdown
from analytics.knowledge import MEASURES, RETENTION, retained, retention_lags
from analytics.knowledge_counts import at_a_lag, at_each_lag
from analytics.knowledge_curve import CURVE, retention_curve
from analytics.recall import recall
from analytics.scope import Reader, Scope
from analytics.statistics import effective_size, proportion_clustered, wilson, wilson_effective
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene
from tests.support.school import DAY, School

ALL, NONE = [True] * 4, [False] * 4
SOME = [True, True, True, False]
LATER = Scope(until=date(2027, 12, 31))
TOTALS = Reader(sees_people=False)


@pytest.fixture
def school(scene: Scene) -> School:
    made = School(scene)
    made.programme()
    return made


def trained(school: School, n: int, right: list[bool] = ALL, **more: object) -> range:
    """People who learned on the first day and were tested then."""
    people = school.people(n, **more)
    school.train(people)
    for person in people:
        school.test(person, 0, right)
    return people


def headline(school: School, scope: Scope = LATER, **options: str) -> dict[str, object]:
    school.open()
    return retained(school.scene.star, scope, **options).row(0, named=True)


def test_thirty_learned_twenty_answered_three_of_four_each(school: School) -> None:
    people = trained(school, 30)
    school.invite(people[:25], 88)
    for person in people[:20]:
        school.test(person, 90, SOME, "B")
    told = headline(school)
    assert [told[name] for name in ("people", "due", "invited", "answered", "learners", "n")] == [
        30,
        30,
        25,
        20,
        20,
        80,
    ]
    assert (told["share"], told["bound_low"], told["bound_high"]) == pytest.approx((0.75, 60 / 120, 100 / 120))
    assert (told["response"], told["bounds_first"], told["headline"]) == (pytest.approx(2 / 3), False, True)
    assert (told["basis"], told["supervised"], told["pass_mark"], told["reason"]) == ("items", False, None, None)
    assert (told["days"], told["since_test"], told["tests_before"]) == pytest.approx((90, 90, 0), abs=0.01)
    own = wilson(20, 30)
    assert (told["response_low"], told["response_high"]) == pytest.approx(own)


def test_the_interval_is_wilsons_on_the_effective_sample_size(school: School) -> None:
    """Half the people know it all, half nothing: eighty answers are worth twenty."""
    people = trained(school, 20)
    for person in people:
        school.test(person, 90, ALL if person % 2 else NONE, "B")
    told = headline(school)
    answers, who = [float(person % 2) for person in people for _ in range(4)], [one for one in people for _ in range(4)]
    assert (told["low"], told["high"]) == pytest.approx(wilson_effective(0.5, effective_size(answers, who)))
    assert told["high"] - told["low"] > 1.8 * (wilson(40, 80).high - wilson(40, 80).low)  # type: ignore[operator]  # numbers


def test_only_what_was_right_on_the_day_counts(school: School) -> None:
    people = trained(school, 20, SOME)
    for person in people:
        school.test(person, 90, [True, True, False, True], "B")
    told = headline(school)
    assert (told["n"], told["share"]) == (60, pytest.approx(2 / 3))


def test_under_half_answering_the_bounds_come_first(school: School) -> None:
    people = trained(school, 50)
    for person in people[:24]:
        school.test(person, 90, ALL, "B")
    told = headline(school)
    assert (told["bounds_first"], told["share"]) == (True, 1)
    assert (told["bound_low"], told["bound_high"]) == pytest.approx((0.48, 1))
    assert told["outer_low"] < told["bound_low"]  # type: ignore[operator]  # numbers


def test_forgetters_who_answer_half_as_often_are_within_the_bounds(school: School) -> None:
    """Methods 2.6: S(90) reads .60 when the truth is .43; only the bounds hold the truth."""
    random = np.random.default_rng(43)
    people = trained(school, 300)
    for person in people:
        knows = random.random() < 0.43
        if random.random() < (0.8 if knows else 0.4):
            school.test(person, 90, [knows] * 4, "B")
    told = headline(school)
    assert told["low"] > 0.5  # type: ignore[operator]  # numbers
    assert told["bound_low"] < 0.43 < told["bound_high"]  # type: ignore[operator]  # numbers


def test_due_are_those_whose_window_has_closed_and_who_are_still_there(school: School) -> None:
    people = trained(school, 40)
    for person in people[:20]:
        school.test(person, 90, SOME, "B")
    gone = school.people(1, left_on="2026-02-01")
    late = school.people(5)
    school.train(gone)
    school.train(late, 300)
    school.train(people[30:35], 100)  # taught again before the window closed
    for person in (*gone, *late):
        school.test(person, 0 if person in gone else 300, ALL)
    school.open()
    star = school.scene.star
    until = Scope(until=date(2026, 12, 31))
    assert retained(star, until)["due"].item() == 35
    assert retained(star, Scope(until=date(2026, 4, 27)))["reason"].item() == "not_due"
    assert retained(star, replace(until, since=date(2026, 5, 1)))["due"].to_list() == [0]


def test_nobody_is_due_before_anybody_followed_up(school: School) -> None:
    trained(school, 20)
    later = school.people(20)
    school.train(later, 200)
    for person in later:
        school.test(person, 200, ALL)
        school.test(person, 290, SOME, "B")
    assert headline(school)["due"] == 20


def test_no_competency_tested_twice(school: School) -> None:
    trained(school, 30)
    school.open()
    star = school.scene.star
    for measure in (retained, retention_lags, retention_curve):
        assert measure(star, LATER)["reason"].to_list() == ["not_tested_twice"]
    assert [one.ask(star, LATER)["reason"][0] for one in MEASURES if one.key == "gained"] == ["not_tested_twice"]


def test_supervised_and_unsupervised_are_never_pooled(school: School) -> None:
    """Twenty supervised at both ends know it all, thirty unsupervised at both ends nothing."""
    people = school.people(50)
    school.train(people)
    for person in people:
        school.test(person, 0, ALL, supervised=person <= 20)
        school.test(person, 90, ALL if person <= 20 else NONE, "B", supervised=person <= 20)
    school.open()
    told = retained(school.scene.star, LATER)
    assert told["basis"].to_list() == ["items", "items"]
    shares = dict(told.select("supervised", "share").iter_rows())
    assert shares == {False: 0, True: 1}
    assert dict(told.select("supervised", "due").iter_rows()) == {False: 30, True: 20}
    assert told["headline"].to_list() == [True, False]
    assert told["supervised"][0] is False  # with most answers
    lags = retention_lags(school.scene.star, LATER)
    later = lags.filter(pl.col("lag") == "J90")
    assert dict(later.select("supervised", "share").iter_rows()) == shares
    assert dict(lags.filter(pl.col("lag") == "J0").select("supervised", "n").iter_rows()) == {False: 120, True: 80}


def test_supervised_at_one_end_only_is_a_basis_of_its_own(school: School) -> None:
    """Forty supervised on the day and not later; ten of them supervised later, too."""
    people = school.people(40)
    school.train(people)
    for person in people:
        school.test(person, 0, ALL, supervised=True)
        school.result(person, 0, scaled=0.9, success=True, supervised=True)
        school.test(person, 90, SOME, "B")
        school.test(person, 91, [True], "A")
        school.result(person, 90, "B", scaled=0.6, success=True)
    for person in people[:10]:
        school.test(person, 92, ALL, "C", supervised=True)
    school.open()
    star = school.scene.star
    names = ("supervised", "basis", "headline", "due", "answered", "share")
    told = {row[:2]: row[2:] for row in retained(star, LATER).select(names).iter_rows()}
    assert told == {
        (True, "items"): (True, 40, 10, 1),
        (False, "mixed_items"): (False, 40, 40, 0.75),
        (False, "mixed_tests"): (False, 40, 40, pytest.approx(0.6)),
        (False, "mixed_passes"): (False, 40, 40, None),
        (False, "mixed_same_items"): (False, 40, 40, 1),
    }
    lags = retention_lags(star, LATER).filter(pl.col("lag") == "J0")
    right = {row[:2]: row[2] for row in lags.select("supervised", "basis", "n").iter_rows()}
    assert (right[True, "items"], right[False, "mixed_items"], right[False, "mixed_tests"]) == (160, 160, 40)
    assert retention_curve(star, LATER)["basis"].unique().to_list() == ["items"]


def test_where_supervision_always_changed_there_is_no_headline_and_a_reason(school: School) -> None:
    for person in trained(school, 30):
        school.test(person, 90, SOME, "B", supervised=True)
        school.test(person, 30, SOME, "C", supervised=True)
    school.open()
    for scope in (LATER, Scope(reader=TOTALS)):
        told = retained(school.scene.star, scope)
        assert told.select("basis", "headline", "share", "reason").rows() == [
            ("items", True, None, "supervision_changed"),
            ("mixed_items", False, pytest.approx(0.75, abs=0.06), None),  # rounded for readers of totals
        ]
        lags = retention_lags(school.scene.star, scope)
        assert lags.filter("headline")["reason"].to_list() == ["supervision_changed"]
    assert retention_curve(school.scene.star, LATER)["reason"].to_list() == ["supervision_changed"]
    same(retention_lags(school.scene.star, LATER), at_each_lag(school.scene.star, LATER).drop("by"))


def test_the_very_same_questions_are_told_apart(school: School) -> None:
    people = trained(school, 40)
    for person in people:
        school.test(person, 90, ALL if person <= 20 else NONE, "A" if person <= 20 else "B")
    school.open()
    told = retained(school.scene.star, LATER).select("basis", "share", "headline")
    assert told.rows() == [("items", 0, True), ("same_items", 1, False)]


def test_pass_marks_are_printed_and_never_pooled(school: School) -> None:
    """Two tests of the same memory, one passed from half, the other from three quarters."""
    school.programme("strict", "lifting")
    people = school.people(40)
    for key, mark in (("safety", 0.5), ("strict", 0.75)):
        school.train(people, programme=key)
        for person in people:
            low = 0.25 if person == 1 else 0.5
            school.result(person, 0, scaled=1.0, success=True, programme=key)
            school.result(person, 90, "B", scaled=low, success=low >= mark, programme=key)
        for scaled in (0.25, 0.5, 0.75, 1.0):  # somebody else, from whom the marks are known
            for form in "AB":
                school.result(99, 0.2, form, scaled=scaled, success=scaled >= mark, programme=key)
    school.rows["person"].append({"person": 99, "left_on": "2026-01-06"})
    school.open()
    told = retained(school.scene.star, LATER)
    passes = told.filter(pl.col("basis") == "passes").sort("pass_mark")
    assert passes.select("pass_mark", "n").rows() == [(0.5, 40), (0.75, 40)]
    assert passes["share"].to_list() == pytest.approx([39 / 40, 0])
    tests = told.filter(pl.col("basis") == "tests")
    assert (tests["n"].item(), tests["share"].item()) == (80, pytest.approx(0.49375))
    assert tests["headline"].item() is True


def test_forms_of_one_test_have_one_pass_mark(school: School) -> None:
    """Of the second form only two results are known, far apart: its mark is that of the first."""
    people = school.people(40)
    school.train(people)
    for person in people:
        school.result(person, 0, scaled=0.75, success=True)
        school.result(person, 90, "B", scaled=1.0 if person % 2 else 0.25, success=person % 2 > 0)
    school.result(99, 0.2, scaled=0.5, success=False)
    school.rows["person"].append({"person": 99, "left_on": "2026-01-06"})
    school.open()
    told = retained(school.scene.star, LATER)
    passes = told.filter(pl.col("basis") == "passes")
    assert passes.select("pass_mark", "n", "share").rows() == [(0.75, 40, 0.5)]


def test_a_pass_mark_nobody_knows_tells_no_share(school: School) -> None:
    people = school.people(30)
    school.train(people)
    for person in people:
        school.result(person, 0, success=True)
        school.result(person, 90, "B", success=person % 2 == 0)
    told = headline(school)
    assert [told[name] for name in ("basis", "n", "share", "reason")] == ["passes", 30, None, "pass_mark_unknown"]


def test_what_another_programme_taught_again_is_left_out_and_counted(school: School) -> None:
    school.programme("twin", "first aid", "e-learning")
    people = trained(school, 30)
    school.train(people[20:], 60, "twin")
    for person in people:
        school.test(person, 90, SOME, "B")
    told = headline(school)
    assert (told["due"], told["answered"], told["retaught"]) == (20, 20, 0)
    counted = retained(school.scene.star, LATER, lag="J30").row(0, named=True)
    assert counted["retaught"] == 40


def test_a_test_of_the_same_half_day_is_of_the_day_and_one_before_is_a_pre_test(school: School) -> None:
    people = school.people(25)
    school.rows["fact"] += [
        {
            "person": one,
            "programme": "safety",
            "verb": "initialized",
            "activity": 1,
            "happened": DAY - timedelta(hours=4),
        }
        for one in people
    ]
    school.train(people)
    for person in people:
        school.test(person, -1, NONE, "C")
        school.test(person, -0.01, ALL)  # before the tool says it is completed
        school.test(person, 90, SOME, "B")
    assert headline(school)["share"] == 0.75


def test_lags_by_days_since_training_and_since_the_test_before(school: School) -> None:
    people = trained(school, 30, SOME)
    for person in people:
        school.test(person, 30, ALL, "B")
        school.test(person, 90, [person % 2 == 0] * 4, "C")
    school.open()
    told = retention_lags(school.scene.star, LATER)
    assert told["lag"].to_list() == ["J0", "J30", "J90"]
    assert told["share"].to_list() == pytest.approx([0.75, 1, 0.5])
    assert told["isotonic"].to_list() == [None, 1, 0.5]
    assert told["since_test"].to_list()[1:] == pytest.approx([30, 60], abs=0.01)
    assert told["tests_before"].to_list()[1:] == [0, 1]


def test_a_course_that_rises_is_pooled(school: School) -> None:
    people = trained(school, 40)
    for person in people:
        school.test(person, 30, [person % 2 == 0] * 4, "B")
        school.test(person, 90, [person % 4 != 0] * 4, "C")
    school.open()
    told = retention_lags(school.scene.star, LATER).filter(pl.col("lag") != "J0")
    assert told["share"].to_list() == pytest.approx([0.5, 0.75])
    assert told["isotonic"].to_list() == pytest.approx([0.625, 0.625])


def test_told_apart_by_programme_competency_modality_and_unit(school: School) -> None:
    school.scene.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in "ab")])
    school.programme("lifting", "lifting", "e-learning")
    for unit, key, right in (("a", "safety", ALL), ("b", "lifting", SOME)):
        people = school.people(20, unit=unit)
        school.train(people, programme=key)
        for person in people:
            school.test(person, 0, ALL, programme=key)
            school.test(person, 90, right, "B", programme=key)
    school.open()
    star = school.scene.star
    for by, names in (
        ("programme", ("lifting", "safety")),
        ("competency", ("lifting", "first aid")),
        ("modality", ("e-learning", "classroom")),
        ("unit", ("b", "a")),
    ):
        told = dict(retained(star, LATER, by=by).select("by", "share").iter_rows())
        assert told == {names[0]: 0.75, names[1]: 1}
    assert retained(star, replace(LATER, programmes=("lifting",)))["share"].item() == 0.75
    assert retained(star, replace(LATER, modality="classroom"))["share"].item() == 1
    assert retained(star, replace(LATER, units=("b",)))["share"].item() == 0.75
    assert retained(star, replace(LATER, reader=Reader(("a",))))["due"].item() == 20
    totals = replace(LATER, until=None, reader=TOTALS)
    assert retained(star, totals, by="unit")["by"].to_list() == ["a", "b"]
    with pytest.raises(Forbidden, match="totals only"):
        retained(star, totals, by="modality")


def test_lags_are_told_apart_as_any_measure_is(school: School) -> None:
    for person in trained(school, 20):
        school.test(person, 90, SOME, "B")
    school.open()
    told = breakdown.by(school.scene.star, LATER, MEASURES[1], "programme")
    assert told.select("by", "lag", "share").rows() == [("safety", "J0", 1), ("safety", "J90", 0.75)]
    assert told.schema == pl.Schema(breakdown.schema_by(MEASURES[1]))
    apart = breakdown.by(school.scene.star, LATER, MEASURES[0], "competency")  # a dimension of its own
    assert apart.select("by", "share").rows() == [("first aid", 0.75)]
    with pytest.raises(BadRequest, match="by: 'device' is none of unit, programme, competency, modality"):
        breakdown.by(school.scene.star, LATER, MEASURES[0], "device")


def test_few_people_are_hidden_from_who_sees_totals_only(school: School) -> None:
    people = trained(school, 4)
    for person in people:
        school.test(person, 90, SOME, "B")
    told = headline(school, Scope(reader=TOTALS))
    assert {told[name] for name in ("people", "due", "n", "share", "days")} == {None}


@pytest.mark.parametrize(("name", "value"), [("lag", "J0"), ("lag", "J12"), ("by", "weather")])
def test_what_there_is_none_of_is_refused(scene: Scene, name: str, value: str) -> None:
    with pytest.raises(BadRequest, match=f"^{name}: "):
        retained(scene.star, LATER, **{name: value})
    with pytest.raises(BadRequest, match="course"):
        retained(scene.star, Scope(course="https://example.org/safety/course"))


# The curve


def forgetting(school: School, half: float, lags: tuple[float, ...], n: int = 60) -> None:
    """At each lag n people of its own answer, of a programme of its own, who forget by a Weibull law."""
    random = np.random.default_rng(1)
    for lag in lags:
        chance = np.exp(-log(2) * (lag / half) ** 0.6)
        answered(school, lag, [list(random.random(4) < chance) for _ in range(n)])
    school.open()


def answered(school: School, lag: float, right: list[list[bool]]) -> None:
    """People of a programme of its own, all right on the day, who all answer at one lag."""
    key = f"lag-{lag}"
    school.programme(key, key)
    people = school.people(len(right))
    school.train(people, programme=key)
    for person, told in zip(people, right, strict=True):
        school.test(person, 0, [True] * len(told), programme=key)
        school.test(person, lag, told, "B", programme=key)


def test_the_half_life_of_a_known_law_is_told_where_its_conditions_hold(school: School) -> None:
    forgetting(school, 75, (7, 30, 90, 180), 120)
    told = retention_curve(school.scene.star, LATER)
    row = told.row(0, named=True)
    assert row["half_life_reason"] is None
    assert row["half_life_low"] < 75 < row["half_life_high"] <= 2 * 181
    assert (row["lags"], row["more_than"], row["retest"]) == (4, None, None)
    assert told["days"].min() >= 7 and told["days"].max() <= 181  # type: ignore[operator]  # noqa: PT018 -- one span
    true = np.exp(-log(2) * (told["days"].to_numpy() / 75) ** 0.6)
    assert ((told["low"].to_numpy() < true) & (true < told["high"].to_numpy())).mean() > 0.9
    assert min(row["weibull_r2"], row["power_r2"]) > 0.7
    assert told.schema == pl.Schema(CURVE)


def test_two_lags_tell_for_how_long_half_is_surely_known(school: School) -> None:
    forgetting(school, 400, (30, 90))
    row = retention_curve(school.scene.star, LATER).row(0, named=True)
    assert (row["half_life"], row["half_life_reason"], row["more_than"]) == (None, "few_lags", 90)
    assert row["power"] is None


def test_a_set_that_ends_too_far_is_not_told(school: School) -> None:
    """The example of methods 2.4: the point lies beyond 180 days, Fieller's set ends at 1,203."""
    for lag, asked, kept in zip((1, 7, 30, 90, 180), (110, 95, 80, 60, 40), (96, 76, 55, 36, 21), strict=True):
        answered(school, lag, [[number < kept] for number in range(asked)])
    school.open()
    row = retention_curve(school.scene.star, LATER).row(0, named=True)
    assert (row["half_life"], row["half_life_reason"], row["n"]) == (None, "beyond_lags", 385)
    assert row["shape"] == pytest.approx(0.3045, abs=0.002)
    assert row["more_than"] == 30  # at 90 days Wilson's interval reaches below a half


@pytest.mark.parametrize(
    ("asked", "kept", "reason"), [(25, (22, 18, 10), "few_lags"), (40, (28, 26, 27), "not_bounded")]
)
def test_no_half_life_from_few_answers_at_a_lag_nor_from_a_set_without_end(
    school: School, asked: int, kept: tuple[int, ...], reason: str
) -> None:
    """Methods 2.6: at least 30 answers at each of three lags, and a bounded set of Fieller."""
    for lag, known in zip((7, 30, 90), kept, strict=True):
        answered(school, lag, [[number < known] for number in range(asked)])
    school.open()
    row = retention_curve(school.scene.star, LATER).row(0, named=True)
    assert (row["lags"], row["half_life"], row["half_life_reason"]) == (3, None, reason)


def test_a_test_is_of_the_lag_whose_window_its_days_since_the_training_lie_in(school: School) -> None:
    """The windows of methods 2.6, both ends in; between them a test is of no lag."""
    ends = {0.4: "J0", 0.6: "J1", 2.9: "J1", 4.5: None, 5.1: "J7", 9.9: "J7", 15: None, 22.1: "J30", 37.9: "J30",
            50: None, 67.1: "J90", 112.9: "J90", 120: None, 135.1: "J180", 224.9: "J180", 250: None, 274.1: "J365",
            455.9: "J365", 460: None}  # fmt: skip
    for person, after in zip(trained(school, len(ends)), ends, strict=True):
        school.result(person, after, "B", scaled=0.5, success=False)
    school.open()
    told = recall(school.scene.star, Scope(until=date(2028, 12, 31))).answers.filter(~pl.col("question"))
    assert dict(told.select(pl.col("days").round(1), "lag").iter_rows()) == ends


def test_where_few_of_those_due_answered_no_half_life_is_told(school: School) -> None:
    for lag, kept in ((7, 36), (30, 30), (90, 20)):
        for number, person in enumerate(trained(school, 40)):
            school.test(person, lag, [number < kept] * 4, "B")
    school.open()
    row = retention_curve(school.scene.star, LATER).row(0, named=True)
    assert (row["lags"], row["half_life"], row["half_life_reason"]) == (3, None, "low_response")
    assert row["more_than"] is None


def test_tests_that_teach_again_are_adjusted_for(school: School) -> None:
    """Who was tested at 30 days forgets half as fast: the curve is of those who were not, the factor is told."""
    random = np.random.default_rng(12)
    people = trained(school, 500)
    for person in people:
        tested = person % 2 == 0
        if tested:
            school.test(person, 30, list(random.random(4) < np.exp(-log(2) * (30 / 75) ** 0.6)), "B")
        hazard = log(2) * (90 / 75) ** 0.6 * (0.4 if tested else 1)
        school.test(person, 90, list(random.random(4) < np.exp(-hazard)), "C")
    school.open()
    told = retention_curve(school.scene.star, LATER)
    row = told.filter(pl.col("days") == 90).row(0, named=True)
    assert row["retest_low"] < 0.4 < row["retest_high"] < 1
    true = float(np.exp(-log(2) * (90 / 75) ** 0.6))
    assert row["low"] < true < row["high"]
    pooled = retained(school.scene.star, LATER).row(0, named=True)
    assert pooled["low"] > true  # as they were tested, they know more


def test_curves_of_supervised_tests_stand_alone(school: School) -> None:
    for supervised in (True, False):
        for lag in (30, 90):
            people = school.people(30)
            school.train(people)
            for person in people:
                school.test(person, 0, ALL, supervised=supervised)
                school.test(person, lag, [person % 3 > 0] * 3 + [supervised], "B", supervised=supervised)
    school.open()
    told = retention_curve(school.scene.star, LATER)
    assert set(told["supervised"]) == {True, False}
    assert told.group_by("supervised").agg(pl.col("n").first())["n"].to_list() == [240, 240]


def test_the_columns_are_those_promised(school: School) -> None:
    for person in trained(school, 20):
        school.test(person, 90, SOME, "B")
    school.open()
    assert retained(school.scene.star, LATER).schema == pl.Schema(RETENTION)


def test_clustered_answers_are_the_authority_for_the_share(school: School) -> None:
    """The measure tells what `proportion_clustered` tells of the same answers (Korn and Graubard 1998)."""
    random = np.random.default_rng(3)
    people = trained(school, 40)
    answers, who = [], []
    for person in people:
        right = list(random.random(4) < random.random())
        school.test(person, 90, right, "B")
        answers += [float(one) for one in right]
        who += [person] * 4
    told, known = headline(school), proportion_clustered(answers, who)
    assert (told["share"], told["low"], told["high"]) == pytest.approx((known.value, known.low, known.high))


def test_whom_rows_count_is_known_of_every_unit_before_the_rest(school: School) -> None:
    """Two programmes, three units, two footings: a unit below its parent, one tested by whole tests alone."""
    scene = school.scene
    scene.put("unit", [{"unit": "group"}, *({"unit": one, "parent": "group", "depth": 1} for one in "abc")])
    school.programme("lifting", "lifting")
    for unit, key in (("a", "safety"), ("b", "lifting"), ("b", "safety")):
        people = school.people(7, unit=unit)
        school.train(people, programme=key)
        for person in people:
            school.test(person, 0, ALL, programme=key)
            school.test(person, 30, SOME, "B", programme=key)
        school.invite(people, 88, programme=key)
        for person in people[:5]:
            school.test(person, 90, SOME, "B", programme=key)
    people = school.people(6, unit="c")
    school.train(people)
    for person in people:
        school.result(person, 0, scaled=0.9, success=True)
        school.result(person, 90, "B", scaled=0.8, success=True)
    school.open()
    for units in ((), ("group",), ("a",), ("b",), ("c",)):
        scope = replace(LATER, units=units)
        for by in (None, "competency", "programme"):
            told = retained(scene.star, scope, by=by)
            same(told, at_a_lag(scene.star, scope, lag="J90", by=by))
        same(retention_lags(scene.star, scope), at_each_lag(scene.star, scope).drop("by"))


def same(told: pl.DataFrame, counts: pl.DataFrame) -> None:
    own = told.select(counts.columns).filter(pl.col("people") > 0)
    assert own.height
    assert sorted(own.rows(), key=repr) == sorted(counts.filter(pl.col("people") > 0).rows(), key=repr)


@pytest.mark.parametrize(("n", "reason"), [(20, "hidden"), (40, None)])
def test_readers_of_totals_are_told_no_share_that_is_rounded_to_halves(
    school: School, n: int, reason: str | None
) -> None:
    """Of twenty people three in four would be told as all, or as half; of forty it is told to a fifth or less."""
    for person in trained(school, n):
        school.test(person, 30, SOME, "B")
        school.test(person, 90, SOME, "B")
    row = headline(school, Scope(reader=TOTALS))
    assert (row["share"] is None, row["reason"], row["due"]) == (reason is not None, reason, n)
    lags = retention_lags(school.scene.star, Scope(reader=TOTALS))
    assert set(lags["share"].is_null()) == {reason is not None}
    curve = retention_curve(school.scene.star, Scope(reader=TOTALS))
    assert (curve.height == 1, curve["reason"][0]) == (reason is not None, reason)
