"""People, and the units they make: one human is one person, whatever tools call them."""

from collections.abc import Iterable
from typing import Any

from lrs.organisation.judging import Judging, updated
from lrs.organisation.reading import Given

ELSEWHERE = "somebody of other units"


class People:
    """A file of people being judged."""

    def __init__(self, judging: Judging) -> None:
        self.judging = judging
        self.roster = judging.roster
        self._claimed: dict[str, Given] = {}
        self._placed: dict[tuple[str, str | None], str] = {}
        self._managers = {key: row["manager"] for key, row in self.roster.by_key.items()}
        self._after: dict[str, tuple[Given, dict[str, Any], dict[str, Any] | None]] = {}

    def judge(self, rows: list[Given]) -> None:
        """Judge every row, then what they say of each other, and prepare what is to be written."""
        good = self.judging.once(rows, "key")
        for row in good:
            self._judge(row)
        self._resolve_managers(good)
        self._refuse_loops()
        self._write()

    def _judge(self, row: Given) -> None:
        key = row.get("key")
        before = self.roster.by_key.get(key)
        number = self.roster.next if before is None else before["person"]
        self.roster.next += before is None
        identifiers = self._identifiers(row, number)
        units = self._units(row, number)
        if units is not None:
            self._check_reach(row, before, units)
        known = {"person": number, "name": _name(row, before), "role": _role(row, before)}
        person = updated("person", before, row, **known)
        extra = {"identifiers": sorted(identifiers), "units": units or []}
        self._after[key] = row, person | extra, self._kept(before)

    def _kept(self, before: dict[str, Any] | None) -> dict[str, Any] | None:
        if before is None:
            return None
        number = before["person"]
        own = sorted(self.roster.identifiers.get(number, ()))
        return before | {"identifiers": own, "units": self.roster.units.get(number, [])}

    def _identifiers(self, row: Given, number: int) -> set[str]:
        """Return all identifiers of a person: those kept stay, statements made under them remain theirs."""
        told = list(row.get("identifiers") or ())
        if row.get("email"):
            told.append(f"mbox mailto:{row.get('email')}")
        for text in told:
            self._claim(row, text, number)
        return {*self.roster.identifiers.get(number, ()), *(text for text in told if self._is_new(text, number))}

    def _is_new(self, text: str, number: int) -> bool:
        return self.roster.owner.get(text, number) == number

    def _claim(self, row: Given, text: str, number: int) -> None:
        column = "email" if text == f"mbox mailto:{row.get('email')}" else "identifiers"
        first = self._claimed.setdefault(text, row)
        if first is not row:
            told = f"{text} is that of row {first.number} ({first.get('key')}) too: an identifier is one person's"
            self.judging.refuse(row, column, told)
        owner = self.roster.owner.get(text, number)
        if self.roster.human(owner) != self.roster.human(number) and not self._is_foreign(row.get("key")):
            key = self.roster.by_number[owner]["key"]
            told = f"{text} is already that of person {key}; if both are one human: acquis people merge {key} "
            self.judging.refuse(row, column, f"{told}{row.get('key')}; if not: acquis people split {key} '{text}'")

    def _units(self, row: Given, number: int) -> list[str] | None:
        """Return the units a row names, else those kept; None when one is refused."""
        if "unit" not in row.values:
            return self.roster.units.get(number, [])
        found = []
        for text in row.get("unit") or ():
            try:
                found.append(self._place(text, row.get("unit_parent")))
            except ValueError as error:
                self.judging.refuse(row, "unit", f"{text!r} {error}")
                return None
        return list(dict.fromkeys(found))

    def _place(self, text: str, parent: str | None) -> str:
        if (text, parent) not in self._placed:
            self._placed[text, parent] = self.judging.tree.place(text, parent)
        return self._placed[text, parent]

    def _check_reach(self, row: Given, before: dict[str, Any] | None, units: list[str]) -> None:
        judging = self.judging
        if judging.limits is None:
            return
        foreign = next((unit for unit in units if not judging.reaches(unit)), None)
        if foreign is not None or not units:
            judging.refuse(row, "unit", judging.out_of_reach(foreign))
        elif before is not None and (told := judging.foreign_person(row.get("key"))):
            judging.refuse(row, "key", told)

    def _resolve_managers(self, rows: list[Given]) -> None:
        """Turn each manager into a key: of a person in the file, or kept.

        Whoever answers for some units has a manager who is not of theirs kept as the file writes it, known elsewhere or
        not: resolved, or refused, it would tell which addresses and numbers there are.
        """
        keys = {row.get("key") for row in rows}
        written: dict[str, None] = {}
        for row in rows:
            text = row.get("manager")
            if text is None:
                if "manager" in row.values:
                    self._managers[row.get("key")] = None
                continue
            claimed = self._claimed.get(_mbox(text))
            found = text if text in keys else claimed.get("key") if claimed else self.roster.find(text)
            if self.judging.limits is not None and (found is None or self._is_foreign(found)):
                written[text] = None
                self._managers[row.get("key")], found = None, text
            else:
                self._managers[row.get("key")] = found
                if found is None:
                    told = f"no person has the key or address {text!r}, in this file or before"
                    self.judging.refuse(row, "manager", told)
            self._after[row.get("key")][1]["manager"] = found
        if written:
            self.judging.report.notes.append(f"managers who are not of your units, kept as written: {_some(written)}")

    def _refuse_loops(self) -> None:
        """Refuse the rows whose chain of managers comes back to itself; who is elsewhere ends a chain, untold."""
        settled: set[str] = set()
        for start in self._after:
            chain: dict[str, None] = {}
            at: str | None = start
            while at is not None and at not in chain and at not in settled:
                chain[at] = None
                at = self._managers.get(at)
                at = None if self._is_foreign(at) else at
            if at in chain:
                self._refuse_loop(list(chain)[list(chain).index(str(at)) :])
            settled.update(chain)

    def _refuse_loop(self, loop: list[str]) -> None:
        told = "is their own manager" if len(loop) == 1 else f"line managers go round: {' > '.join((*loop, loop[0]))}"
        for key in loop:
            if key in self._after:
                self.judging.refuse(self._after[key][0], "manager", told)

    def _is_foreign(self, key: str | None) -> bool:
        """Tell whether a key is that of somebody whom whoever brings the file does not answer for."""
        known = key in self.roster.by_key and key not in self._after
        return known and self.judging.foreign_person(str(key)) is not None

    def _shown(
        self, row: Given, before: dict[str, Any] | None, after: dict[str, Any]
    ) -> tuple[dict[str, Any] | None, dict[str, Any]]:
        """Return what a report shows of a person as kept and as the file leaves them.

        A manager who is not of the units of whoever brings the file stands as the file has them: the key would tell
        which number belongs to an address, and whose number the kept one is.
        """
        was, manager = (before or {}).get("manager"), after["manager"]
        shown = {name: value for name, value in after.items() if name != "person"}
        if self._is_foreign(manager):
            shown["manager"] = row.get("manager") or ELSEWHERE
        if before is not None and self._is_foreign(was):
            before = before | {"manager": shown["manager"] if was == manager else ELSEWHERE}
        return before, shown

    def _write(self) -> None:
        judging = self.judging
        units = judging.tree.changed()
        new = [unit["key"] for unit in units if unit["key"] not in judging.tree.kept]
        if new:
            judging.report.notes.append(f"new units: {_some(new)}")
        judging.replace("unit", ("key",), units)
        changed = [
            after
            for key, (row, after, before) in self._after.items()
            if judging.report.settle(row.number, key, *self._shown(row, before, after))
        ]
        judging.replace(
            "person", ("key",), [{k: v for k, v in one.items() if k not in ("identifiers", "units")} for one in changed]
        )
        fresh = [
            (text, one["person"]) for one in changed for text in one["identifiers"] if text not in self.roster.owner
        ]
        judging.replace("person_identifier", ("identifier",), [{"identifier": t, "person": n} for t, n in fresh])
        members = [
            {"person": one["person"], "unit": unit, "position": position}
            for one in changed
            for position, unit in enumerate(one["units"])
        ]
        judging.replace("membership", ("person",), members, [(one["person"],) for one in changed])


