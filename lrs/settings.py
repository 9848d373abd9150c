"""Every setting, one row each: its name, the variable that sets it, its default and what it is for."""

import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any

from lrs.errors import BadRequest

MEBIBYTE = 1 << 20


@dataclass(frozen=True, slots=True)
class Setting:
    """One row of the table."""

    name: str
    variable: str
    default: str
    read: Callable[[str], Any]
    meaning: str


def _natural(text: str) -> int:
    number = int(text)
    if number < 0:
        raise ValueError(text)
    return number


def _switch(text: str) -> bool:
    return {"1": True, "true": True, "0": False, "false": False}[text.lower()]


SETTINGS = (
    Setting("data", "ACQUIS_DATA", "./acquis-data", Path, "the folder that holds everything"),
    Setting("host", "ACQUIS_HOST", "127.0.0.1", str, "the address the server listens on"),
    Setting("port", "ACQUIS_PORT", "8080", _natural, "the port the server listens on"),
    Setting("dashboards", "ACQUIS_DASHBOARDS", "true", _switch, "whether the dashboards are served at /"),
    Setting(
        "authority",
        "ACQUIS_AUTHORITY",
        "https://w3id.org/xapi/acquis/credential",
        str,
        "the account home page of the authorities written into statements",
    ),
    Setting("prefix", "ACQUIS_PREFIX", "", str, "the path a reverse proxy puts in front, written into `more`"),
    Setting("threads", "ACQUIS_THREADS", "128", _natural, "how many requests are worked on at once"),
    Setting("connections", "ACQUIS_CONNECTIONS", "4096", _natural, "how many connections may be open at once"),
    Setting("page", "ACQUIS_PAGE", "100", _natural, "how many statements a page holds unless `limit` says"),
    Setting("body", "ACQUIS_BODY", "64", _natural, "MiB a body may hold, unpacked, attachments apart"),
    Setting("attachments", "ACQUIS_ATTACHMENTS", "2048", _natural, "MiB all attachments of one request may hold"),
    Setting(
        "wal",
        "ACQUIS_WAL",
        "64MB",
        str,
        "how much is written ahead before it is moved into record.duckdb (DuckDB's wal_autocheckpoint)",
    ),
    Setting("stall", "ACQUIS_STALL", "30", _natural, "seconds a body may stand still before its connection is cut"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Settings:
    """What the table says, read once."""

    data: Path = Path("./acquis-data")
    host: str = "127.0.0.1"
    port: int = 8080
    dashboards: bool = True
    authority: str = "https://w3id.org/xapi/acquis/credential"
    prefix: str = ""
    threads: int = 128
    connections: int = 4096
    page: int = 100
    body: int = 64
    attachments: int = 2048
    wal: str = "64MB"
    stall: int = 30

    @property
    def body_bytes(self) -> int:
        """How many bytes a body may hold, unpacked."""
        return self.body * MEBIBYTE

    @property
    def attachments_bytes(self) -> int:
        """How many bytes all attachments of one request may hold."""
        return self.attachments * MEBIBYTE

    def environment(self) -> dict[str, str]:
        """Return the variables that would read as these settings; how they reach the worker."""
        rows = {row.name: row.variable for row in SETTINGS}
        return {rows[field.name]: str(getattr(self, field.name)) for field in fields(self)}


def read(environment: Mapping[str, str] = os.environ, **given: Any) -> Settings:
    """Read the settings from environment variables; what is `given` and not None wins.

    Raises
    ------
    BadRequest
        When a variable holds something its setting cannot be.
    """
    values = {row.name: _value(row, environment) for row in SETTINGS}
    return Settings(**values | {name: value for name, value in given.items() if value is not None})


def _value(row: Setting, environment: Mapping[str, str]) -> Any:
    text = environment.get(row.variable) or row.default
    try:
        return row.read(text)
    except (ValueError, KeyError):
        raise BadRequest(f"{row.variable}: {text!r} cannot be {row.meaning}") from None
