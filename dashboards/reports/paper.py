"""A report as PDF: Chromium prints the HTML, where it is installed."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from lrs.errors import AcquisError, BadRequest

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
_PATIENCE = 120  # seconds; it takes two
_QUIET = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--no-first-run",
    "--no-pdf-header-footer",
)


def browser() -> str:
    """Return where Chromium is.

    Raises
    ------
    BadRequest
        Saying what to do without it.
    """
    found = next((path for name in _NAMES if (path := shutil.which(name))), None)
    if found is None:
        raise BadRequest(
            "Chromium is not installed here: ask for --format html, and print that file; it prints the same"
        )
    return found


def pdf(document: bytes, chromium: str) -> bytes:
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
        done = subprocess.run(  # noqa: S603  # the program found above, on our own file
            [chromium, *_QUIET, *alone, own, f"--print-to-pdf={made}", page.as_uri()],
            capture_output=True,
            timeout=_PATIENCE,
            check=False,
        )
        if not made.is_file():
            raise AcquisError(f"Chromium printed nothing (it left with {done.returncode})")
        return made.read_bytes()
