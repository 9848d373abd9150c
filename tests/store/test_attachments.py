"""The bytes that came with statements."""

import hashlib
import time
from pathlib import Path
from types import SimpleNamespace
from uuid import UUID

import pytest

from lrs.errors import BadRequest, Fault
from lrs.store.attachments import AttachmentFolder
from lrs.store.duck import Settings, open_store
from tests.support.entries import entry


@pytest.fixture
def folder(tmp_path: Path) -> AttachmentFolder:
    return AttachmentFolder(tmp_path / "attachments")


@pytest.mark.parametrize("name", ["sha224", "sha256", "sha384", "sha512"])
def test_kept_under_each_hash(folder: AttachmentFolder, name: str) -> None:
    sink = folder.sink()
    for _ in range(3):
        sink.write(b"some bytes")
    sha2 = hashlib.new(name, b"some bytes" * 3).hexdigest()
    sink.seal(sha2.upper())
    sink.discard()
    assert folder.size(sha2) == 30
    assert b"".join(folder.read(sha2)) == b"some bytes" * 3


@pytest.mark.parametrize("sha2", ["0" * 64, "0" * 40, "../../../etc/passwd", ""])
def test_other_bytes_are_refused(folder: AttachmentFolder, sha2: str) -> None:
    sink = folder.sink()
    sink.write(b"bytes")
    with pytest.raises(BadRequest):
        sink.seal(sha2)
    sink.discard()
    assert folder.size(sha2) is None
    assert list(folder.folder.rglob("*")) == [folder.folder / "incoming"]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="only Linux has a file that is always full")
@pytest.mark.parametrize("size", [10, 1 << 20])  # noticed when it is sealed, or when it is written
def test_a_full_disk_is_told_in_a_sentence(
    folder: AttachmentFolder, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr("lrs.store.attachments.uuid4", lambda: UUID(int=0))
    (folder.folder / "incoming" / UUID(int=0).hex).symlink_to("/dev/full")
    sink = folder.sink()
    with pytest.raises(Fault, match=r"^the attachment could not be kept: no space left on device$"):  # noqa: PT012 -- which of the two depends on the size
        sink.write(bytes(size))
        sink.seal(hashlib.sha256(bytes(size)).hexdigest())
    sink.discard()
    assert list(folder.folder.rglob("*")) == [folder.folder / "incoming"]
    monkeypatch.setattr("lrs.store.attachments.uuid4", lambda: SimpleNamespace(hex="gone/gone"))
    with pytest.raises(Fault, match="could not be kept"):
        folder.sink()


def kept(folder: AttachmentFolder, content: bytes) -> str:
    sink = folder.sink()
    sink.write(content)
    sha2 = hashlib.sha256(content).hexdigest()
    sink.seal(sha2)
    return sha2


def test_swept_when_nobody_names_them_and_nobody_can(tmp_path: Path) -> None:
    store = open_store(tmp_path, Settings(warehouse=False))
    named, orphan = kept(store.attachments, b"named"), kept(store.attachments, b"orphan")
    (tmp_path / "attachments" / "incoming" / "left").write_bytes(b"half")
    store.add([entry(attachments=(named,))])
    assert store.sweep() == 0  # young enough to belong to a request
    time.sleep(0.05)
    between = time.time()
    time.sleep(0.05)
    late = kept(store.attachments, b"late")
    assert store.sweep(between) == 2
    assert store.attachments.size(orphan) is None
    assert store.attachments.size(named) == 5
    assert store.attachments.size(late) == 4
    store.close()
    time.sleep(1.1)
    again = open_store(tmp_path, Settings(warehouse=False))
    again.close()
    assert again.attachments.size(late) is None
    assert again.attachments.size(named) == 5


def test_a_backup_holds_the_record_and_the_bytes(tmp_path: Path) -> None:
    store = open_store(tmp_path / "data")
    sha2 = kept(store.attachments, b"named")
    one = entry(attachments=(sha2,))
    store.add([one])
    store.backup(str(tmp_path / "copy"))
    store.add([entry()])
    with pytest.raises(FileExistsError):
        store.backup(str(tmp_path / "copy"))
    store.close()
    copy = open_store(tmp_path / "copy")
    assert copy.statement(one.id) is not None
    assert b"".join(copy.attachments.read(sha2)) == b"named"
    assert copy.cursor().execute("SELECT count(*) FROM kept").fetchall() == [(1,)]
    copy.close()
