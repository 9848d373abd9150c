"""The judge of pages: of many texts that look alike it judges a few, and still finds the one that is amiss."""

from playwright.sync_api import Browser

from tests.support.axe import faults

PAGE = """<!DOCTYPE html><html lang="en"><title>Rows</title><main><h1>Rows</h1>{rows}</main>
<style>body {{ background: #fff; color: #222; font: 16px sans-serif }} p {{ background: #fff }}</style>"""
AMISS = {
    "a colour": '<p style="color: #ccc">Row 30</p>',
    "what it stands in": '<div style="background: #333"><p style="background: none">Row 30</p></div>',
    "how much shows through": '<p style="opacity: .4">Row 30</p>',
    "something it does not stand in": '<p style="position: absolute; background: #444">Row 30</p>',
    "a rule of another kind": '<p>Row <img src="data:,30"></p>',
}


def test_one_row_of_forty_that_is_amiss_is_found(browser: Browser) -> None:
    page = browser.new_page()
    rows = [f"<p>Row {row}</p>" for row in range(40)]
    page.set_content(PAGE.format(rows="".join(rows)))
    assert faults(page) == []
    assert page.locator("[data-alike]").count() == 37
    for amiss, row in AMISS.items():
        page.set_content(PAGE.format(rows="".join([*rows[:30], row, *rows[31:]])))
        (found,) = faults(page)
        assert found.startswith(("color-contrast", "image-alt")), amiss
        assert "30" in found, amiss
    page.close()
