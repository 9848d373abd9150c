"""What can be worked out from counts that are shown, and the fewest others to hide so that it cannot.

Cells are counted people; a key has one value for each tree (a unit, a programme, a month, a part of the people). Along
a tree a cell contains its children, and where people are in one child only, it is their sum and those directly in it.
`analytics.privacy` says what is a secret; here is the arithmetic of finding it out.
"""

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from itertools import product
from typing import Any, NamedTuple

import numpy as np
from numpy.typing import NDArray

Tree = Mapping[Any, Any]
Key = tuple[Hashable, ...]
Cells = Mapping[Key, int]
Chains = Mapping[Any, tuple[Any, ...]]
Cover = tuple[int, frozenset[int]]

_EPS = 1e-6


class Line(NamedTuple):
    """A cell, its children along one tree, and how many of its people are in none of them."""

    parent: Key
    children: tuple[Key, ...]
    rest: int


class Group(NamedTuple):
    """People who can be counted from what is shown: the hidden cells they make up, the lines that told, how many."""

    cells: frozenset[Key]
    lines: frozenset[int]
    people: int


class Lattice:
    """Cells, what contains what, and which lines add up."""

    def __init__(self, values: Cells, trees: Sequence[Tree]) -> None:
        self.values = values
        self._names: dict[Key, str] = {}
        chains = _chains(values, trees)
        self.above = {key: [one for one in _ancestors(key, chains) if one in values] for key in values}
        self.lines: list[Line] = []
        self.of: dict[Key, list[int]] = {key: [] for key in values}
        self.under: dict[Key, list[int]] = {key: [] for key in values}
        self.told: dict[frozenset[Key], list[Group]] = {}  # what solving told of hidden cells tied together
        for place, chain_of in enumerate(chains):
            self._add_lines(place, chain_of)

    def _add_lines(self, place: int, chain_of: Chains) -> None:
        children: dict[Key, list[Key]] = {}
        for key in self.values:
            if len(chain_of[key[place]]) == 1:
                continue
            chain = ((*key[:place], value, *key[place + 1 :]) for value in chain_of[key[place]][1:])
            parent = next((one for one in chain if one in self.values), None)
            if parent is not None:
                children.setdefault(parent, []).append(key)
        for parent, found in children.items():
            rest = self.values[parent] - sum(self.values[one] for one in found)
            if rest >= 0:  # otherwise people are in several, and nothing can be added up
                self.under[parent].append(len(self.lines))
                for one in (parent, *found):
                    self.of[one].append(len(self.lines))
                self.lines.append(Line(parent, tuple(found), rest))

    def close(self, k: int) -> list[tuple[Key, Key]]:
        """Return every cell and one that contains it with 1 to k - 1 people more, the smallest first."""
        pairs = ((inner, outer) for inner, above in self.above.items() for outer in above)
        found = [(inner, outer) for inner, outer in pairs if 0 < self.values[outer] - self.values[inner] < k]
        return sorted(found, key=lambda pair: (self.values[pair[0]], self.name(pair[0])))

    def name(self, cell: Key) -> str:
        """Return what cells are put in order by."""
        return self._names.get(cell) or self._names.setdefault(cell, repr(cell))

    def tied(self, cell: Key, secret: set[Key]) -> tuple[set[Key], set[int]]:
        """Return the hidden cells that lines tie to a hidden cell, itself included, and those lines."""
        reached, lines, edge = {cell}, set[int](), [cell]
        while edge:
            for line in set(self.of[edge.pop()]) - lines:
                lines.add(line)
                near = secret.intersection(_on(self.lines[line])) - reached
                reached |= near
                edge += near
        return reached, lines

    def lone(self, cell: Key, secret: set[Key]) -> list[int]:
        """Return the lines, of those that tie hidden cells to a cell, in which one hidden cell stands alone."""
        _, lines = self.tied(cell, secret)
        return [at for at in lines if not self.lines[at].rest and len(secret.intersection(_on(self.lines[at]))) == 1]

    def best(self, lines: Iterable[int], secret: set[Key]) -> set[Key]:
        """Return the shown cell of these lines to hide: on most of them, a child rather than a parent, of few people.

        When none is left to hide on them, the smallest shown anywhere.
        """
        found: dict[Key, list[bool]] = {}
        for line in lines:
            for one in _on(self.lines[line]):
                found.setdefault(one, []).append(one == self.lines[line].parent)
        able = [one for one in found if one not in secret and self.values[one] > 0]
        able = able or [one for one in self.values if one not in secret and self.values[one] > 0]
        order = {
            one: (-len(found.get(one, ())), any(found.get(one, ())), self.values[one], self.name(one)) for one in able
        }
        return set(sorted(able, key=order.__getitem__)[:1])


