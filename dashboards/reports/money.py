"""What it costs against the alternative, from how many learners it is cheaper, and what it brings."""

from decimal import Decimal

import polars as pl

from analytics.breakeven import Case, Side, curves
from analytics.decision_reasons import COLUMNS
from analytics.money import NOTHING
from analytics.returns import EVIDENCE, KINDS
from dashboards.reports.drawing import Marks, Say, bars, two_costs
from dashboards.reports.facts import NONE, TITLE, Facts, Row
from dashboards.reports.model import Element
from dashboards.reports.parts import pairs, paragraph, section, table
from dashboards.reports.workings import of_break_even, of_costs, of_returns

_MOST = 8  # rows of a table on paper


def costs(facts: Facts) -> Element:
    """Return what it costs, against the alternative where that is known."""
    words, whole = facts.words, facts.whole
    rows = [
        (words("Fully loaded cost"), facts.money(whole["cost"])),
        (words("of which avoidable cash"), facts.money(whole["cash"])),
        (words("of which learners' time"), facts.money(whole["learner_time"])),
        (words("Paid for each learner, fully loaded"), facts.money(whole["per_learner"])),
        (words("for each completed hour"), facts.money(whole["per_completed_hour"])),
        (words("for each completion"), facts.money(whole["per_completion"])),
    ]
    if whole["alternative"] is not None:
        rows += [
            (words("The alternative, of the same programmes"), facts.money(whole["alternative"])),
            (words("their own cost"), facts.money(whole["compared"])),
            (words("Saved (if negative, lost)"), facts.money(whole["saving"])),
        ]
    lacking = None if whole["alternative"] is not None else paragraph(facts.why("no_alternative"), cls="missing")
    return section(
        words("What does it cost, against the alternative?"), _compared(facts), pairs(rows), lacking, of_costs(facts)
    )


def _compared(facts: Facts) -> Element | None:
    words, whole = facts.words, facts.whole
    if whole["cost"] is None:
        return None
    names = {"cost": words("Cost"), "alternative": words("The alternative"), "benefit": words("Cashable benefits")}
    if whole["compared"] not in (None, whole["cost"]):  # what has an alternative is not to be read beside what has none
        compared = {"compared": words("Cost of the programmes with an alternative")}
        names = {**compared, "alternative": names["alternative"], **names, "cost": words("Fully loaded cost")}
    rows = [
        {"name": name, "second": key == "alternative"}
        | {end: _number(whole[f"{key}{tail}"]) for end, tail in (("value", ""), ("low", "_low"), ("high", "_high"))}
        for key, name in names.items()
        if whole[key] is not None
    ]
    return bars(words("Cost, alternative and benefits, each with its range"), pl.DataFrame(rows), _short(facts))


def _number(value: object) -> float | None:
    return None if value is None else float(str(value))


def _short(facts: Facts) -> Say:
    return lambda value: facts.money(value, 0)


def break_even(facts: Facts) -> Element:
    """Return from how many learners it is cheaper: a drawing for one programme, a table for several."""
    words = facts.words
    title = words("From how many learners is it cheaper?")
    if not facts.even:
        return section(title, paragraph(facts.why("no_alternative"), cls="missing"))
    if facts.one is not None:
        row = facts.even[0]
        told = paragraph(_crosses(facts, row), " ", _kept(facts, row))
        return section(title, told, _curves(facts, row), of_break_even(facts))
    rows = [
        [facts.title(row), facts.number(row["learners"]), facts.number(row["linear"], 1), least(facts, row)]
        for row in facts.even[:_MOST]
    ]
    heads = [words("Programme"), words("Learners"), words("Break-even, linear"), words("Break-even, exact")]
    return section(title, table(heads, rows, 3), _further(facts, len(facts.even)), of_break_even(facts))


def least(facts: Facts, row: Row) -> str:
    """Say from how many learners on, as a table does."""
    if row["exact"] is not None:
        return facts.number(row["exact"])
    if row["reason"] == "cheaper_below":
        return facts.words("up to {n} only", n=facts.number(row["upto"]))
    return facts.words("none up to {n}", n=facts.number(row["bound"])) if row["reason"] == "not_within_bound" else NONE


def _crosses(facts: Facts, row: Row) -> str:
    words = facts.words
    if row["exact"] is not None:
        return words(
            "From {n} {n:learner|learners} on it costs no more than the alternative (by straight lines: {linear}); "
            "there were {learners}.",
            n=facts.number(row["exact"]),
            linear=facts.number(row["linear"], 1),
            learners=facts.number(row["learners"]),
        )
    if row["reason"] == "cheaper_below":
        return words(
            "It costs no more than the alternative up to {n} {n:learner|learners} only; there were {learners}.",
            n=facts.number(row["upto"]),
            learners=facts.number(row["learners"]),
        )
    return facts.why(row["reason"] or "hidden")


def _kept(facts: Facts, row: Row) -> str:
    """Say how well it must be remembered to cost the same for each competency kept."""
    if row["ratio"] is None:
        return ""
    if row["ratio"] < 1:
        return facts.words(
            "For the same cost per competency kept, it need only be remembered {share}% as well as the alternative, "
            "if as many pass.",
            share=facts.number(100 * row["ratio"]),
        )
    return facts.words(
        "For the same cost per competency kept, it must be remembered {times} times as well as the alternative, "
        "if as many pass.",
        times=facts.number(row["ratio"], 1),
    )


def sides(facts: Facts, row: Row) -> Case:
    """Return the two sides that the measure `break_even` told of; to readers of totals as straight lines.

    The staircase would tell them how many learn at each site.
    """
    sites = facts.sites(row)
    own, other = (_side(row, side, stairs=sites is not None) for side in ("own", "other"))
    return Case(classroom=other, digital=own, sites=sites or (1,))


