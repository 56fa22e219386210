"""The pages of `apj site` in Chromium: each keeps the rules of accessibility, fits its window, and requests nothing."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from tests.helpers.attacked import Attacked
from tests.helpers.demo import copied
from tests.helpers.home import move_in
from tests.helpers.hostile_weeks import write_hostile_weeks
from tests.helpers.people import Person
from tests.helpers.rows import row
from tests.helpers.script_strings import make_script_strings

WEDNESDAY = "2026-11-25T10:00+01:00"
OPTIONS = ("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update")
WITH_EVERY_STRING = {"index", "2026-W01", "2026-W02", "call", "insights", "learned", "weeks-2026", "search", "parting"}
USE_EVERYTHING = """
document.querySelectorAll("main *").forEach(one => { one.focus(); if (one.tagName != "A") one.click() })
"""
ONE_OF_EACH = {
    *("index", "2026-W47", "goal_ana_grant", "call", "insights", "learned", "agreement", "weeks", "weeks-2026"),
    *("search", "parting"),
}
LOOKS = [(scheme, width) for scheme in ("light", "dark") for width in (360, 1440)]


@pytest.fixture(scope="module")
def pages(demo_as_built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The pages of the example journal on a Wednesday, for Ana."""
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home-of-pages"), patch)
        folder = copied(demo_as_built, tmp_path_factory.mktemp("pages") / "demo")
        Person("ana", folder / "ana", WEDNESDAY).apj("site", "../pages")
    found = (folder / "pages").glob("*.html")
    return sorted(path for path in found if path.stem in ONE_OF_EACH)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The Chromium of the system."""
    program = shutil.which("chromium") or shutil.which("chromium-browser")
    assert program, "Chromium is not here. On Debian: apt-get install chromium"
    with sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=program, args=OPTIONS)
        yield browser
        browser.close()


@pytest.fixture(params=LOOKS, ids=[f"{scheme}-{width}" for scheme, width in LOOKS])
def window(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[BrowserContext]:
    scheme, width = request.param
    context = chromium.new_context(
        color_scheme=scheme,
        viewport={"width": width, "height": 900},
        reduced_motion="reduce",
        bypass_csp=True,  # axe is a script that the page would refuse
    )
    yield context
    context.close()


def open_page(window: BrowserContext, path: Path) -> tuple[Page, list[str]]:
    """Open a page, and return it with what it says on the console, throws or asks for, which should be nothing."""
    page, said = window.new_page(), []
    page.on("console", lambda message: said.append(f"console: {message.text}"))
    page.on("pageerror", lambda error: said.append(f"error: {error}"))
    page.on("dialog", lambda dialog: (said.append(f"dialog: {dialog.message}"), dialog.dismiss()))
    page.on("request", lambda asked: None if asked.url.startswith("file:") else said.append(f"request: {asked.url}"))
    page.goto(path.as_uri())
    return page, said


def test_no_page_breaks_an_accessibility_rule_of_axe_or_is_wider_than_the_window(
    window: BrowserContext, pages: list[Path]
) -> None:
    wrong = []
    for path in pages:
        page, said = open_page(window, path)
        found = Axe().run(page).response["violations"]
        wrong += [f"{path.name}: {each['id']}: {each['nodes'][0]['html'][:120]}" for each in found]
        wrong += [f"{path.name}: {each}" for each in said]
        if page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth"):
            wrong.append(f"{path.name} is wider than the window")
        page.close()
    assert not wrong, "\n".join(wrong)


@row(39, 40)
def test_no_text_of_a_partner_runs_or_loads_anything_in_the_browser(chromium: Browser, journal: Attacked) -> None:
    write_hostile_weeks(journal, make_script_strings())
    journal.ana.apj("site", str(journal.root / "pages"), code=None)
    paths = [path for path in sorted((journal.root / "pages").glob("*.html")) if path.stem in WITH_EVERY_STRING]
    assert len(paths) == len(WITH_EVERY_STRING)
    window = chromium.new_context()
    window.set_default_timeout(10_000)
    wrong = []
    for path in paths:
        page, said = open_page(window, path)
        page.evaluate(USE_EVERYTHING)
        wrong += [f"{path.name}: {each}" for each in said]
        page.close()
    window.close()
    assert not wrong, "\n".join(wrong)
