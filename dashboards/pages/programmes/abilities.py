"""Who holds which competency, unit by unit."""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import html

from dashboards.components.table import Column, share_columns, table
from dashboards.figures import programmes as figures
from dashboards.pages.programmes.facts import Facts

SHOWN = 12  # competencies drawn; the table has them all


def abilities(facts: Facts) -> Any:
    """Return the share of the people concerned who hold each competency, in each unit."""
    words, scope = facts.words, facts.on_the_day
    found = _once(facts.told("competencies", scope).filter(pl.col("competency").is_not_null()))
    name = words("Who holds which competency, unit by unit")
    if found.is_empty():
        out = words(
            "Bring programmes with their competencies in Setup; tests and certificates then tell who holds them."
        )
        return facts.lacking("competencies", name, facts.reason("no_data"), out)
    drawn = figures.heat(*_cells(facts, found), facts.style)
    titled = found.with_columns(place=pl.Series([_unit(facts, row) for row in found.rows(named=True)]))
    columns = (
        Column("place", words("Unit"), wide=True),
        Column("competency", words("Competency"), wide=True),
        Column("people", words("People")),
        Column("acquired", words("Acquired")),
        Column("held", words("Still held")),
        Column("expired", words("Expired")),
        Column("never_assessed", words("Never assessed")),
        Column("age_days", words("Age of the evidence, days")),
        *share_columns("share", words("Share"), words),
    )
    listed = table(titled, columns, words, "competencies")
    card = facts.card("competencies", _said(facts, found), drawn, listed, scope)
    return html.Div(card, className="whole")


def _once(found: pl.DataFrame) -> pl.DataFrame:
    """Leave the unit out that holds everyone: its row would say the same again."""
    told = ["competency", "people", "held"]
    every = found.filter(pl.col("unit").is_null()).select(told)
    same = [unit for (unit,), part in found.group_by("unit") if unit is not None and part.select(told).equals(every)]
    return found.filter(pl.col("unit").is_null() | ~pl.col("unit").is_in(same[:1]))


def _said(facts: Facts, found: pl.DataFrame) -> str:
    words = facts.words
    known = [row for row in found.rows(named=True) if row["unit"] is None and row["share"] is not None]
    if not known:
        return words("Who holds which competency, unit by unit")
    least = min(known, key=lambda row: (row["share"], row["competency"]))
    return words(
        "“{competency}” is held least: by {held} of the {n} {n:person|people} who must have it",
        competency=least["competency"][:60],
        held=words.number(least["held"]),
        n=words.number(least["in_scope"]),
    )


def _cells(facts: Facts, found: pl.DataFrame) -> tuple[pl.DataFrame, list[str]]:
    """Return the cells to draw, and the units they are in."""
    most = (
        found.group_by("competency").agg(pl.col("people").max()).sort("people", "competency", descending=[True, False])
    )
    drawn = found.filter(pl.col("competency").is_in(most["competency"].head(SHOWN).to_list())).sort(
        "competency", maintain_order=True
    )
    units = list(dict.fromkeys(_unit(facts, row) for row in found.rows(named=True)))
    cells = [
        {
            "place": units.index(_unit(facts, row)),
            "competency": row["competency"],
            "share": row["share"],
            "text": _text(facts, row),
            "told": _told(facts, row),
        }
        for row in drawn.rows(named=True)
    ]
    kinds = {"place": pl.Int64, "competency": pl.String, "share": pl.Float64, "text": pl.String, "told": pl.String}
    return pl.DataFrame(cells, schema=kinds), units


def _unit(facts: Facts, row: Mapping[str, Any]) -> str:
    return facts.words("Everyone") if row["unit"] is None else facts.title(row)


def _text(facts: Facts, row: Mapping[str, Any]) -> str:
    words = facts.words
    if row["share"] is not None:
        return words.share(row["held"], row["in_scope"])
    if row["held"] is None or not row["people"] or row["never_assessed"] == row["people"]:
        return "—"  # nobody was asked: nobody is said to hold nothing
    return words("{held}/{n}", held=words.number(row["held"]), n=words.number(row["people"]))


def _told(facts: Facts, row: Mapping[str, Any]) -> str:
    words = facts.words
    told = words(
        "{unit}, {competency}: {held} of {n} hold it, {expired} lost it, {never} never assessed",
        unit=_unit(facts, row),
        competency=row["competency"],
        held=words.number(row["held"] or 0),
        n=words.number(row["people"] or 0),
        expired=words.number(row["expired"] or 0),
        never=words.number(row["never_assessed"] or 0),
    )
    if row["low"] is not None:
        told += f" · {facts.between(row['low'], row['high'])}"
    return told if row["share"] is not None else f"{told} · {facts.reason(row['reason'])}"
