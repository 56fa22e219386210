"""A partner's record is what they shared, whatever is on my disk. A missing file of mine is not empty."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest

from tests.cli.stories import keep_each_other
from tests.helpers.people import Person, command_line, replay

pytestmark = pytest.mark.slow

Both = tuple[Person, Person]
Deed = Callable[[Person], object]
WEEK = "ben/2026-W48.md"
BRING_BACK = f"git checkout HEAD -- :/{WEEK}"


@pytest.fixture
def keeper(mutual: Both) -> Person:
    """Ana, who has kept a copy of Ben's goals."""
    return mutual[0]


def _takes_it_off_the_disk(ana: Person) -> None:
    (ana.root / WEEK).rename(ana.root / "ben/.2026-W48.md.icloud")


def _formats_it(ana: Person) -> None:
    ana.change(WEEK, "  - Mark the essays", "- goal: Mark all the essays")


def _empties_it(ana: Person) -> None:
    ana.write(WEEK, "")


def _links_it(ana: Person) -> None:
    (ana.root / WEEK).unlink()
    (ana.root / WEEK).symlink_to("partner.md")


def _cannot_read_it(ana: Person) -> None:
    ana.write(WEEK, "---\ngoals: [\n---\n")


def _removes_the_folder(ana: Person) -> None:
    shutil.rmtree(ana.root / "ben")


DEEDS = {
    "a drive takes it away": _takes_it_off_the_disk,
    "an editor formats it": _formats_it,
    "it is emptied": _empties_it,
    "it cannot be read": _cannot_read_it,
    "the folder is gone": _removes_the_folder,
}
LOOKS = (
    ("show", "ben"),
    ("diff", "ben"),
    ("summary", "--partner", "ben"),
    ("insights", "ben"),
    ("search", "essays", "--partner", "ben"),
    ("export", "--partner", "ben"),
    ("call", "--no-sync"),
    ("review", "--no-fetch"),
)


def test_local_edits_in_a_partners_folder_are_reported_and_not_shown_as_theirs(keeper: Person) -> None:
    before = {look: keeper.apj(*look) for look in LOOKS}
    status = keeper.apj("--json", "status").json["partners"]
    for name, deed in DEEDS.items():
        deed(keeper)
        for look, was in before.items():
            ran = keeper.apj(*look)
            assert ran.out == was.out, (name, look)
            assert "git checkout HEAD -- :/ben" in ran.err, (name, look)
            assert was.err in ran.err, (name, look)
        assert keeper.apj("--json", "status").json["partners"] == status, name
        shutil.rmtree(keeper.root / "ben", ignore_errors=True)
        keeper.git("checkout", "-q", "HEAD", "--", "ben")


@pytest.mark.parametrize("deed", [_takes_it_off_the_disk, _cannot_read_it, _removes_the_folder])
def test_check_and_doctor_report_a_local_edit_until_it_is_undone(keeper: Person, deed: Deed) -> None:
    deed(keeper)
    assert "git checkout HEAD -- :/ben" in keeper.apj("status").out
    assert "git checkout HEAD -- :/ben" in keeper.apj("sync").out
    doctor = keeper.apj("--json", "doctor", code=1).json["points"]
    (command,) = [point["command"] for point in doctor if point["name"] == "files"]
    found = keeper.apj("--json", "check").json["findings"]
    assert [finding["code"] for finding in found if finding["path"].startswith("ben/")][:1] == ["local_edit"]
    keeper.git(*command.removeprefix("git ").split(" "))
    assert "git checkout" not in keeper.apj("status").out
    assert keeper.apj("check").out.startswith("No errors")


def test_an_edit_of_mine_in_a_partners_folder_is_not_shared(kept: Both) -> None:
    ana, ben = kept
    _formats_it(ana)
    ana.apj("log", "fonts")
    ana.apj("sync")
    before = ben.read(WEEK)
    ben.apj("sync")
    assert ben.read(WEEK) == before


def test_a_file_added_locally_in_a_partners_folder_is_not_shown_as_their_week(keeper: Person) -> None:
    keeper.write("ben/2026-W49.md", "---\ngoals:\n  - Ride 60 km\n---\n")
    ran = keeper.apj("show", "ben", "2026-W49")
    assert "Ride" not in ran.out
    assert "ben/2026-W49.md was added here, but not by Ben" in ran.err
    assert "mv -n ben/2026-W49.md ~" in keeper.apj("status").out
    assert "Ride" not in keeper.apj("call", "--no-sync", at="2026-11-30T08:00+00:00").out


def test_files_by_systems_and_editors_in_a_partners_folder_are_not_reported(keeper: Person) -> None:
    for name in (".DS_Store", "2026-W48.md~", ".obsidian/workspace.json"):
        keeper.write(f"ben/{name}", "x")
    assert "ben/" not in keeper.apj("status").out


def test_a_staged_edit_of_a_partners_file_is_reported_as_mine(keeper: Person) -> None:
    _formats_it(keeper)
    keeper.git("add", WEEK)
    assert f"{WEEK} was changed here, but not by Ben" in keeper.apj("status").out
    assert "all the essays" not in keeper.apj("show", "ben").out


def test_many_missing_files_are_reported_in_one_sentence(keeper: Person) -> None:
    for number in range(30, 36):
        keeper.write(f"ben/2026-W{number}.md", "---\ngoals:\n  - Read\n---\n")
    keeper.commit()
    for number in range(30, 36):
        (keeper.root / f"ben/2026-W{number}.md").unlink()
    told = keeper.apj("status").out
    assert "ben/2026-W30.md, ben/2026-W31.md, ben/2026-W32.md and 3 more are" in told.replace("\n  ", " ")


