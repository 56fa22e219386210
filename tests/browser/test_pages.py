"""The pages of `apj site` in Chromium: each keeps the rules of accessibility, fits its window, and requests nothing."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.window import list_html_errors, open_window
from tests.helpers.attacked import Attacked
from tests.helpers.browser import served
from tests.helpers.demo import copied
from tests.helpers.home import move_in
from tests.helpers.hostile_weeks import write_hostile_weeks
from tests.helpers.people import Person
from tests.helpers.rows import row
from tests.helpers.script_strings import make_script_strings

WEDNESDAY = "2026-11-25T10:00+01:00"
WITH_EVERY_STRING = {"index", "2026-W01", "2026-W02", "call", "insights", "learned", "weeks-2026", "search", "parting"}
USE_EVERYTHING = """
document.querySelectorAll("main *").forEach(one => { one.focus(); if (one.tagName != "A") one.click() })
"""
ONE_OF_EACH = {
    *("index", "2026-W47", "goal_ana_grant", "call", "insights", "learned", "agreement", "weeks", "weeks-2026"),
    *("search", "search-2024", "parting", "parting-2024"),
}
WITH_A_SCRIPT = {"index", "call", "learned", "search"}


def build_pages(person: Person, folder: Path, stems: set[str]) -> list[Path]:
    """Build the pages, and return those with these names."""
    person.apj("site", str(folder), code=None)
    paths = [path for path in sorted(folder.glob("*.html")) if path.stem in stems]
    assert {path.stem for path in paths} == stems
    return paths


@pytest.fixture(scope="module")
def pages(demo_as_built: Path, tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """One page of each kind, from the example journal and two earlier years, on a Wednesday, for Ana."""
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home-of-pages"), patch)
        folder = copied(demo_as_built, tmp_path_factory.mktemp("pages") / "demo")
        ana = Person("ana", folder / "ana", WEDNESDAY)
        for week in ("2025-W52", "2024-W52"):
            ana.write(f"ana/{week}.md", "---\ngoals: [A letter about the grant]\n---\n")
        return build_pages(ana, folder / "pages", ONE_OF_EACH)


def test_every_page_is_accessible_and_fits_the_window(chromium: Browser, pages: list[Path]) -> None:
    wrong = []
    with open_window(chromium, "file:", bypass_csp=True) as window:
        for path in sorted(pages, key=lambda path: path.stem in WITH_A_SCRIPT, reverse=True):
            if path.stem in WITH_A_SCRIPT:
                window.page.goto(path.as_uri())
            else:
                window.replace(path.read_text("utf-8"), "html")
            wrong += [f"{path.name}: {each}" for each in window.list_faults()]
    assert "\n".join(wrong + window.said) == ""


def test_every_page_is_valid_html(pages: list[Path]) -> None:
    assert "\n".join(each for path in pages for each in list_html_errors(path.read_text("utf-8"))) == ""
    assert list_html_errors("<!doctype html><title>x</title><p><ul></ul></p>") == [
        "1:47 unexpected-end-tag {'name': 'p'}"
    ]


def test_every_page_can_be_used_with_the_keyboard(chromium: Browser, pages: list[Path]) -> None:
    paths = {path.stem: path.as_uri() for path in pages}
    with open_window(chromium, "file:") as window:
        wrong = []
        for name in ("index", "2026-W47", "call", "insights", "weeks", "search"):
            window.page.goto(paths[name])
            wrong += [f"{name}: {each}" for each in window.list_unreached()]
        assert "\n".join(wrong) == ""
        press = window.page.keyboard.press
        window.page.goto(paths["index"])
        press("Tab")
        press("Enter")
        assert window.page.url.endswith("index.html#content")
        window.tab_to("main a")
        press("Enter")
        window.page.wait_for_url("**/2026-W48.html")
        window.page.goto(paths["call"])
        window.tab_to("[data-clock] button")
        press("Space")
        assert window.page.locator("[data-clock] button").inner_text() == "Pause"
        window.page.goto(paths["insights"])
        window.tab_to("summary")
        press("Enter")
        assert window.page.locator("details[open]").count() == 1
        window.page.goto(paths["search"])
        window.tab_to("input")
        window.page.keyboard.type("grant")
        window.tab_to(".learned a")
        press("Enter")
        window.page.wait_for_url("**/2026-W*.html")
        window.page.go_back()
        window.tab_to("nav[aria-label=Years] a:not([aria-current])")
        press("Enter")
        window.page.wait_for_url("**/search-2024.html#words=grant")
        assert window.page.get_by_role("status").inner_text() == "1 week"
    assert "\n".join(window.said) == ""


@row(39, 40)
def test_a_partners_text_neither_runs_nor_loads_anything_in_the_browser(chromium: Browser, journal: Attacked) -> None:
    write_hostile_weeks(journal, make_script_strings())
    paths = build_pages(journal.ana, journal.root / "pages", WITH_EVERY_STRING)
    with open_window(chromium, "file:") as window:
        for path in paths:
            window.page.goto(path.as_uri())
            window.page.evaluate(USE_EVERYTHING)
    with served(journal.ana) as server, open_window(chromium, f"http://{server.host}/") as live:
        live.page.goto(server.url)
        for name in ("2026-W01.html", "search.html", "keep"):
            live.page.goto(f"{live.home}{name}")
            live.page.evaluate(USE_EVERYTHING)
    assert "\n".join(window.said + live.said) == ""
