"""Someone subtracts every permitted pair of cells, and sums of children, solves all that adds up, and finds no one."""

from itertools import combinations, product
from typing import Any

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from analytics.disclosure import suppressed
from analytics.privacy import K

UNITS = {"a": "*", "b": "*", "c": "*", "a1": "a", "a2": "a", "b1": "b", "b2": "b"}
PROGRAMMES = {"p": "*", "q": "*", "r": "*"}
MONTHS = {"jan": "Q1", "feb": "Q1", "Q1": "*", "apr": "*"}
SIZES = st.one_of(st.integers(0, 6), st.integers(0, 40))


def _within(value: str, tree: dict[str, str]) -> list[str]:
    found = [value]
    while found[-1] in tree:
        found.append(tree[found[-1]])
    return found


def _table(people: list[tuple[str, ...]], trees: tuple[dict[str, str], ...]) -> dict[tuple[str, ...], int]:
    """Count different people: each has, in each tree, the values they were seen at."""
    axes = [sorted({*tree, *tree.values()}) for tree in trees]
    values = dict.fromkeys(product(*axes), 0)
    for seen in people:
        cells = {
            cell for place in seen for cell in product(*(_within(v, t) for v, t in zip(place, trees, strict=True)))
        }
        for cell in cells:
            values[cell] += 1
    return values


def _pairs_find_no_one(values: dict[Any, int], trees: tuple[dict[str, str], ...], secret: set[Any]) -> None:
    shown = {key: people for key, people in values.items() if key not in secret}
    for key, people in shown.items():
        assert people == 0 or people >= K
        for outer in product(*(_within(value, tree) for value, tree in zip(key, trees, strict=True))):
            if outer in shown:
                assert not 0 < shown[outer] - people < K, f"{outer} less {key}"


def _sums_find_no_one(values: dict[Any, int], trees: tuple[dict[str, str], ...], secret: set[Any]) -> None:
    """Take from each shown cell every set of shown cells within it that do not overlap."""
    shown = {key: people for key, people in values.items() if key not in secret}
    for outer, people in shown.items():
        inside = [key for key in shown if key != outer and _contains(outer, key, trees)]
        for count in (1, 2, 3):
            for taken in combinations(inside, count):
                if any(_meet(one, other, trees) for one, other in combinations(taken, 2)):
                    continue
                assert not 0 < people - sum(shown[key] for key in taken) < K, f"{outer} less {taken}"


def _contains(outer: Any, inner: Any, trees: tuple[dict[str, str], ...]) -> bool:
    return all(o in _within(i, tree) for o, i, tree in zip(outer, inner, trees, strict=True))


def _meet(one: Any, other: Any, trees: tuple[dict[str, str], ...]) -> bool:
    return all(o in _within(i, tree) or i in _within(o, tree) for o, i, tree in zip(one, other, trees, strict=True))


def _algebra_finds_no_one(values: dict[Any, int], trees: tuple[dict[str, str], ...], secret: set[Any]) -> None:
    """Solve all sums for the hidden cells: one is found out when it has no part in the null space of the equations."""
    keys = sorted(values)
    rows = []
    for place, tree in enumerate(trees):
        for key in keys:
            children = [
                one for one in keys if one[place] in tree and (*one[:place], tree[one[place]], *one[place + 1 :]) == key
            ]
            if children and values[key] == sum(values[one] for one in children):
                row = np.zeros(len(keys))
                row[keys.index(key)] = 1
                row[[keys.index(one) for one in children]] = -1
                rows.append(row)
    hidden = [at for at, key in enumerate(keys) if key in secret]
    if not rows or not hidden:
        return
    matrix = np.array(rows)[:, hidden]
    _, sizes, right = np.linalg.svd(matrix)
    null = right[int((sizes > 1e-9).sum()) :]
    for at, where in enumerate(hidden):
        if np.abs(null[:, at]).max(initial=0) < 1e-9:
            assert not 0 < values[keys[where]] < K, f"{keys[where]} can be solved"


@settings(max_examples=60)
@given(st.lists(SIZES, min_size=8, max_size=8))
def test_a_tree_of_units(sizes: list[int]) -> None:
    leaves = ["a", "b", "c", "a1", "a2", "b1", "b2", "*"]  # some people are directly in a unit that has teams
    values = _table([((leaf,),) for leaf, n in zip(leaves, sizes, strict=True) for _ in range(n)], (UNITS,))
    secret = suppressed(values, (UNITS,), K)
    _pairs_find_no_one(values, (UNITS,), secret)
    _sums_find_no_one(values, (UNITS,), secret)
    _algebra_finds_no_one(values, (UNITS,), secret)


@settings(max_examples=40)
@given(st.lists(SIZES, min_size=15, max_size=15))
def test_units_by_programmes_that_add_up(sizes: list[int]) -> None:
    places = list(product(("a1", "a2", "b1", "b2", "c"), PROGRAMMES))
    trees = (UNITS, PROGRAMMES)
    values = _table([(place,) for place, n in zip(places, sizes, strict=True) for _ in range(n)], trees)
    secret = suppressed(values, trees, K)
    _pairs_find_no_one(values, trees, secret)
    _sums_find_no_one(values, trees, secret)
    _algebra_finds_no_one(values, trees, secret)


@settings(max_examples=25)
@given(st.data())
def test_people_seen_in_several_programmes_and_months(data: st.DataObject) -> None:
    trees = (UNITS, PROGRAMMES, MONTHS)
    seen = st.lists(st.tuples(st.sampled_from("pqr"), st.sampled_from(("jan", "feb", "apr"))), min_size=1, max_size=3)
    people = []
    for unit in ("a1", "a2", "b1", "c"):
        for places in data.draw(st.lists(seen, max_size=12)):
            people += [tuple((unit, *place) for place in places)]
    values = _table(people, trees)
    _pairs_find_no_one(values, trees, suppressed(values, trees, K))


@settings(max_examples=60)
@given(st.lists(SIZES, min_size=7, max_size=7), st.lists(SIZES, min_size=7, max_size=7))
def test_parts_of_people(late: list[int], others: list[int]) -> None:
    parts = {"late": "people"}
    leaves = ["b", "c", "a1", "a2", "b1", "b2", "*"]
    people = [((leaf, "late"),) for leaf, n in zip(leaves, late, strict=True) for _ in range(n)]
    people += [((leaf, "people"),) for leaf, n in zip(leaves, others, strict=True) for _ in range(n)]
    values = _table(people, (UNITS, parts))
    secret = suppressed(values, (UNITS, parts), K)
    _pairs_find_no_one(values, (UNITS, parts), secret)
    _sums_find_no_one(values, (UNITS, parts), secret)


def test_a_table_of_an_organisation_is_protected_quickly_enough_to_be_asked() -> None:
    rng = np.random.default_rng(1)
    units = {f"u{i}": "*" for i in range(6)} | {f"u{i}t{j}": f"u{i}" for i in range(6) for j in range(5)}
    months = {f"m{i}": "*" for i in range(30)}
    places = [(f"u{i}t{j}", f"m{m}") for i in range(6) for j in range(5) for m in range(30)]
    values = _table([(place,) for place in places for _ in range(int(rng.poisson(8)))], (units, months))
    secret = suppressed(values, (units, months), K)
    _pairs_find_no_one(values, (units, months), secret)
    assert secret
    assert len(secret) < 0.7 * len(values)
