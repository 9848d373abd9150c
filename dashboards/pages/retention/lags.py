"""What is kept at each lag, and the curve through it: once for each kind of test, never two kinds in one figure."""

from typing import Any

import polars as pl
from dash import dcc, html

from analytics.recall import is_mixed, tells_passes
from dashboards.components import states
from dashboards.components.table import Column, share_columns, table
from dashboards.figures import knowledge as figures
from dashboards.figures.knowledge import Seen
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.retention import PATH, saying

SHOWN = 4  # kinds of tests beside those the curve is drawn of; the files have them all
_FOOTING = ("supervised", "basis", "pass_mark")
_ALSO = {
    "more": "A test in between goes with more forgetting: those tested more often may be those who needed it.",
    "less": "Tests teach: with one in between, forgetting is {ratio} times what it is without ({low} to {high}).",
    "unclear": "Whether a test in between teaches again cannot be told from these answers.",
}
MESSAGES = tuple(_ALSO.values())


def footings(facts: Facts) -> list[dict[str, Any]]:
    """Return the kinds of tests there are, that of the headline first."""
    told = facts.told("retention_lags").filter(pl.col("supervised").is_not_null())
    found = told.unique(_FOOTING, keep="first", maintain_order=True)
    return found.sort("headline", descending=True, maintain_order=True).rows(named=True)


def of(frame: pl.DataFrame, kind: dict[str, Any]) -> pl.DataFrame:
    """Return the rows of one kind of tests."""
    same = [pl.col(name).eq_missing(pl.lit(kind[name])) for name in _FOOTING if name in frame.columns]
    return frame.filter(*same)


def lag_card(facts: Facts, kind: dict[str, Any], place: int = 0, *, named: bool = False) -> Any:
    """Return what is kept at each lag, in one kind of tests, which its title may name."""
    words, key = facts.words, "retention_lags"
    rows = of(facts.told(key), kind)
    later = rows.filter(pl.col("lag") != "J0").filter((pl.col("due") > 0) | pl.col("due").is_null())
    name = saying.named(facts, kind) if named else words("How much is kept, lag by lag")
    if later["share"].drop_nulls().is_empty():
        row = later.row(0, named=True) if later.height else _untold(kind)
        return facts.lacking(key, name, " ".join(saying.missing(facts, row)), saying.way_out(facts, row))
    drawn = figures.shares(
        [saying.as_share(facts, row, saying.lag(facts, row)) for row in later.rows(named=True)],
        _axis(facts),
        facts.style,
    )
    told = table(_named(facts, rows), _columns(facts), words, f"{key}-{place}")
    title, hint = _title(facts, later), _hint(facts, rows)
    if named:
        title, hint = f"{saying.named(facts, kind)} · {title}", [*hint[1:], html.Span(saying.basis(facts, kind))]
    return facts.card(key, title, drawn, told, hint=hint, part=f"-{place}")


def _untold(kind: dict[str, Any]) -> dict[str, Any]:
    """Return the row of a kind of tests that were taken on the day, and are not due later: why it tells nothing."""
    unmarked = tells_passes(kind["basis"]) and kind["pass_mark"] is None
    return kind | {"share": None, "reason": kind["reason"] or ("pass_mark_unknown" if unmarked else "not_due")}


def _named(facts: Facts, rows: pl.DataFrame) -> pl.DataFrame:
    return rows.with_columns(name=pl.Series([saying.lag(facts, row) for row in rows.rows(named=True)], dtype=pl.String))


def _columns(facts: Facts) -> list[Column]:
    words = facts.words
    return [
        Column("name", words("After")),
        Column("due", words("Due")),
        Column("invited", words("Asked")),
        Column("answered", words("Answered")),
        Column("response", words("Response"), share=True),
        *share_columns("share", words("Still known"), words),
        *saying.bounds(words),
        Column("days", words("Days since the training"), 1),
        Column("since_test", words("Days since the last test"), 1),
        Column("tests_before", words("Tests before"), 1),
        Column("retaught", words("Taught again, left out")),
    ]


