"""The sheets of lines: what went in and where it came from, what of it counts, and in which months."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from xlsxwriter.utility import xl_col_to_name
from xlsxwriter.worksheet import Worksheet

from analytics.allocation import later
from analytics.judged import LEFT
from analytics.returns import KINDS, PROVING
from dashboards.reports.facts import Facts, Row
from dashboards.reports.sheet import Pen
from dashboards.reports.workings import COMPONENTS, SIDES, origin

FIRST = 10  # the row, from 0, where lines begin on every sheet of lines
RATE, LEARNERS, ATTENDANCE, MONTHS = 3, 4, 5, 6  # the rows, from 0, of what is no line
_COLUMNS = (
    *("side", "line", "programme", "what", "title", "basis", "compared", "cash", "firm", "amount", "currency"),
    *("share", "confidence", "times", "low", "high", "origin", "from", "to", "left"),
)
AT = {name: xl_col_to_name(place) for place, name in enumerate(_COLUMNS)}
_HEADS = (
    *("Of", "Line", "Programme", "What", "Title", "Basis", "Has an alternative (1)", "Cash (1)", "Firm evidence (1)"),
    *("Amount", "Currency", "Share", "Confidence", "Times", "Low, of the amount", "High, of the amount"),
    *("From", "First day", "Last day", "Not counted because"),
)
_WIDTHS = (11, 16, 14, 16, 26, 10, 10, 8, 9, 13, 9, 9, 11, 13, 10, 10, 46, 11, 11, 40)
BASES = {"fixed": "fixed", "session": "by session", "learner": "by learner", "hour": "by hour"}
_FLOWS = ("Month", "Cash paid", "of which design", "Cashable benefits", "Benefits less running costs so far", "Covered")
MESSAGES = (*_HEADS, *BASES.values(), *_FLOWS)


@dataclass(frozen=True)
class Lines:
    """The lines of a report and the names of their sheets."""

    facts: Facts
    inputs: str
    calculation: str
    months: str

    @cached_property
    def rows(self) -> list[Row]:
        """The lines, in their order on every sheet."""
        return [] if self.facts.lines is None else self.facts.lines.to_dicts()

    @property
    def last(self) -> int:
        """The last row of lines, as spreadsheets count."""
        return FIRST + len(self.rows)

    def column(self, name: str) -> str:
        """Return the range of an input of all lines."""
        return f"'{self.inputs}'!${AT[name]}${FIRST + 1}:${AT[name]}${self.last}"

    def counted(self, column: str = "B") -> str:
        """Return the range of what of each line is counted: B as it is, C at its low, D at its high."""
        return f"'{self.calculation}'!${column}${FIRST + 1}:${column}${self.last}"

    def given(self, row: int) -> str:
        """Return the place of what is no line."""
        return f"'{self.inputs}'!$B${row + 1}"

    def word(self, name: str) -> str:
        """Return a side, a component or a kind of benefit as it stands on the sheet."""
        kinds = {key: told[self.facts.words.language] for key, told in KINDS.items()}
        tables = SIDES | COMPONENTS | BASES
        return kinds[name] if name in kinds else self.facts.words(tables.get(name, name))

    def sum(self, *chosen: tuple[str, str | int], column: str = "B") -> str:
        """Return the formula of the sum of lines with some inputs, without its equals sign."""
        criteria = [f"{self.column(name)},{_criterion(self, value)}" for name, value in chosen]
        return f"SUMIFS({self.counted(column)},{','.join(criteria)})"


def _criterion(lines: Lines, value: str | int) -> str:
    return str(value) if isinstance(value, int) else '"{}"'.format(lines.word(value).replace('"', '""'))


def inputs(pen: Pen, sheet: Worksheet, lines: Lines) -> None:
    """Write every input: what may be changed is in colour, each with where it came from."""
    words, facts = pen.words, lines.facts
    pen.text(sheet, (0, 0), words("Inputs: change what is in colour, and the results follow"), "title")
    even = facts.even[0] if facts.one is not None and facts.even else {}
    told = (
        (RATE, words("Discount rate of a year"), facts.whole["rate"], words("assumed"), "share"),
        (LEARNERS, words("Learners"), facts.whole["learners"], words("the measure `returns`"), "number"),
        (ATTENDANCE, words("Learners a session"), even.get("attendance"), words("the measure `break_even`"), "number"),
        (MONTHS, words("Months"), facts.whole["months"], words("the measure `returns`"), "number"),
    )
    for row, name, value, source, style in told:
        pen.text(sheet, (row, 0), name)
        pen.value(sheet, (row, 1), value, style, given=True)
        pen.text(sheet, (row, 2), source)
    pen.heads(sheet, FIRST - 1, [words(name) for name in _HEADS], _WIDTHS)
    for at, line in enumerate(lines.rows, FIRST):
        _input(pen, sheet, at, lines, line)
    sheet.freeze_panes(FIRST, 2)


def _input(pen: Pen, sheet: Worksheet, at: int, lines: Lines, row: Row) -> None:
    basis = row["basis"] or ("hour" if row["line"] is None else None)
    texts = {
        "side": lines.word(row["side"]),
        "line": row["line"] or pen.words("recorded hours"),
        "programme": row["programme"],
        "what": lines.word(row["component"]),
        "title": row["title"],
        "basis": lines.word(basis) if basis else None,
        "currency": row["currency"],
        "origin": origin(lines.facts, row),
        "left": pen.words.of(LEFT[row["left_out"]]) if row["left_out"] else None,
    }
    numbers: dict[str, tuple[Any, str, bool]] = {
        "compared": (int(row["compared"]), "number", False),
        "cash": (int(row["cash"]), "number", False),
        "firm": (int(row["evidence"] in PROVING), "number", False),
        "amount": (row["amount"], "money", True),
        "share": (row["share"], "number", True),
        "confidence": (row["confidence"], "number", True),
        "times": (row["times"], "number", True),
        "low": (_end(row, "low"), "number", True),
        "high": (_end(row, "high"), "number", True),
        "from": (row["valid_from"], "day", False),
        "to": (row["valid_to"], "day", False),
    }
    for name, text in texts.items():
        pen.text(sheet, (at, _COLUMNS.index(name)), text)
    for name, (value, style, given) in numbers.items():
        pen.value(sheet, (at, _COLUMNS.index(name)), value, style, given=given)


def _end(row: Row, name: str) -> float:
    """Return an end of a line's range over what is counted."""
    return float(row[name]) / float(row["counted"]) if row["counted"] else 1.0


