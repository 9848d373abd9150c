"""From a number to its people and its statements, as each reader has it: equal numbers, nobody foreign, nothing run."""

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any
from urllib.parse import urlencode

import polars as pl
import pytest
from flask.testing import FlaskClient

from analytics.behind import counted, statements
from analytics.catalog import MEASURES
from analytics.cells import Cell, cell_people, session_people
from analytics.cohorts import cohorts
from analytics.engagement import summary
from analytics.programme_facts import programme_sessions
from analytics.scope import Reader, Scope
from dashboards.pages import behind
from dashboards.server import compose
from lrs.app import stop
from lrs.settings import Settings
from lrs.store.duck import open_store
from lrs.store.promise import Put
from tests.dashboards.conftest import KEYS, ROLES, Site, account, credential, send, unit
from tests.dashboards.test_people import COURSE, OWN, TOGETHER, called, day, key, outputs, story, world
from tests.dashboards.test_people import told as told_of
from tests.support.demo import Made

HOSTILE = "<script>alert(1)</script>'; --"
NAMES = ("behind-statement.children", "behind-modal.opened")


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("behind")
    store = open_store(folder)
    for one, scope in KEYS.items():
        store.add_credential(credential(one, scope))
    units = [unit("Group", None), unit("Water", "Group"), unit("Energy", "Group")]
    own = [{"email": "manager@example.org", "unit": "Water"}]
    store.organisation.change([Put("unit", units), Put("account", [account(role) for role in ROLES])])
    store.organisation.change([Put("account_unit", own)])
    app = compose(Settings(data=folder), store)
    site = Site(app, store, folder)
    world(site)
    yield site
    stop(app)


def told(site: Site, role: str, language: str = "en", page: str = "behind", **asked: str) -> str:
    path = {"behind": "/people/statements", "who": "/people/who"}[page]
    return story(site, site.reader(role), page, f"{path}?{urlencode(asked)}", language)


def shown(site: Site, reader: FlaskClient, key_: str, statement: str) -> str:
    """What the button of a line answers."""
    output, listed = outputs(site, *NAMES)
    one = {"about": key_, "statement": statement}
    pressed = json.dumps(one, sort_keys=True, separators=(",", ":"))
    inputs = [[{"id": one, "property": "n_clicks", "value": 1}]]
    body = {"output": output, "outputs": listed, "inputs": inputs, "changedPropIds": [f"{pressed}.n_clicks"]}
    return called(reader, body)


def lines(page: str) -> int:
    return page.count('"className": "link"')


def test_a_manager_has_the_statements_of_their_people(there: Site) -> None:
    page = told(there, "manager", period="all")
    begun = sum(1 for n in range(1, OWN + 1) if n % 4 in (0, 1))
    assert lines(page) == begun + 1
    assert "Wanda 24" in page
    assert "Zzyx" not in page
    assert "/people/w1?" in page
    everyone = told(there, "group", period="all")
    assert "Zzyx 25" in everyone
    assert lines(everyone) > lines(page)


@pytest.mark.parametrize("language", ["en", "fr"])
def test_they_are_narrowed_by_their_address(there: Site, language: str) -> None:
    one = told(there, "manager", language, period="all", find="w1")
    assert lines(one) == 2
    assert lines(told(there, "manager", language, period="all", did="completed")) == OWN // 4
    assert lines(told(there, "manager", language, period="all", of="completions", find="w4")) == 1
    assert lines(told(there, "manager", language, period="all", course=f"{COURSE}/part", find="w1")) == 2
    assert lines(told(there, "manager", language, period="28d")) == 0
    nothing = told(there, "manager", language, period="all", did=HOSTILE, find=HOSTILE)
    assert lines(nothing) == 0
    assert {"en": "No statement meets this", "fr": "Aucune trace ne répond"}[language] in nothing


def test_what_an_address_cannot_ask_is_said(there: Site) -> None:
    for asked in ({"of": HOSTILE}, {"cell": HOSTILE}, {"came": "maybe", "cell": "month-lost-2026-01-01"}):
        page = told(there, "manager", period="all", **asked)
        assert lines(page) == 0
        assert "This address cannot be read" in page
        french = told(there, "manager", "fr", period="all", **asked)
        assert {"of": "Quelles traces (of)", "cell": "Case (cell)"}.get(next(iter(asked)), "came") in french


def test_pages_beyond_the_last_are_the_last(there: Site) -> None:
    assert lines(story(there, there.reader("group"), "behind", "/people/statements?period=all&page=999")) > 0


