"""The lines of the ledger as a person edits them, and as an import takes them: the same checks, the same sentences.

A line is told as texts in the reader's language, with a mark of what it was. What no longer is what it was is brought
in as a file of costs would be; what somebody else changed meanwhile is left alone.
"""

import csv
import hashlib
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from typing import Any

from analytics.allocation import last_day
from dashboards.filters import Filters
from dashboards.i18n import Words
from dashboards.line_changes import told_by
from dashboards.money import NAMES
from dashboards.pages.page import Site
from dashboards.pages.setup import own_units, seen_programmes
from dashboards.roles import EVERYWHERE
from lrs.organisation.bring import Manner, bring
from lrs.organisation.report import Problem, Report
from lrs.organisation.units import Tree
from schemas.imports import KINDS, Column

Line = dict[str, str]
WAS = "was"
COLUMNS: tuple[Column, ...] = KINDS["costs"].columns
_FLAGS = {True: "yes", False: "no"}
MESSAGES = ("yes", "no")


@dataclass(frozen=True, slots=True)
class Kept:
    """What became of lines that were edited: how many were brought in, what stands against them, by line."""

    changed: int = 0
    problems: tuple[tuple[str, str], ...] = ()


def lines(site: Site, chosen: Filters) -> list[Line]:
    """Return the lines whoever asks may edit, those of the chosen units, programmes and period, the newest first."""
    words, organisation, own = site.words(), site.service.store.organisation, own_units(site)
    tree = Tree(organisation.rows("unit"))
    within = frozenset(chosen.units)
    since, until = chosen.days()
    found = [
        row
        for row in organisation.rows("cost")
        if _mine(row, own)
        and (not within or (row["unit"] in tree.units and tree.is_within(row["unit"], within)))
        and (not chosen.programmes or row["programme"] in chosen.programmes)
        and _touches(row, since, until)
    ]
    return [told(row, words) for row in sorted(found, key=lambda row: (row["valid_from"], row["line"]), reverse=True)]


def _mine(row: Mapping[str, Any], own: frozenset[str] | None) -> bool:
    return own is None or row["unit"] in own


def _touches(row: Mapping[str, Any], since: date | None, until: date | None) -> bool:
    """Tell whether a line has anything to do with a period; a price without a last day may hold for long."""
    last = row["valid_to"]
    if last is None and row["basis"] == "fixed":
        last = last_day(row["valid_from"], None, row["amortised_months"])
    return (until is None or row["valid_from"] <= until) and (since is None or last is None or last >= since)


def told(row: Mapping[str, Any], words: Words) -> Line:
    """Return a line as texts, with the mark of what it was, and who told it last, when, in which row of which file."""
    texts = {one.name: _text(one, row[one.name], words) for one in COLUMNS}
    where = (told_by(words, row["who"], row["told"]), f"{row['file']}:{row['position']}")
    return {**texts, WAS: mark(texts), "told": " · ".join(one for one in where if one)}


def _text(column: Column, value: Any, words: Words) -> str:
    if value is None:
        return ""
    if column.read == "choice":
        return words(NAMES.get(str(value), str(value)))
    if column.read == "flag":
        return words(_FLAGS[value])
    if column.read == "amount":
        return f"{value.normalize():f}".replace(".", words.point)
    return value.isoformat() if isinstance(value, date) else str(value)


def mark(line: Mapping[str, Any]) -> str:
    """Return what tells a line from another that says anything else."""
    texts = "\0".join(str(line.get(one.name) or "").strip() for one in COLUMNS)
    return hashlib.blake2b(texts.encode(), digest_size=8).hexdigest()


def choices(site: Site) -> dict[str, list[str]]:
    """Return what the cells of some columns may hold, as they are told."""
    words, own = site.words(), own_units(site)
    organisation = site.service.store.organisation
    units = [row["key"] for row in organisation.rows("unit") if own is None or row["key"] in own]
    found = {one.name: _offered(one, words) for one in COLUMNS if one.read in ("choice", "flag")}
    shared = [] if own is not None else [""]
    programmes = sorted(row["key"] for row in organisation.rows("programme"))
    return {**found, "unit": [*shared, *sorted(units)], "programme": ["", *programmes]}


def _offered(column: Column, words: Words) -> list[str]:
    if column.read == "flag":
        return [words(text) for text in _FLAGS.values()]
    empty = [] if column.needed or column.name == "basis" else [""]
    return empty + [words(NAMES[value]) for value in dict.fromkeys(column.choices.values())]


def fresh(site: Site, number: int) -> Line:
    """Return a line to be filled in."""
    words, today = site.words(), datetime.now(UTC)
    own = own_units(site)
    account = site.account()
    unit = account.units[0] if own is not None and account.units else ""
    bases = [row["base"] for row in site.service.store.organisation.rows("currency")]
    texts = dict.fromkeys((one.name for one in COLUMNS), "") | {
        "line": f"{today:%Y%m%d-%H%M%S}-{number}",
        "basis": words(NAMES["fixed"]),
        "nature": words(NAMES["actual"]),
        "currency": bases[0] if bases else "EUR",
        "valid_from": today.date().isoformat(),
        "unit": unit,
        **dict.fromkeys(("alternative", "withdrawn"), words(_FLAGS[False])),
    }
    return {**texts, WAS: "", "told": ""}


def keep(site: Site, edited: Sequence[Line]) -> Kept:
    """Bring in what was edited, whole or not at all, by the rules an import of costs goes by.

    Raises
    ------
    Refusal
        When the lines make no file at all.
    """
    words = site.words()
    wanted = [line for line in edited if line.get(WAS) != mark(line)]
    if not wanted:
        return Kept()
    now = {row["line"]: mark(told(row, words)) for row in site.service.store.organisation.rows("cost")}
    stale = [line["line"] for line in wanted if now.get(line["line"], "") != line.get(WAS, "")]
    if stale:
        why = words("was changed by somebody meanwhile, or stands here already: load the page again")
        return Kept(problems=tuple((name, why) for name in stale))
    report = _bring(site, wanted)
    if report.problems:
        return Kept(problems=tuple(_problem(one, wanted, words) for one in report.problems))
    return Kept(changed=report.added + report.changed)


def _bring(site: Site, wanted: Sequence[Line]) -> Report:
    """Bring lines in as a file of costs."""
    words, account = site.words(), site.account()
    heading = 1 if words.language == "fr" else 0
    written = io.StringIO()
    table = csv.writer(written, delimiter=";")
    table.writerow([one.names[heading] for one in COLUMNS])
    table.writerows([str(line.get(one.name) or "").strip() for one in COLUMNS] for line in wanted)
    moment = datetime.now(UTC)
    name = f"{words('Costs page')} {moment:%Y-%m-%d %H.%M}, {account.email}.csv"
    allowed = None if account.role in EVERYWHERE else account.units
    manner = Manner(name, home=site.service.settings.authority, seen=seen_programmes(site))
    return bring("costs", written.getvalue().encode(), site.service.store, account.email, allowed, manner=manner)


def _problem(one: Problem, wanted: Sequence[Line], words: Words) -> tuple[str, str]:
    """Return a problem by the line it is about: the first stands in row 2 of the file."""
    place = one.row - 2
    name = wanted[place]["line"] if 0 <= place < len(wanted) else ""
    why = one.why(words.language)
    return name, words("{name}: {told}", name=one.column, told=why) if one.column else why
