"""The editor: whatever it is and whatever it does, no text is lost, and a broken file is repaired or opened again."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.repos import git
from tests.helpers.terminal import CTRL_C, ENTER, Desk

WEDNESDAY = "2026-11-25T18:00+01:00"
WEEK = "ana/2026-W48.md"
BROKEN = "- Ring the tax office", "- Ring: the tax office"
WHAT_NOW = "[l]eave it"
Editor = Callable[..., str]


@pytest.fixture
def midweek(ana: Desk) -> Desk:
    """Ana's desk on a Wednesday, when nothing is due."""
    return ana.at(WEDNESDAY)


@pytest.fixture
def editor(tmp_path: Path) -> Editor:
    """Make an editor of a few lines of Python, which finds the file as `path` and its other arguments as `options`."""

    def make(*lines: str, name: str = "my editor", options: str = "--wait") -> str:
        script = tmp_path / name
        start = "import sys, pathlib", "*options, name = sys.argv[1:]", "path = pathlib.Path(name)"
        script.write_text("\n".join((f"#!{sys.executable}", *start, *lines, "")), "utf-8")
        script.chmod(0o755)
        return f"{shlex.quote(str(script))} {options}".rstrip()

    return make


def replacing(old: str, new: str) -> str:
    """Return the line of an editor that replaces words."""
    return f"path.write_bytes(path.read_bytes().replace({old.encode()!r}, {new.encode()!r}))"


def test_what_was_changed_is_reported_and_the_next_step(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor(replacing("Three", "Two"))) as terminal:
        assert terminal.end() == f"{WEEK}: goals changed.\nNext: apj sync"


def test_an_editor_has_arguments_and_spaces_in_its_path(midweek: Desk, editor: Editor) -> None:
    chosen = editor(r"path.write_text(path.read_text() + '\n' + repr(options))", options="--wait '-c set tw=72'")
    with midweek.apj("edit", EDITOR=chosen) as terminal:
        terminal.end()
    assert midweek.read(WEEK).endswith("\n['--wait', '-c set tw=72']")


def test_visual_comes_before_editor_and_that_before_what_git_has(midweek: Desk, editor: Editor) -> None:
    def one(word: str) -> str:
        return editor(replacing("Three", word), name=word)

    git(midweek.root, "config", "--global", "core.editor", one("Four"))
    for env, word in (({}, "Four"), ({"EDITOR": one("Five")}, "Five")):
        midweek.write(WEEK, midweek.read(WEEK).replace("Four", "Three"))
        with midweek.apj("edit", **env) as terminal:
            terminal.end()
        assert f"- {word} runs" in midweek.read(WEEK)
    midweek.write(WEEK, midweek.read(WEEK).replace("Five", "Three"))
    with midweek.apj("edit", EDITOR=one("Five"), VISUAL=one("Six")) as terminal:
        terminal.end()
    assert "- Six runs" in midweek.read(WEEK)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [("no-such-editor --wait", "There is no editor no-such-editor --wait."), ("vim 'x", "can't be understood")],
)
def test_an_editor_that_is_not_there_is_reported_before_anything_is_begun(
    midweek: Desk, chosen: str, said: str
) -> None:
    with midweek.apj("edit", "next", EDITOR=chosen) as terminal:
        assert said in terminal.end(4)
    assert not (midweek.root / "ana/2026-W49.md").exists()


def test_without_any_editor_it_says_how_to_set_one(midweek: Desk, tmp_path: Path) -> None:
    done = midweek.piped("edit")
    assert done.returncode == 4
    there = next((name for name in ("nano", "vim", "vi") if shutil.which(name)), None)
    assert done.stderr.decode().startswith("No editor is set.\n")
    assert (f"export EDITOR={there}" if there else "Install an editor") in done.stderr.decode()


def test_an_editor_that_goes_on_in_the_background_is_waited_for(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor("")) as terminal:
        terminal.see("The editor returned at once. Press Enter when you have saved and closed the\nfile >")
        midweek.write(WEEK, midweek.read(WEEK).replace("Three", "Two"))
        assert terminal.press(ENTER).end().lstrip("\n").startswith(f"{WEEK}: goals changed.")


