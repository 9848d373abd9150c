import base64
import json
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec, padding, rsa

from lrs.errors import BadRequest
from lrs.xapi.signature import verify
from lrs.xapi.version import Version

STATEMENT = {
    "id": "5ed23f88-158a-459e-ac5d-5072c05f228f",
    "actor": {"mbox": "mailto:a@b.example"},
    "verb": {"id": "https://v.example/"},
    "object": {"id": "https://a.example/"},
    "timestamp": "2026-11-21T12:00:00Z",
}
SIGNED = json.dumps(STATEMENT | {"attachments": []})
HASHES = {"RS256": hashes.SHA256(), "RS384": hashes.SHA384(), "RS512": hashes.SHA512()}


@pytest.fixture(scope="module")
def keys() -> list[rsa.RSAPrivateKey]:
    return [rsa.generate_private_key(public_exponent=65537, key_size=2048) for _ in range(2)]


def certificate(subject: str, key: Any, issuer: str, issuer_key: Any) -> str:
    def name(text: str) -> x509.Name:
        return x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, text)])

    start = datetime(2026, 1, 1, tzinfo=UTC)
    builder = x509.CertificateBuilder(
        name(issuer), name(subject), key.public_key(), 7, start, start + timedelta(days=9)
    )
    made = builder.sign(issuer_key, hashes.SHA256())
    return base64.b64encode(made.public_bytes(serialization.Encoding.DER)).decode()


def part(data: Any) -> bytes:
    return base64.urlsafe_b64encode(data).rstrip(b"=")


def signed(key: Any, payload: Any = STATEMENT, algorithm: Any = "RS256", **header: Any) -> bytes:
    body = payload if isinstance(payload, bytes) else json.dumps(payload).encode()
    text = part(json.dumps({"alg": algorithm, **header}).encode()) + b"." + part(body)
    return text + b"." + part(key.sign(text, padding.PKCS1v15(), HASHES.get(algorithm, hashes.SHA256())))


def refused(jws: bytes, text: str = SIGNED, **more: Any) -> str:
    with pytest.raises(BadRequest) as caught:
        verify(text, jws, **more)
    return caught.value.sentence


@pytest.mark.parametrize("algorithm", HASHES)
def test_accepts_a_signature_without_certificates(keys: Any, algorithm: Any) -> None:
    verify(SIGNED, signed(keys[0], algorithm=algorithm))


@pytest.mark.parametrize("algorithm", HASHES)
def test_verifies_with_the_first_certificate(keys: Any, algorithm: Any) -> None:
    mine = certificate("me", keys[0], "root", keys[1])
    root = certificate("root", keys[1], "root", keys[1])
    verify(SIGNED, signed(keys[0], algorithm=algorithm, x5c=[mine, root]))
    verify(SIGNED, signed(keys[0], algorithm=algorithm, x5c=[mine]) + b"\r\n")
    assert "was not made with the key" in refused(signed(keys[1], algorithm=algorithm, x5c=[mine, root]))


def test_a_changed_signature_is_refused(keys: Any) -> None:
    jws = signed(keys[0], x5c=[certificate("me", keys[0], "me", keys[0])])
    head, body, signature = jws.split(b".")
    other = part(json.dumps(STATEMENT | {"timestamp": "2026-11-21T12:00:00+00:00"}).encode())
    assert "was not made with the key" in refused(b".".join([head, other, signature]))
    verify(SIGNED, b".".join([head, body, signature]))


def test_each_certificate_must_have_issued_the_one_before(keys: Any) -> None:
    mine = certificate("me", keys[0], "root", keys[1])
    stranger = certificate("root", keys[0], "root", keys[0])
    assert refused(signed(keys[0], x5c=[mine, stranger])) == (
        "signature.x5c[1]: did not issue x5c[0], which stands before it"
    )


def test_a_certificate_of_another_kind_of_key_is_refused(keys: Any) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    assert "RSA key" in refused(signed(keys[0], x5c=[certificate("me", key, "me", key)]))


@pytest.mark.parametrize("x5c", [[], "x", [1], ["x"], ["AAAA"], ["=="], {}])
def test_what_is_no_chain_is_refused(keys: Any, x5c: Any) -> None:
    assert refused(signed(keys[0], x5c=x5c)).startswith("signature.x5c")


def test_nothing_is_fetched(keys: Any) -> None:
    verify(SIGNED, signed(keys[0], jku="https://unreachable.invalid/", x5u="https://unreachable.invalid/"))


@pytest.mark.parametrize("algorithm", ["HS256", "none", "ES256", "PS256", "rs256", None, 5, ["RS256"]])
def test_other_algorithms_are_refused(keys: Any, algorithm: Any) -> None:
    header = part(json.dumps({"alg": algorithm}).encode())
    _, body, signature = signed(keys[0]).split(b".")
    sentence = refused(b".".join([header, body, signature]))
    assert sentence.startswith('signature.alg: expected "RS256", "RS384" or "RS512", got ')


def test_critical_extensions_are_refused(keys: Any) -> None:
    assert refused(signed(keys[0], crit=["exp"])).startswith("signature.crit")


@pytest.mark.parametrize(
    "jws",
    [
        b"",
        b"a.b",
        b"a.b.c.d",
        b"..",
        b'{"payload":""}',
        b"a.b.\xff",
        b"a..c",
        b"e30.e30.e30",
        b"W10.e30.e30",
        b"!.!.!",
        b"a.e30.e30",
        b"bm8.e30.e30",
    ],
)
def test_what_is_no_jws_is_refused(jws: bytes) -> None:
    assert refused(jws).startswith("signature")


def test_the_payload_must_be_a_statement(keys: Any) -> None:
    assert "not a valid statement: statement: expected JSON" in refused(signed(keys[0], b"{'id':1}"))
    assert "not a valid statement: statement.verb" in refused(signed(keys[0], {"actor": STATEMENT["actor"]}))


def test_the_payload_must_be_equivalent(keys: Any) -> None:
    assert refused(signed(keys[0], STATEMENT | {"object": {"id": "https://b.example/"}})) == (
        "signature: its payload is not equivalent to the statement it signs"
    )
    verify(SIGNED, signed(keys[0], STATEMENT | {"verb": STATEMENT["verb"] | {"display": {"en": "x"}}}))
    verify(SIGNED, signed(keys[0], {key: value for key, value in STATEMENT.items() if key != "id"}))


def test_equivalence_is_that_of_the_version(keys: Any) -> None:
    later = signed(keys[0], STATEMENT | {"timestamp": "2027-01-01T00:00:00Z"})
    assert "not equivalent" in refused(later)
    verify(SIGNED, later, Version.V2)


def test_a_2_0_statement_can_be_signed(keys: Any) -> None:
    agents = [{"objectType": "contextAgent", "agent": {"mbox": "mailto:c@d.example"}}]
    modern = STATEMENT | {"context": {"contextAgents": agents}}
    verify(json.dumps(modern), signed(keys[0], modern), Version.V2)
