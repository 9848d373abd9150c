"""The pictures of the pages in `docs/`, of the example organisation: `python -m tests.support.shots FOLDER [NAME …]`.

FOLDER is what `acquis demo --data FOLDER` has made; without names, all are taken. Each picture is reduced to a few
colours, so that all are small.
"""

import io
import json
import sys
from pathlib import Path
from typing import Any

from PIL import Image
from playwright.sync_api import Browser, expect, sync_playwright

from tests.support.browser import ARGUMENTS, CHROMIUM
from tests.support.server import ROOT, Server, acquis

DOCS = ROOT / "docs"
MOST = 200_000  # bytes of a picture
PATIENCE = 240_000  # milliseconds: the first page waits for the warehouse
SHOTS = (
    # name, role, language, address, width, scheme
    ("group", "group", "en", "/group", 1440, "light"),
    ("engagement", "group", "en", "/", 1440, "light"),
    ("engagement-phone", "manager", "fr", "/", 390, "light"),
    ("engagement-dark", "manager", "fr", "/", 1440, "dark"),
    ("people", "manager", "en", "/people", 1440, "light"),
    ("survival", "group", "en", "/people/survival", 1440, "light"),
    ("programmes", "manager", "en", "/programmes", 1440, "light"),
    ("programmes-phone", "manager", "en", "/programmes", 390, "light"),
    ("decision", "executive", "en", "/decision", 1440, "light"),
    ("decision-phone", "executive", "fr", "/decision", 390, "light"),
    ("retention", "group", "en", "/retention?period=all", 1440, "light"),
    ("modalities-phone", "manager", "fr", "/modalities?period=all", 390, "light"),
    ("tools", "admin", "en", "/tools", 1440, "light"),
    ("imports", "admin", "en", "/setup/imports", 1440, "light"),
)
HEIGHTS = {1440: 1600, 390: 1400}


def shoot(browser: Browser, address: str, account: dict[str, Any], shot: tuple[Any, ...]) -> bytes:
    """Return one picture of a page, signed in as whoever sees it."""
    _, _, language, path, width, scheme = shot
    viewport: Any = {"width": width, "height": HEIGHTS[width]}
    context = browser.new_context(locale=language, viewport=viewport, color_scheme=scheme)
    page = context.new_page()
    page.goto(f"{address}/sign-in?next={path}")
    page.fill("#email", account["email"])
    page.fill("#secret", account["password"])
    page.click("button[type=submit]")
    expect(page.locator("#page")).to_be_visible(timeout=PATIENCE)
    page.goto(f"{address}/language/{language}?next={path}")  # an account may have a language of its own
    expect(page.locator("#page h1")).to_be_visible(timeout=PATIENCE)
    expect(page.locator("#page .loading")).to_have_count(0, timeout=PATIENCE)
    page.wait_for_load_state("networkidle")
    taken = page.screenshot()
    context.close()
    return taken


def small(taken: bytes) -> bytes:
    """Return a picture in as many colours as keep it small."""
    whole = Image.open(io.BytesIO(taken)).convert("RGB")
    reduced = b""
    for colours in (256, 128, 64, 32):
        out = io.BytesIO()
        whole.quantize(colours).save(out, "PNG", optimize=True)
        reduced = out.getvalue()
        if len(reduced) <= MOST:
            break
    return reduced


def main(folder: Path, *names: str) -> None:
    """Take some pictures, or all."""
    told = json.loads((folder / "demo.json").read_text("utf-8"))
    accounts = {one["role"]: one for one in told["accounts"]}
    DOCS.mkdir(exist_ok=True)
    with Server(folder.resolve(), dashboards=True) as server, sync_playwright() as playwright:
        assert acquis("rebuild", "--data", str(folder), timeout=PATIENCE).returncode == 0
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=ARGUMENTS)
        for shot in [one for one in SHOTS if not names or one[0] in names]:
            picture = small(shoot(browser, f"http://127.0.0.1:{server.port}", accounts[shot[1]], shot))
            (DOCS / f"{shot[0]}.png").write_bytes(picture)
            sys.stdout.write(f"docs/{shot[0]}.png {len(picture):,} bytes\n")
        browser.close()


if __name__ == "__main__":
    main(Path(sys.argv[1] if len(sys.argv) > 1 else "acquis-demo"), *sys.argv[2:])
