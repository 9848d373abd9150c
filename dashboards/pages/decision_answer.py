"""What the page Decision answers: what pays and what does not, spend against budget, who is up to date, the picture."""

from decimal import Decimal
from typing import Any

import polars as pl
from dash import dcc, html

from analytics.decision_reasons import OF_KEPT
from dashboards.components.card import Evidence, Fact, chart, tile
from dashboards.components.table import Column, table
from dashboards.figures import investment as figures
from dashboards.money import ROUNDED, remaining
from dashboards.pages import grounds
from dashboards.pages.decision_facts import SIGNS, Facts, Row

_DRAWN = 12  # programmes of the picture


def narrowed(facts: Facts) -> list[Any]:
    """Say that the page is about one unit or programme only, and lead back to everything."""
    words, chosen = facts.words, facts.chosen
    named = [facts.titles("units").get(one, one) for one in chosen.units]
    named += [facts.titles("programmes").get(one, one) for one in chosen.programmes]
    if not named:
        return []
    back = dcc.Link(words("Show everything"), href=chosen.search(units=(), programmes=()) or "?")
    return [html.P([words("Only: {names}", names=", ".join(named)), " · ", back], className="muted")]


def answer(facts: Facts) -> list[Any]:
    """Return the answer in a sentence, and what to look at first."""
    words = facts.words
    if facts.verdicts.is_empty():
        nothing = words("Not enough data: there is no programme in this period.")
        return [html.P(nothing), html.P(words("Bring programmes, costs and benefits in, or choose another period."))]
    pays, loses = facts.of("pays"), facts.of("does_not_pay")
    told = [*_pays(facts, pays), *_loses(facts, loses), *_open(facts, facts.verdicts.height - len(pays) - len(loses))]
    return [html.P(told), *_rounded(facts)]


def _rounded(facts: Facts) -> list[Any]:
    """Say to readers of totals that amounts are rounded, and why."""
    return [] if facts.site.reader().sees_people else [html.P(facts.words(ROUNDED), className="muted")]


def _sum(rows: list[Row]) -> Decimal:
    return sum((row["at_stake"] for row in rows if row["at_stake"] is not None), Decimal(0))


def _parted(rows: list[Row]) -> tuple[list[Row], list[Row]]:
    """Return the programmes whose stake is money, and those where it is of as many competencies kept: never summed."""
    return [row for row in rows if row["reason"] not in OF_KEPT], [row for row in rows if row["reason"] in OF_KEPT]


def _pays(facts: Facts, rows: list[Row]) -> list[Any]:
    words = facts.words
    if not rows:
        return words.rich("**No programme** is shown to pay")
    paid, kept = _parted(rows)
    given = {"n": words.number(len(rows)), "name": facts.title(rows[0]), "more": facts.money(_sum(paid or kept))}
    if not paid:
        return words.rich(_PAYS_BY_KEPT if len(rows) == 1 else _PAY_BY_KEPT, **given)
    ways = {row["reason"] == "saves" for row in paid}
    one, several = _SAVE if ways == {True} else _BRING
    told = one if len(rows) == 1 else several if len(ways) == 1 else _BRING_OR_SAVE
    return [*words.rich(told, **given), *_besides(facts, kept)]


def _loses(facts: Facts, rows: list[Row]) -> list[Any]:
    words = facts.words
    if not rows:
        return words.rich("; **none** is shown not to")
    paid, kept = _parted(rows)
    first = (paid or kept)[0]
    given = {"n": words.number(len(rows)), "name": facts.title(first), "first": facts.money(first["at_stake"])}
    given |= {"lost": facts.money(_sum(paid or kept))}
    if not paid:
        return words.rich(_LOSES_BY_KEPT if len(rows) == 1 else _LOSE_BY_KEPT, **given)
    if len(rows) == 1:
        return words.rich("; **one does not**, {name}: **{lost}** lost", **given)
    told = words.rich("; **{n} do not**: **{lost}** lost, {first} of it with {name}", **given)
    return [*told, *_besides(facts, kept)]


def _besides(facts: Facts, kept: list[Row]) -> list[Any]:
    """Say of how many of them the stake is no money, and how much of it there is."""
    if not kept:
        return []
    amount = facts.money(_sum(kept))
    return [facts.words(_BESIDES, n=facts.words.number(len(kept)), amount=amount)]


_BRING = (
    "**One programme** pays, {name}: **{more}** more than it costs",
    "**{n} programmes** pay: **{more}** more than they cost",
)
_SAVE = (
    "**One programme** pays, {name}: **{more}** less than its alternative",
    "**{n} programmes** pay: **{more}** less than their alternatives",
)
_BRING_OR_SAVE = "**{n} programmes** pay: **{more}** more than they cost, or less than their alternatives"
_PAYS_BY_KEPT = (
    "**One programme** pays, {name}: at least **{more}** less than its alternative for as many competencies kept, "
    "which is no money saved"
)
_PAY_BY_KEPT = (
    "**{n} programmes** pay: at least **{more}** less than their alternatives for as many competencies kept, which is "
    "no money saved"
)
_LOSES_BY_KEPT = (
    "; **one does not**, {name}: at least **{lost}** more than its alternative for as many competencies kept, which is "
    "no money lost"
)
_LOSE_BY_KEPT = (
    "; **{n} do not**: at least **{lost}** more than their alternatives for as many competencies kept, which is no "
    "money lost"
)
_BESIDES = (
    " (not counting {n} of them, told by what is kept: at least {amount} for as many competencies kept, which is no "
    "money)"
)


