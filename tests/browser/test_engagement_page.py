"""The first page in a real browser, over the real server: what a person does, and no error on the way."""

import json
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from dashboards.site import pages_of
from tests.support.browser import Visit
from tests.support.furnish import follow, furnish
from tests.support.record import clicked, in_course, statement
from tests.support.server import Server

COURSE = "https://example.org/course/water"
TODAY = datetime.now(UTC)
CHARTS = 8  # no unit is declared: nothing is told apart


def history() -> Iterator[dict[str, object]]:
    """Eight people in a course over ten weeks, two outside it, one name that wants to be a script."""
    course = {"id": COURSE, "definition": {"name": {"en": "Water", "fr": "L'eau"}}}
    around = {"context": {"contextActivities": {"grouping": [course]}}}
    for week in range(10):
        when = f"{TODAY - timedelta(days=7 * week, hours=1):%Y-%m-%dT%H:%M:%SZ}"
        for person in range(8 - week // 2):
            name = {"en": f"Module {person % 3}", "fr": f"Leçon {person % 3}"}
            thing = {"id": f"https://example.org/m{person % 3}", "definition": {"name": name}}
            yield statement(f"p{person}", when=when, object=thing, **around, **clicked(10 + person))
    hostile = {
        "id": "https://example.org/x",
        "definition": {"name": {"und": "<img src=x onerror=document.title='owned'>"}},
    }
    for who in ("out1", "out2"):
        when = f"{TODAY - timedelta(days=2):%Y-%m-%dT%H:%M:%SZ}"
        yield statement(who, when=when, object=hostile, **in_course("https://example.org/course/other"))


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    data = tmp_path_factory.mktemp("browser") / "data"
    furnish(data, {"statements": "".join(json.dumps(one) + "\n" for one in history())}, {"admin": ()})
    follow(data)
    with Server(data, dashboards=True) as server:
        yield f"http://127.0.0.1:{server.port}"


@pytest.fixture
def visit(browser: Browser, address: str) -> Iterator[Visit]:
    made = Visit(browser, address)
    yield made
    made.close()


def value(page: Page, place: int = 0) -> str:
    return page.locator(".tile .value").nth(place).inner_text()


def test_the_answer_the_numbers_and_what_they_rest_on(visit: Visit) -> None:
    page = visit.sign_in()
    expect(page.locator("h1")).to_have_text("Who is learning?")
    expect(page.locator(".answer")).to_contain_text("10 of the 10 people seen so far learned something")
    expect(page.locator(".tile")).to_have_count(4)
    expect(page.locator(".card .js-plotly-plot")).to_have_count(CHARTS)
    assert value(page) == "10"
    expect(page.locator(".quality")).to_contain_text("100% of")
    page.locator(".tile .info").first.click()
    expect(page.locator(".working")).to_contain_text("distinct people")
    expect(page.locator(".working")).to_contain_text("Data up to")
    expect(page.locator(".working [data-amiss]")).to_contain_text("Active people: ")
    page.keyboard.press("Escape")
    expect(page.locator(".working")).to_have_count(0)
    seen = page.viewport_size
    page.set_viewport_size({"width": 390, "height": 420})
    for place in range(4):
        button = page.locator(".tile .info").nth(place)
        button.evaluate("one => one.scrollIntoView({block: 'center'})")
        button.click()
        box = page.locator(".about").bounding_box()
        assert box is not None
        assert box["y"] >= 0
        assert box["x"] >= 0
        assert box["y"] + box["height"] <= 420
        assert box["x"] + box["width"] <= 390
        page.keyboard.press("Escape")
        expect(page.locator(".working")).to_have_count(0)
    assert seen is not None
    page.set_viewport_size(seen)
    every_chart_has_its_table_and_its_csv(page)
    page.get_by_role("link", name="Month", exact=True).click()
    expect(page.locator(".grain.on").first).to_have_text("Month")
    expect(page).to_have_url(f"{visit.address}/?grain=month")
    page.get_by_role("link", name="Day", exact=True).click()
    expect(page.locator(".card h2").first).to_contain_text("each day")
    assert page.title() == "Who is learning? \N{EN DASH} Acquis"  # and not what a statement wanted


def every_chart_has_its_table_and_its_csv(page: Page) -> None:
    for card in page.locator(".card:has([role=tab])").all():
        card.get_by_role("tab", name="Table").click()
        expect(card.locator(".ag-row").first).to_be_visible()
        with page.expect_download() as download:
            card.get_by_role("link", name="CSV").click()
        text = Path(download.value.path()).read_text(encoding="utf-8-sig")
        assert len(text.splitlines()) > 1


def test_a_number_leads_down_to_people_and_to_statements(visit: Visit) -> None:
    page = visit.sign_in("/?period=28d")
    page.get_by_role("link", name="Read the statements about").click()
    expect(page).to_have_url(re.compile(r"/tools/statements\?activity=https"))
    expect(page.locator(".found")).to_contain_text("Module")
    page.go_back()
    page.get_by_role("link", name="Who they are").click()
    expect(page).to_have_url(re.compile(r"/people\?period=28d&show=active"))


def test_filters_live_in_the_address(visit: Visit) -> None:
    page = visit.sign_in()
    page.get_by_text("More filters").click()
    page.click("#engagement-course")
    page.get_by_role("option", name="Water").click()
    expect(page.locator(".answer")).to_contain_text("8 of the 8")
    assert "course=https" in page.url
    page.click("#engagement-period")
    page.get_by_role("option", name="Last 28 days").click()
    expect(page).to_have_url(re.compile(r"period=28d.*course="))
    page.reload()
    expect(page.locator(".answer")).to_contain_text("8 of the 8")
    expect(page.locator("#engagement-period")).to_have_value("Last 28 days")
    expect(page.locator("#engagement-course")).to_have_value("Water")
    page.go_back()
    expect(page.locator("#engagement-period")).to_have_value("Last 90 days")
    page.click("#engagement-reset")
    expect(page.locator(".answer")).to_contain_text("10 of the 10")
    expect(page).to_have_url(f"{visit.address}/")


def test_a_bookmark_opens_what_it_was_made_of_and_days_can_be_chosen(visit: Visit) -> None:
    page = visit.sign_in("/?since=2020-01-01&until=2020-01-31")
    expect(page.locator(".state")).to_contain_text("Nobody was active here")
    page.locator(".state .button").click()
    expect(page.locator(".answer")).to_contain_text("10 of the 10")
    assert "period=all" in page.url
    page.click("#engagement-period")
    page.get_by_role("option", name="From … to …").click()
    expect(page).to_have_url(re.compile(r"since=.*until="))
    expect(page.locator("#engagement-days")).to_be_visible()


def test_french_is_whole_and_the_choice_is_kept(visit: Visit) -> None:
    page = visit.sign_in("/?period=28d")
    page.get_by_role("link", name="FR", exact=True).click()
    expect(page.locator("h1")).to_have_text("Qui apprend\u202f?")
    expect(page.locator(".answer")).to_contain_text("connues à ce jour")
    assert "period=28d" in page.url
    expect(page.locator("#engagement-period")).to_have_value("28 derniers jours")
    expect(page.locator(".annotation-text").first).to_have_text("Leçon 0")
    shown = page.locator("body").inner_text()
    for english in ("people", "learn", "Last ", "week", "Sign out", "between", "seen so far"):
        assert english not in shown
    page.get_by_role("link", name="EN", exact=True).click()
    expect(page.locator("h1")).to_have_text("Who is learning?")


def tick(page: Page) -> Locator:
    return page.locator(".card .js-plotly-plot").first.locator(".xtick text").first


def test_dark_is_chosen_charts_are_drawn_again_and_signing_out_is_final(visit: Visit) -> None:
    page = visit.sign_in()
    expect(tick(page)).to_have_css("fill", "rgb(90, 98, 104)")
    page.click("#scheme")
    expect(page.locator("html")).to_have_attribute("data-mantine-color-scheme", "dark")
    expect(tick(page)).to_have_css("fill", "rgb(168, 177, 182)")
    page.reload()
    expect(tick(page)).to_have_css("fill", "rgb(168, 177, 182)")
    page.get_by_role("button", name="Sign out").click()
    expect(page.locator("h1")).to_have_text("Sign in")
    page.goto(visit.address)
    expect(page.locator("h1")).to_have_text("Sign in")


def test_a_phone_scrolls_one_way_only_and_is_dark_where_its_system_is(browser: Browser, address: str) -> None:
    visit = Visit(browser, address, "fr", width=390, scheme="dark")
    page = visit.sign_in()
    expect(page.locator(".card .js-plotly-plot")).to_have_count(CHARTS)
    expect(tick(page)).to_have_css("fill", "rgb(168, 177, 182)")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    visit.close()


def test_an_empty_record_shows_the_way_on_every_page(browser: Browser, tmp_path: Path) -> None:
    furnish(tmp_path / "data", {}, {"admin": ()})
    with Server(tmp_path / "data", dashboards=True) as server:
        visit = Visit(browser, f"http://127.0.0.1:{server.port}", "fr")
        page = visit.sign_in()
        expect(page.locator(".state")).to_contain_text("connectez un outil")
        expect(page.locator(".state")).to_contain_text(f"127.0.0.1:{server.port}/xapi")
        for one in (one for one in pages_of("admin") if not one.below):
            visit.go(one.path)
            expect(page.locator("#page")).not_to_contain_text("n'a pas pu s'afficher")
        visit.close()
