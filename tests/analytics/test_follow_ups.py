"""Random follow-ups of who did not answer: by hand, where they are no ground to tell anything, and whom they draw."""

from collections.abc import Iterable
from datetime import date, timedelta

import numpy as np
import polars as pl
import pytest

from analytics.asking_again import follow_up_list, follow_ups
from analytics.follow_ups import HEARD, phased, side_of
from analytics.knowledge import retained, retention_lags
from analytics.knowledge_gained import gained
from analytics.modalities import modalities
from analytics.modalities_compared import compared, modalities_compared
from analytics.remembered import remembered
from analytics.scope import Reader, Scope
from analytics.warehouse import Warehouse
from lrs.errors import Forbidden
from lrs.organisation.following_up import is_drawn
from tests.support.record import Record
from tests.support.scene import Scene
from tests.support.school import DAY, School

ALL, NONE, HALF = [True] * 4, [False] * 4, [True, True, False, False]
LATER = Scope(until=date(2027, 12, 31))
TOTALS = Reader(sees_people=False)
ASKED, BEGINS = 80, 90  # days after the training


@pytest.fixture
def school(scene: Scene) -> School:
    made = School(scene)
    made.programme()
    return made


def rule(school: School, **more: object) -> None:
    """Write down a follow-up of one in two, from before anybody is trained."""
    school.rows["follow_up"].append({"programme": "safety", "starts": "2026-01-01", **more})


def trained(school: School, n: int, programme: str = "safety", **more: object) -> range:
    people = school.people(n, **more)
    school.train(people, programme=programme)
    for person in people:
        school.test(person, 0, ALL, programme=programme)
    school.invite(people, ASKED, programme=programme)
    return people


def answer(school: School, people: Iterable[int], after: float, right: list[bool], programme: str = "safety") -> None:
    for person in people:
        school.test(person, after, right, "B", programme=programme)


def drawn(people: Iterable[int], seed: str = "1", one_in: int = 2) -> list[int]:
    """Return whom the seed draws; the star gives people their numbers as keys."""
    return [person for person in people if is_drawn(str(person), seed, one_in)]


def told(school: School, scope: Scope = LATER) -> dict[str, object]:
    school.open()
    return retained(school.scene.star, scope).row(0, named=True)


def class_of(school: School, share: float = 1) -> tuple[range, list[int]]:
    """Sixty answer all right by themselves; of sixty silent, those drawn (or some of them) get half right."""
    people = trained(school, 120)
    answer(school, people[:60], 84, ALL)
    late = drawn(people[60:])
    answer(school, late[: round(share * len(late))], 100, HALF)
    return people, late


def test_those_drawn_speak_for_all_who_were_silent(school: School) -> None:
    rule(school)
    people, late = class_of(school)
    answer(school, [one for one in people[60:] if one not in late][:9], 101, ALL)  # late, unasked: spoken for
    row = told(school)
    assert (row["silent"], row["drawn"], row["heard"]) == (60, len(late), len(late))
    assert (row["estimated"], row["follow_up"], row["bounds_first"]) == (True, None, False)
    assert (row["share"], row["bound_low"], row["bound_high"]) == pytest.approx((0.75, 0.75, 0.75))
    assert (row["answered"], row["learners"]) == (60 + len(late) + 9, 60 + len(late))  # those spoken for are not in it
    assert row["low"] < 0.75 < row["high"]  # type: ignore[operator]  # numbers
    lags = retention_lags(school.scene.star, LATER).filter(pl.col("lag") == "J90")
    assert lags["share"][0] == pytest.approx(0.75)


def test_those_drawn_who_did_not_answer_either_are_bounded_both_ways(school: School) -> None:
    rule(school)
    _, late = class_of(school, 0.8)
    row, heard = told(school), round(0.8 * len(late)) / len(late)
    assert row["share"] == pytest.approx(0.75)
    assert row["bound_low"] == pytest.approx(0.5 + 0.5 * heard * 0.5)
    assert row["bound_high"] == pytest.approx(0.5 + 0.5 * (heard * 0.5 + 1 - heard))
    assert row["outer_low"] < row["bound_low"] < row["share"] < row["bound_high"] < row["outer_high"]  # type: ignore[operator]  # numbers


def test_without_a_rule_nothing_changes(school: School) -> None:
    _, late = class_of(school)
    row = told(school)
    assert (row["estimated"], row["follow_up"], row["silent"]) == (False, "no_follow_up", 0)
    assert row["share"] == pytest.approx((60 + len(late) / 2) / (60 + len(late)))
    assert row["bound_low"] == pytest.approx((60 + len(late) / 2) / 120)