def _some(names: Iterable[str]) -> str:
    told = list(names)
    return f"{'; '.join(told[:20])}{' …' * (len(told) > 20)}"


def _mbox(text: str) -> str:
    return f"mbox mailto:{text.strip().lower().removeprefix('mailto:')}"


def _name(row: Given, before: dict[str, Any] | None) -> str | None:
    """Return the full name, put together when it comes in two columns."""
    if "name" in row.values and row.get("name"):
        return str(row.get("name"))
    parts = [row.get("given"), row.get("family")]
    if any(parts):
        return " ".join(part for part in parts if part)
    told = {"name", "given", "family"} & row.values.keys()
    return None if told or before is None else before["name"]


def _role(row: Given, before: dict[str, Any] | None) -> str:
    kept = "learner" if before is None else before["role"]
    return str(row.get("role") or ("learner" if "role" in row.values else kept))


def judge(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of people."""
    People(judging).judge(rows)


def judge_units(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of units."""
    tree = judging.tree
    found: dict[str, Given] = {}
    for row in judging.once(rows, "key"):
        try:
            key = tree.place(row.get("key"), row.get("parent"))
        except ValueError as error:
            judging.refuse(row, "key", f"{row.get('key')!r} {error}")
            continue
        found[key] = row
        if not judging.reaches(key):
            judging.refuse(row, "key", judging.out_of_reach(key))
        title = row.get("title_en") or row.get("title_fr")
        known = tree.units[key]
        titles = {name: row.get(name) or title or known[name] for name in ("title_en", "title_fr")}
        told = updated("unit", known, row, **titles, key=key, parent=known["parent"])
        known |= told | {"zone": told["zone"] or "UTC"}
    for key, row in found.items():
        judging.report.settle(row.number, key, tree.kept.get(key), tree.units[key])
    judging.replace("unit", ("key",), tree.changed())
