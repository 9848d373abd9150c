"""Every programme as one table, and how many complete each."""

from collections.abc import Callable, Mapping
from typing import Any

import polars as pl
from dash import dcc, html

from analytics.progress import as_of
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import programmes as figures
from dashboards.figures.programmes import Dot
from dashboards.pages.programmes.facts import Facts, way_to
from dashboards.pages.programmes.listing import listing, sorting, spanned

SHOWN = 12  # programmes in a chart
_HEADS = (
    # what the address sorts by, its title, whether it is a column of numbers
    ("name", "Programme", False),
    ("", "Assigned", True),
    ("completed", "Completed, of those who entered", False),
    ("held", "Up to date", False),
    ("hours", "Hours", True),
    ("hot", "Rated at once", True),
    ("cold", "Rated later", True),
    ("unused", "Unused content", True),
    ("days", "Days to make", True),
)
MESSAGES = tuple(title for _, title, _ in _HEADS)
_OVERALL = ("overall", "used")  # the one question of an evaluation that stands for it, where it was asked


def directory(facts: Facts) -> html.Section:
    """Return the table of all programmes, those of most people first unless the address sorts otherwise."""
    words = facts.words
    held = {row["programme"]: row for row in facts.told("up_to_date", facts.on_the_day).rows(named=True)}
    dead = dict(facts.told("dead_content").group_by("programme").len().iter_rows())
    heads = [(words(title), number) for _, title, number in _HEADS]
    now = facts.more("sort") if facts.more("sort") in {key for key, _, _ in _HEADS} else ""
    sorts = [sorting(facts, key, title, now) for (key, _, _), (title, _) in zip(_HEADS, heads, strict=True)]
    found = _sorted(facts, now, held, dead)
    rows = [_row(facts, row, held.get(row["programme"]), dead) for row in found]
    title = words.many("{n} programme, side by side", "{n} programmes, side by side", len(rows))
    return facts.listed("programmes", title, listing(title, heads, rows, sorts), wide=True)


def _sorted(facts: Facts, by: str, held: Mapping[str, Any], dead: Mapping[str, int]) -> list[dict[str, Any]]:
    """Return the programmes in the order the address asks for; those without a value come last."""
    rows: list[dict[str, Any]] = facts.told("programmes").rows(named=True)
    values: dict[str, Callable[[dict[str, Any]], Any]] = {
        "name": lambda row: facts.title(row).casefold(),
        "completed": lambda row: row["share"],
        "held": lambda row: held.get(row["programme"], {}).get("share"),
        "hours": lambda row: row["hours"],
        "hot": lambda row: _mean(facts, row["programme"], "hot"),
        "cold": lambda row: _mean(facts, row["programme"], "cold"),
        "unused": lambda row: dead.get(row["programme"], 0),
        "days": lambda row: row["lead_days"],
    }
    if by not in values:
        return rows
    told = [(values[by](row), row) for row in rows]
    known = sorted((one for one in told if one[0] is not None), key=lambda one: one[0], reverse=by != "name")
    return [row for _, row in [*known, *(one for one in told if one[0] is None)]]


def _mean(facts: Facts, programme: str, stage: str) -> float | None:
    row = overall(facts.told("evaluations"), programme, stage)
    return None if row is None else row["mean"]


def _row(facts: Facts, row: dict[str, Any], held: Mapping[str, Any] | None, dead: Mapping[str, int]) -> list[Any]:
    words, key = facts.words, row["programme"]
    kept = facts.chosen.search(programmes=(), modality=None, more=())
    name = [dcc.Link(facts.title(row), href=way_to(key, search=kept)), html.Small(_ways(facts, row))]
    unused = dead.get(key, 0)
    link = dcc.Link(words.number(unused), href=way_to(key, "content", kept)) if unused else words.number(0)
    return [
        name,
        words.number(row["assigned"]) if row["assigned"] else html.Span(words("not assigned"), className="muted"),
        spanned(facts, row),
        spanned(facts, held) if held else html.Span(words("not mandatory"), className="muted"),
        words.number(row["hours"]),
        _rated(facts, key, "hot"),
        _rated(facts, key, "cold"),
        link,
        "—" if row["lead_days"] is None else words.number(row["lead_days"]),
    ]