def test_show_reads_the_shared_week_if_a_symlink_has_replaced_it(keeper: Person) -> None:
    before = keeper.apj("show", "ben").out
    _links_it(keeper)
    assert keeper.apj("show", "ben").out == before
    assert BRING_BACK in keeper.apj("status").out


def test_local_edits_are_not_reported_during_a_plain_git_merge(keeper: Person) -> None:
    _formats_it(keeper)
    (keeper.root / ".git/MERGE_HEAD").write_text(keeper.git("rev-parse", "HEAD") + "\n", "ascii")
    assert "changed here" not in keeper.apj("status").out


def test_a_plain_folder_without_git_is_read_from_its_files(plain: Path) -> None:
    (plain / "ben/2026-W47.md").write_text("---\ngoals:\n  - Ride 60 km\n---\n", "utf-8")
    assert "Ride 60 km" in command_line("show", "ben", "W47", folder=plain, as_="ana").out


def test_every_folder_is_read_from_disk_if_my_identity_is_unknown(keeper: Person) -> None:
    keeper.git("config", "--unset", "apj.partner")
    keeper.change(WEEK, "Mark the essays", "Mark all the essays")
    assert "all the essays" in command_line("show", "ben", folder=keeper.root).out


# ---- my own files


WRITING = (
    ("log", "fonts"),
    ("report", "this", "-o", "1=done"),
    ("new-week", "W48", "-g", "Rest", "--no-edit", "--without-report"),
    ("away", "W48"),
)


@pytest.mark.parametrize("line", WRITING, ids=lambda line: line[0])
def test_commands_do_not_replace_a_week_whose_file_is_missing_on_disk(keeper: Person, line: tuple[str, ...]) -> None:
    path = keeper.root / "ana/2026-W48.md"
    path.rename(keeper.root / "ana/.2026-W48.md.icloud")
    refused = keeper.apj(*line, code=1)
    assert "ana/2026-W48.md is in the journal but not on this disk." in refused.err
    assert "Restore it: git checkout HEAD -- :/ana/2026-W48.md" in refused.err
    assert not path.exists()


def park_keep_and_receive_a_log(folder: Path) -> Both:
    ana, ben = replay(keep_each_other, folder)
    ana.apj("park", "a newsletter")
    ben.apj("log", "fonts")
    ben.apj("sync")
    ana.apj("sync")
    return ana, ben


@pytest.mark.parametrize(
    ("path", "line"),
    [
        ("ana/parked.md", ("park", "a choir")),
        ("ana/kept.md", ("review", "--keep")),
        ("ana/partner.md", ("leave", "--yes")),
    ],
)
def test_commands_do_not_recreate_my_other_files_if_they_are_missing_on_disk(
    tmp_path: Path, path: str, line: tuple[str, ...]
) -> None:
    ana, _ = replay(park_keep_and_receive_a_log, tmp_path)
    (ana.root / path).unlink()
    refused = ana.apj(*line, code=1)
    assert f"git checkout HEAD -- :/{path}" in refused.err
    assert not (ana.root / path).exists()


def test_a_missing_week_is_shown_from_history_and_reported(kept: Both) -> None:
    ana, ben = kept
    before = ana.apj("show", "ana").out
    (ana.root / "ana/2026-W48.md").unlink()
    assert ana.apj("show", "ana").out == before
    told = ana.apj("status")
    assert "ana/2026-W48.md is in the journal but not on this disk." in told.out
    assert "This week  2 goals." in told.out
    assert told.out.endswith("Next: git checkout HEAD -- :/ana/2026-W48.md\n")
    for line in (("sync",), ("commit",)):
        ana.apj(*line, code=1)
    ben.apj("sync")
    assert "Three runs" in ben.read("ana/2026-W48.md")


def test_a_missing_note_is_deleted_for_others_only_with_the_option_with_deletions(kept: Both) -> None:
    ana, ben = kept
    ana.write("ana/reading.md", "Books\n")
    ana.apj("sync")
    (ana.root / "ana/reading.md").unlink()
    ana.apj("sync", code=1)
    ana.apj("sync", "--with-deletions")
    ben.apj("sync")
    assert not (ben.root / "ana/reading.md").exists()
    assert "missing" not in ana.apj("status").out


def test_commands_recognise_me_even_if_my_whole_folder_is_missing(keeper: Person) -> None:
    shutil.rmtree(keeper.root / "ana")
    for line in (("sync",), ("log", "fonts"), ("new-week", "-g", "Rest", "--no-edit")):
        refused = command_line(*line, folder=keeper.root, code=1)
        assert "ana/ is in the journal but not on this disk." in refused.err
        assert "git checkout HEAD -- :/ana" in refused.err
    told = command_line("status", folder=keeper.root).out
    assert told.startswith("Ana, ")
    assert told.endswith("Next: git checkout HEAD -- :/ana\n")
    keeper.git("checkout", "HEAD", "--", ":/ana")
    command_line("log", "fonts", folder=keeper.root)


def test_a_plain_clone_recognises_me_by_the_email_address_in_my_missing_folder(keeper: Person) -> None:
    keeper.git("config", "--unset", "apj.partner")
    keeper.git("config", "user.email", "ana@example.org")
    shutil.rmtree(keeper.root / "ana")
    assert command_line("status", folder=keeper.root).out.startswith("Ana, ")


def test_deleting_a_week_that_was_never_committed_is_not_reported(keeper: Person) -> None:
    keeper.apj("new-week", "W49", "-g", "One page", "--no-edit", "--without-report")
    (keeper.root / "ana/2026-W49.md").unlink()
    assert "missing" not in keeper.apj("status").out
    keeper.apj("new-week", "W49", "-g", "One page", "--no-edit", "--without-report")
