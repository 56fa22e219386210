"""Which incoming files are quarantined, and why."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.gitrepo.checkout import quarantine
from apjournal.gitrepo.checkout.quarantine import Reason
from apjournal.gitrepo.plumbing.trees import FileEntry
from apjournal.model.handle import Handle

ANA = Handle("ana")
FILE = FileEntry("100644", "1" * 40)


def reason(path: str, mode: str = "100644", trusted: tuple[str, ...] = ()) -> Reason | None:
    return quarantine.find_quarantine_reason(path, FileEntry(mode, "1" * 40), me=ANA, trusted=trusted)


@pytest.mark.parametrize(
    ("mode", "expected"),
    [
        ("120000", Reason.SYMLINK),
        ("160000", Reason.SUBMODULE),
        ("100664", None),
        ("100644", None),
    ],
)
def test_only_regular_files_are_checked_out(mode: str, expected: Reason | None) -> None:
    assert reason("ben/notes.sh" if expected else "ben/notes.txt", mode) is expected


def test_an_executable_text_file_is_not_quarantined() -> None:
    assert reason("ben/2026-W48.md", "100755") is None
    assert reason("agreement.md", "100755") is None
    assert reason("ben/what?.md", "100755") is Reason.NAME
    assert reason("ben/notes.sh", "100755") is Reason.KIND
    assert reason("ana/notes.sh", "100755") is None


@pytest.mark.parametrize(
    "path",
    [
        "ben/2026-W48.md",
        "ben/calendar.ics",
        "LICENSE",
        "photos/Küche 2026.jpg",
        "ben/Über-mich.md",
        "a.b.PDF",
        "日記.md",
    ],
)
def test_a_file_outside_the_format_is_checked_out_if_its_name_is_portable(path: str) -> None:
    assert reason(path) is None


@pytest.mark.parametrize(
    "path",
    [
        "con",
        "ben/NUL.md",
        "ben/lpt1.tar.gz",
        "aux/2026-W48.md",
        "COM¹.md",
        "ben/trailing.",
        "ben/trailing ",
        " leading.md",
        "ben/a.md:stream",
        'ben/"quoted".md',
        "ben/back\\slash.md",
        "ben/what?.md",
        "ben/new\nline.md",
        "ben/tab\t.md",
        "ben/line\u2028.md",
        "ben/paragraph\u2029.md",
        "ben/private\ue000.md",
        "ben/\x1b[31m.md",
        "ben/right‮left.md",
        "ben/zero​width.md",
        "ben/bytes\udcff.md",
        "ben//double.md",
        "ben/../up.md",
        "ben/" + "x" * 256,
        "/".join(["x" * 200] * 6),
    ],
)
def test_a_name_that_clashes_on_another_system_is_quarantined(path: str) -> None:
    assert reason(path) is Reason.NAME


@pytest.mark.parametrize("path", [".gitignore", ".gitattributes", ".GitModules", ".git/x", "git~1", "ben/.gitignore"])
def test_files_that_configure_git_are_quarantined(path: str) -> None:
    assert reason(path) is Reason.GIT_FILE


@pytest.mark.parametrize(
    "path",
    [
        *(".exrc", ".envrc", ".vscode/tasks.json", "ben/.dir-locals.el", ".obsidian/notes.md", ".DS_Store"),
        *(".github/run.yml", "ben/.gitkeep", ".git-blame-ignore-revs", ".mailmap"),
    ],
)
def test_a_hidden_file_is_quarantined(path: str) -> None:
    assert reason(path) is Reason.HIDDEN


@pytest.mark.parametrize(
    "path",
    [
        *("calendar.ics", "ben/calls.ics", "ben/old/calendar.ics"),
        *("Makefile", "yaml.py", "ben/run.sh", "index.html", "ben/drawing.svg", "package.json", "a.md.exe", "jpg"),
        *("CMakeLists.txt", "AGENTS.md", "ben/Claude.md"),
    ],
)
def test_a_file_that_is_neither_text_nor_picture_is_quarantined(path: str) -> None:
    assert reason(path) is Reason.KIND
    assert reason(f"ana/{path}") is None, "my own are mine to choose"


def test_only_symlinks_submodules_git_files_and_private_paths_are_harmful() -> None:
    assert {Reason.SYMLINK, Reason.SUBMODULE, Reason.GIT_FILE, Reason.PRIVATE} == quarantine.HARMFUL


@pytest.mark.parametrize(
    ("text", "honest"),
    [
        ("private/\n# films\n*.mp4\n.DS_Store\n", True),
        ("node_modules/\n/build\n*~\n", True),
        ("*.mp4\n!private/\n", False),
        ("*\n", False),
        ("*.md\n", False),
        ("/*/\n", False),
        ("**/kept.md\n", False),
        ("20??-W*\n", False),
    ],
)
def test_a_gitignore_is_harmless_if_it_hides_no_file_of_the_journal(text: str, honest: bool) -> None:
    assert quarantine.is_honest_ignore(text.encode()) is honest


@pytest.mark.parametrize(
    ("text", "shows"),
    [
        ("private/\n*.py[co]\n!.vscode/settings.json\n!*.md\n", False),
        ("!private/\n", True),
        ("*.tmp\r\n  !/Private/**\r\n", True),
        ("!*\n", True),
        ("!pri*/\n", True),
        ("!**/diary.md\n", True),
        ("", False),
    ],
)
def test_a_gitignore_that_makes_git_track_private_is_recognised(text: str, shows: bool) -> None:
    assert quarantine.shows_private(text.encode()) is shows


def test_git_files_that_apj_or_i_wrote_are_checked_out() -> None:
    assert reason(".gitignore", trusted=("1" * 40,)) is None
    assert reason("ana/.gitignore") is None
    assert quarantine.find_quarantine_reason("ben/.gitignore", FILE, me=None) is Reason.GIT_FILE


@given(st.text(max_size=40))
def test_the_quarantine_check_accepts_any_file_name(name: str) -> None:
    assert reason(name) in {*Reason, None}


TREE = {
    "": ["agreement.md", "Agreement.md", "ana/", "Ana/", "photos/"],
    "ana": ["2026-W48.md", "2026-w48.md", "Caf\u00e9.md", "Cafe\u0301.md"],
    "Ana": ["2026-W48.md"],
    "photos": ["IMG.jpg", "img.jpg", "other.jpg"],
}


def collisions(added: list[str], known: tuple[str, ...] = ()) -> set[str]:
    return set(quarantine.find_collisions(added, lambda folder: TREE[folder], lambda path: path in known))


def test_of_two_names_that_differ_in_case_the_name_in_the_format_is_checked_out() -> None:
    assert collisions(["agreement.md", "Agreement.md", "ana/2026-W48.md", "ana/2026-w48.md"]) == {
        "Agreement.md",
        "ana/2026-w48.md",
    }


def test_of_two_names_that_differ_in_case_the_existing_one_is_checked_out() -> None:
    assert collisions(["photos/img.jpg"], known=("photos/IMG.jpg",)) == {"photos/img.jpg"}


def test_two_new_names_that_differ_in_case_are_both_quarantined() -> None:
    assert collisions(["photos/IMG.jpg", "photos/img.jpg", "photos/other.jpg"]) == {"photos/IMG.jpg", "photos/img.jpg"}


def test_names_that_differ_in_the_encoding_of_accents_are_quarantined() -> None:
    assert collisions(["ana/Cafe\u0301.md"], known=("ana/Caf\u00e9.md",)) == {"ana/Cafe\u0301.md"}


def test_a_folder_that_differs_from_mine_in_case_is_quarantined() -> None:
    assert collisions(["Ana/2026-W48.md"], known=("ana",)) == {"Ana/2026-W48.md"}


@pytest.mark.parametrize("path", ["private/diary.md", "Private/diary.md", "PRIVATE/a/b.md"])
def test_a_folder_named_private_in_any_case_is_quarantined(path: str) -> None:
    assert reason(path) is Reason.PRIVATE
