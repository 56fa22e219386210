"""Find my uncommitted changes: which of them may be committed, and why the others are left out."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator
from typing import TYPE_CHECKING

from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.gitrepo.plumbing.index import list_skipped_paths
from apjournal.model.views.skipped import Skipped, SkipReason
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import AGREEMENT, CALENDAR, README, has_generated_name

if TYPE_CHECKING:
    from apjournal.checks.private_words import Rule
    from apjournal.errors import BrokenFile, NeedsAttention
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.views.sync import Note


class PendingChanges:
    """The contents of my next commit: bytes by path (None for a removed file), and the files left out, with reasons."""

    def __init__(
        self,
        skipped: Iterable[Skipped] = (),
        broken: Iterable[BrokenFile] = (),
        private: Iterable[NeedsAttention] = (),
    ) -> None:
        self.files: dict[str, bytes | None] = {}
        self.skipped = list(skipped)
        self.notes: list[Note] = []
        self.parts: set[str] = set()
        self.weeks: set[IsoWeek] = set()
        self.broken = list(broken)
        self.private = list(private)
        self.deleted: list[str] = []


def find_pending(workspace: Workspace, history: History, private: tuple[Rule, ...] | None = None) -> PendingChanges:
    """Compare my folder and the shared files with the last commit, and return the changes.

    Files with access keys, or with words that match the rules `private`, are left out. If `private` is None, apj looks
    for neither. A file that sync generates repeats what partners have shared and what my other files contain. So it is
    left out only if one of my other files is.
    """
    pending = PendingChanges()
    before = dict(_list_committed_files(history, workspace.me))
    unchanged = workspace.index_stat.find_unchanged(before)
    aside = list_skipped_paths(history.git, workspace.git_folder)
    shared = (path for path in before.keys() - unchanged if path.endswith(".md") or has_generated_name(path))
    changed = {*_list_own_files(workspace, before, unchanged, pending), *shared} - unchanged
    for path in sorted(changed, key=lambda path: (has_generated_name(path), path)):
        if workspace.folder.is_symlink(path):
            pending.skipped.append(Skipped(path, SkipReason.SYMLINK))
            continue
        data = workspace.folder.read(path)
        if data is None and path in aside:  # a quarantined path has no file here
            continue
        if data is not None and before.get(path) == compute_blob_id(data, len(history.head or "0" * 40)):
            continue
        from apjournal.services.commit.changed_file import add_changed_file  # usually nothing has changed

        add_changed_file(workspace, history, pending, path, data, private)
    pending.files = dict(sorted(pending.files.items()))
    return pending


def _list_own_files(
    workspace: Workspace, before: Container[str], unchanged: Container[str], pending: PendingChanges
) -> Iterator[str]:
    """Yield the paths that I may share: Markdown files and the calendar in my folder, and the two shared files.

    Files that are `unchanged` in my folder are left out. My other files are added to `pending` as left out, unless
    somebody committed them with plain git.
    """
    yield from (name for name in (AGREEMENT, README) if name in workspace.folder.names(""))
    for path, is_symlink in workspace.folder.walk(workspace.me, without=unchanged):
        if is_symlink or path == f"{workspace.me}/{CALENDAR}" or (path in before and path.endswith(".md")):
            yield path
        elif path.endswith(".md"):
            from apjournal.checks.misnamed_files import find_original_name  # new files are rare

            original = find_original_name(path.rpartition("/")[2])
            if original is None:
                yield path
            else:
                pending.skipped.append(Skipped(path, SkipReason.CLOUD_COPY, {"original": original}))
        elif path not in before:
            pending.skipped.append(Skipped(path, SkipReason.NOT_MARKDOWN))


def _list_committed_files(history: History, me: str) -> Iterator[tuple[str, str]]:
    """Yield my files and the shared files in the last commit, with their blob ids."""
    if history.head is None:
        return
    for entry in history.objects.list_folder(history.head) or ():
        if entry.name in {AGREEMENT, README} and entry.is_file:
            yield entry.name, entry.oid
    folders = [me]
    for folder in folders:
        for entry in history.objects.list_folder(history.head, folder) or ():
            if entry.is_file:  # most entries
                yield f"{folder}/{entry.name}", entry.oid
            elif entry.is_folder:
                folders.append(f"{folder}/{entry.name}")