def _ways(facts: Facts, row: Mapping[str, Any]) -> str:
    """Say how a programme is learned, and whether it is over."""
    told = " → ".join(dict.fromkeys(facts.modality(one) for one in (row["modalities"] or "").split() or [None]))
    retired = row["retired"]
    if retired is not None and retired <= as_of(facts.scope):
        told += " · " + facts.words("retired on {day}", day=facts.words.day(retired))
    return told


def _rated(facts: Facts, key: str, stage: str) -> Any:
    """Return the mean answer to the question that stands for an evaluation, of how many answers."""
    words = facts.words
    row = overall(facts.told("evaluations"), key, stage)
    if row is None:
        return html.Span("—", className="muted")
    if row["mean"] is None:
        return html.Small(words.many("{n} answer", "{n} answers", row["n"]))
    if row["count"] is not None:
        share = words("{share} yes", share=words.share(row["count"], row["n"]))
        return [html.Strong(share), html.Small(words.many("{n} answer", "{n} answers", row["n"]))]
    mean = words("{mean} of {top}", mean=words.number(row["mean"], 1), top=words.number(row["top"]))
    return [html.Strong(mean), html.Small(words.many("{n} answer", "{n} answers", row["n"]))]


def overall(frame: pl.DataFrame, programme: str, stage: str) -> dict[str, Any] | None:
    """Return the row of the question that stands for an evaluation: the usual one, else the most answered."""
    asked = frame.filter((pl.col("programme") == programme) & (pl.col("stage") == stage) & pl.col("item").is_not_null())
    if asked.is_empty():
        return None
    usual = pl.col("item").is_in(_OVERALL)
    return asked.sort(usual, "n", "item", descending=[True, True, False]).row(0, named=True)


def completion(facts: Facts) -> Any:
    """Return the share that completes, programme by programme, those of most people first."""
    words, found = facts.words, facts.told("programmes").filter(pl.col("n") > 0)
    name = words("Who completes, programme by programme")
    if found.is_empty():
        way_out = words("Choose a longer period, or wait until someone registers or starts.")
        return facts.lacking("programmes", name, words("Nobody entered a programme in this period."), way_out)
    rows = [_dot(facts, row) for row in found.head(SHOWN).rows(named=True)]
    told = found.with_columns(title=pl.Series([facts.title(row) for row in found.rows(named=True)], dtype=pl.String))
    columns = (
        Column("title", words("Programme"), wide=True),
        Column("n", words("Entered")),
        Column("count", words("Completed")),
        *share_columns("share", words("Share"), words),
    )
    drawn = figures.dots(rows, words("completed, of those who entered"), facts.style)
    listed = table(told, columns, words, "programmes-completion")
    return facts.card("programmes", _spread(facts, found, name), drawn, listed)


def _spread(facts: Facts, found: pl.DataFrame, name: str) -> str:
    known = found["share"].drop_nulls().to_list()
    if len(known) < 2:
        return name
    low, high = (facts.words.number(100 * end) for end in (min(known), max(known)))
    return facts.words("From {low} to {high}% complete, from one programme to another", low=low, high=high)


def _dot(facts: Facts, row: Mapping[str, Any]) -> Dot:
    words, title = facts.words, facts.title(row)
    value, rests = facts.share(row)
    drawn = row["count"] / row["n"] if row["count"] is not None else None
    counts = words("{count} of {n}", count=words.number(row["count"] or 0), n=words.number(row["n"]))
    told = facts.named(title, f"{value} · {rests}")
    return Dot(title, drawn, row["low"], row["high"], counts, told, row["programme"])
