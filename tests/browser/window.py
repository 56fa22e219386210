"""A window of Chromium: what a page says that should say nothing, and which rules of axe-core it breaks."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.base import AXE_SCRIPT
from html5lib import HTMLParser
from playwright.sync_api import Browser, Page

LOOKS = (("light", 360), ("dark", 1440))
"""The windows in which each page is examined. The theme only changes colours, and the width only changes the layout."""
FIND_VIOLATIONS = """
axe.run(document, {resultTypes: ["violations"]}).then(found =>
    found.violations.flatMap(one => one.nodes.map(node => `${one.id}: ${node.html.slice(0, 120)}`)))
"""
MARK_STOPS = """
() => {
    const kinds = "a[href], button, input:not([type=hidden]), select, summary, [tabindex='0']";
    const stops = document.querySelectorAll(kinds);
    const shown = [...stops].filter(one => one.closest("details:not([open])") === null || one.matches("summary"));
    const seen = shown.filter(one => one.checkVisibility());
    seen.forEach((one, place) => { one.dataset.stop = place });
    return seen.map(one => one.outerHTML.slice(0, 80));
}
"""
READ_STOP = """
() => {
    const here = document.activeElement, style = getComputedStyle(here);
    const isSeen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 && here.offsetWidth > 1;
    return [Number(here.dataset.stop ?? -1), isSeen];
}
"""
REPLACE = """
([html, selector]) => document.querySelector(selector).replaceWith(
    new DOMParser().parseFromString(html, "text/html").querySelector(selector))
"""
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth"


class Window:
    """A window with one page at a time. All requests should begin with `home`.

    `said` is what the pages said on the console, threw, asked the reader, or requested from elsewhere.
    """

    def __init__(self, page: Page, home: str) -> None:
        self.page = page
        self.home = home
        self.said: list[str] = []
        page.on("console", lambda message: self._note("console", message.text))
        page.on("pageerror", lambda error: self._note("error", str(error)))
        page.on("dialog", lambda dialog: (self._note("dialog", dialog.message), dialog.dismiss()))
        page.on("request", lambda asked: asked.url.startswith(home) or self._note("request", asked.url))

    def _note(self, kind: str, text: str) -> None:
        self.said.append(f"{self.page.url}: {kind}: {text}")

    def list_faults(self) -> list[str]:
        """Return what is wrong with the page that is shown: light and dark, on a phone and on a desk.

        axe is loaded once for both, and also once for several pages that `replace` shows: to load it, and to use it for
        the first time, takes most of the time.
        """
        found = []
        if self.page.evaluate("!window.axe"):
            self.page.evaluate(AXE_SCRIPT)
        for scheme, width in LOOKS:
            self.page.set_viewport_size({"width": width, "height": 900})
            self.page.emulate_media(color_scheme=scheme)
            if self.page.evaluate(IS_TOO_WIDE):
                found.append(f"wider than a window of {width} pixels")
            found += [f"{scheme}, {width} pixels: {each}" for each in self.page.evaluate(FIND_VIOLATIONS)]
        return found

    def replace(self, html: str, selector: str) -> None:
        """Show an element of another page in place of the same element of this page. Its scripts do not run."""
        self.page.evaluate(REPLACE, [html, selector])

    def list_unreached(self) -> list[str]:
        """Return what the Tab key does not reach, reaches in another order, or reaches without showing where it is."""
        stops, wrong = self.page.evaluate(MARK_STOPS), []
        assert stops
        for place, html in enumerate(stops):
            self.page.keyboard.press("Tab")
            at, is_seen = self.page.evaluate(READ_STOP)
            if at != place:
                wrong.append(f"not reached in its order: {html}")
            elif not is_seen:
                wrong.append(f"not seen when it is reached: {html}")
        return wrong

    def tab_to(self, selector: str) -> None:
        """Press Tab until an element has the focus, as somebody without a mouse does."""
        wanted = self.page.locator(selector).first
        for _ in range(100):
            if wanted.evaluate("one => one === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"The Tab key does not reach {selector}")


@contextmanager
def open_window(chromium: Browser, home: str, *, bypass_csp: bool = False) -> Iterator[Window]:
    """Open a window of somebody who has nothing else open.

    `bypass_csp`: the policy of the pages does not apply, so that axe can run.
    """
    context = chromium.new_context(reduced_motion="reduce", bypass_csp=bypass_csp)
    context.set_default_timeout(30_000)
    try:
        yield Window(context.new_page(), home)
    finally:
        context.close()


def list_html_errors(text: str) -> list[str]:
    """Return each error that the HTML standard names and that html5lib finds in a page."""
    parser = HTMLParser()
    parser.parse(text)
    return [f"{line}:{column} {code} {values}" for (line, column), code, values in parser.errors]
