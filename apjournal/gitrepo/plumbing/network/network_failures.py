"""Determine from git's message why a network command did not succeed: the server is unreachable, or it refused."""

from __future__ import annotations

import re
from shlex import quote

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing.damaged_files import find_damage
from apjournal.gitrepo.plumbing.faults import detect_unreadable_format, extract_message
from apjournal.gitrepo.plumbing.network.urls import Address, Transport
from apjournal.gitrepo.plumbing.refs import ACCEPTED, list_refs
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.patterns import make_pattern

LATER = "Run the command again when the connection is back."

_LOGIN = (
    "Authentication failed",
    "could not read Username",
    "could not read Password",
    "terminal prompts disabled",
    "Permission denied (",
    "Host key verification failed",
    "returned error: 401",
    "returned error: 403",
)
_AWAY = (
    "Could not resolve host",
    "name resolution",
    "onnection refused",
    "onnection timed out",
    "onnection reset",
    "onnection closed",
    "Couldn't connect",
    "ailed to connect",
    "etwork is unreachable",
    "No route to host",
    "timed out",
    "too slow",
    "early EOF",
    "hung up unexpectedly",
    "unexpected disconnect",
    "Empty reply",
    "transfer closed",
    "returned error: 5",
)
NO_RIGHT = "returned error: 403"  # the answer to a push, although a fetch just worked
_COMPARE = ("Compare the URL: git remote -v", "Compare the URL with the one that you were given.")
_SSH_ENDED = "Could not read from remote repository"
_BAD_OBJECT = make_pattern(r"bad object (refs/remotes/\S+)")
_NOTHING_THERE = ("not appear to be a git repository", "not found", "No such file or directory", "returned error: 404")


class Remote(Struct, frozen=True):
    """The remote `name`, whose settings were checked: its fetch URL, its push URLs, and the command that starts ssh."""

    name: str
    fetch: Address
    push: tuple[Address, ...]
    ssh: str

    @property
    def is_split(self) -> bool:
        """Whether git pushes to a URL other than the one it fetches from, or to several."""
        return self.push != (self.fetch,)


class Offline(Struct, frozen=True):
    """The server cannot be reached now. `reason` is git's message, and `advice` says what to do.

    `early` is the advice to show instead before there is a clone, or "" if `advice` also fits then.
    """

    reason: str
    advice: str
    early: str = ""


class Refused(Struct, frozen=True):
    """The server refused, or sent invalid data. Trying again does not help until somebody follows `advice`.

    `early` is the advice to show instead before there is a clone, or "" if `advice` also fits then. `by_commits` says
    whether the server may have refused a push because of the email address or the signature of its commits.
    """

    reason: str
    advice: str
    early: str = ""
    by_commits: bool = False


def classify_failure(git: Git, remote: Remote, err: str, pushing: str = "") -> Offline | Refused:
    """Return why a network command did not succeed: unreachable, login needed, or not a repository.

    If the command was a push, `pushing` is the plain git command that asks for the same login.
    """
    if damage := find_damage(git.root):
        raise damage
    if lost := _BAD_OBJECT.search(err):
        raise GitFault(
            f"{lost[1]} contains a commit that is missing from this clone. Your files are unchanged.",
            f"Repair it, in the journal's folder: git update-ref -d {quote(lost[1])} && git fetch",
        )
    address = remote.push[0] if pushing else remote.fetch
    asking = pushing or f"ls-remote {remote.name}"
    lines = err.splitlines()
    if unreadable := detect_unreadable_format(err):
        return Refused(f"{address.shown} cannot be used. {unreadable.message}", unreadable.hint)
    if any(words in err for words in _LOGIN):
        once = "Log in once, in a terminal: git"
        return Refused(
            f"{address.shown} asks for a login.",
            f"{once} -C {quote(str(git.root))} {asking}",
            f"{once} ls-remote {quote(address.shown)}",
        )
    for line in lines:
        if any(words in line for words in _AWAY):
            return Offline(f"{address.shown} cannot be reached: {line.removeprefix('fatal: ').strip()}", LATER)
    if any(words in err for words in _NOTHING_THERE):
        if address.transport is Transport.FILE:
            return _make_missing_folder(git, remote, address)
        return Refused(f"There is no repository at {address.shown}.", *_COMPARE)
    # The first line of ssh's message gives the cause.
    words = next((line for line in lines if line.strip()), "") if _SSH_ENDED in err else extract_message(err)
    return Refused(f"{address.shown} sent an answer that git cannot use: {words}", *_COMPARE)


def _make_missing_folder(git: Git, remote: Remote, address: Address) -> Offline:
    """Return the answer of a folder that is not there. It may be one through which nobody has shared yet."""
    was_there = bool(list_refs(git, ACCEPTED))
    way = f"has moved: git remote set-url {remote.name} PATH"
    if not was_there:
        way = f"does not exist yet: git init --bare {quote(address.url)}"
    connect = "Connect the disk that contains it"
    return Offline(
        f"There is no repository at {address.shown}{' now' if was_there else ''}.",
        f"{connect}. If the repository {way}",
        f"{connect}, or compare the path with the one that you were given.",
    )


def detect_bad_delivery(err: str) -> Refused | None:
    """Return a refusal if git stopped a fetch because of invalid objects, or None for any other failure."""
    keep = "Nothing was merged. Show your partner this line before either of you does anything else."
    if "fsck error" in err or re.search(r"error: object [0-9a-f]{40}", err):
        return Refused(f"The server sent damaged data: {extract_message(err)}.", keep)
    if "signal 25" in err or "File too large" in err:
        way = (
            "Nothing was merged. Ask your partner what the data is. If you both want it, run git fetch, "
            "then sync again."
        )
        return Refused(
            "The server sent more than 256 MB, which is more than any journal needs.",
            way,
            "Ask your partner what the data is.",
        )
    return None


def classify_refused_push(summary: str, err: str) -> Refused:
    """Return the server's own reason for refusing a push, with advice."""
    told = [line.removeprefix("remote: ").strip() for line in err.splitlines() if line.startswith("remote: ")]
    words = " ".join((summary, *told))
    if "checked out" in words:
        return Refused(
            "The repository to push to has a work tree, which a push does not update.",
            "Share through a bare one: apj init --shared PATH",
        )
    advice = _find_advice(words)
    may_be_commits = advice in {_ADDRESS, _SIGN} or "hook declined" in words
    return Refused(f"The server did not accept the push: {words}", advice, by_commits=may_be_commits)


_ADDRESS = (
    "In your partner.md, set email: to an address that the host accepts, such as its noreply address. Then sync again. "
    "apj gives the new address to commits that were never shared."
)
_SIGN = (
    "Sign your commits: see docs/editors-and-hosting.md, Signed commits, and register the key at the "
    "host. Then sync again. "
    "apj signs the commits that were never shared."
)
_REASONS = (
    (r"GH007|private email|author's email|committer email|email address .*(verified|match)|not a member", _ADDRESS),
    (r"unsigned|verified signatures|not signed|must be signed", _SIGN),
    (r"GH006|GH013|protected branch|rule violations", "Check the rules for this branch in the host's settings."),
)


def _find_advice(words: str) -> str:
    """Return advice that fits the server's message, or general advice if the message contains no reason."""
    found = (advice for pattern, advice in _REASONS if re.search(pattern, words, re.IGNORECASE))
    return next(found, "Ask the administrator of the server for permission to push.")
