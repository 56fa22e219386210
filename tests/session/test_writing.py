"""Writing in my own folder: the guard, the lock, and an edit that is repeated if the file was saved meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import closing
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.errors import BrokenFile, GitFault
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import LogLine
from apjournal.session import writing
from apjournal.session.workspace import Workspace
from apjournal.store.atomic_write import ChangedMeanwhile
from tests.helpers.repos import git

W48 = IsoWeek(2026, 48)
NOW = datetime.fromisoformat("2026-11-25T18:00+01:00")
TEXT = "---\ngoals:\n  - Three runs\n---\n"


def interrupted_by(save: Callable[[], object], times: int) -> Callable[[bytes | None], bytes]:
    """Return a change that adds a line, while the file is saved by somebody else the first `times` times."""
    left = [times]

    def change(was: bytes | None) -> bytes:
        if left[0]:
            left[0] -= 1
            save()
        return (was or b"") + b"mine\n"

    return change


def test_an_edit_is_repeated_on_text_that_was_saved_in_the_meantime(workspace: Workspace) -> None:
    path = workspace.root / "ana/notes.md"
    path.write_bytes(b"old\n")
    writing.edit_own_file(workspace, "ana/notes.md", interrupted_by(lambda: path.write_bytes(b"saved\n"), 1))
    assert path.read_bytes() == b"saved\nmine\n"


def test_an_edit_that_never_succeeds_leaves_the_saved_text_unchanged(workspace: Workspace) -> None:
    path = workspace.root / "ana/notes.md"
    saves = iter(range(100))
    change = interrupted_by(lambda: path.write_bytes(f"saved {next(saves)}\n".encode()), 100)
    with pytest.raises(ChangedMeanwhile):
        writing.edit_own_file(workspace, "ana/notes.md", change)
    assert path.read_bytes() == f"saved {writing.TRIES - 1}\n".encode()


def test_an_edit_without_changes_writes_no_file(workspace: Workspace) -> None:
    path = workspace.root / "ana/2026-W48.md"
    before = path.stat().st_mtime_ns
    writing.edit_own_file(workspace, "ana/2026-W48.md", lambda was: was or b"")
    assert path.stat().st_mtime_ns == before


@pytest.mark.parametrize("path", ["ben/2026-W48.md", "agreement.md", "../ana/x.md", "anabel/x.md"])
def test_an_edit_outside_my_folder_is_refused(workspace: Workspace, path: str) -> None:
    with pytest.raises(ValueError, match="not in the folder of ana"):
        writing.edit_own_file(workspace, path, lambda _: b"x")


def test_an_edit_of_a_broken_week_lists_its_errors_and_leaves_the_file_unchanged(workspace: Workspace) -> None:
    path = workspace.root / "ana/2026-W48.md"
    path.write_text('---\ngoals:\n  - "Deep" work\n---\n', "utf-8")
    with pytest.raises(BrokenFile) as caught:
        writing.edit_own_week(workspace, W48, lambda editor: editor.add_log_line(LogLine(NOW.date(), None, "fonts")))
    assert [finding.place for finding in caught.value.findings] == ["ana/2026-W48.md:3:5"]
    assert path.read_text("utf-8") == '---\ngoals:\n  - "Deep" work\n---\n'


def test_an_edit_creates_a_missing_week(workspace: Workspace) -> None:
    writing.edit_own_week(workspace, W48 + 1, lambda editor: editor.add_log_line(LogLine(NOW.date(), None, "fonts")))
    assert (workspace.root / "ana/2026-W49.md").read_bytes().startswith(writing.EMPTY_WEEK)


def test_the_session_reads_a_file_again_after_writing_it(workspace: Workspace) -> None:
    assert workspace.records.read_week_if_valid(workspace.me, W48 + 1) is None
    writing.edit_own_file(workspace, "ana/2026-W49.md", lambda _: TEXT.encode())
    assert workspace.records.read_week_if_valid(workspace.me, W48 + 1) is not None


# ---- the report that comes next


@pytest.mark.parametrize(
    ("texts", "broken"),
    [
        ({}, False),
        ({47: TEXT}, False),
        ({47: "---\ngoals: [\n---\n"}, True),
        ({46: "---\ngoals: [\n---\n", 47: TEXT}, False),
        ({46: "---\ngoals: [\n---\n", 47: "---\naway: true\ngoals: [x]\n---\n"}, True),
        ({46: "---\ngoals: [\n---\n", 47: "---\ngoals:\n---\n"}, True),
    ],
    ids=["none", "reads", "broken", "older", "behind a week off", "behind a week without goals"],
)
def test_a_report_is_refused_if_the_newest_earlier_week_is_unreadable(
    workspace: Workspace, texts: dict[int, str], *, broken: bool
) -> None:
    for number, text in texts.items():
        (workspace.root / f"ana/2026-W{number}.md").write_text(text, "utf-8")
    if broken:
        with pytest.raises(BrokenFile):
            writing.require_report_readable(workspace, before=W48)
    else:
        writing.require_report_readable(workspace, before=W48)


# ---- where writing is possible


def test_writing_outside_the_root_of_a_work_tree_is_refused(tmp_path: Path) -> None:
    (tmp_path / "agreement.md").write_text("---\napj: 1\n---\n", "utf-8")
    workspace = Workspace(tmp_path, partner=None, now=NOW, environ={}, terminal=False)
    with pytest.raises(GitFault, match="not the root"), writing.journal_lock(workspace):
        pytest.fail("wrote without a history")


def test_writing_completes_an_interrupted_sync_first(workspace: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    git(workspace.root, "add", ".")
    git(workspace.root, "-c", "user.name=a", "-c", "user.email=a@b.c", "commit", "-qm", "x")
    finished: list[Path] = []
    monkeypatch.setattr(writing, "is_pending", lambda _: True)
    monkeypatch.setattr(
        "apjournal.gitrepo.checkout.worktree.finish_intent", lambda *places: finished.append(places[-1])
    )
    with closing(workspace), writing.journal_lock(workspace):
        assert finished == [workspace.root / ".git/apj"]
