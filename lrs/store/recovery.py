"""Opening a record whose last write a power cut tore.

DuckDB syncs its write-ahead log before a commit returns, so what was acknowledged is whole. A cut can leave the entry
being written then with zeros for an end. DuckDB ignores an entry that is too short, but refuses to open when the
length is right and the bytes are not. Cutting that entry off is safe exactly when nothing but zeros follows it.
"""

import logging
import re
import shutil
from pathlib import Path

_ENTRY = re.compile(r"Corrupt WAL file: entry at byte position (\d+)")
_HEAD = 16  # an entry's length and checksum come before its bytes
_log = logging.getLogger(__name__)


def repair(log: Path, error: str) -> bool:
    """Cut a torn last entry off a write-ahead log, keeping a copy beside it; False when that is not what is wrong.

    Parameters
    ----------
    log
        The write-ahead log.
    error
        What DuckDB said when it refused to read it.
    """
    found = _ENTRY.search(error)
    if found is None:
        return False
    place = int(found[1])
    if not _is_torn(log.read_bytes(), place):
        return False
    copy = log.with_name(log.name + ".torn")
    shutil.copyfile(log, copy)
    with log.open("r+b") as file:
        file.truncate(place - _HEAD)
    _log.warning("%s ended in a write that was never finished, nor acknowledged: cut off, copy kept in %s", log, copy)
    return True


def _is_torn(content: bytes, place: int) -> bool:
    """Tell whether the entry whose bytes begin at a place ends in zeros, and only zeros follow it."""
    length = int.from_bytes(content[place - _HEAD : place - 8], "little")
    end = min(place + length, len(content))
    return content[end - 2 : end] == b"\0\0" and not content[end:].strip(b"\0")