def _title(facts: Facts, later: pl.DataFrame) -> str:
    known = later.filter(pl.col("share").is_not_null()).rows(named=True)
    ends = known[:1] + known[1:][-1:]
    told = [
        facts.words("{share} after {lag}", share=saying.percent(facts, row["share"]), lag=saying.lag(facts, row))
        for row in ends
    ]
    name = ", ".join(told)
    response = [row["response"] for row in known if row["bounds_first"]]
    return (
        facts.words("{told}, of those who answered", told=name) if response else facts.words("Kept: {told}", told=name)
    )


def _hint(facts: Facts, rows: pl.DataFrame) -> Any:
    """Say what is drawn, what was right on the day itself, and how long since the last test."""
    words = facts.words
    told = [
        words(
            "Dot and thick line: the share and its interval. Thin line: from “whoever did not answer has forgotten "
            "everything” to “has kept everything”. At the end of the line: tests answered, of those due."
        )
    ]
    first = rows.filter((pl.col("lag") == "J0") & pl.col("share").is_not_null()).rows(named=True)
    if first:
        share, n = saying.percent(facts, first[0]["share"]), saying.number(facts, first[0]["n"])
        told.append(
            words(
                "On the day itself, {share} was right ({n} {n:answer|answers}, of everyone tested in the period).",
                share=share,
                n=n,
            )
        )
    last = rows.filter(pl.col("since_test").is_not_null() & (pl.col("lag") != "J0")).rows(named=True)
    if last:
        at = next((row for row in last if row["lag"] == "J90"), last[-1])
        told.append(
            words(
                "After {lag}, the last test was {days} {days:day|days} ago on average, with {tests} in between.",
                lag=saying.lag(facts, at),
                days=saying.number(facts, at["since_test"]),
                tests=saying.number(facts, at["tests_before"], 1),
            )
        )
    return [html.Span(one, className="line") for one in told]


# The curve --------------------------------------------------------------------------------------------------------


def curve_card(facts: Facts, kind: dict[str, Any], place: int = 0) -> Any:
    """Return the curve of forgetting in one kind of tests, over the lags that were observed and no further."""
    words = facts.words
    frame = of(facts.told("retention_curve"), kind)
    name = words("How it fades")
    if frame["days"].drop_nulls().is_empty():
        reason = frame["reason"][0] if frame.height else "few_lags"
        out = saying.way_out(facts, {"reason": reason, "due": 0})
        return facts.lacking("retention_curve", name, facts.reason(reason), out)
    row = frame.row(0, named=True)
    columns = [
        Column("days", words("Days since the training")),
        *share_columns("retained", words("Still known"), words),
        Column("power", words("Power curve"), share=True),
        Column("exponential", words("Exponential curve"), share=True),
    ]
    drawn = figures.curve(frame, _seen(facts, kind), facts.style)
    half, why = half_life(facts, row)
    title = words("Half is forgotten: {told}", told=half)
    hint = [html.Span(one, className="line") for one in (why, _of_whom(facts, kind), _retest(facts, row)) if one]
    told = table(frame, columns, words, f"retention_curve-{place}")
    return facts.card("retention_curve", title, drawn, told, hint=hint, part=f"-{place}")


def _of_whom(facts: Facts, kind: dict[str, Any]) -> str:
    """Say that the curve is of who answered where a follow-up tells points of everyone due."""
    if not of(facts.told("retention_lags"), kind)["estimated"].any():
        return ""
    return facts.words("The curve is of those who answered; what a random follow-up tells is of everyone due.")


def _seen(facts: Facts, kind: dict[str, Any]) -> list[Seen]:
    rows = of(facts.told("retention_lags"), kind).filter(
        (pl.col("lag") != "J0")
        & pl.col("share").is_not_null()
        & pl.col("days").is_not_null()
        & pl.col("n").is_not_null()
    )
    told = rows.sort("days").select("days", "share", "low", "high", "n")
    return [Seen(*row) for row in told.iter_rows()]


