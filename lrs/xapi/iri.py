"""IRIs and UUIDs (1.0.3 Data 2.2, 4.1; RFC 3987, RFC 4122)."""

import re
from functools import lru_cache

from lrs.xapi.wording import refusal

# A scheme, then anything without white space or control characters. RFC 3987 excludes a few more characters, but the
# standard asks for best effort (2.2), and real senders use block-v1:…, tag:… and unescaped query strings freely.
_IRI = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:[^\x00-\x20\x7f-\xa0\u2028\u2029\u3000]+")
_UUID = re.compile(r"[0-9a-fA-F]{8}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{4}-[0-9a-fA-F]{12}")
EXPECTED = "an IRI with a scheme, such as https://example.org/course or urn:uuid:…"


@lru_cache(maxsize=16384)
def _is_known_iri(value: str) -> bool:
    return _IRI.fullmatch(value) is not None


def is_iri(value: str) -> bool:
    """Whether a value is an absolute IRI.

    A record speaks of the same things again and again, so the verdicts on those of usual length are remembered.
    """
    return _is_known_iri(value) if len(value) < 256 else _IRI.fullmatch(value) is not None


def check_iri(value: str, path: str) -> None:
    """Refuse what is not an absolute IRI."""
    if not is_iri(value):
        raise refusal(path, EXPECTED, value)


def check_irl(value: str, path: str) -> None:
    """Refuse what is not an IRL: an IRI that locates something."""
    if not is_iri(value):
        raise refusal(path, "an IRL with a scheme, such as https://example.org/", value)


def check_uuid(value: str, path: str) -> None:
    """Refuse what is not a UUID in its standard string form."""
    if _UUID.fullmatch(value) is None:
        raise refusal(path, "a UUID of 8-4-4-4-12 hexadecimal digits", value)
