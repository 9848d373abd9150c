"""How a change of the ledger is put into words, for the page and the workbook: which column, from what to what."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from analytics.returns import EVIDENCE, KINDS
from dashboards.i18n import Words
from dashboards.money import NAMES
from schemas.imports import KINDS as FILES
from schemas.imports import Column

_FILES = {"cost": "costs", "benefit": "benefits", "rate": "rates", "currency": "currencies"}
_COLUMNS = {(table, one.name): one for table, name in _FILES.items() for one in FILES[name].columns}
_OF = {"cost": "cost", "benefit": "benefit", "rate": "hourly cost", "currency": "exchange rate"}
_FLAGS = {"true": "yes", "false": "no"}
_SAID: Mapping[str, Mapping[str, Mapping[str, str]]] = {"kind": KINDS, "evidence": EVIDENCE}
_EXACT = frozenset({"amount", "rate", "share"})
MESSAGES = (*_OF.values(), "the line is new")


def kind(words: Words, row: Mapping[str, Any]) -> str:
    """Return what sort of line was changed."""
    return words(_OF[row["kind"]])


def column(words: Words, row: Mapping[str, Any]) -> str:
    """Return which of its columns was changed, as files head it; or that the line is new."""
    if row["changed"] is None:
        return words("the line is new")
    one = _COLUMNS.get((row["kind"], row["changed"]))
    return str(row["changed"]) if one is None else one.names[words.language == "fr"]


def value(words: Words, row: Mapping[str, Any], end: str) -> str:
    """Return what it was (`was`) or is (`now`), as the ledger shows it."""
    text = row[end]
    one = _COLUMNS.get((row["kind"], row["changed"]))
    if text is None or one is None:
        return str(text or "")
    return _read(words, one, str(text))


def _read(words: Words, one: Column, text: str) -> str:
    if one.read == "flag":
        return words(_FLAGS[text])
    if one.read in _EXACT:
        return f"{Decimal(text).normalize():f}".replace(".", words.point)
    if one.read != "choice":
        return text
    told = _SAID.get(one.name, {}).get(text)
    return words(NAMES[text]) if told is None else told[words.language]


def told_by(words: Words, who: str | None, when: Any) -> str:
    """Say who told a line last, and when; nothing where that was not written down."""
    return words("{who}, {moment} UTC", who=who, moment=words.moment(when)) if who and when else ""
