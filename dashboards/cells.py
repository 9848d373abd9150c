"""What the keys in the cells of a workbook say: people read it; a CSV keeps them, for programs.

A key of a closed list (a step, a kind, a modality) becomes its word. What organisations name (units, programmes) keeps
its key, by which tables are joined, and has its title beside it; such a column is headed as a key.
"""

import re
import tomllib
from collections.abc import Callable, Mapping
from importlib.resources import files

import polars as pl

from analytics import content, items
from analytics.answers import WHATS
from analytics.decision_reasons import ALIKE, COLUMNS
from analytics.decision_reasons import REASONS as OF_DECISIONS
from analytics.designs import DECIDED, LADDER
from analytics.effectiveness import QUADRANTS
from analytics.effects import WARNINGS
from analytics.follow_ups import WHY
from analytics.judged import LEFT
from analytics.levels import EXISTS, MISSING, WHAT
from analytics.measured import REASONS as OF_EFFECTS
from analytics.returns import EVIDENCE, KINDS
from analytics.rules import RULES
from analytics.scope import Scope
from analytics.statistics import REASONS
from analytics.upkeep import choices, concepts
from dashboards.i18n import Words
from dashboards.money import NAMES
from dashboards.pages.page import Site
from dashboards.pages.programmes.facts import SAID
from dashboards.pages.setup.quality import LEDGER_KINDS
from dashboards.pages.setup.resting import KINDS as AMISS
from dashboards.pages.tools import MAY
from dashboards.reports.facts import SAYS
from dashboards.roles import ROLES
from schemas.imports import KINDS as FILES

Named = Mapping[str, Mapping[str, str]]
_FILE: Named = tomllib.loads(files("dashboards").joinpath("cells.toml").read_text(encoding="utf-8"))
MESSAGES = tuple(dict.fromkeys(said for table in _FILE.values() for said in table.values()))
_ENGLISH: Named = {
    # column: what its keys are called, in messages that are translated
    **_FILE,
    "allocation": NAMES,
    "component": NAMES,
    "footing": NAMES,
    "nature": NAMES,
    "item": SAID,
    "reason": {**SAYS, **_FILE["reason"]},
    "kind": {**AMISS, **_FILE["kind"]},
    "flag": items.FLAGS,
    "why": content.WHY,
    "tables.accounts.role": ROLES,
    "tables.became.kind": LEDGER_KINDS,
    "tables.keys.scopes": MAY,
    "tables.quality.kind": LEDGER_KINDS,
}
_TOLD: Mapping[str, Named] = {
    # column: what its keys are called, told in both languages
    "alike": ALIKE,
    "column": COLUMNS,
    "component": KINDS,
    "decided": DECIDED,
    "design": LADDER,
    "evidence": EVIDENCE,
    "exists": EXISTS,
    "follow_up": WHY,
    "kind": KINDS,
    "left_out": LEFT,
    "missing": {**OF_DECISIONS, **MISSING},
    "quadrant": QUADRANTS,
    "reason": {"intangible": KINDS["intangible"], **OF_EFFECTS, **OF_DECISIONS, **REASONS},
    "rule": {key: rule.name for key, rule in RULES.items()},
    "rung": {**LADDER, **EVIDENCE},
    "warning": WARNINGS,
    "what": {**WHAT, **{key: one.name for key, one in WHATS.items()}},
    "tables.imports.kind": {key: {"en": one.en, "fr": one.fr} for key, one in FILES.items()},
}
_AS = {"rules": "rule", "modalities": "modality", "first": "modality", "second": "modality", "by": "modality"} | {
    "digital": "modality",
    "classroom": "modality",
    "furthest": "step",
}
_TITLED = {"unit": "units", "owner_unit": "units", "programme": "programmes"}
_LISTS = {"rules": " ", "modalities": " ", "scopes": ", ", "units": ", "}  # what stands between several keys
_COUNTED_IN = ("assumptions", "engagement_profile", "levels")  # whose `unit` is that of a number
_MONEY_PER = re.compile(r"([A-Z]{3}) (per \w+)")


def names_of(site: Site) -> dict[str, dict[str, str]]:
    """Return what units, programmes, ways of learning, verbs and types are called, by key, as a reader sees them."""
    words = site.words()
    found: dict[str, dict[str, str]] = {}
    offered = site.ask(choices, Scope()).select("kind", "value", "title_en", "title_fr")
    for kind, value, *titles in [*offered.iter_rows(), *site.ask(concepts, Scope()).iter_rows()]:
        found.setdefault(kind, {})[value] = words.of(dict(zip(("en", "fr"), titles, strict=True))) or value
    return found


def in_words(frame: pl.DataFrame, words: Words, names: Named | None = None, measure: str = "") -> pl.DataFrame:
    """Return a frame whose keys are told in one language, titles beside keys; a key that nobody named stays."""
    shown: list[pl.Series] = []
    for column in frame:
        if column.dtype != pl.String:
            shown.append(column)
            continue
        say = _saying(column.name, words, names or {}, measure)
        shown.append(pl.Series(column.name, [None if one is None else say(one) for one in column.to_list()], pl.String))
        titles = _titles(frame, column, names or {}, measure)
        if titles is not None:
            shown.append(titles)
    return pl.DataFrame(shown)


def _titles(frame: pl.DataFrame, column: pl.Series, names: Named, measure: str) -> pl.Series | None:
    """Return the titles to stand beside a column of keys; None where the frame has them, or it has none."""
    kind = _TITLED.get(column.name)
    if kind is None or (column.name == "unit" and measure in _COUNTED_IN):
        return None
    owner = "programme" if "programme" in frame.columns else "unit"
    if "title_en" in frame.columns and column.name == owner:
        return None
    found = names.get(kind, {})
    return pl.Series(f"{column.name}_title", [found.get(one, one) for one in column.to_list()], pl.String)


def _saying(column: str, words: Words, names: Named, measure: str) -> Callable[[str], str]:
    """Return what says the keys of a column."""
    known = told(column, words, names, measure)

    def say(key: str) -> str:
        money = None if key in known else _MONEY_PER.fullmatch(key)
        return words(f"{{currency}} {money[2]}", currency=money[1]) if money else known.get(key, key)

    apart = _LISTS.get(column)
    return (lambda keys: ", ".join(map(say, keys.split(apart))) if keys else "") if apart else say


def told(column: str, words: Words, names: Named, measure: str = "") -> dict[str, str]:
    """Return what the keys that may stand in a column of a measure are called."""
    kind = "reason" if column.endswith("_reason") else _AS.get(column, column)
    english = {**_ENGLISH.get(kind, {}), **_ENGLISH.get(f"{measure}.{kind}", {})}
    both = {**_TOLD.get(kind, {}), **_TOLD.get(f"{measure}.{kind}", {})}
    said = {key: words(one) for key, one in english.items()}
    return said | dict(names.get(kind, {})) | {key: words.of(one) for key, one in both.items()}
