"""People as a learning manager works with them: find who is at risk, contact them, go down to the statements."""

import json
import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Visit
from tests.support.furnish import follow, furnish
from tests.support.server import Server

HOSTILE = "<img src=x onerror=document.title='owned'>"
PEOPLE = 12
COURSE = "https://w3id.org/xapi/acquis/local/course/safety"
NOW = datetime.now(UTC)


def organisation() -> dict[str, str]:
    """What is imported, by kind."""
    units = ["Group > Water" if n <= PEOPLE else "Group > Energy" for n in range(1, PEOPLE + 3)]
    people = [f"w{n};Wanda {n} {HOSTILE};w{n}@example.org;{unit}" for n, unit in enumerate(units, 1)]
    assigned, due = (f"{NOW - timedelta(days=days):%Y-%m-%d}" for days in (60, 10))
    rules = [f"safety;{unit};{assigned};{due};yes" for unit in ("Group > Water", "Group > Energy")]
    return {
        "people": "\n".join(["Matricule;Nom complet;Courriel;Entité", *people]),
        "programmes": "key;title_en;title_fr;modality\nsafety;Safety first;La sécurité;e-learning",
        "assignments": "\n".join(["programme;unit;assigned;due;mandatory", *rules]),
    }


def history() -> Iterator[dict[str, Any]]:
    """All begin; every third completes, with a score."""
    for n in range(1, PEOPLE + 3):
        steps: list[tuple[str, int, dict[str, Any]]] = [("initialized", 40, {}), ("experienced", 35, {})]
        steps += [("passed", 30, {"result": {"score": {"scaled": 0.8}, "success": True}})] if n % 3 == 0 else []
        for verb, ago, more in steps:
            yield {
                "actor": {"mbox": f"mailto:w{n}@example.org", "name": f"Wanda {n}"},
                "verb": {"id": f"http://adlnet.gov/expapi/verbs/{verb}"},
                "object": {"id": COURSE, "definition": {"name": {"en": "Safety first", "fr": "La sécurité"}}},
                "timestamp": f"{NOW - timedelta(days=ago):%Y-%m-%dT%H:%M:%SZ}",
                **more,
            }


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    data = tmp_path_factory.mktemp("people") / "data"
    files = organisation() | {"statements": "".join(json.dumps(one) + "\n" for one in history())}
    furnish(data, files, {"manager": ("Group > Water",)})
    follow(data)
    with Server(data, dashboards=True) as server:
        yield server


@pytest.fixture
def visits(browser: Browser, server: Server) -> Iterator[Callable[[str], Visit]]:
    made: list[Visit] = []

    def visit(language: str) -> Visit:
        made.append(Visit(browser, f"http://127.0.0.1:{server.port}", language=language))
        return made[-1]

    yield visit
    for one in made:
        assert one.page.title().endswith(" \N{EN DASH} Acquis")  # and not what a name wanted
        one.close()


def to_people_with_a_unit_and_a_period(page: Page) -> None:
    """The pages' links keep what was chosen, where the page they lead to can show it."""
    page.click("#engagement-units")
    page.get_by_role("option", name="Water").click()
    page.click("#engagement-period")
    page.get_by_role("option", name="Last 28 days").click()
    links = page.locator(".page-link")
    expect(links.filter(has_text="Decision")).to_have_attribute("href", "/decision?period=28d")
    expect(links.filter(has_text="Simulator")).to_have_attribute("href", "/simulator")
    links.filter(has_text="People").click()
    expect(page).to_have_url(re.compile(r"/people\?period=28d&unit=Group\+%3E\+Water$"))
    expect(page.locator("#people-period")).to_have_value("Last 28 days")
    expect(page.locator(".filter.units .mantine-Pill-label")).to_have_text("Water")
    page.locator(".listed tbody th a").first.click()
    expect(page.locator("h1")).to_contain_text("Wanda 1")
    page.locator(".ways a").first.click()
    expect(page.locator("#people-period")).to_have_value("Last 28 days")


