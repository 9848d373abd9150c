"""Preconditions of documents (1.0.3 Communication 3.1; 2.0.0 4.1.4; RFC 9110 13)."""

from collections.abc import Callable

from lrs.resources.request import Call
from lrs.store.promise import Change, Document, DocumentKind
from lrs.xapi.document import etag, precondition


def checked(kind: DocumentKind, call: Call, change: Callable[[Document | None], Document | None]) -> Change:
    """Return the change, made only where the call's `If-Match` and `If-None-Match` hold."""
    check = precondition(call.method, kind, call.version, call.header("IF_MATCH"), call.header("IF_NONE_MATCH"))

    def checked_change(old: Document | None) -> Document | None:
        check(None if old is None else etag(old.content))
        return change(old)

    return checked_change
