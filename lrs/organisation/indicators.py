"""What the business is judged by, month by month; who is meant to move it, and since when units have had that."""

from decimal import Decimal
from typing import Any

from lrs.organisation.judging import Judging
from lrs.organisation.nesting import refuse_nested
from lrs.organisation.prices import Exchange, placed
from lrs.organisation.reading import Given

Row = dict[str, Any]
Key = tuple[Any, ...]
_KEY = ("indicator", "unit", "site", "month")


def judge(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of indicators."""
    kept = {_key(row): row for row in judging.organisation.rows("indicator")}
    ways = {row["indicator"]: row["better"] for row in kept.values()}
    people = judging.organisation.rows("person")
    sites = {one["site"] for one in people if judging.limits is None or not judging.foreign_person(one["key"])}
    exchange, changed, found, left = Exchange(judging), [], dict[Key, Given](), dict(kept)
    for row in rows:
        after = _after(judging, row, kept)
        key = _key(after)
        first = found.setdefault(key, row)
        if first is not row:
            judging.refuse(row, "month", f"says the same as row {first.number}: one of them is too many")
        left[key] = after
        _refuse_nowhere(judging, row, sites)
        _refuse_other_way(judging, row, ways.setdefault(after["indicator"], after["better"]))
        _refuse_worthless(judging, row, after, exchange)
        if judging.report.settle(row.number, " / ".join(str(part) for part in key if part), kept.get(key), after):
            changed.append(after)
    refuse_nested(judging, found, left)
    judging.replace("indicator", _KEY, changed)
    if any("programmes" in row.values for row in rows):
        _aim(judging, rows)


def _key(row: Row) -> Key:
    return tuple(row[name] for name in _KEY)


def _after(judging: Judging, row: Given, kept: dict[Key, Row]) -> Row:
    """Return a row as the file leaves it."""
    where = {"unit": judging.unit(row, "unit"), "site": row.get("site")}
    before = kept.get(_key({**row.values, **where}))
    denominator = row.get("denominator")
    if denominator is None and before is not None and "denominator" not in row.values:
        denominator = before["denominator"]
    whole = Decimal(1) if denominator is None else denominator
    return placed(judging, "indicator", before, row, **where, denominator=whole)


def _refuse_nowhere(judging: Judging, row: Given, sites: set[str | None]) -> None:
    if not (row.get("unit") or row.get("site")):
        judging.refuse(row, "unit", "is empty, and so is the site: a figure is of one of the two")
    elif not row.get("unit") and judging.limits is not None:
        judging.refuse(row, "unit", "is empty, which is every unit: name one of yours")
    if row.get("site") and row.get("site") not in sites:
        judging.refuse(row, "site", f"nobody works at {row.get('site')!r}; import people first")


def _refuse_other_way(judging: Judging, row: Given, way: Any) -> None:
    if row.get("better") != way:
        judging.refuse(row, "better", f"is {row.get('better')}, where other rows of the indicator say {way}")


def _refuse_worthless(judging: Judging, row: Given, after: Row, exchange: Exchange) -> None:
    """Refuse a value nobody stands for, or that no rate tells in the organisation's own currency."""
    if after["denominator"] < 0:
        judging.refuse(row, "denominator", "is below 0")
    if after["value"] is None:
        return
    if after["value"] < 0:
        judging.refuse(row, "value", "is below 0")
    for name in ("currency", "source"):
        if after[name] is None:
            judging.refuse(row, name, "is empty, where there is a value")
    if after["currency"] is not None:
        told = {"currency": after["currency"], "valid_from": after["month"]}
        exchange.refuse_unknown(judging, Given(row.number, told))


def _aim(judging: Judging, rows: list[Given]) -> None:
    """Keep which programmes are meant to move an indicator: those any of its rows names.

    Whoever answers for some units only adds to them: the others may be meant by somebody else.
    """
    kept: dict[str, set[str]] = {}
    for aim in judging.organisation.rows("aim"):
        kept.setdefault(aim["indicator"], set()).add(aim["programme"])
    named: dict[str, set[str]] = {}
    for row in rows:
        own = set() if judging.limits is None else kept.get(row.get("indicator"), set())
        aims = named.setdefault(row.get("indicator"), set(own))
        for key in row.get("programmes") or ():
            judging.programme(Given(row.number, {"programmes": key}), "programmes")
            aims.add(key)
    changed = {indicator: aims for indicator, aims in named.items() if aims != kept.get(indicator, set())}
    told = [{"indicator": indicator, "programme": key} for indicator, aims in changed.items() for key in sorted(aims)]
    judging.replace("aim", ("indicator",), told, [(indicator,) for indicator in changed])


def judge_rollouts(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of roll-outs."""
    kept = {(row["programme"], row["unit"]): row for row in judging.organisation.rows("rollout")}
    changed, found = [], dict[Key, int]()
    for row in rows:
        key = (judging.programme(row, "programme"), judging.unit(row, "unit"))
        first = found.setdefault(key, row.number)
        if first != row.number:
            judging.refuse(row, "unit", f"says the same as row {first}: one of them is too many")
        after = placed(judging, "rollout", kept.get(key), row, unit=key[1])
        if judging.report.settle(row.number, f"{key[0]} / {key[1]}", kept.get(key), after):
            changed.append(after)
    judging.replace("rollout", ("programme", "unit"), changed)