def _on(line: Line) -> tuple[Key, ...]:
    return (line.parent, *line.children)


def _chain(value: Any, tree: Tree) -> Iterator[Any]:
    """Yield the ancestors of a value, nearest first; a tree that bites its tail ends."""
    seen = {value}
    while value in tree and tree[value] not in seen:
        value = tree[value]
        seen.add(value)
        yield value


def _chains(keys: Iterable[Key], trees: Sequence[Tree]) -> list[Chains]:
    """Return for each tree every value there is, and with each its ancestors, nearest first, itself before them."""
    values = [set(one) for one in zip(*keys, strict=True)] or [set() for _ in trees]
    return [{one: (one, *_chain(one, tree)) for one in some} for some, tree in zip(values, trees, strict=True)]


def _ancestors(key: Key, chains: Sequence[Chains]) -> Iterator[Key]:
    """Yield every cell that contains a cell."""
    above = [chain_of[value] for value, chain_of in zip(key, chains, strict=True)]
    if any(len(chain) > 1 for chain in above):
        yield from (one for one in product(*above) if one != key)


def suppressed(values: Cells, trees: Sequence[Tree], k: int) -> set[Key]:
    """Return the cells to hide: those of 1 to k - 1 people, and the fewest found that protect them.

    Parameters
    ----------
    values
        How many people each cell has.
    trees
        The parent of each value, in the order of the keys.
    """
    apart: dict[Key, dict[Key, int]] = {}  # cells under different tops say nothing of each other
    chains = _chains(values, trees)
    for key, people in values.items():
        top = tuple(chain_of[value][-1] for value, chain_of in zip(key, chains, strict=True))
        apart.setdefault(top, {})[key] = people
    return set[Key]().union(*(_suppressed(Lattice(one, trees), k) for one in apart.values()))


def _suppressed(lattice: Lattice, k: int) -> set[Key]:
    """Hide the small cells, then what gives them away, until nothing does."""
    secret = {key for key, people in lattice.values.items() if 0 < people < k}
    close = lattice.close(k)
    while more := _given_away(lattice, secret, k, close):
        secret |= more
    return secret


def _given_away(lattice: Lattice, secret: set[Key], k: int, close: list[tuple[Key, Key]]) -> set[Key]:
    """Return what must be hidden besides, because what is shown gives a few people away; empty when nothing does."""
    solved = list(_solved(lattice, secret))
    groups = [*(group for group in solved if 0 < group.people < k), *_left(lattice, secret, k)]
    hidden, touched = set(secret), set[int]()
    for cells, lines, _ in sorted(groups, key=lambda group: len(group.cells) != 1):
        if lines.isdisjoint(touched):
            alone = lattice.lone(next(iter(cells)), secret) if len(cells) == 1 else []
            picked = lattice.best(alone or lines, hidden)
            hidden |= picked
            touched |= lines.union(*(lattice.of[one] for one in picked))
    if len(hidden) > len(secret):
        return hidden - secret
    known = {one for group in solved if len(group.cells) == 1 for one in group.cells}
    return _included(lattice, secret, known, close)


def _included(lattice: Lattice, secret: set[Key], solved: set[Key], close: list[tuple[Key, Key]]) -> set[Key]:
    """Return what to hide so that no cell less one within it is a few people."""
    hidden, more = set(secret), set[Key]()
    for pair in close:
        if more.isdisjoint(pair) and all(one not in secret or one in solved for one in pair):
            able = [one for one in pair if one not in hidden and lattice.values[one] > 0]
            more |= set(able[:1]) or lattice.best([at for one in pair for at in lattice.of[one]], hidden)
            hidden |= more
    return more


