"""The pages Retention and Modalities: what they say of known data, of little, of none, and to whom."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import polars as pl
import pytest

from analytics.modalities import HEADING
from dashboards import filters
from dashboards.figures import knowledge as figures
from dashboards.i18n import Words
from dashboards.pages.modalities import compared, index, side, toolbox, tools
from dashboards.pages.page import Site as Pages
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.retention import apart, lags, reviews, saying
from dashboards.pages.retention import index as retention
from lrs.organisation.accounts import Account
from tests.dashboards.test_programmes import told
from tests.support.scene import Scene
from tests.support.school import School

ALL, THREE, ONE = [True] * 4, [True, True, True, False], [True, False, False, False]
SEARCH = "?since=2026-01-01&until=2027-12-31"


def taught(scene: Scene) -> None:
    """Thirty in a room, of whom twenty answer at 90 days; thirty on screen, of whom twenty-four do, and know less."""
    school = School(scene)
    school.rows["unit"].append({"unit": "water", "title_en": "Water", "title_fr": "Eau"})
    school.programme("room", "First aid")
    school.programme("screen", "First aid", "e-learning")
    for programme, unit in (("room", "water"), ("screen", "water")):
        people = school.people(30, unit=unit, name=f"Person of {programme}")
        school.train(people, programme=programme)
        school.invite(people, 88, programme=programme)
        for person in people:
            school.test(person, 0, ALL, programme=programme)
        for person in people[: 20 if programme == "room" else 24]:
            school.test(person, 30, ALL, "B", programme=programme)
            school.test(person, 90, THREE if programme == "room" else ONE, "C", programme=programme)
    school.open()


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    made = Scene()
    made.clear()
    taught(made)
    yield made
    made.close()


class Given(Facts):
    """What is asked of a scene, with frames of one's own in place of some answers."""

    own: dict[str, pl.DataFrame]

    def told(self, key: str, scope: Any = None, **options: Any) -> pl.DataFrame:
        return self.own[key] if key in self.own else super().told(key, scope, **options)


def asked(scene: Scene, more: str = "", role: str = "admin", language: str = "en", **own: pl.DataFrame) -> Given:
    account = Account(f"{role}@example.org", "", role, None, None, datetime.now(UTC), ())
    words = Words(language)
    site = Pages(scene.star, lambda: words, lambda: "https://example.org/xapi", lambda: account, None)  # type: ignore[arg-type]  # these pages ask nothing of the service
    search = SEARCH if role != "executive" else "?period=2026"
    facts = Given(site, filters.read(search + more, site.reader()), words, "light")
    facts.own = own
    return facts


def changed(frame: pl.DataFrame, **columns: Any) -> pl.DataFrame:
    """The first row of a frame with some of its cells otherwise."""
    return frame.head(1).with_columns(pl.lit(value, frame.schema[name]).alias(name) for name, value in columns.items())


def cards(*components: Any) -> dict[str, Any]:
    """The cards of a screen by their keys."""
    found: dict[str, Any] = {}

    def walk(one: Any) -> None:
        if isinstance(one, (list, tuple)):
            for part in one:
                walk(part)
        elif one is not None and not isinstance(one, str):
            key = getattr(one, "id", None)
            if isinstance(key, dict) and "card" in key:
                found[key["card"]] = one
            walk(getattr(one, "children", None))

    walk(list(components))
    return found


def test_the_answer_says_how_much_of_whom_and_what_the_silent_could_make_of_it(scene: Scene) -> None:
    said = told(retention.story(asked(scene)))
    share = (20 * 3 + 24 * 1) / (44 * 4)
    assert f"After 90 days, {share:.0%} of what was known on the day is still known (between" in said
    assert "176 answers of 44 people, in unsupervised tests" in said
    assert "60 tests were due, 60 asked for, 44 answered" in said
    assert f"it would be {84 / 240:.0%}; had they kept everything, {(84 + 64) / 240:.0%}" in said
    assert "Kept: 100% after 30 days, 48% after 90 days" in said


