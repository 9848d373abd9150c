"""The tables of the README that tell what the code says: settings, commands, recipes, measures.

`python -m tests.support.reference` writes them; a test compares them.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import click

from analytics.catalog import MEASURES
from dashboards.cli import acquis
from lrs.recipes import recipe
from lrs.settings import SETTINGS
from schemas import imports

README = Path(__file__).parents[2] / "README.md"


def _table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(
        "| " + " | ".join(cell.replace("|", "\\|").replace("\n", " ") for cell in row) + " |" for row in lines
    )


def _settings() -> str:
    told = [(f"`{row.variable}`", f"`{row.default}`" if row.default else "none", row.meaning) for row in SETTINGS]
    return _table(("variable", "default", "meaning"), told)


def _commands() -> str:
    return _table(("command", "what it does"), list(_walk(acquis, "acquis")))


def _walk(command: click.Command, name: str) -> Iterator[tuple[str, str]]:
    if isinstance(command, click.Group):
        for word in sorted(command.commands):
            yield from _walk(command.commands[word], f"{name} {word}")
        return
    words = [
        f"[{one.make_metavar(_context(command))}]" if not one.required else one.make_metavar(_context(command))
        for one in command.params
        if isinstance(one, click.Argument)
    ]
    about = (command.help or "").partition("\n\n")[0]
    yield f"`{' '.join([name, *words]).replace('[[', '[').replace(']]', ']')}`", about


def _context(command: click.Command) -> click.Context:
    return click.Context(command)


def _recipes() -> str:
    known = [recipe.described(name) for name in recipe.names()]
    told = [
        (f"`{one['name']}`", one["title"], "; ".join(f"`{key}`: {about}" for key, about in one["parameters"].items()))
        for one in known
    ]
    return _table(("recipe", "what it tells", "parameters"), told)


def _imports() -> str:
    told = [
        (
            f"`{row['kind']}`",
            f"`{row['column']}`{' *' if row['needed'] else ''}",
            row["headings"],
            row["read"],
            row["en"],
        )
        for row in imports.rows()
    ]
    return _table(("file", "column", "headings", "read as", "meaning"), told)


def _measures() -> str:
    told = [(f"`{one.key}`", one.sentence["en"], one.unit, one.formula) for one in MEASURES.values()]
    return _table(("measure", "what it says", "unit", "formula"), told)


TABLES: dict[str, Callable[[], str]] = {
    "commands": _commands,
    "settings": _settings,
    "imports": _imports,
    "recipes": _recipes,
    "measures": _measures,
}


def written(text: str) -> str:
    """Return the README with its tables as they should be."""
    for name, make in TABLES.items():
        block = f"<!-- {name} -->\n{make()}\n<!-- /{name} -->"
        text, count = re.subn(
            f"<!-- {name} -->.*?<!-- /{name} -->", lambda _, block=block: block, text, flags=re.DOTALL
        )
        if count != 1:
            raise AssertionError(f"README.md: expected one block named {name}, found {count}")
    return text


if __name__ == "__main__":
    README.write_text(written(README.read_text("utf-8")), "utf-8")
