"""Whatever is shared out, however: the parts are the whole, to the cent, and the same every time."""

from collections import defaultdict
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.allocation import Cell, Key, Owner, Part, apart, covered, in_months, last_day, month_of, parts
from analytics.ledger import BENEFITS, Price
from analytics.ledger_rows import Rows
from analytics.money import EXACT, cents, share_out

AMOUNTS = st.integers(-(10**11), 10**11).map(lambda n: Decimal(n) / 100)
DAYS = st.dates(date(2020, 1, 1), date(2027, 12, 31))
CELLS = st.builds(Cell, st.sampled_from("PQR"), st.sampled_from(["a", "b", None]))
KEYS = st.dictionaries(DAYS.map(month_of), st.dictionaries(CELLS, st.integers(0, 40), max_size=6), max_size=8).map(Key)
OWNERS = st.sampled_from(
    [
        Owner(None, None, None),
        Owner("P", None, None),
        Owner(None, "a", frozenset("a")),
        Owner("P", "a", frozenset("a")),
        Owner("S", None, None),
    ]
)


@settings(max_examples=60)
@given(AMOUNTS, st.lists(st.integers(0, 10**9), min_size=1, max_size=30).filter(any))
def test_parts_make_up_the_whole(amount: Decimal, weights: list[int]) -> None:
    parts = share_out(amount, weights)
    assert sum(parts) == amount
    for part, weight in zip(parts, weights, strict=True):
        assert part == cents(part)
        assert abs(part - amount * weight / sum(weights)) < Decimal("0.01")
        assert weight or not part
    assert parts == share_out(amount, [weight * 3 for weight in weights])


@pytest.mark.parametrize("weights", [[], [0, 0], [1, -1]])
def test_nothing_is_shared_out_among_nobody(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="weights"):
        share_out(Decimal(1), weights)


@settings(max_examples=60)
@given(AMOUNTS, DAYS, st.integers(0, 1200), OWNERS, KEYS)
def test_an_amount_told_apart_is_whole(amount: Decimal, first: date, days: int, owner: Owner, key: Key) -> None:
    pieces = apart(amount, first, first + timedelta(days=days), owner, key)
    assert sum(pieces.values()) == amount
    months: dict[date, Decimal] = defaultdict(Decimal)
    for (month, cell), piece in pieces.items():
        months[month] += piece
        assert owner.programme in (None, cell.programme)
        assert owner.unit in (None, cell.unit)
    plain = apart(amount, first, first + timedelta(days=days), Owner(None, None, None), Key())
    assert months == {month: piece for (month, _), piece in plain.items()}  # whatever the key, a month has its share
    assert pieces == apart(amount, first, first + timedelta(days=days), owner, Key(dict(key.months)))


@settings(max_examples=60)
@given(DAYS, st.integers(1, 600))
def test_an_amortisation_covers_its_months(first: date, months: int) -> None:
    found = in_months(covered(first, last_day(first, None, months)))
    assert abs(found - months) < Decimal("0.15")  # months differ in length where it begins and ends within one
    if first.day == 1:
        assert found == months


def test_a_month_without_a_key_takes_that_of_the_others() -> None:
    march, april, may = (date(2026, month, 1) for month in (3, 4, 5))
    key = Key({march: {Cell("P", "a"): 3, Cell("P", "b"): 1}, may: {Cell("Q", "a"): 1}})
    everyone = Owner(None, None, None)
    assert apart(Decimal(4), april, april, everyone, key) == {  # all of time
        (april, Cell("P", "a")): Decimal("2.40"),
        (april, Cell("P", "b")): Decimal("0.80"),
        (april, Cell("Q", "a")): Decimal("0.80"),
    }
    spanning = apart(Decimal("8.00"), march, date(2026, 4, 30), everyone, key)
    assert spanning[april, Cell("P", "a")] == Decimal("3.00")  # those it covers
    assert apart(Decimal(4), march, march, Owner("R", None, None), key) == {(march, Cell("R", None)): Decimal(4)}


LINE = {"line": "L", "kind": "cashable", "evidence": "claim", "amount": Decimal(1), "low": None, "high": None}


@settings(max_examples=60)
@given(AMOUNTS.filter(bool), st.none() | AMOUNTS, st.lists(AMOUNTS, max_size=8))
def test_each_piece_has_its_share_of_a_range(rest: Decimal, low: Decimal | None, some: list[Decimal]) -> None:
    """As Decimals tell it one by one, of an amount none of whose pieces is more than it."""
    rows, month = Rows(BENEFITS), date(2026, 3, 1)
    amount = rest + sum(map(abs, some)).copy_sign(rest) if some else rest
    told = (Part(month, int(one * 100), {}, Cell("P", str(at))) for at, one in enumerate(some))
    rows.add(LINE | {"amount": amount, "low": low}, told)
    expected = [one if low is None else cents(EXACT.divide(EXACT.multiply(one, low), amount)) for one in some if one]
    found = rows.frame()
    assert found["low"].to_list() == [int(end * 100) for end in expected]
    assert found["high"].to_list() == found["cents"].to_list() == [int(one * 100) for one in some if one]


@settings(max_examples=60)
@given(st.lists(st.tuples(AMOUNTS, DAYS, st.integers(0, 400), OWNERS), max_size=4), KEYS)
def test_amounts_told_apart_together_are_told_as_one_by_one(
    lines: list[tuple[Decimal, date, int, Owner]], key: Key
) -> None:
    rows, expected = Rows(BENEFITS), list[tuple[object, ...]]()
    for at, (amount, first, days, owner) in enumerate(lines):
        last = first + timedelta(days=days)
        rows.add(LINE | {"line": str(at)}, parts(amount, first, last, owner, key))
        told = apart(amount, first, last, owner, key)
        expected += [(str(at), month, *cell, int(piece * 100)) for (month, cell), piece in told.items() if piece]
    found = rows.frame().select("line", "month", "programme", "unit", "cents").rows()
    assert sorted(found, key=repr) == sorted(expected, key=repr)


@settings(max_examples=60)
@given(AMOUNTS, st.integers(0, 10**7), st.sampled_from([1, 3600]))
def test_a_price_of_so_many_is_to_the_cent(amount: Decimal, number: int, of: int) -> None:
    assert Price(amount, of).times(number) == cents(EXACT.divide(EXACT.multiply(amount, Decimal(number)), of)) * 100
