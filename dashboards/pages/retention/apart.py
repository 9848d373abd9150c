"""What is kept at 90 days, told apart by programme, competency, way of learning or unit.

Only those tested in the same way stand in one figure; the table has the others too, and how each was tested.
"""

from collections.abc import Mapping
from typing import Any

import polars as pl
from dash import dcc, html

from analytics.recall import is_mixed
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import knowledge as figures
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.retention import saying

SHOWN = 14  # drawn, those of most answers; the table has them all
BY = {"programme": "Programme", "competency": "Competency", "modality": "Way of learning", "unit": "Unit"}
_NARROW = "modality"  # what readers of totals may not have told apart
_KINDS = {"programme": "programmes", "modality": "modality", "unit": "units"}
_NOT_ALIKE = "Ways of learning are not comparable like this: each teaches other things to other people. See them"
CLICKS = {f"retained-by-{by}": field for by, field in _KINDS.items()}
MESSAGES = (*BY.values(), _NOT_ALIKE)


def chosen(facts: Facts) -> str:
    """Return what the address wants told apart."""
    return facts.more("by") if facts.more("by") in offered(facts) else "programme"


def offered(facts: Facts) -> dict[str, str]:
    """Return what a reader may have told apart, and what it is called."""
    whole = facts.site.reader().sees_people
    return {key: name for key, name in BY.items() if whole or key != _NARROW}


def card(facts: Facts) -> Any:
    """Return what is kept in each group, each in the kind of tests it has."""
    words, by = facts.words, chosen(facts)
    controls = facts.grains("by", offered(facts), by, words("Told apart by"))
    found = facts.told("retained", by=by)
    rows = found.sort("answered", "by", descending=[True, False], nulls_last=True)
    alike = rows.filter("headline")
    known = alike.filter(pl.col("share").is_not_null() | (pl.col("answered") > 0))
    name = words("Who keeps how much")
    if known["share"].drop_nulls().is_empty():
        why = _why(rows)
        lacks = facts.lacking("retained", name, facts.reason(why), _way_out(facts, why))
        return html.Div([html.Div(controls, className="toolbar"), lacks], className="whole")
    titles = facts.titles(_KINDS[by]) if by in _KINDS else {}
    drawn = [
        saying.as_share(facts, row, titles.get(row["by"], row["by"]), row["by"])
        for row in known.head(SHOWN).rows(named=True)
    ]
    figure = figures.shares(drawn, words("still known after 90 days, of what was known on the day"), facts.style)
    kinds = pl.Series([saying.named(facts, row) for row in rows.rows(named=True)], dtype=pl.String)
    named = rows.with_columns(name=_names(rows, titles), kind=kinds)
    listed = table(named, _columns(facts, by), words, "retained-apart")
    card = facts.card(
        "retained",
        _title(facts, alike),
        figure,
        listed,
        controls=controls,
        options={"by": by},
        part=f"-by-{by}",
        hint=_hint(facts, by, alike, named.filter(~pl.col("headline"), pl.col("answered") > 0)),
    )
    return html.Div(card, className="whole")


def _why(rows: pl.DataFrame) -> str:
    """Return why no group can be drawn: all of them for one reason, else too few answers."""
    reasons = rows["reason"].unique().to_list()
    mixed = rows.height > 0 and all(map(is_mixed, rows["basis"]))
    return "supervision_changed" if mixed else reasons[0] if len(reasons) == 1 and reasons[0] else "few_answers"


def _way_out(facts: Facts, why: str) -> str:
    if why == "supervision_changed":
        return saying.way_out(facts, {"reason": why, "due": 0})
    return facts.words("Choose a longer period, more units or all programmes; or have more delayed tests answered.")


def _title(facts: Facts, rows: pl.DataFrame) -> str:
    known = rows["share"].drop_nulls().to_list()
    if len(known) < 2:
        return facts.words("Who keeps how much")
    low, high = saying.percent(facts, min(known)), saying.percent(facts, max(known))
    return facts.words("From {low} to {high} kept, from one group to another", low=low, high=high)


def _names(rows: pl.DataFrame, titles: Mapping[str, str]) -> pl.Series:
    return pl.Series([titles.get(one, one) for one in rows["by"]], dtype=pl.String)


def _hint(facts: Facts, by: str, alike: pl.DataFrame, others: pl.DataFrame) -> list[Any]:
    words = facts.words
    told: list[Any] = [words("{kind} only.", kind=saying.named(facts, alike.row(0, named=True)))]
    if others.height:
        told += [" ", words("Tested otherwise, and so in the table alone: {names}.", names=", ".join(others["name"]))]
    if by == "modality":
        link = dcc.Link(words("compared for the same objective, within the same units"), href="/modalities")
        told += [" ", words(_NOT_ALIKE), " ", link, "."]
    return told


def _columns(facts: Facts, by: str) -> list[Column]:
    words = facts.words
    return [
        Column("name", words(BY[by]), wide=True),
        Column("kind", words("Tests"), wide=True),
        Column("due", words("Due")),
        Column("answered", words("Answered")),
        Column("response", words("Response"), share=True),
        Column("learners", words("People")),
        *share_columns("share", words("Still known"), words),
        *saying.bounds(words),
    ]
