"""What money is worth: currencies in the organisation's own, and hours of work in money."""

from collections.abc import Callable, Iterable
from datetime import date
from decimal import Decimal
from itertools import pairwise
from typing import Any

from lrs.organisation.judging import PLACED, Judging, updated
from lrs.organisation.reading import Given

Row = dict[str, Any]
_PRICED = ("cost", "rate", "benefit", "indicator")


def placed(judging: Judging, table: str, before: Row | None, row: Given, **other: Any) -> Row:
    """Return a row as a file leaves it, with the file and the row that told it last, by whom and when.

    As it was, when nothing changed.
    """
    after = updated(table, before, row, **other)
    if before is not None and all(before[name] == after[name] for name in after if name not in PLACED):
        return before
    where = {"file": judging.sheet.table.path.name, "position": row.number}
    return after | where | {"who": judging.by, "told": judging.moment}


class Exchange:
    """The currencies that are kept: which is the organisation's own, which can be told in it on which day."""

    def __init__(self, judging: Judging) -> None:
        organisation = judging.organisation
        self._rows = organisation.rows("currency")
        first = (row["currency"] for table in _PRICED for row in organisation.rows(table))
        bases = (row["base"] for row in self._rows)
        self.base: str | None = next(bases, None) or next((one for one in first if one), None)

    def refuse_unknown(self, judging: Judging, row: Given) -> None:
        """Refuse an amount that cannot be told in the organisation's own currency at the rate of its own day."""
        currency, day = row.get("currency"), row.get("valid_from")
        self.base = self.base or currency
        if currency not in (None, self.base) and not any(_holds(one, currency, day) for one in self._rows):
            told = f"no rate of {currency} into {self.base} holds on {day}; import currencies first"
            judging.refuse(row, "currency", told)


def _holds(rate: Row, currency: str, day: date) -> bool:
    return bool(
        rate["currency"] == currency
        and rate["valid_from"] <= day
        and (rate["valid_to"] is None or day <= rate["valid_to"])
    )


def judge_currencies(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of exchange rates."""
    base = Exchange(judging).base if judging.organisation.rows("currency") else None
    for row in rows[:1]:
        base = base or row.get("base")
        if judging.limits is not None:
            judging.refuse(row, "currency", "holds for every unit: whoever answers for all of them brings it")
    for row in rows:
        if row.get("base") != base:
            judging.refuse(row, "base", f"is {row.get('base')}, where every other rate is into {base}")
        elif row.get("currency") == base:
            judging.refuse(row, "currency", f"{base} is the base: one is worth one")
    _judge(judging, rows, "currency", ("currency", "valid_from"), lambda _: {})


def judge_rates(judging: Judging, rows: list[Given]) -> None:
    """Judge a file of hourly costs."""
    exchange = Exchange(judging)

    def told(row: Given) -> Row:
        exchange.refuse_unknown(judging, row)
        if row.get("amount") < 0:
            judging.refuse(row, "amount", "is below 0")
        if judging.limits is not None and not row.get("unit"):
            judging.refuse(row, "unit", "is empty, which is every unit: name one of yours")
        return {"unit": judging.unit(row, "unit"), "job_family": row.get("job_family")}

    _judge(judging, rows, "rate", ("job_family", "unit", "valid_from"), told)


def _judge(judging: Judging, rows: list[Given], table: str, by: tuple[str, ...], told: Callable[[Given], Row]) -> None:
    """Judge rows that hold from a day to a day: of the same thing, one at a time."""
    kept = {tuple(row[name] for name in by): row for row in judging.organisation.rows(table)}
    found: dict[tuple[Any, ...], tuple[Given, Row]] = {}
    for row in rows:
        refuse_backwards(judging, row)
        keys = {"job_family": None, "unit": None} | row.values | told(row)
        key = tuple(keys[name] for name in by)
        if key in found:
            judging.refuse(row, by[-1], f"says the same as row {found[key][0].number}: one of them is too many")
            continue
        found[key] = (row, placed(judging, table, kept.get(key), row, **{name: keys[name] for name in by}))
    _refuse_overlaps(judging, found, kept, by)
    changed = [
        (kept.get(key), after)
        for key, (row, after) in found.items()
        if judging.report.settle(row.number, " / ".join(str(part) for part in key if part), kept.get(key), after)
    ]
    judging.tell(table, by, changed)


def refuse_backwards(judging: Judging, row: Given) -> None:
    """Refuse a last day that is before the first."""
    if row.get("valid_to") and row.get("valid_to") < row.get("valid_from"):
        judging.refuse(row, "valid_to", f"{row.get('valid_to')} is before the first day ({row.get('valid_from')})")


def _refuse_overlaps(
    judging: Judging,
    found: dict[tuple[Any, ...], tuple[Given, Row]],
    kept: dict[tuple[Any, ...], Row],
    by: tuple[str, ...],
) -> None:
    """Refuse a row that holds on a day when another of the same does."""
    alike: dict[tuple[Any, ...], list[tuple[Any, ...]]] = {}
    for key in {**kept, **found}:
        alike.setdefault(key[:-1], []).append(key)
    after = kept | {key: row for key, (_, row) in found.items()}
    for keys in alike.values():
        for one, following in pairwise(sorted(keys, key=lambda key: key[-1])):
            ends = after[one]["valid_to"]
            if ends is not None and ends >= after[following]["valid_from"]:
                blamed = following if following in found else one
                if blamed in found:
                    other = after[one] if blamed is following else after[following]
                    told = f"overlaps the one from {other['valid_from']} to {other['valid_to'] or '…'}"
                    judging.refuse(found[blamed][0], by[-1], told)


def refuse_range(judging: Judging, row: Given) -> None:
    """Refuse a range that its amount stands outside of."""
    amount: Decimal | None = row.get("amount")
    if amount is None:
        return
    for name, is_out, side in _ENDS:
        if row.get(name) is not None and is_out(row.get(name), amount):
            judging.refuse(row, name, f"{row.get(name)} is {side} the amount ({amount})")


_ENDS: Iterable[tuple[str, Callable[[Decimal, Decimal], bool], str]] = (
    ("low", lambda end, amount: end > amount, "above"),
    ("high", lambda end, amount: end < amount, "below"),
)
