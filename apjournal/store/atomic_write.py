"""Write files of the journal: completely or not at all, never through a symlink, and never over newer text."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Mapping
from pathlib import Path

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.patterns import make_pattern
from apjournal.store.folder import Folder
from apjournal.store.journal_reader import get_read_cap

_TEMPORARY = make_pattern(r"\.(.+)\.[0-9a-f]{8}\.tmp")

_LONGEST, _KEPT = 200, 100
"""A name of up to `_LONGEST` bytes can be extended. Of a longer name, `_KEPT` bytes are used (the limit is 255)."""


class ChangedMeanwhile(GitFault):
    """The file changed after it was read, for example because an editor saved it."""


class Text(Struct, frozen=True):
    """The new text of a file, and its text when it was read (None if there was no file)."""

    data: bytes
    was: bytes | None


def replace_file(root: Path, path: str, data: bytes, *, was: bytes | None) -> None:
    """Replace the text `was` of a file (None if there is no file) with `data`. See `replace_files`."""
    replace_files(root, {path: Text(data, was)})


def replace_files(root: Path, texts: Mapping[str, Text]) -> None:
    """Replace the texts of files, by path.

    Each new text is written to a temporary file in the same folder and synced. Then the temporary files are renamed.
    So a file always contains its old or its new text, and a full disk changes nothing. Raise `ChangedMeanwhile` if a
    file no longer contains its old text, and `GitFault` for a symlink, or a full or read-only disk. If the fault lists
    no written file, nothing changed.
    """
    folder = Folder(root)
    drafts: list[Path] = []
    path = ""
    try:
        for path, text in texts.items():
            _require_unchanged(folder, path, text.was)
            drafts.append(draft_path(root / path))
            write_draft(drafts[-1], root / path, text)
        for path, text in texts.items():
            _require_unchanged(folder, path, text.was)  # somebody may have saved it in the meantime
        for path, draft in zip(texts, drafts, strict=True):
            draft.replace(root / path)
    except OSError as error:
        _remove_drafts(drafts)
        raise _make_stopped_fault(folder, path, texts, error) from error
    except BaseException:
        _remove_drafts(drafts)
        raise
    try:
        for parent in {(root / path).parent for path in texts}:
            _sync_folder(parent)
    except OSError as error:
        raise _make_unconfirmed_fault(texts, error) from error


def remove_leftovers(folder: Path, *, of: str = "") -> None:
    """Remove the temporary files that a killed `replace_file` left for the file called `of`, or for all files.

    In a journal, the caller must hold the journal's lock.
    """
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            found = _TEMPORARY.fullmatch(entry.name)
            if found and shorten_name(of) in {"", found[1]} and entry.is_file(follow_symlinks=False):
                _remove_drafts([Path(entry.path)])


def _require_unchanged(folder: Folder, path: str, was: bytes | None) -> None:
    if folder.is_symlink(path):
        raise GitFault(f"{path} is a symbolic link.", "Replace it with a regular file; apj does not follow links.")
    if folder.read(path) != was:
        raise ChangedMeanwhile(f"{path} was changed in the meantime.", "Run the command again.")


def draft_path(target: Path) -> Path:
    """Return a path in the same folder for the new text of `target`. `remove_leftovers` recognises such names."""
    return target.with_name(f".{shorten_name(target.name)}.{os.urandom(4).hex()}.tmp")


def shorten_name(name: str) -> str:
    """Return a name that is short enough to be extended.

    A long name is cut, and ends with a hash of the whole name.
    """
    data = os.fsencode(name)
    if len(data) <= _LONGEST:
        return name
    from hashlib import sha256

    return f"{data[:_KEPT].decode('utf-8', 'ignore')}~{sha256(data).hexdigest()[:16]}"


def write_draft(draft: Path, target: Path, text: Text) -> None:
    """Write a new text to `draft` and sync it. The draft gets the mode of `target` if `target` exists."""
    draft.parent.mkdir(parents=True, exist_ok=True)
    mode = target.stat().st_mode & 0o777 if text.was is not None else 0o666
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(descriptor, "wb") as file:
        file.write(text.data)
        file.flush()
        os.fsync(file.fileno())


def _make_stopped_fault(folder: Folder, path: str, texts: Mapping[str, Text], error: OSError) -> GitFault:
    """Return the fault which says at which file writing stopped, and which files already have their new text."""
    written = [path for path, text in texts.items() if _has_text(folder, path, text.data)]
    if len(written) == len(texts):
        return _make_unconfirmed_fault(texts, error)
    so_far = f"These files were written: {', '.join(written)}" if written else "The file is unchanged"
    return GitFault(
        f"{path} cannot be written: {error.strerror}.",
        f"{so_far}. Free some space or check the permissions, then run the command again.",
    )


def _has_text(folder: Folder, path: str, data: bytes) -> bool:
    try:
        return folder.read(path) == data[: get_read_cap(path) + 1]
    except GitFault:
        return False


def _make_unconfirmed_fault(texts: Mapping[str, Text], error: OSError) -> GitFault:
    names = ", ".join(texts)
    return GitFault(
        f"{names} {'was' if len(texts) == 1 else 'were'} written, but the disk did not confirm the write: "
        f"{error.strerror}.",
        "Check the disk.",
    )


def _remove_drafts(drafts: Iterable[Path]) -> None:
    for draft in drafts:
        with contextlib.suppress(OSError):
            draft.unlink()


def _sync_folder(folder: Path) -> None:
    if os.name == "nt":
        return  # Windows cannot open a folder, and the rename makes its entries durable
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