def test_an_editor_of_the_terminal_is_not_suspected(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor("", name="vim", options="")) as terminal:
        assert terminal.end().startswith(f"{WEEK} is unchanged.\nNext: ")


def test_one_key_repairs_what_apj_can_repair(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor(replacing(*BROKEN))) as terminal:
        shown = terminal.see("[f]ix it  [e]dit it at line 8  [l]eave it")
        assert f"{WEEK}:8:5: " in shown
        terminal.press(ENTER).see(f"{WEEK}: goals changed.")
        terminal.end()
    assert '  - "Ring: the tax office"\n' in midweek.read(WEEK)


def test_one_key_reopens_a_broken_week_at_its_line(midweek: Desk, editor: Editor, tmp_path: Path) -> None:
    log = tmp_path / "calls"
    lines = (
        f"log = pathlib.Path({str(log)!r})",
        r"log.write_text((log.read_text() if log.exists() else '') + ' '.join(options) + '\n')",
        "old, new = (b'Ring the', b'\"Ring\" the') if not options else (b'\"Ring\" the', b'Call the')",
        "path.write_bytes(path.read_bytes().replace(old, new))",
    )
    with midweek.apj("edit", EDITOR=editor(*lines, name="vim", options="")) as terminal:
        terminal.answer(WHAT_NOW, "e", ENTER).see(f"{WEEK}: goals changed.")
        terminal.end()
    assert log.read_text("utf-8") == "\n+8\n"
    assert "  - Call the tax office\n" in midweek.read(WEEK)


def test_what_is_left_broken_stays_as_it_is(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor(replacing(*BROKEN))) as terminal:
        told = terminal.answer(WHAT_NOW, "l", ENTER).end(3)
        assert "apj does not share it until it can be read." in told
        assert told.endswith("Next: apj edit 2026-W48")
    assert "  - Ring: the tax office\n" in midweek.read(WEEK)


def test_stopping_at_the_question_leaves_the_file_as_it_was_saved(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor(replacing(*BROKEN))) as terminal:
        terminal.answer(WHAT_NOW).stop(CTRL_C)
    assert "  - Ring: the tax office\n" in midweek.read(WEEK)


def test_nobody_is_asked_off_a_terminal(midweek: Desk, editor: Editor) -> None:
    done = midweek.piped("edit", EDITOR=editor(replacing(*BROKEN)))
    assert done.returncode == 3
    assert done.stderr.decode().startswith(f"{WEEK}:8:5: ")
    told = json.loads(midweek.piped("edit", "--json", EDITOR=editor("")).stdout)
    assert (told["path"], told["week"], told["written"]) == (WEEK, "2026-W48", [])
    assert (told["error"]["exit"], told["error"]["findings"][0]["line"]) == (3, 8)


GONE = ["path.write_text('')", "path.write_text(' \\n')", "path.unlink()"]


@pytest.mark.parametrize("how", GONE, ids=["empty", "blank", "deleted"])
def test_a_text_that_is_gone_is_brought_back_with_enter(midweek: Desk, editor: Editor, how: str) -> None:
    before = midweek.read(WEEK)
    with midweek.apj("edit", EDITOR=editor(how)) as terminal:
        terminal.answer(f"{WEEK} is empty now. Bring the text back? [Y/n]", ENTER).see(f"{WEEK} is unchanged.")
        terminal.end()
    assert midweek.read(WEEK) == before


@pytest.mark.parametrize("how", GONE, ids=["empty", "blank", "deleted"])
def test_a_text_that_is_to_be_gone_stays_in_a_copy(midweek: Desk, editor: Editor, how: str) -> None:
    before = midweek.read(WEEK)
    with midweek.apj("edit", EDITOR=editor(how)) as terminal:
        terminal.answer("[Y/n]", "n", ENTER).see("Its previous text is in .git/apj/recover/ana-2026-W48.1.md")
        terminal.end()
    assert midweek.read(".git/apj/recover/ana-2026-W48.1.md") == before


def test_off_a_terminal_the_copy_is_named(midweek: Desk, editor: Editor) -> None:
    done = midweek.piped("edit", EDITOR=editor("path.unlink()"))
    assert done.returncode == 1
    assert f"{WEEK} is empty now." in done.stderr.decode()
    assert " .git/apj/recover/ana-2026-W48.1.md" in done.stderr.decode()


