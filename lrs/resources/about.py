"""About (1.0.3 Communication 2.8): which versions are spoken here. It needs neither credential nor version."""

from flask import Response

from lrs.resources.answers import answer
from lrs.resources.request import Call
from lrs.xapi.version import Version


def get(call: Call) -> Response:
    """Answer with the versions."""
    call.only()
    return answer({"version": [version.value for version in Version]})


METHODS = {"GET": get, "HEAD": get}
