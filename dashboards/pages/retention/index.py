"""What is still known of what was learned: the page Retention."""

from typing import Any

from dash import Dash, html

from analytics.follow_ups import WHY
from dashboards.components import states
from dashboards.components import story as stories
from dashboards.components.card import Rests, click_filter
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.pages import grounds
from dashboards.pages.page import Site
from dashboards.pages.programmes.facts import Facts
from dashboards.pages.retention import PATH, apart, follow_ups, gained, lags, reviews, saying
from dashboards.theme import Scheme

TITLE = "Retention"
PLACE = stories.Place("retention", PATH, ("period", "units", "programmes", "modality", "country", "group"))


def layout(words: Words) -> html.Div:
    """Return the page before it is filled."""
    told = html.Div(id=follow_ups.SAID, role="status", className="spoken")
    return html.Div([stories.layout(words, PLACE, words("What is still known after 90 days?")), told])


def register(dash: Dash, site: Site) -> None:
    """Fill the page from its address."""

    def tell(chosen: Filters, words: Words, scheme: Scheme) -> Any:
        facts = Facts(site, chosen, words, scheme)
        return facts.nothing() or story(facts)

    stories.register(dash, site, PLACE, tell)
    click_filter(dash, site, PLACE.name, apart.CLICKS)
    follow_ups.register(dash, site)


def story(facts: Facts) -> list[Any]:
    """Return the answer, four numbers, each kind of tests by itself, who keeps how much, what was gained, reviews."""
    row = headline(facts)
    again = follow_ups.section(facts)
    lists = [*([again] if again is not None else []), *reviews.section(facts)]
    said = facts.answered(answer(facts, row), "retained", facts.rests(row))
    if row["reason"] == "not_tested_twice":
        told = states.not_enough(" ".join(saying.missing(facts, row)), saying.way_out(facts, row))
        return [said, told, *lists, facts.quality()]
    body = [
        *lags.sections(facts),
        html.Section(html.Div(apart.card(facts), className="cards"), className="part-of-page"),
        gained.section(facts),
        *lists,
    ]
    return stories.evidence(said, tiles(facts, row), body, facts.quality(), sections=True)


def headline(facts: Facts) -> saying.Row:
    """Return the row that is the answer."""
    return facts.told("retained").row(0, named=True)


def answer(facts: Facts, row: saying.Row) -> list[Any]:
    """Return the answer, in one sentence, and in another what it rests on."""
    told = [html.P([*saying.sentence(facts, row)])]
    if row["share"] is not None:
        told.append(html.P(saying.company(facts, row), className="company"))
    if row["share"] is not None and row["bounds_first"]:
        words = facts.words
        change = words(
            "What would change this: asking those who did not answer, or at least some of them drawn by lot."
        )
        told.append(html.P(change, className="attention"))
    if row["share"] is not None and row["follow_up"] in _CAME_TO_NOTHING:
        told.append(html.P(facts.words.of(WHY[row["follow_up"]]), className="company"))
    if row["share"] is not None and not facts.site.reader().sees_people:
        coarse = facts.words("Shares and counts are rounded so that nobody can be recognised.")
        told.append(html.P(coarse, className="company"))
    return told


_CAME_TO_NOTHING = frozenset(WHY) - {"no_follow_up"}


def tiles(facts: Facts, row: saying.Row) -> list[Any]:
    """Return four numbers: kept at 90 days, answered, the bounds, the half-life."""
    words = facts.words
    none = facts.reason(row["reason"]) if row["share"] is None else ""
    known = none or within(facts, row)
    response = words(
        "{answered} of {due} due; {invited} asked",
        answered=saying.number(facts, row["answered"]),
        due=saying.number(facts, row["due"]),
        invited=saying.number(facts, row["invited"]),
    )
    ends = f"{saying.percent(facts, row['bound_low'])} – {saying.percent(facts, row['bound_high'])}"  # noqa: RUF001  # a dash between two numbers
    bounds = facts.tile(
        "retained",
        words("Whatever the others know"),
        (ends, _supposed(facts, row)),
        grounds.between(words, facts.period(), _tests(facts, row["due"]), (row["outer_low"], row["outer_high"])),
    )
    share = words("Kept, of those who answered") if row["bounds_first"] else words("Kept after 90 days")
    kept = facts.tile("retained", share, (saying.percent(facts, row["share"]), known), row=row)
    answered = facts.tile(
        "retained",
        words("Delayed tests answered"),
        (saying.percent(facts, row["response"]), response),
        grounds.between(words, facts.period(), _tests(facts, row["due"]), (row["response_low"], row["response_high"])),
    )
    half = facts.tile("retention_curve", words("Half forgotten"), _half(facts, row), _of_half(facts, row))
    return [bounds, answered, kept, half] if row["bounds_first"] else [kept, answered, bounds, half]


def _tests(facts: Facts, due: int | None) -> str:
    return facts.words.many("{n} test due", "{n} tests due", due or 0)


def _of_half(facts: Facts, row: saying.Row) -> Rests:
    """Return what the half-life rests on: the answers the curve is drawn through."""
    words, frame = facts.words, lags.of(facts.told("retention_curve"), dict(row))
    one = frame.row(0, named=True) if frame.height else {"n": 0, "learners": 0, "half_life_low": None}
    on = grounds.answers(words, one["n"] or 0, one["learners"] or 0)
    if one["half_life_low"] is None or one["half_life_high"] is None:
        return Rests(facts.period(), on=on, interval=words("None. {why}", why=_half(facts, row)[1]))
    ends = {end: saying.number(facts, one[f"half_life_{end}"]) for end in ("low", "high")}
    return Rests(facts.period(), on=on, interval=words("between {low} and {high} {high:day|days}", **ends))


def _supposed(facts: Facts, row: saying.Row) -> str:
    """Say of whom the bounds suppose that they forgot, or kept, everything."""
    if row["estimated"]:
        return facts.words("had those drawn who did not answer either forgotten, or kept, everything")
    return facts.words("had all who did not answer forgotten, or kept, everything")


def within(facts: Facts, row: saying.Row) -> str:
    """Say the interval of a share, and what it rests on."""
    rests = facts.words(
        "{n} {n:answer|answers} of {learners} {learners:person|people}",
        n=saying.number(facts, row["n"]),
        learners=saying.number(facts, row["learners"]),
    )
    return f"{saying.within(facts, row['low'], row['high'])} · {rests}"


def _half(facts: Facts, row: saying.Row) -> tuple[str, str]:
    frame = lags.of(facts.told("retention_curve"), dict(row))
    if frame.is_empty() or frame["days"].drop_nulls().is_empty():
        reason = frame["reason"][0] if frame.height else "few_lags"
        return "—", facts.reason(reason or "few_lags")
    return lags.half_life(facts, frame.row(0, named=True))
