"""The pages there are, in their order, one row each, and who sees them: the only place that says so."""

from collections.abc import Sequence
from dataclasses import replace
from typing import Protocol

from dash import Dash, html

from analytics.breakdown import refuse_unknown
from dashboards.components.story import Place
from dashboards.filters import NARROW, names_of
from dashboards.i18n import Words
from dashboards.pages import costs, decision, engagement, group, report
from dashboards.pages.modalities import index as modalities
from dashboards.pages.page import Page, Role, Site
from dashboards.pages.people import PATH as PEOPLE
from dashboards.pages.people import at_risk, cohorts, everyone, growth, learner, survival, who
from dashboards.pages.people import statements as statements_behind
from dashboards.pages.programmes import index, programme
from dashboards.pages.retention import index as retention
from dashboards.pages.setup import accounts, groups, identities, imports, privacy, quality, thresholds, units
from dashboards.pages.setup import words as words_of_tools
from dashboards.pages.simulator import PATH as SIMULATOR
from dashboards.pages.simulator import index as simulator
from dashboards.pages.tools import connect, keys, statements
from lrs.errors import BadRequest, Forbidden

GROUP: tuple[Role, ...] = ("admin", "group")
MANAGERS: tuple[Role, ...] = ("admin", "group", "manager")
ADMIN: tuple[Role, ...] = ("admin",)
EVERYONE: tuple[Role, ...] = ("admin", "group", "manager", "executive")


class _Story(Protocol):
    """A module that tells a page, and knows its place."""

    PLACE: Place
    TITLE: str

    def layout(self, words: Words) -> html.Div: ...
    def register(self, dash: Dash, site: Site) -> None: ...


def _told(story: _Story, roles: tuple[Role, ...], *, below: bool = False, listed: bool = True) -> Page:
    """Return the row of a page that is at a place, with its filters."""
    place = story.PLACE
    return Page(place.path, story.TITLE, story.layout, story.register, roles, place.fields, below, listed)


PAGES: tuple[Page, ...] = (
    _told(group, GROUP),
    _told(engagement, MANAGERS),
    _told(everyone, MANAGERS),
    _told(at_risk, MANAGERS, listed=False),
    _told(cohorts, MANAGERS, listed=False),
    _told(growth, MANAGERS, listed=False),
    _told(survival, MANAGERS, listed=False),
    _told(statements_behind, MANAGERS, listed=False),
    _told(who, MANAGERS, listed=False),
    Page(PEOPLE, learner.TITLE, learner.layout, learner.register, MANAGERS, below=True, listed=False),
    _told(index, MANAGERS),
    _told(programme, MANAGERS, below=True, listed=False),
    _told(decision, EVERYONE),
    _told(costs, MANAGERS),
    _told(retention, EVERYONE),
    _told(modalities, MANAGERS),
    Page(SIMULATOR, simulator.TITLE, simulator.layout, simulator.register, EVERYONE),
    _told(report, EVERYONE, listed=False),
    Page(keys.PATH, keys.TITLE, keys.layout, keys.register, GROUP),
    Page(connect.PATH, connect.TITLE, connect.layout, connect.register, GROUP, listed=False),
    Page(statements.PATH, statements.TITLE, statements.layout, statements.register, GROUP, listed=False),
    Page(units.PATH, units.TITLE, units.layout, units.register, MANAGERS),
    Page(groups.PATH, groups.TITLE, groups.layout, groups.register, MANAGERS, listed=False),
    Page(imports.PATH, imports.TITLE, imports.layout, imports.register, MANAGERS, listed=False),
    Page(identities.PATH, identities.TITLE, identities.layout, identities.register, MANAGERS, listed=False),
    Page(
        words_of_tools.PATH, words_of_tools.TITLE, words_of_tools.layout, words_of_tools.register, GROUP, listed=False
    ),
    Page(quality.PATH, quality.TITLE, quality.layout, quality.register, MANAGERS, listed=False),
    Page(thresholds.PATH, thresholds.TITLE, thresholds.layout, thresholds.register, MANAGERS, listed=False),
    Page(privacy.PATH, privacy.TITLE, privacy.layout, privacy.register, MANAGERS, listed=False),
    Page(accounts.PATH, accounts.TITLE, accounts.layout, accounts.register, ADMIN, listed=False),
)


def page_at(path: str) -> Page | None:
    """Return the page of an address."""
    return next((page for page in PAGES if page.at(path)), None)


def pages_of(role: str) -> tuple[Page, ...]:
    """Return the pages that a role sees, in their order."""
    return tuple(page for page in PAGES if role in page.roles)


def readable(site: Site, search: str | None) -> bool:
    """Tell whether an address can be read, as pages read it: what it says otherwise is not to be carried on."""
    try:
        scope = replace(site.chosen(search).scope(), reader=site.reader())
        if not scope.reader.sees_people:  # others are told that nobody is in what there is none of
            refuse_unknown(site.warehouse, scope)
    except (BadRequest, Forbidden):
        return False
    return True


def kept(here: Page | None, links: Sequence[Page], *, totals: bool) -> list[list[str]]:
    """Return what each link keeps of a page's address: the names of the filters that its own page has controls for.

    Nothing else: a filter without a control would falsify what is read, unseen. And nothing from a part of Acquis that
    has no filters, where a name may mean something else: the days of statements.

    Parameters
    ----------
    totals
        Whether the reader chooses units, programmes and periods only.
    """
    if here is None or not any(page.fields for page in PAGES if page.path == here.path):
        return [[] for _ in links]
    return [names_of(field for field in page.fields if not totals or field in NARROW) for page in links]
