"""The sheet of the break-even: both sides made of the lines, and what each costs for every number of learners."""

import numpy as np
from numpy.typing import NDArray
from xlsxwriter.worksheet import Worksheet

from analytics.breakeven import Case, Side
from analytics.even import dearer, held
from dashboards.reports.money import sides
from dashboards.reports.sheet import Pen
from dashboards.reports.sheet_lines import ATTENDANCE, LEARNERS, Lines

_TABLE = 16  # the row, from 0, of the first number of learners
_PLACES = {"own": "B", "other": "C"}
_SIDES = {"own": "cost", "other": "alternative"}
_FIXED, _EACH, _SESSION, _VARIABLE = 4, 5, 6, 7  # as spreadsheets count
_NAMES = ("Fixed", "For each learner", "For each session", "Variable, a session's cost shared by its learners")
_SITES = ("Site", "Learners at it", "Learners up to it")
MESSAGES = (*_NAMES, *_SITES)
_HELD, _FILLED, _LINEAR, _EXACT, _UPTO = 9, 10, 11, 12, 13
_SITE = 6  # the column, from 0, of the sites


def live(pen: Pen, lines: Lines) -> None:
    """Write the break-even of the only programme, live."""
    words, row = pen.words, lines.facts.even[0]
    sheet = pen.add(words("Break-even"))
    pen.text(sheet, (0, 0), words("From how many learners is it cheaper?"), "title")
    pen.heads(sheet, 2, [words("Side"), words("This programme"), words("The alternative")], (44, 18, 18, 14, 14))
    for at, name in enumerate(_NAMES, _FIXED - 1):
        pen.text(sheet, (at, 0), words(name))
    case = sides(lines.facts, row)
    for name, side in (("own", case.digital), ("other", case.classroom)):
        amounts = _side(lines, name)
        shared = side.per_session / side.attendance if side.attendance else 0
        shown = (side.development, side.per_learner, side.per_session, side.per_learner + shared)
        for at, (formula, value) in enumerate(zip(amounts, shown, strict=True), _FIXED - 1):
            pen.formula(sheet, (at, "ABC".index(_PLACES[name])), f"={formula}", value, "money" if at == 3 else "number")
    _sessions(pen, sheet, lines, case)
    _found(pen, sheet, lines)
    _table(pen, sheet, lines, case)


def _side(lines: Lines, name: str) -> tuple[str, str, str, str]:
    """Return the formulas of what is fixed, by learner, by session, and both together."""
    side, place = ("side", _SIDES[name]), _PLACES[name]
    fixed, session = lines.sum(side, ("basis", "fixed")), lines.sum(side, ("basis", "session"))
    filled = f"$B${_FILLED}"
    return (
        fixed,
        f"ROUND(({lines.sum(side)}-{fixed}-{session})/{lines.given(LEARNERS)},6)",
        f"IF({filled}=0,0,ROUND({session}/{filled},6))",
        f"{place}{_EACH}+IF({filled}=0,0,{place}{_SESSION}/$B${_HELD})",
    )


def _sessions(pen: Pen, sheet: Worksheet, lines: Lines, case: Case) -> None:
    """Write who is where, what a session holds, and how many sessions that fills."""
    words, row = pen.words, lines.facts.even[0]
    pen.text(sheet, (_HELD - 1, 0), words("Learners a session"))
    given = lines.given(ATTENDANCE)
    pen.formula(sheet, (_HELD - 1, 1), f"=IF({given}=0,1,{given})", row["attendance"] or 1, "number")
    pen.text(sheet, (_FILLED - 1, 0), words("Sessions these learners fill, site by site"))
    for at, head in enumerate(_SITES):
        pen.text(sheet, (2, _SITE + at), words(head), "head")
    sheet.set_column(_SITE, _SITE, 24)
    for at, (name, learners) in enumerate(lines.facts.named_sites(row), 3):
        pen.text(sheet, (at, _SITE), name or words("not said"))
        pen.value(sheet, (at, _SITE + 1), learners, "number", given=True)
        pen.formula(sheet, (at, _SITE + 2), f"=SUM(H$4:H{at + 1})", sum(case.sites[: at - 2]), "number")
    full = f"SUMPRODUCT(ROUNDUP(ROUND({_at(case)[0]}/$B${_HELD},9),0))"
    pen.formula(sheet, (_FILLED - 1, 1), f"=IF({given}=0,0,{full})", row["filled"] or 0, "number")


