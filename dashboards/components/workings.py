"""Every amount opens: into its formula, each line that went into it, and the file and the row that line came from."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import partial
from typing import Any

import dash_mantine_components as dmc
from dash import ALL, Dash, Input, Output, State, ctx, html, no_update

from analytics import explained
from analytics.judged import LEFT
from analytics.statistics import REASONS
from analytics.working import Input as Part
from analytics.working import Left, Result
from dashboards.components.aria import aria
from dashboards.components.parts import refused, said, titled
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.line_changes import told_by
from dashboards.money import NONE
from dashboards.money import told as money
from dashboards.pages.page import Site
from dashboards.refusals import FILTERS
from lrs.errors import BadRequest, Forbidden

MOST = 40  # lines of one working; the file has them all


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of amount that opens: its name, and what tells how it came about."""

    name: str
    explain: Callable[..., Any]  # a `Result`


KINDS: dict[str, Kind] = {
    "budget": Kind("Budget", partial(explained.spend_of, nature="budget")),
    "commitment": Kind("Committed", partial(explained.spend_of, nature="commitment")),
    "actual": Kind("Spent", partial(explained.spend_of, nature="actual")),
    "cash": Kind("Avoidable cash", partial(explained.cost_of, cash=True)),
    "loaded": Kind("Fully loaded cost", explained.cost_of),
    "cost": Kind("What it costs", explained.judged_cost_of),
    "benefit": Kind("What it brings in cash", explained.benefit_of),
    "alternative": Kind("What the alternative would cost", explained.alternative_of),
}
_FORMULAS = (explained.COST, explained.SPEND, explained.ALTERNATIVE, explained.BENEFIT)
_ABOUT = {"missing_rate": "Some lines are in a currency without a rate: they are in no amount."}
_HEADS = ("Line", "Where from", "Told by", "Day", "Range", "Amount")
MESSAGES = (*(kind.name for kind in KINDS.values()), *_FORMULAS, *_ABOUT.values(), *_HEADS)


def amount(page: str, what: str, text: str, label: str, programme: str = "") -> html.Button:
    """Return an amount that opens into its working.

    Parameters
    ----------
    page
        What the ids of its page begin with.
    what
        One of `KINDS`, or several parted by spaces: then all of them are shown.
    text, label
        The amount as it is written, and what it is for those who cannot see where it stands.
    programme
        Of which programme; of all in the page's scope unless said.
    """
    told = {"amount": what, "programme": programme, "of": page}
    return html.Button(text, id=told, className="amount", title=label, **aria(label=f"{label}: {text}"))


def panel(words: Words, page: str) -> dmc.Modal:
    """Return where amounts open."""
    title = words("How this amount came about")
    close: Any = aria(label=words("Close"))
    body = html.Div(id=f"{page}-opened", className="opened-amount")
    return dmc.Modal(body, id=f"{page}-working", opened=False, title=title, size="xl", closeButtonProps=close)


def register(dash: Dash, site: Site, page: str, read: Callable[[str | None], Filters]) -> None:
    """Open amounts of a page when they are asked for.

    Parameters
    ----------
    read
        From the page's address to its filters.
    """

    def failed(error: Exception) -> Any:
        dash.logger.error("%s: %s", page, type(error).__name__, exc_info=error)
        return True, said("problem", site.words()("This could not be opened: load the page again."))

    dash.callback(
        Output(f"{page}-working", "opened"),
        Output(f"{page}-opened", "children"),
        Input({"amount": ALL, "programme": ALL, "of": page}, "n_clicks"),
        State(f"{page}-url", "search"),
        prevent_initial_call=True,
        on_error=failed,
    )(lambda clicks, search: _asked(site, clicks, read, search))


def _asked(site: Site, clicks: Sequence[int | None], read: Callable[[str | None], Filters], search: str | None) -> Any:
    if not any(clicks) or not ctx.triggered_id:  # amounts that have just been drawn
        return no_update, no_update
    try:
        return True, opened(site, read(search), ctx.triggered_id["amount"], ctx.triggered_id["programme"])
    except (BadRequest, Forbidden) as problem:
        return True, refused(problem.sentence, site.words(), FILTERS)