@pytest.mark.parametrize(
    ("why", "share", "more"),
    [
        ("few_drawn_answered", HEARD - 0.05, {}),
        ("few_heard", 1, {"one_in": 10}),
        ("no_follow_up", 1, {"starts": "2026-04-26"}),  # less than a week before the window closes
        ("no_follow_up", 1, {"lag": "J180"}),
        ("no_follow_up", 1, {"programme": "another"}),
        ("outside", 1, {"unit": "a"}),
    ],
)
def test_where_too_little_came_of_it_the_bounds_remain_and_it_says_why(
    school: School, why: str, share: float, more: dict[str, object]
) -> None:
    school.rows["unit"] += [{"unit": "a"}]
    rule(school, **more)
    people, late = class_of(school, share)
    for person in people[:90]:
        school.rows["person"][person - 1]["unit"] = "a"
    row = told(school)
    assert (row["estimated"], row["follow_up"]) == (False, why)
    given = 60 + (round(share * len(late)) / 2)
    assert row["bound_low"] == pytest.approx(given / 120)


def test_whoever_was_never_asked_lies_outside(school: School) -> None:
    rule(school)
    class_of(school)
    more = school.people(40)
    school.train(more)
    for person in more:
        school.test(person, 0, ALL)
    row = told(school)
    assert (row["follow_up"], row["silent"], row["due"]) == ("outside", 60, 160)


def test_what_was_written_down_first_holds(school: School) -> None:
    """Another rule for the same people, whose seed draws others, draws nobody."""
    rule(school)
    rule(school, seed="2", drawn="2020-01-02 08:00")
    _, late = class_of(school)
    row = told(school)
    assert (row["drawn"], row["heard"]) == (len(late), len(late))


def test_when_a_follow_up_begins_and_who_was_silent_then() -> None:
    """Ten days after the window opened, or after they were asked, or when the rule does; a week before it closes."""
    trained, opens = DAY, DAY + timedelta(days=67)
    asked = [opens - timedelta(days=9), opens + timedelta(days=5), opens + timedelta(days=30), None]
    begins = [opens + timedelta(days=10), opens + timedelta(days=15), None, None]
    cases = pl.DataFrame({"person": [1, 2, 3, 4], "programme": "p", "trained": trained, "asked": asked})
    rules = {"programme": "p", "lag": "J90", "of": "", "one_in": 3, "patience": 10, "drawn": True}
    whom = pl.DataFrame([{"person": one, **rules, "starts": DAY} for one in (1, 2, 3, 4)])
    heard = pl.Series([begins[0], begins[1] + timedelta(hours=1), None, None], dtype=pl.Datetime("us"))  # type: ignore[operator]  # an instant
    found = phased(cases.with_columns(heard=heard), whom, "J90")
    assert found["begins"].to_list() == begins
    assert found["silent"].to_list() == [False, True, False, False]
    assert found["one_in"].to_list() == [None, 3, None, None]
    starts = whom.with_columns(starts=pl.lit(opens + timedelta(days=20)))
    assert (
        phased(cases.with_columns(heard=heard), starts, "J90")["begins"].to_list()[:2]
        == [opens + timedelta(days=20)] * 2
    )
    nobody = phased(cases.with_columns(heard=heard), whom, "J30")
    assert nobody["silent"].to_list() == [False] * 4
    assert dict(nobody.schema) == dict(found.schema)


def test_what_is_gained_and_what_it_costs(school: School) -> None:
    """Half known before, three quarters after by the follow-up: a quarter gained, each for four times as much."""
    rule(school)
    school.rows["cost"].append({"line": "d", "programme": "safety", "amount": 12_000, "valid_from": "2026-01-01"})
    _, late = class_of(school)
    for person in range(1, 121):
        school.test(person, -30, HALF)
    school.open()
    row = gained(school.scene.star, LATER).row(0, named=True)
    assert (row["gross"], row["estimated"], row["drawn"]) == (False, True, len(late))
    assert (row["before"], row["after"], row["gained"]) == pytest.approx((0.5, 0.75, 0.25))
    assert (row["bound_low"], row["bounds_first"]) == (pytest.approx(0.25), False)
    assert float(row["cost_per_kept"]) == pytest.approx(12_000 / (0.75 * 120), abs=0.01)
    assert float(row["cost_per_gained"]) == pytest.approx(12_000 / (0.25 * 120), abs=0.01)
    assert float(row["cost_per_kept_high"]) == pytest.approx(12_000 / (row["after_low"] * 120), abs=0.01)
    assert float(row["cost_per_gained_high"]) == pytest.approx(12_000 / (row["low"] * 120), abs=0.01)


