"""Record apj's last changes to my files in `.git/apj/undo/`, for `apj undo`.

A record contains the name of the command and, for each file, the text before and a hash of each version that the
command wrote. It is written before the files. So if a file has any other text, somebody changed it after the command.
Only `apj undo` reads the records, so they can be deleted at any time.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from msgspec import Struct

from apjournal.gitrepo.plumbing.digest import hash_text
from apjournal.session.workspace import Workspace
from apjournal.store.atomic_write import ChangedMeanwhile, Text, replace_file
from apjournal.store.journal_paths import find_owner, is_journals

UNDO = "undo"
"""The name of the folder in `.git/apj` that contains the records."""
CHANGES = 20
"""The number of records that are kept."""


class FileChange(Struct, frozen=True):
    """One file in a record: its text `before` (None if there was no file), and the hashes of the versions `written`."""

    before: bytes | None
    after: tuple[str, ...]

    def is_as_before(self, data: bytes | None) -> bool:
        """Whether `data` is the file's text from before the change."""
        return data == self.before

    def is_as_written(self, data: bytes | None) -> bool:
        """Whether `data` is a version that the command wrote."""
        return data is not None and hash_text(data) in self.after


class LastChange(Struct, frozen=True):
    """What a command changed: the names of its steps (`new-week` may begin with the report), and its files by path."""

    number: int
    commands: tuple[str, ...]
    files: Mapping[str, FileChange]

    def add_step(self, command: str, texts: Mapping[str, Text]) -> LastChange:
        """Return the record with another step of the same command added."""
        files = dict(self.files)
        for path, text in texts.items():
            known = files.get(path, FileChange(text.was, ()))
            files[path] = FileChange(known.before, (*known.after, hash_text(text.data)))
        return LastChange(self.number, tuple(dict.fromkeys((*self.commands, command))), files)

    def can_continue_with(self, texts: Mapping[str, Text]) -> bool:
        """Whether a step that writes `texts` can be added, because nobody else has written these files in between."""
        both = self.files.keys() & texts.keys()
        return all(self.files[path].is_as_written(texts[path].was) for path in both)


@contextmanager
def record_changes(workspace: Workspace, texts: Mapping[str, Text]) -> Iterator[None]:
    """Record what the running command is about to write, if the command can be undone.

    If a file changes before it is written, nothing is written, and the former record is restored.
    """
    if not workspace.undoable:
        yield
        return
    change = _continue_or_begin(workspace, texts)
    place = _record_path(workspace, change.number)
    was = place.read_bytes() if place.is_file() else None
    _write_record(workspace, change, was)
    try:
        yield
    except ChangedMeanwhile:
        if was is None:
            place.unlink(missing_ok=True)
        else:
            replace_file(place.parent, place.name, was, was=place.read_bytes())
        raise
    workspace.last_change = change.number
    for number in _list_numbers(workspace)[:-CHANGES]:
        _record_path(workspace, number).unlink(missing_ok=True)


def _continue_or_begin(workspace: Workspace, texts: Mapping[str, Text]) -> LastChange:
    newest = find_last_change(workspace)
    if newest and newest.number == workspace.last_change and newest.can_continue_with(texts):
        return newest.add_step(workspace.undoable, texts)
    number = max(_list_numbers(workspace), default=0) + 1
    if newest and newest.number == number - 1 and is_undone(workspace, newest):
        number = newest.number  # the command of that record was killed before it wrote anything
    return LastChange(number, (), {}).add_step(workspace.undoable, texts)


def find_last_change(workspace: Workspace) -> LastChange | None:
    """Return the newest recorded change to my folder or to shared files, or None.

    A record that cannot be read is skipped.
    """
    for number in reversed(_list_numbers(workspace)):
        found = _read_record(workspace, number)
        if found and all(is_journals(path) and find_owner(path) in {None, workspace.me} for path in found.files):
            return found
    return None


def is_undone(workspace: Workspace, change: LastChange) -> bool:
    """Whether every file of a change has its text from before the change."""
    return all(file.is_as_before(workspace.folder.read(path)) for path, file in change.files.items())


def forget_change(workspace: Workspace, change: LastChange) -> None:
    """Remove the record of a change that was undone."""
    _record_path(workspace, change.number).unlink(missing_ok=True)


def _record_path(workspace: Workspace, number: int) -> Path:
    return workspace.private_folder / UNDO / f"{number}.json"


def _list_numbers(workspace: Workspace) -> list[int]:
    places = (workspace.private_folder / UNDO).glob("*.json")
    return sorted(int(place.stem) for place in places if place.stem.isdecimal())


def _write_record(workspace: Workspace, change: LastChange, was: bytes | None) -> None:
    files = {
        path: {"before": None if file.before is None else _decode_text(file.before), "after": file.after}
        for path, file in change.files.items()
    }
    data = json.dumps({"commands": change.commands, "files": files}, indent=1).encode()
    place = _record_path(workspace, change.number)
    replace_file(place.parent, place.name, data, was=was)


def _read_record(workspace: Workspace, number: int) -> LastChange | None:
    try:
        found = json.loads(_record_path(workspace, number).read_bytes())
        files = {
            path: FileChange(None if file["before"] is None else _encode_text(file["before"]), tuple(file["after"]))
            for path, file in found["files"].items()
        }
        return LastChange(number, tuple(found["commands"]), files)
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return None


def _decode_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _encode_text(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
