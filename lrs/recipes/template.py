"""A statement with holes, built once by tincan for each shape it can take, then filled for every row.

tincan takes half a millisecond to build a statement. The rows of a table make statements of few shapes: which of the
optional holes are filled is all that differs. So tincan builds the first statement of a shape from a row's real
values, and for the rows that follow only the texts in the holes change.
"""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, TypeVar
from urllib.parse import quote

import tincan

_HOLE = re.compile(r"\{([^{}?]+)(\?)?\}")
_MARK = re.compile('"\ue000(\\d+)\ue000"')
_IRIS = frozenset({"id", "homePage", "type", "moreInfo", "usageType", "fileUrl"})
_REMEMBERED = 50_000  # texts kept for each hole

Path = tuple[str | int, ...]
Values = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Hole:
    """A text with columns in it: where it stands, which columns it takes, whether it may stay empty."""

    path: Path
    text: str
    columns: tuple[str, ...]
    optional: bool
    alone: bool  # the text is one column and nothing else

    def value(self, values: Values) -> Any:
        """Return what fills the hole: a column's own value when it stands alone, else the text around it filled."""
        if self.alone:
            return values[self.columns[0]]
        escape = quote if self.path[-1] in _IRIS else str
        return _HOLE.sub(lambda found: escape(_shown(values[found[1]])), self.text)


class Template:
    """One telling of a recipe, ready to be filled: `columns` it speaks of, those `needed` for anything to be told."""

    def __init__(self, statement: Mapping[str, Any]) -> None:
        self._statement = statement
        self.holes = tuple(_holes(statement, ()))
        self.columns = frozenset(column for hole in self.holes for column in hole.columns)
        self.needed = frozenset(column for hole in self.holes if not hole.optional for column in hole.columns)
        self._optional = sorted(self.columns - self.needed)
        self._shapes: dict[tuple[bool, ...], _Shape] = {}

    def fill(self, id_: str, values: Values) -> str:
        """Return the statement's JSON text.

        Parameters
        ----------
        id_
            The statement's id.
        values
            The value of each column; a column that is empty is not among them.

        Raises
        ------
        ValueError
            When tincan does not accept what these values make.
        """
        kind = tuple([column in values for column in self._optional])
        shape = self._shapes.get(kind)
        if shape is None:
            filled = [hole for hole in self.holes if all(column in values for column in hole.columns)]
            shape = self._shapes[kind] = _Shape(self._built(id_, filled, values), filled)
        return shape.text(id_, values)

    def _built(self, id_: str, filled: list[Hole], values: Values) -> list[str]:
        """Let tincan build the statement, and return its text cut at the id and the holes."""
        try:
            told = tincan.Statement(build(self._statement, id_, values)).as_version()
        except Exception as error:  # tincan raises bare Exception for a property it does not know
            raise ValueError(f"makes a statement tincan refuses: {str(error).splitlines()[0]}") from error
        told["id"] = "\ue0000\ue000"
        for number, hole in enumerate(filled, 1):
            _put(told, _moved(hole.path, self._statement, values), f"\ue000{number}\ue000")
        return _MARK.split(json.dumps(told, ensure_ascii=False, separators=(",", ":")))


class _Shape:
    """The text of a statement between its holes."""

    def __init__(self, pieces: list[str], holes: list[Hole]) -> None:
        self._pieces = pieces[::2]
        fills = [_id_text, *(_filler(hole) for hole in holes)]
        self._fills = [fills[int(number)] for number in pieces[1::2]]

    def text(self, id_: str, values: Values) -> str:
        parts = [self._pieces[0]]
        for fill, piece in zip(self._fills, self._pieces[1:], strict=True):
            parts += (fill(id_, values), piece)
        return "".join(parts)


def _id_text(id_: str, _values: Values) -> str:
    return f'"{id_}"'


