"""`apj undo`: undoes the last change that apj made to a file of mine, unless the file was changed since."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from apjournal.session import undo_log
from tests.helpers.people import FIVE_LINES, MONDAY, Person

WEEK, NEXT, PARKED = "ana/2026-W48.md", "ana/2026-W49.md", "ana/parked.md"
WEDNESDAY, SATURDAY = "2026-11-25T18:00+00:00", "2026-11-28T10:00+01:00"
UNQUOTED = "---\ngoals:\n  - Runs #health\n---\n"
Both = tuple[Person, Person]


def files(person: Person) -> dict[str, bytes]:
    """Return the Markdown files of a person's folder."""
    return {path.name: path.read_bytes() for path in (person.root / person.handle).glob("*.md")}


def records(person: Person) -> list[Path]:
    return sorted((person.root / ".git/apj/undo").glob("*"))


# ---- what it undoes


@pytest.mark.parametrize(
    "line",
    [
        ("log", "-i", "two hours of fonts"),
        ("park", "a newsletter"),
        ("away", "this"),
        ("away", "W50..W52"),
        ("report", "-o", "1=done", "-o", "2=partly, two of three", "--learned", "Rest"),
        ("new-week", "next", "-g", "One page", "--no-edit"),
        ("new-week", "next", "--carry", "2=shrink", "--without-report", "on a train", "--no-edit"),
    ],
    ids=" ".join,
)
def test_undo_restores_the_file_byte_for_byte(ana: Person, line: tuple[str, ...]) -> None:
    before = files(ana)
    ana.apj(*line, at=WEDNESDAY)
    assert files(ana) != before
    ran = ana.apj("undo")
    assert ran.out.startswith(f"Undid: {line[0]}")
    assert files(ana) == before
    assert ana.git("status", "--porcelain") == ""


@pytest.mark.parametrize("path", [NEXT, "agreement.md"])
def test_a_repair_by_check_is_undone(ana: Person, path: str) -> None:
    broken = UNQUOTED if path == NEXT else ana.read(path).replace("weekly", "weekly\u200b", 1)
    ana.write(path, broken)
    ana.apj("check", "--fix")
    assert ana.read(path) != broken
    ran = ana.apj("undo")
    assert ran.out.startswith(f"Undid: check --fix, one line in {path}.")
    assert ana.read(path) == broken


def test_undo_does_not_call_a_repair_committed_because_of_lines_that_every_week_has(ana: Person) -> None:
    ana.write(WEEK, "# This week\n\n• Call the printer\n")
    ana.apj("check", "--fix")
    assert ana.apj("undo").out == f"Undid: check --fix, 4 lines in {WEEK}.\n"


def test_undo_shows_the_removed_line(ana: Person) -> None:
    ana.apj("log", "one", at=WEDNESDAY)
    ana.apj("log", "-f", "two", at=WEDNESDAY)
    assert ana.apj("undo").out == f"Undid: log, one line in {WEEK}.\n  - 2026-11-25 focus: two\n"
    assert "one" in ana.read(WEEK)


def test_undo_removes_a_file_that_the_command_created(ana: Person) -> None:
    ana.apj("park", "a newsletter")
    ran = ana.apj("undo")
    assert ran.out == f"Undid: park.\nRemoved: {PARKED}.\n"
    assert not (ana.root / PARKED).exists()
    assert ana.apj("park", "a newsletter").code == 0


def test_a_second_undo_undoes_the_previous_change(ana: Person) -> None:
    ana.apj("log", "one", at=WEDNESDAY)
    ana.apj("park", "a newsletter")
    ana.apj("log", "two", at=WEDNESDAY)
    undone = [ana.apj("undo", "--json").json["commands"] for _ in range(3)]
    assert undone == [["log"], ["park"], ["log"]]
    assert ana.read(WEEK) == FIVE_LINES
    assert ana.apj("undo", code=1).err.startswith("There is nothing to undo.")


