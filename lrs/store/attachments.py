"""The bytes that came with statements: files named by their hash (1.0.3 Data 2.4.11).

Bytes stream into `incoming/`, are hashed as they pass, and get their name once they are synced: a statement is
committed only after that, so it never names bytes that a power cut could take. What was sealed and never named by a
commit is swept away later, never while a request may still be on its way to its commit.
"""

import hashlib
import os
import shutil
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from uuid import uuid4

from lrs.errors import BadRequest, Fault

_ALGORITHMS = {56: "sha224", 64: "sha256", 96: "sha384", 128: "sha512"}
_CHUNK = 1 << 18
_IN_FLIGHT = 3600.0


def sync_directory(folder: Path) -> None:
    """Make the names in a folder as durable as the bytes behind them."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def sync(path: Path) -> None:
    """Make a file's bytes durable."""
    with path.open("rb") as file:
        os.fsync(file.fileno())


def copy_file(descriptor: int, target: Path) -> None:
    """Copy all that an open file holds into a new one, synced."""
    place = 0
    with target.open("wb") as file:
        while chunk := os.pread(descriptor, 1 << 22, place):
            file.write(chunk)
            place += len(chunk)
        file.flush()
        os.fsync(file.fileno())


@contextmanager
def _keeping() -> Iterator[None]:
    """Say in a sentence what the disk refuses: a full one, above all, is nothing the sender can mend."""
    try:
        yield
    except OSError as error:
        raise Fault(f"the attachment could not be kept: {(error.strerror or str(error)).lower()}") from error


class IncomingFile:
    """One attachment on its way in."""

    def __init__(self, folder: Path, lock: threading.Lock) -> None:
        self._folder = folder
        self._lock = lock
        self._path = folder / "incoming" / uuid4().hex
        with _keeping():
            self._file = self._path.open("wb")
        self._sha256 = hashlib.sha256()

    def write(self, data: bytes, /) -> object:
        """Take some more bytes."""
        self._sha256.update(data)
        with _keeping():
            return self._file.write(data)

    def seal(self, sha2: str) -> None:
        """Sync and keep the bytes under their hash."""
        name = _ALGORITHMS.get(len(sha2))
        if name is None:
            raise BadRequest(f"attachment: sha2 {sha2[:16]!r}… is not a SHA-224, 256, 384 or 512 in hexadecimal")
        with _keeping():
            self._file.flush()
            found = self._hash(name)
        if found != sha2.lower():
            raise BadRequest(f"attachment: its {name} is {found}, not {sha2}")
        with _keeping():
            os.fsync(self._file.fileno())
            self._file.close()
            with self._lock:
                self._path.replace(self._folder / found)
            sync_directory(self._folder)

    def discard(self) -> None:
        """Forget the bytes. Harmless after `seal`."""
        with suppress(OSError):  # closing writes what waits, for which there may be no room
            self._file.close()
        self._path.unlink(missing_ok=True)

    def _hash(self, name: str) -> str:
        if name == "sha256":
            return self._sha256.hexdigest()
        with self._path.open("rb") as file:  # hardly ever used: read again rather than hash four times
            return hashlib.file_digest(file, name).hexdigest()


class AttachmentFolder:
    """The folder of all of them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        (folder / "incoming").mkdir(parents=True, exist_ok=True)
        self._lock = threading.Lock()

    def sink(self) -> IncomingFile:
        """Open a place for one attachment's bytes."""
        return IncomingFile(self.folder, self._lock)

    def size(self, sha2: str) -> int | None:
        """Return how many bytes are kept under a hash, or None."""
        try:
            return self._path(sha2).stat().st_size
        except OSError:
            return None

    def read(self, sha2: str) -> Iterator[bytes]:
        """Stream the bytes kept under a hash."""
        with self._path(sha2).open("rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk

    def sweep(self, named: Callable[[list[str]], Iterable[str]], before: float | None = None) -> int:
        """Remove what no statement names and no request can still be about to name; return how many files.

        Parameters
        ----------
        named
            Tells which of some hashes a kept statement names.
        before
            What was last written after this moment (as `time.time` tells it) may belong to a request; an hour ago,
            unless said.
        """
        latest = time.time() - _IN_FLIGHT if before is None else before
        old = [path for path in self._files() if path.stat().st_mtime <= latest]
        kept = set(named([path.name for path in old if path.parent == self.folder]))
        orphans = [path for path in old if path.parent != self.folder or path.name not in kept]
        return sum(self._removed(path, latest) for path in orphans)

    def copy(self, folder: Path) -> None:
        """Copy every sealed file that is not there yet into a folder, synced."""
        (folder / "incoming").mkdir(parents=True, exist_ok=True)
        for path in self.folder.iterdir():
            if path.is_file() and not (folder / path.name).exists():
                shutil.copyfile(path, folder / path.name)
                sync(folder / path.name)
        sync_directory(folder)

    def _removed(self, path: Path, latest: float) -> bool:
        with self._lock:  # the same bytes may be sealed again this very moment
            if not path.exists() or path.stat().st_mtime > latest:
                return False
            path.unlink()
            return True

    def _files(self) -> list[Path]:
        return [path for path in (*self.folder.iterdir(), *(self.folder / "incoming").iterdir()) if path.is_file()]

    def _path(self, sha2: str) -> Path:
        if len(sha2) not in _ALGORITHMS or not sha2.isalnum():
            raise FileNotFoundError(sha2)
        return self.folder / sha2.lower()