def _at(case: Case) -> tuple[str, str]:
    """Return the ranges of the learners at each site, and of those up to each."""
    last = 3 + len(case.sites)
    return f"$H$4:$H${last}", f"$I$4:$I${last}"


def _found(pen: Pen, sheet: Worksheet, lines: Lines) -> None:
    words, row = pen.words, lines.facts.even[0]
    none = words("none")
    first, last = _TABLE + 1, _TABLE + row["bound"]
    dear, difference = f"$D${first}:$D${last}", f"(C{_VARIABLE}-B{_VARIABLE})"
    crossing = f'=IF({difference}>0,MAX(0,(B{_FIXED}-C{_FIXED})/{difference}),"{none}")'
    stays = f'=IF(MAX({dear})={row["bound"]},"{none}",MAX({dear})+1)'
    below = f'=IF(OR(MAX({dear})=0,$D${first}=1),"{none}",SMALL({dear},COUNTIF({dear},0)+1)-1)'
    exact = words("Break-even, exact, up to {n} {n:learner|learners}", n=words.number(row["bound"]))
    told = (
        (_LINEAR, words("Break-even, linear"), row["linear"], crossing),
        (_EXACT, exact, row["exact"], stays),
        (_UPTO, words("Costs no more up to"), row["upto"], below),
    )
    for at, name, value, formula in told:
        pen.text(sheet, (at - 1, 0), name)
        pen.formula(sheet, (at - 1, 1), formula, none if value is None else value, "number")


def _table(pen: Pen, sheet: Worksheet, lines: Lines, case: Case) -> None:
    """Write both costs for every number of learners up to the bound."""
    words, bound = pen.words, lines.facts.even[0]["bound"]
    heads = ("Learners", "This programme", "The alternative", "Dearer", "Sessions")
    pen.heads(sheet, _TABLE - 1, [words(head) for head in heads])
    people = np.arange(1, bound + 1)
    taught = next((side for side in case.sides() if side.attendance), Side())
    needed = held(people, taught, case.sites)
    own, other = (_total(side, people, needed) for side in (case.digital, case.classroom))
    more = dearer(case.digital, case.classroom, bound, case.sites)
    for at in range(bound):
        line = _TABLE + at + 1
        pen.value(sheet, (line - 1, 0), at + 1, "number")
        for place, shown in (("B", own[at]), ("C", other[at])):
            formula = f"=ROUND({place}${_FIXED}+{place}${_EACH}*$A{line}+{place}${_SESSION}*$E{line},6)"
            pen.formula(sheet, (line - 1, "ABC".index(place)), formula, float(shown))
        pen.formula(sheet, (line - 1, 3), f"=IF(B{line}>C{line},A{line},0)", at + 1 if more[at] else 0, "number")
        pen.formula(sheet, (line - 1, 4), _needed(line, case), int(needed[at]), "number")


def _needed(line: int, case: Case) -> str:
    """Return the formula of the sessions so many learners need: to the nearest up to each site, then rounded up."""
    at, upto = _at(case)
    whole = upto.rpartition(":")[2]
    here = f"ROUND($A{line}*{upto}/{whole},0)-ROUND($A{line}*({upto}-{at})/{whole},0)"
    return f"=IF($B${_FILLED}=0,0,SUMPRODUCT(ROUNDUP(ROUND(({here})/$B${_HELD},9),0)))"


def _total(side: Side, people: NDArray[np.int64], needed: NDArray[np.int64]) -> NDArray[np.float64]:
    """Return what a side costs for each number of learners, as the formulas beside it have it."""
    fixed, each, session = (np.float64(one) for one in (side.development, side.per_learner, side.per_session))
    return np.round(fixed + each * people + session * needed, 6)
