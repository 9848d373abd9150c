"""The money of the example: currencies, hourly costs, the ledger with its budgets, benefits; rows of `ledger.toml`.

What does not grow with learners or sessions is scaled by how many people there are, so that every size of the example
tells the same story: LEAK-01 costs less than the classroom it replaces, PUMP-02 more than the workshop it was to.
"""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date
from functools import cache
from importlib.resources import files
from itertools import count
from typing import TYPE_CHECKING, Any

from dashboards.demo.catalogue import Programme, programmes
from dashboards.demo.lives import opens
from dashboards.demo.organisation import PEOPLE, UNITS, Unit, Wish, months_after

if TYPE_CHECKING:
    from dashboards.demo.example import Example

Row = list[object]
_WRITTEN_OFF = 36
_QUARTERS = (1, 4, 7, 10)
_CURRENCIES = {"WM": "MAD", "DC": "CAD"}


@cache
def _told() -> dict[str, Any]:
    found: dict[str, Any] = tomllib.loads(files("dashboards.demo").joinpath("ledger.toml").read_text("utf-8"))
    return found


def _years(wish: Wish) -> range:
    return range(wish.first.year, wish.last.year + 1)


def _scaled(wish: Wish, amount: float) -> int:
    return max(1, round(amount * wish.people / PEOPLE))


CURRENCY = ("Currency", "Base currency", "Exchange rate", "Valid from", "Source")
RATE = ("Job family", "Unit", "Hourly cost", "Currency", "Valid from", "Source")
COST = (
    "Line", "Programme", "Component", "Basis", "Nature", "Amount", "Currency", "Valid from", "Valid to",
    "Amortised over (months)", "Unit", "Allocation key", "Low", "High", "Alternative", "Source",
)  # fmt: skip
BENEFIT = (
    "Line", "Programme", "Kind", "Benefit", "Evidence", "Indicator", "Amount", "Currency", "Valid from", "Valid to",
    "Share due to it", "Confidence", "Low", "High", "Source",
)  # fmt: skip


def currencies(wish: Wish) -> Iterator[Row]:
    """Tell what one of each currency is worth."""
    for name in _told()["currencies"]:
        for year in _years(wish):
            yield [name, "EUR", _worth(wish, name, year), f"{year}-01-01", "Group treasury"]


def _worth(wish: Wish, currency: str, year: int) -> float:
    """Return what one of a currency is worth in euros in a year."""
    found = _told()["currencies"].get(currency)
    return float(found[(year - wish.first.year) % len(found)]) if found else 1.0


def rates(wish: Wish) -> Iterator[Row]:
    """Tell what an hour of work costs; a little more every year."""
    hours = _told()["hours"]
    for year in _years(wish):
        raised = 1.03 ** (year - wish.first.year)
        since, source = f"{year}-01-01", f"Controlling {year}"
        for family, amount in hours["families"].items():
            yield [family, "", f"{amount * raised:.2f}", "EUR", since, source]
        yield ["", "", f"{36 * raised:.2f}", "EUR", since, source]
        for code, amount in hours["units"].items():
            unit = next(one for one in UNITS if one.code == code)
            yield ["", unit.key, f"{amount * raised:.2f}", _CURRENCIES[code], since, source]


def costs(example: "Example") -> Iterator[Row]:
    """Tell the ledger: what was paid, ordered, budgeted, and what the other way would cost."""
    wish, numbers = example.wish, count(1)
    for told in (*_shared(wish), *_local(wish), *_all_programmes(wish), *_budgets(example), *_ordered(wish)):
        line = {"Line": f"L{next(numbers):05}", "Basis": "fixed", "Nature": "actual", "Currency": "EUR", **told}
        yield [line.get(name, "") for name in COST]


def _shared(wish: Wish) -> Iterator[dict[str, Any]]:
    """Tell what everyone shares, invoiced each year in January."""
    for year in _years(wish):
        for component, one in _told()["shared"].items():
            yield {
                "Component": component,
                "Amount": _scaled(wish, one["amount"]),
                "Valid from": date(year, 1, 1),
                "Valid to": date(year, 12, 31),
                "Allocation key": one["allocation"],
                "Source": f"{one['source']} {year}",
            }


def _local(wish: Wish) -> Iterator[dict[str, Any]]:
    """Tell what the units' own learning teams cost, quarter by quarter, in their own money."""
    for unit, amount, currency in _units():
        for year in _years(wish):
            for month in _QUARTERS:
                first = date(year, month, 1)
                if wish.first <= first <= wish.last:
                    yield {
                        "Component": "administration",
                        "Amount": max(1, round(_scaled(wish, amount) / 4 / _worth(wish, currency, year))),
                        "Currency": currency,
                        "Valid from": first,
                        "Valid to": date.fromordinal(months_after(first, 3).toordinal() - 1),
                        "Unit": unit.key,
                        "Allocation key": "hours",
                        "Source": f"Payroll, {unit.en}, {year} quarter {month // 3 + 1}",
                    }


def _units() -> Iterator[tuple[Unit, float, str]]:
    """Give each unit, what its team costs in euros a year, and its currency."""
    for unit in UNITS:
        yield unit, _told()["units"][unit.code], _CURRENCIES.get(unit.code, "EUR")


