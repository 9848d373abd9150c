"""What the organisation is judged by and what its trainings cost, as the files anyone would bring.

Half of the teams got what an indicator is named for, some of them in waves: so effects, series, levels, benefits,
Decision and the plane have something to rest on. Figures follow from their place and month alone.
"""

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from math import sin

from benchmarks.world import COURSES, SUBSIDIARIES, TEAMS, modality, programme, team

File = tuple[Sequence[str], Iterable[Sequence[object]]]

JUDGED = 12  # programmes that are meant to move an indicator
_MONTHS, _OPENED = 24, 13  # from September 2024; from October 2025 on with the programme
_LEVEL, _EFFECT, _SIZE = 6.0, -0.8, 40
_LASTS = 36  # months that making a programme is spread over
_CLASSROOM = (("trainer", "session", 900), ("room", "session", 250), ("material", "learner", 12))
_DIGITAL = (("licence", "learner", 9), ("administration", "learner", 3))
_ALTERNATIVE = (("trainer", "session", 1_100), ("room", "session", 300), ("travel", "learner", 45))


def indicators() -> File:
    """Return the figures of every team, month by month."""
    headings = ("Indicator", "Unit", "Month", "Numerator", "Denominator", "Better", "Value of one", "Currency",
                "Source of the value", "Programmes")  # fmt: skip
    return headings, _figures()


def _figures() -> Iterator[Sequence[object]]:
    for course in range(JUDGED):
        for at in range(SUBSIDIARIES * TEAMS):
            for month in range(_MONTHS):
                chance = blake2b(b"%d %d %d" % (course, at, month), digest_size=2).digest()
                moved = _EFFECT if month >= _wave(course, at) else 0
                rate = _LEVEL + at % 5 + sin(month / 2) + moved + int.from_bytes(chance, "little") / 65_536
                named = (indicator(course), team(at), f"{2024 + (month + 8) // 12}-{(month + 8) % 12 + 1:02}")
                yield *named, round(rate * _SIZE, 2), _SIZE, "down", 120, "EUR", "Controlling", programme(course)


def _wave(course: int, at: int) -> int:
    """Return the month in which a team got a programme; a later one than there is for those that wait."""
    if at % 2:
        return _MONTHS
    return _OPENED + (3 * (at // 2 % 3) if course % 3 == 0 else 0)  # a third of the programmes came in waves


def rollouts() -> File:
    """Return when teams got what their indicators are named for."""
    rows = []
    for course in range(JUDGED):
        for at in range(0, SUBSIDIARIES * TEAMS, 2):
            month = _wave(course, at) + 8
            rows.append(
                (programme(course), team(at), f"{2024 + month // 12}-{month % 12 + 1:02}-01", "Steering committee")
            )
    return ("Programme", "Unit", "Starts", "Source"), rows


def indicator(course: int) -> str:
    """Return what a programme is meant to move."""
    return f"Faults {course}"


def hourly() -> File:
    """Return what an hour of work costs, by subsidiary."""
    rows = [(f"Group > Subsidiary {at + 1}", 24 + 3 * at, "EUR", "2024-01-01") for at in range(SUBSIDIARIES)]
    return ("Unit", "Hourly cost", "Currency", "Valid from"), rows


def costs() -> File:
    """Return the ledger: what each programme cost, what was to be spent, what the other way of teaching would cost."""
    headings = ("Line", "Programme", "Component", "Basis", "Nature", "Amount", "Currency", "Valid from", "Valid to",
                "Amortised over (months)", "Allocation key", "Low", "High", "Alternative", "Source")  # fmt: skip
    shared = ("S1", "", "platform", "fixed", "actual", 180_000, "EUR", "2025-09-01", "2026-08-31", "", "learners")
    return headings, [
        (*shared, 170_000, 195_000, "no", "Invoice"),
        *(row for at in range(COURSES) for row in _bill(at)),
    ]


def _bill(course: int) -> Iterator[Sequence[object]]:
    making, name = 8_000 + 500 * (course % 7), programme(course)
    once, period = ("EUR", "2025-09-01", "", _LASTS, ""), ("EUR", "2025-09-01", "2026-08-31", "", "")
    ends: tuple[object, object] = (making - 500, making + 900)
    yield f"C{course}-1", name, "design", "fixed", "actual", making, *once, *ends, "no", "Invoice"
    yield f"C{course}-2", name, "design", "fixed", "budget", making - 300, *once, "", "", "no", "Budget"
    own, other = (_CLASSROOM, _DIGITAL) if modality(course) == "classroom" else (_DIGITAL, _ALTERNATIVE)
    for at, (component, basis, amount) in enumerate(own, 3):
        yield f"C{course}-{at}", name, component, basis, "actual", amount, *period, "", "", "no", "Invoice"
    for at, (component, basis, amount) in enumerate(other, 6):
        ends = (round(amount * 0.8, 2), round(amount * 1.3, 2))
        yield f"C{course}-{at}", name, component, basis, "estimate", amount, *period, *ends, "yes", "Quotation"


def benefits() -> File:
    """Return what programmes bring: measured where an indicator is named for them, else estimated, else claimed."""
    headings = ("Line", "Programme", "Kind", "Benefit", "Evidence", "Indicator", "Amount", "Currency", "Valid from",
                "Valid to", "Share due to it", "Confidence", "Low", "High", "Source")  # fmt: skip
    period = ("2025-10-01", "2026-08-31")
    rows: list[Sequence[object]] = []
    for course in range(COURSES):
        named = (f"B{course}", programme(course), "cashable", "Fewer faults")
        if course < JUDGED:
            rows.append((*named, "measured", indicator(course), "", "", *period, "", "", "", "", "Controlling"))
        elif course % 2:
            amount = 9_000 + 700 * (course % 11)
            evidence = ("estimate", "controlled", "claim")[course % 3]
            ends = (amount - 2_000, amount + 3_000)
            rows.append((*named, evidence, "", amount, "EUR", *period, "80 %", "70 %", *ends, "Head of operations"))
    return headings, rows
