"""Save copies of my files in `.git/apj/recover/` before an editor opens, and before git could lose text."""

from __future__ import annotations

from pathlib import Path

from apjournal.session.workspace import Workspace
from apjournal.store.atomic_write import replace_file, shorten_name

RECOVER = "recover"
"""The name of the folder in `.git/apj` that contains the copies."""
COPIES = 10
"""The number of copies of each file that are kept."""


def save_recovery_copy(workspace: Workspace, path: str, data: bytes) -> None:
    """Save a copy of the file at `path`, unless the newest copy is equal. The oldest copies are deleted."""
    copies = list_recovery_copies(workspace, path)
    if copies and copies[-1].read_bytes() == data:
        return
    number = int(copies[-1].suffixes[-2][1:]) + 1 if copies else 1
    folder = workspace.private_folder / RECOVER
    replace_file(folder, f"{_make_copy_stem(path)}.{number}.md", data, was=None)
    for copy in copies[: max(0, len(copies) + 1 - COPIES)]:
        copy.unlink(missing_ok=True)


def list_recovery_copies(workspace: Workspace, path: str) -> list[Path]:
    """Return the copies of one of my files, oldest first: `ana-2026-W48.1.md` and so on."""
    from glob import escape

    found = (workspace.private_folder / RECOVER).glob(f"{escape(_make_copy_stem(path))}.*.md")
    numbered = {int(copy.suffixes[-2][1:]): copy for copy in found if copy.suffixes[-2][1:].isdigit()}
    return [numbered[number] for number in sorted(numbered)]


def _make_copy_stem(path: str) -> str:
    return shorten_name(path.removesuffix(".md").replace("/", "-"))


def get_latest_recovery_copy(workspace: Workspace, path: str) -> Path:
    """Return the path of the latest copy of one of my files. There must be one."""
    return list_recovery_copies(workspace, path)[-1]


def restore_recovery_copy(workspace: Workspace, path: str) -> None:
    """Write the text of the latest copy to the file at `path`."""
    data = get_latest_recovery_copy(workspace, path).read_bytes()
    replace_file(workspace.root, path, data, was=workspace.folder.read(path))
    workspace.refresh()
