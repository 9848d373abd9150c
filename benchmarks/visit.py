"""One visit of the first dashboard page, with a real browser where there is one."""

import http.client
import shutil

_PATHS = ("/", "/_dash-layout", "/_dash-dependencies")
_FLAGS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")


def visit(port: int) -> str:
    """Open the page and wait until it is quiet; return how that was done."""
    browser = shutil.which("chromium") or shutil.which("google-chrome")
    if not browser:
        return _without_browser(port)
    try:
        from playwright.sync_api import sync_playwright  # noqa: PLC0415 - a developer's tool, not a dependency
    except ImportError:
        return _without_browser(port)
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=browser, args=list(_FLAGS))
        opened.new_page().goto(f"http://127.0.0.1:{port}/", wait_until="networkidle", timeout=120_000)
        opened.close()
    return "browser"


def _without_browser(port: int) -> str:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=120)
    for path in _PATHS:
        connection.request("GET", path)
        connection.getresponse().read()
    connection.close()
    return "requests only: no browser here"
