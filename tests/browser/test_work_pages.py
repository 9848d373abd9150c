"""Tools and Setup as a person works with them: a file with bad rows, a key made and revoked, two people made one."""

import base64
import json
import re
import urllib.error
import urllib.request
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import PASSWORD, Visit
from tests.support.furnish import furnish
from tests.support.record import statement
from tests.support.server import Server

HOSTILE = "<img src=x onerror=document.title='owned'>"
PEOPLE = f"""Matricule;Nom complet;Courriel;Entité
w1;Wanda {HOSTILE};wanda@example.org;Group > Water
w2;Walter;walter@example.org;Group > Water
e1;Erik {HOSTILE};erik@example.org;Group > Energy
"""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("work") / "data"
    accounts = {"admin": (), "group": (), "executive": (), "manager": ("Group > Water",)}
    furnish(data, {"people": PEOPLE}, accounts)
    with Server(data, dashboards=True) as server:
        yield server


@pytest.fixture
def visit(browser: Browser, server: Server) -> Iterator[Visit]:
    made = Visit(browser, f"http://127.0.0.1:{server.port}")
    yield made
    made.close()


def choose(page: Page, select: str, option: str) -> None:
    page.click(select)
    page.get_by_role("option", name=option).click()


def upload(page: Page, text: str, name: str = "people.csv") -> None:
    page.set_input_files("#imports-file input", {"name": name, "mimeType": "text/csv", "buffer": text.encode()})


def test_a_file_with_two_bad_rows_is_told_and_nothing_is_written(visit: Visit) -> None:
    page = visit.sign_in("/setup/imports")
    upload(page, PEOPLE + "w3;Wim;not an address;Group > Water\n;Nobody;nobody@example.org;Group > Water\n")
    expect(page.locator("#imports-judgement .problem")).to_contain_text("2 rows are refused")
    expect(page.locator("#imports-report .ag-row")).to_have_count(2)
    expect(page.locator("#imports-columns")).to_contain_text("Courriel")
    expect(page.locator("#imports-apply")).to_be_hidden()
    upload(page, PEOPLE + "w3;Wim;wim@example.org;Group > Water\n", "again.csv")
    expect(page.locator("#imports-judgement .done")).to_contain_text("4 rows: 1 row is new")
    page.click("#imports-go")
    expect(page.locator("#imports-done")).to_contain_text("1 row is new")
    expect(page.locator("#imports-history")).to_contain_text("again.csv")


def test_columns_are_tied_kept_and_used_again(visit: Visit) -> None:
    page = visit.sign_in("/setup/imports")
    upload(page, "Personal-Nr;Wer;Einheit\nw9;Wolf;Group > Water\n")
    expect(page.locator("#imports-judgement .problem")).to_be_visible()
    for heading, column in (("Personal-Nr", "Employee number"), ("Wer", "Full name"), ("Einheit", "Unit")):
        page.get_by_role("textbox", name=heading).click()
        page.get_by_role("option", name=column, exact=True).click()
    expect(page.locator("#imports-judgement .done")).to_contain_text("1 row: 1 row is new")
    page.fill("#imports-name", "Personal")
    page.click("#imports-go")
    expect(page.locator("#imports-done")).to_contain_text("1 row is new")
    upload(page, "Personal-Nr;Wer;Einheit\nw9;Wolfgang;Group > Water\n")
    expect(page.locator("#imports-judgement .problem")).to_be_visible()
    choose(page, "#imports-mapping", "Personal")
    expect(page.locator("#imports-judgement .done")).to_contain_text("1 is changed")


def test_a_manager_brings_in_their_own_units_only(visit: Visit) -> None:
    page = visit.sign_in("/setup/imports", "manager")
    expect(page.locator(".ways")).not_to_contain_text("Accounts")
    upload(page, "Matricule;Nom complet;Courriel;Entité\ne7;Eva;eva@example.org;Group > Energy\n")
    expect(page.locator("#imports-judgement .problem")).to_contain_text("1 row is refused")
    page.get_by_role("link", name="Identities").click()
    expect(page.locator("#identities-story")).to_contain_text("Wanda")
    expect(page.locator("#identities-story")).not_to_contain_text("Erik")
    page.fill("#identities-first", "w1")
    page.fill("#identities-second", "e1")
    page.click("#identities-merge")
    expect(page.locator("#identities-merged")).to_contain_text("no person of your units")


