"""The ledger: what programmes cost, what they were meant to cost, what they bring."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal
from itertools import pairwise
from typing import Any

from lrs.organisation.judging import Judging
from lrs.organisation.measured import Measured
from lrs.organisation.prices import Exchange, placed, refuse_backwards, refuse_range
from lrs.organisation.reading import Given

Row = dict[str, Any]


def judge(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of costs."""
    kept = {row["line"]: row for row in judging.organisation.rows("cost")}
    good = judging.once(rows, "line")
    lines = kept | {row.get("line"): kept.get(row.get("line"), {}) | row.values for row in good}
    exchange, changed = Exchange(judging), list[tuple[Row | None, Row]]()
    for row in good:
        before = kept.get(row.get("line"))
        told = {name: _given(row, before, name, default) for name, default in _DEFAULTS.items()}
        told |= _told(judging, row, before)
        after = placed(judging, "cost", before, row, **told)
        _refuse_foreign(judging, row, before, after)
        exchange.refuse_unknown(judging, row)
        for check in _CHECKS:
            check(judging, row, after)
        _refuse_credit(judging, row, after, lines)
        _refuse_withdrawal(judging, row, before, after, lines)
        if judging.report.settle(row.number, row.get("line"), before, after):
            changed.append((before, after))
    _refuse_prices_at_once(judging, kept, {row.get("line"): row for row in good}, [after for _, after in changed])
    judging.tell("cost", ("line",), changed)


_SAME_PRICE = ("programme", "component", "basis", "nature", "alternative", "unit")


def _refuse_prices_at_once(judging: Judging, kept: dict[str, Row], given: dict[str, Given], changed: list[Row]) -> None:
    """Refuse a price that holds on a day when another of the same does; one without a last day holds until the next."""
    priced: dict[tuple[Any, ...], list[Row]] = {}
    for one in (kept | {row["line"]: row for row in changed}).values():
        if one["basis"] != "fixed" and not one["credits"] and not one["withdrawn"]:
            priced.setdefault(tuple(one[name] for name in _SAME_PRICE), []).append(one)
    for rows in priced.values():
        for before, after in pairwise(sorted(rows, key=lambda row: (row["valid_from"], row["line"] in given))):
            ends = before["valid_to"] or before["valid_from"]
            blamed, other = (after, before) if after["line"] in given else (before, after)
            if ends >= after["valid_from"] and blamed["line"] in given:
                judging.refuse(given[blamed["line"]], "valid_from", f"overlaps line {other['line']}, the same price")


_DEFAULTS = {"basis": "fixed", "alternative": False, "withdrawn": False}


def _given(row: Given, before: Row | None, name: str, default: Any) -> Any:
    """Return what a row says, else what is kept where the file has no such column, else a default."""
    value = row.get(name)
    if value is None and before is not None and name not in row.values:
        value = before[name]
    return default if value is None else value


def _told(judging: Judging, row: Given, before: Row | None) -> Row:
    """Return the programme and the unit a row names, or that are kept."""
    judging.programme(row, "programme")
    unit = judging.unit(row, "unit")
    return {"unit": unit if before is None or "unit" in row.values else before["unit"]}


def _refuse_foreign(judging: Judging, row: Given, before: Row | None, after: Row) -> None:
    """Refuse a line of everyone's, and one that was another unit's, to whoever answers for some units only."""
    if judging.limits is None:
        return
    if after["unit"] is None:
        judging.refuse(row, "unit", "is empty, which is every unit: name one of yours")
    if before is not None and before["line"] and (before["unit"] is None or not judging.reaches(before["unit"])):
        judging.refuse(row, "line", f"line {before['line']}: {judging.out_of_reach(before['unit'])}")


def _sign(judging: Judging, row: Given, after: Row) -> None:
    if after["component"] == "funding" and after["amount"] > 0:
        judging.refuse(row, "amount", "is above 0: funding takes from the cost, so it is told below 0")
    elif after["amount"] < 0 and after["component"] != "funding" and not after["credits"]:
        judging.refuse(row, "amount", "is below 0: only funding, or a credit note that names its line, may be")


def _length(judging: Judging, row: Given, after: Row) -> None:
    refuse_backwards(judging, row)
    if after["amortised_months"] is None:
        return
    if after["basis"] != "fixed":
        judging.refuse(row, "amortised_months", "is of fixed amounts only: this one is the price of one")
    elif after["valid_to"] is not None:
        judging.refuse(row, "amortised_months", "says how long a second time: give the last day or the months")
    elif not 1 <= after["amortised_months"] <= 600:
        judging.refuse(row, "amortised_months", "is not between 1 and 600 months")


def _sharing(judging: Judging, row: Given, after: Row) -> None:
    shared = after["programme"] is None and after["basis"] == "fixed"
    if shared and after["allocation"] is None:
        judging.refuse(
            row, "allocation", "is empty: a shared cost says how it is told apart: learners, hours, enrolments"
        )
    elif after["allocation"] is not None and not shared:
        judging.refuse(row, "allocation", "is of fixed costs that several programmes share: this one is not")