def test_under_half_answering_the_bounds_come_first(scene: Scene) -> None:
    frame = asked(scene).told("retained")
    few = changed(frame, bounds_first=True, response=0.4, bound_low=0.2, bound_high=0.8, share=0.5)
    facts = asked(scene, retained=few)
    row = retention.headline(facts)
    said = told(retention.answer(facts, row))
    assert said.startswith("After 90 days, between 20% and 80% of what was known on the day is still known")
    assert said.index("80%") < said.index("Those who answered: 50%")
    assert "What would change this: asking those who did not answer" in said
    first, *_ = retention.tiles(facts, row)
    assert "20% – 80%" in told(first)  # noqa: RUF001  # a dash between two numbers


def test_supervised_and_unsupervised_are_never_in_one_figure(scene: Scene) -> None:
    frame = asked(scene).told("retention_lags")
    other = frame.with_columns(supervised=pl.lit(value=True), headline=pl.lit(value=False), share=pl.lit(0.9))
    facts = asked(scene, retention_lags=pl.concat([frame, other]))
    shown = lags.sections(facts)
    assert len(shown) == 2
    assert "Unsupervised tests, question by question" in told(shown[0])
    assert "Supervised tests, question by question" in told(shown[1])
    assert "90%" not in told(shown[0])
    assert len(cards(shown)) == 4 - told(shown).count("Ask again at more lags")


def test_pass_and_fail_stand_beside_never_in_the_same_card(scene: Scene) -> None:
    frame = asked(scene).told("retention_lags")
    passes = frame.with_columns(basis=pl.lit("passes"), pass_mark=pl.lit(0.75), headline=pl.lit(value=False))
    mixed = frame.with_columns(basis=pl.lit("mixed_items"), headline=pl.lit(value=False))
    shown = lags.sections(asked(scene, retention_lags=pl.concat([frame, passes, mixed])))
    assert len(shown) == 2
    said = told(shown)
    assert "The same, judged otherwise" in said
    assert "Unsupervised tests, passed or not (pass mark 75%)" in said
    assert "Unsupervised tests, question by question; supervised on the day" in said
    assert "what changed may be the supervision" in said
    whole = saying.basis(asked(scene), {"basis": "tests"})
    assert "Where the same test is given again, its questions may be what is remembered." in whole


def test_a_curve_says_of_whom_it_is_where_a_follow_up_tells_of_everyone(scene: Scene) -> None:
    frame = asked(scene).told("retention_lags")
    kind = frame.row(0, named=True)
    for estimated in (True, False):
        facts = asked(scene, retention_lags=frame.with_columns(estimated=pl.lit(estimated)))
        said = lags._of_whom(facts, kind)
        assert ("The curve is of those who answered" in said) is estimated


def test_a_kind_of_tests_taken_on_the_day_alone_says_why_it_tells_nothing(scene: Scene) -> None:
    frame = asked(scene).told("retention_lags")
    alone = frame.filter(pl.col("lag") == "J0").with_columns(basis=pl.lit("passes"), headline=pl.lit(value=False))
    marked = alone.with_columns(pass_mark=pl.lit(0.75))
    facts = asked(scene, retention_lags=pl.concat([frame, alone, marked]))
    for kind, why in ((alone, "pass mark"), (marked, "nobody is due yet")):
        said = told(lags.lag_card(facts, kind.row(0, named=True), named=True))
        assert why in said
        assert "nothing recorded yet" not in said


@pytest.mark.parametrize(
    ("reason", "counts", "way_out"),
    [
        ("not_tested_twice", {"due": 0}, "Ask about each competency on the last day of the training, and again"),
        ("few_answers", {"due": 40, "invited": 35, "answered": 7, "n": 7, "learners": 7}, "draw about 65 more people"),
        ("few_answers", {"due": 40, "invited": 10, "answered": 0, "n": 0, "learners": 0}, "30 of those due were never"),
        ("not_due", {"due": 0}, "Nothing to do but wait"),
        ("supervision_changed", {"due": 0}, "taken in the same way"),
        ("hidden", {"due": None, "answered": None}, "Choose a whole unit"),
    ],
)
def test_not_enough_data_has_its_reason_and_its_way_out(
    scene: Scene, reason: str, counts: dict[str, Any], way_out: str
) -> None:
    none = dict.fromkeys(("share", "low", "high", "bound_low", "bound_high", "response"))
    lacking = changed(asked(scene).told("retained"), reason=reason, **none, **counts)
    facts = asked(scene, retained=lacking)
    row = retention.headline(facts)
    assert facts.reason(reason) in told(retention.answer(facts, row))
    assert way_out in saying.way_out(facts, row)
    assert told(retention.tiles(facts, row)).count("—") >= 2


