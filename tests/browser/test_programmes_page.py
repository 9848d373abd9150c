"""Programmes in a real browser: find one, read each part of it, choose a day, in either language, and no error."""

import re

from playwright.sync_api import Browser, expect

from tests.support.browser import Visit


def test_from_all_programmes_to_one_and_through_its_parts(browser: Browser, world: str) -> None:
    visit = Visit(browser, world)
    page = visit.sign_in("/programmes?period=all")
    expect(page.locator("h1")).to_have_text("Which programmes are followed to the end?")
    expect(page.locator(".page-link.on")).to_have_text("Programmes")
    expect(page.locator(".listing tbody tr")).to_have_count(4)
    # and not what the name of a programme wanted
    assert page.title() == "Which programmes are followed to the end? \N{EN DASH} Acquis"
    page.get_by_role("link", name="Safety at height").click()
    expect(page.locator("h1")).to_contain_text("How far do people come?")
    expect(page.locator(".page-link.on")).to_have_text("Programmes")
    expect(page.locator(".answer")).to_contain_text("people due have completed it")
    for part, question in (("Content", "What is watched"), ("Up to date", "Who is up to date?")):
        page.locator(".ways").get_by_role("link", name=part).click()
        expect(page.locator("h1")).to_contain_text(question)
    expect(page).to_have_url(re.compile(r"/programmes/SAFE/up-to-date\?period=all"))
    page.locator(".listing tbody a").first.click()
    expect(page).to_have_url(re.compile(r"/people/"))
    visit.settle()
    visit.close()


def test_the_day_is_chosen_kept_in_the_address_and_shared(browser: Browser, world: str) -> None:
    visit = Visit(browser, world, language="fr")
    page = visit.sign_in("/programmes/SAFE/up-to-date?on=2020-01-31", role="manager")
    expect(page.locator("h1")).to_contain_text("Qui est à jour")
    expect(page.locator(".answer")).to_contain_text("aucune affectation")
    page.goto(f"{world}/programmes?period=all")
    expect(page.locator(".answer")).to_contain_text(re.compile("étai(t|ent) à jour"))
    page.locator(".on-day button").click()
    day = page.locator(
        ".mantine-DatePickerInput-day:not([data-outside])"
    ).last  # of this month: all that is assigned is due by then
    day.click()
    expect(page).to_have_url(re.compile(r"on=\d{4}-\d\d-(28|29|30|31)"))
    expect(page.locator(".answer")).to_contain_text(re.compile(r"Au (28|29|30|31) "))
    chosen = page.url
    page.goto(chosen)
    expect(page.locator(".answer")).to_contain_text(re.compile(r"Au (28|29|30|31) "))
    visit.close()


def test_a_click_on_a_mark_filters_the_page_as_the_filters_do(browser: Browser, world: str) -> None:
    visit = Visit(browser, world)
    page = visit.sign_in("/?period=all")
    everyone = page.locator(".tile .value").first.inner_text()
    bar = page.locator("""[id='{"graph":"active_time"}'] .bars .point path""").first
    bar.scroll_into_view_if_needed()
    place = bar.bounding_box()
    assert place is not None
    middle = place["x"] + place["width"] / 2, place["y"] + place["height"] / 2
    page.mouse.move(*middle)
    page.mouse.click(*middle)
    expect(page).to_have_url(re.compile(r"modality=[a-z-]+"))
    visit.settle()
    assert page.locator(".tile .value").first.inner_text() != everyone
    page.go_back()
    expect(page.locator(".tile .value").first).to_have_text(everyone)
    visit.close()
