"""About (1.0.3 Communication 2.8): which versions are spoken here. It needs neither credential nor version.

Who asks in 1.0.x is told of 1.0.3 alone: that standard knows no others here, and clients written for it refuse them.
"""

from flask import Response

from lrs.resources.answers import answer
from lrs.resources.request import Call
from lrs.xapi.version import Version


def get(call: Call) -> Response:
    """Answer with the versions."""
    call.only()
    known = [Version.V1] if call.version is Version.V1 else list(Version)
    return answer({"version": [version.value for version in known]})


METHODS = {"GET": get, "HEAD": get}
