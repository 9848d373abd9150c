"""A report as PDF: Chromium prints the HTML, where it is installed."""

import os
import shutil
import subprocess
import threading
from pathlib import Path
from tempfile import TemporaryDirectory

from lrs.errors import AcquisError, BadRequest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PATIENCE = 120  # seconds; it takes two
_TURN = threading.Lock()
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-pdf-header-footer",
)


def chromium() -> str | None:
    """Return where Chromium is; None where it is not installed."""
    return next((path for name in _NAMES if (path := shutil.which(name))), None)


def browser() -> str:
    """Return where Chromium is.

    Raises
    ------
    BadRequest
        Saying what to do without it.
    """
    found = chromium()
    if found is None:
        raise BadRequest(
            "Chromium is not installed here: ask for --format html, and print that file; it prints the same"
        )
    return found


def printed(document: str) -> bytes:
    """Return a report's HTML as PDF, for whoever asks a server; one at a time, each is a browser of its own.

    Raises
    ------
    BadRequest
        Where Chromium is not installed.
    AcquisError
        When it makes none.
    """
    program = browser()
    with _TURN:
        return pdf(document.encode(), program)


def pdf(document: bytes, program: str) -> bytes:
    """Return a report's HTML as PDF.

    Raises
    ------
    AcquisError
        When Chromium makes none.
    """
    with TemporaryDirectory() as folder:
        page, made = Path(folder, "report.html"), Path(folder, "report.pdf")
        page.write_bytes(document)
        # Chromium's sandbox does not start as root; the page has no script, and its policy lets it fetch nothing.
        alone = ["--no-sandbox"] if os.geteuid() == 0 else []
        own = f"--user-data-dir={folder}/profile"
        command = [program, *_QUIET, *alone, own, f"--print-to-pdf={made}", page.as_uri()]
        try:
            done = subprocess.run(command, capture_output=True, timeout=_PATIENCE, check=False)  # noqa: S603  # ours
        except subprocess.TimeoutExpired:
            raise AcquisError(f"Chromium printed nothing within {_PATIENCE} seconds") from None
        if not made.is_file():
            raise AcquisError(f"Chromium printed nothing (it left with {done.returncode})")
        return made.read_bytes()
