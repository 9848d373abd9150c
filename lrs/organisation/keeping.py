"""Values people choose and may want to explain later: thresholds, saved groups, column mappings. Only ever added to."""

import json
import time
from collections.abc import Container
from datetime import UTC, datetime
from typing import Any

from lrs.errors import BadRequest
from lrs.store.promise import Put, Store


def now() -> datetime:
    """Return this instant as the organisation's tables have it."""
    return datetime.fromtimestamp(time.time(), UTC).replace(tzinfo=None)


def keep(store: Store, kind: str, key: str, value: Any, who: str) -> None:
    """Keep a value; it holds from now on, those before it stay to be read. None says that nothing holds any more."""
    store.organisation.change([Put("kept", [value_row(kind, key, value, who)])])


def value_row(kind: str, key: str, value: Any, who: str) -> dict[str, Any]:
    """Return the row that keeps a value."""
    for name, text in (("kind", kind), ("key", key)):
        if not text.strip() or len(text) > 200 or not text.isprintable():
            raise BadRequest(f"{name}: expected 1 to 200 printable characters, got {text[:40]!r}")
    return {"kind": kind, "key": key, "value": json.dumps(value, ensure_ascii=False), "happened": now(), "who": who}


def kept(store: Store, kind: str, by: Container[str] | None = None) -> dict[str, Any]:
    """Return the values of a kind that hold now, by key; given `by`, those alone that these kept."""
    rows = store.organisation.rows("kept", kind=kind)
    held = {row["key"]: json.loads(row["value"]) for row in rows if by is None or row["who"] in by}
    return {key: value for key, value in held.items() if value is not None}


def history(store: Store, kind: str, key: str) -> list[dict[str, Any]]:
    """Return every value a kind and key ever had, oldest first: `value`, `happened` and `who`."""
    found = store.organisation.rows("kept", kind=kind, key=key)
    return [{"value": json.loads(row["value"]), "happened": row["happened"], "who": row["who"]} for row in found]
