"""What was gained and kept, what it cost, and when to look at it again."""

from collections.abc import Iterator
from datetime import date, timedelta
from decimal import Decimal

import pytest

from analytics.knowledge import retained, retention_lags
from analytics.knowledge_gained import GAINED, gained
from analytics.knowledge_reviews import review_dates
from analytics.scope import Reader, Scope
from analytics.statistics import wilson
from lrs.errors import BadRequest, Forbidden
from tests.support.scene import Scene
from tests.support.school import DAY, School

LATER = Scope(until=date(2026, 12, 31))
FIRST = DAY.date()


@pytest.fixture
def school(scene: Scene) -> Iterator[School]:
    made = School(scene, items=1)
    made.programme()
    yield made
    with scene.star.cursor() as cursor:
        cursor.execute("DELETE FROM warehouse.cost")


def class_of(school: School, known: range | None, kept: range, n: int = 100, answers: range | None = None) -> None:
    """People who knew it before, or nobody knows; who all know it on the day, and some of whom at 90 days."""
    people = school.people(n)
    for person in people:
        if known is not None:
            school.test(person, -3, [person in known], "C")
    school.train(people)
    for person in people:
        school.test(person, 0, [True])
        if answers is None or person in answers:
            school.test(person, 90, [person in kept], "B")


def pay(school: School, amount: int) -> None:
    told = {"line": "1", "programme": "safety", "amount": amount, "valid_from": "2026-01-01"}
    school.rows["cost"].append(told)
    school.rows["rollup"] += [
        {"person": one["person"], "programme": "safety", "quarter": DAY} for one in school.rows["person"]
    ]


def row(school: School, scope: Scope = LATER) -> dict[str, object]:
    school.open()
    return gained(school.scene.star, scope).row(0, named=True)


def test_ten_thousand_euros_a_hundred_people_sixty_knew_sixty_five_know(school: School) -> None:
    """Methods 1.2: 154 € for each competency gross, 2,000 € for each gained."""
    class_of(school, range(1, 61), range(1, 66))
    pay(school, 10_000)
    told = row(school)
    assert (told["gross"], told["before"], told["after"]) == (False, pytest.approx(0.6), pytest.approx(0.65))
    assert told["gained"] == pytest.approx(0.05)
    assert told["low"] < 0.05 < told["high"]  # type: ignore[operator]  # numbers
    assert (told["completions"], told["kept"], told["kept_gained"]) == (100, pytest.approx(65), pytest.approx(5))
    assert (told["cost"], told["currency"]) == (Decimal("10000.00"), "EUR")
    assert (told["cost_per_kept"], told["cost_per_gained"]) == (Decimal("153.85"), Decimal("2000.00"))
    assert told["cost_per_kept_high"] == told["cost_per_kept"]  # everybody answered


def test_without_a_pre_test_it_is_gross_and_says_so(school: School) -> None:
    class_of(school, None, range(1, 66))
    pay(school, 10_000)
    told = row(school)
    assert (told["gross"], told["before"], told["gained"]) == (True, None, pytest.approx(0.65))
    assert told["cost_per_gained"] == told["cost_per_kept"] == Decimal("153.85")


def test_the_very_same_questions_asked_again_are_a_gain_told_apart(school: School) -> None:
    """Half are asked at 90 days what they were asked before the training, a quarter what they were asked on the day."""
    people = school.people(100)
    for person in people:
        school.test(person, -3, [False], "C")
    school.train(people)
    for person in people:
        school.test(person, 0, [True])
        form = "C" if person <= 50 else "A" if person <= 75 else "B"
        school.test(person, 90, [form != "B"], form)
    school.open()
    told = gained(school.scene.star, LATER).select("basis", "gross", "answered", "before", "gained")
    assert told.rows() == [("items", False, 25, 0, 0), ("same_items", False, 75, 0, 1)]


def test_where_all_questions_are_the_same_it_says_so(school: School) -> None:
    people = school.people(30)
    for person in people:
        school.test(person, -3, [False])
    school.train(people)
    for person in people:
        school.test(person, 0, [True])
        school.test(person, 90, [True])
    told = row(school)
    assert (told["basis"], told["gained"]) == ("same_items", 1)


def test_questions_and_whole_tests_are_never_in_one_share(school: School) -> None:
    """Before by scores, at 90 days by questions: nothing to take off, whichever tests most answered."""
    people = school.people(40)
    for person in people:
        school.result(person, -3, "C", scaled=0.5, success=False)
    school.train(people)
    for person in people:
        school.test(person, 0, [True])
        school.test(person, 90, [True], "B")
    for person in people[:30]:
        school.result(person, 90, "B", scaled=0.9, success=True)
    school.open()
    told = gained(school.scene.star, LATER).select("basis", "gross", "answered", "before", "gained")
    assert told.rows() == [("items", True, 40, None, 1), ("tests", False, 30, 0.5, pytest.approx(0.4))]


