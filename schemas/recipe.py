"""The shape of a recipe: how the rows of a table are told as statements.

A recipe is a TOML file. Two kinds of holes are filled in its texts: `<parameter>` once, when the recipe is loaded
(`acquis import table … --set parameter=value`), and `{column}` for every row. `{column?}` may be empty: what holds it
is then left out.
"""

from typing import Any, Literal

import msgspec

Reader = Literal[
    "text", "mail", "number", "integer", "date", "day", "choice", "at_least", "hours", "minutes", "seconds", "clock"
]


class Shape(msgspec.Struct, forbid_unknown_fields=True):
    """What every structure here shares: a misspelt key is refused, not ignored."""


class Parameter(Shape):
    """A text the importer gives. One without a default must be given, and is part of every row's identity."""

    about: str
    default: str | None = None
    value: str = ""  # set when the recipe is loaded, never written in it


class Column(Shape):
    """What a column is called in the files people have, and how its cells are read.

    `heading` lists the names a column goes by (case, accents and spaces do not matter); `plus` names a column whose
    cell is read behind its own, as a time behind a date; of a `pattern` (a regular expression) the first group is read,
    and a cell it is not found in counts as empty. `choices` and `otherwise` belong to `choice`, `start` (an instant) to
    `day`, `bound` to `at_least`, `order` to `date`; `over` divides a `number`.
    """

    heading: list[str] = []
    plus: list[str] = []
    pattern: str = ""
    read: Reader = "text"
    choices: dict[str, Any] = {}
    otherwise: Any = None
    start: str = ""
    bound: float = 0
    over: float = 1
    order: Literal["detected", "dmy", "mdy"] = "detected"


class Join(Shape):
    """Another file of the same folder, whose columns are added to each row where `on` agrees."""

    file: str
    on: list[str]


class Telling(Shape):
    """One statement a row makes.

    It is told when every column of `needs` is filled, every column of `lacks` is empty, and every column of `when`
    reads as one of the values given. `each` repeats the telling, filling `<name>` from each of its entries.
    Tellings of one `name` tell the same statement in two ways: a row corrected from one to the other is a conflict, and
    not a second statement. Without a name, its position tells a telling from the others.
    """

    statement: dict[str, Any]
    name: str = ""
    needs: list[str] = []
    lacks: list[str] = []
    when: dict[str, list[Any]] = {}
    each: list[dict[str, str]] = []


class Table(Shape):
    """One file and the statements its rows make.

    `identity` names the columns that make a row the same row on a second import; without it, all its cells do. With
    `repeats`, rows that are alike are different events and are counted; without, they are one.
    """

    tell: list[Telling]
    file: str = ""
    identity: list[str] = []
    repeats: bool = False
    join: list[Join] = []
    columns: dict[str, Column] = {}


class Recipe(Shape):
    """A whole recipe."""

    name: str
    title: str
    table: list[Table]
    parameters: dict[str, Parameter] = {}
    missing: list[str] = msgspec.field(default_factory=lambda: [""])
    zone: str = "UTC"