def test_undo_json_lists_the_restored_files(ana: Person) -> None:
    ana.apj("log", "one", at=WEDNESDAY)
    assert ana.apj("undo", "--json").json == {
        "commands": ["log"],
        "files": [{"path": WEEK, "lines": 2, "removed": False}],
        "undone": True,
        "committed": False,
    }


def test_undo_remembers_only_the_newest_changes(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(undo_log, "CHANGES", 5)
    for number in range(undo_log.CHANGES + 3):
        ana.apj("log", f"line {number}", at=WEDNESDAY)
    assert len(records(ana)) == undo_log.CHANGES


def test_a_command_that_changed_no_file_adds_no_undo_step(ana: Person) -> None:
    ana.apj("park", "a newsletter")
    ana.apj("park", "a newsletter")
    ana.apj("undo")
    assert not (ana.root / PARKED).exists()


def test_undo_keeps_a_copy_of_the_undone_text(ana: Person) -> None:
    ana.apj("log", "one", at=WEDNESDAY)
    written = ana.read(WEEK)
    ana.apj("undo")
    (copy,) = (ana.root / ".git/apj/recover").glob("ana-2026-W48.*.md")
    assert copy.read_text("utf-8") == written


# ---- what it leaves


@pytest.mark.parametrize("line", [("log", "one"), ("new-week", "next", "-g", "One page", "--no-edit")], ids=" ".join)
def test_undo_does_not_change_a_file_that_was_edited_after_the_command(ana: Person, line: tuple[str, ...]) -> None:
    ana.apj(*line, at=WEDNESDAY)
    path = WEEK if line[0] == "log" else NEXT
    ana.write(path, ana.read(path) + "\nBy hand.\n")
    before = files(ana)
    for _ in range(2):
        ran = ana.apj("undo", code=1)
        assert ran.err.startswith(f"{path} has changed since {line[0]}, so nothing was undone.\n")
        assert files(ana) == before


def test_undo_changes_no_file_if_one_of_the_files_was_edited_after_the_command(ana: Person) -> None:
    ana.apj("away", "W50..W51")
    ana.write("ana/2026-W51.md", ana.read("ana/2026-W51.md") + "\nBy hand.\n")
    before = files(ana)
    ana.apj("undo", code=1)
    assert files(ana) == before


def test_undo_reports_a_file_that_was_deleted_after_the_command(ana: Person) -> None:
    ana.apj("log", "one", at=WEDNESDAY)
    (ana.root / WEEK).unlink()
    assert f"{WEEK} has changed since log" in ana.apj("undo", code=1).err
    assert not (ana.root / WEEK).exists()


def test_undo_reports_a_change_that_was_already_undone_by_hand(ana: Person) -> None:
    ana.apj("log", "one", at=WEDNESDAY)
    ana.write(WEEK, FIVE_LINES)
    ran = ana.apj("undo")
    assert ran.out == f"{WEEK} is already as it was before log.\n"
    assert ana.apj("undo", code=1).err.startswith("There is nothing to undo.")


def test_undo_is_refused_after_a_sync_merged_into_the_file(kept: Both, tmp_path: Path) -> None:
    ana, _ = kept
    ana.git("clone", "-q", str(ana.root.parent / "shared.git"), str(tmp_path / "phone"))
    phone = Person("ana", tmp_path / "phone")
    phone.write(WEEK, FIVE_LINES + "\nFrom the phone.\n")
    phone.apj("sync")
    ana.apj("report", "-o", "1=done", at=SATURDAY)
    ana.apj("sync")
    before = files(ana)
    assert b"From the phone." in before["2026-W48.md"]
    ana.apj("undo", code=1)
    assert files(ana) == before


def test_undo_ignores_changes_of_another_partner_in_the_same_clone(kept: Both) -> None:
    ana, _ = kept
    ana.apj("log", "one", at=WEDNESDAY)
    ben_here = Person("ben", ana.root)
    assert ben_here.apj("undo", code=1).err.startswith("There is nothing to undo.")
    assert ana.apj("undo").code == 0


def test_undo_skips_invalid_undo_records(ana: Person) -> None:
    outside = '{"commands": ["log"], "files": {"../x": {"before": "", "after": []}}}'
    for text in ("", "{", "[]", '{"commands": ["log"]}', outside):
        ana.apj("log", "one", at=WEDNESDAY)
        (ana.root / ".git/apj/undo/7.json").write_text(text, "utf-8")
        assert ana.apj("undo").out.startswith("Undid: log"), text


def test_deleting_the_undo_records_is_safe(kept: Both) -> None:
    ana, _ = kept
    ana.apj("log", "one", at=WEDNESDAY)
    (record,) = records(ana)
    assert list(json.loads(record.read_text("utf-8"))["files"]) == [WEEK]
    record.unlink()
    ana.apj("undo", code=1)
    assert "one" in ana.read(WEEK)


# ---- what is committed or shared already


def test_the_next_sync_shares_the_undo_of_a_shared_change(kept: Both) -> None:
    ana, ben = kept
    ana.apj("log", "one", at=WEDNESDAY)
    ana.apj("sync")
    ran = ana.apj("undo")
    assert ran.out.endswith("The change was already committed, so the next sync shares the undo.\n")
    ana.apj("sync")
    ben.apj("sync")
    assert ben.read(WEEK) == FIVE_LINES


@pytest.mark.parametrize(
    ("line", "path", "left"),
    [
        (("park", "a newsletter"), PARKED, "# Parked\n"),
        (("new-week", "next", "-g", "One page", "--no-edit"), NEXT, "---\ngoals:\n---\n"),
    ],
)
def test_undo_empties_a_created_file_that_was_committed(
    ana: Person, line: tuple[str, ...], path: str, left: str
) -> None:
    ana.apj(*line, at=WEDNESDAY)
    ana.apj("commit")
    assert "the next sync shares the undo" in ana.apj("undo").out
    assert ana.read(path) == left
    assert ana.apj("check").code == 0
    ana.apj("sync")


def test_undo_says_that_a_change_was_committed_only_if_it_was_committed(ana: Person) -> None:
    ana.apj("log", "one", at=WEDNESDAY)
    ana.apj("commit")
    ana.apj("log", "two", at=WEDNESDAY)
    assert ana.apj("undo", "--json").json["committed"] is False
    assert ana.apj("undo", "--json").json["committed"] is True


# ---- when the command was killed


def test_a_command_killed_before_it_wrote_leaves_no_undo_step(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    ana.apj("log", "one", at=WEDNESDAY)
    ana.apj("log", "two", at=WEDNESDAY)
    ana.write(WEEK, ana.read(WEEK).replace("- 2026-11-25 two\n", ""))  # as if it had been killed
    ana.apj("log", "three", at=WEDNESDAY)
    assert len(records(ana)) == 2
    assert "three" in ana.apj("undo").out
    assert "one" in ana.apj("undo").out


def test_all_writes_of_one_dialogue_are_one_undo_step(ana: Person) -> None:
    from contextlib import closing
    from datetime import datetime

    from apjournal.usecases import open_journal
    from apjournal.usecases.log import log_line
    from apjournal.usecases.new_week import begin_week, build_goals

    before = files(ana)
    now = datetime.fromisoformat(MONDAY)
    with closing(open_journal.open_journal(ana.root, partner="ana", now=now, environ={}, terminal=False)) as workspace:
        log_line(workspace, "one", None)
        log_line(workspace, "two", None)
        following = workspace.schedule.find_period(workspace.today) + 1
        begin_week(workspace, following, goals=build_goals(["One page"]), without_report=True)
    assert ana.apj("undo", "--json").json["commands"] == ["log", "new-week"]
    assert files(ana) == before
