"""The pages there are, in their order, one row each, and who sees them: the only place that says so."""

from dashboards.pages import costs, decision, engagement, group, report
from dashboards.pages.modalities import index as modalities
from dashboards.pages.page import Page, Role
from dashboards.pages.people import PATH as PEOPLE
from dashboards.pages.people import at_risk, cohorts, everyone, growth, learner, survival
from dashboards.pages.programmes import PATH as PROGRAMMES
from dashboards.pages.programmes import index, programme
from dashboards.pages.retention import index as retention
from dashboards.pages.setup import accounts, groups, identities, imports, privacy, quality, thresholds, units
from dashboards.pages.setup import words as words_of_tools
from dashboards.pages.simulator import PATH as SIMULATOR
from dashboards.pages.simulator import index as simulator
from dashboards.pages.tools import connect, keys, statements

GROUP: tuple[Role, ...] = ("admin", "group")
MANAGERS: tuple[Role, ...] = ("admin", "group", "manager")
ADMIN: tuple[Role, ...] = ("admin",)
EVERYONE: tuple[Role, ...] = ("admin", "group", "manager", "executive")

PAGES: tuple[Page, ...] = (
    Page(group.PATH, group.TITLE, group.layout, group.register, GROUP),
    Page(engagement.PATH, engagement.TITLE, engagement.layout, engagement.register, MANAGERS),
    Page(PEOPLE, everyone.TITLE, everyone.layout, everyone.register, MANAGERS),
    Page(at_risk.PLACE.path, at_risk.TITLE, at_risk.layout, at_risk.register, MANAGERS, listed=False),
    Page(cohorts.PLACE.path, cohorts.TITLE, cohorts.layout, cohorts.register, MANAGERS, listed=False),
    Page(growth.PLACE.path, growth.TITLE, growth.layout, growth.register, MANAGERS, listed=False),
    Page(survival.PLACE.path, survival.TITLE, survival.layout, survival.register, MANAGERS, listed=False),
    Page(PEOPLE, learner.TITLE, learner.layout, learner.register, MANAGERS, below=True, listed=False),
    Page(PROGRAMMES, index.TITLE, index.layout, index.register, MANAGERS),
    Page(PROGRAMMES, programme.TITLE, programme.layout, programme.register, MANAGERS, below=True, listed=False),
    Page(decision.PATH, decision.TITLE, decision.layout, decision.register, EVERYONE),
    Page(costs.PATH, costs.TITLE, costs.layout, costs.register, MANAGERS),
    Page(retention.PLACE.path, retention.TITLE, retention.layout, retention.register, EVERYONE),
    Page(modalities.PLACE.path, modalities.TITLE, modalities.layout, modalities.register, MANAGERS),
    Page(SIMULATOR, simulator.TITLE, simulator.layout, simulator.register, EVERYONE),
    Page(report.PATH, report.TITLE, report.layout, report.register, EVERYONE, listed=False),
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
