"""How secrets are made, kept and verified.

A generated secret has 256 bits of chance in it, so one salted SHA-256 protects it: nobody can guess through that. A
secret a person chose may be a word, so it is kept by scrypt (RFC 7914), which is slow on purpose; pairs that were
verified are remembered, so that only a tool's first request pays.
"""

import base64
import hashlib
import hmac
import re
import secrets
import threading
from collections import OrderedDict
from functools import lru_cache

_COST = {"n": 1 << 14, "r": 8, "p": 1}  # 16 MiB and some 40 ms: OWASP's least for interactive sign-in, halved twice
_REMEMBERED = 1024
_GENERATED = re.compile(r"[\w-]{43}", re.ASCII)


def generate() -> str:
    """Return a new secret of 256 random bits."""
    return secrets.token_urlsafe(32)


def looks_generated(text: str) -> bool:
    """Tell whether a text may be a secret that `generate` made."""
    return _GENERATED.fullmatch(text) is not None


def generate_key() -> str:
    """Return a new key: an identifier, not a secret."""
    return secrets.token_hex(12)


def keep_generated(secret: str) -> str:
    """Return the hash under which a generated secret is kept."""
    salt = secrets.token_bytes(16)
    return _written("sha256", salt, _sha256(secret, salt))


def keep_chosen(secret: str) -> str:
    """Return the hash under which a secret that a person chose is kept."""
    salt = secrets.token_bytes(16)
    return _written("scrypt", salt, _scrypt(secret, salt))


def _written(method: str, salt: bytes, digest: bytes) -> str:
    return "$".join((method, base64.b64encode(salt).decode(), base64.b64encode(digest).decode()))


@lru_cache(maxsize=1024)
def _taken_apart(kept: str) -> tuple[str, bytes, bytes]:
    method, salt, digest = kept.split("$")
    return method, base64.b64decode(salt), base64.b64decode(digest)


def _sha256(secret: str, salt: bytes) -> bytes:
    return hashlib.sha256(salt + secret.encode()).digest()


def _scrypt(secret: str, salt: bytes) -> bytes:
    return hashlib.scrypt(secret.encode(), salt=salt, **_COST)


_METHODS = {"sha256": _sha256, "scrypt": _scrypt}


class Verifier:
    """Verifies secrets against what is kept, in constant time, and remembers the slow ones it verified."""

    def __init__(self) -> None:
        self._remembered: OrderedDict[bytes, None] = OrderedDict()
        self._pepper = secrets.token_bytes(32)
        self._lock = threading.Lock()
        self._slow = threading.Semaphore(1)  # guesses wait for each other: they may not take every core

    def verify(self, kept: str, secret: str) -> bool:
        """Tell whether a secret is the one kept."""
        method, salt, digest = _taken_apart(kept)
        if method == "sha256":
            return hmac.compare_digest(_sha256(secret, salt), digest)
        mark = hmac.digest(self._pepper, f"{kept} {secret}".encode(), "sha256")
        with self._lock:
            if mark in self._remembered:
                self._remembered.move_to_end(mark)
                return True
        with self._slow:
            good = hmac.compare_digest(_METHODS[method](secret, salt), digest)
        if good:
            self._remember(mark)
        return good

    def _remember(self, mark: bytes) -> None:
        with self._lock:
            self._remembered[mark] = None
            if len(self._remembered) > _REMEMBERED:
                self._remembered.popitem(last=False)

    def forget(self) -> None:
        """Forget every verified pair: a credential was revoked."""
        with self._lock:
            self._remembered.clear()