def test_gross_it_is_what_everybody_keeps(school: School) -> None:
    rule(school)
    class_of(school, 0.8)
    school.open()
    row = gained(school.scene.star, LATER).row(0, named=True)
    assert (row["gross"], row["estimated"]) == (True, True)
    assert (row["gained"], row["after"]) == pytest.approx((0.75, 0.75))
    assert row["bound_low"] < 0.75 < row["bound_high"]


def test_two_ways_are_compared_by_what_everybody_keeps(school: School) -> None:
    """Digital is answered by all; of the others half are silent, and know nothing of it."""
    school.programme("online", modality="e-learning")
    rule(school)
    people, other = trained(school, 120), trained(school, 60, "online")
    answer(school, people[:60], 84, ALL)
    late = drawn(people[60:])
    answer(school, late, 100, NONE)
    answer(school, other, 84, HALF, "online")
    answer(school, other[:5], 85, ALL, "online")
    for person in (*people, *other):
        school.rows["person"][person - 1]["unit"] = "a"
    school.rows["unit"].append({"unit": "a"})
    school.open()
    row = modalities_compared(school.scene.star, LATER).row(0, named=True)
    assert (row["first"], row["estimated_first"], row["estimated_second"]) == ("classroom", True, False)
    assert (row["share_first"], row["share_second"]) == pytest.approx((0.5, 0.5))
    assert row["difference"] == pytest.approx(0)
    assert (row["bound_low"], row["bound_high"], row["bounds_first"]) == (pytest.approx(0), pytest.approx(0), False)
    assert row["outer_low"] < 0 < row["outer_high"]
    judged = remembered(school.scene.star, LATER)["safety"].own
    assert (judged.share, judged.low < 0.5 < judged.high < 0.62) == (
        pytest.approx(0.5),
        True,
    )  # .75 had the silent kept
    beside = modalities(school.scene.star, LATER).filter(pl.col("modality") == "classroom").row(0, named=True)
    assert (beside["retained"], beside["estimated"]) == (pytest.approx(0.5), True)


def test_a_side_weighs_as_many_as_it_speaks_for() -> None:
    rows = pl.DataFrame({"case": range(80), "person": range(80)}).with_columns(
        score=pl.when(pl.col("case") < 60).then((pl.col("case") % 2).cast(pl.Float64)),
        answered=pl.col("case") < 60, silent=pl.col("case") >= 40,
        one_in=pl.when(pl.col("case").is_between(40, 59)).then(2),
    )  # fmt: skip
    side = side_of(rows)
    assert (side.estimated, side.share, side.rows["weight"].sum()) == (True, 0.5, 80)
    plain = side_of(rows.drop("silent"))
    assert (plain.estimated, plain.effect, plain.rows.height) == (False, 1, 60)
    assert compared(rows, rows.with_columns(person=pl.col("person") + 80), placed(160))["bounds_first"] is False


def placed(n: int) -> pl.DataFrame:
    return pl.DataFrame({"unit": "a", "person": range(n)})


def test_forgetters_who_answer_half_as_often_are_known_by_those_drawn(school: School) -> None:
    """Methods 2.6: S(90) reads .60 where the truth is .43; a follow-up of one in two holds it, and is narrower."""
    random = np.random.default_rng(43)
    rule(school)
    people = trained(school, 300)
    asked = set(drawn(people))
    for person in people:
        knows = random.random() < 0.43
        if random.random() < (0.8 if knows else 0.4):
            answer(school, [person], 84, [knows] * 4)
        elif person in asked and random.random() < 0.9:
            answer(school, [person], 100, [knows] * 4)
    row = told(school)
    assert row["estimated"]
    assert row["low"] < 0.43 < row["high"]  # type: ignore[operator]  # numbers
    assert row["outer_low"] < row["low"] < row["high"] < row["outer_high"]  # type: ignore[operator]  # numbers


def test_the_list_has_those_drawn_who_can_still_answer(school: School) -> None:
    rule(school)
    _, late = class_of(school, 0.5)
    school.open()
    star, heard = school.scene.star, late[: round(0.5 * len(late))]
    now = Scope(until=(DAY + timedelta(days=105)).date())
    listed = follow_up_list(star, now)
    assert sorted(listed["person"]) == [one for one in late if one not in heard]
    one = listed.row(0, named=True)
    assert (one["competencies"], one["begins"]) == ("first aid", (DAY + timedelta(days=BEGINS)).date())
    assert one["until"] == (DAY + timedelta(days=113)).date()
    before = follow_up_list(star, Scope(until=(DAY + timedelta(days=BEGINS - 1)).date()))
    assert (before.height, follow_up_list(star, LATER).height) == (0, 0)
    with pytest.raises(Forbidden):
        follow_up_list(star, Scope(until=now.until, reader=TOTALS))


