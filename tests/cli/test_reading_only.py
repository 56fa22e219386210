"""Reading commands write nothing, in any folder that contains a journal. Writing commands need one with a history."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from tests.helpers.folders import everything, touched
from tests.helpers.people import Person, command_line
from tests.helpers.repos import commit, git, new_repository

WEDNESDAY = "2026-11-25T18:00+01:00"
READING = (
    ("status",),
    ("status", "--short"),
    (),
    ("show",),
    ("show", "ana", "W40"),
    ("diff",),
    ("diff", "ana", "W47"),
    ("summary",),
    ("summary", "--since", "2026", "--format", "md"),
    ("check",),
    ("lsp", "--json"),
    ("check", "--strict", "--format", "github"),
    ("review", "--no-fetch"),
    ("review", "--no-fetch", "--no-keep"),
    ("calendar",),
    ("search", "fonts"),
    ("export", "--format", "csv"),
)
WRITING = (
    ("new-week", "-g", "One page", "--no-edit"),
    ("new-week", "W50", "--without-report"),
    ("report", "-o", "1=done"),
    ("edit",),
    ("log", "fonts"),
    ("park", "a newsletter"),
    ("away", "W50"),
    ("undo",),
    ("sync",),
    ("sync", "--offline"),
    ("commit",),
    ("review", "--keep"),
    ("review", "--no-fetch", "--keep"),
    ("check", "--fix"),
    ("ci", "github", "--source", "apj-0.1.0-py3-none-any.whl"),
)
FORMS = [(), ("--json",)]


@pytest.fixture
def inside(plain: Path, tmp_path: Path) -> Path:
    """The same files as a folder in another repository, as `example-journal/` is."""
    root = new_repository(tmp_path / "tool")
    shutil.copytree(plain, root / "example-journal")
    commit(root, {"README.md": "A tool\n"})
    git(root, "config", "apj.partner", "cleo")
    return root / "example-journal"


def read_all(folder: Path) -> None:
    for line in READING:
        for form in FORMS:
            command_line(*line, *form, folder=folder, as_="ana", at=WEDNESDAY)


def test_reading_commands_write_no_file_in_a_clone(demo: Path) -> None:
    git(demo / "ana", "status")  # so that git's index is fresh
    before, times = everything(demo), touched(demo)
    read_all(demo / "ana")
    assert everything(demo) == before
    assert touched(demo) == times


def test_reading_commands_work_in_a_plain_folder_without_history_and_write_no_file(plain: Path) -> None:
    before, times = everything(plain.parent), touched(plain.parent)
    read_all(plain)
    assert everything(plain.parent) == before
    assert touched(plain.parent) == times


def test_reading_commands_do_not_change_a_surrounding_repository(inside: Path) -> None:
    before, times = everything(inside.parent), touched(inside.parent)
    for line in READING:
        command_line(*line, folder=inside, as_="ana", at=WEDNESDAY)
    assert everything(inside.parent) == before
    assert touched(inside.parent) == times


def test_reading_commands_work_in_a_folder_without_write_permission(plain: Path) -> None:
    for path in (plain, *plain.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    for line in READING:
        command_line(*line, folder=plain, as_="ana", at=WEDNESDAY)
    for path in (plain, *plain.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def test_reading_commands_work_on_a_machine_without_git(
    plain: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    for line in READING:
        if line != ("status", "--short"):
            command_line(*line, folder=plain, as_="ana", at=WEDNESDAY)


def test_reading_commands_work_in_a_clone_without_git(
    demo: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path / "nothing"))
    for line in READING:
        command_line(*line, folder=demo / "ana", as_="ana", at=WEDNESDAY)


def test_json_values_that_need_history_are_null_without_it(plain: Path) -> None:
    def read(*line: str) -> dict[str, object]:
        return command_line(*line, "--json", folder=plain, as_="ana", at=WEDNESDAY).json  # type: ignore[no-any-return]

    status, diff, review = read("status"), read("diff"), read("review", "--no-fetch")
    assert status["unsynced"] is None
    assert [(partner["unread"], partner["kept"]) for partner in status["partners"]] == [(None, None)]  # type: ignore[attr-defined]
    assert (diff["kept_commit"], diff["kept_by"], diff["changes"]) == (None, None, None)
    assert (review["since"], review["head"], review["changes"], review["kept"]) == (None, None, None, None)
    weeks = [*read("show")["weeks"], *(w for p in read("summary")["partners"] for w in p["weeks"])]  # type: ignore[misc,attr-defined]
    assert {week["kept_by"] for week in weeks} == {None}


@pytest.mark.parametrize("line", [("diff",), ("review", "--no-fetch")], ids=" ".join)
def test_diff_and_review_say_that_there_is_no_history(plain: Path, line: tuple[str, ...]) -> None:
    assert "no history here" in command_line(*line, folder=plain, as_="ana", at=WEDNESDAY).out


def test_diff_exit_code_is_4_without_history(plain: Path) -> None:
    ran = command_line("diff", "--exit-code", folder=plain, as_="ana", at=WEDNESDAY, code=4)
    assert "no history here" in ran.out


def test_writing_commands_are_refused_in_a_plain_folder_and_do_not_change_it(plain: Path) -> None:
    before = everything(plain.parent)
    for line in WRITING:
        command_line(*line, folder=plain, as_="ana", at=WEDNESDAY, code=4)
        ran = command_line(*line, "--json", folder=plain, as_="ana", at=WEDNESDAY, code=4)
        assert ran.json["error"]["exit"] == 4
    assert everything(plain.parent) == before


def test_writing_commands_leave_a_surrounding_repository_unchanged(inside: Path) -> None:
    before = everything(inside.parent)
    for line in WRITING:
        command_line(*line, folder=inside, as_="ana", at=WEDNESDAY, code=4)
    assert everything(inside.parent) == before


def test_in_a_plain_folder_inside_another_repository_only_a_given_handle_identifies_me(inside: Path) -> None:
    assert command_line("status", "--json", folder=inside, at=WEDNESDAY).json["partner"] is None
    assert command_line("status", "--json", folder=inside, as_="ben", at=WEDNESDAY).json["partner"] == "ben"


def test_review_in_a_plain_folder_shows_its_files(plain: Path) -> None:
    before = everything(plain)
    assert "no history here" in command_line("review", folder=plain, as_="ana", at=WEDNESDAY).out
    assert everything(plain) == before


def test_a_second_work_tree_works_as_a_journal(ana: Person, tmp_path: Path) -> None:
    ana.git("worktree", "add", "-q", str(tmp_path / "second"), "-b", "second")
    there = Person("ana", tmp_path / "second")
    there.apj("log", "from the second work tree", at=WEDNESDAY)
    there.apj("commit")
    assert there.git("log", "-1", "--format=%s") == "ana 2026-W48: log"
