"""Pages on paper: black on white from the dark, nothing to operate, nothing cut."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.browser import Visit

A4 = 688  # pixels between margins of 14 mm
INK = "[...document.querySelectorAll('.js-plotly-plot .xtick text')].map(one => getComputedStyle(one).fill)"
CONTROLS = "header, .filters, .toolbar, .taken, .info, .form, .ways, .ways-down, .tile a, main button:not(.amount)"
CONTROLS += ", main input"
CUT = """() => [...document.querySelectorAll('.card .plain, .js-plotly-plot .main-svg')].filter(one => {
  const card = one.closest('.card').getBoundingClientRect(), own = one.getBoundingClientRect();
  return own.width > 0 && (own.left < card.left - 1 || own.right > card.right + 1);
}).map(one => one.closest('.card').innerText.slice(0, 80))"""
WIDTHS = "[...document.querySelectorAll('.table.ag-theme-alpine')].map(one => one.clientWidth)"
LABELS = """() => [...document.querySelectorAll('.js-plotly-plot')].flatMap(plot => {
  const left = plot.getBoundingClientRect().left;
  return [...plot.querySelectorAll('.ytick text')].filter(one => one.getBoundingClientRect().left < left - 1)
    .map(one => one.textContent);
})"""


def on_paper(page: Page) -> None:
    page.set_viewport_size({"width": A4, "height": 900})
    page.emulate_media(media="print", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")


def shades(page: Page) -> list[float]:
    """How bright the writing of charts is, from 0 to 255."""
    found = page.evaluate(INK)
    assert found
    return [sum(map(float, one.partition("(")[2].strip(")").split(",")[:3])) / 3 for one in found]


@pytest.mark.parametrize(
    "path", ["/group?period=all", "/?period=all", "/people", "/programmes?period=all", "/programmes/SAFE?period=all"]
)
def test_a_page_in_the_dark_is_printed_dark_on_white_and_whole(browser: Browser, world: str, path: str) -> None:
    visit = Visit(browser, world, language="fr", scheme="dark")
    page = visit.sign_in(path)
    if page.locator(".js-plotly-plot").count():
        expect(page.locator(".js-plotly-plot .xtick text").first).to_be_visible()
        assert min(shades(page)) > 128
    on_paper(page)
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    if page.locator(".js-plotly-plot").count():
        assert max(shades(page)) < 128
    assert [one for one in page.locator(CONTROLS).all() if one.is_visible()] == []
    assert page.evaluate(CUT) == []
    assert page.evaluate(LABELS) == []
    expect(page.locator(".printed")).to_contain_text(path)
    page.emulate_media(media="screen", color_scheme="dark")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    if page.locator(".js-plotly-plot").count():
        assert min(shades(page)) > 128
    page.emulate_media(media="screen", color_scheme="light")
    visit.close()


@pytest.mark.parametrize("path", ["/decision?period=all", "/costs?period=all"])
def test_amounts_that_open_are_printed_and_the_ledger_to_write_in_is_not(
    browser: Browser, ledger: str, path: str
) -> None:
    """An amount is a button: what is hidden with the buttons would leave “costs” without a figure."""
    visit = Visit(browser, ledger)
    page = visit.sign_in(path, "manager")
    expect(page.locator("#page .amount").first).to_be_visible()
    seen = page.locator("#page .amount:visible").count()
    assert seen > 0
    on_paper(page)
    assert page.locator("#page .amount:visible").count() == seen
    assert [one for one in page.locator(f"{CONTROLS}, .card.ledger").all() if one.is_visible()] == []
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    page.emulate_media(media="screen")
    visit.close()


def test_a_table_that_is_scrolled_is_printed_whole_and_as_text(browser: Browser, world: str) -> None:
    visit = Visit(browser, world)
    page = visit.sign_in("/setup/quality")
    grids = page.locator(".table.ag-theme-alpine")
    expect(grids.first.locator(".ag-row").first).to_be_visible()
    heads = page.locator(".table.ag-theme-alpine .ag-header-cell-text").all_inner_texts()
    on_paper(page)
    assert not any(one.is_visible() for one in grids.all())
    assert page.locator(".on-paper").count() == grids.count()
    assert page.locator(".on-paper th").all_inner_texts() == heads
    assert page.locator(".on-paper tbody tr, .on-paper tr:has(td)").count() > 0
    assert page.locator("main > .printed:first-child").count() == 1
    assert min(page.evaluate(WIDTHS)) > 0  # what is hidden still fits its columns to its own width
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    assert page.locator(".on-paper").count() == 0
    page.emulate_media(media="screen")
    visit.close()
