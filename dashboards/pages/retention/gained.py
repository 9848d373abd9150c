"""What was gained by a training and is kept: known at 90 days, less what was known before; and what each costs."""

from typing import Any

import polars as pl
from dash import html

from dashboards import money
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import knowledge as figures
from dashboards.figures.knowledge import Share
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.retention import saying

_FORGOTTEN = "{told} Up to {most} each, had all who did not answer forgotten."
_LIKELY = "{told} Up to {most} each at the least that is likely."
MESSAGES = (_FORGOTTEN, _LIKELY)


def section(facts: Facts) -> html.Section:
    """Return what was gained, in supervised tests and in others; the tables have each kind of them by itself."""
    words = facts.words
    rows = facts.told("gained").unique("supervised", keep="first", maintain_order=True).rows(named=True)
    lead = words(
        "Much of what people know at the end they knew before: only a test before the training tells what it added. "
        "Without one, what is kept is told gross."
    )
    cards = [_card(facts, row, place) for place, row in enumerate(rows)]
    head = [html.H2(words("Gained and kept"), className="part-title"), html.P(lead, className="lead")]
    return html.Section([*head, html.Div(cards, className="cards")], className="part-of-page")


def _card(facts: Facts, row: saying.Row, place: int) -> Any:
    words = facts.words
    name = saying.named(facts, row)
    if row["gained"] is None:
        out = saying.way_out(facts, {**row, "invited": None})
        return facts.lacking("gained", name, facts.reason(row["reason"]), out)
    told = _table(facts, place)
    drawn = figures.shares(
        _shares(facts, row),
        words("of the competencies tested"),
        facts.style,
        min(0.0, row["low"] or 0.0, row["bound_low"] or 0.0),
    )
    title = words("{name}: {told}", name=name, told=_said(facts, row))
    hint = [
        html.Span(one, className="line")
        for one in (_same(facts, row), _gross(facts, row), _estimated(facts, row), *_cost(facts, row))
        if one
    ]
    return facts.card("gained", title, drawn, told, hint=hint, part=f"-{place}")


def _said(facts: Facts, row: saying.Row) -> str:
    """Say what is gained, or what is kept gross; the bounds first where fewer than half answered."""
    words = facts.words
    if row["gross"]:
        if row["bounds_first"]:
            share = saying.within(facts, row["bound_low"], row["bound_high"])
        else:
            share = saying.percent(facts, row["after"])
        return words("{share} known after 90 days, gross", share=share)
    if row["bounds_first"]:
        return words.many(
            "between {low} and {n} point gained and kept",
            "between {low} and {n} points gained and kept",
            100 * row["bound_high"],
            low=saying.number(facts, 100 * row["bound_low"]),
        )
    low, high = (None if row[end] is None else 100 * row[end] for end in ("low", "high"))
    return words.many(
        "{n} point gained and kept (between {low} and {high})",
        "{n} points gained and kept (between {low} and {high})",
        100 * row["gained"],
        low=saying.number(facts, low),
        high=saying.number(facts, high),
    )


def _shares(facts: Facts, row: saying.Row) -> list[Share]:
    words, wide = facts.words, bool(row["bounds_first"])
    name, n = words("Known after 90 days"), words("{n} {n:answer|answers}", n=saying.number(facts, row["n"]))
    between = (row["after"], row["after_low"], row["after_high"])
    told = _told(facts, name, *between)
    if row["gross"]:
        return [Share(name, *between, row["bound_low"], row["bound_high"], n, told, wide=wide)]
    after = Share(name, *between, n=n, told=told)
    name, n = words("Known before"), words("{n} {n:answer|answers}", n=saying.number(facts, row["before_n"]))
    before = Share(name, row["before"], n=n, told=_told(facts, name, row["before"]))
    name, gain = words("Gained and kept"), (row["gained"], row["low"], row["high"])
    told = _told(facts, name, *gain)
    return [before, after, Share(name, *gain, row["bound_low"], row["bound_high"], told=told, wide=wide)]


def _told(facts: Facts, name: str, value: float, low: float | None = None, high: float | None = None) -> str:
    told = facts.words("{name}: {value}", name=name, value=saying.percent(facts, value))
    return told if low is None else f"{told} · {saying.within(facts, low, high)}"


def _same(facts: Facts, row: saying.Row) -> str:
    return saying.basis(facts, row) if row["basis"] == "same_items" else ""


def _gross(facts: Facts, row: saying.Row) -> str:
    words = facts.words
    if not row["gross"]:
        return ""
    if row["before_n"]:
        return words(
            "Too few were tested both before and after ({n} before): this is what is kept, gross, with what people "
            "knew already in it.",
            n=saying.number(facts, row["before_n"]),
        )
    return words("Nobody was tested before: this is what is kept, gross, with what people knew already in it.")


def _estimated(facts: Facts, row: saying.Row) -> str:
    return saying.estimated(facts, row) if row["estimated"] else ""


def _cost(facts: Facts, row: saying.Row) -> list[str]:
    """Say what each competency kept, and each gained, costs; the lower bound of the gain makes the upper cost."""
    words = facts.words
    if row["cost_per_kept"] is None:
        return [facts.reason(row["cost_reason"])] if row["cost_reason"] else []
    kept = words(
        "{n} {n:competency|competencies} kept for {cost}: {each} each.",
        n=saying.number(facts, row["kept"]),
        cost=money.told(facts.words, row["cost"], row["currency"]),
        each=money.told(facts.words, row["cost_per_kept"], row["currency"]),
    )
    if row["cost_per_kept_high"] not in (None, row["cost_per_kept"]):
        most = money.told(words, row["cost_per_kept_high"], row["currency"])
        supposed = _LIKELY if row["estimated"] else _FORGOTTEN
        kept = words(supposed, told=kept, most=most)
    if row["gross"] or row["cost_per_gained"] is None:
        return [kept] if row["gross"] or not row["cost_reason"] else [kept, facts.reason(row["cost_reason"])]
    each = money.told(facts.words, row["cost_per_gained"], row["currency"])
    if row["cost_per_gained_high"] is None:
        return [
            kept,
            words(
                "For each one gained: {each}; how much more it may be cannot be bounded, since the gain may be nought.",
                each=each,
            ),
        ]
    most = money.told(facts.words, row["cost_per_gained_high"], row["currency"])
    return [
        kept,
        words("For each one gained: {each}, up to {most} at the least gain that is likely.", each=each, most=most),
    ]


def _table(facts: Facts, place: int) -> Any:
    words = facts.words
    frame = facts.told("gained")
    kinds = [saying.named(facts, row) for row in frame.rows(named=True)]
    named = frame.with_columns(name=pl.Series(kinds, dtype=pl.String))
    columns = [
        Column("name", words("Tests"), wide=True),
        Column("due", words("Due")),
        Column("answered", words("Answered")),
        Column("response", words("Response"), share=True),
        Column("before", words("Known before"), share=True),
        Column("after", words("Known after 90 days"), share=True),
        *share_columns("gained", words("Gained and kept"), words),
        *saying.bounds(words),
        Column("kept", words("Competencies kept")),
    ]
    return table(named, columns, words, f"gained-{place}")