def _all_programmes(wish: Wish) -> Iterator[dict[str, Any]]:
    for one in programmes():
        told = _told()["programmes"].get(one.key)
        if told:
            for line in (*_paid(wish, one, told), *_priced(one, told), *_other_way(one, told)):
                yield {"Programme": one.key, "Valid from": max(_since(wish), line.pop("since", date.min)), **line}


def _since(wish: Wish) -> date:
    return wish.first.replace(day=1)


def _paid(wish: Wish, one: Programme, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Tell what was paid once or every year, whoever came."""
    if "design" in told:
        yield {
            "Component": "design",
            "Amount": _scaled(wish, told["design"]),
            "since": opens(wish, one),
            "Amortised over (months)": _WRITTEN_OFF,
            "Source": f"Order, design of {one.key}",
        }
    yearly = dict(told.get("yearly", {})) | {
        name: told[name] * sign for name, sign in (("licence", 1), ("funding", -1)) if name in told
    }
    for component, amount in yearly.items():
        for year in _years(wish):
            covers = {"since": date(year, 1, 1), "Valid to": date(year, 12, 31)}
            size = round(amount * wish.people / PEOPLE)
            yield {"Component": component, "Amount": size, **covers, "Source": f"Invoice, {one.key} {year}"}


def _priced(one: Programme, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    for basis in ("session", "learner"):
        for component, price in told.get(basis, {}).items():
            yield {"Component": component, "Basis": basis, "Amount": price, "Source": f"Contract, {one.key}"}


def _other_way(one: Programme, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Tell what the other way of teaching it would cost for each learner."""
    low, high = told.get("ends", (1, 1))
    for component, price in told.get("alternative", {}).items():
        yield {
            "Component": component,
            "Basis": "learner",
            "Nature": "estimate",
            "Alternative": "yes",
            "Amount": price,
            "Low": round(price * low, 2),
            "High": round(price * high, 2),
            "Source": f"Estimate by purchasing, from {one.twin or 'what its like costs'}",
        }


def _budgets(example: "Example") -> Iterator[dict[str, Any]]:
    """Tell the budget of each unit and year: its own team and its part of everything else, planned well or less so."""
    wish = example.wish
    for unit, own, currency in _units():
        for year in _years(wish):
            planned = own * wish.people / PEOPLE + unit.share * _common(example, year)
            yield {
                "Component": "administration",
                "Nature": "budget",
                "Amount": round(planned * _told()["planned"][unit.code] / _worth(wish, currency, year), -2) or 100,
                "Currency": currency,
                "Valid from": date(year, 1, 1),
                "Valid to": date(year, 12, 31),
                "Unit": unit.key,
                "Allocation key": "learners",
                "Source": f"Budget {year}, as voted",
            }


def _common(example: "Example", year: int) -> float:
    """Return what a year costs besides the units' own teams: what is paid anyway, and the sessions that were held."""
    fixed = float(sum(one["amount"] for one in _told()["shared"].values()))
    for told in _told()["programmes"].values():
        yearly = told.get("design", 0) * 12 / _WRITTEN_OFF + told.get("licence", 0) - told.get("funding", 0)
        fixed += yearly + sum(told.get("yearly", {}).values())
    held = 0.0
    for one in example.sessions:
        told = _told()["programmes"].get(one.programme.key, {})
        if one.day.year == year:
            held += sum(told.get("session", {}).values())
            held += sum(told.get("learner", {}).values()) * len(one.rows)
    return fixed * example.wish.people / PEOPLE + held / _lived(example.wish, year)


def _lived(wish: Wish, year: int) -> float:
    """Return how much of a year the example has lived."""
    first, last = max(wish.first, date(year, 1, 1)), min(wish.last, date(year, 12, 31))
    return ((last - first).days + 1) / 366


def _ordered(wish: Wish) -> Iterator[dict[str, Any]]:
    """Tell what is ordered and not invoiced yet."""
    coming = months_after(wish.last.replace(day=1), 1)
    for key, component, amount in (
        ("SAFE-02", "trainer", 9000),
        ("SAFE-04", "trainer", 7400),
        ("LEAK-01", "design", 16000),
    ):
        yield {
            "Programme": key,
            "Component": component,
            "Nature": "commitment",
            "Amount": _scaled(wish, amount),
            "Valid from": coming,
            "Source": f"Order of {wish.last:%B %Y}",
        }


def benefits(wish: Wish) -> Iterator[Row]:
    """Tell what programmes bring, each year, and what says so."""
    numbers = count(1)
    for key, told in _told()["programmes"].items():
        for one in told.get("benefits", ()):
            for year in _years(wish):
                yield _benefit(wish, key, one, f"B{next(numbers):04}", year)


def _benefit(wish: Wish, key: str, one: Mapping[str, Any], line: str, year: int) -> Row:
    amounts = {name: _scaled(wish, one[name]) if name in one else "" for name in ("amount", "low", "high")}
    told = {
        "Line": line,
        "Programme": key,
        "Kind": one["kind"],
        "Benefit": one["title"],
        "Evidence": one.get("evidence", ""),
        "Indicator": one.get("indicator", ""),
        "Amount": amounts["amount"],
        "Currency": "EUR" if "amount" in one else "",
        "Valid from": date(year, 1, 1),
        "Valid to": date(year, 12, 31),
        "Share due to it": one.get("share", ""),
        "Confidence": one.get("confidence", ""),
        "Low": amounts["low"],
        "High": amounts["high"],
        "Source": one["source"],
    }
    return [told[name] for name in BENEFIT]
