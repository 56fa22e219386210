"""The files of a journal as they were in one commit."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.gitrepo.plumbing.objects import Objects, Place, TreeEntry
from apjournal.store.journal_reader import READ_CAP, get_read_cap


class CommitSource:
    """The journal as it was in one commit. It has the methods of `apjournal.store.journal_reader.Source`."""

    def __init__(self, objects: Objects, commit: str) -> None:
        self._objects = objects
        self._ahead: dict[Place, bytes] = {}
        self.commit = commit

    def read_ahead(self, paths: Iterable[str]) -> None:
        """Load several files in one step, because `read` is about to be called once for each.

        A `kept.md` is not loaded, because it may be too large.
        """
        places = [(self.commit, path) for path in paths if get_read_cap(path) == READ_CAP]
        self._ahead = self._objects.read_many(places, most=READ_CAP + 1)

    def names(self, folder: str) -> tuple[str, ...]:
        """Return the names in `folder` ("" is the root), sorted. A folder's name ends with "/".

        Raise the same fault as `entries`.
        """
        self.entries(folder)
        return self._objects.list_names(self.commit, folder)

    def entries(self, folder: str) -> tuple[TreeEntry, ...]:
        """Return the entries of `folder` in git's order. The result is empty if there is no such folder.

        Raise `GitFault` if the folder is damaged, so that a damaged folder is never reported as one without goals.
        """
        found = self._objects.list_folder(self.commit, folder)
        if found is None:
            entry = self.find_entry(folder) if folder else None
            if entry.is_folder if entry else not folder:
                raise self._objects.damage("A folder")
        return found or ()

    def find_entry(self, path: str) -> TreeEntry | None:
        """Return the entry at `path`, or None."""
        return self._objects.find_entry(self.commit, path)

    def has(self, path: str) -> bool:
        """Whether `path` is a regular file."""
        entry = self.find_entry(path)
        return entry is not None and entry.is_file

    def read(self, path: str) -> bytes | None:
        """Return the bytes of a regular file (at most `get_read_cap` + 1 of them), or None if there is no such file.

        Raise `GitFault` if the file is damaged in this clone.
        """
        data = self._ahead.pop((self.commit, path), None) or self._objects.read_file(self.commit, path)
        if data is None and self.has(path):
            raise self._objects.damage("A file")
        return None if data is None else data[: get_read_cap(path) + 1]
