"""Recreate commits that the server refused because of their email address or signature, before anybody has them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from enum import StrEnum

from msgspec import Struct

from apjournal.gitrepo.plumbing.commit import CommitInfo, Identity, commit_tree
from apjournal.gitrepo.plumbing.objects import Commit, Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.patterns import make_pattern

_COMMITTER = make_pattern(rb"^committer .*<([^<>\n]*)>", re.MULTILINE)
_PLAIN = make_pattern(rb"(?:(?:tree|parent|author|committer|gpgsig) [^\n]*\n| [^\n]*\n)*\n")


class Remade(Struct, frozen=True):
    """The newest of the recreated commits, and their number."""

    tip: str
    count: int


class KeepReason(StrEnum):
    """Why a commit is not recreated: it may be shared, its email address is unknown, or another program made it."""

    HELD = "held"
    OTHER_ADDRESS = "other_address"
    UNUSUAL = "unusual"


class Unchangeable(Struct, frozen=True):
    """A commit that cannot be recreated, and why.

    If the reason is an email address that is not mine, `address` contains it.
    """

    commit: str
    reason: KeepReason
    address: str = ""


class _Old(Struct, frozen=True):
    """A commit that the server does not have: its contents, and the email address of its committer."""

    commit: Commit
    committer: str
    message: str
    is_plain: bool


def recreate_all(
    git: Git,
    objects: Objects,
    commits: Iterable[str],
    *,
    held: Collection[str],
    mine: Collection[str],
    author: Identity,
) -> Remade | Unchangeable | None:
    """Recreate the commits that lack the email address or the signature of `author`, and all their children.

    - `commits`: the branch's commits that the server does not have, parents before children.
    - `mine`: my email addresses in lowercase. A commit with another address does not change.
    - `held`: commits that do not change, because they were kept or shared in another way.

    Each new commit keeps its text, date and message. No ref moves. Return `Unchangeable` if a commit would have to
    change but cannot, and None if no commit has to change.
    """
    new: dict[str, str] = {}
    tip, left = "", None
    for commit in commits:
        old = _read_commit(git, objects, commit)
        tip = commit
        parents = [new.get(parent, parent) for parent in old.commit.parents]
        wanted = _should_recreate(old, author)
        if not wanted and parents == list(old.commit.parents):
            continue
        if stays := _find_reason_to_keep(old, held, mine):
            left = left or stays
            if parents == list(old.commit.parents):
                continue
            return left
        assert old.commit.at is not None  # noqa: S101  a commit without a date is kept
        new[commit] = commit_tree(git, old.commit.tree, parents, CommitInfo(old.message, author, old.commit.at))
    return Remade(new.get(tip, tip), len(new)) if new else left


def _read_commit(git: Git, objects: Objects, commit: str) -> _Old:
    raw = git.run_git("cat-file", "commit", commit).out
    head, _, message = raw.partition(b"\n\n")
    text = message.decode("utf-8", "ignore")
    committer = _COMMITTER.search(head)
    return _Old(
        commit=objects.read_commits((commit,))[commit],
        committer=committer[1].decode("utf-8", "replace").lower() if committer else "",
        message=text,
        is_plain=_PLAIN.match(raw) is not None and text.encode("utf-8") == message,
    )


def _should_recreate(old: _Old, author: Identity) -> bool:
    """Whether a commit has another email address than `author`, or lacks a signature that `author` would add."""
    emails = {old.commit.author_email.lower(), old.committer}
    return emails != {author.email.lower()} or (author.key is not None and not old.commit.signature)


def _find_reason_to_keep(old: _Old, held: Collection[str], mine: Collection[str]) -> Unchangeable | None:
    """Return the reason why a commit must stay unchanged, or None if it may change."""
    commit = old.commit.id
    if commit in held:
        return Unchangeable(commit, KeepReason.HELD)
    for email in (old.commit.author_email.lower(), old.committer):
        if email not in mine:
            return Unchangeable(commit, KeepReason.OTHER_ADDRESS, email)
    if not old.is_plain or old.commit.at is None:
        return Unchangeable(commit, KeepReason.UNUSUAL)
    return None
