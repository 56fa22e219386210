"""Recovery copies of a file: only texts that differ, the newest ten, and the newest one restored."""

from __future__ import annotations

from apjournal.session.recovery_copies import (
    COPIES,
    get_latest_recovery_copy,
    list_recovery_copies,
    restore_recovery_copy,
    save_recovery_copy,
)
from apjournal.session.workspace import Workspace

PATH = "ana/2026-W48.md"


def list_texts(workspace: Workspace) -> list[bytes]:
    return [copy.read_bytes() for copy in list_recovery_copies(workspace, PATH)]


def test_a_file_equal_to_its_newest_recovery_copy_is_not_saved_again(workspace: Workspace) -> None:
    for text in (b"one", b"one", b"two", b"one"):
        save_recovery_copy(workspace, PATH, text)
    assert list_texts(workspace) == [b"one", b"two", b"one"]


def test_only_the_newest_recovery_copies_are_stored(workspace: Workspace) -> None:
    texts = [str(number).encode() for number in range(COPIES + 3)]
    for text in texts:
        save_recovery_copy(workspace, PATH, text)
    assert list_texts(workspace) == texts[-COPIES:]
    assert get_latest_recovery_copy(workspace, PATH).name == f"ana-2026-W48.{COPIES + 3}.md"


def test_the_newest_recovery_copy_is_restored(workspace: Workspace) -> None:
    save_recovery_copy(workspace, PATH, b"before")
    save_recovery_copy(workspace, "ben/2026-W48.md", b"another file")
    restore_recovery_copy(workspace, PATH)
    assert (workspace.root / PATH).read_bytes() == b"before"
