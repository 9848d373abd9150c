"""Programmes, who is assigned to them, and the questions of their tests."""

import json
from collections import defaultdict
from typing import Any

from lrs.organisation.claims import Claims, own_activity
from lrs.organisation.judging import Judging, updated
from lrs.organisation.reading import Given

_WHO = ("person", "unit", "job_family")


def judge(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of programmes."""
    parts, claims = _Parts(judging), Claims(judging)
    changed = []
    for row in judging.once(rows, "key"):
        before = judging.programmes.get(row.get("key"))
        owner = _owner(judging, row, before)
        title = row.get("title_en") or row.get("title_fr")
        titles = {name: row.get(name) or title or (before or {}).get(name) for name in ("title_en", "title_fr")}
        if not title and before is None:
            judging.refuse(row, "title_en", "is empty, in French too: one of the two is needed")
        after = updated("programme", before, row, owner_unit=owner, modality=_modality(row, before), **titles)
        kept = None if before is None else before | parts.kept(row.get("key"))
        told = parts.told(row)
        anew = {*told["activities"]} - {*parts.kept(row.get("key"))["activities"], own_activity(row.get("key"))}
        claims.refuse_taken(row, "activities", anew)
        if judging.report.settle(row.number, row.get("key"), kept, after | told):
            changed.append((after, told))
    judging.replace("programme", ("key",), [after for after, _ in changed])
    parts.write([(after["key"], told) for after, told in changed])


def _owner(judging: Judging, row: Given, before: dict[str, Any] | None) -> str | None:
    kept = None if before is None else before["owner_unit"]
    owner = judging.unit(row, "owner_unit") if "owner_unit" in row.values else kept
    if judging.limits is not None and (owner is None or (before is not None and not judging.owns(row.get("key")))):
        judging.refuse(row, "owner_unit", judging.out_of_reach(kept))
    return owner


def _modality(row: Given, before: dict[str, Any] | None) -> str | None:
    """Return the modality; several phases make a path."""
    if row.get("phases") and not row.get("modality"):
        return "path" if len(row.get("phases")) > 1 else str(row.get("phases")[0][1])
    if "modality" in row.values:
        return row.get("modality") or None
    return None if before is None else before["modality"]


class _Parts:
    """What a programme has several of: phases, activities, competencies."""

    def __init__(self, judging: Judging) -> None:
        self._judging = judging
        self._kept: dict[str, dict[str, list[Any]]] = defaultdict(lambda: defaultdict(list))
        organisation = judging.organisation
        for row in sorted(organisation.rows("programme_phase"), key=lambda row: int(row["position"])):
            self._kept[row["programme"]]["phases"].append([row["phase"], row["modality"]])
        for row in organisation.rows("programme_activity"):
            self._kept[row["programme"]]["activities"].append(row["activity"] + "*" * row["prefix"])
        for row in organisation.rows("programme_competency"):
            self._kept[row["programme"]]["competencies"].append(row["competency"])

    def kept(self, key: str) -> dict[str, list[Any]]:
        """Return what is kept of a programme."""
        kept = self._kept[key]
        return {"phases": kept["phases"], **{name: sorted(kept[name]) for name in ("activities", "competencies")}}

    def told(self, row: Given) -> dict[str, list[Any]]:
        """Return what a row leaves of a programme."""
        kept = self.kept(row.get("key"))
        phases = [list(phase) for phase in row.get("phases") or ()]
        activities = {own_activity(row.get("key")), *(row.get("activities") or ())}
        return {
            "phases": phases if "phases" in row.values else kept["phases"],
            "activities": sorted(activities if "activities" in row.values else {*activities, *kept["activities"]}),
            "competencies": sorted(row.get("competencies") or ())
            if "competencies" in row.values
            else kept["competencies"],
        }

    def write(self, changed: list[tuple[str, dict[str, list[Any]]]]) -> None:
        """Prepare the rows of programmes that changed."""
        gone = [(key,) for key, _ in changed]
        rows: dict[str, list[dict[str, Any]]] = {
            "programme_phase": [
                {"programme": key, "position": position, "phase": phase, "modality": modality}
                for key, told in changed
                for position, (phase, modality) in enumerate(told["phases"], 1)
            ],
            "programme_activity": [
                {"programme": key, "activity": iri.removesuffix("*"), "prefix": iri.endswith("*")}
                for key, told in changed
                for iri in told["activities"]
            ],
            "programme_competency": [
                {"programme": key, "competency": one} for key, told in changed for one in told["competencies"]
            ],
        }
        for table, some in rows.items():
            self._judging.replace(table, ("programme",), some, gone)


def judge_assignments(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of assignments."""
    by = ("programme", *_WHO)
    kept = {tuple(row[name] for name in by): row for row in judging.organisation.rows("assignment")}
    resolved: list[tuple[Given, dict[str, Any]]] = []
    for row in rows:
        who = {"person": judging.person(row, "person"), "unit": judging.unit(row, "unit")}
        told = {**who, "job_family": row.get("job_family"), "programme": judging.programme(row, "programme")}
        _check_assignment(judging, row)
        resolved.append((row, told))
    seen: dict[tuple[Any, ...], int] = {}
    changed = []
    for row, told in resolved:
        key = tuple(told[name] for name in by)
        if seen.setdefault(key, row.number) != row.number:
            judging.refuse(row, "programme", f"says the same as row {seen[key]}: one of them is too many")
        before = kept.get(key)
        flags = {name: _flag(row, before, name, default) for name, default in (("mandatory", True), ("exempt", False))}
        after = updated("assignment", before, row, **told, **flags)
        if judging.report.settle(row.number, " / ".join(str(part) for part in key if part), before, after):
            changed.append(after)
    judging.replace("assignment", by, changed)


def _flag(row: Given, before: dict[str, Any] | None, name: str, default: bool) -> bool:  # noqa: FBT001 -- a value, no switch
    kept = default if before is None else bool(before[name])
    value = row.get(name)
    return (default if name in row.values else kept) if value is None else bool(value)


def _check_assignment(judging: Judging, row: Given) -> None:
    named = [name for name in _WHO if row.get(name)]
    if not named:
        judging.refuse(row, "person", "names nobody: give a person, or a unit, a job family or both")
    elif "person" in named and len(named) > 1:
        judging.refuse(row, "person", "is named beside a rule: give a person or a rule, each in a row of its own")
    if judging.limits is not None and named == ["job_family"]:
        told = "reaches people of every unit: name one of your units beside it"
        judging.refuse(row, "job_family", told)
    if row.get("due") and row.get("due") < row.get("assigned"):
        judging.refuse(row, "due", f"{row.get('due')} is before the assignment ({row.get('assigned')})")


def judge_questions(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of questions."""
    kept = {row["key"]: row for row in judging.organisation.rows("question")}
    good = judging.once(rows, "key")
    given, reach = {row.get("key") for row in good}, _Reach(judging)
    changed = []
    for row in good:
        key, other = row.get("key"), row.get("equivalent_to")
        _check_question(judging, row, other in given or (other in kept and reach.is_theirs(other)))
        if not (reach.is_theirs(key) if key in kept else reach.may_claim(key)):
            own = ", ".join(sorted(judging.limits or ()))
            judging.refuse(row, "key", f"no programme of your units ({own}) has this activity")
        choices = row.get("choices")
        told = (
            {"choices": json.dumps(choices, ensure_ascii=False) if choices else None} if "choices" in row.values else {}
        )
        after = updated("question", kept.get(key), row, **told)
        if judging.report.settle(row.number, key, kept.get(key), after):
            changed.append(after)
    judging.replace("question", ("key",), changed)


def _check_question(judging: Judging, row: Given, known: bool) -> None:  # noqa: FBT001 -- whether its other form is
    other = row.get("equivalent_to")
    if other is not None and (other == row.get("key") or not known):
        told = "is the question itself" if other == row.get("key") else f"no question is called {other!r}"
        judging.refuse(row, "equivalent_to", told)
    choices = row.get("choices")
    if choices and row.get("correct") and row.get("correct") not in choices:
        judging.refuse(row, "correct", f"{row.get('correct')!r} is not one of the choices ({' | '.join(choices)})")


class _Reach:
    """Which questions whoever brings a file may tell: those of activities that programmes of their units claim."""

    def __init__(self, judging: Judging) -> None:
        self._judging = judging
        claims = () if judging.limits is None else judging.organisation.rows("programme_activity")
        self._claims = [one for one in claims if one["programme"] in judging.programmes]

    def may_claim(self, activity: str) -> bool:
        """Tell whether a programme of their units has an activity."""
        return self._judging.limits is None or any(self._owned(activity))

    def is_theirs(self, activity: str) -> bool:
        """Tell whether theirs alone have it: to claim what others have would show what is kept of it."""
        owned = self._owned(activity)
        return self._judging.limits is None or (any(owned) and all(owned))

    def _owned(self, activity: str) -> list[bool]:
        return [
            self._judging.owns(one["programme"])
            for one in self._claims
            if (activity.startswith(one["activity"]) if one["prefix"] else activity == one["activity"])
        ]
