"""The path of a programme, and how far along it people come."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

import polars as pl
from dash import dcc, html

from analytics.progress import STEPS
from analytics.scope import Scope
from dashboards.components.card import Rests
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import programmes as figures
from dashboards.pages import grounds
from dashboards.pages.programmes import exact
from dashboards.pages.programmes.facts import Facts, way_to
from dashboards.pages.programmes.listing import listing, spanned
from dashboards.pages.retention.lags import panel

NAMED = {
    "assigned": "Assigned",
    "registered": "Registered",
    "started": "Started",
    "p25": "A quarter done",
    "p50": "Half done",
    "p75": "Three quarters done",
    "completed": "Completed",
    "passed": "Passed",
}
PHASES = {"before": "Before", "during": "During", "after": "After", "other": "In no phase"}
DAYS = {"requested": "Requested", "designed": "Designed", "live": "First day"}
MESSAGES = (*NAMED.values(), *PHASES.values(), *DAYS.values())
_SHOWN = 12  # activities; the files have them all


def story(facts: Facts) -> list[Any]:
    """Return the answer, four numbers, the path, where people stop, what is kept, what they do, how long it took."""
    cards = [path(facts), funnel(facts), panel(facts), activities(facts), lead_time(facts)]
    return [
        facts.answered([html.P(answer(facts))], *_answers_by(facts)),
        html.Div(tiles(facts), className="tiles"),
        html.Div(cards, className="cards"),
    ]


def _reached(facts: Facts) -> dict[str, dict[str, Any]]:
    return {row["step"]: row for row in facts.told("funnel").rows(named=True)}


def answer(facts: Facts) -> list[Any]:
    """Return how many of those due completed it, and where most stop; without assignment, of those who entered."""
    words, done = facts.words, _reached(facts)["completed"]
    if not done["n"] or done["count"] is None:
        return [*_entered(facts), " ", facts.reason(done["reason"])]
    given = {"count": words.number(done["count"]), "all": words.number(done["n"])}
    if done["share"] is None:
        told = words.rich(
            "**{count:=0 None|{count}}** of the **{all}** {all:person|people} due {count:has|have} completed it.",
            **given,
        )
    else:
        between = facts.between(done["low"], done["high"])
        share = words.share(done["count"], done["n"])
        told = words.rich(
            "**{count:=0 None|{count}}** of the **{all}** {all:person|people} due {count:has|have} completed it: "
            "**{share}** "
            "({between}).",
            **given,
            share=share,
            between=between,
        )
    return [*told, " ", *_worst(facts)]


def _answers_by(facts: Facts) -> tuple[str, Rests]:
    """Return the measure of the answer, and what it rests on."""
    done, own = _reached(facts)["completed"], facts.told("programmes")
    if own.is_empty() or (done["n"] and done["count"] is not None):
        return "funnel", facts.rests(done)
    return "programmes", facts.rests(own.row(0, named=True))


def _entered(facts: Facts) -> list[Any]:
    words = facts.words
    row = next((row for row in facts.told("programmes").rows(named=True)), None)
    if row is None or not row["n"]:
        return words.rich("**Nobody** entered this programme {period}.", period=facts.period())
    given = {"count": words.number(row["count"] or 0), "all": words.number(row["n"]), "period": facts.period()}
    return words.rich(
        "**{count:=0 None|{count}}** of the **{all}** {all:person|people} who entered it {period} {count:has|have} "
        "completed it.",
        **given,
    )


def _worst(facts: Facts) -> list[Any]:
    """Say before which step most are lost."""
    words, reached = facts.words, _reached(facts)
    lost = {
        step: row["previous"] - row["count"]
        for step, row in reached.items()
        if row["previous"] and row["count"] is not None
    }
    worst = max(lost, key=lambda step: lost[step], default=None)
    if worst is None or not lost[worst]:
        return []
    people = words.many("{n} person", "{n} people", lost[worst])
    return words.rich("Most are lost before “{step}”: **{people}**.", step=words(NAMED[worst]), people=people)


def tiles(facts: Facts) -> list[Any]:
    """Return four numbers: assigned, completed, up to date, hours."""
    words, reached = facts.words, _reached(facts)
    row = next((row for row in facts.told("programmes").rows(named=True)), None) or {
        "assigned": 0,
        "active": 0,
        "hours": 0,
    }
    held = facts.told("up_to_date", facts.on_the_day).row(0, named=True)
    waiting = reached["assigned"]["not_due"] or 0
    due = words.many("{n} has time left", "{n} have time left", waiting) if waiting else words("nobody has time left")
    on = words("as of {day}", day=words.day(facts.day))
    active = words.many("{n} person active in this period", "{n} people active in this period", row["active"] or 0)
    hours = words("{n} h", n=words.number(row["hours"] or 0))
    came = facts.chosen.search(more=(("show", "active"),))
    kept = facts.chosen.search(programmes=(), more=())
    completed = [exact.way(facts, step="completed", came="yes")] if reached["completed"]["count"] else []
    standing = [way_to(facts.programme["programme"], "up-to-date", kept)] if held["n"] else []
    return [
        facts.tile(
            "programmes",
            words("Assigned"),
            (words.number(row["assigned"] or 0), due),
            grounds.counted(words, facts.period(), _people(facts, row["assigned"])),
        ),
        facts.tile(
            "funnel",
            words("Completed, of those due"),
            (*facts.share(reached["completed"]), *completed),
            row=reached["completed"],
        ),
        facts.tile("up_to_date", words("Up to date"), (*facts.share(held), *standing), on, held),
        facts.tile(
            "programmes",
            words("Learning time"),
            (hours, active, f"/people{came}"),
            grounds.counted(words, facts.period(), _people(facts, row["active"])),
        ),
    ]


def _people(facts: Facts, n: int | None) -> str:
    return facts.words.many("{n} person", "{n} people", n or 0)


def path(facts: Facts) -> html.Section:
    """Return what the programme is made of, drawn from before to after."""
    words, found = facts.words, facts.told("programme_path")
    title = words("What it is made of")
    head = facts.head("programme_path", title)
    if found.is_empty():
        told = words("Nothing says how this programme is learned: bring its modality or its phases in Setup.")
        return html.Section([head, html.P(told, className="muted")], className="card whole")
    stages = []
    for phase, name in PHASES.items():
        rows = found.filter(pl.col("phase") == phase).rows(named=True)
        if rows:
            steps = html.Ol([_step(facts, row) for row in rows])
            stages.append(html.Li([html.H3(words(name)), steps], className=f"phase {phase}"))
    return html.Section([head, html.Ol(stages, className="path")], className="card whole")


def _step(facts: Facts, row: Mapping[str, Any]) -> html.Li:
    words = facts.words
    told: list[Any] = [html.Strong(facts.modality(row["modality"]))]
    if row["learners"] is not None:
        people = words.many("{n} person", "{n} people", row["learners"])
        told.append(html.Span(f"{people} · {words('{n} h', n=words.number(row['hours'] or 0))}"))
    if row["sessions"]:
        told.append(html.Span(words.many("{n} session planned", "{n} sessions planned", row["sessions"])))
    return html.Li(told, className="step" if row["learners"] else "step empty")


def funnel(facts: Facts) -> Any:
    """Return how many of those due came to each step."""
    words, found = facts.words, facts.told("funnel")
    name = words("Where they stop")
    if found["count"].drop_nulls().is_empty():
        out = words("Bring assignments in Setup: who is to follow it, and by when. Or choose a period with a due day.")
        return facts.lacking("funnel", name, facts.reason(found["reason"][0]), out)
    names = {step: words(NAMED[step]) for step in STEPS}
    drawn = figures.steps(found, names, facts.style)
    ways = [
        (
            exact.way(facts, step=row["step"], came="yes") if row["count"] else "",
            exact.way(facts, step=row["step"], came="no") if row["n"] > (row["count"] or 0) else "",
            exact.way(facts, step=row["step"]) if row["n"] else "",
        )
        for row in found.rows(named=True)
    ]
    named = found.with_columns(
        pl.DataFrame(ways, schema=dict.fromkeys(("came", "missing", "all"), pl.String), orient="row"),
        name=pl.col("step").replace_strict(names, return_dtype=pl.String),
        gone=pl.col("n") - pl.col("count"),
    )
    columns = (
        Column("name", words("Step"), wide=True),
        Column("count", words("People"), link="came"),
        Column("gone", words("Not there"), link="missing"),
        Column("n", words("Due"), link="all"),
        *share_columns("share", words("Share"), words),
        Column("conversion", words("Of the step before"), 1, share=True),
    )
    due = found["n"][0]
    title = words.many("Where {n} person due stops", "Where {n} people due stop", due)
    hint = exact.hint(facts, "Click a step to see exactly who came to it, and who did not.")
    return facts.card("funnel", title, drawn, table(named, columns, words, "funnel"), hint=hint)


def activities(facts: Facts) -> html.Section:
    """Return what people did in it, activity by activity, each with the way to its statements."""
    words, found = facts.words, facts.told("programme_activities")
    title = words("What they do in it")
    if found.is_empty():
        out = words(
            "Tie the activities of your tools to this programme in Setup: by their address, or by its beginning."
        )
        return facts.lacking("programme_activities", title, words("Nobody did anything in it in this period."), out)
    heads = [(words("Activity"), False), (words("People"), True), (words("Finished"), False)]
    rows = [
        [
            [_linked(facts, row), html.Small(facts.modality(row["modality"]))],
            words.number(row["learners"]),
            spanned(facts, row | {"count": row["finished"], "n": row["learners"]}),
        ]
        for row in found.head(_SHOWN).rows(named=True)
    ]
    return facts.listed("programme_activities", title, listing(title, heads, rows))


def _linked(facts: Facts, row: Mapping[str, Any]) -> Any:
    name, way = facts.words.pick(row["name"], row["iri"])[:120], facts.statements(row["iri"])
    return dcc.Link(name, href=way, title=facts.words("The statements behind it")) if way else name


def lead_time(facts: Facts) -> html.Section:
    """Return the days from the request to the first day, and what is usual elsewhere."""
    words, row = facts.words, facts.programme
    title = words("How long it took to make")
    days = [(name, row[name]) for name in DAYS if row[name] is not None]
    if len(days) < 2:
        out = words("Bring the days it was requested, designed and live in Setup.")
        return facts.lacking("lead_times", title, words("Fewer than two of its days are known."), out)
    if row["lead_days"] is not None:
        title = words.many(
            "{n} day from the request to the first day", "{n} days from the request to the first day", row["lead_days"]
        )
    marks = [
        _mark(facts, name, day, None if place == 0 else days[place - 1][1]) for place, (name, day) in enumerate(days)
    ]
    told = [html.Ol(marks, className="timeline"), html.P(_usual(facts), className="muted")]
    ever = replace(facts.scope, since=None, until=None)
    if facts.told("lead_times", ever).is_empty():  # it is of other units: no file of these has it
        return html.Section([facts.head("lead_times", title), *told], className="card")
    return facts.listed("lead_times", title, *told, scope=ever)


def _mark(facts: Facts, name: str, day: date, before: date | None) -> html.Li:
    words = facts.words
    told: list[Any] = [html.Strong(words(DAYS[name])), html.Span(words.day(day))]
    if before is not None:
        told.append(html.Span(words.many("{n} day later", "{n} days later", (day - before).days), className="muted"))
    return html.Li(told)


def _usual(facts: Facts) -> str:
    words = facts.words
    row = facts.told("lead_time", Scope()).row(-1, named=True)
    if row["value"] is None or row["n"] < 2:
        return words("No other programme says how long it took.")
    return words(
        "The median of the {n} {n:programme|programmes} that these units own and whose days are known is {days} "
        "{days:day|days}.",
        n=words.number(row["n"]),
        days=words.number(row["value"]),
    )
