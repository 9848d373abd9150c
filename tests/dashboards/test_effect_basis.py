"""What the page of an effect says it rests on: whose figures, how the roll-out was decided."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest

from dashboards import filters
from dashboards.i18n import Words
from dashboards.pages.page import Site as Pages
from dashboards.pages.programmes import effect, effect_basis
from dashboards.pages.programmes.facts import Facts
from lrs.organisation.accounts import Account
from tests.dashboards.test_effects import SEARCH, asked
from tests.dashboards.test_programmes import told
from tests.support.aims import firm
from tests.support.scene import Scene


@pytest.fixture
def scene() -> Iterator[Scene]:
    made = firm()
    yield made
    made.close()


def test_a_manager_is_told_whose_figures_these_are_and_that_the_benefit_counts_all(scene: Scene) -> None:
    line = {"line": "B", "programme": "fix", "amount": None, "evidence": "measured", "indicator": "faults"}
    scene.put("benefit", [line | {"currency": None, "valid_from": "2025-01-01", "valid_to": "2025-12-31"}])
    words = Words("en")
    account = Account("manager@example.org", "", "manager", None, None, datetime.now(UTC), tuple("abcefg"))
    pages = Pages(scene.star, lambda: words, lambda: "https://example.org/xapi", lambda: account, None)  # type: ignore[arg-type]  # these pages ask nothing of the service
    own = Facts(pages, filters.read(SEARCH, pages.reader()), words, "light", "fix")
    said = told(effect.story(own))
    assert "This is read from the figures of a, b, c, e, f and others and what is below, and no others." in said
    assert "The benefit that Decision counts rests on the figures of every unit of the organisation." in said
    assert "3 units with it against 3 without it" in said
    assert "This is read from" not in told(effect.story(asked(scene, "fix")))
    assert not effect_basis.about(asked(scene, "idle"))
    few = filters.read(f"{SEARCH}&unit=a", pages.reader())
    said = told(effect.story(Facts(pages, few, Words("fr"), "light", "fix")))
    assert "Ceci est lu dans les chiffres de a et en dessous" in said


def test_one_unit_alone_is_not_decided_unit_by_unit(scene: Scene) -> None:
    with scene.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.rollout SET unit = 'group'")
    assert "Since 1 January 2025, decided for one unit." in told(effect.months(asked(scene, "fix"), "faults"))
    said = told(effect.months(asked(scene, "fix", "fr"), "faults"))
    assert "Depuis le 1er janvier 2025, décidée pour une seule entité." in said
    with scene.star.cursor() as cursor:
        cursor.execute("UPDATE warehouse.rollout SET unit = 'a'")
    said = told(effect.months(asked(scene, "fix"), "faults"))
    assert "decided unit by unit. 1 unit with it against 7 without it" in said
