"""A window of Chromium: what a page says that should say nothing, and which rules of axe-core it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page

LOOKS = (("light", 360), ("dark", 1440))
"""The windows in which each page is examined. The theme only changes colours, and the width only changes the layout."""
FIND_VIOLATIONS = """
axe.run(document, {resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`)))
"""
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Window:
    """A window with one page at a time.

    `said` is what the pages said on the console, threw, asked the reader, or requested from elsewhere.
    """

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.said: list[str] = []
        page.on("console", lambda message: self._note("console", message.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("dialog", lambda dialog: (self._note("dialog", dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: asked.url.startswith(home) or self._note("request", asked.url))

    def _note(self, kind: str, text: str) -> None:
        self.said.append(f"{self.page.url}: {kind}: {text}")

    def list_faults(self) -> list[str]:
        """Return what is wrong with the page that is shown: light and dark, on a phone and on a desk.

        axe is loaded once for both: to load it takes longer than to use it.
        """
        found = []
        self.page.evaluate(AXE_SCRIPT)
        for scheme, width in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            if self.page.evaluate(IS_TOO_WIDE):
                found.append(f"wider than a window of {width} pixels")
            found += [f"{scheme}, {width} pixels: {each}" for each in self.page.evaluate(FIND_VIOLATIONS)]
        return found


@contextmanager
def open_window(chromium: Browser, home: str, *, bypass_csp: bool = False) -> Iterator[Window]:
    """Open a window of somebody who has nothing else open. All requests should begin with `home`.

    `bypass_csp`: the policy of the pages does not apply, so that axe can run.
    """
    context = chromium.new_context(reduced_motion="reduce", bypass_csp=bypass_csp)
    context.set_default_timeout(30_000)
    try:
        yield Window(context.new_page(), home)
    finally:
        context.close()
