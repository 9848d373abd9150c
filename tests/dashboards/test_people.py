"""The pages about people as each reader has them: the list, who is at risk, one learner, and nobody foreign."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from flask.testing import FlaskClient

from dashboards.server import compose
from lrs.app import stop
from lrs.settings import Settings
from lrs.store.duck import open_store
from lrs.store.promise import Put
from tests.dashboards.conftest import KEYS, ROLES, Site, account, credential, send, unit

NOW = datetime.now(UTC)
OWN, FOREIGN = 24, 6
COURSE = "https://w3id.org/xapi/acquis/local/course/safety"  # a programme's own
TOGETHER = "00000000-0000-4000-8000-000000000001"  # a sheet that names people of both units


def world(site: Site) -> None:
    """Two units and a programme due ten days ago: of each four, one has completed it, one begun, two have not."""
    numbers = range(1, OWN + FOREIGN + 1)
    people = [
        {"person": n, "key": key(n), "name": name(n), "email": f"p{n}@example.org", "role": "learner"} for n in numbers
    ]
    identifiers = [{"identifier": f"mbox mailto:p{n}@example.org", "person": n} for n in numbers]
    members = [{"person": n, "unit": "Water" if n <= OWN else "Energy", "position": 0} for n in numbers]
    programme = {"key": "safety", "title_en": "Safety first", "title_fr": "La sécurité", "modality": "e-learning"}
    belongs = [{"programme": "safety", "activity": f"{COURSE}/part", "prefix": False}]
    assigned = {"programme": "safety", "unit": "Group", "mandatory": True, "exempt": False}
    days = {"assigned": day(60).date(), "due": day(10).date()}
    site.store.organisation.change(
        [
            Put("person", people),
            Put("person_identifier", identifiers),
            Put("membership", members),
            Put("programme", [programme | {"owner_unit": "Group"}]),
            Put("programme_activity", belongs),
            Put("assignment", [assigned | days]),
        ]
    )
    completed = [told(n, "completed", 30) for n in numbers if n % 4 == 0]
    begun = [told(n, "initialized", 40, "/part") for n in numbers if n % 4 == 1]
    both = {"objectType": "Group", "name": "Team Energy", "member": [agent(1), agent(OWN + 1)]}
    send(site, *completed, *begun, told(1, "experienced", 35, "/part") | {"actor": both, "id": TOGETHER})


def key(n: int) -> str:
    return f"w{n}" if n <= OWN else f"zz{n}"


def name(n: int) -> str:
    return f"Wanda {n} <b>" if n <= OWN else f"Zzyx {n}"


def agent(n: int) -> dict[str, Any]:
    return {"mbox": f"mailto:p{n}@example.org", "name": name(n)}


def day(ago: int) -> datetime:
    return NOW - timedelta(days=ago)


def told(n: int, verb: str, ago: int, part: str = "") -> dict[str, Any]:
    return {
        "actor": agent(n),
        "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
        "object": {"id": f"{COURSE}{part}", "definition": {"name": {"en": "Safety"}}},
        "timestamp": f"{day(ago):%Y-%m-%dT%H:%M:%SZ}",
    }


@pytest.fixture(scope="module")
def there(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    folder = tmp_path_factory.mktemp("people")
    store = open_store(folder)
    for one, scope in KEYS.items():
        store.add_credential(credential(one, scope))
    units = [unit("Group", None), unit("Water", "Group"), unit("Energy", "Group")]
    accounts = [account(role) for role in ROLES]
    own = [{"email": "manager@example.org", "unit": "Water"}]
    store.organisation.change([Put("unit", units), Put("account", accounts), Put("account_unit", own)])
    app = compose(Settings(data=folder), store)
    site = Site(app, store, folder)
    world(site)
    yield site
    stop(app)


def outputs(site: Site, *names: str) -> tuple[str, Any]:
    """The callback that fills these, as the browser names it."""
    listed = [one["output"] for one in site.reader().get("/_dash-dependencies").get_json()]
    found = next(one for one in listed if [part.partition("@")[0] for part in one.strip(".").split("...")] == [*names])
    parts = [
        dict(zip(("id", "property"), part.partition("@")[0].rsplit(".", 1), strict=True))
        for part in found.strip(".").split("...")
    ]
    return found, parts if found.startswith("..") else parts[0]


def story(site: Site, reader: FlaskClient, page: str, address: str, language: str = "en") -> str:
    """What the page of an address tells."""
    path, mark, search = address.partition("?")
    output, listed = outputs(site, f"{page}-story.children")
    inputs = [
        {"id": f"{page}-url", "property": "search", "value": mark + search},
        {"id": "palette", "property": "data"},
    ]
    state = [{"id": f"{page}-url", "property": "pathname", "value": path}]
    if page == "learner":
        inputs, state = [*state, inputs[1]], []
    body = {"output": output, "outputs": listed, "inputs": inputs, "state": state}
    return called(reader, body | {"changedPropIds": [f"{page}-url.search"]}, language)


def called(reader: FlaskClient, body: dict[str, Any], language: str = "en") -> str:
    answer = reader.post("/_dash-update-component", json=body, headers={"Accept-Language": language})
    assert answer.status_code in (200, 204), answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False) if answer.status_code == 200 else ""


def pressed(site: Site, reader: FlaskClient, page: str, one: dict[str, str], path: str, *names: str) -> str:
    """What pressing a button of a page answers."""
    output, listed = outputs(site, *names)
    where = "search" if page == "at-risk" else "pathname"
    button = {"id": one, "property": "n_clicks", "value": 1}
    state = [{"id": f"{page}-url", "property": where, "value": path}, {"id": "palette", "property": "data"}]
    told = json.dumps(one, sort_keys=True, separators=(",", ":"))
    body = {"output": output, "outputs": listed, "inputs": [[button]], "changedPropIds": [f"{told}.n_clicks"]}
    return called(reader, body | {"state": state[: 1 if "learner-modal.opened" in names else 2]})


def note(site: Site, reader: FlaskClient, person: int, programme: str = "safety") -> str:
    names = ("at-risk-said.children", "at-risk-story.children")
    return pressed(site, reader, "at-risk", {"contacted": str(person), "in": programme, "of": "at-risk"}, "", *names)


def test_a_manager_sees_their_people_and_nobody_else(there: Site) -> None:
    told = story(there, there.reader("manager"), "people", "/people")
    assert "Wanda 24" in told
    assert "Zzyx" not in told
    assert f"{OWN} people" in told
    assert "Zzyx 25" in story(there, there.reader("group"), "people", "/people?unit=Energy")


def test_the_list_is_narrowed_sorted_and_paged_by_its_address(there: Site) -> None:
    reader = there.reader("manager")
    one = story(there, reader, "people", "/people?find=wanda+7")
    assert "Wanda 7" in one
    assert "Wanda 8" not in one
    nobody = story(there, reader, "people", "/people?find=zzyx")
    assert "Nobody here is called that" in nobody
    late = story(there, reader, "people", "/people?show=overdue")
    assert "Wanda 1 " in late
    assert "Wanda 4 " not in late  # who has completed it
    assert '"/people/w1?period=28d&unit=Water"' in story(
        there, reader, "people", "/people?period=28d&unit=Water&sort=last"
    )
    far = story(there, there.reader("group"), "people", "/people?page=999&sort=overdue")
    assert "Zzyx" in far or "Wanda" in far


@pytest.mark.parametrize("language", ["en", "fr"])
def test_everyone_at_risk_has_a_reason_in_a_sentence(there: Site, language: str) -> None:
    told = story(there, there.reader("manager"), "at-risk", "/people/at-risk", language)
    assert {"en": "since it expired: 10", "fr": "fin de validité : 10"}[language] in told
    assert {"en": "Safety first", "fr": "La sécurité"}[language] in told
    assert "Zzyx" not in told


def test_who_was_contacted_is_told_apart(there: Site) -> None:
    reader = there.reader("manager")
    before = story(there, reader, "at-risk", "/people/at-risk")
    assert "contacted already, told apart" not in before
    after = note(there, reader, 2)
    assert "is noted as contacted" in after
    assert "1 contacted already, told apart" in after
    note(there, reader, 2)  # twice on one day is once
    rows = there.store.organisation.rows("contact", person=2)
    assert [(row["programme"], row["who"]) for row in rows] == [("safety", "manager@example.org")]


def test_nobody_notes_a_contact_with_someone_of_another_unit_or_without_a_warning(there: Site) -> None:
    reader = there.reader("manager")
    foreign, unheard, done = (note(there, reader, person) for person in (OWN + 2, 999, 4))
    for told in (foreign, unheard, done):
        assert "Nobody of yours has a warning there any more" in told
        assert "Zzyx" not in told
    assert {row["person"] for row in there.store.organisation.rows("contact")} <= {2}


def test_a_contact_needs_the_token_of_the_session(there: Site) -> None:
    reader = there.reader("manager")
    del reader.environ_base["HTTP_X_CSRFTOKEN"]
    output, listed = outputs(there, "at-risk-said.children", "at-risk-story.children")
    answer = reader.post("/_dash-update-component", json={"output": output, "outputs": listed, "inputs": []})
    assert answer.status_code == 403
    body = {"output": output, "outputs": listed, "inputs": []}
    assert there.reader("executive").post("/_dash-update-component", json=body).status_code == 403


def test_a_learners_page_tells_assignments_tests_and_the_record(there: Site) -> None:
    told = story(there, there.reader("manager"), "learner", "/people/w1")
    assert "Wanda 1" in told
    assert "Not done yet" in told
    assert "overdue" in told
    assert "since it expired: 10" in told
    assert "/tools/statements" not in told  # a manager has no Tools; each statement opens here
    assert "/tools/statements" in story(there, there.reader("group"), "learner", "/people/w1")
    for measure in ("learner_assignments", "learner_record"):
        for ending in ("csv", "xlsx"):
            [file] = set(re.findall(rf"/measures/{measure}\.{ending}\?[^\"]*person=w1[^\"]*", told))
            taken = there.reader("manager").get(file.replace("&amp;", "&"))
            assert taken.status_code == 200, file
        assert len(taken.data) > 100


def test_a_foreign_persons_address_answers_as_if_there_were_none(there: Site) -> None:
    reader = there.reader("manager")
    foreign, nobody = (story(there, reader, "learner", path) for path in (f"/people/{key(OWN + 1)}", "/people/zz99"))
    assert foreign == nobody
    assert "Nobody of yours is at this address" in foreign
    assert story(there, reader, "learner", f"/people/~{OWN + 1}") == nobody
    assert reader.get(f"/people/{key(OWN + 1)}").text.count("Zzyx") == 0
    assert "Zzyx" in story(there, there.reader("group"), "learner", f"/people/{key(OWN + 1)}")


def behind(site: Site, reader: FlaskClient, path: str, statement: str) -> str:
    names = ("learner-statement.children", "learner-modal.opened")
    return pressed(site, reader, "learner", {"statement": statement}, path, *names)


def test_a_manager_reads_a_statement_with_everybody_else_unnamed(there: Site) -> None:
    told = behind(there, there.reader("manager"), "/people/w1", TOGETHER)
    assert "Wanda 1" in told
    assert "somebody else" in told
    for word in ("Zzyx", f"p{OWN + 1}@", "Team Energy"):
        assert word not in told
    assert "Zzyx" in behind(there, there.reader("group"), "/people/w1", TOGETHER)


def test_a_statement_opens_only_from_the_record_it_is_in(there: Site) -> None:
    manager = there.reader("manager")
    assert "no such statement" in behind(there, manager, "/people/w2", TOGETHER)
    assert "no such statement" in behind(there, manager, "/people/w1", "not-an-id")
    assert "Zzyx" not in behind(there, manager, f"/people/{key(OWN + 1)}", TOGETHER)


@pytest.mark.parametrize(
    ("page", "path"), [("cohorts", ""), ("growth", ""), ("survival", ""), ("survival", "?by=unit")]
)
@pytest.mark.parametrize("role", ["manager", "admin"])
def test_the_pages_over_time_are_told(there: Site, role: str, page: str, path: str) -> None:
    for language in ("en", "fr"):
        told = story(there, there.reader(role), page, f"/people/{page}{path}", language)
        assert "could not be drawn" not in told
        assert "impossible" not in told
        assert "Zzyx" not in told
        assert "quality" in told
        assert page == "survival" or {"en": "and where they stand", "fr": "il en est"}[language] in told


def test_whoever_is_at_risk_today_is_in_the_file_whatever_period_the_way_there_kept(there: Site) -> None:
    told = story(there, there.reader("manager"), "at-risk", "/people/at-risk?period=2026-Q1&unit=Water")
    assert "/measures/at_risk.csv?period=all&unit=Water" in told


def test_downloads_hold_nobody_foreign(there: Site) -> None:
    reader = there.reader("manager")
    for measure in ("people_list", "at_risk", f"learner_record.csv?person={key(OWN + 1)}&x="):
        answer = reader.get(f"/measures/{measure}.csv?period=all")
        assert "Zzyx" not in answer.text
        assert "zz25" not in answer.text.replace(f"person={key(OWN + 1)}", "")
    assert "Wanda 3" in reader.get("/measures/people_list.csv?period=all").text
    assert there.reader("executive").get("/measures/at_risk.csv?period=2026").status_code == 403


@pytest.mark.parametrize("page", ["cohorts", "growth"])
def test_weeks_are_told_where_they_are_asked_for(there: Site, page: str) -> None:
    told = story(there, there.reader("manager"), page, f"/people/{page}?per=week")
    assert "the week" in told
