"""Make commits with git's low-level commands only.

No hook runs, no file of the work tree is read, and no staged change is included.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import ancestry, index, refs
from apjournal.gitrepo.plumbing.digest import compute_blob_id, compute_object_id
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import (
    EXECUTABLE,
    REGULAR,
    FileEntry,
    Raw,
    build_edited_tree,
    format_index_lines,
    write_objects,
)

_SSH = ("-c", "gpg.format=ssh", "-c", "gpg.ssh.program=ssh-keygen")
_STRIPPED = " .,:;<>\"'\\"
"""The characters that git removes at both ends of a name or an email address. They depend on git's version."""


class Identity(Struct, frozen=True):
    """Who commits: the name and email address in `partner.md`, and the signing key in the form of git's settings."""

    name: str
    email: str
    key: str | None = None


class CommitInfo(Struct, frozen=True):
    """The message, author and date of a commit. `at` (aware) is the date of both author and committer."""

    message: str
    author: Identity
    at: datetime


class UnsignableCommit(GitFault):
    """Git could not sign the commit, so the commit was not made."""


class IndexBehind(GitFault):
    """The commit `commit` was made, but git's index could not be updated.

    The next command that writes updates the index.
    """

    def __init__(self, commit: str, cause: GitFault) -> None:
        super().__init__(
            f"{commit[:7]} is committed, but git's index could not be updated: {cause.message}", cause.hint
        )
        self.commit = commit


def commit_files(
    git: Git,
    objects: Objects,
    ref: str,
    files: Mapping[str, bytes | None],
    info: CommitInfo,
    *,
    parent: str | None,
) -> str | None:
    """Commit `files` (path → bytes, or None for a removed file) on top of `parent`, and move `ref` to the new commit.

    Return the new commit's id, or None if nothing changes. All other files stay as in `parent`. Without a `parent`,
    begin a history. The same arguments always make the same commit. Raise `RefMoved` if `ref` no longer points to
    `parent`, and `IndexBehind` if the commit was made but the user's index is locked.
    """
    before = _read_entries(objects, parent, files)
    width = len(parent) if parent else 40
    after = {path: _build_entry(data, width, before[path]) for path, data in files.items()}
    changes = {path: entry for path, entry in after.items() if entry != before[path]}
    if not changes:
        return None
    tree, folders = build_edited_tree(objects, parent, changes)
    texts = (files[path] for path in changes)
    made = [*((b"blob", data) for data in texts if data is not None), *folders]
    commit = commit_tree(git, tree, [parent] if parent else [], info, made)
    # Update the index first: after a kill in between it contains the new text, which plain `git commit` also commits.
    locked = _update_user_index(git, changes, width)
    try:
        refs.move_ref(git, ref, commit, parent)
    except GitFault:
        _update_user_index(git, _read_entries(objects, ancestry.resolve_ref(git, ref), changes), width)
        raise
    if locked is not None:
        index.note_behind(git, parent, commit)
        raise IndexBehind(commit, locked) from locked
    return commit


def commit_tree(git: Git, tree: str, parents: Sequence[str], info: CommitInfo, made: Sequence[Raw] = ()) -> str:
    """Write a commit object and return its id. No ref points to the commit yet.

    `made` contains the new objects that the commit needs, for example its tree.
    """
    author = info.author
    is_composed = author.key is None and all(map(_is_written_unchanged, (author.name, author.email)))
    commit = (_write_commit if is_composed else _commit_with_git)(git, tree, parents, info, made)
    ancestry.note_commits(git, {commit: tuple(parents)})
    return commit


def _write_commit(git: Git, tree: str, parents: Sequence[str], info: CommitInfo, made: Sequence[Raw]) -> str:
    """Write the same commit object that git would, together with the objects that it needs, and return its id."""
    who = f"{info.author.name} <{info.author.email}> {_format_date(info.at)}"
    lines = (f"tree {tree}", *(f"parent {parent}" for parent in parents), f"author {who}", f"committer {who}", "", "")
    data = "\n".join(lines).encode("utf-8") + _encode_message(info)
    write_objects(git, [*made, (b"commit", data)], len(tree))
    return compute_object_id(b"commit", data, len(tree))


def _commit_with_git(git: Git, tree: str, parents: Sequence[str], info: CommitInfo, made: Sequence[Raw]) -> str:
    """Make git itself write a commit, because only git can sign it or clean an unusual name, and return its id."""
    write_objects(git, made, len(tree))
    author, text = info.author, _encode_message(info)
    env = {
        f"GIT_{role}_{part}": value
        for role in ("AUTHOR", "COMMITTER")
        for part, value in (("NAME", author.name), ("EMAIL", author.email), ("DATE", f"@{_format_date(info.at)}"))
    }
    arguments = [tree, *(argument for parent in parents for argument in ("-p", parent)), "-F", "-"]
    if author.key is None:
        return git.run_git("commit-tree", *arguments, stdin=text, env=env).line
    try:
        # Signing may wait for a passphrase or a touch. Without a terminal it cannot ask, and it never waits for ever.
        signed = git.run_git(*_SSH, "commit-tree", f"-S{author.key}", *arguments, stdin=text, env=env, network=True)
    except GitFault as fault:
        raise UnsignableCommit(
            f"The commit cannot be signed: {fault.message}",
            "Load the key in a terminal (ssh-add), or stop signing in this clone: git config apj.signingKey none",
        ) from fault
    return signed.line


def _format_date(at: datetime) -> str:
    """Return a date as it is written in a commit: seconds since 1970, and the UTC offset without seconds."""
    return f"{int(at.timestamp())} {f'{at:%z}'[: len('+0100')]}"


def _encode_message(info: CommitInfo) -> bytes:
    return (info.message.replace("\0", "").rstrip() + "\n").encode("utf-8")


def _is_written_unchanged(text: str) -> bool:
    """Whether git would write a name or an email address into a commit without changing it."""
    is_plain = text.isprintable() and not {"<", ">"} & set(text)
    return is_plain and text != "" and text == text.strip(_STRIPPED)


def _update_user_index(git: Git, changes: Mapping[str, FileEntry | None], width: int) -> GitFault | None:
    """Update the user's index with these changes. Return the fault if that is impossible, otherwise None."""
    try:
        git.run_git("update-index", "-z", "--index-info", stdin=format_index_lines(changes.items(), width))
    except GitFault as fault:
        return fault
    return None


def _build_entry(data: bytes | None, width: int, before: FileEntry | None) -> FileEntry | None:
    """Return the new entry of a path with the text `data`, or None if the file is removed.

    A file that is executable in git stays so, because some drives set that bit on every file.
    """
    if data is None:
        return None
    is_marked = before is not None and before.mode == EXECUTABLE
    return FileEntry(EXECUTABLE if is_marked else REGULAR, compute_blob_id(data, width))


def _read_entries(objects: Objects, commit: str | None, paths: Iterable[str]) -> dict[str, FileEntry | None]:
    """Return the entry of each path in a commit. It is None if there is no file or no commit."""
    there = {path: objects.find_entry(commit, path) if commit else None for path in paths}
    return {path: FileEntry(at.mode, at.oid) if at and not at.is_folder else None for path, at in there.items()}
