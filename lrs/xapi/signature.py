"""Signed statements (1.0.3 Data 2.6; RFC 7515 compact serialization, RSASSA-PKCS1-v1_5).

The check is there to catch mistakes, as the standard says, not to establish trust: which certificates to trust is the
reader's decision. Nothing is fetched: `jku` and `x5u` are never followed.
"""

import base64
import binascii
import json
import re
from itertools import pairwise
from typing import Any

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPublicKey

from lrs.errors import BadRequest
from lrs.xapi.equivalence import equivalent
from lrs.xapi.statement import read_statement
from lrs.xapi.version import Version
from lrs.xapi.wording import one_of, refusal

_HASHES: dict[str, hashes.HashAlgorithm] = {
    "RS256": hashes.SHA256(),
    "RS384": hashes.SHA384(),
    "RS512": hashes.SHA512(),
}
_PART = re.compile(rb"[A-Za-z0-9_-]+")


def verify(statement_text: str, jws: bytes, version: Version = Version.V1) -> None:
    """Refuse a signature that is malformed, does not verify, or signs another statement.

    Parameters
    ----------
    statement_text
        The statement that was received.
    jws
        The bytes of its signature attachment.
    version
        Whose rules of equivalence hold.

    Raises
    ------
    BadRequest
        With the reason.
    """
    parts = jws.strip().split(b".")
    if len(parts) != 3 or not all(_PART.fullmatch(part) for part in parts):
        raise BadRequest("signature: expected a JWS in compact serialization: three base64url parts set apart by dots")
    header = _header(_decoded(parts[0], "header"))
    payload = _decoded(parts[1], "payload")
    signature = _decoded(parts[2], "signature")
    _check_certificates(header, b".".join(parts[:2]), signature)
    _check_payload(statement_text, payload, version)


def _decoded(part: bytes, name: str) -> bytes:
    try:
        return base64.b64decode(part + b"=" * (-len(part) % 4), altchars=b"-_", validate=True)
    except binascii.Error:
        raise BadRequest(f"signature: its {name} is not base64url") from None


def _header(raw: bytes) -> dict[str, Any]:
    try:
        header = json.loads(raw)
    except (ValueError, RecursionError):
        header = None
    if not isinstance(header, dict):
        raise BadRequest("signature: expected a JSON object as its header")
    algorithm = header.get("alg")
    if not isinstance(algorithm, str) or algorithm not in _HASHES:
        raise refusal("signature.alg", one_of(tuple(_HASHES)), algorithm)
    if "crit" in header:
        raise refusal("signature.crit", "no critical extension: none is understood (RFC 7515 4.1.11)", header["crit"])
    return header


def _check_certificates(header: dict[str, Any], signed: bytes, signature: bytes) -> None:
    if "x5c" not in header:
        return
    chain = _chain(header["x5c"])
    key = chain[0].public_key()
    if not isinstance(key, RSAPublicKey):
        raise BadRequest("signature.x5c[0]: expected a certificate of an RSA key")
    try:
        key.verify(signature, signed, PKCS1v15(), _HASHES[header["alg"]])
    except InvalidSignature:
        raise BadRequest("signature: was not made with the key of the certificate in x5c[0]") from None
    for index, (certificate, issuer) in enumerate(pairwise(chain)):
        _check_issued(certificate, issuer, index)


def _chain(texts: Any) -> list[x509.Certificate]:
    if not isinstance(texts, list) or not texts or not all(isinstance(text, str) for text in texts):
        raise refusal("signature.x5c", "an array of base64 DER certificates, the signer's first", texts)
    chain = []
    for index, text in enumerate(texts):
        try:
            chain.append(x509.load_der_x509_certificate(base64.b64decode(text, validate=True)))
        except ValueError:
            raise BadRequest(f"signature.x5c[{index}]: expected a base64 DER X.509 certificate") from None
    return chain


def _check_issued(certificate: x509.Certificate, issuer: x509.Certificate, index: int) -> None:
    try:
        certificate.verify_directly_issued_by(issuer)
    except (InvalidSignature, ValueError, TypeError):
        raise BadRequest(f"signature.x5c[{index + 1}]: did not issue x5c[{index}], which stands before it") from None


def _check_payload(statement_text: str, payload: bytes, version: Version) -> None:
    try:
        signed = read_statement(payload, Version.V2)  # which allows all that 1.0.3 does
    except BadRequest as error:
        raise BadRequest(f"signature: its payload is not a valid statement: {error.sentence}") from None
    if not equivalent(signed.text, statement_text, version):
        raise BadRequest("signature: its payload is not equivalent to the statement it signs")
