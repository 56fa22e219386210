"""The pages of `apj web` in Chromium: they follow the journal, keep what is typed, and measure the call."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.window import Window, open_window
from tests.helpers.attacked import Attacked
from tests.helpers.browser import served


@pytest.fixture
def window(chromium: Browser, journal: Attacked) -> Iterator[Window]:
    """A window in which Ana has opened her journal."""
    with served(journal.ana) as server, open_window(chromium, server.url.partition("?")[0], bypass_csp=True) as window:
        window.page.goto(server.url)
        yield window


def test_an_open_page_shows_changes_unless_text_was_typed_into_it(window: Window, journal: Attacked) -> None:
    page = window.page
    page.get_by_role("link", name="The whole week").click()
    journal.ana.change("ana/2026-W48.md", "Three runs", "Four runs")
    expect(page.get_by_text("Four runs", exact=True)).to_be_visible()
    page.get_by_role("link", name="Log", exact=True).click()
    field, told = page.get_by_label("What happened, in one line"), page.get_by_text("The journal has changed")
    field.fill("two hours of fonts")
    expect(told).to_be_hidden()
    journal.ana.change("ana/2026-W48.md", "Four runs", "Five runs")
    expect(told).to_be_visible()
    expect(field).to_have_value("two hours of fonts")
    page.get_by_role("button", name="Note it").click()
    expect(page.get_by_text("Noted in ana/2026-W48.md")).to_be_visible()
    assert "two hours of fonts" in journal.ana.read("ana/2026-W48.md")
    assert window.said == []


def test_the_clock_of_the_call_continues_after_a_note_and_fills_in_the_minutes(
    window: Window, journal: Attacked
) -> None:
    page = window.page
    page.clock.install()
    page.get_by_role("link", name="Call", exact=True).click()
    page.get_by_role("button", name="Start the clock").click()
    page.clock.fast_forward(7 * 60_000)
    page.get_by_label("A note on this part").first.fill("a pencil")
    page.get_by_role("button", name="Note it").first.click()
    expect(page.get_by_text("a pencil")).to_be_visible()
    expect(page.get_by_role("button", name="Pause")).to_be_visible()
    page.clock.fast_forward(11 * 60_000)
    page.get_by_role("link", name="record the call").click()
    expect(page.get_by_label("Minutes")).to_have_value("18")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Recorded for this call: by voice.")).to_be_visible()
    assert "minutes: 18\n" in journal.ana.read("ana/2026-W48.md")
    assert window.said == []
