"""The editor: whatever it does, no text is lost, and a broken file is repaired or opened again."""

from __future__ import annotations

import json
import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.helpers.repos import git
from tests.terminal.terminal import CTRL_C, ENTER, Desk

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
    """Make an editor of a few lines of Python, which has the file as `path` and its other arguments as `options`."""

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


def test_apj_explains_how_to_leave_vi_if_nobody_chose_it(midweek: Desk, editor: Editor, tmp_path: Path) -> None:
    chosen = editor(replacing("Three", "Two"), name="vi", options="")
    (tmp_path / "editor").symlink_to(tmp_path / "vi")
    path = f"{tmp_path}:{midweek.env()['PATH']}"
    with midweek.apj("edit", PATH=path) as terminal:
        assert "To save and leave, press Esc, then type `:wq`" in terminal.see("Press Enter to open it").replace(
            "\n", " "
        )
        assert "Three runs" in midweek.read(WEEK)
        terminal.press(ENTER).answer("goals changed").end()
    with midweek.apj("edit", PATH=path, EDITOR=chosen) as terminal:
        assert "No editor is set" not in terminal.end()


def test_edit_reports_what_changed_and_the_next_step(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor(replacing("Three", "Two"))) as terminal:
        assert terminal.end() == f"{WEEK}: goals changed.\nNext: apj sync"


def test_an_editor_command_may_have_arguments_and_spaces_in_its_path(midweek: Desk, editor: Editor) -> None:
    chosen = editor(r"path.write_text(path.read_text() + '\n' + repr(options))", options="--wait '-c set tw=72'")
    with midweek.apj("edit", EDITOR=chosen) as terminal:
        terminal.end()
    assert midweek.read(WEEK).endswith("\n['--wait', '-c set tw=72']")


def test_visual_takes_precedence_over_editor_and_editor_over_gits_setting(midweek: Desk, editor: Editor) -> None:
    def one(word: str) -> str:
        return editor(replacing("Three", word), name=word)

    git(midweek.root, "config", "--global", "core.editor", one("Four"))
    for editors, word in ((None, "Four"), (one("Five"), "Five")):
        midweek.write(WEEK, midweek.read(WEEK).replace("Four", "Three"))
        with midweek.apj("edit", EDITOR=editors) as terminal:
            terminal.end()
        assert f"- {word} runs" in midweek.read(WEEK)
    midweek.write(WEEK, midweek.read(WEEK).replace("Five", "Three"))
    with midweek.apj("edit", EDITOR=one("Five"), VISUAL=one("Six")) as terminal:
        terminal.end()
    assert "- Six runs" in midweek.read(WEEK)


@pytest.mark.parametrize(
    ("chosen", "said"),
    [("no-such-editor --wait", "The editor no-such-editor --wait is not installed."), ("vim 'x", "is not valid")],
)
def test_a_missing_editor_is_reported_before_a_file_is_created(midweek: Desk, chosen: str, said: str) -> None:
    with midweek.apj("edit", "next", EDITOR=chosen) as terminal:
        assert said in terminal.end(4)
    assert not (midweek.root / "ana/2026-W49.md").exists()


def test_edit_without_an_editor_says_how_to_set_one(midweek: Desk, tmp_path: Path) -> None:
    done = midweek.piped("edit")
    assert done.returncode == 4
    there = next((name for name in ("nano", "vim", "vi") if shutil.which(name)), None)
    assert done.stderr.decode().startswith("No editor is set.\n")
    assert (f"export EDITOR={there}" if there else "Install an editor") in done.stderr.decode()


def test_edit_waits_for_an_editor_that_returns_at_once(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor("")) as terminal:
        terminal.see("The editor returned at once. Press Enter when you have saved and closed the\nfile >")
        midweek.write(WEEK, midweek.read(WEEK).replace("Three", "Two"))
        assert terminal.press(ENTER).end().lstrip("\n").startswith(f"{WEEK}: goals changed.")


def test_edit_does_not_wait_for_an_editor_that_ran_in_the_terminal(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor("", name="vim", options="")) as terminal:
        assert terminal.end().startswith(f"{WEEK} is unchanged.\nNext: ")


def test_pressing_enter_repairs_a_week_that_was_broken_in_the_editor(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor(replacing(*BROKEN))) as terminal:
        shown = terminal.see("[f]ix it  [e]dit it at line 8  [l]eave it")
        assert f"{WEEK}:8:5: " in shown
        terminal.press(ENTER).see(f"{WEEK}: goals changed.")
        terminal.end()
    assert '  - "Ring: the tax office"\n' in midweek.read(WEEK)


def test_a_broken_week_can_be_reopened_at_the_line_of_its_error(midweek: Desk, editor: Editor, tmp_path: Path) -> None:
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


def test_a_week_that_i_leave_broken_stays_as_typed_and_is_not_shared(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor(replacing(*BROKEN))) as terminal:
        told = terminal.answer(WHAT_NOW, "l", ENTER).end(3)
        assert "apj does not share it until it can be read." in told
        assert told.endswith("Next: apj edit 2026-W48")
    assert "  - Ring: the tax office\n" in midweek.read(WEEK)


def test_ctrl_c_at_the_repair_question_does_not_change_the_saved_file(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor(replacing(*BROKEN))) as terminal:
        terminal.answer(WHAT_NOW).stop(CTRL_C)
    assert "  - Ring: the tax office\n" in midweek.read(WEEK)


