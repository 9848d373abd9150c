"""What a programme changed, as its page and Decision tell it: tests stand big, comparisons are called so."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from typing import Any

import polars as pl
import pytest

from analytics.effectiveness import PLANE
from analytics.impact import SERIES
from dashboards import filters
from dashboards.figures import effects as figures
from dashboards.figures import investment
from dashboards.figures.frame import Style
from dashboards.i18n import Words
from dashboards.pages import decision_evidence, decision_facts, plane
from dashboards.pages.page import Site as Pages
from dashboards.pages.programmes import effect, levels
from dashboards.pages.programmes.facts import Facts
from dashboards.theme import PALETTES
from lrs.organisation.accounts import Account
from tests.dashboards.test_programmes import told
from tests.support.aims import firm
from tests.support.scene import Scene

LESS = "\N{MINUS SIGN}"
SEARCH = "?since=2025-01-01&until=2025-12-31"


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    made = firm()
    made.put("programme", [{"programme": "idle", "owner_unit": "group"}])
    yield made
    made.close()


def site(scene: Scene, role: str, words: Words) -> Pages:
    account = Account(f"{role}@example.org", "", role, None, None, datetime.now(UTC), ())
    return Pages(scene.star, lambda: words, lambda: "https://example.org/xapi", lambda: account, None)  # type: ignore[arg-type]  # these pages ask nothing of the service


def asked(scene: Scene, programme: str, language: str = "en") -> Facts:
    words = Words(language)
    pages = site(scene, "admin", words)
    return Facts(pages, filters.read(SEARCH, pages.reader()), words, "light", programme)


def test_a_test_stands_big_with_its_interval_its_worth_and_its_rung(scene: Scene) -> None:
    facts = asked(scene, "fix")
    said = told(effect.story(facts))
    assert f"faults: {LESS}1.90 owed to it (between {LESS}2.39 and {LESS}1.41), of 6.00 before" in said
    assert "worth €22,800 a year" in said
    assert "It got better." in said
    assert "Since 1 January 2025, decided unit by unit." in said
    assert "4 units with it against 4 without it, 11 months before and 12 after." in said
    assert "Read over 8 places, the same in every month." in said
    assert "Compared with units without it here" in said
    assert "fixed before any figure was read" in said
    assert "Against its own past, month by month" in said  # the other designs stand beside


def test_a_comparison_is_called_so_and_is_not_bold(scene: Scene) -> None:
    facts = asked(scene, "some", "fr")
    said = effect.sentence(facts, "faults")
    assert all(isinstance(part, str) for part in said)
    assert "Une comparaison, pas un test" in told(said)
    assert "une comparaison, pas un test" in told(effect.months(facts, "faults"))
    assert "23" not in told(said)  # no worth in a headline


@pytest.fixture
def silent() -> Iterator[Scene]:
    """The firm, whose units some stopped reporting in June."""
    made = firm()
    yield made
    made.close()


def hushed(scene: Scene, *units: str) -> Facts:
    with scene.star.cursor() as cursor:
        cursor.execute(
            "DELETE FROM warehouse.indicator WHERE month >= '2025-03-01' AND list_contains(?, unit)", [units]
        )
    return asked(scene, "fix")


def test_places_left_out_are_named_and_too_many_tell_nothing(silent: Scene) -> None:
    with silent.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.indicator SET site = 'here'")
        cursor.execute(
            "INSERT INTO warehouse.indicator BY NAME SELECT * REPLACE ('there' AS site) FROM warehouse.indicator"
        )
        cursor.execute("DELETE FROM warehouse.indicator WHERE month >= '2025-03-01' AND unit = 'e' AND site = 'there'")
    facts = asked(silent, "fix")
    said = told(effect.months(facts, "faults"))
    assert "Read over 15 places, the same in every month." in said
    assert "1 place is left out, as it stopped, began or skipped months: e / there." in said
    facts = hushed(silent, "a", "b")
    said = told(effect.story(facts))
    assert "over a fifth of the places with it, or without it" in said
    assert (
        "4 places are left out, as they stopped, began or skipped months: a / here, a / there, b / here, b / there."
        in said
    )
    assert "€" not in said.partition("Read by every design")[0]


def test_without_an_indicator_it_says_what_to_bring(scene: Scene) -> None:
    said = told(effect.story(asked(scene, "idle")))
    assert "no figures of the business say that this programme is meant to move them" in said
    assert "draw by lot which units get it first" in said


def test_levels_say_what_exists_and_what_is_missing(scene: Scene) -> None:
    said = told(levels.panel(asked(scene, "fix")))
    assert "1. Reaction missing" in said
    assert "4. Results measured" in said
    assert "-1.90 (between -2.39 and -1.41) effect on an indicator · faults · Compared with units without it" in said
    assert "send the form at the end" in said
    assert "4. Résultats mesuré" in told(levels.panel(asked(scene, "fix", "fr")))


@pytest.mark.parametrize(("role", "leads"), [("admin", True), ("executive", False)])
def test_decision_lists_what_was_measured_tests_first(scene: Scene, role: str, leads: bool) -> None:  # noqa: FBT001  # parametrised
    words = Words("en")
    pages = site(scene, role, words)
    search = SEARCH if role == "admin" else "?period=2025"
    facts = decision_facts.Facts(pages, filters.read(search, pages.reader()), words, "light")
    card, lacking = decision_evidence.evidence(facts)
    assert "there are no two ways to compare" in told(lacking)
    said = told(card)
    assert said.index("fix") < said.index("some")
    assert "A comparison, not a test: fewer than 4 units with it" in said
    assert said.count("€") == 2  # of the test only
    assert ("/programmes/fix/effect" in str(card)) is leads


def test_decision_warns_of_what_the_page_of_an_effect_warns_of(scene: Scene) -> None:
    words = Words("en")
    pages = site(scene, "admin", words)

    class Given(decision_facts.Facts):
        def ask(self, key: str, **options: Any) -> pl.DataFrame:
            found = super().ask(key, **options)
            return found.with_columns(warning=pl.lit("regression")) if key == "effect" else found

    facts = Given(pages, filters.read(SEARCH, pages.reader()), words, "light")
    assert "(regression to the mean)" in told(decision_evidence.measured(facts))


def test_the_months_are_drawn_with_what_was_expected(scene: Scene) -> None:
    frame = asked(scene, "fix").told("effect_series", indicator="faults")
    assert dict(frame.schema) == SERIES
    style = Style(PALETTES["light"], Words("en"), ".,")
    drawn = figures.series(frame, style, "faults")
    assert [trace.name for trace in drawn.data] == ["without it", "expected without it", "with it"]
    assert drawn.layout.shapes[0].x0 == date(2024, 12, 1)
    assert drawn.layout.shapes[0].x1 == date(2025, 1, 1)
    assert len(figures.series(frame.filter(pl.col("arm") == "treated"), style, "faults").data) == 2


def test_the_plane_names_what_is_sure(scene: Scene) -> None:
    row: dict[str, Any] = {"competency": "leaks", "digital": "e-learning", "classroom": "classroom", "people": 80}
    row |= {"effect": 0.2, "effect_low": 0.1, "effect_high": 0.3, "currency": "EUR", "quadrant": "dominates"}
    row |= {"outer_low": 0.05, "outer_high": 0.4, "sure": True, "digital_per_kept": 10}
    row |= dict.fromkeys(("cost", "cost_low", "cost_high"), -5)
    frame = pl.DataFrame([row], schema=PLANE)

    class Given(Facts):
        def ask(self, key: str, **options: Any) -> pl.DataFrame:
            return frame if key == "cost_effectiveness" else super().ask(key, **options)

    words = Words("en")
    pages = site(scene, "admin", words)
    facts = Given(pages, filters.read(SEARCH, pages.reader()), words, "light")
    said = told(plane.card(facts))
    assert "Digital, against the rest: leaks: kept better, for less" in said
    assert "Not a randomised comparison: who learned in which way was not drawn by lot." in said
    assert "only what they leave on one side is sure" in said
    frame = frame.with_columns(sure=pl.lit(value=False))
    said = told(plane.card(facts))
    assert "nothing sure between digital and the rest" in said
    assert "kept better, for less, not for sure" in str(plane.card(facts))
    axes = investment.plane(frame.with_columns(name="competency"), facts.style, "points", "EUR").layout
    assert axes.xaxis.range == pytest.approx((-0.42, 0.42))  # nought in the middle: four quadrants
    assert axes.yaxis.range == (-7, 7)
    assert len(axes.annotations) == 4
    lacking = {"effect": None, "reason": "few_learners", "digital_answered": 4, "digital_learners": 3}
    frame = pl.DataFrame([row | lacking | {"classroom_answered": 40, "classroom_learners": 21}], schema=PLANE)
    said = told(plane.card(facts))
    assert "What is kept, for what it costs: not enough data to draw it" in said
    assert "leaks: e-learning (4 answers of 3 people after 90 days), classroom (40 answers of 21 people" in said
    assert "fewer than 10 learners" in said
    kept, few = (
        frame,
        dict.fromkeys(("digital_answered", "digital_learners", "classroom_answered", "classroom_learners")),
    )
    frame = pl.DataFrame([row | lacking | few | {"reason": "hidden"}], schema=PLANE)
    assert "leaks: e-learning, classroom. Hidden" in told(plane.card(facts))
    frame = kept
    frame = pl.concat([frame, pl.DataFrame([row], schema=PLANE)])
    assert "fewer than 10 learners" in told(plane.card(facts))
    frame = frame.clear()
    assert "No competency was taught both digitally and otherwise" in told(plane.card(facts))


def test_the_plane_of_modalities_is_of_all_time(scene: Scene) -> None:
    asked: list[Any] = []

    class Given(Facts):
        def everything(self, key: str, **_: Any) -> pl.DataFrame:
            asked.append(key)
            return pl.DataFrame(schema=PLANE)

    words = Words("en")
    pages = site(scene, "admin", words)
    facts = Given(pages, filters.read(SEARCH, pages.reader()), words, "light")
    assert "no two ways" in told(plane.card(facts, always=True))
    assert asked == ["cost_effectiveness"]
