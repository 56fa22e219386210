"""Commands that are killed, or meet a broken disk: what they say, what stays, and that the next run continues.

`tests/attacks/test_faults.py` checks every command at every moment. Here are former faults, one by one.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.fault_injector.faults import Fault, struck
from tests.helpers.people import Person, Ran
from tests.helpers.repos import clone, git
from tests.helpers.systems import needs

pytestmark = [needs("fork"), pytest.mark.slow]

WHO = ("--partner", "cleo", "--name", "Cleo", "--email", "cleo@example.org", "--timezone", "Europe/Lisbon")
Both = tuple[Person, Person]


def stopped(person: Person, line: str, fault: Fault, *, only: str, at: int = 1) -> Ran:
    """Run a command line with a fault, and return its output."""
    ran = struck(person, line.split(), at, fault, only=only).ran
    assert ran is not None
    assert ran.code == 4, ran
    return ran


def killed(person: Person, line: str, *, only: str, at: int = 1) -> None:
    assert struck(person, line.split(), at, Fault.KILL, only=only).ran is None


# ---- several files: all or none


def test_away_on_a_full_disk_marks_either_all_weeks_or_none(ana: Person) -> None:
    ran = stopped(ana, "away 2026-W50..2026-W51", Fault.NO_SPACE, only="write", at=3)  # the first is for undo
    assert ran.err.startswith("ana/2026-W51.md cannot be written: No space left on device.\nThe file is unchanged")
    assert not (ana.root / "ana/2026-W50.md").exists()


def test_check_fix_on_a_full_disk_repairs_either_all_files_or_none(ana: Person) -> None:
    text = '---\ngoals:\n  - "Deep" work\n---\n'
    for week in ("ana/2026-W49.md", "ana/2026-W50.md"):
        ana.write(week, text)
    stopped(ana, "check --fix", Fault.NO_SPACE, only="write", at=2)
    assert ana.read("ana/2026-W49.md") == text


def test_check_fix_lists_the_repaired_files_even_if_git_then_reports_an_error(ana: Person) -> None:
    ana.write("ana/2026-W49.md", '---\ngoals:\n  - "Deep" work\n---\n')
    ran = stopped(ana, "check --fix", Fault.LATE, only="git for-each-ref")
    assert ran.err.startswith("apj wrote the repairs (ana/2026-W49.md). git for-each-ref stopped:")
    ana.apj("check")


def test_a_write_error_says_which_files_were_written(ana: Person) -> None:
    ran = stopped(ana, "away 2026-W50..2026-W51", Fault.BROKEN, only="replace", at=3)
    assert "These files were written: ana/2026-W50.md" in ran.err
    ran = stopped(ana, "park a newsletter", Fault.LATE, only="replace", at=2)
    assert ran.err.startswith("ana/parked.md was written, but the disk did not confirm the write")


# ---- written, and not committed


@pytest.mark.parametrize("line", ["review --keep", "agree --cadence monthly", "leave --yes -o record.md"])
def test_a_commit_that_could_not_be_made_is_reported_and_made_by_the_next_run(ana: Person, line: str) -> None:
    ran = stopped(ana, line, Fault.NO_SPACE, only="git unpack-objects")
    assert "Your changes are written but not committed: The disk is full." in ran.err
    assert ana.git("status", "--porcelain") != ""
    ana.apj(*line.split())
    assert ana.git("status", "--porcelain", "--", "ana", "agreement.md") == ""


def test_a_commit_that_agree_alone_could_not_make_is_made_by_the_next_run(ana: Person) -> None:
    ana.now = "2026-12-30T10:00+01:00"
    stopped(ana, "agree --cadence monthly --alone", Fault.NO_SPACE, only="git unpack-objects")
    ana.apj("agree", "--cadence", "monthly", "--alone")
    assert ana.git("status", "--porcelain") == ""
    ana.apj("agree", "--alone", code=2)


def test_leave_says_what_it_did_before_an_error_stopped_it(ana: Person) -> None:
    ran = stopped(ana, "leave --yes -o record.md", Fault.BROKEN, only="replace", at=2)
    assert "Your record was written to record.md. You are still part of the journal." in ran.err


def test_review_is_shown_even_if_its_copy_could_not_be_kept(ana: Person) -> None:
    told = stopped(ana, "review --keep --json", Fault.NO_SPACE, only="fsync", at=1).json
    assert (told["partner"], told["kept"]) == ("ben", None)
    assert told["error"]["message"].startswith("ana/kept.md cannot be written")


# ---- settings that can't be read are not taken for none


def test_a_journal_whose_git_settings_cannot_be_read_does_not_count_as_unshared(ana: Person) -> None:
    for line in ("sync", "review", "agree --cadence monthly --alone", "log more"):
        assert "git config stopped" in stopped(ana, line, Fault.BROKEN, only="git config").err


def test_check_works_with_unreadable_git_settings_and_doctor_reports_them(ana: Person, own_home: Path) -> None:
    (own_home / ".gitconfig").write_text("[user\n")
    ana.apj("check")
    ana.apj("status", "--short")
    assert "bad config line 1" in ana.apj("log", "more", code=4).err
    assert "bad config line 1" in ana.apj("doctor", code=1).out


# ---- begun, and interrupted


@pytest.mark.parametrize("only", ["git init", "replace", "git unpack-objects"])
def test_running_init_again_completes_an_init_that_was_killed(tmp_path: Path, only: str) -> None:
    cleo = Person("cleo", tmp_path / "ours")
    line = ("init", str(cleo.root), *WHO)
    assert struck(cleo, line, 1, Fault.KILL, only=only).ran is None
    cleo.apj(*line)
    assert cleo.git("status", "--porcelain") == ""
    assert cleo.git("config", "apj.partner") == "cleo"
    assert "is already a journal" in cleo.apj(*line, code=2).err


@pytest.mark.parametrize(("only", "at"), [("git init", 2), ("git push", 1), ("git config", 12)])
def test_running_init_shared_again_completes_an_init_that_was_killed(tmp_path: Path, only: str, at: int) -> None:
    cleo, shared = Person("cleo", tmp_path / "ours"), tmp_path / "ours.git"
    line = ("init", str(cleo.root), *WHO, "--shared", str(shared))
    assert struck(cleo, line, at, Fault.KILL, only=only).ran is None
    cleo.apj(*line)
    assert git(shared, "rev-parse", "main") == cleo.git("rev-parse", "HEAD", "refs/apj/remote/main").split()[0]
    assert git(shared, "config", "receive.denyDeletes") == "true"
    cleo.apj("sync")


def test_init_does_not_complete_an_init_that_was_killed_on_another_day(tmp_path: Path) -> None:
    cleo = Person("cleo", tmp_path / "ours")
    line = ("init", str(cleo.root), *WHO)
    assert struck(cleo, line, 1, Fault.KILL, only="git unpack-objects").ran is None
    assert "Choose a folder that is new" in cleo.apj(*line, at="2026-11-24T09:00+01:00", code=2).err


@pytest.mark.parametrize("only", ["git fetch", "git unpack-objects", "git push"])
def test_running_join_again_completes_a_join_that_was_killed(ana: Person, only: str) -> None:
    shared = ana.root.parent / "shared.git"
    cleo = Person("cleo", ana.root.parent / "cleo")
    line = ("join", str(shared), str(cleo.root), *WHO)
    assert struck(cleo, line, 1, Fault.KILL, only=only).ran is None
    cleo.apj(*line)
    assert cleo.git("status", "--porcelain") == ""
    assert git(shared, "log", "--format=%s", "--", "cleo") == "cleo: joins"
    assert "already exists." in cleo.apj(*line, code=2).err


def test_join_adopts_a_plain_clone_of_the_journal_but_not_another_repository(ana: Person) -> None:
    shared = ana.root.parent / "shared.git"
    second = Person("ana", clone(shared, ana.root.parent / "second"))
    other = clone(ana.root, ana.root.parent / "other")
    second.apj("join", str(shared), str(second.root), "--partner", "ana")
    assert second.git("config", "apj.partner") == "ana"
    second.apj("sync")
    ran = Person("ana", other).apj("join", str(shared), str(other), "--partner", "ana", code=2)
    assert "already exists." in ran.err


# ---- nothing is left for ever


def test_an_output_file_is_either_complete_or_missing_after_a_kill(ana: Person) -> None:
    file = ana.root.parent / "autumn.md"
    line = f"summary --format md -o {file}"
    ana.apj(*line.split())
    before = file.read_text("utf-8")
    ana.apj("log", "more")
    killed(ana, line.replace("md -o", "text -o"), only="write")
    assert file.read_text("utf-8") == before
    assert len(list(file.parent.glob(".autumn.md.*"))) == 1
    ana.apj(*line.split())
    assert list(file.parent.glob(".autumn.md.*")) == []


def test_an_output_file_may_be_a_pipe_or_a_symlink(ana: Person) -> None:
    place = ana.root.parent
    (place / "autumn.md").touch()
    (place / "link.md").symlink_to(place / "autumn.md")
    ana.apj("summary", "-o", str(place / "link.md"))
    assert (place / "link.md").is_symlink()
    assert (place / "autumn.md").read_text("utf-8")
    ana.apj("summary", "-o", os.devnull)
    read, write = os.pipe()
    ana.apj("summary", "-o", f"/dev/fd/{write}")
    os.close(write)
    with open(read, encoding="utf-8") as pipe:
        assert pipe.read() == (place / "autumn.md").read_text("utf-8")
    assert "there is no folder" in ana.apj("summary", "-o", str(place / "nowhere/autumn.md"), code=4).err


def test_temporary_files_of_a_killed_edit_are_removed_by_the_next_command(
    ana: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    killed(ana, "edit", only="fsync")
    assert list((ana.root / ".git/apj/recover").glob("*.tmp"))
    ana.apj("log", "more")
    assert list((ana.root / ".git/apj/recover").glob("*.tmp")) == []


def test_a_killed_commit_leaves_no_temporary_files(ana: Person, tmp_path: Path) -> None:
    ana.apj("log", "more")
    place = tmp_path / "temporary"
    place.mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("tempfile.tempdir", str(place))
        for only in ("git unpack-objects", "git update-index"):
            killed(ana, "commit", only=only)
    assert list(place.iterdir()) == []
    ana.apj("commit")


def test_temporary_files_of_a_killed_sync_are_removed_by_the_next_sync(kept: Both) -> None:
    ana, ben = kept
    ben.write("ben/notes/deep/plan.md", "A plan\n")
    ben.apj("sync")
    killed(ana, "sync", only="fsync", at=3)
    assert list(ana.root.glob("ben/notes/deep/.*.tmp"))
    ana.apj("sync")
    assert ana.read("ben/notes/deep/plan.md") == "A plan\n"
    assert list(ana.root.glob("**/.*.tmp")) == []


def test_a_demo_that_cannot_be_completed_leaves_no_files(tmp_path: Path) -> None:
    somebody = Person("ana", tmp_path / "nowhere")
    ran = stopped(somebody, f"demo {tmp_path / 'demo'}", Fault.NO_SPACE, only="git index-pack", at=2)
    assert "The disk is full." in ran.err
    assert not (tmp_path / "demo").exists()


# ---- what is left is named and repaired


def test_files_that_sync_could_not_write_are_written_by_the_next_command(kept: Both) -> None:
    ana, ben = kept
    ben.apj("log", "a quiet day")
    ben.apj("sync")
    ran = stopped(ana, "sync", Fault.NO_SPACE, only="write", at=3)  # after the time of the fetch, and the intent
    assert "The branch was updated, but some of its files were not: ben/2026-W48.md cannot be written" in ran.err
    ana.apj("log", "more")
    assert "a quiet day" in ana.read("ben/2026-W48.md")


def test_doctor_fix_updates_an_index_that_commit_could_not_write(ana: Person) -> None:
    ana.apj("log", "more")
    lock = ana.root / ".git/index.lock"
    lock.touch()
    ana.apj("commit", code=4)
    lock.unlink()
    (point,) = (point for point in ana.apj("doctor", "--json", code=1).json["points"] if point["name"] == "index")
    assert point["command"] == "apj sync"
    ana.apj("doctor", "--fix")
    assert ana.git("status", "--porcelain") == ""


def test_doctor_fix_removes_files_that_a_killed_git_left_in_the_clone_and_in_the_shared_folder(ana: Person) -> None:
    left = [ana.root / ".git/objects/3e/tmp_obj_5chCzp", ana.root.parent / "shared.git/refs/heads/main.lock"]
    for path in left:
        path.parent.mkdir(exist_ok=True)
        path.touch()
        os.utime(path, (path.stat().st_mtime - 3600,) * 2)
    ran = ana.apj("doctor", code=1)
    assert "A half-written object is" in ran.out
    assert "shared.git/refs/heads/main.lock" in "".join(ran.out.split())
    ana.apj("doctor", "--fix")
    assert [path for path in left if path.exists()] == []


def test_init_adds_the_protections_to_my_empty_shared_repository(tmp_path: Path) -> None:
    git(tmp_path, "init", "-q", "--bare", "ours.git")
    Person("cleo", tmp_path / "ours").apj("init", str(tmp_path / "ours"), *WHO, "--shared", str(tmp_path / "ours.git"))
    assert git(tmp_path / "ours.git", "config", "receive.denyNonFastForwards") == "true"
