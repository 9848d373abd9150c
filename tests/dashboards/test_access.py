import json
import stat
import time
from typing import Any

import pytest

from dashboards import access, signing
from dashboards.server import greet
from dashboards.signing import make_link
from dashboards.site import PAGES, pages_of
from dashboards.throttle import Throttle
from lrs.organisation import accounts
from tests.dashboards.conftest import ROLES, SECRET, Site

ADMIN = {"email": "admin@example.org", "secret": SECRET}


def test_every_page_asks_for_a_session(site: Site) -> None:
    visitor = site.visitor()
    answer = visitor.get("/?period=28d")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=%2F%3Fperiod%3D28d"
    for path in ("/_dash-layout", "/_dash-dependencies"):
        assert visitor.get(path).status_code == 401
    assert visitor.post("/_dash-update-component", json={}).status_code == 401
    assert visitor.get("/measures/summary.csv").status_code == 303
    assert visitor.get("/account").status_code == 303
    assert visitor.post("/account").status_code == 401


@pytest.mark.parametrize("role", ROLES)
def test_an_account_signs_in_and_starts_where_its_role_does(site: Site, role: str) -> None:
    visitor = site.visitor()
    answer = visitor.post("/sign-in", data={"email": f" {role.upper()}@Example.org ", "secret": SECRET})
    assert answer.status_code == 303
    assert visitor.get(answer.headers["Location"]).status_code == 200
    assert f"The {role}" in visitor.get("/_dash-layout").text


@pytest.mark.parametrize(
    ("email", "secret"),
    [
        ("admin@example.org", "wrong"),
        ("nobody@example.org", SECRET),
        ("", ""),
        ("admin@example.org", ""),
        ("tool", SECRET),
    ],
)
def test_a_wrong_pair_is_refused_alike(site: Site, email: str, secret: str) -> None:
    answer = site.visitor().post("/sign-in", data={"email": email, "secret": secret})
    assert answer.status_code == 401
    assert "do not go together" in answer.text
    assert "Set-Cookie" not in answer.headers


def test_somebody_without_an_account_costs_as_much_as_one_with(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[list[str]] = []
    verifier = site.app.extensions["acquis"].verifier
    monkeypatch.setattr(type(verifier), "verify", lambda _, kept, __: asked[-1].append(kept.partition("$")[0]))
    for email in ("nobody@example.org", "admin@example.org"):
        asked.append([])
        site.visitor().post("/sign-in", data={"email": email, "secret": "wrong"})
    assert asked == [["scrypt"], ["sha256", "scrypt"]]  # the quick one of the tests is followed by a slow one


def test_guessing_is_slowed_down_and_a_right_guess_has_to_wait_too(site: Site) -> None:
    visitor = site.visitor()
    wrong = [visitor.post("/sign-in", data={**ADMIN, "secret": str(n)}).status_code for n in range(7)]
    assert wrong[:5] == [401] * 5
    assert wrong[-1] == 429
    assert visitor.post("/sign-in", data=ADMIN).status_code == 429


def test_the_throttle_waits_longer_each_time_and_forgets() -> None:
    throttle = Throttle(free=2, most=3)
    waits = []
    for _ in range(4):
        throttle.wrong("a", now=0)
        waits.append(throttle.wait("a", now=0))
    assert waits == [0, 1, 2, 4]
    assert throttle.wait("a", now=5) == 0
    throttle.right("a")
    throttle.wrong("a", now=0)
    assert throttle.wait("a", now=0) == 0
    for number in range(5):
        throttle.wrong(str(number), now=0)
    assert len(throttle._wrong) == 3


def test_the_cookie_is_kept_from_scripts_and_other_sites(site: Site) -> None:
    answer = site.visitor().post("/sign-in", data=ADMIN)
    session, token = answer.headers.getlist("Set-Cookie")
    assert "HttpOnly" in session
    assert "HttpOnly" not in token  # Dash reads it
    for cookie in (session, token):
        assert "SameSite=Lax" in cookie
        assert "Secure" not in cookie
        assert SECRET not in cookie
    behind = site.visitor().post("/sign-in", data=ADMIN, headers={"X-Forwarded-Proto": "https"})
    direct = site.visitor().post("/sign-in", data=ADMIN, base_url="https://localhost")
    for answer in (behind, direct):
        assert all("Secure" in cookie for cookie in answer.headers.getlist("Set-Cookie"))


@pytest.mark.parametrize("cookie", ["", "x", "eyJrZXkiOiJhZG1pbiIsIm1hcmsiOiIifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"])
def test_a_forged_cookie_opens_nothing(site: Site, cookie: str) -> None:
    visitor = site.visitor()
    visitor.set_cookie(access.COOKIE, cookie)
    assert visitor.get("/").status_code == 303


def test_removing_the_account_ends_the_session(site: Site) -> None:
    reader = site.reader()
    accounts.remove(site.store, "admin@example.org")
    assert reader.get("/").status_code == 303


def test_signing_out_ends_the_session_even_for_who_kept_the_cookie(site: Site) -> None:
    reader = site.reader()
    copy = reader.get_cookie(access.COOKIE)
    assert copy is not None
    assert reader.post("/sign-out").status_code == 303
    assert reader.get_cookie(access.COOKIE) is None
    thief = site.visitor()
    thief.set_cookie(access.COOKIE, copy.value)
    assert thief.get("/").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://localhost.evil.example"}],
)
def test_another_site_can_post_nothing(site: Site, headers: dict[str, str]) -> None:
    reader = site.reader()
    for path in ("/sign-out", "/_dash-update-component", "/sign-in", "/account"):
        assert reader.post(path, headers=headers).status_code == 403
    assert reader.get("/").status_code == 200


