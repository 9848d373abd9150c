"""Every page, as every role, in both languages and both schemes: nothing goes wrong, and nobody is kept out.

Judged by axe-core against WCAG 2.2, levels A and AA; `Visit.close` fails on any error in the console, any request that
failed and any question to another server.
"""

from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from dashboards.site import pages_of
from tests.support.browser import Visit

AXE = Axe()
RULES = {"runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}}
BELOW = {"/people": "/people/p1", "/programmes": "/programmes/SAFE"}


def paths(role: str) -> list[str]:
    """Where a role can go, one address of each page."""
    return [BELOW[page.path] if page.below else page.path for page in pages_of(role)]


def faults(page: Page) -> list[str]:
    """What axe-core finds: the rule, and the first elements it is about."""
    found: list[dict[str, Any]] = AXE.run(page, options=RULES).response["violations"]
    return [f"{one['id']}: {one['help']}: {[node['html'][:160] for node in one['nodes'][:3]]}" for one in found]


@pytest.mark.parametrize(
    ("role", "language", "scheme", "judged"),
    [
        ("admin", "en", "light", True),
        ("group", "fr", "light", False),
        ("manager", "fr", "dark", True),
        ("executive", "en", "dark", True),
    ],
)
def test_nothing_goes_wrong_and_nobody_is_kept_out(
    browser: Browser, world: str, role: str, language: str, scheme: str, *, judged: bool
) -> None:
    visit = Visit(browser, world, language, scheme=scheme)
    page = visit.sign_in(paths(role)[0], role) if paths(role) else visit.sign_in("/", role)
    amiss = {}
    for path in paths(role):
        page.goto(world + path)
        expect(page.locator("#page h1")).to_be_visible()
        visit.settle()
        if judged and (found := faults(page)):
            amiss[path] = found
    visit.close()
    assert amiss == {}
