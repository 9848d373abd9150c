"""What a number counts, one by one: of a cell of the cohorts, of a part of who came and went, of a session."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

import polars as pl

from analytics.cells import MOVES, Cell, read_cell
from dashboards.filters import CUSTOM, Filters
from dashboards.i18n import Words
from dashboards.pages import behind
from dashboards.pages.asked import Asked
from dashboards.pages.people import PATH
from dashboards.pages.programmes.facts import way_to

_BACK = (
    "Of **{n}** {n:person|people} who began in {cohort}, **{count:=0 nobody|{count}}** {count:=0 was|was|were} active "
    "in {period}; **{rest:=0 nobody|{rest}}** {rest:=0 was missing|was not|were not}."
)
_LATER = (
    "Of **{n}** {n:person|people} who began in {cohort}, **{count:=0 nobody|{count}}** {count:=0 was|was|were} active "
    "in {period} or later; **{rest:=0 nobody|{rest}}** {rest:=0 was missing|was not|were not}."
)
_OPEN = "**{n}** {n:person|people} began in {cohort}. Of {period}, nothing is counted: it is not over yet."
_MOVED = {
    "new": "**{n:=0 Nobody|{n}}** {n:=0 was|person was|people were} active for the first time in {period}.",
    "retained": "**{n:=0 Nobody|{n}}** {n:=0 was|person was|people were} active in {period} and in the one before.",
    "returned": "**{n:=0 Nobody|{n}}** {n:=0 was|person was|people were} active in {period} and some time before, but "
    "not in the one just before.",
    "lost": "**{n:=0 Nobody|{n}}** {n:=0 was|person was|people were} active in the one before {period}, but not in it.",
}
_NAMES = {"new": "New", "retained": "Stayed", "returned": "Returned", "lost": "Did not come back"}
_SESSION = (
    "**{count:=0 Nobody|{count}}** of **{n}** {n:person|people} expected came to the session of {when}, {programme}."
)
MESSAGES = (_BACK, _LATER, _OPEN, *_MOVED.values(), *_NAMES.values(), _SESSION)

Choice = tuple[str, str, str, Sequence[tuple[str, str]]]


@dataclass(frozen=True, slots=True)
class Counted:
    """A number opened: what is said of it, its people, and where each leads.

    Attributes
    ----------
    key, file
        The measure of the people, and where its table is.
    told
        What the number is of, in a sentence.
    people
        The frame of that measure.
    divided
        Whether some came and some did not.
    heads, numbers, cells
        The titles of the columns that are told besides who it is, which of them are numbers, and what stands in them.
    statements
        From a person's row to where their statements are.
    ways
        From whether those who came are shown ("yes", "no", "") to where all their statements are, and the way back.
    choices
        Fields that lead to other numbers: a name, a title, the value now, values and their labels.
    about
        Of which days it is, in words; empty: of all there are.
    """

    key: str
    file: str
    told: list[Any]
    people: pl.DataFrame
    divided: bool
    heads: tuple[str, ...]
    numbers: tuple[str, ...]
    cells: Callable[[dict[str, Any]], tuple[str, ...]]
    statements: Callable[[dict[str, Any]], str]
    ways: Callable[[str], list[tuple[str, str]]]
    choices: tuple[Choice, ...] = ()
    about: str = ""


def in_cell(asked: Asked, text: str) -> Counted:
    """Return who is in a cell of the cohorts, or in one part of who came and went."""
    words, cell = asked.words, read_cell(text)
    people = asked.everything("cell_people", cell=text)

    def cells(one: dict[str, Any]) -> tuple[str, ...]:
        days = (words.day(one[name]) if one[name] else "" for name in ("first_active", "last_active"))
        return (answered(words, one["came"]), *days)

    def statements(one: dict[str, Any]) -> str:
        return behind.address(_at(asked, cell, came=bool(one["came"])), of="learned", find=one["key"])

    return Counted(
        "cell_people",
        asked.file("cell_people", cell=text),
        _sentence(words, cell, people),
        people,
        cell.kind not in MOVES,
        (words("Active in that period"), words("First active"), words("Last active")),
        (),
        cells,
        statements,
        lambda came: _ways(asked, cell, came),
        _choices(asked, cell),
    )


def _sentence(words: Words, cell: Cell, people: pl.DataFrame) -> list[Any]:
    n, period = words.number(people.height), named(words, cell.grain, cell.period[0])
    if cell.kind in MOVES:
        return words.rich(_MOVED[cell.kind], n=n, period=period)
    given = {"n": n, "cohort": named(words, cell.grain, cell.starts), "period": period}
    if people["came"].null_count():
        return words.rich(_OPEN, **given)
    came = int(people["came"].sum())
    said = _BACK if cell.kind == "classic" else _LATER
    return words.rich(said, **given, count=words.number(came), rest=words.number(people.height - came))


def named(words: Words, grain: str, start: date) -> str:
    """Return what a period is called: by its month, or by the week of its first day."""
    return words.month(start) if grain == "month" else words("the week of {day}", day=words.day(start))


def answered(words: Words, came: bool | None) -> str:  # noqa: FBT001  # a cell of a table
    """Say whether somebody came; nothing where nobody knows yet."""
    return "" if came is None else words("yes") if came else words("no")


def _at(asked: Asked, cell: Cell, *, came: bool) -> Filters:
    """Return the filters of the statements of who came, in that period (or later); of who did not, at any time."""
    if not came:
        return behind.ever(asked.chosen)
    since, until = cell.period
    return replace(asked.chosen, period=CUSTOM, since=since, until=None if cell.kind == "rolling" else until)


def _ways(asked: Asked, cell: Cell, came: str) -> list[tuple[str, str]]:
    words, moved = asked.words, cell.kind in MOVES
    counted = "" if moved else came or "yes"
    chosen = _at(asked, cell, came=cell.kind != "lost" if moved else counted == "yes")
    place, title = ("growth", "New and lost") if moved else ("cohorts", "Who comes back")
    per = (("per", cell.grain),) if cell.grain != "month" else ()
    return [
        (words("Their statements"), behind.address(chosen, of="learned", cell=str(cell), came=counted)),
        (words(title), f"{PATH}/{place}{asked.chosen.search(more=per)}"),
    ]


def _choices(asked: Asked, cell: Cell) -> tuple[Choice, ...]:
    """Return the fields of the other cells: of another cohort, or of another period; of another part."""
    words, now = asked.words, str(cell)
    if cell.kind in MOVES:
        parts = [(str(replace(cell, kind=kind)), words(_NAMES[kind])) for kind in MOVES]
        return (("part", words("Part"), now, parts),)
    cells = asked.everything("cohorts", kind=cell.kind, grain=cell.grain)
    began = cells.filter(pl.col("period") == cell.after).select("cohort", "size")
    cohorts = [
        (
            str(replace(cell, starts=start)),
            words("{cohort} · {n}", cohort=named(words, cell.grain, start), n=words.number(size)),
        )
        for start, size in began.iter_rows()
    ]
    later = cells.filter((pl.col("cohort") == cell.starts) & pl.col("complete"))["period"].to_list()
    periods = [(str(one), named(words, cell.grain, one.period[0])) for one in (replace(cell, after=n) for n in later)]
    return ("cohort", words("Began in"), now, cohorts), ("period", words("Active in"), now, periods)


def in_session(asked: Asked, key: str) -> Counted | None:
    """Return who was expected at a session; None of one the reader may not see, or that nobody of theirs was at."""
    words = asked.words
    found = asked.everything("programme_sessions").filter(pl.col("session") == key)
    if found.is_empty():
        return None
    row, people = found.row(0, named=True), asked.everything("session_people", session=key)
    ever = behind.ever(asked.chosen)

    def cells(one: dict[str, Any]) -> tuple[str, ...]:
        return answered(words, one["came"]), _minutes(words, one["minutes"]), _minutes(words, one["planned_minutes"])

    def statements(one: dict[str, Any]) -> str:
        return behind.address(ever, of="attendance", session=key, find=one["key"])

    def ways(came: str) -> list[tuple[str, str]]:
        sessions = way_to(row["programme"], "sessions", ever.search(programmes=(), more=()))
        all_of = behind.address(ever, of="attendance", session=key, came=came)
        return [(words("Their statements"), all_of), (words("All sessions of the programme"), sessions)]

    heads = (words("Attendance"), words("Minutes"), words("Minutes planned"))
    told = words.rich(
        _SESSION,
        n=words.number(people.height),
        count=words.number(int(people["came"].sum())),
        when=words.moment(row["starts"]) if row["starts"] else key,
        programme=asked.titles("programmes").get(row["programme"], row["programme"]),
    )
    file = asked.file("session_people", session=key)
    return Counted(
        "session_people",
        file,
        told,
        people,
        divided=True,
        heads=heads,
        numbers=heads[1:],
        cells=cells,
        statements=statements,
        ways=ways,
    )


def _minutes(words: Words, minutes: float | None) -> str:
    return "" if minutes is None else words.number(minutes)