def test_a_statement_opens_for_whom_it_is_about_with_the_others_unnamed(there: Site) -> None:
    manager = there.reader("manager")
    page = shown(there, manager, "w1", TOGETHER)
    assert "Wanda 1" in page
    assert "somebody else" in page
    assert "Zzyx" not in page
    assert "Zzyx" in shown(there, there.reader("group"), "w1", TOGETHER)
    for about, statement in ((key(OWN + 1), TOGETHER), ("w2", TOGETHER), ("w1", "no id"), (HOSTILE, TOGETHER)):
        assert "no such statement" in shown(there, manager, about, statement)


ONE_BY_ONE = (
    "statements",
    "cell_people.csv?cell=month-lost-2026-01-01&x=",
    "session_people.csv?session=s&x=",
    "step_people.csv?step=started&x=",
    "status_people.csv?status=never&x=",
)


def test_an_executive_has_none_of_it(there: Site) -> None:
    reader = there.reader("executive")
    for path in ("/people/statements", "/people/who"):
        assert reader.get(path).status_code == 403
    for measure in ONE_BY_ONE:
        assert reader.get(f"/measures/{measure}.csv?period=2026").status_code == 403


@pytest.mark.parametrize("page", ["retention", "decision"])
def test_nothing_leads_an_executive_there(there: Site, page: str) -> None:
    assert "/people" not in story(there, there.reader("executive"), page, f"/{page}?period=2026")


def test_the_files_are_narrowed_as_the_page_is(there: Site) -> None:
    page = told(there, "manager", period="all", find="w1")
    [address] = set(re.findall(r"/measures/statements\.csv\?[^\"]*", page))
    file = there.reader("manager").get(address.replace("&amp;", "&"))
    assert file.status_code == 200
    assert len(file.text.strip().splitlines()) == 3
    everyone = there.reader("manager").get("/measures/statements.csv?period=all&limit=10000").text
    assert "Zzyx" not in everyone
    assert "zz25" not in everyone
    assert there.reader("manager").get("/measures/statements.xlsx?period=all").status_code == 200


def test_the_working_of_a_figure_leads_to_its_statements(there: Site) -> None:
    page = story(there, there.reader("manager"), "people", "/people?period=all&unit=Water")
    assert "/people/statements?period=all&unit=Water&of=learned" in page
    learner = story(there, there.reader("manager"), "learner", "/people/w1")
    assert "/people/statements?period=all&find=w1" in learner


def test_measures_that_lead_to_statements_are_there() -> None:
    assert set(behind.OF) <= set(MEASURES)
    assert set(behind.OF.values()) <= {"", *KINDS}


KINDS = ("learned", "completions", "tests", "attendance", "videos", "contributions", "help", "evaluations")


def cell_of(there: Site, reader: FlaskClient) -> str:
    page = story(there, reader, "cohorts", "/people/cohorts?per=week")
    return max(re.findall(r"cell=(week-classic-[\d-]+)", page))


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_cell_leads_to_its_people_and_to_nobody_foreign(there: Site, language: str) -> None:
    reader = there.reader("manager")
    cell = cell_of(there, reader)
    page = told(there, "manager", language, "who", cell=cell)
    assert "Wanda" in page
    assert "Zzyx" not in page
    assert "Zzyx" in told(there, "group", language, "who", cell=cell)
    assert "find=w" in page
    came = told(there, "manager", language, "who", cell=cell, came="yes")
    away = told(there, "manager", language, "who", cell=cell, came="no")
    whole, some, others = (len(set(re.findall(r"/people/w\d+", one))) for one in (page, came, away))
    assert whole == some + others


@pytest.mark.parametrize("asked", [{}, {"cell": HOSTILE}, {"session": HOSTILE}, {"session": "none"}])
def test_a_number_there_is_none_of_is_said(there: Site, asked: dict[str, str]) -> None:
    page = told(there, "manager", page="who", **asked)
    assert "could not be drawn" not in page
    assert "Wanda" not in page


# A session ---------------------------------------------------------------------------------------------------------


def drawn(site: Site, reader: FlaskClient, path: str, search: str) -> str:
    """What a programme's page tells."""
    output, listed = outputs(site, "programme-story.children")
    given = (("programme-url", "pathname", path), ("programme-url", "search", search), ("palette", "data", None))
    inputs = [{"id": id_, "property": name, "value": value} for id_, name, value in given]
    return called(reader, {"output": output, "outputs": listed, "inputs": inputs, "changedPropIds": []})