def _nature(judging: Judging, row: Given, after: Row) -> None:
    if after["alternative"] and (after["nature"] != "estimate" or after["programme"] is None):
        told = "is only an estimate, of one programme: what was not done was neither budgeted nor paid"
        judging.refuse(row, "alternative", told)
    elif after["component"] == "learner_time" and after["nature"] in ("actual", "commitment"):
        told = "is worked out from recorded hours and hourly costs: tell it as budget or estimate only"
        judging.refuse(row, "component", told)


def _range(judging: Judging, row: Given, _after: Row) -> None:
    refuse_range(judging, row)


_CHECKS: tuple[Callable[[Judging, Given, Row], None], ...] = (_sign, _length, _sharing, _nature, _range)


def _refuse_credit(judging: Judging, row: Given, after: Row, lines: dict[str, Row]) -> None:
    """Refuse a credit note of nothing, of itself, of another currency, or that takes nothing."""
    line = after["credits"]
    if line is None or after["withdrawn"]:
        return
    other = lines.get(line)
    if line == after["line"] or (other is not None and other.get("credits")):
        judging.refuse(row, "credits", f"line {line} is a credit note itself")
    elif other is None:
        judging.refuse(row, "credits", f"no line is called {line!r}, in this file or before")
    elif other.get("withdrawn"):
        judging.refuse(row, "credits", f"line {line} is withdrawn: there is nothing to take from")
    elif other["currency"] != after["currency"]:
        judging.refuse(row, "currency", f"is {after['currency']}, but line {line} is {other['currency']}")
    elif after["amount"] >= 0:
        judging.refuse(row, "amount", "is not below 0: a credit note takes from its line")


def _refuse_withdrawal(judging: Judging, row: Given, before: Row | None, after: Row, lines: dict[str, Row]) -> None:
    """Refuse to withdraw what was never told, and what a credit note still takes from."""
    if not after["withdrawn"]:
        return
    _refuse_unknown(judging, row, before, after)
    notes = (one for one in lines.values() if one.get("credits") == after["line"] and not one.get("withdrawn"))
    note = next(notes, None)
    if note is not None:
        told = f"is yes, but credit note {note['line']} takes from this line: withdraw that one too"
        judging.refuse(row, "withdrawn", told)


def _refuse_unknown(judging: Judging, row: Given, before: Row | None, after: Row) -> None:
    if after["withdrawn"] and before is None:
        judging.refuse(row, "withdrawn", "is yes, of a line that was never told: leave the row out")


def judge_benefits(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of benefits."""
    kept = {row["line"]: row for row in judging.organisation.rows("benefit")}
    exchange, changed = Exchange(judging), list[tuple[Row | None, Row]]()
    good = judging.once(rows, "line")
    measured = Measured(judging, kept, good)
    for row in good:
        before = kept.get(row.get("line"))
        shares = {name: _given(row, before, name, Decimal(1)) for name in ("share", "confidence")}
        told = _told(judging, row, before) | {"valid_to": _last(row, before)}
        told["withdrawn"] = _given(row, before, "withdrawn", default=False)
        after = placed(judging, "benefit", before, row, **shares, **told)
        judging.programme(row, "programme", owned=True)
        if before is not None and not judging.owns(before["programme"]):
            judging.refuse(row, "line", judging.out_of_reach(None))
        exchange.refuse_unknown(judging, row)
        refuse_backwards(judging, row)
        refuse_range(judging, row)
        _refuse_unfounded(judging, row, after)
        _refuse_unknown(judging, row, before, after)
        measured.judge(row, after)
        if judging.report.settle(row.number, row.get("line"), before, after):
            changed.append((before, after))
    judging.tell("benefit", ("line",), changed)


def _last(row: Given, before: Row | None) -> Any:
    """Return the last day a benefit is brought: a year after the first, unless said."""
    if before is not None and "valid_to" not in row.values:
        return before["valid_to"]
    first = row.get("valid_from")
    return row.get("valid_to") or (first.replace(year=first.year + 1) if first.day < 29 else first + _YEAR) - _DAY


_DAY, _YEAR = timedelta(days=1), timedelta(days=365)


def _refuse_unfounded(judging: Judging, row: Given, after: Row) -> None:
    """Refuse a benefit that nothing says; intangibles are listed, never counted."""
    if after["kind"] == "intangible":
        if after["amount"] is not None:
            judging.refuse(row, "amount", "is that of an intangible, which is listed and not counted: leave it empty")
        return
    if after["evidence"] == "measured":
        return
    if after["amount"] is None:
        judging.refuse(row, "amount", "is empty: a benefit without an amount is an intangible, or names its indicator")
    elif after["amount"] < 0:
        judging.refuse(row, "amount", "is below 0")
    elif after["currency"] is None:
        judging.refuse(row, "currency", "is empty, where there is an amount")
    if after["evidence"] is None:
        told = "is empty: a benefit names what says so: measured, controlled, trend, estimate, claim"
        judging.refuse(row, "evidence", told)
