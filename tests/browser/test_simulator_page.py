"""A new manager weighs a case from defaults, saves it, takes it away, shares it, and takes the link back."""

from playwright.sync_api import Browser, Page, expect

from tests.support.axe import faults
from tests.support.browser import Visit


def write(page: Page, label: str, text: str) -> None:
    page.get_by_label(label, exact=True).fill(text)


def test_a_case_from_defaults_is_saved_shared_opened_signed_out_and_revoked(browser: Browser, ledger: str) -> None:
    visit = Visit(browser, ledger)
    page = visit.sign_in("/simulator", "manager")
    answer = page.locator("#simulator-story .answer[role=status]")
    expect(answer).to_contain_text("For 100 learners over 3 years")
    expect(page.locator("#simulator-story .js-plotly-plot")).to_have_count(2)
    expect(page.locator("#simulator-form")).to_contain_text("default of 2010: Chapman Alliance")

    write(page, "Learners at each site", "Lyon 200\nParis none")
    expect(page.locator("#simulator-story .problem")).to_contain_text("line 2 says 'Paris none'")
    write(page, "Learners at each site", "Lyon 200\nParis 60")
    expect(answer).to_contain_text("For 260 learners")
    before = page.locator(".tile .value").all_inner_texts()
    write(page, "What an hour of a learner's work costs, all charges included", "95")
    expect(page.locator("#simulator-story")).to_contain_text("assumed; it was 62.5")
    assert all(one != other for one, other in zip(before, page.locator(".tile .value").all_inner_texts(), strict=True))

    page.get_by_role("button", name="Save the case").click()
    expect(page.locator("#simulator-done .problem")).to_contain_text("Name of the case: give the case a name.")
    write(page, "Name of the case", "Working at height")
    page.get_by_role("button", name="Save the case").click()
    expect(page.locator("#simulator-done .done")).to_contain_text("Saved as version 1 of Working at height.")
    expect(page.locator("#simulator-saved")).to_contain_text("manager@example.org")
    expect(page.get_by_role("button", name="Save the next version")).to_be_visible()
    with page.expect_download() as taken:
        page.locator("#simulator-saved a.xlsx").click()
    assert taken.value.path().read_bytes()[:2] == b"PK"

    page.get_by_role("button", name="Make a link").click()
    link = page.locator("#simulator-done code").inner_text()
    opened = browser.new_context(locale="en").new_page()
    wrong: list[str] = []
    opened.on("console", lambda told: wrong.append(told.text) if told.type in ("error", "warning") else None)
    opened.goto(link)
    expect(opened.locator(".answer")).to_contain_text("For 260 learners")
    expect(opened.locator("figure .main-svg").first).to_be_visible()
    assert wrong == []
    assert faults(opened) == []
    opened.goto(f"{ledger}/simulator")
    expect(opened.locator("#secret")).to_be_visible()

    page.get_by_text("Revoke …").click()
    page.get_by_role("button", name="Revoke it now").click()
    expect(page.locator("#simulator-done .done")).to_contain_text("The link shows nothing any more.")
    expect(page.locator("#simulator-saved")).to_contain_text("No link holds now.")
    answered = opened.goto(link)
    assert answered is not None
    assert answered.status == 404
    expect(opened.locator("h1")).to_have_text("This link shows nothing")
    opened.context.close()
    visit.close()


def test_the_page_reads_well_on_a_phone_and_for_everyone(browser: Browser, ledger: str) -> None:
    visit = Visit(browser, ledger, "fr", width=390)
    page = visit.sign_in("/simulator", "manager")
    expect(page.locator("#simulator-story .answer[role=status]")).to_contain_text("apprenants sur 3 ans")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert faults(page) == []
    visit.close()