def calculation(pen: Pen, sheet: Worksheet, lines: Lines) -> None:
    """Write what of each line is counted, as it is and at the ends of its range."""
    words = pen.words
    title = words("Calculation: amount x share x confidence x times, to the cent")
    pen.text(sheet, (0, 0), title, "title")
    heads = [words("Line"), words("Counted"), words("Low"), words("High")]
    pen.heads(sheet, FIRST - 1, heads, (24, 16, 16, 16))
    for place, row in enumerate(lines.rows):
        at = FIRST + place
        cell = {name: f"'{lines.inputs}'!{AT[name]}{at + 1}" for name in AT}
        pen.text(sheet, (at, 0), row["line"] or words("recorded hours"))
        product = "*".join(cell[name] for name in ("amount", "share", "confidence", "times"))
        pen.formula(sheet, (at, 1), f"=ROUND({product},2)", row["counted"])
        for column, end in ((2, "low"), (3, "high")):
            pen.formula(sheet, (at, column), f"=ROUND(B{at + 1}*{cell[end]},2)", row[end])


@dataclass(frozen=True, slots=True)
class Flows:
    """Where the sheet of months has what comes and goes: the last column, and how many months."""

    last: str
    count: int


def months(pen: Pen, sheet: Worksheet, lines: Lines) -> Flows | None:
    """Write in which months each line falls, and what comes and goes each month; None where no cash moves."""
    span = lines.rows[0]["months"] or []
    words = pen.words
    pen.text(sheet, (0, 0), words("Months: the part of each line that falls into each"), "title")
    sheet.set_column(0, 0, 34)
    for row, name in enumerate(_FLOWS, 2):
        pen.text(sheet, (row, 0), words(name), "head" if row == 2 else "text")
    for place, line in enumerate(lines.rows, FIRST):
        pen.text(sheet, (place, 0), line["line"] or words("recorded hours"))
        for at, part in enumerate(line["months"] or [], 1):
            pen.value(sheet, (place, at), part, "number", given=True)
    if not span:
        return None
    flows = Flows(xl_col_to_name(len(span)), len(span))
    shown = _moved(lines)
    for at in range(1, len(span) + 1):
        pen.value(sheet, (2, at), later(lines.rows[0]["first"], at - 1), "day")
        _flow(pen, sheet, at, lines, shown[at - 1])
    return flows


def _flow(pen: Pen, sheet: Worksheet, at: int, lines: Lines, shown: tuple[float, float, float, float, Any]) -> None:
    column, before = xl_col_to_name(at), xl_col_to_name(at - 1)
    part = f"{column}${FIRST + 1}:{column}${lines.last}*{lines.counted()}"

    def where(*chosen: tuple[str, str | int]) -> str:
        return "*".join([part, *(f"({lines.column(name)}={_criterion(lines, value)})" for name, value in chosen)])

    paid, benefit = (("side", "cost"), ("cash", 1)), (("side", "benefit"), ("what", "cashable"))
    so_far = f"{before}7+" if at > 1 else ""
    told = (
        f"=ROUND(SUMPRODUCT({where(*paid)}),2)",
        f"=ROUND(SUMPRODUCT({where(*paid, ('what', 'design'))}),2)",
        f"=ROUND(SUMPRODUCT({where(*benefit)}),2)",
        f"=ROUND({so_far}{column}6-({column}4-{column}5),2)",
        f'=IF({column}7>=SUM($B$5:$XFD$5),{at},"")',
    )
    for row, (formula, value) in enumerate(zip(told, shown, strict=True), 3):
        pen.formula(sheet, (row, at), formula, value, "money" if row < 7 else "number")


def _moved(lines: Lines) -> list[tuple[float, float, float, float, Any]]:
    """Return what the formulas of each month show: cash, design, benefits, so far, the month if covered."""
    paid = [row for row in lines.rows if row["side"] == "cost" and row["cash"]]
    design = [row for row in paid if row["component"] == "design"]
    gains = [row for row in lines.rows if row["side"] == "benefit" and row["component"] == "cashable"]
    count = len(lines.rows[0]["months"])
    sums = [[_month(some, at) for some in (paid, design, gains)] for at in range(count)]
    initial, so_far = round(sum(month[1] for month in sums), 2), 0.0
    found: list[tuple[float, float, float, float, Any]] = []
    for at, (cash, made, gain) in enumerate(sums, 1):
        so_far = round(so_far + gain - (cash - made), 2)
        found.append((cash, made, gain, so_far, at if so_far >= initial else ""))
    return found


def _month(rows: list[Row], at: int) -> float:
    return round(sum((float(row["counted"]) * float(row["months"][at]) for row in rows), start=0.0), 2)
