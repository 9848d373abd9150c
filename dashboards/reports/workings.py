"""How the figures of a report were worked out: formula, inputs, and where each of those came from."""

from analytics import catalog
from analytics.judged import LEFT
from analytics.returns import EVIDENCE, KINDS
from dashboards.line_changes import told_by
from dashboards.money import NAMES, told
from dashboards.reports.facts import NONE, Facts, Row
from dashboards.reports.model import Element, e
from dashboards.reports.parts import paragraph, table, working
from schemas.imports import COMPONENTS as FILED

_MOST = 400  # lines told in a page; the workbook has them all
COMPONENTS = {key: NAMES[key] for key in dict.fromkeys(FILED.values())}
SIDES = {"cost": "Cost", "alternative": "Alternative", "benefit": "Benefit"}
INPUTS = {
    "own_fixed": "Fixed cost of the programme",
    "own_each": "What each learner adds",
    "own_session": "What each session filled adds",
    "other_fixed": "Fixed cost of the alternative",
    "other_each": "What each of its learners adds",
    "other_session": "What each of its sessions filled adds",
}
ATTENDED = {
    "programme": "its own sessions",
    "organisation": "all classroom sessions",
    "default": "a published sample calculation",
}
MESSAGES = (*ATTENDED.values(), *SIDES.values(), *INPUTS.values())


def formula(facts: Facts, key: str) -> Element:
    """Return a measure's name, formula and source."""
    measure, words = catalog.measure(key), facts.words
    name = words.of(measure.name)
    source = words("From: {source}.", source=words(measure.source))
    return paragraph(e("strong", f"{name}. "), f"{words(measure.formula)}. ", source)


def of_costs(facts: Facts) -> Element:
    """Return the lines that the cost and the alternative are made of."""
    return working(
        facts.words, formula(facts, "returns"), formula(facts, "costs"), _lines(facts, "cost", "alternative")
    )


def of_returns(facts: Facts) -> Element:
    """Return the lines of the benefits, and how the simulation can be had again."""
    words, row = facts.words, facts.simulated["roi"]
    again = None
    if row["draws"]:
        again = paragraph(
            words(
                "Simulation: {draws} draws of {inputs} {inputs:line|lines}, seed {seed}, {versions}.",
                draws=facts.number(row["draws"]),
                inputs=facts.number(row["inputs"]),
                seed=row["seed"],
                versions=row["versions"],
            )
        )
    return working(words, formula(facts, "returns"), formula(facts, "simulated"), again, _lines(facts, "benefit"))


def of_break_even(facts: Facts) -> Element:
    """Return what the two sides are made of."""
    words = facts.words
    heads = [words("Programme"), *(words(INPUTS[name]) for name in INPUTS), words("Learners a session"), words("Sites")]
    rows = [
        [
            facts.title(row),
            *(facts.money(row[name]) for name in INPUTS),
            _held(facts, row),
            facts.number(row["sites"]),
        ]
        for row in facts.even
    ]
    return working(words, formula(facts, "break_even"), table(heads, rows, len(heads) - 1))


def _held(facts: Facts, row: Row) -> str:
    """Return how many learners a session holds, and whose sessions those are."""
    if row["attendance"] is None:
        return NONE
    return f"{facts.number(float(row['attendance']), 1)} ({facts.words(ATTENDED[row['attended']])})"


def _lines(facts: Facts, *sides: str) -> Element:
    words = facts.words
    if facts.lines is None:
        return paragraph(words("Your role is told totals: the lines are shown to learning managers."), cls="muted")
    found = [row for row in facts.lines.to_dicts() if row["side"] in sides]
    heads = [
        words("Line"),
        words("Of"),
        words("What"),
        words("From"),
        words("Amount"),
        words("Times"),
        words("Counted"),
    ]
    return table(heads, [_line(facts, row) for row in found[:_MOST]], 3)


def _line(facts: Facts, row: Row) -> list[Element | str | list[Element | str]]:
    words = facts.words
    amount = told(words, row["amount"], row["currency"], 2).strip()
    factors = [words.number(float(row[name]), 2) for name in ("share", "confidence") if row[name] != 1]
    return [
        row["line"] or words("recorded hours"),
        words(SIDES[row["side"]]),
        what(facts, row),
        origin(facts, row),
        " \u00d7 ".join([amount, *factors]),
        words.of(LEFT[row["left_out"]]) if row["left_out"] else words.number(row["times"], 4),
        facts.money(row["counted"]),
    ]


def what(facts: Facts, row: Row) -> str:
    """Return what a line is: its component, or the benefit's title, kind and evidence."""
    words = facts.words
    if row["side"] != "benefit":
        return words(COMPONENTS.get(row["component"], str(row["component"])))
    evidence = EVIDENCE.get(row["evidence"], {}).get(words.language, words("none"))
    return f"{row['title'] or ''} ({KINDS[row['component']][words.language]}, {evidence})"


def origin(facts: Facts, row: Row) -> str:
    """Return where a line came from: its source, its file and row, its day, and who told it last."""
    words = facts.words
    if row["line"] is None:
        return words("recorded hours x hourly cost by job family, unit and date")
    where = f"{row['file']}:{row['position']}" if row["file"] else ""
    day = words.day(row["valid_from"]) if row["valid_from"] else ""
    who = told_by(words, row["who"], row["told"])
    said = words("told by {who}", who=who) if who else ""
    return ", ".join(part for part in (row["source"], where, day, said) if part)
