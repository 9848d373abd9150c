"""The statements behind figures: what was counted, line by line. Never for readers of totals.

They are facts of the warehouse; the JSON of one is read only when somebody opens it. What a figure is made of is one of
`KINDS`; whose it is, where and when, the scope says.
"""

from dataclasses import replace
from typing import Any, Literal, get_args
from uuid import UUID

import polars as pl

from analytics.cells import cell_people, session_people
from analytics.guard import one_of, personal
from analytics.learners import SAID
from analytics.measure import ANY, Measure, Schema
from analytics.scope import Scope
from analytics.warehouse import Warehouse
from lrs.errors import BadRequest

Kind = Literal["", "learned", "completions", "tests", "attendance", "videos", "contributions", "help", "evaluations"]
Came = Literal["", "yes", "no"]
KINDS: tuple[str, ...] = get_args(Kind)
MOST = 10_000  # lines told at once
_DEEPEST = 10_000_000  # lines skipped

STATEMENTS: Schema = {
    "happened": pl.Datetime("us"),
    "person": pl.Int64,
    "key": pl.String,
    "who": pl.String,
    "unit": pl.String,
    "verb": pl.String,
    "iri": pl.String,
    "name": pl.String,
    **SAID,
}
COUNTED: Schema = {"statements": pl.Int64, "people": pl.Int64, "lines": pl.Int64}


@personal
def statements(  # noqa: PLR0913  # what an address narrows them by
    warehouse: Warehouse,
    scope: Scope,
    *,
    of: Kind = "",
    did: str = "",
    find: str = "",
    session: str = "",
    cell: str = "",
    came: Came = "",
    limit: int = 1000,
    skip: int = 0,
) -> pl.DataFrame:
    """Tell the statements behind the figures of a scope, the newest first.

    Parameters
    ----------
    of
        What the figure counts: what people did themselves, completions, tests and questions, … ; "" for all.
    did
        The slug of a verb.
    find
        The key of a person, or a part of a name or a key.
    session, cell
        Only of whom a session expected, about it (`analytics.cells.session_people`); only of the people of a cell
        (`analytics.cells.read_cell`).
    came
        Of those of `session` or `cell`, who came ("yes") or did not ("no").
    limit, skip
        How many lines at most, after how many.

    Returns
    -------
    polars.DataFrame
        `STATEMENTS`, a line for each person a statement is about: `person`, `key`, `who` (their name) and `unit` are
        theirs, `iri` and `name` (a language map as JSON) the activity's, `id` that of the statement.
    """
    if not 1 <= limit <= MOST or not 0 <= skip <= _DEEPEST:
        raise BadRequest(f"limit, skip: expected 1 to {MOST} and 0 to {_DEEPEST}, got {limit} and {skip}")
    asked = _asked(
        warehouse, scope, {"of": of, "did": did, "find": find, "session": session, "cell": cell, "came": came}
    )
    told = warehouse.ask("statements", asked | {"limit": limit, "skip": skip})
    return told.select(list(STATEMENTS)).cast(pl.Schema(STATEMENTS))


@personal
def counted(warehouse: Warehouse, scope: Scope, /, **options: str) -> pl.DataFrame:
    """Count them: `COUNTED`, one row. What `options` are, `statements` says; one about several people is one."""
    return warehouse.ask("statements_counted", _asked(warehouse, scope, options)).cast(pl.Schema(COUNTED))


@personal
def is_told(warehouse: Warehouse, scope: Scope, *, person: str, statement: str) -> pl.DataFrame:
    """Tell (`told`) whether a statement, an id as text, is about a person of a scope, a key."""
    try:
        UUID(statement)
    except ValueError:
        return pl.DataFrame({"told": [False]})
    return warehouse.ask("statement_told", scope.parameters() | {"person": person, "id": statement})


def _asked(warehouse: Warehouse, scope: Scope, options: dict[str, str]) -> dict[str, Any]:
    given = {name: options.get(name, "") for name in ("did", "find", "session")}
    one_of("of", options.get("of", ""), KINDS)
    one_of("came", options.get("came", ""), get_args(Came))
    return scope.parameters() | given | {"kind": options.get("of", ""), "whom": _whom(warehouse, scope, options)}


def _whom(warehouse: Warehouse, scope: Scope, options: dict[str, str]) -> list[int] | None:
    """Return the people of a session or of a cell, whenever that was; None where neither is asked about."""
    session, cell, came = (options.get(name, "") for name in ("session", "cell", "came"))
    ever = replace(scope, since=None, until=None, course=None, device=None)
    if session:
        found = session_people(warehouse, ever, session=session)
    elif cell:
        found = cell_people(warehouse, ever, cell=cell)
    else:
        return None
    if came:
        found = found.filter(pl.col("came") == (came == "yes"))
    return found["person"].to_list()


MEASURES: tuple[Measure, ...] = (
    Measure(
        "statements",
        {"en": "The statements behind it", "fr": "Les traces derrière"},
        {
            "en": "What figures are counted from, statement by statement, the newest first.",
            "fr": "De quoi les chiffres sont faits, trace par trace, la plus récente d'abord.",
        },
        "statements",
        "every statement about a person in the scope that the figure counts, with its score and duration as told; a "
        "line for each person it is about; voided ones left out",
        "statements about the people one may see",
        ANY,
        STATEMENTS,
        statements,
    ),
)
