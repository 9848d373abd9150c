"""What learners say of a programme, at once and a month later, and how many say anything."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html

from analytics.evaluations import COLD
from dashboards.components.table import Column, table
from dashboards.figures import programmes as figures
from dashboards.figures.programmes import Dot
from dashboards.pages.programmes.directory import overall
from dashboards.pages.programmes.facts import SAID, STAGES, Facts


def story(facts: Facts) -> list[Any]:
    """Return the answer, and the answers to each question of either evaluation."""
    cards = [stage(facts, name) for name in STAGES]
    return [facts.answered([html.P(answer(facts))], "evaluations"), html.Div(cards, className="cards")]


def answer(facts: Facts) -> list[Any]:
    """Return the answer in one sentence: what stands for each evaluation."""
    words, told = facts.words, []
    for name, when in STAGES.items():
        row = overall(facts.told("evaluations"), facts.programme["programme"], name)
        if row is not None and row["mean"] is not None:
            given = {"item": item_name(facts, row["item"]), "when": words(when), "n": words.number(row["n"])}
            if row["count"] is not None:
                share = words.share(row["count"], row["n"])
                told += words.rich(
                    "“{item}”, asked {when}: **{share}** said yes ({n} {n:answer|answers}). ", share=share, **given
                )
                continue
            given |= {"mean": words.number(row["mean"], 1), "top": words.number(row["top"])}
            told += words.rich("“{item}”, asked {when}: **{mean}** of {top} ({n} {n:answer|answers}). ", **given)
    return told or [words("Not enough people have said what they think of it.")]


def item_name(facts: Facts, item: str | None) -> str:
    """Return what a question of an evaluation is called: those of the shipped forms by their names."""
    return facts.words(SAID[item]) if item in SAID else str(item or "—")


def stage(facts: Facts, name: str) -> Any:
    """Return the mean answer to each question of one evaluation, with its interval, and the response rate."""
    words = facts.words
    found = facts.told("evaluations").filter(pl.col("stage") == name)
    title = words("What they say at once") if name == "hot" else words("What they say a month later")
    asked = found.filter(pl.col("item").is_not_null()).sort("n", "item", descending=[True, False])
    if asked.is_empty():
        return facts.lacking("evaluations", title, _nobody(facts, found), _way_out(facts, name))
    scale = (
        asked.group_by("bottom", "top", maintain_order=True).len().sort("len", maintain_order=True).row(-1, named=True)
    )
    same = (pl.col("top") == scale["top"]) & (pl.col("bottom") == scale["bottom"])
    shown = asked.filter(same)
    rows = [_dot(facts, row) for row in shown.rows(named=True)]
    axis = words(
        "mean answer, from {bottom} to {top}", bottom=_end(facts, scale["bottom"]), top=_end(facts, scale["top"])
    )
    drawn = figures.dots(rows, axis, facts.style, top=scale["top"], bottom=scale["bottom"])
    named = asked.with_columns(name=pl.Series([item_name(facts, one) for one in asked["item"]], dtype=pl.String))
    columns = (
        Column("name", words("Question"), wide=True),
        Column("n", words("Answers")),
        Column("count", words("Yes")),
        Column("mean", words("Mean"), 2),
        Column("low", words("Interval from"), 2),
        Column("high", words("Interval to"), 2),
        Column("bottom", words("Lowest answer")),
        Column("top", words("Highest answer")),
    )
    listed = table(named, columns, words, f"evaluation-{name}")
    others = [html.Li(_dot(facts, row).told) for row in asked.filter(~same).rows(named=True)]
    said = html.Div([html.P(_responded(facts, asked.row(0, named=True))), html.Ul(others) if others else None])
    return facts.card("evaluations", title, drawn, listed, hint=said, part=f"-{name}")


def _end(facts: Facts, value: float) -> str:
    return facts.words.number(value, 0 if value == int(value) else 1)


def _dot(facts: Facts, row: Mapping[str, Any]) -> Dot:
    words, name = facts.words, item_name(facts, row["item"])
    n = words.many("{n} answer", "{n} answers", row["n"])
    if row["count"] is not None:
        value, rests = facts.share({**row, "share": row["mean"]})
        return Dot(name, row["mean"], row["low"], row["high"], n, facts.named(name, f"{value} · {rests}"))
    if row["mean"] is None:
        return Dot(name, None, None, None, n, facts.named(name, facts.reason(row["reason"])))
    told = words(
        "{item}: {mean} of {top} on average", item=name, mean=words.number(row["mean"], 2), top=_end(facts, row["top"])
    )
    if row["low"] is not None:
        ends = {"low": words.number(row["low"], 2), "high": words.number(row["high"], 2)}
        told += words(", between {low} and {high}", **ends)
    return Dot(name, row["mean"], row["low"], row["high"], n, told)


def _responded(facts: Facts, row: Mapping[str, Any]) -> str:
    words = facts.words
    if not row["due"]:
        return words("Nobody was due to answer in this period.")
    given = {"count": words.number(row["responded"] or 0), "all": words.number(row["due"])}
    told = words("{count} of the {all} {all:person|people} due answered", **given)
    return (
        told if row["response_low"] is None else f"{told} ({facts.between(row['response_low'], row['response_high'])})"
    )


def _nobody(facts: Facts, found: pl.DataFrame) -> str:
    due = int(found["due"].max() or 0) if found.height else 0  # type: ignore[arg-type]  # a column of whole numbers
    if not due:
        return facts.reason("no_data")
    return facts.words.many("Nobody of the {n} person due answered.", "Nobody of the {n} people due answered.", due)


def _way_out(facts: Facts, name: str) -> str:
    words = facts.words
    if name == "hot":
        return words("Send the form on the last day, or bring its answers in Setup.")
    return words("Send the form {n} {n:day|days} after the end, or bring its answers in Setup.", n=COLD)
