"""From a step of a programme and from a status to exactly their people: equal numbers, nobody foreign, one sentence."""

import re
from dataclasses import replace
from datetime import date

import pytest

from analytics.progress import funnel
from analytics.scope import Reader, Scope
from analytics.up_to_date import STATUSES, up_to_date_status
from analytics.who import status_people, step_people
from dashboards.pages.people import who
from dashboards.pages.programmes import index, overview, programme
from tests.dashboards.test_programmes import MARCH, asked, scene, told
from tests.support.demo import Made
from tests.support.scene import Scene

__all__ = ["scene"]  # the fixture: forty people who must know safety
OF_IT = f"{MARCH}&programme=safe%2Fty"


def page(scene: Scene, search: str, role: str = "admin", language: str = "en") -> str:
    """What the page of who exactly says."""
    return told(who.tell(asked(scene, search, role, language)))


@pytest.mark.parametrize(
    ("step", "came", "gone"), [("started", 35, 5), ("p50", 30, 10), ("completed", 30, 10), ("passed", 25, 15)]
)
def test_a_step_says_who_came_and_who_did_not(scene: Scene, step: str, came: int, gone: int) -> None:
    said = page(scene, f"{OF_IT}&step={step}")
    assert f"Of 40 assignments due (between 1 March 2026 and 31 March 2026), {came} came to" in said
    assert f"{gone} did not." in said
    assert f"{came} people" in page(scene, f"{OF_IT}&step={step}&came=yes")
    assert f"{gone} people" in page(scene, f"{OF_IT}&step={step}&came=no")


def test_those_who_did_not_come_are_told_with_how_far_they_came(scene: Scene) -> None:
    said = page(scene, f"{OF_IT}&step=completed&came=no")
    assert re.findall(r"Person (\d+)", said) == ["31", "32", "33", "34", "35", "36", "37", "38", "39", "40"]
    assert said.count("Started") == 5  # the others were only assigned it
    assert "Safety first" in said


def test_all_who_were_due_and_nobody_due_have_their_own_sentences(scene: Scene) -> None:
    assert "40 assignments are due" in page(scene, f"{OF_IT}&step=assigned")
    assert "No assignment is due" in page(scene, "?since=2026-05-01&until=2026-05-31&step=assigned")
    assert "none is counted for “Started”" in page(scene, "?since=2026-05-01&until=2026-05-31&step=started")
    french = page(scene, f"{OF_IT}&step=completed", language="fr")
    assert "30 sont parvenues à « Terminé »" in french
    assert "10 n'y sont pas" in french


def test_a_status_says_who_stands_so_on_its_day(scene: Scene) -> None:
    assert "On 31 March 2026, 30 people stand at “Valid”." in page(scene, f"{OF_IT}&status=valid")
    assert "On 31 March 2026, 10 people stand at “Never done”." in page(scene, f"{OF_IT}&status=never")
    later = page(scene, f"{OF_IT}&status=expired&on=2027-03-05")
    assert "On 5 March 2027, 30 people stand at “Expired”." in later
    assert "5 March 2027" in later
    nobody = page(scene, f"{OF_IT}&status=exempt", language="fr")
    assert "Au 31 mars 2026, personne n'en est à" in nobody
    assert "once, by where they stand worst" in page(scene, f"{MARCH}&status=never")


def test_the_files_are_of_the_same_people(scene: Scene) -> None:
    steps = repr(who.tell(asked(scene, f"{OF_IT}&step=completed")))
    assert "/measures/step_people.csv?since=2026-03-01&until=2026-03-31&programme=safe%2Fty&step=completed" in steps
    statuses = repr(who.tell(asked(scene, f"{OF_IT}&status=expired&on=2027-03-05")))
    assert "/measures/status_people.xlsx?until=2027-03-05&programme=safe%2Fty&status=expired" in statuses


def test_the_numbers_of_a_programme_lead_there(scene: Scene) -> None:
    whole = repr(programme.story(asked(scene, key="safe/ty"), "safe/ty", ""))
    for more in ("&came=yes", "&came=no", ""):
        assert f"/people/who{OF_IT}&step=started{more}'" in whole
    held = repr(programme.story(asked(scene, f"{MARCH}&on=2026-03-25", key="safe/ty"), "safe/ty", "up-to-date"))
    assert f"/people/who{OF_IT}&status=never&on=2026-03-25" in held
    assert "status=exempt" not in held  # nobody is: it leads nowhere
    every = repr(index.story(asked(scene)))
    assert f"/people/who{OF_IT}&status=never&on=2026-03-31" in every
    assert f"/people/who{MARCH}&status=never&on=2026-03-31" in every  # all together


def test_a_reader_of_totals_is_led_nowhere(scene: Scene) -> None:
    funnel_card = repr(overview.funnel(asked(scene, "?period=2026-03", role="executive", key="safe/ty")))
    assert "Where 40 people due stop" in funnel_card
    assert "/people/who" not in funnel_card
    assert "Click a step" not in funnel_card


# On the example organisation -------------------------------------------------------------------------------------

WHOSE = {
    "everyone": Scope(),
    "a unit": Scope(units=("unit",)),
    "a reader's": Scope(reader=Reader(units=("unit",))),
    "a country": Scope(country="FR"),
    "a modality": Scope(modality="e-learning"),
    "a programme": Scope(programmes=("programme",)),
}
DAYS = (date(2025, 9, 30), date(2026, 6, 30), None)


def narrowed(demo: Made, name: str) -> Scope:
    """Return a scope with its unit and its programme named as the example organisation names them."""
    unit = (demo.one("SELECT unit FROM warehouse.unit WHERE depth = 1 ORDER BY unit LIMIT 1"),)
    most = "SELECT programme FROM warehouse.assigned WHERE mandatory GROUP BY 1 ORDER BY count(*) DESC, 1 LIMIT 1"
    scope = WHOSE[name]
    return replace(
        scope,
        units=unit if scope.units else (),
        reader=Reader(units=unit) if scope.reader.units else scope.reader,
        programmes=(demo.one(most),) if scope.programmes else (),
    )


@pytest.mark.parametrize("until", DAYS)
@pytest.mark.parametrize("name", WHOSE)
def test_steps_of_the_example_count_those_they_lead_to(demo: Made, name: str, until: date | None) -> None:
    for since in (None, date(2025, 4, 1)):
        scope = replace(narrowed(demo, name), since=since, until=until)
        for row in funnel(demo.warehouse, scope).iter_rows(named=True):
            people = step_people(demo.warehouse, scope, step=row["step"])
            assert (people.height, people["came"].sum()) == (row["n"], row["count"] or 0)
            assert people["person"].n_unique() == (row["learners"] or 0)


@pytest.mark.parametrize("until", DAYS)
@pytest.mark.parametrize("name", WHOSE)
def test_statuses_of_the_example_count_those_they_lead_to(demo: Made, name: str, until: date | None) -> None:
    scope = replace(narrowed(demo, name), until=until)
    counts = up_to_date_status(demo.warehouse, scope)
    assert counts["people"].drop_nulls().len()
    each = counts if name == "everyone" else counts.gather_every(5)  # of all together, and of some programmes
    for row in each.iter_rows(named=True):
        one = replace(scope, programmes=(row["programme"],)) if row["programme"] else scope
        for status in STATUSES:
            people = status_people(demo.warehouse, one, status=status)
            assert people.height == people["person"].n_unique() == row[status]