def test_one_answer_of_one_person_is_told_as_one(scene: Scene) -> None:
    facts = asked(scene, language="fr")
    row = {"reason": "few_learners", "answered": 1, "learners": 1, "due": 2, "invited": 1}
    assert "tests différés : 1, de 1 personne ;" in told(saying.missing(facts, row))
    assert saying.way_out(facts, row | {"answered": 0}).startswith("1 personne attendue n'a jamais été sollicitée")


def test_half_lives_are_told_only_as_the_measure_does(scene: Scene) -> None:
    facts = asked(scene)
    row = dict.fromkeys(("half_life", "half_life_low", "half_life_high", "more_than", "half_life_reason"))
    known = row | {"half_life": 239.9, "half_life_low": 104.0, "half_life_high": 420.0}
    assert lags.half_life(facts, known) == ("after 240 days", "between 104 and 420 days")
    assert lags.half_life(facts, row | {"more_than": 180.0})[0] == "after more than 180 days"
    told_why = lags.half_life(facts, row | {"half_life_reason": "not_bounded"})
    assert told_why == ("not estimable", "Not estimable: the answers set no limit to it.")


@pytest.mark.parametrize(
    ("ends", "said"), [((0.5, 0.8), "Tests teach"), ((1.2, 1.6), "more forgetting"), ((0.8, 1.2), "cannot be told")]
)
def test_what_a_test_in_between_does_is_said_as_far_as_it_is_known(
    scene: Scene, ends: tuple[float, float], said: str
) -> None:
    facts = asked(scene)
    frame = facts.told("retention_curve").head(1)
    row = frame.row(0, named=True) | {"retest": sum(ends) / 2, "retest_low": ends[0], "retest_high": ends[1]}
    known = pl.DataFrame([row | {"days": 30.0, "retained": 0.7, "low": 0.6, "high": 0.8}], schema=frame.schema)
    assert said in told(lags.curve_card(asked(scene, retention_curve=known), lags.footings(facts)[0]))


def test_what_is_kept_is_told_apart_by_four_things(scene: Scene) -> None:
    for by, expected in (("programme", "room"), ("competency", "First aid"), ("modality", "e-learning")):
        card = cards(retention.story(asked(scene, f"&by={by}")))[f"retained-by-{by}"]
        assert expected in str(card)
        assert f"by={by}" in str(card)  # the file is what the card shows
    assert "Ways of learning are not comparable like this" in told(retention.story(asked(scene, "&by=modality")))


@pytest.mark.parametrize(
    ("reason", "language", "instead"),
    [("hidden", "en", "hidden"), ("hidden", "fr", "masqué"), ("few_answers", "en", "not enough data")],
)
def test_where_no_mark_is_drawn_its_place_says_why(scene: Scene, reason: str, language: str, instead: str) -> None:
    facts = asked(scene, language=language)
    row = facts.told("retained").row(0, named=True)
    drawn = [saying.as_share(facts, each, "Gas") for each in (row, {**row, "share": None, "reason": reason})]
    notes = figures.shares(drawn, "known", facts.style).layout.annotations
    assert [(note.y, note.text) for note in notes if note.x < 1 and note.text != "Gas"] == [(1, instead)]


