"""The sheet of the break-even: both sides made of the lines, and what each costs for every number of learners."""

import numpy as np
from numpy.typing import NDArray
from xlsxwriter.worksheet import Worksheet

from analytics.breakeven import Side
from analytics.even import dearer
from dashboards.reports.money import sides
from dashboards.reports.sheet import Pen
from dashboards.reports.sheet_lines import LEARNERS, SESSIONS, Lines

_TABLE = 16  # the row, from 0, of the first number of learners
_PLACES = {"own": "B", "other": "C"}
_SIDES = {"own": "cost", "other": "alternative"}
_FIXED, _EACH, _SESSION, _VARIABLE = 4, 5, 6, 7  # as spreadsheets count
_NAMES = ("Fixed", "For each learner", "For each session", "Variable, a session's cost shared by its learners")
MESSAGES = _NAMES
_HELD, _LINEAR, _EXACT, _UPTO = 9, 11, 12, 13


def live(pen: Pen, lines: Lines) -> None:
    """Write the break-even of the only programme, live."""
    words, row = pen.words, lines.facts.even[0]
    sheet = pen.add(words("Break-even"))
    pen.text(sheet, (0, 0), words("From how many learners is it cheaper?"), "title")
    pen.heads(sheet, 2, [words("Side"), words("This programme"), words("The alternative")], (44, 18, 18, 14, 14))
    for at, name in enumerate(_NAMES, _FIXED - 1):
        pen.text(sheet, (at, 0), words(name))
    case = sides(row)
    for name, side in (("own", case.digital), ("other", case.classroom)):
        amounts = _side(lines, name)
        held = side.attendance or 1
        shown = (side.development, side.per_learner, side.per_session, side.per_learner + side.per_session / held)
        for at, (formula, value) in enumerate(zip(amounts, shown, strict=True), _FIXED - 1):
            pen.formula(sheet, (at, "ABC".index(_PLACES[name])), f"={formula}", value, "money" if at == 3 else "number")
    learners, sessions = lines.given(LEARNERS), lines.given(SESSIONS)
    pen.text(sheet, (_HELD - 1, 0), words("Learners a session"))
    shown_held = row["attendance"] or 1
    pen.formula(sheet, (_HELD - 1, 1), f"=IF({sessions}=0,1,ROUNDUP({learners}/{sessions},6))", shown_held, "number")
    _found(pen, sheet, lines)
    _table(pen, sheet, lines)


def _side(lines: Lines, name: str) -> tuple[str, str, str, str]:
    """Return the formulas of what is fixed, by learner, by session, and both together."""
    side, place = ("side", _SIDES[name]), _PLACES[name]
    fixed, session = lines.sum(side, ("basis", "fixed")), lines.sum(side, ("basis", "session"))
    learners, sessions = lines.given(LEARNERS), lines.given(SESSIONS)
    return (
        fixed,
        f"ROUND(({lines.sum(side)}-{fixed}-{session})/{learners},6)",
        f"IF({sessions}=0,0,ROUND({session}/{sessions},6))",
        f"{place}{_EACH}+{place}{_SESSION}/$B${_HELD}",
    )


def _found(pen: Pen, sheet: Worksheet, lines: Lines) -> None:
    words, row = pen.words, lines.facts.even[0]
    none = words("none")
    first, last = _TABLE + 1, _TABLE + row["bound"]
    dear, difference = f"$D${first}:$D${last}", f"(C{_VARIABLE}-B{_VARIABLE})"
    crossing = f'=IF({difference}>0,MAX(0,(B{_FIXED}-C{_FIXED})/{difference}),"{none}")'
    stays = f'=IF(MAX({dear})={row["bound"]},"{none}",MAX({dear})+1)'
    below = f'=IF(OR(MAX({dear})=0,$D${first}=1),"{none}",SMALL({dear},COUNTIF({dear},0)+1)-1)'
    exact = words("Break-even, exact, up to {n} learners", n=words.number(row["bound"]))
    told = (
        (_LINEAR, words("Break-even, linear"), row["linear"], crossing),
        (_EXACT, exact, row["exact"], stays),
        (_UPTO, words("Costs no more up to"), row["upto"], below),
    )
    for at, name, value, formula in told:
        pen.text(sheet, (at - 1, 0), name)
        pen.formula(sheet, (at - 1, 1), formula, none if value is None else value, "number")


def _table(pen: Pen, sheet: Worksheet, lines: Lines) -> None:
    """Write both costs for every number of learners up to the bound."""
    words, row = pen.words, lines.facts.even[0]
    heads = [
        words("Learners"),
        words("This programme"),
        words("The alternative"),
        words("Dearer"),
    ]
    pen.heads(sheet, _TABLE - 1, heads)
    case, bound = sides(row), row["bound"]
    people = np.arange(1, bound + 1)
    own, other = (_total(side, people) for side in (case.digital, case.classroom))
    more = dearer(case.digital, case.classroom, bound)
    for at in range(bound):
        line = _TABLE + at + 1
        pen.value(sheet, (line - 1, 0), at + 1, "number")
        for place, shown in (("B", own[at]), ("C", other[at])):
            held = f"ROUNDUP(ROUND($A{line}/$B${_HELD},9),0)"
            formula = f"=ROUND({place}${_FIXED}+{place}${_EACH}*$A{line}+{place}${_SESSION}*{held},6)"
            pen.formula(sheet, (line - 1, "ABC".index(place)), formula, float(shown))
        pen.formula(sheet, (line - 1, 3), f"=IF(B{line}>C{line},A{line},0)", at + 1 if more[at] else 0, "number")


def _total(side: Side, people: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what a side costs for each number of learners, as the formulas beside it have it."""
    fixed, each, session = (float(one) for one in (side.development, side.per_learner, side.per_session))
    held = 0 if side.attendance is None else np.ceil(np.round(people / float(side.attendance), 9))
    total: NDArray[np.float64] = np.round(fixed + each * people + session * held, 6)
    return total
