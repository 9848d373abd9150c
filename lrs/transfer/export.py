"""Statements out of the record: JSON lines, CSV or Parquet, streamed."""

import csv
import http.client
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from datetime import datetime
from itertools import islice
from pathlib import Path
from typing import IO, TYPE_CHECKING
from urllib.parse import urlencode

from lrs.errors import BadRequest, Fault
from lrs.transfer.columns import COLUMNS, row
from lrs.transfer.statements import attached

if TYPE_CHECKING:  # a command that only prints its help need not load the server
    from lrs.door import Door

_GROUP = 10_000  # rows a Parquet file keeps together
_END = re.compile(rb'\{"exported":(\d+)\}')


def exported(door: "Door", filters: Mapping[str, str]) -> Iterator[bytes]:
    """Stream the statements that meet the filters, oldest first, as JSON texts.

    Raises
    ------
    Refusal
        When a filter is refused.
    Fault
        When the stream ended before its end.
    """
    answer = door.request("GET", "/api/export/statements?" + urlencode(filters)).expect()
    number = 0
    try:
        for line in _lines(answer.stream):
            if end := _END.fullmatch(line):
                if int(end[1]) == number:
                    return
                break
            number += 1
            yield line
    except (http.client.HTTPException, OSError) as error:
        raise Fault(f"the export was cut short after {number} statements ({error!r})") from None
    raise Fault(f"the export was cut short after {number} statements")


def _lines(pieces: Iterable[bytes]) -> Iterator[bytes]:
    held: list[bytes] = []
    for piece in pieces:
        *whole, rest = piece.split(b"\n")
        for line in whole:
            yield b"".join((*held, line))
            held = []
        held.append(rest)


def write(statements: Iterator[bytes], out: Path) -> int:
    """Write statements to a file, in the format its name ends in; return how many.

    The file is written beside its place and takes its name once it is whole.
    """
    fresh = out.with_name(out.name + ".part")
    try:
        count = WRITERS[out.suffix.lower()](statements, fresh)
        fresh.replace(out)
    except OSError as error:
        raise BadRequest(f"{out}: cannot be written ({error.strerror or error})") from None
    finally:
        with suppress(OSError):
            fresh.unlink(missing_ok=True)
    return count


def write_lines(statements: Iterable[bytes], file: IO[bytes]) -> int:
    """Write one statement a line."""
    number = 0
    for number, text in enumerate(statements, 1):  # noqa: B007 -- the last one is how many there were
        file.write(text + b"\n")
    return number


def _write_jsonl(statements: Iterable[bytes], path: Path) -> int:
    with path.open("wb") as file:
        return write_lines(statements, file)


def _write_csv(statements: Iterable[bytes], path: Path) -> int:
    """Write a row a statement. The mark in front of UTF-8 is for spreadsheets, which guess wrong without it."""
    number = 0
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file)
        writer.writerow([column.name for column in COLUMNS])
        for number, text in enumerate(statements, 1):  # noqa: B007 -- the last one is how many there were
            writer.writerow([_harmless(cell) for cell in row(text)])
    return number


def _harmless(cell: object) -> object:
    """Keep a spreadsheet from running what a learner typed as a formula (OWASP, CSV injection)."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, datetime):
        return cell.isoformat().replace("+00:00", "Z")
    return "'" + cell if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell


def _write_parquet(statements: Iterable[bytes], path: Path) -> int:
    """Write a row a statement, a group of rows at a time."""
    import pyarrow as pa  # noqa: PLC0415 -- only this format needs it
    import pyarrow.parquet as pq  # noqa: PLC0415

    schema = pa.schema([(column.name, getattr(pa, column.kind)(*column.of)) for column in COLUMNS])
    number = 0
    rows = map(row, statements)
    with pq.ParquetWriter(path, schema, compression="zstd") as writer:
        while group := list(islice(rows, _GROUP)):
            number += len(group)
            columns = [
                pa.array(values, field.type) for values, field in zip(zip(*group, strict=True), schema, strict=True)
            ]
            writer.write_table(pa.Table.from_arrays(columns, schema=schema))
    return number


WRITERS: dict[str, Callable[[Iterable[bytes], Path], int]] = {
    ".jsonl": _write_jsonl,
    ".csv": _write_csv,
    ".parquet": _write_parquet,
}


def beside(statements: Iterable[bytes], door: "Door", folder: Path) -> Iterator[bytes]:
    """Pass statements on, writing the attachments they speak of into a folder, each named by its hash."""
    folder.mkdir(parents=True, exist_ok=True)
    for text in statements:
        if b'"attachments"' in text:
            for sha2 in attached(text):
                if sha2.isalnum() and not (folder / sha2).exists():
                    _fetch(sha2, door, folder / sha2)
        yield text


def _fetch(sha2: str, door: "Door", path: Path) -> None:
    answer = door.request("GET", f"/api/attachments/{sha2}")
    if answer.status == 404:
        return  # the record never had its bytes
    fresh = path.with_name(path.name + ".part")
    with fresh.open("wb") as file:
        for piece in answer.expect().stream:
            file.write(piece)
    fresh.replace(path)