@pytest.mark.parametrize("role", ["admin", "executive"])
def test_where_supervision_always_changed_the_page_says_so_and_what_to_do(role: str) -> None:
    made = Scene()
    made.clear()
    school = School(made)
    school.rows["unit"].append({"unit": "water"})
    school.programme("room", "First aid")
    people = school.people(30, unit="water")
    school.train(people, programme="room")
    for person in people:
        school.test(person, 0, ALL, programme="room", supervised=True)
        school.test(person, 90, THREE, "B", programme="room")
    school.open()
    said = told(retention.story(asked(made, role=role)))
    made.close()
    assert said.startswith("Not comparable: supervised on the day and not later, or the reverse.")
    assert "Unsupervised tests, question by question; supervised on the day · Kept: " in said
    assert "from one group to another" not in said
    assert said.count("Have the test on the day and those later taken in the same way") == 3


def test_who_was_tested_otherwise_stands_in_the_table_alone(scene: Scene) -> None:
    found = asked(scene).told("retained", by="programme")
    own = pl.col("by") == "screen"
    basis = pl.when(own).then(pl.lit("tests")).otherwise("basis").alias("basis")
    facts = asked(scene, "&by=programme", retained=found.with_columns(basis, headline=~own))
    said = told(apart.card(facts))
    assert "Unsupervised tests, question by question only." in said
    assert "Tested otherwise, and so in the table alone: screen." in said
    assert "Unsupervised tests, by their scores" in str(apart.card(facts))
    assert "from one group to another" not in said  # one group is left to compare


def test_without_a_test_before_what_is_kept_is_gross(scene: Scene) -> None:
    said = told(retention.story(asked(scene)))
    assert "known after 90 days, gross" in said
    assert "Nobody was tested before" in said


def test_what_is_gained_is_told_with_what_each_costs(scene: Scene) -> None:
    frame = asked(scene).told("gained")
    costed = {"kept": 50.0, "cost": 10000, "currency": "EUR", "cost_per_kept": 200, "cost_per_gained": 2000}
    net = changed(frame, gross=False, before=0.6, gained=0.05, low=-0.02, high=0.12, **costed)
    said = told(retention.story(asked(scene, gained=net)))
    assert "5 points gained and kept (between -2 and 12)" in said
    assert "50 competencies kept for €10,000: €200 each" in said
    assert "€2,000; how much more it may be cannot be bounded" in said


def test_reviews_are_for_those_who_may_see_people(scene: Scene) -> None:
    said = told(reviews.section(asked(scene)))
    assert "Suggested reviews" in said
    assert "Person of screen" in said
    assert reviews.section(asked(scene, role="executive")) == []
    told_totals = told(retention.story(asked(scene, role="executive")))
    assert "Person of" not in told_totals
    assert "Way of learning" not in told_totals  # nothing a reader of totals may not have told apart


def test_retention_is_written_in_french(scene: Scene) -> None:
    said = told(retention.story(asked(scene, language="fr")))
    assert "Au bout de 90 jours, 48 % de ce qui était su le jour même l'est encore" in said
    assert "Tests non surveillés, question par question" in said
    assert "Révisions suggérées" in said


# Modalities ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_comparison_is_headed_by_what_it_is_not(scene: Scene, language: str) -> None:
    assert told(index.story(asked(scene, language=language))).startswith(HEADING[language])
    empty = asked(scene, language=language, modalities=asked(scene).told("modalities").clear())
    assert told(index.story(empty)).startswith(HEADING[language])


def test_the_same_objective_stands_side_by_side(scene: Scene) -> None:
    said = told(index.story(asked(scene)))
    assert "“First aid” is taught in several ways" in said
    for expected in ("75%", "25%", "20 of 30", "24 of 30", "Hours a day", "Practice items an hour", "Days it spans"):
        assert expected in said
    assert "Sitzmann et al. (2006)" in said
    assert "a way that does worse here, digital or not, is shown the same" in said


def way(scene: Scene, language: str = "en", **columns: Any) -> str:
    """What the sheet says of one way, with some cells otherwise."""
    frame = changed(asked(scene).told("modalities"), **columns)
    return told(side.sheet(asked(scene, language=language, modalities=frame), "First aid"))


