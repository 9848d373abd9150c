"""A chart taken away as a picture says of whom and of what it is, in the reader's words."""

import pytest
from playwright.sync_api import Browser, Page

from tests.support.browser import Visit

NOTED = """() => { const own = Plotly.toImage;
  Plotly.toImage = (figure, shape) => { window.pictured = figure.layout.title.text; return own(figure, shape); } }"""
HOSTILE = "<b>Water</b> & {name} $1$ <img src=x onerror=alert(1)>"


def picture(page: Page) -> list[str]:
    """The lines over the chart of the first picture of a page."""
    page.evaluate(NOTED)
    with page.expect_download() as taken:
        page.locator("button.png").first.click()
    assert taken.value.path().read_bytes()[:8] == b"\x89PNG\r\n\x1a\n"
    return str(page.evaluate("window.pictured")).split("<br>")


@pytest.mark.parametrize("width", [1440, 390])
def test_a_picture_names_what_its_page_is_narrowed_to(browser: Browser, world: str, width: int) -> None:
    visit = Visit(browser, world, language="fr", width=width)
    page = visit.sign_in("/?period=all&unit=Group&unit=Group+%3E+Water&modality=e-learning&country=FR")
    title, units, modality, country, period = picture(page)
    assert title.startswith("<b>")
    assert ">Entités\u00a0: Group et ce qui en dépend, Water et ce qui en dépend<" in units
    assert ">Modalité\u00a0: E-learning<" in modality
    assert ">Pays\u00a0: France<" in country
    assert ">entre le " in period
    visit.close()


def test_a_picture_of_one_programme_names_it(browser: Browser, world: str) -> None:
    visit = Visit(browser, world)
    page = visit.sign_in("/programmes/SAFE?period=all")
    name = page.locator("h1 .subject").inner_text()
    assert f">{name}<" in picture(page)[1]
    visit.close()


def test_what_a_picture_names_is_only_text(browser: Browser, world: str) -> None:
    visit = Visit(browser, world)
    page = visit.sign_in("/?period=all&unit=Group+%3E+Water")
    page.evaluate("text => document.querySelector('.mantine-Pill-label').textContent = text", HOSTILE)
    said = picture(page)[1]
    assert "Units: &lt;b&gt;Water&lt;/b&gt; &amp; {name} $1$ &lt;img src=x onerror=alert(1)&gt;<" in said
    visit.close()


def test_paper_says_so_too(browser: Browser, world: str) -> None:
    visit = Visit(browser, world)
    page = visit.sign_in("/people?period=all&unit=Group+%3E+Water")
    page.evaluate("dispatchEvent(new Event('beforeprint'))")
    assert str(page.locator(".printed").text_content()).startswith("Units: Water and below · ")
    page.evaluate("dispatchEvent(new Event('afterprint'))")
    visit.close()
