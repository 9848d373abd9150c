import json
import stat
import time

import pytest

from dashboards import access
from dashboards.access import Throttle, make_link
from tests.dashboards.conftest import SECRET, Site


def test_every_page_asks_for_a_session(site: Site) -> None:
    visitor = site.visitor()
    answer = visitor.get("/?period=28d")
    assert answer.status_code == 303
    assert answer.headers["Location"] == "/sign-in?next=%2F%3Fperiod%3D28d"
    for path in ("/_dash-layout", "/_dash-dependencies"):
        assert visitor.get(path).status_code == 401
    assert visitor.post("/_dash-update-component", json={}).status_code == 401
    assert visitor.get("/measures/summary.csv").status_code == 303


def test_a_key_that_may_read_signs_in(site: Site) -> None:
    for key in ("reader", "admin"):
        reader = site.reader(key)
        assert reader.get("/").status_code == 200
        assert f"The {key}" in reader.get("/_dash-layout").text


@pytest.mark.parametrize("key", ["tool", "mine"])
def test_a_key_that_may_not_read_everything_is_told_so(site: Site, key: str) -> None:
    visitor = site.visitor()
    answer = visitor.post("/sign-in", data={"key": key, "secret": SECRET}, headers={"Accept-Language": "fr"})
    assert answer.status_code == 403
    assert "all/read" in answer.text
    assert visitor.get("/").status_code == 303


@pytest.mark.parametrize(("key", "secret"), [("reader", "wrong"), ("nobody", SECRET), ("", ""), ("reader", "")])
def test_a_wrong_pair_is_refused_alike(site: Site, key: str, secret: str) -> None:
    answer = site.visitor().post("/sign-in", data={"key": key, "secret": secret})
    assert answer.status_code == 401
    assert "do not go together" in answer.text


def test_guessing_is_slowed_down_and_a_right_guess_has_to_wait_too(site: Site) -> None:
    visitor = site.visitor()
    statuses = [visitor.post("/sign-in", data={"key": "reader", "secret": str(n)}).status_code for n in range(7)]
    assert statuses[:5] == [401] * 5
    assert statuses[-1] == 429
    assert visitor.post("/sign-in", data={"key": "reader", "secret": SECRET}).status_code == 429


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
    answer = site.visitor().post("/sign-in", data={"key": "reader", "secret": SECRET})
    cookie = answer.headers["Set-Cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert SECRET not in cookie


def test_a_forged_cookie_opens_nothing(site: Site) -> None:
    visitor = site.visitor()
    visitor.set_cookie(access.COOKIE, "eyJrZXkiOiJhZG1pbiIsIm1hcmsiOiIifQ.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb")
    assert visitor.get("/").status_code == 303


def test_revoking_the_credential_ends_the_session(site: Site) -> None:
    reader = site.reader()
    site.store.revoke_credential("reader")
    assert reader.get("/").status_code == 303


def test_signing_out_ends_the_session(site: Site) -> None:
    reader = site.reader()
    assert reader.post("/sign-out").status_code == 303
    assert reader.get("/").status_code == 303


@pytest.mark.parametrize(
    "headers",
    [{"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}, {"Origin": "http://localhost.evil.example"}],
)
def test_another_site_can_post_nothing(site: Site, headers: dict[str, str]) -> None:
    reader = site.reader()
    for path in ("/sign-out", "/_dash-update-component", "/sign-in"):
        assert reader.post(path, headers=headers).status_code == 403
    assert reader.get("/").status_code == 200


@pytest.mark.parametrize("path", ["https://evil.example", "//evil.example", "/\\evil.example", "evil", "/\nx"])
def test_signing_in_never_leads_to_another_site(site: Site, path: str) -> None:
    answer = site.visitor().post("/sign-in", data={"key": "reader", "secret": SECRET, "next": path})
    assert answer.headers["Location"] == "/"
    assert site.visitor().get("/language/fr", query_string={"next": path}).headers["Location"] == "/"


def test_a_link_signs_in_once(site: Site) -> None:
    link = make_link(site.folder, "reader")
    file = site.folder / access.LINK_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert link.rpartition("/")[2] not in file.read_text()
    assert site.visitor().head(link).status_code == 403  # a preview does not use it up
    visitor = site.visitor()
    assert visitor.get(link).headers["Location"] == "/"
    assert visitor.get("/").status_code == 200
    assert site.visitor().get(link).status_code == 403


def test_an_old_or_wrong_link_does_not(site: Site) -> None:
    link = make_link(site.folder, "reader")
    assert site.visitor().get("/sign-in/other").status_code == 403
    file = site.folder / access.LINK_FILE
    file.write_text(json.dumps(json.loads(file.read_text()) | {"until": time.time() - 1}))
    assert site.visitor().get(link).status_code == 403


def test_the_signing_key_is_private_and_its_own_for_each_folder(
    site: Site, tmp_path_factory: pytest.TempPathFactory
) -> None:
    file = site.folder / access.KEY_FILE
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    other = access.signing_key(tmp_path_factory.mktemp("other"))
    assert len(other) == 32
    assert other != file.read_bytes() == access.signing_key(site.folder)


def test_the_sign_in_page_speaks_both_languages(site: Site) -> None:
    visitor = site.visitor()
    assert "Se connecter" in visitor.get("/sign-in", headers={"Accept-Language": "fr"}).text
    assert (
        visitor.get("/language/fr", headers={"Referer": "http://localhost/sign-in?next=/"}).headers["Location"]
        == "/sign-in?next=/"
    )
    assert 'lang="fr"' in visitor.get("/sign-in").text


def test_what_is_typed_is_escaped(site: Site) -> None:
    answer = site.visitor().get("/sign-in", query_string={"next": '/"><script>alert(1)</script>'})
    assert "<script>alert" not in answer.text
