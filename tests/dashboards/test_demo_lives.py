"""The example organisation before anything is brought in: deterministic, by its laws, broken where asked to be."""

from collections import Counter, defaultdict
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from statistics import mean, pvariance

import pytest

from dashboards.demo import truth
from dashboards.demo.catalogue import BEFORE, ITEMS, programmes, questions
from dashboards.demo.example import Example, tell
from dashboards.demo.kept import KEPT_DAYS, Kept, recipe
from dashboards.demo.lives import visits
from dashboards.demo.making import make
from dashboards.demo.organisation import PEOPLE, Wish, months_after
from dashboards.demo.paths import meeting, missed
from lrs.errors import Fault
from schemas.imports import MODALITIES
from tests.support.demo import LAST, SMALL

MEDIUM = Wish(LAST, 200)


def broken(what: str, people: int = 200) -> Example:
    return tell(Wish(LAST, people, frozenset({what})))


@pytest.fixture(scope="module")
def medium() -> Example:
    return tell(MEDIUM)


def test_the_same_day_tells_the_same_and_another_does_not() -> None:
    few = Wish(LAST, 60)
    told = [list(tell(few).wire.sorted()) for _ in range(2)]
    assert told[0] == told[1]
    assert list(tell(replace(few, last=LAST + timedelta(days=1))).wire.sorted()) != told[0]


def test_nothing_happens_after_the_last_day_and_nobody_before_they_joined(medium: Example) -> None:
    assert max(moment for moment, _ in medium.wire.lines)[:10] <= LAST.isoformat()
    assert min(moment for moment, _ in medium.wire.lines)[:10] >= MEDIUM.first.isoformat()
    assert all(one.began.date() >= one.person.joined for one in medium.goings)


def test_all_units_are_there_in_their_shares(medium: Example) -> None:
    shares = Counter(one.unit.code for one in medium.people)
    assert shares == {"WF": 60, "WI": 40, "WG": 34, "EB": 26, "WM": 24, "DC": 16}


def test_every_way_to_learn_is_told(medium: Example) -> None:
    ways = set(MODALITIES.values()) - {"path"}
    assert {one.modality for one in programmes()} == ways
    told = {text.partition("/acquis/modality/")[2].partition('"')[0] for _, text in medium.wire.lines}
    assert told - {""} == ways


def test_names_are_put_together_and_addresses_are_one_persons(medium: Example) -> None:
    assert len({one.email for one in medium.people}) == len(medium.people)
    assert all(one.email.isascii() for one in medium.people)
    assert len({one.name for one in medium.people}) > 150


def test_whoever_stays_comes_back_in_time(medium: Example) -> None:
    for going in medium.goings[::5]:  # of every unit: days are those of UTC
        chance = MEDIUM.chance("play", going.person.number, going.programme.key, going.round)
        days = [*(one.date() for one in visits(chance, going)), going.ended.date()]
        assert max(b - a for a, b in pairwise(days)) < timedelta(days=truth.LONGEST_GAP)


def test_equivalent_forms_ask_for_the_same(medium: Example) -> None:
    for programme in programmes():
        asked = questions(programme)
        first = {one.key for one in asked if one.form == "A"}
        assert {one.equivalent_to for one in asked if one.form != "A"} in (first, set())
    taken = [medium.tested.taken[lag] for lag in (0, 30, 90, 180)]
    assert taken == sorted(taken, reverse=True)
    assert 0 < medium.tested.taken[BEFORE] < medium.tested.due[BEFORE]


def test_hazards_are_those_of_the_truth(medium: Example) -> None:
    """Events over days at risk, by unit of the most tired and the others (four standard errors)."""
    for key in ("SAFE-01", "COND-01", "CYBR-01", "SAFE-05"):
        goings = [one for one in medium.goings if one.programme.key == key]
        of = truth.habit(key, goings[0].programme.modality)
        days = sum(one.days for one in goings)
        finished = sum(one.outcome == "completed" for one in goings)
        assert abs(finished / days - of.finishes) < 4 * finished**0.5 / days
        expected = sum(one.days * of.drops * truth.EFFECTS[one.person.unit.code].fatigue for one in goings)
        assert abs(sum(one.outcome == "dropped" for one in goings) - expected) < 4 * expected**0.5


def test_true_values_are_chances_that_fit_together() -> None:
    rows = truth.values((one.key, one.modality) for one in programmes())
    assert len(rows) == 30 * 6 * 4
    for row in rows:
        assert 0 < row["kept"] < 1
        assert 0 < row["dropout"] + row["completion"] <= 1 + 1e-12
        assert 0 < row["answers"] <= 1
    pump = {row["programme"]: row["kept"] for row in rows if row["unit"] == "WF" and row["days"] == 90}
    assert pump["PUMP-02"] < pump["PUMP-01"]  # where digital loses
    assert pump["LEAK-01"] > pump["LEAK-02"]
    gain = {row["programme"]: row["gained"] for row in rows if row["unit"] == "WF" and row["days"] == 90}
    assert gain["PUMP-02"] < 0 < gain["PUMP-01"]


