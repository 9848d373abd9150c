"""The pages that set things up: units, accounts, imports, identities, words, quality, limits.

Administrators and group managers see all of it but accounts (administrators only); a learning manager sees and does
what concerns their units and those below, and nothing else.
"""

from collections.abc import Sequence

from analytics.scope import Scope
from analytics.upkeep import choices
from dashboards.i18n import Words
from dashboards.pages.page import Site
from dashboards.roles import EVERYWHERE
from lrs.organisation.units import Tree

WAYS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("/setup", "Units", ("admin", "group", "manager")),
    ("/setup/groups", "Saved groups", ("admin", "group", "manager")),
    ("/setup/imports", "Imports", ("admin", "group", "manager")),
    ("/setup/identities", "Identities", ("admin", "group", "manager")),
    ("/setup/words", "Words of tools", ("admin", "group")),
    ("/setup/quality", "Quality", ("admin", "group", "manager")),
    ("/setup/thresholds", "Thresholds", ("admin", "group", "manager")),
    ("/setup/privacy", "Privacy", ("admin", "group", "manager")),
    ("/setup/accounts", "Accounts", ("admin",)),
)
MESSAGES = tuple(title for _, title, _ in WAYS)


def ways_of(role: str) -> Sequence[tuple[str, str]]:
    """Return the parts of Setup that a role sees, by path and title."""
    return [(path, title) for path, title, roles in WAYS if role in roles]


def own_units(site: Site) -> frozenset[str] | None:
    """Return the units whoever asks answers for, all below them included; None is every unit."""
    account = site.account()
    if account.role in EVERYWHERE:
        return None
    tree = Tree(site.service.store.organisation.rows("unit"))
    own = frozenset(account.units)
    return frozenset(key for key in tree.units if not own.isdisjoint((key, *tree.above(key))))


def seen_programmes(site: Site) -> frozenset[str]:
    """Return the programmes that whoever asks for some units is offered, by key; who asks for all needs none named."""
    if site.account().role in EVERYWHERE:
        return frozenset()
    return frozenset(site.ask(choices, Scope()).filter(kind="programmes")["value"])


def titles(tree: Tree, key: str, words: Words) -> list[str]:
    """Return what a unit is called in the reader's language, after all above it; of none there is, its key."""
    if key not in tree.units:
        return [key]
    units = [tree.units[one] for one in (*tree.above(key)[::-1], key)]
    return [str(unit.get(f"title_{words.language}") or unit["title_en"]) for unit in units]