def test_what_is_gained_and_what_it_costs_is_never_bare(scene: Scene) -> None:
    known = {"gained": 0.21, "gained_low": 0.12, "gained_high": 0.3, "gross": False, "gained_reason": None}
    known |= {"gained_answered": 40, "gained_due": 60, "gained_bound_low": -0.1, "gained_bound_high": 0.4}
    said = way(scene, **known, gained_bounds_first=False, cost_reason="no_cost")
    assert "21 points between 12 and 30 · between -10 and 40, whatever the others know · 40 of 60" in said
    assert said.count("Not told: the ledger has no cost for it.") == 2
    costed = {"cost_per_kept": 200, "cost_per_kept_high": 310, "cost_per_gained": 950, "currency": "EUR"}
    said = way(scene, **known | {"gained_answered": 20}, gained_bounds_first=True, **costed)
    assert "between -10 and 40 of those who answered, 21 points (between 12 and 30) · 20 of 60" in said
    assert "€200 up to €310, had the others forgotten" in said
    assert "For each one gained and kept €950 no upper limit: had the others forgotten, none would be left" in said
    said = way(scene, **known | {"gross": True}, gained_bounds_first=False, **costed)
    assert "gross: no test before" in said
    assert "For each one gained and kept no test before" in said


def test_what_is_missing_of_a_way_says_why(scene: Scene) -> None:
    said = way(scene, gained=None, gained_reason="few_learners", cost_per_kept=None, cost_reason=None, timed=3)
    assert said.count("Not enough data: fewer than 10 learners.") == 3  # gained, and either cost
    assert "too few to tell · n = 3" in said
    assert "Reach, of everyone employed" in said
    assert "Personnes touchées, sur l'effectif" in way(scene, "fr")


def test_a_chart_that_is_missing_says_what_of_its_own_is(scene: Scene) -> None:
    """Eighteen entered and nobody is due yet: a share of who completes wants two more people, not another test."""
    none = {"completion": None, "completion_n": 18, "passed": None, "passed_n": 0, "retained": None}
    frame = changed(asked(scene).told("modalities"), **none, reason="not_due")
    kept, completed, passed = (told(card) for card in side.charts(asked(scene, modalities=frame), "First aid"))
    assert "nobody is due yet" in kept
    assert "fewer than 20 answers. Choose a longer period" in completed
    assert "nothing recorded yet" in passed


def pair(scene: Scene, **columns: Any) -> str:
    """What is said of a pair, e-learning and classroom, with some cells otherwise."""
    facts = asked(scene)
    frame = facts.told("modalities_compared", competency="First aid", outcome="retained")
    named = {"first": "classroom", "second": "e-learning", "reason": None, "reversed": False, "strata": 4}
    named |= {f"{name}_{side}": 40 for name in ("due", "answered") for side in ("first", "second")}
    named |= {f"outer_{end}": columns[end] for end in ("low", "high")} | {"bounds_first": False}
    return told(compared.verdict(facts, changed(frame, **named | columns).row(0, named=True)))


def test_a_difference_is_told_in_points_whichever_side_has_more(scene: Scene) -> None:
    room = pair(scene, difference=0.12, low=0.04, high=0.2, crude=0.1)
    screen = pair(scene, difference=-0.12, low=-0.2, high=-0.04, crude=-0.1)
    told_alike = "{} is kept better than {} : 12 points more is still known after 90 days (between 4 and 20)"
    assert room.startswith(told_alike.format("Classroom", "E-learning"))
    assert screen.startswith(told_alike.format("E-learning", "Classroom"))
    assert "within 4 units" in room


def test_a_difference_that_may_be_nought_is_not_clear(scene: Scene) -> None:
    said = pair(scene, difference=0.03, low=-0.05, high=0.11, crude=0.1)
    assert said.startswith("No clear difference between Classroom and E-learning, within 4 units")
    assert "from 11 points more for Classroom to 5 points more for E-learning" in said
    assert "contrary" not in said  # though the crude one is larger: only the measure names a reversal