def opened(site: Site, chosen: Filters, what: str, programme: str) -> list[Any]:
    """Return the workings of one amount, or of several."""
    scope = replace(chosen.scope(), programmes=(programme,)) if programme else chosen.scope()
    words = site.words()
    kinds = [KINDS[one] for one in what.split() if one in KINDS]
    found: list[tuple[str, Any]] = [(kind.name, site.ask(kind.explain, scope)) for kind in kinds]
    shown = [(name, result) for name, result in found if len(found) == 1 or result.value is not None]
    return [html.Section([html.H3(words(name)), *written(result, words)]) for name, result in shown]


def written(result: Result, words: Words) -> list[Any]:
    """Return a figure with its working: formula, inputs, where each came from."""
    told: list[Any] = [html.P(money(words, result.value, result.unit, 2), className="value")]
    if result.value is None:
        told = [html.P(_why(result.reason, words), className="muted")]
    elif result.reason in _ABOUT:
        told.append(said("attention", words(_ABOUT[result.reason])))
    told.append(html.P([html.Strong(words("Counted as")), " ", words(result.working.formula)]))
    lines = [_lines(result, words)] if result.working.inputs else []
    return [*told, *lines, *(_left(result, words) if result.left else [])]


def _why(reason: str | None, words: Words) -> str:
    texts = REASONS.get(reason or "no_data", REASONS["no_data"])
    return words.of(texts)


def _lines(result: Result, words: Words) -> html.Div:
    """Return the largest inputs as a table; the rest are summed, so that it adds up."""
    inputs = sorted(result.working.inputs, key=lambda one: -abs(one.value))
    rows = [_told(one, words) for one in inputs[:MOST]]
    rest = inputs[MOST:]
    if rest:
        summed = sum((one.value for one in rest), Decimal(0))
        name = words.many("{n} smaller line", "{n} smaller lines", len(rest))
        rows.append((name, "", "", "", "", money(words, summed, result.unit, 2)))
    return _table([words(head) for head in _HEADS], rows)


def _left(result: Result, words: Words) -> list[Any]:
    """Return what was told and does not count, the largest first, each with why."""
    found = sorted(result.left, key=lambda one: -abs(one.input.value))
    rows = [_left_row(one, words) for one in found[:MOST]]
    if len(found) > MOST:
        rows.append((words.many("{n} smaller line", "{n} smaller lines", len(found) - MOST), "", "", ""))
    heads = [words(head) for head in ("Line", "Why", "Where from", "Amount")]
    return [html.H4(words("Not counted")), _table(heads, rows)]


def _left_row(one: Left, words: Words) -> tuple[str, ...]:
    name, source, *_, value = _told(one.input, words)
    return name, words.of(LEFT[one.why]), source, value


def _told(one: Part, words: Words) -> tuple[str, ...]:
    """Return what a row says of an input, in the order of its heads."""
    origin = one.origin
    day = words.day(origin.day) if origin.day else ""
    ends = (origin.low, origin.high)
    known = [words.number(float(end), 2) if end is not None else NONE for end in ends]
    span = words("{low} to {high}", low=known[0], high=known[1]) if any(end is not None for end in ends) else ""
    name, source = one.name, origin.source
    if origin.name == explained.EFFECT:
        source = words("effect measured on: {indicator}", indicator=origin.source)
    elif origin.kind == "measure":
        name, source = words("Learners' time"), words("recorded hours x hourly cost")
        if origin.n is not None:
            source = words("{n} recorded {n:hour|hours} x hourly cost", n=words.number(origin.n))
    last = told_by(words, origin.who, origin.told)
    return name, source, last, day, span, money(words, one.value, one.unit, 2)


def _table(heads: Sequence[str], rows: Sequence[tuple[str, ...]]) -> html.Div:
    """Return a table whose first column names its rows and whose last is of amounts."""
    kinds = [None] * (len(heads) - 1) + ["number"]
    top = [html.Th(head, scope="col", className=kind) for head, kind in zip(heads, kinds, strict=True)]
    body = [html.Tr([html.Th(name, scope="row"), *titled(heads[1:], cells, kinds[1:])]) for name, *cells in rows]
    return html.Div(html.Table([html.Thead(html.Tr(top)), html.Tbody(body)], className="plain"), className="wide")
