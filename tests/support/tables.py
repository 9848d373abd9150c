"""Tables of cases, each row marked with the requirements it answers."""

from typing import Any

import pytest


def answers(*ids: str) -> pytest.MarkDecorator:
    """Mark a test or a row with the requirements it answers."""
    return pytest.mark.requirement(*ids)


def row(*values: Any, id: str | None = None, ids: tuple[str, ...] = ()) -> Any:  # noqa: A002 - pytest's own word
    """Return one row of a table."""
    return pytest.param(*values, id=id, marks=[answers(*ids)] if ids else [])
