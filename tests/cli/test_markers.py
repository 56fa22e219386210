"""Files with conflict markers: `check` names their lines, and neither `commit` nor `sync` accepts them."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.helpers.people import Person
from tests.helpers.repos import commit, git, shown

Both = tuple[Person, Person]
MARKED = "<<<<<<< Updated upstream\n- a\n=======\n- b\n>>>>>>> Stashed changes\n"


def test_files_with_conflict_markers_are_errors_and_are_not_shared(kept: Both) -> None:
    ana, ben = kept
    paths = ("ana/2026-W48.md", "ana/parked.md", "ana/partner.md", "ana/notes.md", "agreement.md")
    before = {path: ana.read(path) if (ana.root / path).exists() else "" for path in paths}
    for path, text in before.items():
        ana.write(path, text + MARKED)
    checked = ana.apj("check", code=1)
    for path, text in before.items():
        assert f"{path}:{len(text.splitlines()) + 1}:1" in checked.out
    ana.apj("commit", code=3)
    ana.apj("sync", code=3)
    ben.apj("sync")
    assert {path: ben.read(path) if (ben.root / path).exists() else "" for path in paths} == before
    for path, text in before.items():
        ana.write(path, text + "- a\n- b\n")
    ana.apj("sync")


def test_the_commands_suggested_by_sync_resolve_conflict_markers(kept: Both, tmp_path: Path) -> None:
    ana, _ = kept
    phone = Person("ana", tmp_path / "phone")
    subprocess.run(["cp", "-a", str(ana.root), str(phone.root)], check=True)
    for device, words in ((ana, "Three walks"), (phone, "Three swims")):
        week = device.root / "ana/2026-W48.md"
        week.write_text(week.read_text("utf-8").replace("Three runs", words), "utf-8")
    ana.apj("sync")
    told = " ".join(phone.apj("sync", code=4).err.split())
    stuck = phone.apj("status").out
    assert "ana/2026-W48.md was changed on both sides" in " ".join(stuck.split())
    assert stuck.endswith("Next: apj edit\n")
    assert "git merge origin/main" in " ".join(phone.apj("doctor", code=1).out.split())
    line = told.partition("Then: ")[2]
    before, _, after = line.partition("edit the file, ")
    for command in filter(None, before.split(", ")):
        subprocess.run(["/bin/sh", "-c", command], cwd=phone.root, check=False, capture_output=True)
    week = phone.root / "ana/2026-W48.md"
    assert "<<<<<<<" in week.read_text("utf-8")
    git(phone.root, "show", "origin/main:ana/2026-W48.md")
    week.write_text(git(phone.root, "show", "origin/main:ana/2026-W48.md") + "\n", "utf-8")
    for command in after.split(", "):
        if command.startswith("git"):
            subprocess.run(["/bin/sh", "-c", command], cwd=phone.root, check=True, capture_output=True)
    phone.apj("sync")
    assert "in two places" not in phone.apj("status").out
    assert "git merge" not in phone.apj("doctor", code=None).out
    assert "Three walks" in ana.apj("show").out


@pytest.mark.parametrize("path", ["ana/2026-W48.md", "ana/talks/notes.md"])
def test_conflict_markers_committed_by_plain_git_are_not_sent(kept: Both, path: str) -> None:
    ana, ben = kept
    before = git(ana.root, "ls-remote", "origin", "refs/heads/main")
    file = ana.root / path
    text = file.read_text("utf-8") if file.exists() else ""
    commit(ana.root, {path: text + MARKED}, "merge", ("Ana", "ana@example.org"))
    told = " ".join(ana.apj("sync", code=1).err.split())
    line = text.count("\n") + 1
    assert f"{path} contains conflict markers at line {line}. Nothing was sent." in told
    assert git(ana.root, "ls-remote", "origin", "refs/heads/main") == before
    file.write_text(text + "- a\n- b\n", "utf-8")
    ana.apj("sync")
    ben.apj("sync")
    assert (ben.root / path).read_text("utf-8") == text + "- a\n- b\n"


def test_underlined_headings_and_conflict_markers_outside_the_format_are_sent(kept: Both) -> None:
    ana, _ = kept
    files = {"ana/notes.md": "A heading\n=======\n", "ana/log.txt": MARKED}
    commit(ana.root, files, "notes", ("Ana", "ana@example.org"))
    ana.apj("sync")
    server = ana.root.parent / "shared.git"
    assert {path: shown(server, "main", path) for path in files} == files


def test_conflict_markers_that_are_already_shared_do_not_block_sync(kept: Both) -> None:
    ana, _ = kept
    commit(ana.root, {"ana/notes.md": MARKED}, "merge", ("Ana", "ana@example.org"))
    git(ana.root, "push", "-q", "origin", "main")
    ana.apj("log", "a", "quiet", "day")
    assert ana.apj("sync", "--json", code=None).json["pushed"] is True