def test_two_people_are_made_one_and_two_again(visit: Visit) -> None:
    page = visit.sign_in("/setup/identities")
    page.fill("#identities-first", "w1")
    page.fill("#identities-second", "walter@example.org")
    page.click("#identities-merge")
    expect(page.locator("#identities-merged")).to_contain_text("w2 counts as w1")
    page.get_by_text("also w2").click()
    page.get_by_role("button", name="Take it apart").locator("visible=true").click()
    expect(page.locator("#identities-split")).to_contain_text("w2 no longer counts as w1")
    assert page.title().endswith(" \N{EN DASH} Acquis")


def send(server: Server, key: str, secret: str) -> int:
    headers = {
        "Authorization": "Basic " + base64.b64encode(f"{key}:{secret}".encode()).decode(),
        "Content-Type": "application/json",
        "X-Experience-API-Version": "2.0.0",
    }
    body = json.dumps(statement("wanda")).encode()
    request = urllib.request.Request(f"http://127.0.0.1:{server.port}/xapi/statements", body, headers)
    try:
        with urllib.request.urlopen(request) as answer:  # noqa: S310  # our own server
            return int(answer.status)
    except urllib.error.HTTPError as refused:
        return refused.code


def test_a_key_is_made_used_revoked_and_refused(visit: Visit, server: Server) -> None:
    page = visit.sign_in("/tools")
    page.fill("#tools-name", f"Player {HOSTILE}")
    page.click("#tools-make")
    codes = page.locator("#tools-made code")
    expect(codes).to_have_count(3)
    key, secret = codes.nth(1).inner_text(), codes.nth(2).inner_text()
    assert send(server, key, secret) == 200
    page.reload()
    visit.settle()  # the keys are told once the address is known: told anew, what was opened would be closed again
    card = page.locator(".card", has_text=key)
    expect(card).to_contain_text("1 in 24 hours")
    expect(page.locator("#page")).not_to_contain_text(secret)
    card.get_by_text("Revoke this key").click()
    card.get_by_role("button", name="Revoke it now").click()
    expect(page.locator("#tools-revoked")).to_contain_text("is revoked")
    assert send(server, key, secret) == 401
    page.get_by_role("link", name="Statements").click()
    expect(page.locator("h1")).to_have_text("What exactly was sent?")
    visit.settle()  # the fields are filled from the address first
    page.fill("#find-agent", "wanda@example.org")
    page.click("#find-go")
    expect(page).to_have_url(re.compile("agent="))
    expect(page.locator(".found")).to_contain_text("wanda@example.org")
    page.locator(".found button").first.click()
    expect(page.locator(".found .json").first).to_contain_text('"verb"')
    assert page.title().endswith(" \N{EN DASH} Acquis")


def test_a_page_that_is_not_for_a_role_says_so(browser: Browser, server: Server) -> None:
    visit = Visit(browser, f"http://127.0.0.1:{server.port}", "fr")
    page = visit.sign_in("/setup", "manager")
    page.goto(f"{visit.address}/tools")
    expect(page.locator("#page h1")).to_contain_text("Vous n'avez pas accès")
    assert visit.wrong
    assert all("/tools" in one or "403" in one for one in visit.wrong)
    visit.leave()


def test_a_password_is_changed_by_its_owner(browser: Browser, server: Server) -> None:
    visit = Visit(browser, f"http://127.0.0.1:{server.port}", width=390)
    page = visit.page
    page.goto(f"{visit.address}/sign-in")
    page.fill("#email", "executive@example.org")
    page.fill("#secret", PASSWORD)
    page.click("button[type=submit]")
    page.wait_for_url("**/decision")
    page.goto(f"{visit.address}/account")
    expect(page.locator("h1")).to_have_text("Your account")
    for field, text in (("secret", PASSWORD), ("fresh", "another password"), ("again", "another password")):
        page.fill(f"#{field}", text)
    page.get_by_role("button", name="Change the password").click()
    expect(page.get_by_role("status")).to_have_text("The password is changed.")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    visit.close()


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("role", ["admin", "manager"])
def test_a_phone_scrolls_one_way_only(browser: Browser, server: Server, role: str, language: str) -> None:
    visit = Visit(browser, f"http://127.0.0.1:{server.port}", language, width=390)
    page = visit.sign_in("/setup", role)
    paths = page.locator(".ways a").evaluate_all("links => links.map(link => link.pathname)")
    for path in [*paths, *(["/tools", "/tools/connect", "/tools/statements"] if role == "admin" else [])]:
        if path != "/setup":
            visit.go(path)
        assert page.evaluate("document.documentElement.scrollWidth") == 390, path
    visit.close()
