"""A consistent copy of a folder that is being served."""

import shutil
from pathlib import Path

from lrs.store.attachments import AttachmentFolder, copy_file, sync, sync_directory
from lrs.store.writer import Cursor, Writer


def copy_record(record: Path, descriptor: int, target: Path, cursor: Cursor) -> None:
    """Copy the record into a new folder. The writer stands still meanwhile.

    The file is read through a descriptor that stays open: closing any descriptor of a file gives up the lock this
    process has on it (POSIX), and another process could take the record.
    """
    cursor.execute("CHECKPOINT record")
    copy_file(descriptor, target / record.name)
    log = record.with_name(record.name + ".wal")
    if log.exists() and log.stat().st_size:
        shutil.copyfile(log, target / log.name)
        sync(target / log.name)


def copy_folder(record: Path, descriptor: int, target: Path, parts: tuple[AttachmentFolder, Writer, Cursor]) -> None:
    """Copy record and attachments: first the many bytes, then, after the record, those that came meanwhile."""
    attachments, writer, cursor = parts
    target.mkdir(parents=True)
    attachments.copy(target / "attachments")
    with writer.paused():
        copy_record(record, descriptor, target, cursor)
    attachments.copy(target / "attachments")
    sync_directory(target)
