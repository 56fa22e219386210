"""`apj import`: weekly notes of other forms become weeks, on a yes only."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.helpers.folders import everything
from tests.helpers.people import Person

NOTES = "# Week 47\n\n## Goals\n- [x] Tide chapter\n- [ ] Three runs #health\n\nSchool was closed.\n"
WRITTEN = """---
goals:
  - Tide chapter
  - "Three runs #health"
outcomes:
  - done
  -
---

# Week 47

## Goals

School was closed.
"""


@pytest.fixture
def notes(tmp_path: Path) -> Path:
    path = tmp_path / "my notes.md"
    path.write_text(NOTES, "utf-8")
    return path


def test_import_shows_the_week_and_writes_no_file_without_a_yes(ana: Person, notes: Path) -> None:
    before = everything(ana.root)
    ran = ana.apj("import", str(notes))
    assert "Week: 16 to 22 Nov (2026-W47), in ana/2026-W47.md" in ran.out
    assert "Tide chapter: done" in ran.out
    assert "School was closed." in ran.out
    assert ran.err == f"Nothing was written. To write the weeks: apj import '{notes}' --yes\n"
    document = ana.apj("import", str(notes), "--json").json
    assert [(one["state"], one["week"], len(one["goals"])) for one in document["notes"]] == [("ready", "2026-W47", 2)]
    assert everything(ana.root) == before


def test_import_writes_new_weeks_only_and_undo_removes_them(ana: Person, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("## Goals\n- x\n", "utf-8")
    ran = ana.apj("import", str(notes), str(notes), str(tmp_path / "other.md"), "--yes", code=1)
    assert "Another of these files is about the same week." in ran.out
    assert "Give the week with --week." in " ".join(ran.out.split())
    assert ana.read("ana/2026-W47.md") == WRITTEN
    assert ana.apj("check").code == 0
    ran = ana.apj("import", str(notes), "--yes", "--json", code=1)
    assert [one["state"] for one in ran.json["notes"]] == ["exists"]
    assert ana.apj("import", str(tmp_path / "other.md"), "--week", "W46", "--yes").out.startswith(str(tmp_path))
    assert ana.read("ana/2026-W46.md") == "---\ngoals:\n  - x\n---\n"
    assert "ana/2026-W46.md" in ana.apj("undo").out
    assert not (ana.root / "ana/2026-W46.md").exists()


def test_import_lists_notes_that_cannot_be_read_or_written(ana: Person, notes: Path, tmp_path: Path) -> None:
    (tmp_path / "large.md").write_bytes(b"- x\n" * 2**17)
    (tmp_path / "odd.md").write_text("---\nweek: 2026-W61\ngoals: [x]\nconfidence: 3\n---\n", "utf-8")
    assert "is larger than 256 KiB" in ana.apj("import", str(tmp_path / "large.md"), code=2).err
    assert "cannot be read" in ana.apj("import", "none.md", code=4).err
    assert "one by one" in ana.apj("import", str(notes), str(notes), "--week", "W40", code=2).err
    assert "is not a regular file" in ana.apj("import", "/dev/null", code=2).err
    (tmp_path / "nul.md").write_bytes(b"## Goals\n- a\0b\n")
    assert "It is not text" in ana.apj("import", str(tmp_path / "nul.md"), "--yes", code=1).out
    (state,) = ana.apj("import", str(tmp_path / "nul.md"), "--json", code=1).json["notes"]
    assert (state["state"], state["encoding"]) == ("not_text", None)
    (state,) = ana.apj("import", str(tmp_path / "odd.md"), "--json", code=1).json["notes"]
    assert (state["state"], state["week"]) == ("no_week", None)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_import_does_not_wait_for_a_pipe(ana: Person, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.md")
    assert "is not a regular file" in ana.apj("import", str(tmp_path / "pipe.md"), code=2).err


def test_import_with_a_given_week_keeps_the_week_in_the_notes_as_text(ana: Person, tmp_path: Path) -> None:
    (tmp_path / "other.md").write_text("---\nweek: 47\ngoals: [x]\n---\n", "utf-8")
    ana.apj("import", str(tmp_path / "other.md"), "--week", "W46", "--yes")
    assert "week: 47" in ana.read("ana/2026-W46.md")
