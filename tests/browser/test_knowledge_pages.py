"""Retention and Modalities in a real browser, where too little was tested: why, what to do, the tool box, no error."""

import re

from playwright.sync_api import Browser, expect

from tests.support.browser import Visit


def test_where_nothing_was_tested_twice_that_is_said_with_what_to_do(browser: Browser, world: str) -> None:
    visit = Visit(browser, world)
    page = visit.sign_in("/retention?period=all", role="manager")
    expect(page.locator("h1")).to_have_text("What is still known after 90 days?")
    expect(page.locator(".page-link.on")).to_have_text("Retention")
    expect(page.locator(".answer")).to_contain_text("no competency tested twice")
    expect(page.locator(".not-enough").first).to_contain_text("Ask about each competency on the last day")
    page.get_by_role("link", name="Modalities").click()
    expect(page.locator("h1")).to_have_text("Which way of learning suits which objective?")
    expect(page.locator(".not-drawn")).to_contain_text("Not a randomised comparison")
    card = page.locator(".way-of-learning", has=page.get_by_role("heading", name="E-learning"))
    expect(card).to_contain_text("https://w3id.org/xapi/acquis/modality/e-learning")
    card.get_by_role("link").click()
    expect(page).to_have_url(re.compile(r"/programmes\?.*modality=e-learning"))
    page.get_by_role("link", name="Safety at height").first.click()
    kept = page.locator(".card", has=page.get_by_role("heading", name="What is kept", exact=True))
    kept.get_by_role("link", name="All that is known of it").click()
    expect(page).to_have_url(re.compile(r"/retention\?.*programme=SAFE"))
    visit.settle()
    visit.close()