def test_one_stray_test_before_leaves_it_gross(school: School) -> None:
    class_of(school, None, range(1, 46), 60)
    school.test(1, -3, [False], "C")
    pay(school, 10_000)
    told = row(school)
    assert (told["gross"], told["answered"], told["before"], told["before_n"]) == (True, 60, None, 1)
    assert (told["gained"], told["reason"]) == (0.75, None)
    assert told["cost_per_gained"] == told["cost_per_kept"] is not None
    for person in range(2, 21):
        school.test(person, -3, [False], "C")
    school.scene.put("assessment", school.rows["assessment"][-19:])
    school.scene.put("fact", school.rows["fact"][-19:])
    told = gained(school.scene.star, LATER).row(0, named=True)
    assert (told["gross"], told["answered"], told["before_n"], told["gained"]) == (False, 20, 20, 1)


def test_who_did_not_answer_bounds_what_was_gained(school: School) -> None:
    class_of(school, range(1, 61), range(1, 41), answers=range(1, 41))
    pay(school, 10_000)
    told = row(school)
    assert (told["due"], told["answered"], told["bounds_first"]) == (100, 40, True)
    assert told["gained"] == pytest.approx(0)  # those 40 knew it before
    assert (told["bound_low"], told["bound_high"]) == pytest.approx((-0.2, 0.4))
    assert (told["cost_per_gained"], told["cost_per_gained_high"]) == (None, None)
    # all 40 who answered know it: 100 € each, 250 € had the 60 others forgotten it
    assert (told["after"], told["after_bound"]) == pytest.approx((1, 0.4))
    assert (told["cost_per_kept"], told["cost_per_kept_high"]) == (Decimal("100.00"), Decimal("250.00"))


def test_what_was_known_before_is_not_of_the_day_where_another_way_had_begun(school: School) -> None:
    """Tested just before a quick programme, by people who had tried another way to the same competency."""
    school.programme("game", modality="serious-game")
    school.train(school.people(20), programme="game")
    for person in range(1, 21):
        school.test(person, 199.9, [False], "C")
    school.train(range(1, 21), 200)
    for person in range(1, 21):
        school.test(person, 200, [True])
        school.test(person, 290, [True], "B")
    told = row(school)
    assert (told["due"], told["before"], told["after"], told["gross"]) == (20, None, 1, True)
    day = retention_lags(school.scene.star, LATER).row(0, named=True)
    assert (day["lag"], day["due"], day["n"], day["share"]) == ("J0", 20, 20, 1)


def asked_four(school: School, n: int, asked: int, right: int) -> None:
    """People asked some of four questions at 90 days, of which they know some."""
    school.items = 4
    school.programme("four", "four")
    people = school.people(n)
    school.train(people, programme="four")
    for person in people:
        school.test(person, 0, [True] * 4, programme="four")
        school.test(person, 90, [item < right for item in range(asked)], "B", programme="four")
    told = {"line": "4", "programme": "four", "amount": 4_800, "valid_from": "2026-01-01"}
    school.rows["cost"].append(told)
    school.rows["rollup"] += [{"person": one, "programme": "four", "quarter": DAY} for one in people]


def test_enough_are_twenty_answers_of_ten_learners_not_twenty_learners(school: School) -> None:
    """Twelve people answer four questions each, three right: 48 answers, as many as `retained` tells a share of."""
    asked_four(school, 12, 4, 3)
    told = row(school)
    assert (told["n"], told["learners"], told["after"], told["reason"]) == (48, 12, 0.75, None)
    assert (told["after_low"], told["after_high"]) == pytest.approx(wilson(9, 12))  # twelve cases, no more
    assert told["after"] == retained(school.scene.star, LATER)["share"][0]
    assert (told["after_bound"], told["bound_low"], told["bound_high"]) == (0.75, 0.75, 0.75)
    assert (told["cost_per_kept"], told["cost_per_kept_high"]) == (Decimal("533.33"), Decimal("533.33"))
    assert told["cost_reason"] is None


@pytest.mark.parametrize(
    ("n", "asked", "right", "reason"),
    [(12, 1, 1, "few_answers"), (9, 4, 4, "few_learners"), (12, 4, 0, "none_kept")],
)
def test_where_no_cost_of_each_is_told_it_says_why(school: School, n: int, asked: int, right: int, reason: str) -> None:
    asked_four(school, n, asked, right)
    told = row(school)
    assert (told["cost"], told["cost_per_kept"], told["cost_reason"]) == (Decimal("4800.00"), None, reason)


def test_where_nothing_is_gained_no_cost_of_each_gained_is_told(school: School) -> None:
    class_of(school, range(1, 61), range(1, 61))
    pay(school, 10_000)
    told = row(school)
    assert (told["gained"], told["cost_per_gained"], told["cost_reason"]) == (0, None, "none_gained")
    assert told["cost_per_kept"] == Decimal("166.67")


def test_without_a_ledger_no_cost_is_told(school: School) -> None:
    class_of(school, None, range(1, 66))
    told = row(school)
    assert (told["cost"], told["cost_per_kept"], told["cost_reason"]) == (None, None, "no_cost")
    narrowed = gained(school.scene.star, Scope(until=LATER.until, country="FR"))
    assert narrowed["cost_reason"].item() == "no_cost"


