"""The page Group, and Thresholds and Privacy under Setup, as their roles use them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from types import SimpleNamespace
from typing import Any

import pytest

from analytics.answers import WHATS
from analytics.guard import smallest
from analytics.warehouse import Warehouse
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages import group
from dashboards.pages.group_answer import _listed
from dashboards.pages.group_facts import Facts
from dashboards.pages.page import Site as Pages
from dashboards.pages.setup import privacy, thresholds
from lrs.organisation import accounts
from lrs.organisation.keeping import keep, kept
from tests.dashboards.conftest import Site
from tests.support.scene import Scene

PERIOD: dict[str, Any] = {"period": "custom", "since": date(2026, 3, 1), "until": date(2026, 3, 31)}


@dataclass
class Desk:
    """What a page of Setup works with, for one role."""

    site: Site
    role: str
    warehouse: Warehouse | None = None

    @property
    def service(self) -> Any:
        return self.site.app.extensions["acquis"]

    def words(self) -> Words:
        return Words("en")

    def account(self) -> accounts.Account:
        found = accounts.account(self.site.store, f"{self.role}@example.org")
        assert found is not None
        return found

    def ask(self, measure: Any, scope: Any) -> Any:
        return measure(self.warehouse, scope)


def desk(site: Site, role: str, warehouse: Warehouse | None = None) -> Any:
    return Desk(site, role, warehouse)


def follow(site: Site) -> None:
    """Let the warehouse take what was kept."""
    assert site.visitor().post("/api/rebuild", headers=site.admin()).status_code == 200


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    """Two units, one of which changed, beside a third of which nothing is known; an hour each time."""
    made = Scene()
    sizes = {"big": 200, "small": 60, "empty": 0}
    made.put("unit", [{"unit": "group"}, *({"unit": unit, "parent": "group"} for unit in sizes)])
    people = [(unit, place) for unit, size in sizes.items() for place in range(size)]
    made.put("person", [{"person": n, "unit": unit} for n, (unit, _) in enumerate(people)])
    counts = {"2026-01-20": (9, 9), "2026-02-10": (50, 30), "2026-03-10": (190, 29)}
    seen = [
        {"person": n, "day": f"{day} 08:00"}
        for day, most in counts.items()
        for n, (unit, place) in enumerate(people)
        if place < most[unit == "small"]
    ]
    made.put("fact", [{"person": one["person"], "happened": one["day"]} for one in seen])
    made.put("rollup", [{"person": one["person"], "quarter": one["day"]} for one in seen])
    yield made
    made.close()


def facts(scene: Scene, language: str = "en", **chosen: Any) -> Facts:
    account: Any = SimpleNamespace(role="group", email="group@example.org", units=())
    service: Any = None  # no page of the group asks for it
    pages = Pages(scene.star, lambda: Words(language), lambda: "x", lambda: account, service)
    return Facts(pages, Filters(**(PERIOD | chosen)), Words(language), "light")


def story(scene: Scene, language: str = "en", **chosen: Any) -> str:
    return str(group.story(facts(scene, language, **chosen)))


def test_the_answer_names_the_units_and_the_clear_change(scene: Scene) -> None:
    told = story(scene)
    assert "lie beyond what chance would do: " in told
    assert "big, small" in told
    assert "clear change" in told
    assert "Active learners: " in told


def test_only_clear_changes_are_listed(scene: Scene) -> None:
    listed = [(row["unit"], row["what"]) for row in facts(scene).clear]
    assert (None, "access") in listed
    assert ("big", "access") in listed
    assert ("small", "access") not in listed
    assert listed[0][0] is None, "everyone first"


def test_without_a_clear_change_it_says_so(scene: Scene) -> None:
    told = story(scene, units=("small",))
    assert "There are no units below this one." in told
    assert "No clear change" in told


def test_a_unit_of_which_nothing_is_known_is_shown_as_such(scene: Scene) -> None:
    told = story(scene)
    assert "empty" in told
    assert "no data" in told


def test_where_some_people_are_chosen_units_without_any_of_them_are_left_out(scene: Scene) -> None:
    """With a saved group of two units, the other four stood there with nobody in them."""
    assert 0 in facts(scene).units["size"].to_list()
    assert facts(scene, country="ZZ").units.is_empty()


def test_the_ways_down_keep_the_filters(scene: Scene) -> None:
    told = story(scene)
    for path in ("/", "/people", "/programmes", "/group"):
        assert f"href='{path}?since=2026-03-01&until=2026-03-31&unit=small'" in told


@pytest.mark.parametrize("language", ["en", "fr"])
def test_each_number_of_everyone_says_what_it_is(scene: Scene, language: str) -> None:
    """Their i told what changed, whichever number it stood beside."""
    told = story(scene, language)
    for what in ("access", "hours", "up_to_date", "completion"):
        assert told.count(repr(WHATS[what].sentence[language])) >= 1, what


def test_it_is_told_in_french(scene: Scene) -> None:
    told = story(scene, "fr")
    assert "au-delà de ce que ferait le hasard" in told
    assert "Apprenants actifs" in told


def test_what_was_never_sent_says_what_is_missing(scene: Scene) -> None:
    told = story(scene)
    assert "Not enough data yet" in told
    assert "Attendance" in told


# Thresholds ---------------------------------------------------------------------------------------------------------


def test_a_manager_chooses_for_their_own_units_only(site: Site) -> None:
    manager = desk(site, "manager")
    assert [one["value"] for one in thresholds.units(manager)[0]] == ["Water"]
    assert "Kept" in str(thresholds.choose(manager, "silent", "Water", 21))
    for unit in ("Energy", "Group", "", "nowhere"):
        assert "not a unit of yours" in str(thresholds.choose(manager, "silent", unit, 21))
        assert "not a unit of yours" in str(thresholds.story(manager, unit))
    assert kept(site.store, "threshold") == {"silent Water": 21.0}


def test_the_nearest_choice_upwards_holds_and_says_where_it_was_made(site: Site) -> None:
    admin, manager = desk(site, "admin"), desk(site, "manager")
    thresholds.choose(admin, "silent", "", 30)
    assert "chosen for everyone on" in str(thresholds.story(manager, "Water"))
    thresholds.choose(manager, "silent", "Water", 21)
    assert "chosen here by manager@example.org" in str(thresholds.story(manager, "Water"))
    assert "Taken back" in str(thresholds.choose(manager, "silent", "Water", None, back=True))
    assert "chosen for everyone on" in str(thresholds.story(manager, "Water"))


@pytest.mark.parametrize("value", [None, "", "many", 0, 366, float("nan")])
def test_a_number_outside_its_limits_is_not_kept(site: Site, value: Any) -> None:
    assert "Nothing was kept" in str(thresholds.choose(desk(site, "admin"), "silent", "", value))
    assert kept(site.store, "threshold") == {}


# Privacy ------------------------------------------------------------------------------------------------------------


def test_an_administrator_chooses_the_smallest_group_and_measures_follow(site: Site) -> None:
    warehouse = Warehouse(site.store)
    admin = desk(site, "admin", warehouse)
    assert smallest(warehouse) == 5
    assert "Kept" in str(privacy.choose(admin, 12))
    follow(site)
    assert smallest(warehouse) == 12
    told = str(privacy.story(admin))
    assert "12" in told
    assert "Chosen by admin@example.org" in told


@pytest.mark.parametrize("value", [None, 4, 51, 5.5, "12", True])
def test_the_smallest_group_lies_between_5_and_50(site: Site, value: Any) -> None:
    assert "Nothing was kept" in str(privacy.choose(desk(site, "admin"), value))


@pytest.mark.parametrize("role", ["group", "manager", "executive"])
def test_nobody_else_chooses_it(site: Site, role: str) -> None:
    assert "Only an administrator" in str(privacy.choose(desk(site, role), 12))
    assert kept(site.store, "privacy") == {}


@pytest.mark.parametrize("value", [0, 1, 1000, "x", None])
def test_whatever_was_kept_fewer_than_five_are_never_shown(site: Site, value: Any) -> None:
    keep(site.store, "privacy", "k", value, "somebody")
    warehouse = Warehouse(site.store)
    follow(site)
    assert 5 <= smallest(warehouse) <= 50


def test_more_units_than_are_named_are_counted() -> None:
    names = ["A", "B", "C", "D", "E", "F"]
    told = [_listed(names[:n], Words("fr")) for n in (4, 5, 6)]
    assert told == ["A, B, C, D", "A, B, C, D et 1 autre", "A, B, C, D et 2 autres"]
