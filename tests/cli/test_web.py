"""`apj web`: the pages of the journal in a browser, as the journal is now, and how the server begins and ends."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from apjournal import prompt_cache
from apjournal.cli.dialogue import web
from apjournal.session.workspace import Workspace
from tests.helpers.browser import Browser, FormsPage, served
from tests.helpers.html_pages import HtmlPage, read_pages
from tests.helpers.loaded_modules import loaded_by
from tests.helpers.people import Person

SERVER = {"starlette", "uvicorn", "apjournal.web", "pygls", "apjournal.lsp"}


@pytest.fixture
def browser(ana: Person) -> Iterator[Browser]:
    with served(ana) as browser:
        yield browser


def read_words(page: HtmlPage) -> str:
    """Return the words of a page of `site` or `web`, without forms, links to forms, and commands."""
    forms = r'<form.*?</form>|<p class="(?:next|forms|next forms)">.*?</p>|<a href="[a-z]+">.*?</a>'
    others = r'<div class="changed".*?</div>|<code>apj .*?</code>'
    return FormsPage(re.sub(f"{forms}|{others}", "", page.text, flags=re.S)).words


def test_the_web_server_shows_the_pages_of_site(ana: Person, browser: Browser) -> None:
    ana.apj("site", "../pages")
    assert "This week" in browser.open().page.words
    for name, built in read_pages(ana.root.parent / "pages").items():
        shown = browser.open(name)
        assert shown.status == 200
        assert shown.page.faults == [], name
        assert read_words(shown.page) == read_words(built), name


def test_the_first_page_links_to_the_form_of_the_next_step(ana: Person) -> None:
    ana.now = "2026-11-30T08:00+01:00"
    with served(ana) as browser:
        page = browser.open().page
    assert "Next: Give your report" in page.words
    assert "report" in page.links


def test_a_request_for_an_icon_gets_an_empty_answer(browser: Browser) -> None:
    browser.open()
    assert browser.ask("/favicon.ico").status == 204


def test_a_web_page_shows_what_an_editor_has_just_saved(ana: Person, browser: Browser) -> None:
    assert "Three runs" in browser.open("2026-W48.html").page.words
    ana.change("ana/2026-W48.md", "Three runs", "Four runs")
    assert "Four runs" in browser.open("2026-W48.html").page.words


def test_a_web_page_is_rendered_again_only_after_a_change(
    kept: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = kept
    week, reads = "ana/2026-W48.md", list[Workspace]()
    monkeypatch.setattr(prompt_cache, "_SETTLED", 0)
    read = web.LastingReader.read
    monkeypatch.setattr(
        web.LastingReader, "read", lambda reader, workspace: (reads.append(workspace), read(reader, workspace))[1]
    )

    def replace_file() -> None:
        new = ana.root / "ana" / "new"
        new.write_text(ana.read(week).replace("Four runs", "Nine runs"), "utf-8")
        new.replace(ana.root / week)

    def get_what_ben_shares() -> None:
        ben.change("ben/2026-W48.md", "Mark the essays", "Mark ten essays")
        ben.apj("sync")
        ana.apj("sync")

    changes: tuple[tuple[Callable[[], object], str], ...] = (
        (lambda: ana.change(week, "Three runs", "Four runs"), "Four runs"),
        (replace_file, "Nine runs"),
        (lambda: ana.apj("report", "-o", "1=done, sent"), "done, sent"),
        (get_what_ben_shares, "Mark ten essays"),
        (lambda: ana.git("reset", "-q", "--hard", "HEAD@{1}"), "Mark the essays"),
        (lambda: ana.git("checkout", "-q", "-b", "other", "origin/main"), "Mark ten essays"),
        (lambda: ana.change("ana/partner.md", "Ana Costa", "Anna Costa"), "Anna Costa"),
        (lambda: (ana.root / week).write_text("---\ngoals: [\n"), "cannot be read"),
    )
    with served(ana) as browser:
        for change, words in changes:
            assert words not in browser.open("2026-W48.html").page.words, words
            before = len(reads)
            browser.open("2026-W48.html")
            browser.open("weeks.html")
            assert len(reads) == before, words
            change()
            assert words in browser.open("2026-W48.html").page.words, words


def test_an_unknown_path_gets_a_page_that_says_that_it_does_not_exist(browser: Browser) -> None:
    browser.open()
    answer = browser.ask("/2026-W99.html")
    assert (answer.status, "There is no such page" in answer.page.words) == (404, True)


def test_the_browser_shows_a_fault_in_the_words_of_the_terminal(ana: Person, browser: Browser) -> None:
    browser.open()
    (ana.root / "agreement.md").unlink()
    answer = browser.ask("/index.html")
    assert answer.status == 500
    assert ana.apj("status", code=2).err.split("\n")[0] in answer.page.words


def test_the_page_of_an_unreadable_agreement_offers_no_form(ana: Person, browser: Browser) -> None:
    browser.open()
    (ana.root / "agreement.md").write_text("---\napj: 1\nmode: [\n---\n", "utf-8")
    words = browser.open("agreement.html").page.words
    assert "agreement.md cannot be read" in words
    assert "Accept it" not in words


def test_until_i_give_my_due_report_the_web_pages_withhold_the_others_weeks(kept: tuple[Person, Person]) -> None:
    ana, ben = kept
    ben.apj("new-week", "next", "-g", "Mark the last essays", "--without-report", at="2026-11-30T08:00+01:00")
    ben.apj("sync")
    ana.apj("sync", at="2026-11-30T08:30+01:00")
    with served(ana) as browser:
        shown = browser.open("2026-W49.html").page.words
    assert "Mark the last essays" not in shown


def run_web(folder: Path, *line: str) -> subprocess.Popen[str]:
    # A shell in the background may have told its children to ignore Ctrl-C.
    return subprocess.Popen(
        [sys.executable, "-m", "apjournal", "--as", "ana", "web", "--no-open", *line],
        cwd=folder,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: signal.signal(signal.SIGINT, signal.default_int_handler),
    )


def test_apj_web_prints_its_url_and_stops_on_ctrl_c(ana: Person) -> None:
    with run_web(ana.root, "--json") as program:
        assert program.stdout is not None
        lines = [program.stdout.readline() for _ in range(4)]
        view = json.loads("".join(lines))
        browser = Browser(view["url"])
        assert view["folder"] == str(ana.root)
        assert browser.open().status == 200
        program.send_signal(signal.SIGINT)
        assert program.wait(10) == 0
        assert program.communicate()[1] == ""


def test_apj_web_reports_a_port_in_use_in_one_sentence(ana: Person, browser: Browser) -> None:
    port = browser.host.rpartition(":")[2]
    assert f"Port {port} cannot be used" in ana.apj("web", "--no-open", "--port", port, code=4).err


def test_web_without_its_extra_says_how_to_install_it(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.partition(".")[0] in SERVER or name.startswith("apjournal.web")]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "uvicorn", None)
    assert "pipx install --force '.[web,calendar,lsp]'" in ana.apj("web", "--no-open", code=4).err


@pytest.mark.parametrize("line", [("--version",), ("status",)])
def test_other_commands_do_not_load_server_modules(line: tuple[str, ...], ana: Person) -> None:
    assert SERVER & loaded_by(*line, folder=ana.root, APJ_PARTNER="ana") == set()
