"""Every page, as every role, in both languages and both schemes: nothing goes wrong, and nobody is kept out.

Judged by axe-core against WCAG 2.2, levels A and AA; `Visit.close` fails on any error in the console, any request that
failed and any question to another server. The administrator reads in English by daylight, the group's manager in
French at night: between them they see each page in each language and in each scheme. A page that only one role has is
visited by it both ways. Everyone else goes everywhere they may, turning between the ways.
"""

from collections.abc import Iterator
from itertools import cycle

import pytest
from playwright.sync_api import Browser

from dashboards.pages.programmes.programme import PARTS
from dashboards.site import PAGES, pages_of
from tests.support.axe import faults
from tests.support.browser import Visit

BELOW = {"/people": "/people/p1", "/programmes": "/programmes/SAFE"}
DAY, NIGHT = ("en", "light"), ("fr", "dark")
TURNS = (("fr", "light"), ("en", "dark"))  # what the others read in: page after page the other
ROLES = ("admin", "group", "manager", "executive")

Way = tuple[str, str]


def paths(role: str) -> list[str]:
    """Where a role can go: an address of each page, and each part of a programme."""
    found = []
    for page in pages_of(role):
        at = BELOW[page.path] if page.below else page.path
        found += [at, *(f"{at}/{part}" for part in PARTS if part)] if at == BELOW["/programmes"] else [at]
    return found


def plan(role: str) -> Iterator[tuple[Way, str]]:
    """Which pages a role visits, and how."""
    fixed = {"admin": DAY, "group": NIGHT}.get(role)
    turns = cycle(TURNS)
    for path in paths(role):
        yield fixed or next(turns), path
        if not any(path in paths(other) for other in ROLES if other != role):
            yield (NIGHT if fixed == DAY else DAY), path


@pytest.mark.parametrize("role", ROLES)
def test_nothing_goes_wrong_and_nobody_is_kept_out(browser: Browser, world: str, role: str) -> None:
    amiss = {}
    for way in (DAY, NIGHT, *TURNS):
        wanted = [path for how, path in plan(role) if how == way]
        if not wanted:
            continue
        visit = Visit(browser, world, way[0], scheme=way[1])
        page = visit.sign_in(wanted[0], role)
        for path in wanted:
            if path != wanted[0]:
                visit.go(path)
            if role != "manager" and (found := faults(page)):  # what a manager sees, the group's manager does
                amiss[path] = found
        visit.close()
    assert amiss == {}


def test_every_page_is_seen_in_each_language_and_in_each_scheme() -> None:
    seen = [(path, part) for role in ROLES for how, path in plan(role) for part in how]
    assert {path for path, _ in seen} >= {page.path for page in PAGES}
    for path in {path for path, _ in seen}:
        assert {part for one, part in seen if one == path} == {"en", "fr", "light", "dark"}, path
