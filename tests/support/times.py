"""Instants as Python knows them."""

import re
from datetime import UTC, datetime


def instant(text: str) -> datetime:
    """Read an ISO 8601 instant, cut to microseconds."""
    return datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text)).astimezone(UTC)
