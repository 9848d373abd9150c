"""Writing and reading multipart/mixed, byte by byte, so that tests can write it wrong too."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.message import Message
from email.parser import BytesParser
from hashlib import sha256
from typing import Any

BOUNDARY = "a-line-between-parts"
TYPE = f'multipart/mixed; boundary="{BOUNDARY}"'


@dataclass(frozen=True)
class Part:
    """Headers and bytes."""

    headers: Mapping[str, str]
    content: bytes


def statements_part(statements: Any, content_type: str = "application/json") -> Part:
    return Part({"Content-Type": content_type}, json.dumps(statements).encode())


def attachment_part(content: bytes, **replaced: str | None) -> Part:
    """Return the part of an attachment; `hash_`, `encoding` and `type_` replace its headers, None leaves one out."""
    headers = {
        "Content-Type": replaced.get("type_", "text/plain"),
        "Content-Transfer-Encoding": replaced.get("encoding", "binary"),
        "X-Experience-API-Hash": replaced.get("hash_", sha256(content).hexdigest()),
    }
    return Part({k: v for k, v in headers.items() if v is not None}, content)


def write(parts: Sequence[Part], boundary: str = BOUNDARY) -> bytes:
    lines = [b""]
    for part in parts:
        lines.append(b"--" + boundary.encode())
        lines += [f"{name}: {value}".encode() for name, value in part.headers.items()]
        lines += [b"", part.content]
    return b"\r\n".join([*lines, b"--" + boundary.encode() + b"--", b""])


def read(content_type: str, body: bytes) -> list[Part]:
    """Take a multipart answer apart without touching the bytes of its parts."""
    head = Message()
    head["Content-Type"] = content_type
    assert head.get_content_type() == "multipart/mixed", content_type
    boundary = str(head.get_param("boundary")).encode()
    chunks = (b"\r\n" + body).split(b"\r\n--" + boundary)
    assert chunks[-1].startswith(b"--"), "the closing boundary is missing"
    return [_part(chunk) for chunk in chunks[1:-1]]


def _part(chunk: bytes) -> Part:
    headers, _, content = chunk.removeprefix(b"\r\n").partition(b"\r\n\r\n")
    return Part(dict(BytesParser().parsebytes(headers + b"\r\n\r\n").items()), content)
