"""Sessions and attendance, hot and cold evaluations: rows of sessions, and statements by the shipped recipes."""

from datetime import timedelta
from typing import Any
from urllib.parse import quote

from lrs.organisation.claims import Claims
from lrs.organisation.judging import Judging, updated
from lrs.organisation.reading import Given
from lrs.organisation.telling import Saying, tell
from schemas.imports import LOCAL

_STAGES = {
    # stage: the recipe, the columns only it has
    "hot": ("evaluation-hot", ("overall", "content", "trainer", "organisation", "useful", "recommend", "comment")),
    "cold": ("evaluation-cold", ("applied", "used", "confident", "support", "results", "obstacles")),
}


def judge_sessions(judging: Judging, rows: list[Given], zone: str) -> list[Saying]:
    """Judge a file of sessions or an attendance sheet; return the statements it tells."""
    kept = {row["key"]: row for row in judging.organisation.rows("session")}
    sessions: dict[str, list[Given]] = {}
    for row in rows:
        judging.programme(row, "course")
        _check_person(judging, row)
        sessions.setdefault(row.get("session"), []).append(row)
    changed, claims = [], Claims(judging)
    for key, some in sessions.items():
        before = kept.get(key)
        after = _session(judging, key, some, before)
        if after == before:
            judging.report.unchanged += all(not row.get("email") for row in some)
        elif before is not None and not judging.owns(before["programme"]):
            judging.refuse(some[0], "session", judging.out_of_reach(None))  # it would show what is kept of it
        elif judging.programme(some[0], "course", owned=True):
            if _first(some, "activity") and (before is None or before["activity"] != after["activity"]):
                claims.refuse_taken(some[0], "activity", {after["activity"]})
            judging.report.settle(some[0].number, key, before, after)
            changed.append(after)
    judging.replace("session", ("key",), changed)
    present = {row.number for row in rows if row.get("email")}
    if not present:
        return []
    return tell(judging, "attendance", present, zone, {"site": "place"})


def _session(judging: Judging, key: str, rows: list[Given], before: dict[str, Any] | None) -> dict[str, Any]:
    """Return a session as its rows describe it. An attendance sheet only completes a session that is known."""
    for row in rows:
        if row.get("course") != rows[0].get("course"):
            other = f"row {rows[0].number} says that session {key} is {rows[0].get('course')}"
            judging.refuse(row, "course", f"is {row.get('course')}, but {other}")
    ends = [row.get("ends") or row.get("when") + timedelta(hours=row.get("hours") or 0) for row in rows]
    slots = {row.get("when"): row.get("hours") for row in rows if row.get("hours")}
    told = {name: _first(rows, name) for name in ("site", "trainer", "capacity", "activity", "planned_hours")}
    fresh = {
        **told,
        "key": key,
        "programme": rows[0].get("course"),
        "activity": told["activity"] or f"{LOCAL}/session/{quote(key)}",
        "starts": min(row.get("when") for row in rows),
        "ends": max(ends),
        "planned_hours": told["planned_hours"] or sum(slots.values()) or None,
    }
    if before is not None and any(row.get("email") for row in rows):
        return {name: fresh[name] if value is None else value for name, value in before.items()}
    known = {name: value for name, value in fresh.items() if value is not None or name in rows[0].values}
    return updated("session", before, Given(rows[0].number, {}), **known)


def _first(rows: list[Given], name: str) -> Any:
    return next((row.get(name) for row in rows if row.get(name) is not None), None)


def _check_person(judging: Judging, row: Given) -> None:
    """Refuse who is out of reach; someone nobody declared is only out of reach of those who do not reach everyone."""
    if row.get("email") and judging.limits is not None:
        judging.person(row, "email")


def judge_evaluations(judging: Judging, rows: list[Given], zone: str) -> list[Saying]:
    """Judge a file of evaluations; return the statements it tells."""
    chosen: dict[str, set[int]] = {stage: set() for stage in _STAGES}
    for row in rows:
        judging.programme(row, "course")
        _check_person(judging, row)
        stage = row.get("stage") or _only_stage(judging)
        if stage is None:
            judging.refuse(row, "stage", "is needed: the file has hot and cold questions, or neither")
        else:
            chosen[stage].add(row.number)
    return [
        saying
        for stage, numbers in chosen.items()
        if numbers
        for saying in tell(judging, _STAGES[stage][0], numbers, zone, {})
    ]


def _only_stage(judging: Judging) -> str | None:
    found = [stage for stage, (_, names) in _STAGES.items() if any(name in judging.sheet.places for name in names)]
    return found[0] if len(found) == 1 else None
