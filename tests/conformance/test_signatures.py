"""Signed statements (1.0.3 Data 2.6; 2.0.0 4.2.6)."""

import base64
import json
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa
from cryptography.x509.oid import NameOID

from tests.support import multipart
from tests.support.client import Answer, Client
from tests.support.multipart import TYPE, attachment_part, statements_part
from tests.support.statements import activity, attachment, statement
from tests.support.tables import answers, row

USAGE = "http://adlnet.gov/expapi/attachments/signature"
HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}


@cache
def key(name: str) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(65537, 2048)


@cache
def certificate(name: str) -> str:
    """Return a self-signed certificate for a key, as `x5c` writes it."""
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, name)])
    now = datetime(2026, 1, 1, tzinfo=UTC)
    built = (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(subject)
        .public_key(key(name).public_key())
        .serial_number(1)
        .not_valid_before(now)
        .not_valid_after(now + timedelta(days=36500))
        .sign(key(name), hashes.SHA256())
    )
    return base64.b64encode(built.public_bytes(serialization.Encoding.DER)).decode()


def part(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()


def sign(payload: Any, algorithm: str = "RS256", *, by: str = "ada", **header: Any) -> bytes:
    text = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    signed = f"{part(json.dumps({'alg': algorithm, **header}).encode())}.{part(text)}"
    method = HASHES.get(algorithm, hashes.SHA256())
    return f"{signed}.{part(key(by).sign(signed.encode(), padding.PKCS1v15(), method))}".encode()


def send(lrs: Client, made: dict[str, Any], signature: bytes, **more: Any) -> Answer:
    described = attachment(signature, **{"usageType": USAGE, "contentType": "application/octet-stream", **more})
    whole = {**made, "attachments": [*made.get("attachments", []), described]}
    parts = [statements_part(whole), attachment_part(signature, type_=described["contentType"])]
    return lrs.post("statements", body=multipart.write(parts), headers={"Content-Type": TYPE})


@answers("XAPI-00115", "XAPI-00116", "XAPI-00117")
@pytest.mark.parametrize("algorithm", HASHES)
@pytest.mark.parametrize("with_certificate", [True, False])
def test_accepted(lrs: Client, algorithm: str, *, with_certificate: bool) -> None:
    made = statement()
    header = {"x5c": [certificate("ada")]} if with_certificate else {}
    signature = sign(made, algorithm, **header)
    answer = send(lrs, made, signature)
    assert answer.status == 200, answer
    answer = lrs.get("statements", {"statementId": made["id"], "attachments": True})
    assert multipart.read(answer.headers["Content-Type"], answer.body)[1].content == signature


@answers("XAPI-00116")
def test_the_payload_may_be_written_otherwise(lrs: Client) -> None:
    made = statement(object=activity(name={"en": "Quiz"}))
    payload = json.dumps(dict(reversed(made.items())), indent=3).encode()
    assert send(lrs, made, sign(payload, x5c=[certificate("ada")])).status == 200


def test_what_the_server_sets_need_not_be_signed(lrs: Client) -> None:
    made = statement()
    payload = {**made, "timestamp": "2026-03-01T09:00:00Z", "version": "1.0.0" if lrs.version < "2" else "2.0.0"}
    assert send(lrs, {**made, "timestamp": payload["timestamp"]}, sign(payload)).status == 200


REFUSED = [
    row(lambda made: sign(made, "HS256"), id="HS256", ids=("XAPI-00117",)),
    row(lambda made: sign(made, "none"), id="none", ids=("XAPI-00117",)),
    row(lambda made: sign(made, "PS256"), id="PS256", ids=("XAPI-00117",)),
    row(
        lambda made: sign({**made, "verb": {"id": "https://example.org/other"}}), id="another verb", ids=("XAPI-00116",)
    ),
    row(
        lambda made: sign({**made, "actor": {"mbox": "mailto:x@example.org"}}), id="another actor", ids=("XAPI-00116",)
    ),
    row(lambda _: sign(b"not JSON"), id="payload not JSON", ids=("XAPI-00116",)),
    row(lambda _: sign(b"[]"), id="payload an array", ids=("XAPI-00116",)),
    row(lambda _: b"", id="nothing", ids=("XAPI-00115",)),
    row(lambda _: b"not a signature", id="text", ids=("XAPI-00115",)),
    row(lambda _: b"a.b", id="two parts", ids=("XAPI-00115",)),
    row(lambda made: sign(made) + b".x", id="four parts", ids=("XAPI-00115",)),
    row(lambda made: sign(made).replace(b".", b"!.", 1), id="not base64", ids=("XAPI-00115",)),
    row(
        lambda made: json.dumps({"payload": part(json.dumps(made).encode()), "signatures": []}).encode(),
        id="JSON serialization",
        ids=("XAPI-00115",),
    ),
    row(lambda made: sign(made, by="eve", x5c=[certificate("ada")]), id="signed by another", ids=("XAPI-00115",)),
    row(lambda made: sign(made, x5c=["not a certificate"]), id="certificate unreadable", ids=("XAPI-00115",)),
    row(lambda made: sign(made, x5c=[]), id="certificate chain empty", ids=("XAPI-00115",)),
    row(
        lambda made: sign(made, "RS384", x5c=[certificate("ada")]).replace(*header_of("RS384", "RS512")),
        id="algorithm exchanged",
        ids=("XAPI-00115",),
    ),
]


def header_of(old: str, new: str) -> tuple[bytes, bytes]:
    """Return two encoded headers that differ in their algorithm only."""
    headers = (part(json.dumps({"alg": name, "x5c": [certificate("ada")]}).encode()).encode() for name in (old, new))
    return tuple(headers)  # type: ignore[return-value]


@pytest.mark.parametrize("forge", REFUSED)
def test_refused(lrs: Client, forge: Any) -> None:
    made = statement()
    answer = send(lrs, made, forge(made))
    assert answer.status == 400, answer
    assert lrs.get("statements", {"statementId": made["id"]}).status == 404


@answers("XAPI-00115")
def test_a_signature_is_octets(lrs: Client) -> None:
    made = statement()
    assert send(lrs, made, sign(made), contentType="text/plain").status == 400


@answers("XAPI-00115")
def test_a_signature_must_come_along(lrs: Client) -> None:
    made = statement()
    signature = sign(made)
    described = attachment(signature, usageType=USAGE, contentType="application/octet-stream")
    assert lrs.post("statements", json_={**made, "attachments": [described]}).status == 400


def test_addresses_in_the_header_are_never_followed(lrs: Client) -> None:
    made = statement()
    assert send(lrs, made, sign(made, jku="http://127.0.0.1:1/keys", x5u="http://127.0.0.1:1/chain")).status == 200