@pytest.mark.parametrize("shown", [None, "", "0" * 64, "é"])
def test_what_changes_something_must_show_the_sessions_token(site: Site, shown: str | None) -> None:
    reader, other = site.reader(), site.reader("group")
    del reader.environ_base["HTTP_X_CSRFTOKEN"]
    stolen = other.environ_base["HTTP_X_CSRFTOKEN"]
    for path in ("/sign-out", "/_dash-update-component", "/account"):
        for token in (shown, stolen):
            form = {} if token is None else {"csrf": token}
            assert reader.post(path, data=form).status_code == 403
    assert reader.get("/").status_code == 200
    own = reader.get_cookie(access.TOKEN_COOKIE)
    assert own is not None
    assert reader.post("/sign-out", data={"csrf": own.value}).status_code == 303


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/\nx"])
def test_signing_in_never_leads_to_another_site(site: Site, path: str) -> None:
    answer = site.visitor().post("/sign-in", data={**ADMIN, "next": path})
    assert answer.headers["Location"] == access.home(_account(site, "admin"))
    assert site.visitor().get("/language/fr", query_string={"next": path}).headers["Location"] == "/"


def test_a_link_signs_in_once(site: Site) -> None:
    link = make_link(site.folder, "admin@example.org")
    file = site.folder / signing.LINK_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert link.rpartition("/")[2] not in file.read_text()
    assert site.visitor().head(link).status_code == 403  # a preview does not use it up
    visitor = site.visitor()
    assert visitor.get(link).status_code == 303
    assert visitor.get("/").status_code == 200
    assert site.visitor().get(link).status_code == 403


def test_an_old_or_wrong_link_does_not(site: Site) -> None:
    link = make_link(site.folder, "admin@example.org")
    assert site.visitor().get("/sign-in/other").status_code == 403
    file = site.folder / signing.LINK_FILE
    file.write_text(json.dumps(json.loads(file.read_text()) | {"until": time.time() - 1}))
    assert site.visitor().get(link).status_code == 403
    assert site.visitor().get(make_link(site.folder, "nobody@example.org")).status_code == 403


