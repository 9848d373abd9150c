"""How the warehouse's file joins the record's instance."""

from pathlib import Path

import duckdb

from lrs.store.database import Cursor


def attach_warehouse(connection: Cursor, path: Path) -> None:
    """Attach the warehouse, a new one when the old cannot be read: it is derived."""
    try:
        connection.execute(f"ATTACH '{_quoted(path)}' AS warehouse")
    except duckdb.Error:
        for stale in (path, path.with_name(path.name + ".wal")):
            stale.unlink(missing_ok=True)
        connection.execute(f"ATTACH '{_quoted(path)}' AS warehouse")


def _quoted(path: Path) -> str:
    return str(path).replace("'", "''")
