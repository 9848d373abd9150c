"""How often warnings are given, and how right they were: their base rate beside them, in words."""

from typing import Any

import polars as pl
from dash import html

from dashboards.components.card import Evidence, chart, downloads
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import risk as figures
from dashboards.pages import grounds
from dashboards.pages.asked import Asked
from dashboards.pages.people.everyone import rule_name


def counted(asked: Asked, counts: pl.DataFrame) -> Any:
    """Return the card of how many people each rule names."""
    words = asked.words
    named = {rule: rule_name(rule, words) for rule in counts["rule"].to_list()}
    told = counts.with_columns(name=pl.col("rule").replace_strict(named, return_dtype=pl.String))
    columns = (
        Column("name", words("Reason"), wide=True),
        Column("count", words("People")),
        Column("n", words("of")),
        *share_columns("share", words("Share"), words),
    )
    title = words("How many of those with an assignment each reason names")
    grid = table(told, columns, words, "risk_counts")
    evidence = Evidence(
        "risk_counts", title, figures.warnings(counts, named, asked.style), grid, asked.file("risk_counts")
    )
    return chart(evidence, asked.working("risk_counts", title, words("as of today")), words)


def judged(asked: Asked) -> html.Section:
    """Return the card that says how right the warnings were."""
    words, rules = asked.words, asked.everything("warning_validity")
    title = words("Were the warnings right?")
    info = asked.working("warning_validity", title, words("all the time there is"))
    head = html.Div([html.H2(title), info], className="card-head")
    first = rules.row(0, named=True)
    if not first["n"]:
        return html.Section([head, html.P(asked.reason(first["reason"]), className="not-enough")], className="card")
    each = [html.Li(_verdict(asked, one)) for one in rules.iter_rows(named=True)]
    files = html.Div(downloads("warning_validity", asked.file("warning_validity"), words), className="toolbar taken")
    return html.Section(
        [head, html.P(_base(asked, first)), html.Ul(each, className="reasons"), files], className="card"
    )


def _base(asked: Asked, first: dict[str, Any]) -> list[Any]:
    """Say how many were not completed in time whatever was warned of: what a warning has to do better than."""
    words = asked.words
    given = {"n": words.number(first["n"]), "missed": words.number(first["missed"])}
    if first["base_rate"] is None:
        return words.rich(
            "Of **{n}** {n:assignment|assignments} still open a week before the day, "
            "{missed:=0 every one was|{missed} was not|{missed} were not} "
            "done in time.",
            **given,
        )
    return words.rich(
        "Of **{n}** {n:assignment|assignments} still open a week before the day, **{base}** were not done in time "
        "({between}). "
        "A warning is worth something when it finds more than that.",
        n=given["n"],
        base=words.share(first["base_rate"], 1),
        between=grounds.percent(words, first["base_rate_low"], first["base_rate_high"]),
    )


def _verdict(asked: Asked, one: dict[str, Any]) -> list[Any]:
    words = asked.words
    told: list[Any] = [words("{rule}:", rule=rule_name(one["rule"], words)), " "]
    if not one["flagged"]:
        told.append(words("warned of nobody then."))
    elif one["precision"] is None:
        few = words.many(
            "{n} of {flagged} was not done in time: too few for a share.",
            "{n} of {flagged} were not done in time: too few for a share.",
            one["right"],
            flagged=words.number(one["flagged"]),
        )
        told.append(few)
    else:
        told += _right(asked, one)
    return [*told, *_apart(asked, one)]


def _right(asked: Asked, one: dict[str, Any]) -> list[Any]:
    words = asked.words
    share = {name: words.share(one[name], 1) for name in ("precision", "precision_low", "precision_high")}
    told = words.rich(
        "**{precision}** of {flagged} named were not done in time (between {precision_low} and {precision_high}).",
        flagged=words.number(one["flagged"]),
        **share,
    )
    if one["lift"] is not None:
        told += [" ", words("That is {lift} times the usual.", lift=words.number(one["lift"], 1))]
    if one["sensitivity"] is not None:
        found = words.share(one["sensitivity"], 1)
        between = grounds.percent(words, one["sensitivity_low"], one["sensitivity_high"])
        told += [
            " ",
            words("It had named {share} of those that were missed ({between}).", share=found, between=between),
        ]
    return told


def _apart(asked: Asked, one: dict[str, Any]) -> list[Any]:
    """Say what became of those who were contacted: acting on a warning makes it wrong, so they do not count above."""
    words = asked.words
    if not one["contacted_n"]:
        return []
    told = words.many("Apart: {n} was contacted", "Apart: {n} were contacted", one["contacted_n"])
    if one["contacted_share"] is None:
        return [" ", told, "."]
    share = words.share(one["contacted_share"], 1)
    between = grounds.percent(words, one["contacted_share_low"], one["contacted_share_high"])
    return [" ", told, words("; {share} of these were not done in time ({between}).", share=share, between=between)]