def test_edit_without_a_terminal_lists_the_errors_without_asking(midweek: Desk, editor: Editor) -> None:
    done = midweek.piped("edit", EDITOR=editor(replacing(*BROKEN)))
    assert done.returncode == 3
    assert done.stderr.decode().startswith(f"{WEEK}:8:5: ")
    told = json.loads(midweek.piped("edit", "--json", EDITOR=editor("")).stdout)
    assert (told["path"], told["week"], told["written"]) == (WEEK, "2026-W48", [])
    assert (told["error"]["exit"], told["error"]["findings"][0]["line"]) == (3, 8)


GONE = ["path.write_text('')", "path.write_text(' \\n')", "path.unlink()"]


@pytest.mark.parametrize("how", GONE, ids=["empty", "blank", "deleted"])
def test_pressing_enter_restores_a_file_that_the_editor_emptied(midweek: Desk, editor: Editor, how: str) -> None:
    before = midweek.read(WEEK)
    with midweek.apj("edit", EDITOR=editor(how)) as terminal:
        terminal.answer(f"{WEEK} is empty now. Restore its text? [Y/n]", ENTER).see(f"{WEEK} is unchanged.")
        terminal.end()
    assert midweek.read(WEEK) == before


@pytest.mark.parametrize("how", GONE, ids=["empty", "blank", "deleted"])
def test_emptying_a_file_on_purpose_saves_a_copy_of_its_text(midweek: Desk, editor: Editor, how: str) -> None:
    before = midweek.read(WEEK)
    with midweek.apj("edit", EDITOR=editor(how)) as terminal:
        terminal.answer("[Y/n]", "n", ENTER).see("Its previous text is in .git/apj/recover/ana-2026-W48.1.md")
        terminal.end()
    assert midweek.read(".git/apj/recover/ana-2026-W48.1.md") == before


def test_edit_without_a_terminal_shows_the_copy_of_an_emptied_file(midweek: Desk, editor: Editor) -> None:
    done = midweek.piped("edit", EDITOR=editor("path.unlink()"))
    assert done.returncode == 1
    assert f"{WEEK} is empty now." in done.stderr.decode()
    assert " .git/apj/recover/ana-2026-W48.1.md" in done.stderr.decode()


def test_each_version_that_was_opened_in_an_editor_has_a_copy(midweek: Desk, editor: Editor) -> None:
    for old, new in (("Three", "Four"), ("Four", "Five"), ("Five", "Five")):
        assert midweek.piped("edit", EDITOR=editor(replacing(old, new))).returncode == 0
    copies = sorted((midweek.root / ".git/apj/recover").iterdir())
    assert ["Three" in copies[0].read_text("utf-8"), "Four" in copies[1].read_text("utf-8")] == [True, True]
    assert [copy.name for copy in copies] == [f"ana-2026-W48.{number}.md" for number in (1, 2, 3)]


def test_the_oldest_copies_of_edited_files_are_removed(midweek: Desk, editor: Editor) -> None:
    chosen = editor("path.write_bytes(path.read_bytes() + b'x\\n')")
    folder = midweek.root / ".git/apj/recover"
    assert midweek.piped("edit", EDITOR=chosen).returncode == 0
    for number in range(2, 11):
        shutil.copy2(folder / "ana-2026-W48.1.md", folder / f"ana-2026-W48.{number}.md")
    for _ in range(2):
        assert midweek.piped("edit", EDITOR=chosen).returncode == 0
    copies = {copy.name for copy in folder.iterdir()}
    assert copies == {f"ana-2026-W48.{number}.md" for number in range(3, 13)}


def test_edit_reports_a_file_in_latin_1_and_converts_it_only_if_i_agree(midweek: Desk, editor: Editor) -> None:
    chosen = editor("path.write_bytes(path.read_bytes().replace(b'Olga', b'J\\xf6rg'))")
    with midweek.apj("edit", EDITOR=chosen) as terminal:
        shown = terminal.see("eave it (Enter: f) > ")
        assert f"{WEEK}:9:" in shown
        assert "UTF-8" in shown
        terminal.press("l", ENTER).end(3)
    assert "Jörg".encode("latin-1") in (midweek.root / WEEK).read_bytes()
    with midweek.apj("edit", EDITOR=editor("path.write_bytes(path.read_bytes() + b'More.')")) as terminal:
        terminal.answer("eave it (Enter: f) > ", "f", ENTER).end()
    assert "Jörg" in midweek.read(WEEK)


def test_edit_accepts_a_file_with_a_byte_order_mark(midweek: Desk, editor: Editor) -> None:
    chosen = editor("path.write_bytes(b'\\xef\\xbb\\xbf' + path.read_bytes().replace(b'Three', b'Two'))")
    with midweek.apj("edit", EDITOR=chosen) as terminal:
        terminal.see("changed.")
        terminal.end()
    assert (midweek.root / WEEK).read_bytes().startswith(b"\xef\xbb\xbf---\n")
    assert "Two runs" in midweek.piped("show", "ana").stdout.decode()


def test_an_editor_that_exits_with_an_error_changes_no_file(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("edit", EDITOR=editor("sys.exit(1)")) as terminal:
        told = terminal.end()
        assert told.startswith(f"The editor exited with code 1.\n{WEEK} is unchanged.\n")


def test_an_editor_handles_ctrl_c_itself(midweek: Desk, editor: Editor) -> None:
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


def test_new_week_opens_a_week_with_goals_without_rewriting_it(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("new-week", "--no-sync", EDITOR=editor(replacing("Three", "Two"))) as terminal:
        assert "1 >" not in terminal.end()
    assert "- Two runs" in midweek.read(WEEK)


def test_new_week_does_not_offer_to_share_a_broken_week(midweek: Desk, editor: Editor) -> None:
    with midweek.apj("new-week", EDITOR=editor(replacing(*BROKEN))) as terminal:
        assert "Share now?" not in terminal.answer(WHAT_NOW, "l", ENTER).end(3)
