"""`status` names a file that has almost this week's name, with the command that renames it."""

from __future__ import annotations

import subprocess

import pytest

from tests.helpers.people import FIVE_LINES, Person

Both = tuple[Person, Person]
NAMES = [
    "W48.md",
    "48/W48.md",
    "2026-W48.md.txt",
    "2026_w48.md",
    "2026–W48.md",
    "archive/2026-W48.md",
    "2026-W48 (1).md",
]


@pytest.mark.parametrize("name", NAMES)
def test_status_shows_the_command_that_renames_a_misnamed_week(begun: Both, name: str) -> None:
    ana = begun[0]
    ana.write(f"ana/{name}", FIVE_LINES)
    said = " ".join(ana.apj("status").out.split())
    shown = name.replace("–", "-")  # the output is no UTF-8 terminal
    assert f"ana/{shown} is not read as a week because of its name or folder, so none of its goals count." in said
    command = ana.apj("status", "--json").json["next"]
    assert command.startswith("mv -n ")
    subprocess.run(command, shell=True, cwd=ana.root, check=True)
    assert "This week  2 goals." in ana.apj("status").out


def test_status_suggests_edit_if_the_correctly_named_file_has_no_goals(begun: Both) -> None:
    ana = begun[0]
    ana.write("ana/W48.md", FIVE_LINES)
    ana.apj("log", "fonts")
    assert "Move its text to ana/2026-W48.md: apj edit 2026-W48" in ana.apj("status").out


def test_status_ignores_misnamed_files_of_other_weeks(begun: Both) -> None:
    ana = begun[0]
    for name in ("W47.md", "2025-W48.txt", "2027-W48.md.txt", "2026-W48-notes.md", "notes.md"):
        ana.write(f"ana/{name}", FIVE_LINES)
    assert "not read as a week" not in ana.apj("status").out


def test_status_ignores_a_copy_next_to_a_week_with_goals(begun: Both) -> None:
    ana = begun[0]
    ana.write("ana/2026-W48.md", FIVE_LINES)
    ana.write("ana/2026-W48 (1).md", FIVE_LINES)
    assert "not read as a week" not in ana.apj("status").out


def test_status_says_how_a_partner_can_rename_their_misnamed_week(begun: Both) -> None:
    ana, ben = begun
    ana.write("ana/W48.md", FIVE_LINES)
    ana.commit()
    ana.apj("sync")
    ben.apj("sync")
    said = " ".join(ben.apj("status").out.split())
    assert "Ana can rename it: git mv ana/W48.md ana/2026-W48.md" in said
    assert ben.apj("status", "--json").json["next"] == "apj new-week", "it is not Ben's to do"


def test_status_reports_a_misnamed_next_week_once_it_can_be_planned(begun: Both) -> None:
    ana = begun[0]
    ana.write("ana/W49.md", FIVE_LINES)
    assert "not read as a week" not in ana.apj("status", at="2026-11-27T10:00+01:00").out
    assert "mv -n ana/W49.md ana/2026-W49.md" in ana.apj("status", at="2026-11-29T10:00+01:00").out


@pytest.mark.parametrize(
    "command", [("new-week", "-g", "Swim twice"), ("report", "2026-W48", "-o", "1=done"), ("edit",)]
)
def test_commands_refuse_to_begin_a_week_next_to_a_misnamed_file(
    begun: Both, command: tuple[str, ...], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("EDITOR", "true")
    ana = begun[0]
    ana.write("ana/W48.md", FIVE_LINES)
    ran = ana.apj(*command, code=1)
    assert "Rename it: mv -n ana/W48.md ana/2026-W48.md" in ran.err
    assert not (ana.root / "ana/2026-W48.md").exists()


def test_log_works_next_to_a_misnamed_week(begun: Both) -> None:
    ana = begun[0]
    ana.write("ana/W48.md", FIVE_LINES)
    ana.apj("log", "fonts")
    assert "fonts" in ana.read("ana/2026-W48.md")


def test_commands_that_show_weeks_report_a_misnamed_file(begun: Both) -> None:
    ana, ben = begun
    ana.write("ana/W48.md", FIVE_LINES)
    ben.write("ben/2026-W48.md", FIVE_LINES)
    ben.apj("sync")
    ana.apj("sync")
    for command in ("review", "show", "call --no-sync", "diff", "summary"):
        assert "mv -n ana/W48.md ana/2026-W48.md" in ana.apj(*command.split(), code=None).err, command


def test_check_reports_a_locally_changed_partner_file_once(kept: Both) -> None:
    ana = kept[0]
    ana.change("ben/2026-W48.md", "Mark the essays", "Mark all essays")
    line = next(line for line in ana.apj("check", code=None).out.splitlines() if "not by Ben" in line)
    assert line.count("ben/2026-W48.md") == 2, "at the start, and in the command"
