"""What can go wrong, each with its HTTP status and its sentence.

A refusal is raised where it is noticed, as one sentence that names the property, the header, the parameter or the row,
and what was expected. One handler (`lrs.resources.answers`) turns it into an answer; commands print the sentence and
leave with 2.

::

    AcquisError
    ├── Refusal              the sender can mend it
    │   ├── BadRequest           400
    │   ├── Unauthorized         401
    │   ├── Forbidden            403
    │   ├── NotFound             404
    │   │   └── WrongDoor            404
    │   ├── MethodNotAllowed     405
    │   ├── Conflict             409
    │   ├── LengthRequired       411
    │   ├── PreconditionFailed   412
    │   ├── TooLarge             413
    │   └── UnsupportedEncoding  415
    └── Fault                the server, its disk or its data: 500
        └── Unavailable          503
            └── Owned                503
"""


class AcquisError(Exception):
    """The root: a status and one sentence."""

    status = 500

    def __init__(self, sentence: str) -> None:
        # what was sent may be quoted in it, and halves of surrogate pairs go into no answer and no file
        sentence = sentence.encode(errors="backslashreplace").decode()
        super().__init__(sentence)
        self.sentence = sentence


class Refusal(AcquisError):
    """What was sent cannot be accepted; the sender can mend it."""

    status = 400


class BadRequest(Refusal):
    """The request breaks a rule of the standard."""


class Unauthorized(Refusal):
    """No credential, or a wrong one."""

    status = 401


class Forbidden(Refusal):
    """The credential is known; its scopes do not reach this."""

    status = 403


class NotFound(Refusal):
    """Nothing is there."""

    status = 404


class WrongDoor(NotFound):
    """What was sent is xAPI, and the endpoint is elsewhere."""


class MethodNotAllowed(Refusal):
    """The resource exists; this method does not."""

    status = 405


class Conflict(Refusal):
    """What is kept already says something else."""

    status = 409


class LengthRequired(Refusal):
    """Nothing tells whether the body arrived whole."""

    status = 411


class PreconditionFailed(Refusal):
    """An `If-Match` or `If-None-Match` does not hold."""

    status = 412


class TooLarge(Refusal):
    """The body, or something in it, is over a limit."""

    status = 413


class UnsupportedEncoding(Refusal):
    """The body is encoded in a way we do not read."""

    status = 415


class Fault(AcquisError):
    """The server, its disk or its data; nothing the sender can mend."""


class Unavailable(Fault):
    """Not now: starting, stopping, or another process owns the data."""

    status = 503


class Owned(Unavailable):
    """Another process has the data: a server, or a command that will be done soon."""
