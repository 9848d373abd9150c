"""How a case is put into words: amounts, units, where a figure came from, what somebody changed. No page, no data."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from analytics.defaults import DEFAULTS
from analytics.plans import PHASES, WAYS, Part
from dashboards import money
from dashboards.cases.draft import Draft, Figure, Gain
from dashboards.cases.filling import AUDIENCE, GAINS, MIX, NUMBERS, OBJECTIVE, TITLE
from dashboards.i18n import Words

_UNITS = {
    "hours per hour": "hours per hour",
    "learners per session": "learners per session",
    "per hour": "{currency} per hour",
    "per session": "{currency} per session",
    "per learner": "{currency} per learner",
    "per day": "{currency} per day",
}
_LABELS = {
    "title": TITLE,
    "objective": OBJECTIVE,
    "sites": AUDIENCE,
    "mix": MIX,
    "gain": GAINS["amount"].label,
}
_SOURCES = {"costs": "your ledger", "attendance": "your attendance records"}
_SHORT = {  # where a figure's whole name has no room
    "hours_to_make_classroom": "making classroom hours",
    "hours_to_make_elearning_simple": "making simple e-learning",
    "hours_to_make_elearning": "making interactive e-learning",
    "hours_to_make_elearning_rich": "making rich e-learning",
    "wage": "a learner's hour",
    "making_hour": "a designer's hour",
    "trainer_session": "a trainer's half-day",
    "attendance": "learners in a session",
    "travel": "travel",
    "room_day": "a room's day",
    "material": "printed material",
    "lodging": "lodging and meals",
}
MESSAGES = (*_UNITS.values(), *_SOURCES.values(), *_SHORT.values())


def plain(words: Words, value: Decimal | float) -> str:
    """Write a number with as many digits as it needs, two at most."""
    exact = Decimal(str(value)).quantize(Decimal("0.01")).normalize()
    return words.number(float(exact), max(0, -int(exact.as_tuple().exponent)))


def named(words: Words, key: str) -> str:
    """Return what a figure is."""
    return str(getattr(DEFAULTS[key], words.language, DEFAULTS[key].en))


def short(words: Words, key: str) -> str:
    """Return what a figure is in a few words."""
    return words(_SHORT[key])


def name_in(words: Words, names: Any) -> str:
    """Return a name told in each language."""
    return str(getattr(names, words.language, names.en))


def unit(words: Words, figure: Figure, currency: str) -> str:
    """Return what a figure is counted in: its own currency as long as nobody replaced it."""
    if figure.currency is None:
        return words(_UNITS[figure.unit])
    shown = currency if figure.is_moved else figure.currency
    return words(_UNITS[figure.unit.partition(" ")[2]], currency=shown)


def origin(words: Words, figure: Figure, draft: Draft) -> str:
    """Say where a figure came from: one's own, or a cited default and its year; if it was moved, what it was.

    And that it is left out, when no rate tells it in the case's currency.
    """
    told = _told(words, figure)
    if not draft.lacks_rate(figure):
        return told
    return words("left out, no exchange rate into {currency}; {origin}", currency=draft.currency, origin=told)


def _told(words: Words, figure: Figure) -> str:
    if figure.kind == "measure":
        source = words(_SOURCES.get(figure.source, figure.source))
        told = words(
            "your own, from {source}, n = {n}",
            source=source,
            n=words.number(figure.n or 0),
        )
    elif figure.year is None:
        told = words("a supplier's sample calculation, undated, no survey: {source}", source=figure.source)
    else:
        told = words("default of {year}: {source}", year=figure.year, source=figure.source)
    if not figure.is_moved:
        return told
    return words(
        "assumed; it was {value} ({origin})",
        value=plain(words, figure.given),
        origin=told,
    )


def spread(words: Words, figure: Figure) -> str:
    """Say between what a figure may lie."""
    if figure.low == figure.high:
        return words("no range")
    told = words("{low} to {high}", low=plain(words, figure.low), high=plain(words, figure.high))
    if figure.kind == "default" and DEFAULTS[figure.key].ranged == "assumed":
        return words("{range} (our assumption: a third either way)", range=told)
    return told


def part(words: Words, one: Part) -> str:
    """Return one part of a mix."""
    phase = words.of(PHASES[one.phase])
    way = name_in(words, WAYS[one.way])
    return words("{phase}: {way}, {hours} h", phase=phase, way=way, hours=plain(words, one.hours))


def mix(words: Words, parts: Sequence[Part]) -> str:
    """Return a whole mix in a line."""
    return " · ".join(part(words, one) for one in parts)


def sites(words: Words, told: Sequence[tuple[str, int]]) -> str:
    """Return the sites with their learners in a line."""
    return ", ".join(f"{name} {words.number(learners)}".strip() for name, learners in told)


def label(words: Words, name: str) -> str:
    """Return what a part of a case is called, by its name in the form."""
    if name.startswith("figure "):
        return named(words, name.removeprefix("figure "))
    return words(NUMBERS[name].label) if name in NUMBERS else words(_LABELS[name])


def value(words: Words, name: str, said: Any, currency: str) -> str:
    """Write what a part of a case says."""
    if said is None or said == "":
        return words("nothing")
    if name == "sites":
        return sites(words, said)
    if name == "mix":
        return mix(words, said)
    if isinstance(said, Gain):
        return money.told(words, said.amount, currency)
    if name in NUMBERS and NUMBERS[name].share:
        return words("{number}%", number=plain(words, said * 100))
    return plain(words, said) if isinstance(said, Decimal) else str(said)


def foreign(words: Words, draft: Draft) -> str:
    """Say which figures are left out for want of a rate; nothing where none is."""
    told = draft.foreign()
    if not told:
        return ""
    first, *others = (named(words, one.key) for one in told)
    names = ", ".join([first, *(other[:1].lower() + other[1:] for other in others)])
    currencies = ", ".join(sorted({one.currency or "" for one in told}))
    return words(
        "{names}: published in {currencies}, and no exchange rate into {currency} is known. They are left out, so the "
        "classroom is told cheaper than it is, until you write your own figures or a rate is imported.",
        names=names,
        currencies=currencies,
        currency=draft.currency,
    )
