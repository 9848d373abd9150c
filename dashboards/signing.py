"""What lies in the data folder to sign people in: the key that signs sessions, and a link that works once."""

import hashlib
import hmac
import json
import os
import secrets
import time
from pathlib import Path

KEY_FILE = "pages.key"
LINK_FILE = "sign-in.json"
LINK_SECONDS = 3600


def signing_key(folder: Path) -> bytes:
    """Return the folder's signing key, made at first need; only its owner may read it."""
    file = folder / KEY_FILE
    try:
        with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as opened:
            opened.write(secrets.token_bytes(32))
    except FileExistsError:
        pass
    return file.read_bytes()


def make_link(folder: Path, email: str) -> str:
    """Write a token that signs in once as an account; return the path that uses it."""
    token = secrets.token_urlsafe(32)
    told = {"hash": hashed(token), "email": email, "until": time.time() + LINK_SECONDS}
    file = folder / LINK_FILE
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as opened:
        json.dump(told, opened)
    return f"/sign-in/{token}"


def use_link(folder: Path, token: str) -> str | None:
    """Return the e-mail address a token signs in as and remove it; None when it is wrong, used or too old."""
    file = folder / LINK_FILE
    try:
        told = json.loads(file.read_text())
        if hmac.compare_digest(told["hash"], hashed(token)) and time.time() < told["until"]:
            file.unlink()  # only one request can remove it
            return str(told["email"])
    except (OSError, ValueError, KeyError, TypeError):
        return None
    return None


def hashed(text: str) -> str:
    """Return a hash of what has chance enough in it to need no salt."""
    return hashlib.sha256(text.encode()).hexdigest()
