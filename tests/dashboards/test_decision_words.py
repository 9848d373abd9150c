"""What Decision says: money is money, and what each competency kept costs is no money that anybody pays or saves."""

from collections.abc import Iterator
from typing import Any

import polars as pl
import pytest

from analytics.decision_reasons import ALIKE
from analytics.investment import DECISION
from dashboards import filters
from dashboards.i18n import Words
from dashboards.pages.decision_answer import answer
from dashboards.pages.decision_columns import columns
from dashboards.pages.decision_facts import Facts
from tests.dashboards.test_programmes import told
from tests.dashboards.test_retention import asked
from tests.support.scene import Scene


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    made = Scene()
    yield made
    made.close()


class Given(Facts):
    """Verdicts that are given, not asked."""

    own: pl.DataFrame

    def ask(self, key: str, **options: Any) -> pl.DataFrame:
        return self.own if key == "decision" else super().ask(key, **options)


def facts(scene: Scene, *rows: tuple[str, str, str, int], language: str = "en", **more: Any) -> Given:
    site = asked(scene, language=language).site
    found = Given(site, filters.read("?period=2025", site.reader()), Words(language), "light")
    common = {"currency": "EUR", "estimated": False, "cost": 900, "cost_low": 900, "cost_high": 900}
    named = [dict(zip(("programme", "column", "reason", "at_stake"), row, strict=True)) for row in rows]
    found.own = pl.DataFrame([{"title_en": row["programme"]} | common | row | more for row in named], schema=DECISION)
    return found


GAME, LEAN = ("game", "pays", "saves_kept", 4_500), ("lean", "pays", "benefit_exceeds", 300)
SLOW, DEAR = ("slow", "does_not_pay", "alternative_kept", 7_000), ("dear", "does_not_pay", "alternative_cheaper", 20)


def test_what_is_of_competencies_kept_is_in_no_sum_of_money(scene: Scene) -> None:
    said = told(answer(facts(scene, GAME, LEAN, SLOW, DEAR)))
    assert "2 programmes pay: €300 more than they cost" in said.replace(" :", ":")
    assert "(not counting 1 of them, told by what is kept: at least €4,500 for as many competencies kept" in said
    assert "2 do not : €20 lost, €20 of it with dear" in said
    assert "at least €7,000" in said


def test_what_is_saved_is_not_said_to_be_brought_in(scene: Scene) -> None:
    less, alone = ("less", "pays", "saves", 50), told(answer(facts(scene, ("less", "pays", "saves", 50))))
    assert "One programme pays, less: €50 less than its alternative" in alone
    both = told(answer(facts(scene, LEAN, less)))
    assert "2 programmes pay: €350 more than they cost, or less than their alternatives" in both.replace(" :", ":")
    assert "de moins que leurs alternatives" in told(answer(facts(scene, LEAN, less, language="fr")))


def test_alone_it_is_said_to_be_no_money(scene: Scene) -> None:
    said = told(answer(facts(scene, GAME, SLOW)))
    assert "One programme pays, game: at least €4,500 less than its alternative for as many competencies kept" in said
    assert "which is no money saved" in said
    assert "slow: at least €7,000 more than its alternative" in said
    assert "ce qui n'est pas de l'argent économisé" in told(answer(facts(scene, GAME, language="fr")))


def test_each_programme_says_what_its_stake_is(scene: Scene) -> None:
    said = told(columns(facts(scene, GAME, LEAN, SLOW, DEAR)))
    assert "€4,500 at least, less than the alternative for as many competencies kept: no money saved" in said
    assert "€300 more than it costs" in said
    assert "€7,000 at least, more than the alternative for as many competencies kept: no money lost" in said
    assert "€20 more than the alternative" in said
    assert said.count("Not a randomised comparison.") == 2


@pytest.mark.parametrize("alike", list(ALIKE))
def test_why_what_is_remembered_did_not_decide_is_said(scene: Scene, alike: str) -> None:
    assert ALIKE[alike]["en"] in told(columns(facts(scene, DEAR, alike=alike)))
