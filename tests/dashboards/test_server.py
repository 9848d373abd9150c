import base64
import csv
import io
import json
import re

import pytest

from tests.dashboards.conftest import SECRET, Site, send
from tests.support.record import in_course, statement

HOSTILE = '<img src=x onerror=alert(1)>=cmd|" /C calc"!A0'


def story(site: Site, search: str = "", language: str = "en") -> str:
    """What the page's callback answers."""
    body = {
        "output": "engagement-story.children",
        "outputs": {"id": "engagement-story", "property": "children"},
        "inputs": [
            {"id": "engagement-url", "property": "search", "value": search},
            {"id": "palette", "property": "data", "value": "light"},
        ],
        "state": [{"id": "engagement-url", "property": "pathname", "value": "/"}],
        "changedPropIds": ["engagement-url.search"],
    }
    answer = site.reader().post("/_dash-update-component", json=body, headers={"Accept-Language": language})
    assert answer.status_code == 200, answer.text
    return json.dumps(answer.get_json(), ensure_ascii=False)


def test_an_empty_record_says_how_to_connect_a_tool(site: Site) -> None:
    told = story(site)
    assert "Nothing yet: connect a tool" in told
    assert "http://localhost/xapi" in told
    assert "connectez un outil" in story(site, language="fr")


def test_the_answer_is_computed(site: Site) -> None:
    send(site, statement("ada"), statement("bob"), statement("bob", when="2026-03-03T08:00:00Z"))
    told = story(site, "?since=2026-03-01&until=2026-03-31")
    assert '{"children": ["2"], "className": "value"}' in told
    assert "people seen so far learned something between 1 March 2026 and 31 March 2026" in told
    assert "100% of 3 statements understood" in told


def test_a_period_without_anyone_leads_out(site: Site) -> None:
    send(site, statement("ada"))
    told = story(site, "?since=2020-03-01&until=2020-03-31")
    assert "Nobody was active here" in told
    assert "The last activity anywhere was on 2 March 2026" in told
    assert "?period=all" in told


@pytest.mark.parametrize(
    "search", ["?period=x", "?since=2026-02-31", "?grain=year", "?zone=Nowhere", "?since=2026-02-02&until=2026-01-01"]
)
def test_an_address_that_means_nothing_is_told_so(site: Site, search: str) -> None:
    assert "This address cannot be read" in story(site, search)


def test_a_fault_is_drawn_and_said_not_hidden(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(*_: object, **__: object) -> None:
        raise RuntimeError("disk on fire")

    monkeypatch.setattr("dashboards.pages.engagement.Facts", broken)
    told = story(site)
    assert "This page could not be drawn" in told
    assert "disk on fire" not in told


def test_what_statements_say_is_only_text(site: Site) -> None:
    names = {"id": "https://example.org/a", "definition": {"name": {"en": HOSTILE}}}
    send(site, statement("ada", object=names, **in_course("https://example.org/c")))
    told = story(site, "?period=all")
    figures = "".join(re.findall(r'"figure": \{.*?"layout"', told)) + "".join(
        re.findall(r'"annotations": \[.*?\]', told)
    )
    assert "&lt;img" in figures
    assert "<img" not in figures
    rows = list(csv.reader(io.StringIO(site.reader().get("/measures/activities.csv?period=all").text.lstrip("\ufeff"))))
    assert rows[1][1] == HOSTILE
    formula = {"id": "https://example.org/b", "definition": {"name": {"en": "=1+1"}}}
    send(site, statement("ada", object=formula))
    assert "'=1+1" in site.reader().get("/measures/activities.csv?period=all").text


def test_pages_carry_their_headers(site: Site) -> None:
    answer = site.reader().get("/")
    policy = answer.headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "frame-ancestors 'none'" in policy
    assert "unsafe-eval" not in policy
    assert "'unsafe-inline'" not in policy.split("script-src")[1].split(";")[0]
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"
    assert not re.search(r'(src|href)="(https?:)?//', answer.text)


def test_a_page_has_a_title_before_it_is_filled(site: Site) -> None:
    reader = site.reader()
    assert "<title>Engagement \N{EN DASH} Acquis</title>" in reader.get("/").text
    french = reader.get("/setup/identities", headers={"Accept-Language": "fr"}).text
    assert "<title>Identités \N{EN DASH} Acquis</title>" in french
    assert "<title>Sign in \N{EN DASH} Acquis</title>" in site.visitor().get("/sign-in").text


def test_a_page_there_is_none_of_is_404_and_the_record_keeps_its_own(site: Site) -> None:
    reader = site.reader()
    assert reader.get("/nowhere").status_code == 404
    for path in ("/xapi/nowhere", "/api/nowhere", "/health/nowhere"):
        answer = reader.get(path)
        assert answer.status_code == 404
        assert answer.content_type == "application/json"
    assert reader.get("/health").status_code == 200


def basic(key: str) -> dict[str, str]:
    return {"Authorization": "Basic " + base64.b64encode(f"{key}:{SECRET}".encode()).decode()}


def test_measures_answer_those_who_may_read(site: Site) -> None:
    send(site, statement("ada"))
    visitor = site.visitor()
    path = "/api/measures/active_per_day"
    assert visitor.get(path, headers=basic("reader")).get_json() == [
        {"starts": "2026-03-02", "active": 1, "complete": True}
    ]
    assert visitor.get(path).status_code == 401
    assert visitor.get(path, headers=basic("tool")).status_code == 403
    assert visitor.get("/api/measures/nothing", headers=basic("reader")).status_code == 404
    assert visitor.get(f"{path}?colour=red", headers=basic("reader")).status_code == 400
    assert visitor.get(f"{path}?since=soon", headers=basic("reader")).status_code == 400
    assert visitor.post("/api/rebuild", headers=basic("admin")).status_code == 401