def test_the_signing_key_is_private_and_its_own_for_each_folder(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = site.folder / signing.KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = signing.signing_key(tmp_path_factory.mktemp("other"))
    assert len(other) == 32
    assert other != file.read_bytes() == signing.signing_key(site.folder)


def test_the_sign_in_page_speaks_both_languages(site: Site) -> None:
    visitor = site.visitor()
    assert "Se connecter" in visitor.get("/sign-in", headers={"Accept-Language": "fr"}).text
    back = visitor.get("/language/fr", headers={"Referer": "http://localhost/sign-in?next=/"}).headers["Location"]
    assert back == "/sign-in?next=/"
    assert 'lang="fr"' in visitor.get("/sign-in").text


def test_what_is_typed_is_escaped(site: Site) -> None:
    answer = site.visitor().get("/sign-in", query_string={"next": '/"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text


def test_where_nobody_has_an_account_the_way_to_make_one_is_said(
    site: Site, capsys: pytest.CaptureFixture[str]
) -> None:
    assert "acquis user add" not in site.visitor().get("/sign-in").text
    greet(site.app)
    assert capsys.readouterr().err == ""
    for role in ROLES:
        accounts.remove(site.store, f"{role}@example.org")
    assert "acquis user add" in site.visitor().get("/sign-in").text
    greet(site.app)
    assert "acquis user add" in capsys.readouterr().err


# What each role sees ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", ROLES)
def test_a_page_that_is_not_for_a_role_is_refused_and_said_so(site: Site, role: str) -> None:
    reader = site.reader(role)
    for page in PAGES:
        answer = reader.get(page.path)
        if role in page.roles:
            assert answer.status_code == 200
        elif page.path == "/":
            assert answer.headers["Location"] == access.home(_account(site, role))
        else:
            assert answer.status_code == 403
        drawn = turned_to(site, role, page.path)
        assert ("You have no right to see this" in drawn) == (role not in page.roles)
        assert role in page.roles or drawn.count('"H1"') == 1, "what stands in place of a page has its one heading"
    nowhere = reader.get("/nowhere")
    assert (nowhere.status_code, nowhere.mimetype) == (404, "text/html")
    assert "_dash-config" in nowhere.text, "the page that says so is drawn like any other"
    assert "There is no page at this address" in turned_to(site, role, "/nowhere")
    assert "Il n'y a pas de page" in turned_to(site, role, "/nowhere", "fr")
    assert reader.post("/nowhere").status_code in (403, 404)
    assert turned_to(site, role, "/nowhere").count('"H1"') == 1
    assert reader.get("/engagement").headers["Location"] == "/"
    kept = "?period=all&units=Water%20%3E%20N%C3%AEmes"
    assert reader.get(f"/engagement{kept}").headers["Location"] == f"/{kept}", "a view that was shared stays"


@pytest.mark.parametrize("role", ROLES)
def test_a_callback_of_a_page_that_is_not_for_a_role_is_not_computed(site: Site, role: str) -> None:
    sessions = site.app.extensions["acquis.sessions"]
    reader = site.reader(role)
    owned = {output: roles for output, roles in sessions.callbacks.items() if role not in roles}
    for output in [*owned, "made.up", "..made.up...other.one.."]:
        answer = reader.post("/_dash-update-component", json={"output": output, "inputs": [], "changedPropIds": []})
        assert answer.status_code == 403, output
    for nonsense in (b"", b"[]", b"{}", b"\xff", b'{"output": 1}'):
        assert reader.post("/_dash-update-component", data=nonsense).status_code == 403


def test_every_callback_belongs_to_a_page_or_to_everyone(site: Site) -> None:
    dash = site.app.extensions["acquis.dash"]
    assert set(dash.callback_map) == set(site.app.extensions["acquis.sessions"].callbacks)


def turned_to(site: Site, role: str, path: str, language: str = "en") -> str:
    links = [{"id": {"page": page.path}, "property": "className"} for page in pages_of(role) if page.listed]
    body = {
        "output": '..page.children...{"page":["ALL"]}.className..',
        "outputs": [{"id": "page", "property": "children"}, links],
        "inputs": [{"id": "url", "property": "pathname", "value": path}],
        "changedPropIds": ["url.pathname"],
    }
    headers = {"Accept-Language": language}
    answer = site.reader(role).post("/_dash-update-component", json=body, headers=headers)
    assert answer.status_code == 200, answer.text
    told: dict[str, Any] = answer.get_json()
    return json.dumps(told["response"]["page"])


def _account(site: Site, role: str) -> accounts.Account:
    found = accounts.account(site.store, f"{role}@example.org")
    assert found is not None
    return found


# Your account -------------------------------------------------------------------------------------------------------


def test_a_password_is_changed_and_every_other_session_ends(site: Site) -> None:
    reader, elsewhere = site.reader("executive"), site.reader("executive")
    fresh = "correct horse battery"
    answer = reader.post("/account", data={"secret": SECRET, "fresh": fresh, "again": fresh})
    assert answer.headers["Location"] == "/account?changed"
    assert "The password is changed." in reader.get("/account?changed").text
    assert elsewhere.get("/account").status_code == 303
    again = {"email": "executive@example.org", "secret": SECRET}
    assert site.visitor().post("/sign-in", data=again).status_code == 401
    assert site.visitor().post("/sign-in", data={**again, "secret": fresh}).status_code == 303


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"secret": "wrong", "fresh": "0123456789", "again": "0123456789"}, "not your password now"),
        ({"secret": SECRET, "fresh": "0123456789", "again": "012345678"}, "twice alike"),
        ({"secret": SECRET, "fresh": "short", "again": "short"}, "at least 10"),
        ({"secret": SECRET, "fresh": "x" * 1001, "again": "x" * 1001}, "at most 1,000"),
        ({}, "not your password now"),
    ],
)
def test_a_password_that_cannot_be_changed_so_says_why(site: Site, given: dict[str, str], said: str) -> None:
    reader = site.reader("manager")
    answer = reader.post("/account", data=given)
    assert answer.status_code == 400
    assert said in answer.text
    assert reader.get("/account").status_code == 200


def test_guessing_the_password_now_is_slowed_down_too(site: Site) -> None:
    reader = site.reader("manager")
    statuses = [reader.post("/account", data={"secret": str(n)}).status_code for n in range(7)]
    assert statuses[-1] == 429
