"""Writing a result to a file that the user named."""

from __future__ import annotations

from pathlib import Path

from apjournal.errors import GitFault
from apjournal.store.folder import Folder
from apjournal.store.write import remove_leftovers, replace_file


def write(path: Path, text: str) -> None:
    """Write text as UTF-8; a file holds all of it or what it held before, a pipe or a device gets it as it comes.

    `GitFault` when the file system refuses.
    """
    data = text.encode("utf-8")
    try:
        target = path.resolve()  # where a link of the user's own leads
        if target.exists() and not target.is_file():
            target.write_bytes(data)
            return
        if not target.parent.is_dir():
            raise NotADirectoryError(0, f"there is no folder {path.parent}")
    except OSError as error:
        raise GitFault(f"{path} can't be written: {error.strerror}.", "Name another file with -o.") from error
    remove_leftovers(target.parent, of=target.name)
    replace_file(target.parent, target.name, data, was=Folder(target.parent).read(target.name))
