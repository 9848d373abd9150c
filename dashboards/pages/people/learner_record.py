"""What one learner did: a timeline, tests, and line by line down to the statements."""

import json
from typing import Any

import polars as pl
from dash import html

from analytics.scope import Scope
from analytics.upkeep import concepts
from dashboards.components.card import Evidence, chart
from dashboards.components.table import Column, table
from dashboards.figures import learner as figures
from dashboards.i18n import tail
from dashboards.pages.asked import Asked
from dashboards.pages.page import Site
from dashboards.pages.people import listing
from dashboards.pages.people.statement import identifiers
from lrs.xapi.actor import agent_object

_LINES = 40
_QUESTION = "answered"
HEADS = ("When", "What", "Activity", "Programme", "Result", "Statement")
MESSAGES = HEADS


def cards(asked: Asked, key: str, record: pl.DataFrame) -> list[Any]:
    """Return the cards of the record of a learner, by their key."""
    words = asked.words
    if record.is_empty():
        title = html.Div(html.H2(words("What was done")), className="card-head")
        told = html.P(words("Nothing was received about this person yet."), className="not-enough")
        return [html.Section([title, told], className="card")]
    spoken = named(asked, record)
    judged = pl.col("scaled").is_not_null() | pl.col("success").is_not_null()
    tests = spoken.filter(judged & (pl.col("verb") != _QUESTION))
    file = asked.file("learner_record", person=key)
    graded = [_tests(asked, tests, file)] if tests.height else []
    return [_timeline(asked, spoken, file), *graded, _lines(asked, key, spoken)]


def verbs_of(asked: Asked) -> dict[str, str]:
    """Return what verbs are called in the reader's language, by their slugs."""
    found = asked.site.ask(concepts, Scope()).filter(pl.col("kind") == "verb")
    title = f"name_{asked.words.language}" if f"name_{asked.words.language}" in found.columns else "name_en"
    return dict(found.select("slug", title).iter_rows())


def named(asked: Asked, record: pl.DataFrame, iri: str = "activity") -> pl.DataFrame:
    """Return statements with their names in the reader's language: activities (column `iri`), verbs, programmes."""
    words, programmes, verbs = asked.words, asked.titles("programmes"), verbs_of(asked)
    names = [words.pick(name, one or "") for one, name in record.select(iri, "name").iter_rows()]
    return record.with_columns(
        name=pl.Series(names, dtype=pl.String),
        did=pl.Series([verbs.get(verb, tail(verb)) for verb in record["verb"]], dtype=pl.String),
        title=pl.Series([programmes.get(key, key or "") for key in record["programme"]], dtype=pl.String),
    )


def _timeline(asked: Asked, record: pl.DataFrame, file: str) -> Any:
    words = asked.words
    programmes: dict[str | None, str] = dict(record.select("programme", "title").unique().iter_rows())
    programmes[None] = words("in no programme")
    title = words("When they were active, programme by programme; diamonds are things done")
    columns = (
        Column("happened", words("Day")),
        Column("title", words("Programme"), wide=True),
        Column("did", words("What")),
        Column("name", words("Activity"), wide=True),
    )
    told = record.with_columns(happened=pl.col("happened").dt.date())
    drawn = figures.timeline(record, programmes, asked.style)
    grid = table(told.head(500), columns, words, "learner_record")
    evidence = Evidence("learner_record", title, drawn, grid, file)
    return chart(evidence, asked.working("learner_record", title), words)


def _tests(asked: Asked, tests: pl.DataFrame, file: str) -> Any:
    words = asked.words
    passed = tests.filter(pl.col("success")).height
    title = words("Tests: {passed} of {all} passed", passed=words.number(passed), all=words.number(tests.height))
    said = {True: words("passed"), False: words("failed"), None: ""}
    told = tests.with_columns(
        day=pl.col("happened").dt.date(),
        result=pl.Series([said[one] for one in tests["success"]], dtype=pl.String),
        percent=100 * pl.col("scaled"),
    )
    columns = (
        Column("day", words("Day")),
        Column("name", words("Test"), wide=True),
        Column("result", words("Result")),
        Column("percent", words("Score, %")),
    )
    drawn = figures.tests(tests, asked.style)
    evidence = Evidence("learner_tests", title, drawn, table(told, columns, words, "learner_tests"), file)
    return chart(evidence, asked.working("learner_record", title), words)


# Line by line -----------------------------------------------------------------------------------------------------


def _lines(asked: Asked, key: str, record: pl.DataFrame) -> html.Section:
    """Return the newest lines, each with the way to its statement."""
    words = asked.words
    title = words("What was done, the newest first")
    head = html.Div([html.H2(title), asked.working("learner_record", title)], className="card-head")
    cells = [html.Th(words(one)) for one in HEADS]
    rows = [_line(asked, row) for row in record.head(_LINES).iter_rows(named=True)]
    grid = html.Table([html.Thead(html.Tr(cells)), html.Tbody(rows)], className="plain listed")
    rest = record.height - _LINES
    more = [html.P(words("{n} more, in the table of the timeline above.", n=words.number(rest)), className="muted")]
    told = [listing.files(asked, "learner_record", key), html.Div(grid, className="wide"), *(more if rest > 0 else [])]
    return html.Section([head, *told], className="card")


def _line(asked: Asked, row: dict[str, Any]) -> html.Tr:
    words = asked.words
    moment = words("{moment} UTC", moment=words.moment(row["happened"]))
    button = html.Button(words("Show"), id={"statement": row["id"]}, className="link")
    cells: tuple[tuple[str, Any], ...] = (
        (words("What"), row["did"]),
        (words("Activity"), row["name"]),
        (words("Programme"), row["title"]),
        (words("Result"), result(asked, row)),
        (words("Statement"), button),
    )
    return listing.row(moment, cells, ())


def result(asked: Asked, row: dict[str, Any]) -> str:
    """Say what came of it: passed or failed, the score, how long it took."""
    words = asked.words
    score = [] if row["scaled"] is None else [words.share(row["scaled"], 1)]
    verdict = [] if row["success"] is None else [words("passed") if row["success"] else words("failed")]
    length = [words("{n} min", n=words.number(max(1, round(row["seconds"] / 60))))] if row["seconds"] else []
    return ", ".join([*verdict, *score, *length])


def agent_of(site: Site, key: str) -> str | None:
    """Return the agent whose statements Tools can look for, as JSON; None when a person goes by nothing."""
    own = sorted(identifiers(site, key))
    return json.dumps(agent_object(own[0])) if own and " " in own[0] else None