def test_counts_for_everyone_and_no_few_for_readers_of_totals(school: School) -> None:
    school.rows["unit"] += [
        {"unit": "g"},
        {"unit": "a", "parent": "g", "depth": 1},
        {"unit": "b", "parent": "g", "depth": 1},
    ]
    rule(school)
    people, late = class_of(school, 0.5)
    for person in people:
        school.rows["person"][person - 1]["unit"] = "a" if person <= 117 else "b"
    school.open()
    star, heard = school.scene.star, round(0.5 * len(late))
    now = Scope(until=(DAY + timedelta(days=105)).date())
    row = follow_ups(star, now).row(0, named=True)
    assert (row["silent"], row["drawn"], row["heard"], row["open"]) == (60, len(late), heard, len(late) - heard)
    assert (row["seed"], row["one_in"], row["unit"]) == ("1", 2, "")
    few = follow_ups(star, Scope(units=("b",), reader=TOTALS)).row(0, named=True)
    assert (few["silent"], few["drawn"]) == (None, None)
    own = follow_ups(star, Scope(units=("b",), reader=Reader(units=("b",)))).row(0, named=True)
    assert own["silent"] == 3
    assert follow_ups(star, Scope(programmes=("other",))).is_empty()


def test_a_rule_of_everyone_is_told_to_those_whose_programme_it_is(scene: Scene) -> None:
    """Of a programme of other units its title would tell; who wrote it down is a person."""
    school = School(scene)
    school.rows["unit"] += [{"unit": "group"}, {"unit": "a", "parent": "group"}, {"unit": "b", "parent": "group"}]
    for programme, owner, unit in (("safety", "a", "a"), ("other", "b", "b"), ("shared", "b", "")):
        school.rows["programme"].append({"programme": programme, "owner_unit": owner})
        school.rows["follow_up"].append({"programme": programme, "unit": unit, "starts": "2026-01-01"})
    school.rows["follow_up"].append({"programme": "other", "unit": "group", "starts": "2026-01-01"})
    school.people(2, unit="a")
    school.open()
    own = Scope(reader=Reader(units=("a",)))
    assert follow_ups(scene.star, own).select("programme", "unit", "who").rows() == [("safety", "a", "administrator")]
    scene.put("assigned", [{"person": 1, "programme": "shared", "assigned": "2026-01-01"}])
    assert follow_ups(scene.star, own)["programme"].to_list() == ["safety", "shared"]
    told = follow_ups(scene.star, Scope(reader=TOTALS))
    assert (told.height, told["who"].to_list()) == (4, [None] * 4)


def test_readers_of_totals_are_told_no_few_of_the_silent(school: School) -> None:
    """All sixty answered, three of them late and two of these drawn: nobody's number, and no difference of two."""
    rule(school)
    people = trained(school, 60)
    late = [*drawn(people)[:2], next(one for one in people if one not in drawn(people))]
    answer(school, [one for one in people if one not in late], 84, ALL)
    answer(school, late, 100, HALF)
    for person in people:
        school.test(person, -1, NONE, "C")
    row = told(school)
    assert (row["silent"], row["drawn"], row["heard"], row["learners"]) == (3, 2, 2, 60)
    totals = Scope(reader=TOTALS)
    for ask in (retained, retention_lags, gained):
        of = ask(school.scene.star, totals).filter(pl.col("answered") > 0)
        counts = of.select("due", "answered", "n", "silent", "drawn", "heard").row(-1, named=True)
        assert {count % 5 for count in counts.values()} == {0}, ask.__name__
        assert (counts["due"], counts["drawn"]) == (60, 5), "somebody was drawn: none is not told"


def test_the_warehouse_follows_what_is_written_down_and_no_half_of_a_rule() -> None:
    record = Record()
    warehouse = Warehouse(record)
    rule = '{"lag": "J90", "unit": "", "seed": "71", "one_in": 3, "after": 10, "starts": "2026-03-02"}'
    insert = "INSERT INTO organisation.kept VALUES ('follow-up', 'safety', ?, ?, 'ada')"
    for told, day in ((rule, "2026-03-01"), (rule.replace('"71"', "null"), "2026-03-02"), ("null", "2026-03-03")):
        record.connection.execute(insert, [told, day])
    record.organise(
        "INSERT INTO organisation.programme (key, title_en, title_fr) VALUES ('safety', 'Safety', 'Sûreté')"
    )
    while warehouse.follow():
        pass
    row = follow_ups(warehouse, Scope()).row(0, named=True)
    assert (row["programme"], row["one_in"], row["after"], row["seed"], row["who"]) == ("safety", 3, 10, "71", "ada")
    assert (row["starts"], row["written"], row["silent"]) == (date(2026, 3, 2), date(2026, 3, 1), 0)
    assert record.rows("SELECT count(*) FROM warehouse.follow_up") == [(1,)]
    record.close()
