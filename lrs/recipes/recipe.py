"""Where recipes come from: ours by name, anyone's by file; checked before a row is read."""

import re
import tomllib
from collections.abc import Iterator, Mapping
from importlib import resources
from pathlib import Path
from typing import Any

import msgspec

from lrs.errors import BadRequest
from schemas.recipe import Recipe

_PARAMETER = re.compile(r"<([a-z_][a-z0-9_]*)>")


def names() -> list[str]:
    """Return the names of the recipes that ship with Acquis."""
    return sorted(file.name[:-5] for file in resources.files(__package__).iterdir() if file.name.endswith(".toml"))


def described(name: str) -> dict[str, Any]:
    """Tell what one of our recipes is for and which parameters it takes."""
    raw = _toml(name)
    about = {key: _about(parameter) for key, parameter in raw.get("parameters", {}).items()}
    return {"name": name, "title": raw["title"], "parameters": about}


def _about(parameter: Mapping[str, str]) -> str:
    default = parameter.get("default")
    return parameter["about"] + (" (needed)" if default is None else f" [{default}]" if default else "")


def load(which: str, parameters: Mapping[str, str] | None = None) -> Recipe:
    """Return one of our recipes by its name, or a recipe file by its path, with its parameters filled in.

    Raises
    ------
    BadRequest
        When there is none such, when it is not TOML, when a key is unknown or missing, when a parameter is.
    """
    raw = _toml(which)
    known = _filled_in(which, raw, dict(parameters or {}))
    for name, value in known.items():
        raw["parameters"][name]["value"] = value
    try:
        return msgspec.convert(_fill(_spread(raw), known), Recipe)
    except msgspec.ValidationError as error:
        raise BadRequest(f"recipe {which}: {error}") from None


def _toml(which: str) -> dict[str, Any]:
    """Read the text of a recipe."""
    if which.endswith(".toml") or "/" in which:
        source = Path(which)
        if not source.is_file():
            raise BadRequest(f"recipe {which}: there is no such file")
        data = source.read_bytes()
    elif which in names():
        data = resources.files(__package__).joinpath(f"{which}.toml").read_bytes()
    else:
        raise BadRequest(f"recipe {which}: not one of {', '.join(names())}, nor a file that ends in .toml")
    try:
        return tomllib.loads(data.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise BadRequest(f"recipe {which}: not TOML: {error}") from None


def _filled_in(which: str, raw: Mapping[str, Any], given: dict[str, str]) -> dict[str, str]:
    """Return the value of each parameter: as given, else its default."""
    declared = raw.get("parameters", {})
    if not isinstance(declared, dict) or not all(isinstance(parameter, dict) for parameter in declared.values()):
        raise BadRequest(f"recipe {which}: parameters: expected tables")
    for name in given:
        if name not in declared:
            takes = ", ".join(declared) or "none"
            raise BadRequest(f"recipe {which}: there is no parameter {name}; it takes {takes}")
    values = dict(given)
    for name, parameter in declared.items():
        value = given.get(name, parameter.get("default"))
        if value is None:
            about = parameter.get("about", name)
            raise BadRequest(f"recipe {which}: {name} is needed ({about}): give --set {name}=…")
        values[name] = str(value)
    return values


def _spread(value: Any) -> Any:
    """Repeat every telling that has `each`, once for each entry."""
    if isinstance(value, dict):
        return {key: _repeated(item) if key == "tell" else _spread(item) for key, item in value.items()}
    return [_spread(item) for item in value] if isinstance(value, list) else value


def _repeated(tellings: Any) -> Any:
    """Return the tellings with `each` unrolled; anything malformed is left for the shape to refuse."""
    return list(_unrolled(tellings)) if isinstance(tellings, list) else tellings


def _unrolled(tellings: list[Any]) -> Iterator[Any]:
    for telling in tellings:
        entries = telling.get("each") if isinstance(telling, dict) else None
        if not entries:
            yield telling
            continue
        rest = {key: value for key, value in telling.items() if key != "each"}
        yield from (_fill(rest, {key: str(text) for key, text in entry.items()}) for entry in entries)


def _fill(value: Any, known: Mapping[str, str]) -> Any:
    """Replace `<name>` in every text and key; a name that is not known is left as it stands."""
    if isinstance(value, str):
        return _PARAMETER.sub(lambda hole: known.get(hole[1], hole[0]), value)
    if isinstance(value, dict):
        return {_fill(key, known): _fill(item, known) for key, item in value.items()}
    return [_fill(item, known) for item in value] if isinstance(value, list) else value
