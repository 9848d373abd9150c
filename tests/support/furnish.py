"""A data folder as an administrator fills it before anyone is served: files brought in, accounts made."""

from collections.abc import Mapping, Sequence
from pathlib import Path

from analytics.warehouse import Warehouse
from benchmarks.acquis import acquis_each
from lrs.store.duck import open_store
from tests.support.browser import PASSWORD


def furnish(data: Path, files: Mapping[str, str], accounts: Mapping[str, Sequence[str]]) -> None:
    """Fill a data folder by the command line, in one process: to start takes longer than what is done.

    Parameters
    ----------
    files
        Texts by the kind of import, each after those it speaks of.
    accounts
        The units of each role; its account is `<role>@example.org`.
    """
    commands = []
    for kind, text in files.items():
        file = data.with_name(f"{kind}.{'jsonl' if kind == 'statements' else 'csv'}")
        file.write_text(text, encoding="utf-8")
        commands.append(["import", kind, str(file)])
    for role, units in accounts.items():
        chosen = [part for unit in units for part in ("--unit", unit)]
        commands.append(["user", "add", f"{role}@example.org", "--role", role, *chosen, "--password", PASSWORD])
    acquis_each([*command, "--data", str(data)] for command in commands)


def follow(data: Path) -> None:
    """Have the warehouse of a folder that nobody serves know all of its record, as one that was served for a while."""
    store = open_store(data)
    try:
        Warehouse(store).catch_up()
    finally:
        store.close()
