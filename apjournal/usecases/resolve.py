"""Resolve conflicts with versions that a person chose, after a stopped sync or at conflict markers in a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from apjournal.format.read.conflict_markers import ConflictVersions, find_conflict_markers, split_at_conflicts
from apjournal.gitrepo.merge.contested_paths import Conflict, combine_both_texts, is_readable
from apjournal.model.result_words import ResultWords
from apjournal.model.views.resolve import Choice
from apjournal.model.views.sync import Note
from apjournal.services.commit.commit import commit_mine
from apjournal.services.sync import unmerged
from apjournal.session.recovery_copies import save_recovery_copy
from apjournal.session.workspace import Workspace
from apjournal.session.writing import journal_lock
from apjournal.store.atomic_write import Text, replace_files
from apjournal.store.journal_paths import AGREEMENT, parse_week_name


def list_conflicts(workspace: Workspace) -> tuple[Choice, ...]:
    """Return the choices for the files at which the last sync stopped, or none if only plain git can resolve them."""
    found = unmerged.find_conflicts(workspace)
    return (
        tuple(_build_choice_of_sides(one, workspace.own_words) for one in found)
        if all(conflict.texts for conflict in found)
        else ()
    )


def resolve_conflicts(workspace: Workspace, chosen: Mapping[str, bytes | None]) -> tuple[Note, ...]:
    """Commit my changes and merge the received commits. `chosen` maps paths to the chosen versions.

    Return notes to report.
    """
    with journal_lock(workspace, commits=True):
        mine = commit_mine(workspace)
        for problem in (mine.waits, *mine.pending.broken):
            if problem:
                raise problem
        return unmerged.merge_with_choices(workspace, chosen)


def list_marked_files(workspace: Workspace) -> tuple[str, ...]:
    """Return my files and the shared files that contain conflict markers."""
    me = workspace.identity_or_none
    names = [f"{me}/{name}" for name in workspace.folder.names(me) if name.endswith(".md")] if me else []
    return tuple(path for path in (AGREEMENT, *names) if any(find_conflict_markers(workspace.folder.read(path) or b"")))


def is_week(path: str) -> bool:
    """Whether a file is a week's file."""
    return parse_week_name(path.rpartition("/")[2]) is not None


def list_versions(workspace: Workspace, path: str) -> tuple[Choice, ...]:
    """Return the choices at each conflict marker in a file."""
    read = split_at_conflicts(workspace.folder.read(path) or b"")
    return tuple(_build_choice_of_versions(path, piece) for piece in read if isinstance(piece, ConflictVersions))


def write_choices(workspace: Workspace, path: str, texts: Sequence[bytes | None]) -> None:
    """Write a file with the text chosen at each conflict marker, after saving a copy of its former text."""
    with journal_lock(workspace):
        was = workspace.folder.read(path) or b""
        rest = iter(texts)
        now = b"".join(
            _encode_text(piece) if isinstance(piece, str) else next(rest) or b"" for piece in split_at_conflicts(was)
        )
        save_recovery_copy(workspace, path, was)
        replace_files(workspace.root, {path: Text(now, was)})
        workspace.refresh()


def _build_choice_of_sides(conflict: Conflict, words: ResultWords) -> Choice:
    _, mine, theirs = conflict.texts or (None, None, None)
    texts = {"m": mine, "t": theirs, "b": combine_both_texts(conflict, words)}
    usable = {
        letter: text
        for letter, text in texts.items()
        if (letter != "b" if text is None else is_readable(conflict.path, text, words))
    }
    here, there = ((text or b"").decode("utf-8", "replace").splitlines() for text in (mine, theirs))
    sides = (
        ("Mine, on this device:", tuple(line for line in here if line not in there)),
        ("Theirs, the shared version:", tuple(line for line in there if line not in here)),
    )
    return Choice(conflict.path, sides, usable)


def _build_choice_of_versions(path: str, piece: ConflictVersions) -> Choice:
    first, second = piece.texts
    labels = [
        f"{which} ({name}):" if name else f"{which}:"
        for which, name in zip(("First", "Second"), piece.names, strict=True)
    ]
    sides = (labels[0], tuple(first.splitlines())), (labels[1], tuple(second.splitlines()))
    return Choice(path, sides, {"f": _encode_text(first), "s": _encode_text(second), "b": _encode_text(first + second)})


def _encode_text(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