def test_readers_of_totals_are_told_rounded_amounts(school: School) -> None:
    class_of(school, range(1, 61), range(1, 66))
    pay(school, 10_000)
    school.rows["unit"].append({"unit": "group"})
    for one in school.rows["person"]:
        one["unit"] = "group"
    told = row(school, Scope(reader=Reader(sees_people=False)))
    assert (told["people"], told["after"], told["cost_per_kept"]) == (100, 0.65, Decimal("153.85"))
    assert list(told) == list(GAINED)


# What to review


def forgetting(school: School, known: dict[int, bool]) -> None:
    """Sixty people tested at 30 days and sixty at 90, and some more whose last test is told."""
    for lag, kept in ((30, 42), (90, 30)):
        people = school.people(60)
        school.train(people)
        for number, person in enumerate(people):
            school.test(person, 0, [True])
            school.test(person, lag, [number < kept], "B")
    for person, knew in known.items():
        school.rows["person"].append({"person": person, "name": f"Person {person}", "unit": "team"})
        school.train([person], 200)
        school.test(person, 200, [knew])
    school.open()


def test_a_day_from_the_organisations_own_curve(school: School) -> None:
    """70 % is what is left at 30 days: that is the day; who did not know it reviews it now."""
    forgetting(school, {901: True, 902: False})
    today = date(2026, 8, 1)
    told = review_dates(school.scene.star, Scope(until=today))
    named = {one["person"]: one for one in told.iter_rows(named=True)}
    knew, did_not = named[901], named[902]
    trained = FIRST + timedelta(days=200)
    assert (knew["trained"], knew["known"], knew["name"], knew["unit"]) == (trained, True, "Person 901", "team")
    assert abs((knew["review"] - trained).days - 30) <= 1
    assert knew["overdue"] is False
    assert knew["retained"] > 0.7
    assert (did_not["known"], did_not["review"], did_not["overdue"]) == (False, today, True)
    assert told["review"].is_sorted()


def test_the_period_of_a_page_moves_no_day(school: School) -> None:
    """Who was tested at 30 days forgot more, of late: the curve is still that of all there is until the last day."""
    forgetting(school, {901: True})
    until = date(2026, 8, 1)
    whole = review_dates(school.scene.star, Scope(until=until))
    assert whole.filter(person=901)["review"].item() is not None
    for since in (date(2026, 3, 15), date(2026, 7, 31)):
        assert review_dates(school.scene.star, Scope(since=since, until=until)).equals(whole)


def test_a_competency_tested_otherwise_has_the_curve_of_its_own_tests(school: School) -> None:
    """Half the competencies are followed by questions, one by scores, that fall much later."""
    forgetting(school, {901: True})
    school.rows.clear()
    school.programme("scored", "lifting")
    for lag, score in ((30, 0.9), (90, 0.8)):
        people = [1000 * lag + number for number in range(60)]
        school.rows["person"] += [{"person": one} for one in people]
        school.train(people, programme="scored")
        for person in people:
            school.result(person, 0, scaled=1.0, success=True, programme="scored")
            school.result(person, lag, "B", scaled=score, success=True, programme="scored")
    school.open()
    told = review_dates(school.scene.star, Scope(until=date(2026, 8, 1)))
    scored = told.filter(competency="lifting")
    assert scored["curve"].unique().to_list() == ["competency"]
    assert scored["reason"].unique().to_list() == ["beyond_lags"]  # it never comes down to 70 %


def test_no_day_beyond_the_last_test_anybody_took(school: School) -> None:
    forgetting(school, {901: True})
    told = review_dates(school.scene.star, Scope(until=date(2026, 8, 1)), level=0.3)
    one = next(row for row in told.iter_rows(named=True) if row["person"] == 901)
    assert ((one["review"] - one["trained"]).days, one["reason"]) == (90, "beyond_lags")


def test_who_was_trained_again_and_not_tested_is_in_no_list(school: School) -> None:
    forgetting(school, {901: True})
    again = School(school.scene, items=1)
    again._activity = school._activity
    again.train([901], 205)
    again.open()
    told = review_dates(school.scene.star, Scope(until=date(2026, 8, 1)))
    assert 901 not in told["person"]


def test_without_a_curve_there_is_no_day_and_a_reason(school: School) -> None:
    people = school.people(15)
    school.train(people)
    for person in people:
        school.test(person, 0, [True])
    school.open()
    told = review_dates(school.scene.star, Scope(until=date(2026, 8, 1)))
    assert told.select("review", "reason").unique().rows() == [(None, "few_lags")]
    assert told.height == 15


def test_lists_of_people_are_for_those_who_may_see_them(scene: Scene) -> None:
    with pytest.raises(Forbidden):
        review_dates(scene.star, Scope(reader=Reader(sees_people=False)))
    for level in (0.2, 0.96):
        with pytest.raises(BadRequest, match=r"^level: "):
            review_dates(scene.star, LATER, level=level)
