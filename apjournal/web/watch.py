"""Notice when the journal changes, so that an open page can show the change."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from pathlib import Path
from threading import Event, Thread

from watchfiles import Change, watch

_LEFT_OUT = {".git", "private"}
_OF_GIT = ("HEAD", "packed-refs", "refs")
_BEING_WRITTEN = (".lock", ".tmp", "~", ".swp")


class Watch:
    """Watches a journal's files, whose state is a `version` that differs after each change.

    Within the block of `begin`, a thread waits for changes, and the version is computed again only after a change.
    Outside it, the version is computed for each call.
    """

    def __init__(self, root: Path) -> None:
        self._root = root
        self._is_watching = False
        self._version = ""

    def get_version(self) -> str:
        """Return the current version of the journal."""
        if not self._version:
            version = self._compute_version()
            if not self._is_watching:
                return version
            self._version = version
        return self._version

    def forget(self) -> None:
        """Make the next call compute the version again, because the files may have just changed."""
        self._version = ""

    @contextmanager
    def begin(self) -> Iterator[None]:
        """Wait for changes in a thread, until the end of the `with` block."""
        stop = Event()
        thread = Thread(target=self._wait_for_changes, args=(stop,), daemon=True)
        thread.start()
        try:
            yield
        finally:
            stop.set()
            thread.join()

    def _wait_for_changes(self, stop: Event) -> None:
        try:
            self._is_watching = True
            for _ in watch(self._root, watch_filter=self._is_of_journal, stop_event=stop, raise_interrupt=False):
                self.forget()
        except OSError:  # the system cannot watch more files. The version is then computed for each call
            pass
        finally:
            self._is_watching = False
            self.forget()

    def _is_of_journal(self, change: Change, path: str) -> bool:
        first, *rest = Path(path).relative_to(self._root).parts or ("",)
        if path.endswith(_BEING_WRITTEN):
            return False
        return rest[:1] != [] and rest[0] in _OF_GIT if first == ".git" else first not in _LEFT_OUT

    def _compute_version(self) -> str:
        seen = sha256()
        for path in self._list_files():
            try:
                at = os.stat(path)
            except OSError:
                continue
            seen.update(f"{path}\0{at.st_mtime_ns}\0{at.st_size}\0{at.st_ino}\n".encode("utf-8", "surrogateescape"))
        return seen.hexdigest()[:16]

    def _list_files(self) -> Iterator[str]:
        """Yield the files of the journal, then git's files that contain its commit ids."""
        for folder, names, files in os.walk(self._root):
            names[:] = sorted(name for name in names if folder != str(self._root) or name not in _LEFT_OUT)
            yield from (os.path.join(folder, name) for name in sorted(files) if not name.endswith(_BEING_WRITTEN))
        for name in _OF_GIT:
            yield str(self._root / ".git" / name)
        for folder, names, files in os.walk(self._root / ".git" / "refs"):
            names.sort()
            yield from (os.path.join(folder, name) for name in sorted(files) if not name.endswith(_BEING_WRITTEN))
