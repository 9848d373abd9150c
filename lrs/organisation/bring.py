"""A file brought in: read, judged, told about; then written whole, or not at all."""

import threading
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from lrs.errors import BadRequest, Conflict
from lrs.organisation import costs, indicators, people, prices, programmes, sessions
from lrs.organisation.cells import zone_named
from lrs.organisation.judging import Judging
from lrs.organisation.keeping import kept, value_row
from lrs.organisation.reading import Given, as_file, look, read
from lrs.organisation.report import Report
from lrs.organisation.telling import Chronicle, Saying
from lrs.store.promise import Put, Store
from schemas.imports import KINDS

AUTHORITY = "https://w3id.org/xapi/acquis/credential"
ZONE = "Europe/Paris"
_TRIES = 5
_TURN = threading.Lock()  # files are judged one after the other: each against what the one before left

_ROWS: dict[str, Callable[[Judging, list[Given]], None]] = {
    "units": people.judge_units,
    "people": people.judge,
    "programmes": programmes.judge,
    "assignments": programmes.judge_assignments,
    "questions": programmes.judge_questions,
    "currencies": prices.judge_currencies,
    "rates": prices.judge_rates,
    "costs": costs.judge,
    "benefits": costs.judge_benefits,
    "indicators": indicators.judge,
    "rollouts": indicators.judge_rollouts,
}
_STATEMENTS: dict[str, Callable[[Judging, list[Given], str], list[Saying]]] = {
    "sessions": sessions.judge_sessions,
    "evaluations": sessions.judge_evaluations,
}


@dataclass(frozen=True, slots=True)
class Manner:
    """How a file is to be read.

    Attributes
    ----------
    name
        What the file is called.
    mapping
        Headings → names of columns, or the name of a mapping that was kept (`lrs.organisation.keeping`).
    zone
        Where the clocks stood that gave times without an offset.
    home
        The home page of the authority its statements get.
    seen
        Keys of programmes that whoever brings it sees: they may be named, whichever unit answers for them.
    """

    name: str = "file.csv"
    mapping: Mapping[str, str] | str = field(default_factory=dict)
    zone: str = ZONE
    home: str = AUTHORITY
    seen: frozenset[str] = frozenset()


def bring(  # noqa: PLR0913 -- the one way in, with names at every call
    kind: str,
    table: bytes | Path,
    store: Store,
    by: str,
    allowed_units: Iterable[str] | None = None,
    *,
    preview: bool = False,
    manner: Manner | None = None,
) -> Report:
    """Bring a file in, or with `preview` only tell what would become of it.

    Parameters
    ----------
    kind
        One of `schemas.imports.KINDS`.
    table
        The file, or its bytes.
    store, by
        Where it goes; who brings it.
    allowed_units
        The units whoever brings it answers for (and all below them): a row of another one is refused, and the report
        does not say whose it is. None is all.

    Raises
    ------
    BadRequest
        When there is no such kind or mapping, or when the file is no table at all.
    """
    if kind not in KINDS:
        raise BadRequest(f"{kind}: is no kind of file we know; expected one of {', '.join(KINDS)}")
    given = manner or Manner(name=table.name if isinstance(table, Path) else "file.csv")
    content = table.read_bytes() if isinstance(table, Path) else table
    units = None if allowed_units is None else frozenset(allowed_units)
    asked = _Asked(kind, content, store, by, units, preview, given)
    if preview:
        return _bring(asked)
    with _TURN:
        for _ in range(_TRIES - 1):
            try:
                return _bring(asked)
            except Conflict:
                continue  # something else changed the organisation meanwhile, a merge for one: judge the file again
        return _bring(asked)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What was asked for."""

    kind: str
    content: bytes
    store: Store
    by: str
    units: frozenset[str] | None
    preview: bool
    manner: Manner


def _bring(asked: _Asked) -> Report:
    report = Report(asked.kind)
    kind, manner = KINDS[asked.kind], asked.manner
    with as_file(asked.content, manner.name) as path:
        sheet = look(path, kind, _mapping(asked.store, asked.kind, manner.mapping), report)
        if report.problems:  # about the headings: the rows would only repeat it
            return report
        judging = Judging(asked.store, sheet, report, asked.units, asked.by)
        judging.seen = manner.seen
        chronicle = Chronicle(asked.store, manner.home)
        _judge(judging, chronicle, read(sheet, zone_named(manner.zone), report), manner.zone)
    report.problems = list(dict.fromkeys(report.problems))  # a row may be judged as a session and as who came to it
    report.statements = len(chronicle.entries)
    if asked.units is not None:
        report.keep_to_own()
    if not (report.problems or asked.preview):
        _write(judging, chronicle, asked)
        report.applied = True
    return report


def _judge(judging: Judging, chronicle: Chronicle, rows: list[Given], zone: str) -> None:
    report = judging.report
    if report.kind in _ROWS:
        _ROWS[report.kind](judging, rows)
        return
    chronicle.take(_STATEMENTS[report.kind](judging, rows, zone), report)
    for what in chronicle.rows.values():
        setattr(report, what, getattr(report, what) + 1)


def _write(judging: Judging, chronicle: Chronicle, asked: _Asked) -> None:
    """Write statements, then rows and who brought them. Each of the two is all or none; the first is harmless twice."""
    if chronicle.entries:
        asked.store.add(chronicle.entries)
    if judging.puts or chronicle.entries:
        report = judging.report
        counts = {name: getattr(report, name) for name in ("rows", "added", "changed", "unchanged", "statements")}
        noted = value_row("import", asked.kind, {"file": asked.manner.name, **counts}, asked.by)
        judging.organisation.change([*judging.puts, Put("kept", [noted])], judging.revision)


def _mapping(store: Store, kind: str, mapping: Mapping[str, str] | str) -> Mapping[str, str]:
    """Return a mapping, given or kept under a name."""
    if not isinstance(mapping, str):
        return mapping
    found = kept(store, f"mapping {kind}")
    if mapping not in found:
        raise BadRequest(f"mapping: none is called {mapping[:60]!r}; there is {', '.join(found) or 'none'} for {kind}")
    return dict(found[mapping])
