"""A person in front of a browser: signed in, and noticing everything that goes wrong."""

import shutil
from typing import Any

from playwright.sync_api import Browser, ConsoleMessage, Page, Request, expect

CHROMIUM = shutil.which("chromium-headless-shell") or shutil.which("chromium")  # the first draws no windows of its own
ARGUMENTS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"]
ARGUMENTS += ["--js-flags=--min-semi-space-size=64 --max-semi-space-size=128"]  # MB: garbage is rarely looked for
PASSWORD = "a-password-for-tests"
MANAGERS = ("admin", "group", "manager")  # who has a page at "/"
_GO = "path => { history.pushState({}, '', path); dispatchEvent(new CustomEvent('_dashprivate_pushstate')); }"
_LULL = "new Promise(resolve => requestAnimationFrame(() => setTimeout(resolve, 50)))"
# Skeletons, what is told anew, and charts that are being drawn or wait for the library that draws them.
_UNDER_WAY = "#page .loading, #page [data-dash-is-loading=true], #page .dash-graph--pending"
_FORGET = "localStorage.clear(); sessionStorage.clear()"
_TABS: dict[tuple[Browser, str], list[Page]] = {}  # that nobody looks at, by language
expect.set_options(timeout=90_000)  # for machines that do much else; nothing waits longer than it must


class Visit:
    """A page and everything that went wrong on it.

    A tab is used again by the next visit in its language, which finds nothing in it of the one before: a browser that
    has translated five megabytes of scripts once need not do so again.
    """

    def __init__(
        self, browser: Browser, address: str, language: str = "en", width: int = 1440, scheme: Any = "light"
    ) -> None:
        self._tabs = _TABS.setdefault((browser, language), [])
        self.page: Page = self._tabs.pop() if self._tabs else browser.new_context(locale=language).new_page()
        self.page.set_viewport_size({"width": width, "height": 900})
        self.page.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # nothing is waited for
        self.wrong: list[str] = []
        self.address = address
        self._noticed: dict[Any, Any] = {
            "console": self._told,
            "pageerror": lambda error: self.wrong.append(str(error)),
            "requestfailed": self._failed,
            "request": self._asked,
            "response": lambda answer: self.wrong.append(answer.url) if answer.status >= 400 else None,
        }
        for event, noticed in self._noticed.items():
            self.page.on(event, noticed)

    def _told(self, told: ConsoleMessage) -> None:
        if told.type in ("error", "warning"):
            self.wrong.append(told.text)

    def _failed(self, request: Request) -> None:
        if request.failure != "net::ERR_ABORTED":  # leaving a page ends what it was still asking
            self.wrong.append(f"{request.url} {request.failure}")

    def _asked(self, request: Request) -> None:
        url = request.url
        if not url.startswith((self.address, "data:", "blob:")):
            self.wrong.append(f"asked another server: {url}")

    def sign_in(self, path: str = "/", role: str = "admin") -> Page:
        """Sign in on the way to a page, and wait until it is there whole."""
        # Signing in without a wish leads to the first page of a role: who wants "/" comes by the smallest page.
        by_way = "/account" if path == "/" and role in MANAGERS else path
        self.page.goto(self.address + by_way)
        self.page.fill("#email", f"{role}@example.org")
        self.page.fill("#secret", PASSWORD)
        self.page.click("button[type=submit]")
        if by_way != path:
            self.page.wait_for_url(self.address + by_way)
            self.page.goto(self.address + path)
        expect(self.page.locator("#page")).to_be_visible()
        self.settle()
        return self.page

    def go(self, path: str) -> None:
        """Go to another page as a link does, without fetching everything anew, and wait until it is there whole."""
        question = self.page.locator("#page h1").inner_text()
        self.page.evaluate(_GO, path)
        expect(self.page.locator("#page h1")).not_to_have_text(question)
        self.settle()

    def settle(self) -> None:
        """Wait until nothing on the page is a skeleton, or told anew, any more, nor will be at once."""
        for _ in range(2):
            expect(self.page.locator(_UNDER_WAY)).to_have_count(0)
            self.page.evaluate(_LULL)

    def close(self) -> None:
        """Leave, and judge what went wrong."""
        self.leave()
        assert self.wrong == [], self.wrong

    def leave(self) -> None:
        """Leave the tab to the next visit, with nothing in it of this one."""
        for event, noticed in self._noticed.items():
            self.page.remove_listener(event, noticed)
        self.page.context.clear_cookies()
        self.page.evaluate(_FORGET)
        self.page.goto(f"{self.address}/assets/favicon.svg")  # no page of ours, which would ask on
        self._tabs.append(self.page)
