"""A form that was filled in, read as a case; what is wrong with it is one sentence that names the field."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal, InvalidOperation
from typing import Any

from analytics.defaults import DEFAULTS
from analytics.plans import PHASES, WAYS, Part
from analytics.returns import EVIDENCE, KINDS
from dashboards.cases.draft import Draft, Figure, Gain
from dashboards.i18n import Words

SLOTS = ("1", "2")
"""How many parts a phase has room for."""
MOST_SITES, MOST_LEARNERS = 60, 50_000
_HUGE = Decimal(10_000_000)
_SITE = re.compile(r"(.*?)[\s:;,=-]*(?<!\d)(\d{1,9})")
_UNSURE = re.compile(r".*(?:(?:^|[\s:;,=])[-\u2212\u2013]|\d[.,])\d+")
"""What could be a number below nothing, or one with decimals or thousands parted by a sign."""
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Number:
    """A number one writes: its name, its limits; a `share` is written in hundredths."""

    label: str
    low: Decimal
    high: Decimal
    share: bool = False


NUMBERS: Mapping[str, Number] = {
    "hours": Number("Hours of the classroom course", Decimal("0.5"), Decimal(1000)),
    "travelling": Number("Learners who travel to a session, %", Decimal(0), _HUNDRED, share=True),
    "years": Number("Years it is used", Decimal(1), Decimal(20)),
    "yearly": Number("Of its design redone each year, %", Decimal(0), _HUNDRED, share=True),
}
GAINS: Mapping[str, Number] = {
    "amount": Number("What it would bring in a year", Decimal(0), _HUGE * 1000),
    "low": Number("At least", Decimal(0), _HUGE * 1000),
    "high": Number("At most", Decimal(0), _HUGE * 1000),
    "share": Number("Owed to the training, %", Decimal(0), _HUNDRED, share=True),
    "confidence": Number("Confidence in this estimate, %", Decimal(0), _HUNDRED, share=True),
}
MESSAGES = (
    NOT_BETWEEN := "write a number from {low} to {high}.",
    NO_TITLE := "give the case a name.",
    TOO_LONG := "at most {n} characters.",
    NO_SITE := "line {line} says {text}: write a site and its number of learners, for example Lyon 30.",
    NOBODY := "write at least one learner.",
    TOO_MANY := "at most {sites} {sites:site|sites} and {learners} {learners:learner|learners}.",
    NO_MIX := "choose at least one way of learning, with its hours.",
    NO_WAY := "choose the way of learning that takes these hours.",
    NO_EVIDENCE := "choose what the benefit rests on: without evidence it counts for nothing.",
    NO_RATE
    := "published in {published}, and no exchange rate into {currency} is known. Write your own figure, or have a "
    "rate imported.",
    NOT_ONE_OF := "choose one of the list.",
    NOT_WITHIN := "write a range with the amount within it.",
    *(one.label for one in (*NUMBERS.values(), *GAINS.values())),
    AUDIENCE := "Learners at each site",
    MIX := "What would replace it",
    TITLE := "Name of the case",
    OBJECTIVE := "What people are to be able to do",
    EVIDENCE_LABEL := "What this rests on",
    KIND_LABEL := "Of what kind",
)


class Amiss(Exception):  # noqa: N818  # what it is: something amiss in a field
    """Something in a form that cannot be: the field, in each language or as a message, and what is expected of it."""

    def __init__(self, field: str | Mapping[str, str], message: str, **values: object) -> None:
        super().__init__(message)
        self.field, self.message, self.values = field, message, values

    def sentence(self, words: Words) -> str:
        """Say it in one sentence."""
        field = words(self.field) if isinstance(self.field, str) else words.of(self.field)
        told = {
            name: words.number(float(value), _digits(value)) if isinstance(value, Decimal) else value
            for name, value in self.values.items()
        }
        return words("{field}: {what}", field=field, what=words(self.message, **told))


def _digits(value: Decimal) -> int:
    return 0 if value == value.to_integral_value() else 1


def fill(form: Mapping[str, Any], base: Draft) -> Draft:
    """Return a case as a form says; figures have where they came from by `base`.

    Raises
    ------
    Amiss
        Naming the first field that says what cannot be.
    """
    numbers = {name: number(form.get(name), one) for name, one in NUMBERS.items()}
    found = replace(
        base,
        title=_text(form.get("title"), TITLE, 120),
        objective=_text(form.get("objective"), OBJECTIVE, 1000),
        sites=sites(form.get("sites")),
        mix=_mix(form),
        figures=tuple(_figure(form, one, base) for one in base.figures),
        gain=_gain(form),
        hours=numbers["hours"],
        travelling=numbers["travelling"],
        years=numbers["years"],
        yearly=numbers["yearly"],
    )
    for one in found.missing():
        default = DEFAULTS[one.key]
        raise Amiss({"en": default.en, "fr": default.fr}, NO_RATE, currency=found.currency, published=one.currency)
    return found


def named(draft: Draft) -> Draft:
    """Return a case that may be kept: it has a name.

    Raises
    ------
    Amiss
        When it has none.
    """
    if not draft.title:
        raise Amiss(TITLE, NO_TITLE)
    return draft


def number(value: Any, one: Number, field: str | Mapping[str, str] | None = None) -> Decimal:
    """Return a number within its limits; a share as a part of 1.

    Raises
    ------
    Amiss
        When it is none.
    """
    try:
        found = Decimal(str(value).strip().replace(",", "."))
    except InvalidOperation:
        found = Decimal("NaN")
    if not found.is_finite() or not one.low <= found <= one.high:
        raise Amiss(field or one.label, NOT_BETWEEN, low=one.low, high=one.high)
    return found / _HUNDRED if one.share else found


def _text(value: Any, field: str, most: int) -> str:
    text = " ".join(str(value or "").split())
    if len(text) > most:
        raise Amiss(field, TOO_LONG, n=Decimal(most))
    return "".join(sign for sign in text if sign.isprintable())


def sites(value: Any) -> tuple[tuple[str, int], ...]:
    """Return the sites of a text, one a line, each with its learners.

    Raises
    ------
    Amiss
        Naming the line that says neither, or when nobody learns.
    """
    found = []
    for place, line in enumerate(str(value or "").splitlines(), 1):
        if not line.strip():
            continue
        told = _SITE.fullmatch(line.strip())
        if told is None or _UNSURE.fullmatch(line.strip()):
            raise Amiss(AUDIENCE, NO_SITE, line=place, text=repr(line.strip()[:40]))
        found.append((_text(told[1], AUDIENCE, 80), int(told[2])))
    learners = sum(count for _, count in found)
    if not learners:
        raise Amiss(AUDIENCE, NOBODY)
    if len(found) > MOST_SITES or learners > MOST_LEARNERS:
        raise Amiss(AUDIENCE, TOO_MANY, sites=Decimal(MOST_SITES), learners=Decimal(MOST_LEARNERS))
    return tuple(found)


def _mix(form: Mapping[str, Any]) -> tuple[Part, ...]:
    parts = [part for phase in PHASES for slot in SLOTS for part in _part(form, phase, slot)]
    if not parts:
        raise Amiss(MIX, NO_MIX)
    return tuple(parts)


def _part(form: Mapping[str, Any], phase: str, slot: str) -> list[Part]:
    """Return the part that a slot says, if it says any."""
    way, hours = (form.get(f"{phase} {slot} {name}") for name in ("way", "hours"))
    if not way and hours in (None, "", 0):
        return []
    name = {language: f"{PHASES[phase][language]}, {slot}" for language in PHASES[phase]}
    if not way:
        raise Amiss(name, NO_WAY)
    if way not in WAYS:
        raise Amiss(name, NOT_ONE_OF)
    return [Part(phase, way, number(hours, Number("", Decimal("0.1"), Decimal(1000)), name))]


def _figure(form: Mapping[str, Any], one: Figure, base: Draft) -> Figure:
    """Return a figure as the form says; what the form does not show stays, and what has no rate until it is written."""
    name, lacking = f"figure {one.key}", base.lacks_rate(one)
    if name not in form or (lacking and form[name] in (None, "")):
        return one
    default = DEFAULTS[one.key]
    least = Decimal(1) if one.key == "attendance" else Decimal(0)
    moved = one.moved(number(form[name], Number("", least, _HUGE), {"en": default.en, "fr": default.fr}))
    return replace(moved, currency=base.currency) if lacking else moved


def _gain(form: Mapping[str, Any]) -> Gain | None:
    told = {name: form.get(f"gain {name}") for name in GAINS}
    kind, evidence = str(form.get("gain kind") or ""), str(form.get("gain evidence") or "")
    if told["amount"] in (None, ""):
        return None
    if evidence not in EVIDENCE:
        raise Amiss(EVIDENCE_LABEL, NO_EVIDENCE)
    if kind not in KINDS or kind == "intangible":
        raise Amiss(KIND_LABEL, NOT_ONE_OF)
    whole = {"low": told["amount"], "high": told["amount"], "share": 100, "confidence": 100}
    given = {name: whole[name] if name in whole and told[name] in (None, "") else told[name] for name in GAINS}
    found = {name: number(given[name], one) for name, one in GAINS.items()}
    if not found["low"] <= found["amount"] <= found["high"]:
        raise Amiss(GAINS["low"].label, NOT_WITHIN)
    amount, low, high = (found[name] for name in ("amount", "low", "high"))
    return Gain(amount, low, high, kind, evidence, found["share"], found["confidence"])


def form_of(draft: Draft) -> dict[str, Any]:
    """Return what a form shows of a case."""
    form: dict[str, Any] = {"title": draft.title, "objective": draft.objective}
    form["sites"] = "\n".join(f"{name} {learners}".strip() for name, learners in draft.sites)
    for name, one in NUMBERS.items():
        form[name] = _shown(getattr(draft, name), one)
    for phase in PHASES:
        parts = [part for part in draft.mix if part.phase == phase]
        for slot, part in zip(SLOTS, parts, strict=False):
            form |= {f"{phase} {slot} way": part.way, f"{phase} {slot} hours": float(part.hours)}
    form |= {f"figure {one.key}": "" if draft.lacks_rate(one) else float(one.value) for one in draft.figures}
    if draft.gain is not None:
        form |= {f"gain {name}": _shown(getattr(draft.gain, name), one) for name, one in GAINS.items()}
        form |= {"gain kind": draft.gain.kind, "gain evidence": draft.gain.evidence}
    return form


def _shown(value: Decimal, one: Number) -> float:
    return float(value * _HUNDRED if one.share else value)