def test_a_session_of_a_programmes_page_leads_to_who_came(there: Site) -> None:
    """The link of the list, and what the chart's mark stands for, name the session and the programme."""
    held = {"key": 's"1', "programme": "safety", "activity": f"{COURSE}/room", "planned_hours": 2.0, "capacity": 9}
    there.store.organisation.change([Put("session", [held | {"starts": day(0).replace(tzinfo=None)}])])
    came = told_of(1, "attended", 0, "/room")
    away = told_of(2, "attended", 0, "/room") | {"result": {"completion": False, "duration": "PT0S"}}
    foreign = told_of(OWN + 1, "attended", 0, "/room")
    send(there, came, away, foreign)
    reader = there.reader("manager")
    page = drawn(there, reader, "/programmes/safety/sessions", "?period=28d")
    assert "/people/who?period=28d&programme=safety&session=s%221" in page
    who = told(there, "manager", page="who", period="28d", programme="safety", session='s"1')
    assert "Wanda 1 " in who
    assert "Wanda 2 " in who
    assert "Zzyx" not in who
    assert "Wanda 2 " not in told(there, "manager", page="who", session='s"1', came="yes")
    assert lines(told(there, "manager", period="all", of="attendance", session='s"1', came="no")) == 1
    assert "Zzyx" in told(there, "group", page="who", session='s"1')


# On the example organisation -------------------------------------------------------------------------------------

WHOSE = {
    "everyone": Scope(),
    "a unit": Scope(units=("water-france",)),
    "a modality": Scope(modality="e-learning"),
    "a country": Scope(country="FR"),
}


def narrowed(demo: Made, name: str) -> Scope:
    scope = WHOSE[name]
    if scope.units:
        unit_ = demo.one("SELECT unit FROM warehouse.unit WHERE depth = 1 ORDER BY unit LIMIT 1")
        return replace(scope, units=(unit_,), reader=Reader(units=(unit_,)))
    return scope


@pytest.mark.parametrize("grain", ["month", "week"])
@pytest.mark.parametrize("kind", ["classic", "rolling"])
@pytest.mark.parametrize("name", WHOSE)
def test_cells_of_the_example_count_those_they_lead_to(demo: Made, name: str, kind: Any, grain: Any) -> None:
    scope = narrowed(demo, name)
    whole = cohorts(demo.warehouse, scope, kind=kind, grain=grain).filter("complete")
    assert whole.height
    for cell in whole.sample(min(25, whole.height), seed=7).iter_rows(named=True):
        written = Cell(grain, kind, cell["cohort"], cell["period"])
        people = cell_people(demo.warehouse, scope, cell=str(written))
        assert (people.height, people["came"].sum()) == (cell["size"], cell["returned"])


def test_sessions_of_the_example_count_those_they_lead_to(demo: Made) -> None:
    for name in ("everyone", "a unit"):
        scope = narrowed(demo, name)
        held = programme_sessions(demo.warehouse, replace(scope, since=date(2026, 1, 1), until=date(2026, 6, 30)))
        held = held.filter(pl.col("n") > 0)
        assert held.height
        for row in held.head(20).iter_rows(named=True):
            people = session_people(demo.warehouse, scope, session=row["session"])
            assert (people.height, people["came"].sum()) == (row["n"], row["count"] or 0)
            told_ = statements(demo.warehouse, scope, of="attendance", session=row["session"], limit=10_000)
            assert set(told_["key"]) == set(people["key"])


def test_the_lines_of_the_example_are_all_there(demo: Made) -> None:
    count = counted(demo.warehouse, Scope()).row(0, named=True)
    assert count["lines"] == demo.one("SELECT count(*) FROM warehouse.fact")
    last = statements(demo.warehouse, Scope(), limit=1, skip=count["lines"] - 1)
    assert last["happened"].item() == demo.one("SELECT min(happened) FROM warehouse.fact")


@pytest.mark.parametrize("name", WHOSE)
def test_the_active_people_of_the_example_are_those_of_its_statements(demo: Made, name: str) -> None:
    for since, until in ((None, None), (date(2026, 4, 1), date(2026, 6, 30))):
        scope = replace(narrowed(demo, name), since=since, until=until)
        active = summary(demo.warehouse, scope)["active"].item()
        assert active
        assert counted(demo.warehouse, scope, of="learned")["people"].item() == active