def half_life(facts: Facts, row: saying.Row) -> tuple[str, str]:
    """Say after how long half is forgotten, or what is known of that; and what it rests on."""
    words = facts.words
    if row["half_life"] is not None:
        between = words(
            "between {low} and {high} {high:day|days}",
            low=saying.number(facts, row["half_life_low"]),
            high=saying.number(facts, row["half_life_high"]),
        )
        return words.many("after {n} day", "after {n} days", row["half_life"]), between
    if row["more_than"] is not None:
        told = words.many("after more than {n} day", "after more than {n} days", row["more_than"])
        return told, words("More than half is surely known until then. When half is gone cannot be told yet.")
    return words("not estimable"), facts.reason(row["half_life_reason"])


def _retest(facts: Facts, row: saying.Row) -> str:
    """Say what a test in between goes with."""
    if row["retest"] is None:
        return ""
    kind = "less" if row["retest_high"] < 1 else "more" if row["retest_low"] > 1 else "unclear"
    given = {"ratio": row["retest"], "low": row["retest_low"], "high": row["retest_high"]}
    return facts.words(_ALSO[kind], **{name: saying.number(facts, value, 2) for name, value in given.items()})


# Together ---------------------------------------------------------------------------------------------------------


def sections(facts: Facts) -> list[html.Section]:
    """Return a section for each of supervised and other tests, with the curve; then the same judged otherwise."""
    kinds = footings(facts)
    alike = [kind for kind in kinds if not is_mixed(kind["basis"])]
    first = [next(kind for kind in alike if kind["supervised"] == one) for one in _in_order(alike)]
    rest = [kind for kind in kinds if kind not in first]
    told = [_section(facts, kind, place) for place, kind in enumerate(first)]
    if not rest:
        return told
    words = facts.words
    lead = words("Scores, passes and questions say different things of the same tests: they are never added together.")
    head = [html.H2(words("The same, judged otherwise"), className="part-title"), html.P(lead, className="lead")]
    cards = [lag_card(facts, kind, place=len(first) + place, named=True) for place, kind in enumerate(rest[:SHOWN])]
    return [*told, html.Section([*head, html.Div(cards, className="cards")], className="part-of-page")]


def _in_order(kinds: list[dict[str, Any]]) -> list[bool]:
    return list(dict.fromkeys(kind["supervised"] for kind in kinds))


def _section(facts: Facts, kind: dict[str, Any], place: int) -> html.Section:
    title, lead = saying.named(facts, kind), saying.basis(facts, kind)
    cards = [lag_card(facts, kind, place=place), curve_card(facts, kind, place)]
    head = [html.H2(title, className="part-title"), html.P(lead, className="lead")]
    return html.Section([*head, html.Div(cards, className="cards")], className="part-of-page")


def panel(facts: Facts) -> Any:
    """Return what is kept, as a card of another page: the kind of tests that the headline rests on."""
    words, row = facts.words, facts.told("retained").row(0, named=True)
    title = words("What is kept")
    if row["share"] is None:
        head = html.Div([html.H2(title), facts.info("retained", title)], className="card-head")
        lacks = states.not_enough(" ".join(saying.missing(facts, row)), saying.way_out(facts, row))
        return html.Section([head, lacks, _more(facts)], className="card")
    drawn = figures.shares([saying.as_share(facts, row, saying.lag(facts, row))], _axis(facts), facts.style)
    told = table(_named(facts, of(facts.told("retained"), row)), _columns(facts), words, "retained")
    hint = [html.Span([*saying.sentence(facts, row), " ", saying.company(facts, row)], className="line"), _more(facts)]
    return facts.card("retained", title, drawn, told, hint=hint)


def _more(facts: Facts) -> dcc.Link:
    return dcc.Link(facts.words("All that is known of it"), href=f"{PATH}{facts.chosen.search(more=())}")


def _axis(facts: Facts) -> str:
    return facts.words("still known, of what was known on the day")
