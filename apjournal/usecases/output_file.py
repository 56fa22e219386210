"""Write a result to a file that the user chose."""

from __future__ import annotations

import os
from pathlib import Path

from apjournal.errors import GitFault, UsageFault
from apjournal.store.atomic_write import remove_leftovers, replace_file
from apjournal.store.folder import Folder, belongs_to_git, find_root
from apjournal.store.journal_paths import AGREEMENT, README, is_partner_folder

_OTHER = "Choose another file with -o."
_ROOT_FILES = frozenset(name.casefold() for name in (AGREEMENT, README, ".gitignore", ".gitattributes"))


def require_free(start: Path, named: Path) -> None:
    """Raise `UsageFault` if the file `named` belongs to git or to a journal. The path is relative to `start`."""
    target = Path(os.path.realpath(start / named))
    if named == Path("-"):
        raise UsageFault("- is not the name of a file.", "Give the name of a file after -o, or leave out -o.")
    if (start / named).is_symlink() and not (start / named).exists():
        raise UsageFault(f"{named} is a link to a file that does not exist.", _OTHER)
    if target.is_dir():
        raise UsageFault(f"{named} is a folder.", _OTHER)
    if belongs_to_git(target):
        raise UsageFault(f"{named} belongs to git.", _OTHER)
    if _is_of_a_journal(target):
        raise UsageFault(f"{named} belongs to a journal.", _OTHER)


def require_new(path: Path, text: str) -> None:
    """Raise `UsageFault` if the file exists with a different text.

    A file with the same text is allowed, because an interrupted command may have left it.
    """
    if path.is_file() and path.read_bytes() != text.encode("utf-8"):
        raise UsageFault(f"{path} already exists.", _OTHER)


def _is_of_a_journal(target: Path) -> bool:
    """Whether a file is in a partner's folder, or is one of the files in the root of a journal."""
    root = find_root(target.parent)
    if root is None:
        return False
    first, *below = target.relative_to(root).parts
    return is_partner_folder(Folder(root).names(first)) if below else first.casefold() in _ROOT_FILES


def write_output(path: Path, text: str) -> None:
    """Write text as UTF-8.

    A file then contains either the whole text or its old contents. A pipe or a device gets the text directly. Raise
    `GitFault` if the operating system reports an error.
    """
    data = text.encode("utf-8")
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(data)
            return
        target = Path(os.path.realpath(path))  # follow the user's own symlink
        if not target.parent.is_dir():
            raise NotADirectoryError(0, f"there is no folder {path.parent}")
    except OSError as error:
        raise GitFault(f"{path} cannot be written: {error.strerror}.", _OTHER) from error
    remove_leftovers(target.parent, of=target.name)
    replace_file(target.parent, target.name, data, was=Folder(target.parent).read(target.name))