def test_broken_units_choose_their_modality() -> None:
    for going in broken("units").goings:
        if going.programme.key in ("LEAK-01", "PUMP-02"):
            assert truth.EFFECTS[going.person.unit.code].fatigue > 1


def test_broken_silence_stops_one_unit(medium: Example) -> None:
    since, until = (LAST - timedelta(days=days) for days in (truth.SILENT_FROM, truth.SILENT_FROM - truth.SILENT_FOR))
    silent = {one.number for one in medium.people if one.unit.code == truth.SILENT_UNIT}

    def heard(example: Example) -> int:
        names = {f'"name":"{number}"}}}}' for number in silent}
        within = (text for moment, text in example.wire.lines if since.isoformat() <= moment < until.isoformat())
        return sum(any(name in text[:250] for name in names) for text in within)

    assert heard(medium) > 250
    assert heard(broken("silence")) < 20  # what old systems send besides does not come from those tools


def test_broken_forgetters_look_as_if_they_remembered(medium: Example) -> None:
    other = broken("forgetters")
    assert other.tested.due == medium.tested.due
    assert other.tested.taken[90] < 0.9 * medium.tested.taken[90]
    assert _passed(other) > _passed(medium) + 0.03


def _passed(example: Example) -> float:
    late = [text for _, text in example.wire.lines if "retention/J90" in text]
    passed = sum('/verbs/passed"' in text for text in late)
    return passed / (passed + sum('/verbs/failed"' in text for text in late))


def test_broken_retests_teach_again(medium: Example) -> None:
    other = broken("retests")
    assert other.tested == medium.tested
    assert _passed(other) > _passed(medium) + 0.05


def test_nobody_sits_a_form_twice_and_each_form_is_one_of_a_sitting() -> None:
    for programme in programmes():
        assert len(questions(programme)) == len(programme.competencies) * ITEMS * len(programme.sittings)


def test_people_on_a_path_meet_between_its_first_and_its_last_day(medium: Example) -> None:
    paths_walked = [one for one in medium.goings if one.programme.steps and one.outcome == "completed"]
    met = [(one, found.day) for one in paths_walked if (found := meeting(one))]
    assert len(met) > 0.7 * len(paths_walked) > 20
    for one, day in met:
        assert one.began.date() < day < one.ended.date()
        assert day.weekday() == 3
    late = [one for going in medium.goings if (one := missed(MEDIUM, going))]
    assert 0 < len(late) < 0.3 * len(met)
    assert {one.day for one in medium.meetings()} == {day for _, day in met} | {one.day for one in late}


def test_broken_dropout_takes_teams_together(medium: Example) -> None:
    """The shares that drop out vary between teams far more than chance alone explains."""

    def excess(example: Example) -> float:
        teams: dict[tuple[str, str], list[bool]] = defaultdict(list)
        for one in example.goings:
            if one.programme.key in ("COND-01", "CYBR-01") and not one.round and one.outcome != "censored":
                teams[one.person.team, one.programme.key].append(one.outcome == "dropped")
        some = [flags for flags in teams.values() if len(flags) >= 8]
        share = mean(flag for flags in some for flag in flags)
        return pvariance([mean(flags) for flags in some]) / mean(share * (1 - share) / len(flags) for flags in some)

    assert excess(broken("dropout")) > 2 * excess(medium)


def test_broken_shock_drifts_from_week_to_week(medium: Example) -> None:
    def drift(example: Example) -> float:
        weeks = Counter((one.began.date() - MEDIUM.first).days // 7 for one in example.goings if one.programme.taken)
        counts = [weeks[week] for week in range(45, 125)]
        centre = mean(counts)
        along = sum((a - centre) * (b - centre) for a, b in pairwise(counts))
        return along / sum((count - centre) ** 2 for count in counts)

    assert drift(broken("shock")) > drift(medium) + 0.1


def test_a_folder_is_served_again_until_something_else_is_wished_for() -> None:
    kept = Kept(recipe(SMALL) | {"last": LAST.isoformat()})
    assert kept.serves(SMALL)
    assert kept.serves(kept.wish(LAST + timedelta(days=KEPT_DAYS)))
    assert not kept.serves(kept.wish(LAST + timedelta(days=KEPT_DAYS + 1)))
    assert not kept.serves(kept.wish(LAST - timedelta(days=1)))
    assert not kept.serves(kept.wish(LAST + timedelta(days=1)), exactly=True)
    assert not kept.serves(Wish(LAST, PEOPLE))
    assert not kept.serves(replace(SMALL, broken=frozenset({"units"})))
    assert not Kept({"key": "k"}).serves(Kept({"key": "k"}).wish(LAST))  # as the first version wrote it


def test_what_is_no_example_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "record.duckdb").write_text("someone's")
    with pytest.raises(Fault, match="holds something that is no example"):
        make(tmp_path, SMALL, lambda *_: None)
    assert (tmp_path / "record.duckdb").read_text() == "someone's"
    assert Kept.of(tmp_path) is None


def test_months_end_where_they_end() -> None:
    assert months_after(date(2026, 8, 31), -6) == date(2026, 2, 28)
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)
    assert months_after(date(2025, 12, 15), 13) == date(2027, 1, 15)
    assert Wish(date(2026, 6, 30)).first == date(2023, 12, 31)