def _side(row: Row, side: str, *, stairs: bool) -> Side:
    fixed, each, session, held = *(row[f"{side}_{name}"] for name in ("fixed", "each", "session")), row["attendance"]
    if stairs or not held:
        return Side(fixed, each, per_session=session, attendance=held if session else None)
    return Side(fixed, each + session / held)


def _curves(facts: Facts, row: Row) -> Element | None:
    if row["own_each"] is None:
        return None
    last = max(10, round(1.25 * max(row["learners"] or 1, row["exact"] or 0, row["upto"] or 0)))
    told = [(n, float(own), float(other)) for n, other, own in curves(sides(facts, row), last)]
    frame = pl.DataFrame(told, schema=["learners", "own", "other"], orient="row")
    words = facts.words
    marks = Marks(
        row["learners"] or 0,
        row["exact"],
        (words("This programme"), words("The alternative")),
        (words("{n} {n:learner|learners}", n=facts.number(row["learners"])), words("break-even"), words("learners")),
    )
    return two_costs(words("Total cost of both by number of learners"), frame, marks, _short(facts))


def returns(facts: Facts) -> Element:
    """Return what it brings, what each benefit rests on, and what that makes of the investment."""
    words, whole = facts.words, facts.whole
    title = words("What does it bring?")
    if whole["roi"] is None and not facts.benefits:
        return section(title, paragraph(facts.why("no_benefit"), cls="missing"))
    heads = [words("Benefit"), words("Kind"), words("Evidence"), words("Counted")]
    language = words.language
    rows = [
        [
            title,
            KINDS[kind][language],
            EVIDENCE.get(evidence or "", {}).get(language, words("none")),
            words("listed only") if counted is None else facts.money(counted),
        ]
        for (title, kind, evidence), counted in _brought(facts)
    ]
    rate = facts.number(100 * whole["rate"], 1)
    ratios = [
        (words("Return on investment (fully loaded)"), facts.percent(whole["roi"], 1)),
        *_firm(facts),
        (words("Benefit-cost ratio (fully loaded)"), facts.number(whole["bcr"], 2)),
        (words("Payback (Phillips, fully loaded), months"), facts.number(whole["payback_months"], 1)),
        (words("Payback (cash), month"), facts.number(whole["payback_cash"])),
        (
            words("Net present value (cash, without learners' time) at {rate}% a year", rate=rate),
            facts.money(whole["npv"]),
        ),
        (words("Equivalent annual cost (cash, without learners' time)"), facts.money(whole["eac"])),
    ]
    content = [table(heads, rows[:_MOST], 1), _further(facts, len(rows)), pairs(ratios), _drawn(facts)]
    return section(title, *content, of_returns(facts))


def _firm(facts: Facts) -> list[tuple[str, str]]:
    """Return the return on firm evidence, where estimates or suppliers' claims are part of the other."""
    proven = facts.whole["roi_proven"]
    if proven is None:
        return []
    return [(facts.words("on firm evidence alone (fully loaded)"), facts.percent(proven, 1))]


def _brought(facts: Facts) -> list[tuple[tuple[str, str, str | None], Decimal | None]]:
    """Return the benefits by title, kind and evidence, what counts for most first; what is listed only, last."""
    found: dict[tuple[str, str, str | None], Decimal | None] = {}
    for row in facts.benefits:
        key = (str(row["title"] or row["line"])[:TITLE], row["kind"], row["evidence"])
        before = found.get(key)
        found[key] = before if row["counted"] is None else (before or NOTHING) + row["counted"]
    return sorted(found.items(), key=lambda one: (one[1] is None, -(one[1] or NOTHING)))


def _drawn(facts: Facts) -> Element:
    """Say what comes out when every line is somewhere in its range."""
    words, row = facts.words, facts.simulated["roi"]
    if row["reason"]:
        return paragraph(facts.why(row["reason"]), cls="missing")
    return paragraph(
        words(
            "With every line somewhere in its range, the return lies between {low} and {high} in 90 of 100 "
            "simulations; {share} of them have it above 0 (a share of simulations, not a probability). All at its "
            "worst: {worst}; all at its best: {best}.",
            low=facts.percent(row["p5"], 1),
            high=facts.percent(row["p95"], 1),
            share=words.share(row["share_positive"], 1),
            worst=facts.percent(row["worst"], 1),
            best=facts.percent(row["best"], 1),
        )
    )


def _further(facts: Facts, count: int) -> Element | None:
    if count <= _MOST:
        return None
    return paragraph(facts.words("and {n} more, in the workbook", n=facts.number(count - _MOST)), cls="muted")


def standing(facts: Facts) -> Element | None:
    """Return where each programme stands: those with most at stake, of each column."""
    if facts.one is not None or not facts.programmes:
        return None
    words = facts.words
    heads = [words("Programme"), words("Stands"), words("Why"), words("Cost"), words("Alternative"), words("At stake")]
    rows = [
        [
            facts.title(row),
            COLUMNS[row["column"]][words.language] if row["column"] else words("hidden"),
            facts.why(row["reason"] or "hidden"),
            *(facts.money(row[name], 0) for name in ("cost", "alternative", "at_stake")),
        ]
        for row in _first(facts.programmes)
    ]
    shown = len(rows)
    rest = facts.words("and {n} more, in the workbook", n=facts.number(len(facts.programmes) - shown))
    more = paragraph(rest, cls="muted") if len(facts.programmes) > shown else None
    return section(words("Where does each programme stand?"), table(heads, rows, 3), more, wide=True)


def _first(programmes: list[Row], each: int = 3) -> list[Row]:
    """Return the first few of each column: the measure sorts them by what is at stake."""
    return [row for column in COLUMNS for row in [one for one in programmes if one["column"] == column][:each]]