def _open(facts: Facts, n: int) -> list[Any]:
    words = facts.words
    if not n:
        return ["."]
    given = {"n": words.number(n)}
    one, more = (
        "; of **{n}** it cannot be told yet.",
        "; of **{n}** it cannot be told yet, and what is missing is said.",
    )
    return words.rich(one if n == 1 else more, **given)


MESSAGES = (
    *(*_BRING, *_SAVE, _BRING_OR_SAVE),
    *(_PAYS_BY_KEPT, _PAY_BY_KEPT, _LOSES_BY_KEPT, _LOSE_BY_KEPT, _BESIDES),
    "; of **{n}** it cannot be told yet.",
    "; of **{n}** it cannot be told yet, and what is missing is said.",
)


def tiles(facts: Facts) -> list[Any]:
    """Return spend against budget, and who is up to date in what is mandatory."""
    return [_spend(facts), _up_to_date(facts)]


def _spend(facts: Facts) -> Any:
    words, row = facts.words, facts.spend
    name = words("Spent of the budget")
    about = facts.working("spend", name)
    spent = facts.opens("actual", facts.money(row["actual"]), words("Spent"))
    if not row["budget"]:
        return tile(Fact(name, spent, words("No budget in this period: bring it in with the costs.")), about)
    share = words.share(float(row["actual"]), float(row["budget"]))
    budget = facts.opens("budget", facts.money(row["budget"]), words("Budget"))
    told = [words("of"), " ", budget, f" ({share})", *_gone(facts), *_left(facts, row)]
    return tile(Fact(name, spent, told), about)


def _gone(facts: Facts) -> list[Any]:
    months = facts.months_gone()
    if months is None or months[0] == months[1]:
        return []
    words = facts.words
    return [
        ", ",
        words("{n} of {all} {all:month|months} begun", n=words.number(months[0]), all=words.number(months[1])),
    ]


def _left(facts: Facts, row: Row) -> list[Any]:
    """Say what is ordered besides, and what is left or over."""
    words, left = facts.words, remaining(*(row[name] for name in ("budget", "commitment", "actual")))
    ordered = facts.opens("commitment", facts.money(row["commitment"]), words("Committed"))
    told: list[Any] = [html.Br(), ordered, " ", words("ordered besides"), words("; ")]
    said = words("{amount} left", amount=facts.money(left))
    over = words("▲ {amount} over", amount=facts.money(-left))
    return [*told, html.Strong(over, className="attention") if left < 0 else said]


def _up_to_date(facts: Facts) -> Any:
    words, row = facts.words, facts.up_to_date
    name = words("Up to date in what is mandatory")
    about = facts.working("up_to_date", name, grounds.of_row(words, words("today"), row))
    if row["share"] is None:
        return tile(Fact(name, "—", facts.reason(row["reason"])), about)
    given = {
        "n": words.number(row["n"]),
        "low": words.number(100 * row["low"]),
        "high": words.number(100 * row["high"]),
    }
    part = words("of {n} {n:person who is|people who are} due, today; between {low} and {high}%", **given)
    return tile(Fact(name, words.share(row["share"], 1), part), about)


def _seen(facts: Facts) -> str:
    """Say what the picture shows."""
    words, loses = facts.words, facts.of("does_not_pay")
    if not loses:
        return words("What they cost, against what they bring and what the alternative would cost")
    name = facts.title(loses[0])
    return words("What they bring or replace, against what they cost: {name} lies on the wrong side", name=name)


def picture(facts: Facts) -> list[Any]:
    """Return the picture: cost against what stands against it, of the programmes with most at stake."""
    words = facts.words
    rows = facts.verdicts.filter(pl.col("cost").is_not_null())
    both = rows.filter(pl.col("benefit").is_not_null() | pl.col("alternative").is_not_null())
    if both.is_empty():
        return []
    titles = pl.Series([f"{SIGNS[row['column']]} {facts.title(row)}" for row in both.to_dicts()], dtype=pl.String)
    drawn = both.with_columns(name=titles).sort("at_stake", descending=True).head(_DRAWN)
    shown = drawn.with_columns(pl.Series("stands", [facts.column_name(one) for one in drawn["column"]]))
    amounts = (
        Column("cost", words("What it costs")),
        Column("benefit", words("What it brings in cash")),
        Column("alternative", words("What the alternative would cost")),
        Column("at_stake", words("At stake")),
    )
    money = [pl.col(one.field).cast(pl.Float64) for one in amounts]
    listed = (Column("name", words("Programme"), wide=True), Column("stands", words("Verdict")), *amounts)
    evidence = Evidence(
        "decision",
        _seen(facts),
        figures.stakes(drawn, facts.style, facts.currency or ""),
        table(shown.with_columns(money), listed, words, "decision"),
        facts.address("decision"),
        period=facts.period(),
        hint=words(
            "Lines through a mark are its range. A programme pays when what it brings, or what its alternative would "
            "cost, lies to the right of its cost by more than both ranges."
        ),
    )
    return [chart(evidence, facts.working("decision", words("Which programmes pay?")), words)]
