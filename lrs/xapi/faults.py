"""Why a text is not what was expected, in a sentence: the slow path behind the decoder's terse one."""

import json
import re
from typing import Any

import msgspec

from lrs.errors import BadRequest
from lrs.xapi import jsontext
from lrs.xapi.wording import refusal, shown

_AT = re.compile(r"(?P<what>.*?)(?: - at `(?P<key>key in )?\$(?P<path>.*)`)?", re.DOTALL)
_STEP = re.compile(r"\.([^.\[\]]+)|\[(\d+|\.\.\.)\]")
_TYPES = {
    "str": "a string",
    "int": "a whole number",
    "float": "a number",
    "bool": "true or false",
    "object": "an object",
    "array": "an array",
    "null": "null",
}
_PYTHON = {"str": str, "object": dict, "float": (int, float), "array": list}
_NAMES: dict[str, str] = {}


def explain(body: bytes, error: Exception, *, many: bool = False, root: str = "statement") -> BadRequest:
    """Return the refusal that a decoder's error stands for.

    Parameters
    ----------
    body
        Valid UTF-8 that was refused.
    many
        Whether it is an array of which each element was decoded by itself: the error is then the first element's
        that has one.
    """
    if isinstance(error, RecursionError):
        return BadRequest(f"{root}: nested deeper than {jsontext.DEEPEST} levels")
    if not isinstance(error, msgspec.ValidationError):
        return BadRequest(f"{root}: {_lowered(str(error))}")
    return BadRequest(f"{root}: {error}")


def _lowered(text: str) -> str:
    return text[:1].lower() + text[1:]