def _filler(hole: Hole) -> Callable[[str, Values], str]:
    """Return what writes a hole's text, remembering texts: days, people and activities come back."""
    return _remembering_one(hole) if len(hole.columns) == 1 else _remembering_all(hole)


def _remembering_one(hole: Hole) -> Callable[[str, Values], str]:
    column = hole.columns[0]
    known: dict[str, str] = {}

    def fill(_id: str, values: Values) -> str:
        value = values[column]
        if value.__class__ is not str:  # True and 1 are one key, and two texts
            return json_text(hole.value(values))
        text = known.get(value)
        return text if text is not None else _remember(known, value, json_text(hole.value(values)))

    return fill


def _remembering_all(hole: Hole) -> Callable[[str, Values], str]:
    columns = hole.columns
    known: dict[tuple[str, ...], str] = {}

    def fill(_id: str, values: Values) -> str:
        key = tuple([values[column] for column in columns])
        text = known.get(key)
        if text is not None:
            return text
        text = json_text(hole.value(values))
        only_text = all(isinstance(value, str) for value in key)
        return _remember(known, key, text) if only_text else text

    return fill


K = TypeVar("K")


def _remember(known: dict[K, str], key: K, text: str) -> str:
    if len(known) >= _REMEMBERED:
        known.clear()
    known[key] = text
    return text


def build(statement: Mapping[str, Any], id_: str, values: Values) -> dict[str, Any]:
    """Return the statement these values make, as a plain structure, without what stays empty."""
    filled = _filled(statement, values, ())
    return {"id": id_, "version": "1.0.0"} | (filled if isinstance(filled, dict) else {})


def json_text(value: Any) -> str:
    """Write a value as JSON, a decimal with all its digits."""
    if value.__class__ is int:
        return str(value)
    return f"{value:f}" if isinstance(value, Decimal) else json.dumps(value, ensure_ascii=False)


def _shown(value: Any) -> str:
    return value if isinstance(value, str) else json_text(value)


def _holes(value: Any, path: Path) -> list[Hole]:
    """List the holes of a statement, in its order."""
    if isinstance(value, str):
        found = _HOLE.findall(value)
        columns = tuple(dict.fromkeys(name for name, _ in found))
        optional, alone = any(mark for _, mark in found), bool(_HOLE.fullmatch(value))
        return [Hole(path, value, columns, optional, alone)] if found else []
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    return [hole for key, item in parts for hole in _holes(item, (*path, key))]


def _filled(value: Any, values: Values, path: Path) -> Any:
    """Fill a part of a statement; None when nothing of it is left."""
    if isinstance(value, str):
        hole = next(iter(_holes(value, path)), None)
        if hole is None:
            return value
        return hole.value(values) if all(column in values for column in hole.columns) else None
    if isinstance(value, dict):
        kept = {k: part for k, item in value.items() if (part := _filled(item, values, (*path, k))) is not None}
        return kept or None
    if isinstance(value, list):
        return [part for i, item in enumerate(value) if (part := _filled(item, values, (*path, i))) is not None] or None
    return value


def _moved(path: Path, statement: Mapping[str, Any], values: Values) -> Path:
    """Return where a path leads once the entries of its lists that stayed empty are gone."""
    moved: list[str | int] = []
    part: Any = statement
    for depth, key in enumerate(path):
        if isinstance(key, int):
            gone = sum(_filled(item, values, (*path[:depth], i)) is None for i, item in enumerate(part[:key]))
            moved.append(key - gone)
        else:
            moved.append(key)
        part = part[key]
    return tuple(moved)


def _put(target: Any, path: Path, mark: str) -> None:
    """Set a mark deep in a structure that is sure to have the path."""
    for key in path[:-1]:
        target = target[key]
    if path[-1] not in (target if isinstance(target, dict) else range(len(target))):
        raise ValueError(f"has a property tincan leaves out: {'.'.join(map(str, path))}")
    target[path[-1]] = mark