def _left(lattice: Lattice, secret: set[Key], k: int) -> Iterator[Group]:
    """Yield of each shown cell the few who are left when all that is shown within it is taken away, along each tree."""
    covered: dict[Key, Cover] = {}
    for at, line in enumerate(lattice.lines):
        if line.parent not in secret:
            covers = [_cover(lattice, one, secret, covered) for one in line.children]
            left = lattice.values[line.parent] - sum(people for people, _ in covers)
            if 0 < left < k:
                yield Group(frozenset(), frozenset({at}).union(*(lines for _, lines in covers)), left)


def _cover(lattice: Lattice, cell: Key, secret: set[Key], covered: dict[Key, Cover]) -> Cover:
    """Return how many of a cell's people are shown, in it or within it, and the lines that tell."""
    if cell not in secret:
        return lattice.values[cell], frozenset()
    if cell not in covered:
        ways: list[Cover] = [(0, frozenset())]
        for at in lattice.under[cell]:
            covers = [_cover(lattice, one, secret, covered) for one in lattice.lines[at].children]
            ways.append((sum(people for people, _ in covers), frozenset({at}).union(*(lines for _, lines in covers))))
        covered[cell] = max(ways, key=lambda way: way[0])
    return covered[cell]


def _solved(lattice: Lattice, secret: set[Key]) -> Iterator[Group]:
    """Solve the lines for what is hidden; yield each group that comes out."""
    done: set[Key] = set()
    for one in sorted(secret, key=lattice.name):  # not as a set has them: two runs must hide the same
        if one in done:
            continue
        tied, lines = lattice.tied(one, secret)
        done |= tied
        key = frozenset(tied)
        if key not in lattice.told:
            lattice.told[key] = list(_groups(lattice, tied, lines))
        yield from lattice.told[key]


def _groups(lattice: Lattice, tied: set[Key], lines: set[int]) -> Iterator[Group]:
    """Solve the lines that tie some hidden cells together.

    The unknowns are the hidden cells and, of each line, those in none of its children. Parents are eliminated first,
    so that what remains ties the finest groups together.
    """
    order = sorted(tied, key=lambda key: (len(lattice.above[key]), lattice.name(key)))
    mixed = sorted(lines)
    for row in _reduced(_equations(lattice, order, mixed)):
        held = np.flatnonzero(np.abs(row[:-1]) > _EPS)
        if held.size and (row[held] > 0).all():
            cells = frozenset(order[at] for at in held if at < len(order))
            told = {mixed[at - len(order)] for at in held if at >= len(order)}
            told |= {line for cell in cells for line in lattice.of[cell]}
            whole = cells if len(held) == len(cells) else frozenset[Key]()
            yield Group(whole, frozenset(told), round(float(row[-1])))


def _equations(lattice: Lattice, order: list[Key], mixed: list[int]) -> NDArray[np.float64]:
    """Return a row for each line: parent - children - rest = what is shown of it."""
    column = {key: at for at, key in enumerate(order)}
    matrix = np.zeros((len(mixed), len(order) + len(mixed) + 1))
    for row, at in enumerate(mixed):
        parent, children, rest = lattice.lines[at]
        for sign, key in ((1, parent), *((-1, one) for one in children)):
            if key in column:
                matrix[row, column[key]] = sign
            else:
                matrix[row, -1] -= sign * lattice.values[key]
        matrix[row, len(order) + row] = -1 if rest else 0
    return matrix


def _reduced(matrix: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the reduced row echelon form, rows of zeros left out."""
    top = 0
    for at in range(matrix.shape[1] - 1):
        if top == matrix.shape[0]:
            break
        column = np.abs(matrix[top:, at])
        best = int(column.argmax())
        if column[best] < _EPS:
            continue
        if best:
            matrix[[top, top + best]] = matrix[[top + best, top]]
        matrix[top] /= matrix[top, at]
        factors = matrix[:, at].copy()
        factors[top] = 0
        touched = (np.abs(factors) > _EPS).nonzero()[0]
        if touched.size:
            matrix[touched] -= factors[touched, None] * matrix[top]
        top += 1
    return matrix[:top]
