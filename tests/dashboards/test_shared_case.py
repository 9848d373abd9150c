"""A link to a case: it shows that case to whoever has it, until it is over or revoked, and opens nothing else."""

import re
from datetime import timedelta
from typing import Any

import pytest

from dashboards.cases import draft as drafts
from dashboards.cases import keeping, sharing
from dashboards.cases.filling import fill, form_of
from dashboards.pages.page import Site as Pages
from dashboards.site import PAGES
from lrs.errors import Forbidden, NotFound
from lrs.organisation import accounts
from lrs.organisation.keeping import keep, kept, now
from tests.dashboards.conftest import Site
from tests.dashboards.test_simulator import BASE, EN

HOSTILE = "<script>alert(1)</script><img src=x onerror=alert(1)>"
DRAFT = fill({**form_of(BASE), "title": f"Safety {HOSTILE}", "sites": f"Lyon {HOSTILE} 60"}, BASE)


def pages(site: Site, role: str = "manager") -> Any:
    """What the page works with."""
    found = accounts.account(site.store, f"{role}@example.org")
    assert found is not None
    service = site.app.extensions["acquis"]
    return Pages(None, lambda: EN, str, lambda: found, service)  # type: ignore[arg-type]  # asks no measure


@pytest.fixture
def link(site: Site) -> str:
    manager = pages(site)
    key = keeping.save(manager, DRAFT, None)
    return sharing.PATH + sharing.share(manager, key, 1, 7)


def names(site: Site) -> list[str]:
    return list(kept(site.store, sharing.KIND))


def test_a_link_shows_the_case_to_whoever_has_it(site: Site, link: str) -> None:
    answer = site.visitor().get(link)
    assert answer.status_code == 200
    assert "60 learners" in answer.text
    assert "The manager" in answer.text
    assert "manager@example.org" not in answer.text
    assert "<script>alert" not in answer.text
    assert "<img" not in answer.text
    assert "60 apprenants" in site.visitor().get(f"{link}?lang=fr").text
    assert "60 apprenants" in site.visitor().get(link, headers={"Accept-Language": "fr"}).text


def test_nobody_finds_the_page_or_learns_its_address(site: Site, link: str) -> None:
    answer = site.visitor().get(link)
    assert answer.headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
    assert answer.headers["Referrer-Policy"] == "no-referrer"
    assert answer.headers["Cache-Control"] == "no-store"
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"]
    assert "Set-Cookie" not in answer.headers
    assert not re.findall(r"""(?:src|href)=["']https?:""", answer.text)


def test_a_token_is_long_told_once_and_kept_as_a_hash(site: Site, link: str) -> None:
    token = link.removeprefix(sharing.PATH)
    assert len(token) >= 43  # 256 bits
    rows = site.store.organisation.rows("kept", kind=sharing.KIND)
    assert token not in str(rows)
    assert token not in str(keeping.cases(pages(site)))
    assert len({sharing.share(pages(site), _key(site), 1, 7) for _ in range(3)}) == 3


def _key(site: Site) -> str:
    return keeping.cases(pages(site))[0].key


def test_a_revoked_link_shows_nothing(site: Site, link: str) -> None:
    sharing.revoke(pages(site), names(site)[0])
    answer = site.visitor().get(link)
    assert answer.status_code == 404
    assert "Safety" not in answer.text
    assert sharing.links(pages(site), _key(site)) == []
    with pytest.raises(NotFound):
        sharing.revoke(pages(site), "nothing")


def test_a_link_whose_time_is_over_shows_nothing(site: Site, link: str) -> None:
    name, told = next(iter(kept(site.store, sharing.KIND).items()))
    assert now() + timedelta(days=6) < sharing.links(pages(site), _key(site))[0].until < now() + timedelta(days=8)
    keep(site.store, sharing.KIND, name, told | {"until": now().isoformat()}, "test")
    assert site.visitor().get(link).status_code == 404
    assert sharing.links(pages(site), _key(site)) == []


def test_what_was_never_a_link_is_answered_like_one_that_is_over(site: Site, link: str) -> None:
    visitor = site.visitor()
    sharing.revoke(pages(site), names(site)[0])
    gone = visitor.get(link)
    for guess in (
        "x",
        link[len(sharing.PATH) : -1],
        "A" * 43,
        "%00",
        "..",
        "é" * 40,
    ):
        answer = visitor.get(sharing.PATH + guess)
        assert (answer.status_code, answer.text) == (gone.status_code, gone.text), guess
        assert answer.headers["Referrer-Policy"] == "no-referrer"


def test_a_name_or_a_hash_opens_nothing(site: Site, link: str) -> None:
    name, told = next(iter(kept(site.store, sharing.KIND).items()))
    for guess in (name, told["hash"], told["case"]):
        assert site.visitor().get(sharing.PATH + guess).status_code == 404


def test_a_link_opens_nothing_else(site: Site, link: str) -> None:
    visitor = site.visitor()
    assert visitor.get(link).status_code == 200
    for path in (f"{link}/more", "/shared", "/shared/", "/shared/a/b", f"{link}/../../tools"):
        answer = visitor.get(path)
        assert answer.status_code in (303, 404), path
        assert "Safety" not in answer.text
    for path in (
        "/",
        "/cases/x.csv",
        f"/cases/{_key(site)}.csv",
        "/measures/summary.csv",
        *{page.path for page in PAGES},
    ):
        assert visitor.get(path).status_code == 303, path
    assert visitor.post("/_dash-update-component", json={"output": "simulator-saved.children"}).status_code == 401
    assert visitor.post(link).status_code in (404, 405)


def test_a_link_shows_the_version_that_was_shared(site: Site, link: str) -> None:
    manager = pages(site)
    later = fill({**form_of(BASE), "title": "Later", "sites": "Lyon 999"}, BASE)
    keeping.save(manager, later, _key(site), 1)
    told = site.visitor().get(link).text
    assert "60 learners" in told
    assert "Later" not in told


def test_only_who_may_change_a_case_shares_it(site: Site, link: str) -> None:
    key = _key(site)
    with pytest.raises(Forbidden):
        sharing.share(pages(site, "executive"), key, 1, 7)
    with pytest.raises(Forbidden):
        sharing.revoke(pages(site, "executive"), names(site)[0])
    with pytest.raises(Forbidden, match="days"):
        sharing.share(pages(site), key, 1, 10_000)
    with pytest.raises(NotFound):
        sharing.share(pages(site), key, 9, 7)
    keep(site.store, keeping.KIND, "group", drafts.again(DRAFT.told()).told() | {"units": []}, "group@example.org")
    with pytest.raises(NotFound):
        sharing.share(pages(site), "group", 1, 7)
    assert site.visitor().get(link).status_code == 200