def test_each_text_that_an_editor_was_opened_on_has_its_copy(midweek: Desk, editor: Editor) -> None:
    for old, new in (("Three", "Four"), ("Four", "Five"), ("Five", "Five")):
        assert midweek.piped("edit", EDITOR=editor(replacing(old, new))).returncode == 0
    copies = sorted((midweek.root / ".git/apj/recover").iterdir())
    assert ["Three" in copies[0].read_text("utf-8"), "Four" in copies[1].read_text("utf-8")] == [True, True]
    assert [copy.name for copy in copies] == [f"ana-2026-W48.{number}.md" for number in (1, 2, 3)]


def test_the_oldest_copies_go(midweek: Desk, editor: Editor) -> None:
    chosen = editor("path.write_bytes(path.read_bytes() + b'x\\n')")
    for _ in range(12):
        assert midweek.piped("edit", EDITOR=chosen).returncode == 0
    copies = {copy.name for copy in (midweek.root / ".git/apj/recover").iterdir()}
    assert copies == {f"ana-2026-W48.{number}.md" for number in range(3, 13)}


def test_latin_1_is_not_text_and_waits_for_its_owner(midweek: Desk, editor: Editor) -> None:
    chosen = editor("path.write_bytes(path.read_bytes().replace(b'Olga', b'J\\xf6rg'))")
    with midweek.apj("edit", EDITOR=chosen) as terminal:
        shown = terminal.see("eave it (Enter: e) > ")
        assert f"{WEEK}:9:" in shown
        assert "UTF-8" in shown
        terminal.press("l", ENTER).end(3)
    assert "Jörg".encode("latin-1") in (midweek.root / WEEK).read_bytes()


def test_a_byte_order_mark_is_not_a_fault(midweek: Desk, editor: Editor) -> None:
    chosen = editor("path.write_bytes(b'\\xef\\xbb\\xbf' + path.read_bytes().replace(b'Three', b'Two'))")
    with midweek.apj("edit", EDITOR=chosen) as terminal:
        terminal.see("changed.")
        terminal.end()
    assert (midweek.root / WEEK).read_bytes().startswith(b"\xef\xbb\xbf---\n")
    assert "Two runs" in midweek.piped("show", "ana").stdout.decode()


def test_an_editor_that_ends_with_a_fault_changes_nothing(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor("sys.exit(1)")) as terminal:
        told = terminal.end()
        assert told.startswith(f"The editor exited with code 1.\n{WEEK} is unchanged.\n")


def test_ctrl_c_within_the_editor_is_the_editors(midweek: Desk, editor: Editor) -> None:
    lines = (
        "import signal, time",
        "signal.signal(signal.SIGINT, lambda *_: sys.exit(0))",
        "print('Editing', flush=True)",
        "time.sleep(60)",
    )
    with midweek.apj("edit", EDITOR=editor(*lines, name="nano", options="")) as terminal:
        terminal.answer("Editing", CTRL_C).see(f"{WEEK} is unchanged.")
        terminal.end()


def test_the_editor_opens_at_the_goals_of_a_new_week(ana: Desk, editor: Editor) -> None:
    lines = (
        "assert options == ['+3'], options",
        r"path.write_text(path.read_text().replace('goals:\n', 'goals:\n  - Sleep\n'))",
    )
    chosen = editor(*lines, name="vim", options="")
    with ana.apj("new-week", "--without-report", "--no-sync", EDITOR=chosen) as terminal:
        terminal.answer("(Enter: b) > ", "b", ENTER).answer("  1 > ", ENTER).see("ana/2026-W49.md: goals changed.")
        terminal.end()
    assert "  - Sleep\n" in ana.read("ana/2026-W49.md")


def test_a_week_that_has_goals_is_opened_and_not_rewritten(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("new-week", "--no-sync", EDITOR=editor(replacing("Three", "Two"))) as terminal:
        assert "1 >" not in terminal.end()
    assert "- Two runs" in midweek.read(WEEK)


def test_a_week_left_broken_is_not_offered_for_sharing(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("new-week", EDITOR=editor(replacing(*BROKEN))) as terminal:
        assert "Share now?" not in terminal.answer(WHAT_NOW, "l", ENTER).end(3)
