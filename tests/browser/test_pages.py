"""The pages of `apj site` in Chromium: each keeps the rules of accessibility, fits its window, and requests nothing."""

from __future__ import annotations

from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.window import open_window
from tests.helpers.attacked import Attacked
from tests.helpers.demo import copied
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
    *("search", "parting"),
}


def build_pages(person: Person, folder: Path, stems: set[str]) -> list[Path]:
    """Build the pages, and return those with these names."""
    person.apj("site", str(folder), code=None)
    paths = [path for path in sorted(folder.glob("*.html")) if path.stem in stems]
    assert {path.stem for path in paths} == stems
    return paths


def test_no_page_breaks_an_accessibility_rule_of_axe_or_is_wider_than_the_window(
    chromium: Browser, demo_as_built: Path, tmp_path: Path
) -> None:
    demo = copied(demo_as_built, tmp_path / "demo")
    paths = build_pages(Person("ana", demo / "ana", WEDNESDAY), tmp_path / "pages", ONE_OF_EACH)
    wrong = []
    with open_window(chromium, "file:", bypass_csp=True) as window:
        for path in paths:
            window.page.goto(path.as_uri())
            wrong += [f"{path.name}: {each}" for each in window.list_faults()]
    assert "\n".join(wrong + window.said) == ""


@row(39, 40)
def test_no_text_of_a_partner_runs_or_loads_anything_in_the_browser(chromium: Browser, journal: Attacked) -> None:
    write_hostile_weeks(journal, make_script_strings())
    paths = build_pages(journal.ana, journal.root / "pages", WITH_EVERY_STRING)
    with open_window(chromium, "file:") as window:
        for path in paths:
            window.page.goto(path.as_uri())
            window.page.evaluate(USE_EVERYTHING)
    assert "\n".join(window.said) == ""
