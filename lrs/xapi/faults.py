"""Why a text is not what was expected, in a sentence: the slow path behind the decoder's terse words."""

import json
import re
from typing import Any

import msgspec
from msgspec import UNSET

from lrs.errors import BadRequest
from lrs.xapi.wording import refusal
from schemas import statement as shapes

_AT = re.compile(r"(?P<what>.*?)(?: - at `(?P<key>key in )?\$(?P<path>.*)`)?", re.DOTALL)
_EXPECTED = re.compile(r"Expected `(.+?)`")
_FIELD = re.compile(r"Object (contains unknown|missing required) field `(.*)`", re.DOTALL)
_LAX = re.compile(rb'"(?:[^"\\]|\\.)*"|-?Infinity|NaN', re.DOTALL)
_STEP = re.compile(r"\[(\d+|\.\.\.)\]|\.([^.\[]+)")
_WORDS = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "an object",
    "array": "an array",
}
_TYPES: dict[str, Any] = {"str": str, "object": dict, "array": list}
_NAMES = {
    name.lower(): name
    for shape in vars(shapes).values()
    if isinstance(shape, type) and issubclass(shape, msgspec.Struct)
    for name in shape.__struct_fields__
}


def explain(body: bytes, error: Exception, root: str) -> BadRequest:
    """Return the refusal that a decoder's error on a body stands for."""
    if isinstance(error, RecursionError):
        return BadRequest(f"{root}: nested far too deep")
    if not isinstance(error, msgspec.ValidationError):
        return BadRequest(f"{root}: expected JSON, got {_malformation(body, error)}")
    match = _AT.fullmatch(str(error))
    what, steps = (str(error), "") if match is None else (match["what"], match["path"] or "")
    path, value = _follow(body, steps, root, what)
    field = _FIELD.fullmatch(what)
    if field is not None:
        return _about_field(path, field[1], field[2])
    if value is None:
        return BadRequest(f"{path}: null is not allowed; leave the property out")
    expected = _EXPECTED.match(what)
    if expected is None:
        return refusal(path, "a number of at most 1.8e308" if "range" in what else what, value)
    return refusal(path, " or ".join(_WORDS.get(word, word) for word in expected[1].split(" | ")), value)


def _malformation(body: bytes, error: Exception) -> str:
    """Return in words what is wrong with a text that is not JSON; what lax parsers let pass is named."""
    try:
        lax = json.loads(body)
        json.dumps(lax, ensure_ascii=False, allow_nan=False).encode()
    except UnicodeEncodeError:
        half = "half of a surrogate pair (\\ud800 to \\udfff alone), which is no character"
        return half + _place(body, strings=True)
    except (ValueError, RecursionError) as lax_error:
        if "Out of range" in str(lax_error):
            return "NaN or Infinity, which are no numbers there" + _place(body, strings=False)
    reason = str(error).removeprefix("JSON is malformed: ")
    for ours, theirs in _REASONS.items():
        reason = reason.replace(theirs, ours)
    return f"{reason[:1].lower()}{reason[1:]}"


_REASONS = {
    "a text that ends early": "Input data was truncated",
    "something other than ": "expected ",
    "a key that is no string": "object keys must be strings",
}


def _place(body: bytes, *, strings: bool) -> str:
    """Return where the first string is that holds half a surrogate pair, or the first of what is no number."""
    for token in _LAX.finditer(body):
        if (token[0][:1] == b'"') is not strings:
            continue
        try:
            json.loads(token[0], parse_constant=_no_number).encode()
        except ValueError:  # a UnicodeEncodeError is one
            return f" (byte {token.start()})"
    return ""


def _no_number(name: str) -> str:
    raise ValueError(name)


def _about_field(path: str, kind: str, name: str) -> BadRequest:
    if kind == "missing required":
        return refusal(f"{path}.{name}", "a value: it is required")
    known = _NAMES.get(name.lower())
    hint = f"; did you mean {known}? The case of a name matters" if known not in (None, name) else ""
    return BadRequest(f"{path}.{name[:60]}: no such property here{hint}")


def _follow(body: bytes, steps: str, root: str, what: str) -> tuple[str, Any]:
    """Follow a decoder's path, which leaves out keys of maps, and return the whole path and what stands there."""
    try:
        value = json.loads(body, parse_constant=str)
    except (ValueError, RecursionError):
        return root + steps, UNSET
    path = root
    for index, name in _STEP.findall(steps):
        step: Any = name or (_culprit(value, what) if index == "..." else int(index))
        path += f".{step}" if isinstance(step, str) else f"[{step}]"
        try:
            value = value[step]
        except (LookupError, TypeError):
            return path, UNSET
    return path, value


def _culprit(value: Any, what: str) -> Any:
    """Return the key of a map whose value is of the wrong type."""
    expected = _EXPECTED.match(what)
    type_ = _TYPES.get(expected[1] if expected else "", str)
    return next((key for key, one in value.items() if not isinstance(one, type_)), "…")
