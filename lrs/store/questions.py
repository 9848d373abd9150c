"""The questions asked of DuckDB, each in its file under `sql/`."""

from functools import cache
from importlib.resources import files


@cache
def sql(name: str) -> str:
    """Return the text of a question."""
    return files("lrs.store").joinpath("sql", f"{name}.sql").read_text(encoding="utf-8")
