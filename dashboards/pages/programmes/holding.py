"""Who is up to date in what must be kept up, on the day chosen: programme by programme."""

from typing import Any

import polars as pl

from dashboards.components.table import Column, table
from dashboards.figures import programmes as figures
from dashboards.pages.programmes import exact
from dashboards.pages.programmes.facts import Facts

NAMED = {
    "valid": "Valid",
    "expires_90": "Expires within 90 days",
    "expires_60": "Expires within 60 days",
    "expires_30": "Expires within 30 days",
    "expired": "Expired",
    "never": "Never done",
    "exempt": "Exempt",
}
MESSAGES = tuple(NAMED.values())


def holding(facts: Facts, controls: Any) -> Any:
    """Return how many people hold each mandatory programme, will lose it, lost it, never had it."""
    words, scope = facts.words, facts.on_the_day
    found = facts.told("up_to_date_status", scope)
    name = words("Who is up to date, programme by programme")
    if found["people"].drop_nulls().is_empty():
        return facts.lacking("up_to_date_status", name, facts.reason(found["reason"][0]), way_out(facts))
    if facts.programme:
        found = found.filter(pl.col("programme").is_not_null())
    names = {kind: words(said) for kind, said in NAMED.items()}
    rows = found.with_columns(title=pl.Series(_titles(facts, found), dtype=pl.String))
    drawn = figures.statuses(found, rows["title"].to_list(), figures.parts(facts.style, names), facts.style)
    told = (
        Column("title", words("Programme"), wide=True),
        Column("people", words("People")),
        *(Column(kind, name, link=f"{kind}_way") for kind, name in names.items()),
    )
    listed = table(rows.with_columns(_ways(facts, found)), told, words, "up-to-date")
    hint = exact.hint(facts, "Click a part of a bar to see exactly who it is.") if facts.programme else None
    return facts.card("up_to_date_status", _said(facts, found), drawn, listed, scope, controls=controls, hint=hint)


def _ways(facts: Facts, found: pl.DataFrame) -> list[pl.Series]:
    """Return, for each status, where exactly its people are, programme by programme."""
    keys = [None if key is None else (key,) for key in found["programme"]]
    day = facts.day.isoformat()
    return [
        pl.Series(
            f"{kind}_way",
            [exact.way(facts, key, status=kind, on=day) if n else "" for key, n in zip(keys, found[kind], strict=True)],
            pl.String,
        )
        for kind in NAMED
    ]


def way_out(facts: Facts) -> str:
    """Say what would make "up to date" answerable."""
    return facts.words("Bring assignments in Setup, with “mandatory” said: who must keep it up, since when, by when.")


def _titles(facts: Facts, found: pl.DataFrame) -> list[str]:
    everything = facts.words("All together")
    return [everything if row["programme"] is None else facts.title(row) for row in found.rows(named=True)]


def _said(facts: Facts, found: pl.DataFrame) -> str:
    words, whole = facts.words, found.row(0, named=True)
    soon, lost = (sum(whole[kind] or 0 for kind in kinds) for kinds in (("expires_30",), ("expired", "never")))
    told = words.many(
        "On {day}, {n} person has something expired or never done",
        "On {day}, {n} people have something expired or never done",
        lost,
        day=words.day(facts.day),
    )
    rest = words.many(
        "of the others, {n} has something that expires within 30 days",
        "of the others, {n} have something that expires within 30 days",
        soon,
    )
    return words.besides(told, rest)