def test_those_who_did_not_answer_may_undo_a_difference(scene: Scene) -> None:
    """Sure is what is so whatever they know; where they are most, how far they could move it comes first."""
    clear = {"difference": 0.35, "low": 0.22, "high": 0.48, "crude": 0.35, "due_first": 60, "due_second": 50}
    sure = pair(scene, **clear, outer_low=0.05, outer_high=0.55)
    assert "Classroom is kept better than E-learning : 35 points more" in sure
    assert "Whatever those who did not answer know, at least 5 points (Classroom: 40 of 60 tests due answered" in sure
    unsure = pair(scene, **clear, outer_low=-0.2, outer_high=0.6)
    assert unsure.startswith(
        "Not sure : by the answers there are, Classroom is kept better than E-learning, by 35 points"
    )
    assert "from 60 points more for Classroom to 20 points more for E-learning" in unsure
    assert "follow-up" not in unsure
    spoken = pair(scene, **clear, outer_low=-0.2, outer_high=0.6, estimated_first=True)
    assert "Classroom: 40 of 60 tests due answered, a random follow-up speaking for the others; E-learning:" in spoken
    silent = pair(scene, **clear | {"due_second": 200}, outer_low=-0.5, outer_high=0.8, bounds_first=True)
    assert silent.startswith(
        "Between Classroom and E-learning, within 4 units: from 80 points more for Classroom to 50 points more for "
        "E-learning , whatever those who did not answer know. They are many"
    )
    assert silent.endswith("By the answers there are: between 22 and 48 points more for Classroom.")


def test_a_reversal_is_named_where_the_measure_names_it(scene: Scene) -> None:
    said = pair(scene, difference=0.12, low=0.04, high=0.2, crude=-0.1, reversed=True)
    assert "All units thrown together say the contrary (10 points the other way)" in said


def test_what_cannot_be_compared_says_why(scene: Scene) -> None:
    said = pair(scene, difference=None, low=None, high=None, reason="no_overlap")
    assert said == "Classroom and E-learning: Nothing to compare: no unit has learners in both."


def test_a_way_tested_otherwise_is_not_compared(scene: Scene) -> None:
    none = asked(scene).told("modalities_compared", competency="First aid", outcome="retained").clear()
    ways = asked(scene).told("modalities").with_columns(reason=pl.lit("tested_otherwise"))
    said = told(index.answered(asked(scene, modalities_compared=none, modalities=ways), "First aid"))
    assert "Which of them leaves more cannot be told. Not comparable: tested in other ways" in said


def test_the_difference_is_read_from_the_record(scene: Scene) -> None:
    """The room keeps three in four, the screen one in four: digital does worse, as far as those who answered tell."""
    said = told(index.answered(asked(scene), "First aid"))
    assert "by the answers there are, Classroom is kept better than E-learning, by 50 points" in said
    assert "Classroom: 20 of 30 tests due answered; E-learning: 24 of 30 tests due answered" in said


def test_the_tool_box_has_a_card_for_every_way_of_learning(scene: Scene) -> None:
    with scene.star.cursor() as cursor:
        known = {name for (name,) in cursor.execute("SELECT modality FROM warehouse.modality").fetchall()}
    assert set(tools.TOOLS) == known
    said = told(index.story(asked(scene)))
    for tool in tools.TOOLS.values():
        assert tool.needs in said


def costs_of(scene: Scene, **columns: Any) -> pl.DataFrame:
    frame = asked(scene).told("costs")
    named = {"modality": "classroom", "currency": "EUR", "cash": 6_000, "learners": 30, "hours": 60.0}
    return pl.DataFrame([named | columns], schema=frame.schema)


def test_what_an_hour_costs_rests_on_hours_that_are_told(scene: Scene) -> None:
    """Hours of a way alone and those of its programmes are two numbers: one card has one."""
    time = asked(scene).told("active_time")
    row = {"modality": "classroom", "learners": 13, "hours": 0.2, "sessions": 20}
    given = {"active_time": pl.DataFrame([row], schema=time.schema)}

    def card(**columns: Any) -> str:
        return told(toolbox.section(asked(scene, costs=costs_of(scene, **columns), **given))).partition("Not seen")[0]

    said = card()
    assert "13 people" in said
    assert "13 people, " not in said
    assert "€6,000 paid out for 60 hours of learning in its programmes: €100 an hour" in said
    few = "€6,000 paid out; too few people or hours recorded to tell what an hour costs"
    assert few in card(hours=0.9)
    assert few in card(learners=9)
    assert few in card(hours=None)