def test_someone_at_risk_is_found_contacted_and_followed_down_to_the_statements(visits: Callable[[str], Visit]) -> None:
    page = visits("en").sign_in("/", "manager")
    to_people_with_a_unit_and_a_period(page)
    page.click("#people-reset")
    expect(page).to_have_url(re.compile(r"/people$"))
    expect(page.locator(".listed tbody tr")).to_have_count(PEOPLE)
    late = page.locator('.grains a[href*="show=overdue"]')
    expect(late).to_have_attribute("href", "?show=overdue")  # what was there before led back to what was chosen then
    late.click()
    expect(page.locator(".listed tbody tr")).to_have_count(8)
    page.locator(".ways a").nth(1).click()
    expect(page).to_have_url(re.compile(r"/people/at-risk$"))
    expect(page.locator(".tile .value").first).to_have_text("8")
    find = page.locator(".whole input")
    find.fill("w7")
    find.press("Enter")
    expect(page).to_have_url(re.compile(r"find=w7"))
    expect(page.locator(".whole h2")).to_contain_text("1 warning to follow up")
    page.locator(".listed .quiet").first.click()
    expect(page.locator("#at-risk-said .done")).to_contain_text("Wanda 7")
    expect(page.locator(".listed .quiet")).to_have_count(0)
    expect(page.locator(".whole .opened summary")).to_contain_text("1")
    page.locator(".whole .opened summary").click()
    page.locator(".listed tbody th a").first.click()
    expect(page.locator("h1")).to_contain_text("Wanda 7")
    page.locator(".listed button.link").first.click()
    expect(page.get_by_role("dialog").locator("pre")).to_contain_text("mailto:w7@example.org")


def test_in_french_every_page_is_drawn_and_a_foreign_address_is_nobodys(visits: Callable[[str], Visit]) -> None:
    visit = visits("fr")
    page = visit.sign_in("/people/w14", "manager")
    expect(page.locator(".state")).to_contain_text("Personne de vos entités")
    assert "Wanda" not in page.content()
    for name, shown in (("cohorts", ".heat"), ("growth?per=week", ".tile"), ("survival?by=unit", ".quality")):
        page.goto(f"{visit.address}/people/{name}")
        expect(page.locator(".quality")).to_contain_text("Reçu jusqu'au")
        expect(page.locator(shown).first).to_be_visible()


def test_a_number_leads_to_its_people_and_they_to_their_statements(visits: Callable[[str], Visit]) -> None:
    visit = visits("en")
    page = visit.sign_in("/people/cohorts?per=week", "manager")
    page.locator(".heat .card").first.get_by_role("tab", name="Table").click()
    cell = page.locator(".ag-row a").first
    counted = cell.inner_text()
    cell.click()
    expect(page).to_have_url(re.compile(r"/people/who\?cell=week-classic-[\d-]+-0$"))
    expect(page.locator(".answer")).to_contain_text(f"{PEOPLE} people who began")
    expect(page.locator(".listed tbody tr")).to_have_count(int(counted))
    page.go_back()
    bar = page.locator(".heat .chart").first.locator("g.point path").first
    bar.hover(force=True)
    bar.click(force=True)
    expect(page).to_have_url(re.compile(r"/people/who\?cell=week-classic-[\d-]+-0$"))
    page.get_by_role("link", name="Their statements").click()
    expect(page).to_have_url(re.compile(r"/people/statements\?since=.*of=learned&cell=week-classic-[\d-]+-0&came=yes$"))
    expect(page.locator(".answer")).to_contain_text(f"about {counted} people")
    page.locator(".listed button.link").first.click()
    expect(page.get_by_role("dialog").locator("pre")).to_contain_text("mailto:w")


def test_a_figure_leads_to_the_statements_it_counts(visits: Callable[[str], Visit]) -> None:
    visit = visits("en")
    page = visit.sign_in("/people?period=365d", "manager")
    page.locator(".tile .info").first.click()
    page.get_by_role("link", name="The statements behind the figure").click()
    expect(page).to_have_url(re.compile(r"/people/statements\?period=365d&of=learned$"))
    expect(page.locator(".answer")).to_contain_text(f"about {PEOPLE} people")
    page.get_by_role("link", name="Tests and questions").click()
    expect(page.locator(".listed tbody tr")).to_have_count(PEOPLE // 3)
    page.get_by_role("textbox", name="What was done").click()
    page.get_by_role("option", name="passed", exact=True).click()
    expect(page.get_by_role("link", name="CSV").first).to_have_attribute(
        "href", re.compile(r"did=passed")
    )  # drawn anew
    find = page.get_by_role("textbox", name="Find someone")
    find.fill("w3")
    find.press("Enter")
    expect(page.locator(".listed tbody tr")).to_have_count(1)
    expect(page.locator(".listed tbody tr")).to_contain_text("passed, 80%")
