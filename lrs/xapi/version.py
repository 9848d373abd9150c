"""The two versions of the standard we speak (1.0.3 Communication 3.3; 2.0.0 4.1.5)."""

import re
from enum import Enum

from lrs.errors import BadRequest


class Version(Enum):
    """A version of xAPI as it is spoken on the wire."""

    V1 = "1.0.3"
    V2 = "2.0.0"


_SPOKEN = ((re.compile(r"1\.0(\.\d+)?"), Version.V1), (re.compile(r"2\.0(\.\d+)?"), Version.V2))


def spoken(header: str) -> Version:
    """Return the version a header's value asks for.

    Raises
    ------
    BadRequest
        When it is neither `1.0`, `1.0.x`, `2.0` nor `2.0.x`.
    """
    for pattern, version in _SPOKEN:
        if pattern.fullmatch(header):
            return version
    raise BadRequest(f"X-Experience-API-Version: {header[:40]!r} is not a version we speak; send 1.0.3 or 2.0.0")
