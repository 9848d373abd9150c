"""Money as people meet it: a manager writes into the ledger and opens an amount; an executive reads what pays."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.axe import faults
from tests.support.browser import Visit

YEAR = "?since=2025-01-01&until=2025-12-31"
CELL = "#costs-grid .ag-center-cols-container [row-index='0'] [col-id='amount']"


def write(page: Page, amount: str) -> None:
    """Write an amount into the first line, and keep it."""
    page.locator(CELL).dblclick()
    page.locator(f"{CELL} input").fill(amount)
    page.locator(f"{CELL} input").press("Enter")
    page.locator("#costs-keep").click()


def test_a_manager_writes_into_the_ledger_and_opens_an_amount(browser: Browser, ledger: str) -> None:
    visit = Visit(browser, ledger)
    page = visit.sign_in(f"/costs{YEAR}", "manager")
    expect(page.locator(".answer")).to_contain_text("€5,000 of a budget of €4,000 was spent")
    assert faults(page) == []
    page.locator(".tile .amount").first.click()
    opened = page.get_by_role("dialog").locator("tbody tr")
    expect(opened).to_have_count(1)
    expect(opened).to_contain_text("costs.csv:2")
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    write(page, "-3")
    expect(page.locator("#costs-done")).to_contain_text("is below 0")
    write(page, "3500.5")
    expect(page.locator("#costs-done")).to_contain_text("1 line is kept")
    page.reload()
    expect(page.locator(CELL)).to_have_text("3500.5")
    visit.close()


def test_an_executive_lands_on_what_pays(browser: Browser, ledger: str) -> None:
    visit = Visit(browser, ledger, language="fr")
    page = visit.sign_in("/", "executive")
    expect(page).to_have_url(f"{visit.address}/decision")
    expect(page.locator("h1")).to_have_text("Quelles formations sont rentables\u202f?")
    expect(page.locator(".stand")).to_have_count(4)
    expect(page.locator(".stand.not_measurable")).to_contain_text("Voie numérique")
    assert faults(page) == []
    page.goto(f"{visit.address}/decision?period=2024")
    expect(page.locator("#decision-period")).to_have_value("2024")
    visit.close()


@pytest.mark.parametrize("language", ["en", "fr"])
def test_a_telephone_tells_the_report_whole(browser: Browser, world: str, language: str) -> None:
    """No table is wider than the page: of many columns, each row's values stand one under the other, named."""
    visit = Visit(browser, world, language=language, width=390)
    page = visit.sign_in("/report?period=all", role="executive")
    rows = page.locator(".report .many tbody tr")
    expect(rows.first).to_be_visible()
    cell = rows.first.locator("td").first
    assert (
        cell.evaluate("one => getComputedStyle(one, '::before').content").strip('"')
        == f"{cell.get_attribute('data-title')} "
    )
    wide = "[...document.querySelectorAll('.report-part')].filter(one => one.scrollWidth > one.clientWidth + 1)"
    assert page.evaluate(f"{wide}.map(one => one.innerText.slice(0, 40))") == []
    visit.close()
