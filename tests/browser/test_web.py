"""`apj web` in Chromium: accessible forms, a week without a mouse, and Mondays of two people without a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser

from apjournal.web.forms import FORMS
from tests.browser.window import Window, list_html_errors, open_window
from tests.helpers.browser import served
from tests.helpers.people import FIVE_LINES, Person

NEXT_MONDAY = "2026-11-30T08:00+01:00"
REPORT_DUE = ("goals", "call.html")
"""Pages that differ while a report is due."""


@contextmanager
def opened(chromium: Browser, person: Person, *, bypass_csp: bool = False) -> Iterator[Window]:
    """Serve a person's journal, and open it in a browser of their own."""
    with served(person) as server, open_window(chromium, f"http://{server.host}/", bypass_csp=bypass_csp) as window:
        window.page.goto(server.url)
        yield window


def read(window: Window, name: str) -> str:
    """Open a page, and return what it says."""
    window.page.goto(f"{window.home}{name}")
    return say(window)


def say(window: Window) -> str:
    """Return what the page says."""
    return str(window.page.inner_text("main"))


def fill(window: Window, form: str, **typed: str | bool) -> str:
    """Open a form, fill its fields, send it, and return what the next page says. `_` in a name is `-`."""
    page = window.page
    page.goto(f"{window.home}{form}")
    page.evaluate("document.querySelectorAll('details').forEach(one => { one.open = true })")
    for name, value in typed.items():
        field = page.locator(f"main [name={name.replace('_', '-')}]")
        if isinstance(value, bool):
            field.set_checked(value)
        elif field.evaluate("one => one.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.locator("main form button").first.click()
    return say(window)


def test_every_form_is_accessible_fits_the_window_and_is_valid_html(
    chromium: Browser, kept: tuple[Person, Person]
) -> None:
    (ana, ben), wrong = kept, list[str]()

    def look_at(window: Window, name: str) -> None:
        answer = window.page.request.get(f"{window.home}{name}")
        assert answer.ok, name
        window.replace(answer.text(), "main")
        wrong.extend(f"{name}: {each}" for each in [*list_html_errors(answer.text()), *window.list_faults()])

    with opened(chromium, ana, bypass_csp=True) as window:
        fill(window, "log", text="")
        wrong += [f"a refused form: {each}" for each in window.list_faults()]
        for name in (*FORMS, "call.html", "agreement.html", "index.html"):
            look_at(window, name)
    ben.now = NEXT_MONDAY
    ana.rewrite_history("ana/2026-W48.md", FIVE_LINES.replace("Three", "Four"))
    with opened(chromium, ben, bypass_csp=True) as window:
        assert "Nothing of yours was changed or sent." in fill(window, "share")
        for name in (window.page.url.removeprefix(window.home), *REPORT_DUE):
            look_at(window, name)
    assert "\n".join(wrong + window.said) == ""


def test_every_form_can_be_filled_and_sent_with_the_keyboard(chromium: Browser, kept: tuple[Person, Person]) -> None:
    ana, wrong = kept[0], list[str]()
    with opened(chromium, ana) as window:
        page = window.page
        for name in ("report", "call.html"):
            page.goto(f"{window.home}{name}")
            wrong += [f"{name}: {each}" for each in window.list_unreached()]
        assert "\n".join(wrong) == ""
        page.goto(f"{window.home}index.html")
        window.tab_to("a[href=log]")
        page.keyboard.press("Enter")
        page.wait_for_url("**/log")
        window.tab_to("[name=text]")
        page.keyboard.type("two hours of fonts")
        page.keyboard.press("Tab")
        page.keyboard.press("i")  # chooses "interest"
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/done*")
        assert "interest: two hours of fonts" in ana.read("ana/2026-W48.md")
        page.goto(f"{window.home}report")
        window.tab_to("[name=none]")
        page.keyboard.press("Space")
        window.tab_to("main form button")
        page.keyboard.press("Space")
        page.wait_for_url("**/done*")
    assert ana.read("ana/2026-W48.md").count(": not done") == 2
    assert window.said == []


def test_two_partners_can_do_a_monday_in_two_browsers(chromium: Browser, begun: tuple[Person, Person]) -> None:
    ana, ben = begun
    with opened(chromium, ana) as of_ana, opened(chromium, ben) as of_ben:
        fill(of_ana, "goals", goal_1="Send the grant draft", kind_1="interest", if_1="fonts", then_1="one line")
        assert "Shared: " in fill(of_ben, "goals", goal_1="Mark the essays")
        assert "Send the grant draft" in read(of_ben, "2026-W48.html")
        assert "You kept a copy of Ana's goal" in fill(of_ben, "keep")
        assert "You kept a copy of Ben's goal" in fill(of_ana, "keep")
        fill(of_ana, "talked", minutes="25")
        fill(of_ben, "share")
    ana.now = ben.now = NEXT_MONDAY
    ben.apj("report", "-o", "1=done, all 31")
    ben.apj("new-week", "-g", "Rest", "--no-edit", "--sync")
    with opened(chromium, ana) as of_ana:
        fill(of_ana, "report", result_1="partly", words_1="page 6", kind="stress")
        fill(of_ana, "goals", carry_1="keep", goal_2="Two runs")
        assert "done, all 31" in read(of_ana, "keep")
        fill(of_ana, "keep")
    ben.apj("sync")
    assert "page 6" in ben.apj("review", "--keep").out
    for person in (ana, ben):
        person.apj("verify")
        person.apj("check")
    assert of_ana.said + of_ben.said == []


def test_saving_in_an_editor_while_a_form_is_open_loses_no_text(chromium: Browser, kept: tuple[Person, Person]) -> None:
    ana = kept[0]
    with opened(chromium, ana) as window:
        page = window.page
        page.goto(f"{window.home}report")
        page.locator("[name=words-1]").fill("typed in the browser")
        page.locator("[name=result-1]").select_option("done")
        ana.change("ana/2026-W48.md", "Three runs", "Four runs, saved by the editor")
        page.locator("main form button").first.click()
        assert "Four runs, saved by the editor" in page.locator("main pre").first.inner_text()
        assert page.locator("[name=words-1]").input_value() == "typed in the browser"
        assert "typed in the browser" not in ana.read("ana/2026-W48.md")
        page.locator("main form button").first.click()
        page.wait_for_url("**/done*")
    assert "Four runs, saved by the editor" in ana.read("ana/2026-W48.md")
    assert "done, typed in the browser" in ana.read("ana/2026-W48.md")
