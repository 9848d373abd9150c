"""Two persons found to be one human, and back. Nothing of either is changed: a merge is a row, undoing it a mark."""

from typing import Any

from lrs.errors import BadRequest, NotFound
from lrs.organisation.cells import identifier
from lrs.organisation.keeping import now
from lrs.organisation.roster import Roster
from lrs.store.promise import Put, Store


def merge(store: Store, first: str, second: str, who: str) -> dict[str, Any]:
    """Have the second person count as the first, whose name and units hold; return both as they stood.

    Each is named by key or by an identifier. An identifier nobody declared becomes a person of its own first, so that
    undoing the merge gives it back.

    Raises
    ------
    NotFound
        When one of them is nobody.
    BadRequest
        When both are one human already.
    """
    organisation = store.organisation
    revision = organisation.revision()
    roster = Roster(organisation)
    keeps = _found(roster, first)
    puts: list[Put] = []
    if roster.find(second) is None:
        text = _identifier(second)
        goes: dict[str, Any] = {"person": roster.next, "key": text, "role": "learner"}
        puts += [Put("person", [goes]), Put("person_identifier", [{"identifier": text, "person": roster.next}])]
    else:
        goes = _found(roster, second)
    kept, merged = roster.human(keeps["person"]), roster.human(goes["person"])
    if kept == merged:
        raise BadRequest(f"{first} and {second} are one person already")
    row = {"happened": now(), "who": who, "kept": kept, "merged": merged, "undone": False}
    organisation.change([*puts, Put("person_merge", [row])], revision)
    return {"kept": roster.by_number[kept]["key"], "merged": goes["key"]}


def split(store: Store, first: str, second: str, who: str) -> dict[str, Any]:
    """Undo a merge; or, when `second` is an identifier of the first, take it away from them.

    Raises
    ------
    NotFound
        When one of them is nobody.
    BadRequest
        When they were not merged.
    """
    organisation = store.organisation
    revision = organisation.revision()
    roster = Roster(organisation)
    one = _found(roster, first)
    other = _found(roster, second)
    if other["person"] == one["person"]:
        return _release(store, roster, one, second, revision)
    for merged in _between(roster, one["person"], other["person"]):
        key = tuple(merged[name] for name in ("happened", "kept", "merged"))
        undone = Put("person_merge", [{**merged, "undone": True}], ("happened", "kept", "merged"), [key])
        note = {"kind": "split", "key": first, "value": f'"{other["key"]}"', "happened": now(), "who": who}
        organisation.change([undone, Put("kept", [note])], revision)
        return {"kept": one["key"], "split": other["key"]}
    raise BadRequest(f"{first} and {second} were not merged: there is nothing to undo")


def _between(roster: Roster, one: int, other: int) -> list[dict[str, Any]]:
    """Return the merges without which two persons would not be one human, the last first."""
    if roster.human(one) != roster.human(other):
        return []
    own = [row for row in roster.merges if {row["kept"], row["merged"]} == {one, other}]
    chain = [row for row in roster.merges if row["merged"] in (one, other)]
    return own[::-1] or chain[::-1]


def _release(store: Store, roster: Roster, person: dict[str, Any], text: str, revision: int) -> dict[str, Any]:
    try:
        told = identifier(text)
    except ValueError:
        raise BadRequest(f"{text} is the person's own key: name the other person, or one of the identifiers") from None
    if told not in roster.owner:
        raise BadRequest(f"{text} is the person's own key: name the other person, or one of the identifiers")
    store.organisation.change([Put("person_identifier", (), ("identifier",), [(told,)])], revision)
    return {"kept": person["key"], "split": told}


def _found(roster: Roster, text: str) -> dict[str, Any]:
    key = roster.find(text)
    if key is None:
        raise NotFound(f"{text}: no person has this key, address or account")
    return roster.by_key[key]


def _identifier(text: str) -> str:
    try:
        return identifier(text)
    except ValueError as error:
        raise NotFound(f"{text}: no person has this key, and it {error}") from None


def people(store: Store) -> list[dict[str, Any]]:
    """Return every human with all identifiers, and the keys of the persons it stands for."""
    roster = Roster(store.organisation)
    humans: dict[int, dict[str, Any]] = {}
    for number, row in roster.by_number.items():
        if roster.human(number) == number:
            humans[number] = {"key": row["key"], "name": row["name"], "units": [], "identifiers": [], "also": []}
    for number, row in roster.by_number.items():
        human = humans[roster.human(number)]
        human["identifiers"] += roster.identifiers.get(number, [])
        human["units"] += [unit for unit in roster.units.get(number, []) if unit not in human["units"]]
        human["also"] += [row["key"]] if roster.human(number) != number else []
    return list(humans.values())
