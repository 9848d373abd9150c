"""The administrator's doors for whole records: /api/import, /api/export and /api/attachments.

The commands come through here whether a server runs or not, so there is one way in and one way out. Statements travel
as lines of JSON, each judged on its own; the bytes of attachments go ahead of them, under their hash.
"""

from collections.abc import Iterator
from dataclasses import replace

from flask import Blueprint, Response, request

from lrs.errors import BadRequest, NotFound
from lrs.resources.answers import answer
from lrs.resources.auth import require_admin
from lrs.resources.request import Call, read_parameters
from lrs.resources.service import current
from lrs.store.promise import AttachmentSink, Record, Store
from lrs.transfer.intake import Intake
from lrs.xapi.query import PARAMETERS, StatementQuery, read_query
from lrs.xapi.version import spoken

LINES = "application/x-ndjson"
END = b'{"exported":%d}\n'
"""The last line of an export: without it, the export was cut short."""

_NOT_FILTERS = frozenset({"statementId", "voidedStatementId", "limit", "format", "attachments", "ascending"})
_FILTERS = tuple(name for name in PARAMETERS if name not in _NOT_FILTERS)


def blueprint(store: Store) -> Blueprint:
    """Return the doors to a store."""
    doors = Blueprint("transfer", __name__, url_prefix="/api")
    doors.add_url_rule("/import/statements", "import", lambda: import_statements(store), methods=["POST"])
    doors.add_url_rule("/export/statements", "export", lambda: export_statements(store), methods=["GET"])
    path = "/attachments/<sha2>"
    doors.add_url_rule(path, "attachment", lambda sha2: export_attachment(store, sha2), methods=["GET"])
    doors.add_url_rule(path, "keep", lambda sha2: import_attachment(store, sha2), methods=["PUT"])
    return doors


def import_statements(store: Store) -> Response:
    """Keep the statements of a body, one a line; tell what became of them, refusals by their place (from 0)."""
    call = _call()
    call.only("authority", "xapi")
    authority = call.params.get("authority", "keep")
    if authority not in ("keep", "mine"):
        raise BadRequest(f"authority: expected keep or mine, got {authority[:40]!r}")
    version = spoken(call.params.get("xapi", "2.0.0"))
    lines = call.body.read().split(b"\n")
    intake = Intake(store, current().settings.authority, version, keep_authority=authority == "keep")
    return answer(intake.keep(line for line in lines if line.strip()))


def export_statements(store: Store) -> Response:
    """Stream the statements that meet the filters of GET /statements, oldest first, one a line."""
    call = _call()
    call.only("voided", *_FILTERS)
    params = dict(call.params)
    voided = params.pop("voided", "true")
    if voided not in ("true", "false"):
        raise BadRequest(f"voided: expected true or false, got {voided[:40]!r}")
    query = read_query(params, call.version)
    if not isinstance(query, StatementQuery):
        raise BadRequest("statementId: an export takes filters, not one statement")
    records = store.scan(replace(query, ascending=True), voided=voided == "true")
    return Response(_lines(records), content_type=LINES)


def export_attachment(store: Store, sha2: str) -> Response:
    """Stream the bytes of one attachment; HEAD tells whether they are kept."""
    _call()
    size = store.attachments.size(sha2.lower())
    if size is None:
        raise NotFound(f"attachment {sha2[:128]}: no bytes are kept under this hash")
    pieces = iter(()) if request.method == "HEAD" else store.attachments.read(sha2.lower())
    return Response(pieces, content_type="application/octet-stream", headers={"Content-Length": str(size)})


def import_attachment(store: Store, sha2: str) -> Response:
    """Keep the bytes of one attachment under their hash."""
    call = _call()
    if store.attachments.size(sha2.lower()) is not None:
        for _ in call.body.pieces():
            pass  # a body left unread would be taken for the next request
        return answer({"kept": False})
    sink = store.attachments.sink()
    try:
        _take(call, sink)
        sink.seal(sha2.lower())
    finally:
        sink.discard()
    return answer({"kept": True})


def _take(call: Call, sink: AttachmentSink) -> None:
    for piece in call.body.pieces():
        sink.write(piece)


def _lines(records: Iterator[Record]) -> Iterator[bytes]:
    """Yield each statement on a line of its own; a line break inside its text can only be white space."""
    number = 0
    for number, record in enumerate(records, 1):  # noqa: B007 -- the last one is how many there were
        yield record.text.replace("\n", " ").replace("\r", " ").encode() + b"\n"
    yield END % number


def _call() -> Call:
    """Return the request of an administrator; anyone else is refused."""
    call = Call(request.environ, current())
    require_admin(call)
    call.params = read_parameters(call.environ.get("QUERY_STRING", ""))
    return call
