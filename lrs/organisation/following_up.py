"""Whom to ask once more of those who did not answer a delayed test: drawn by a rule written down beforehand.

Whoever forgot answers less. What the silent still know can be told from some of them, if chance alone says whom: so the
rule is written down before it holds, its seed is made here, and for the same people there is only ever one. Nobody can
draw until the names please, nor change the rule once answers come in. Anyone can draw again and compare: a person is
drawn when the first eight bytes of the BLAKE2b of the seed, a space and their key, as a share of all numbers of eight
bytes, are less than one in so many. Source of the design: Hansen and Hurwitz (1946), JASA 41:517.
"""

import secrets
from collections.abc import Mapping
from datetime import date, timedelta
from hashlib import blake2b
from typing import Any

import msgspec

from lrs.errors import BadRequest, Conflict, NotFound
from lrs.organisation.keeping import now, value_row
from lrs.organisation.units import Tree
from lrs.store.promise import Put, Store

KIND, EVERYONE = "follow-up", ""
OPEN: Mapping[str, int] = {"J30": 16, "J90": 46, "J180": 90, "J365": 182}
"""The lags whose windows leave time to ask twice, and how many days each window is open."""
TIME = 7  # days that are left to answer in, at least
MOST = 10  # one in how many, at most


class Rule(msgspec.Struct, forbid_unknown_fields=True):
    """A follow-up that is asked for.

    Attributes
    ----------
    programme
        Its key.
    lag
        Of which tests: a key of `OPEN`.
    unit
        Of whose people, by key, title or path, those of the units below included; left out, of everyone's.
    one_in
        One in how many of those who did not answer is drawn; 1 draws them all.
    after
        How many days they have to answer by themselves: from when they were asked, or from when the window opened if
        that is later.
    starts
        The first day anybody is followed up; left out, tomorrow.
    """

    programme: str
    lag: str = "J90"
    unit: str | None = None
    one_in: int = 2
    after: int = 10
    starts: date | None = None


def write_down(store: Store, rule: Rule, who: str) -> dict[str, Any]:
    """Write down a rule, with a seed of its own, and return it.

    Raises
    ------
    BadRequest
        When it could draw nobody, or is not told beforehand.
    NotFound
        When there is no such programme.
    Conflict
        When there is a rule for some of these people already.
    """
    revision = store.organisation.revision()
    if not store.organisation.rows("programme", key=rule.programme):
        raise NotFound(f"programme: none is called {rule.programme[:60]!r}; import programmes first")
    _refuse_odd(rule)
    starts = _starts(rule.starts)
    tree = Tree(store.organisation.rows("unit"))
    unit = EVERYONE if rule.unit is None else tree.named(rule.unit, "unit")
    _refuse_second(store, rule, unit, tree)
    numbers = {"one_in": rule.one_in, "after": rule.after, "starts": starts.isoformat()}
    value = {"lag": rule.lag, "unit": unit, "seed": str(secrets.randbits(63)), **numbers}
    row = value_row(KIND, rule.programme, value, who)
    store.organisation.change([Put("kept", [row])], revision)
    return _shown(rule.programme, value, row)


def written_down(store: Store) -> list[dict[str, Any]]:
    """Return every rule, the first written down first."""
    rows = store.organisation.rows("kept", kind=KIND)
    return [_shown(row["key"], msgspec.json.decode(row["value"]), row) for row in rows]


def is_drawn(person: str, seed: str, one_in: int) -> bool:
    """Tell whether a rule's seed draws a person, by their key."""
    number = int.from_bytes(blake2b(f"{seed} {person}".encode()).digest()[:8])
    return number * one_in < 1 << 64


def _refuse_odd(rule: Rule) -> None:
    if rule.lag not in OPEN:
        raise BadRequest(f"lag: {rule.lag[:20]!r} is none of {', '.join(OPEN)}: the others leave no time to ask twice")
    if not 1 <= rule.one_in <= MOST:
        raise BadRequest(f"one in: {rule.one_in} is not between 1 (everybody) and {MOST}")
    longest = OPEN[rule.lag] - TIME
    if not 1 <= rule.after <= longest:
        told = f"{rule.lag} is open for {OPEN[rule.lag]} days, of which {TIME} are left to answer in"
        raise BadRequest(f"after: {rule.after} is not between 1 and {longest} days: {told}")


def _starts(given: date | None) -> date:
    today = now().date()
    if given is not None and given <= today:
        raise BadRequest(f"starts: {given} is not after today: a follow-up is written down before anybody is drawn")
    return given or today + timedelta(days=1)


def _refuse_second(store: Store, rule: Rule, unit: str, tree: Tree) -> None:
    """Refuse another rule for people whom one draws already: it could be chosen by whom it draws."""
    mine = {unit, EVERYONE, *(tree.above(unit) if unit else ())}
    for other in written_down(store):
        if (other["programme"], other["lag"]) != (rule.programme, rule.lag):
            continue
        theirs = other["unit"]
        above = () if theirs not in tree.units else tree.above(theirs)
        if theirs in mine or unit in (EVERYONE, *above):
            whom = theirs or "everyone"
            told = f"{rule.programme} {rule.lag} of {whom} was written down on {other['drawn'][:10]}"
            raise Conflict(f"follow-up: that of {told}; it holds, and nobody is drawn twice")


def _shown(programme: str, value: dict[str, Any], row: dict[str, Any]) -> dict[str, Any]:
    told = {"drawn": f"{row['happened']:%Y-%m-%dT%H:%M:%SZ}", "who": row["who"]}
    return {"programme": programme, **value, **told}
