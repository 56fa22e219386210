"""The server: ask for its tip, fetch one branch, push one commit. What comes of it is a value, never a surprise.

Nothing here is ever forced: a push goes through when it adds to what the server has, and otherwise says why not.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass
from shlex import quote

from apjournal.errors import GitFault
from apjournal.gitrepo import refs
from apjournal.gitrepo.config import Listed
from apjournal.gitrepo.environment import ssh_command
from apjournal.gitrepo.faults import TimedOut, said
from apjournal.gitrepo.objects import Objects
from apjournal.gitrepo.runner import Finished, Git
from apjournal.gitrepo.urls import Address, Transport, check_url

LATER = "Everything is safe here; run the command again when the connection is back."

_ANY_CODE = range(-64, 256)
_OID = re.compile(r"[0-9a-f]{40}(?:[0-9a-f]{24})?")
_BRANCH = re.compile(r"(?!.*(?:\.\.|//|/\.|\.lock(?:/|$)|@\{|[/.]$))[^\W_][\w./+@=-]*")
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
_NO_RIGHT = "returned error: 403"  # to a push, where a fetch just worked
_COMPARE = ("Compare the address: git remote -v", "Compare the address with the one that you were given.")
_SSH_ENDED = "Could not read from remote repository"
_NOTHING_THERE = ("not appear to be a git repository", "not found", "No such file or directory", "returned error: 404")
# What runs at the other end runs here: no program that settings name, and of hooks those of that repository alone.
_UPLOAD_HERE = ("--upload-pack=git-upload-pack",)
_RECEIVE_HERE = ("--receive-pack=git -c core.hooksPath=hooks receive-pack",)
_OUTGOING = "refs/apj/outgoing/"
_FASTER = (
    "fetch first",
    "non-fast-forward",
    "failed to update ref",
    "cannot lock ref",
    "incorrect old value",
    "reference already exists",
    "stale info",
)


@dataclass(frozen=True, slots=True)
class Remote:
    """What `origin` means here, looked at: where git fetches from and pushes to, and its ssh command."""

    fetch: Address
    push: tuple[Address, ...]
    ssh: str


@dataclass(frozen=True, slots=True)
class Tip:
    """The commit that the server's branch names."""

    commit: str


@dataclass(frozen=True, slots=True)
class Gone:
    """The server is there, the branch is not."""


@dataclass(frozen=True, slots=True)
class Offline:
    """The server can't be reached now; `reason` in git's words, `advice` what to do."""

    reason: str
    advice: str


@dataclass(frozen=True, slots=True)
class Refused:
    """The server, or what it sent, is not as it has to be; trying again does not help before `advice` is followed.

    `early` is the advice where there is no clone yet; empty when it is the same.
    """

    reason: str
    advice: str
    early: str = ""


@dataclass(frozen=True, slots=True)
class Survey:
    """All branches of a server (name → commit), and which of them it gives to a new clone."""

    head: str | None
    branches: Mapping[str, str]

    def other_than(self, branch: str) -> str | None:
        """Name what is shared there when it is not `branch`; None where that is there, or nothing."""
        return None if branch in self.branches else self.head or min(self.branches, default=None)


@dataclass(frozen=True, slots=True)
class Pushed:
    """The server's branch names my commit now (or did so already)."""


@dataclass(frozen=True, slots=True)
class Retry:
    """The partner was faster: fetch, merge and push again."""

    reason: str


def configured_remote(git: Git, config: Listed) -> Remote | None:
    """Look at what git's settings have as `origin`; None when the journal is not shared. GitFault for a bad address."""
    urls = _values(config, "remote.origin.url")
    if not urls:
        return None
    fetch = [_rewritten(url, config, "insteadof") for url in urls]
    push = [_rewritten(url, config, "insteadof") for url in _values(config, "remote.origin.pushurl")]
    if not push:
        push = [new for url in urls if (new := _rewritten(url, config, "pushinsteadof")) != url] or fetch
    ssh = (_values(config, "core.sshcommand") or ["ssh"])[-1]
    return Remote(
        fetch=check_url(fetch[0], configured=True, folder=git.root),
        push=tuple(check_url(url, configured=True, folder=git.root) for url in push),
        ssh=ssh_command(ssh, terminal=git.terminal),
    )


def probe(git: Git, remote: Remote, branch: str) -> Tip | Gone | Offline | Refused:
    """Ask where the server's `branch` is."""
    wanted = f"refs/heads/{branch}"
    answer = _ask(git, remote, "ls-remote", *_upload(remote), "--quiet", "--exit-code", "--", "origin", wanted)
    if isinstance(answer, Offline):
        return answer
    if answer.code not in {0, 2}:
        return _stood_in_the_way(git, remote.fetch, answer.err)
    found = _listed(answer.out).get(wanted)  # git lists refs/heads/refs/heads/main, too
    return Tip(found) if found else _no_server(git, remote) or Gone()


def survey(git: Git, remote: Remote) -> Survey | Offline | Refused:
    """Ask for all branches; a name that no argument of git should be is passed over."""
    options = (*_upload(remote), "--quiet", "--symref")
    answer = _ask(git, remote, "ls-remote", *options, "--", "origin", "HEAD", "refs/heads/*")
    if isinstance(answer, Offline):
        return answer
    if answer.code != 0:
        return _stood_in_the_way(git, remote.fetch, answer.err)
    if not answer.out and (none := _no_server(git, remote)):
        return none
    listed = {ref.removeprefix("refs/heads/"): oid for ref, oid in _listed(answer.out).items() if ref != "HEAD"}
    branches = {name: oid for name, oid in listed.items() if _BRANCH.fullmatch(name)}
    head = re.search(rb"^ref: refs/heads/([^\t\n]+)\tHEAD$", answer.out, re.MULTILINE)
    name = head[1].decode("utf-8", "replace") if head else None
    return Survey(name if name in branches else None, branches)


def fetch(git: Git, objects: Objects, remote: Remote, branch: str) -> Tip | Gone | Offline | Refused:
    """Bring the server's `branch` to refs/apj/incoming/BRANCH, and no other ref; what arrives is checked by git."""
    incoming = f"refs/apj/incoming/{branch}"
    with tempfile.TemporaryFile() as mark:
        answer = _ask(
            git,
            remote,
            *("fetch", *_upload(remote), "--quiet", "--no-tags", "--no-write-fetch-head", "--no-recurse-submodules"),
            *("--no-auto-maintenance", "--no-prune", "--refmap=", "--", "origin", f"+refs/heads/{branch}:{incoming}"),
        )
        if isinstance(answer, Offline) or answer.code != 0:
            _remove_parts(git, since=os.fstat(mark.fileno()).st_mtime_ns)
    if isinstance(answer, Offline):
        return answer
    if "couldn't find remote ref" in answer.err:
        return _no_server(git, remote) or Gone()
    if answer.code != 0:
        return _bad_delivery(answer.err) or _stood_in_the_way(git, remote.fetch, answer.err)
    commit = objects.commit_at(incoming)
    if commit is None:
        return Refused(f"The server's branch {branch} is no commit.", "Ask who looks after the server.")
    return Tip(commit)


def push(git: Git, remote: Remote, branch: str, commit: str) -> Pushed | Retry | Offline | Refused:
    """Offer `commit` as the new tip of the server's `branch`."""
    answer = _push(git, remote, f"{commit}:refs/heads/{branch}")
    if not isinstance(answer, Offline) and "matches more than one" in answer.err:
        # Somebody made a ref there whose name ends as the branch's does. With a pattern git goes by the whole name.
        outgoing = f"{_OUTGOING}{branch}"
        git.run("update-ref", outgoing, commit)
        answer = _push(git, remote, f"{_OUTGOING}*:refs/heads/*")
        git.run("update-ref", "-d", outgoing)
    if isinstance(answer, Offline):
        return answer
    if answer.code == 0:
        return Pushed()
    summary = "".join(re.findall(r"^!\t[^\t]*\t(.*)$", answer.out.decode("utf-8", "replace"), re.MULTILINE))
    if any(words in summary or words in answer.err for words in _FASTER):
        return Retry(summary)
    if not summary and _NO_RIGHT in answer.err:
        summary = _NO_RIGHT
    if summary:
        return _declined(summary, answer.err)
    return _stood_in_the_way(git, remote.push[0], answer.err, f"push --dry-run origin {branch}")


def _push(git: Git, remote: Remote, refspec: str) -> Finished | Offline:
    receive = _RECEIVE_HERE if any(to.transport is Transport.FILE for to in remote.push) else ()
    return _ask(
        git,
        remote,
        *("-c", "push.pushOption=", "-c", "remote.origin.mirror=false"),
        *("push", *receive, "--porcelain", "--no-verify", "--no-follow-tags", "--", "origin", refspec),
    )


def accept(git: Git, branch: str, new: str, old: str | None) -> None:
    """Note `new` as the server's tip that was last accepted (`old` before); RefMoved when it was another.

    origin/BRANCH comes along, so that plain git shows the same; where it can't, nothing depends on it. It comes first:
    git moves one after the other, and when it is killed between the two the next sync accepts once more.
    """
    accepted = (f"refs/apj/remote/{branch}", new, old)
    try:
        refs.move_all(git, [(f"refs/remotes/origin/{branch}", new, refs.ANYTHING), accepted])
    except GitFault:
        refs.move_all(git, [accepted])


def accept_nothing(git: Git, branch: str) -> None:
    """Note that no tip was accepted yet, so that the next one is looked at."""
    git.run("update-ref", "-d", f"refs/apj/remote/{branch}")


def _upload(remote: Remote) -> tuple[str, ...]:
    return _UPLOAD_HERE if remote.fetch.transport is Transport.FILE else ()


def _ask(git: Git, remote: Remote, *args: str, more: Mapping[str, str] | None = None) -> Finished | Offline:
    """Run one network command, `more` in its environment; no transport is open but those that the addresses need."""
    transports = {Transport.HTTPS, Transport.SSH, remote.fetch.transport, *(to.transport for to in remote.push)}
    # Unlike `-c protocol.allow`, this also beats `protocol.ext.allow=always` in somebody's settings.
    env = {"GIT_ALLOW_PROTOCOL": ":".join(sorted(transports)), **(more or {})}
    try:
        return git.run("-c", f"core.sshCommand={remote.ssh}", *args, env=env, ok=_ANY_CODE, network=True)
    except TimedOut:
        return Offline(f"{remote.fetch.shown} gave no answer within {git.timeout:g} seconds.", LATER)


def _stood_in_the_way(git: Git, address: Address, err: str, asking: str = "ls-remote origin") -> Offline | Refused:
    """Tell from git's words whether the server is away, wants a login, or is none.

    `asking` is a command of plain git that asks for the same login.
    """
    lines = err.splitlines()
    if any(words in err for words in _LOGIN):
        once = "Log in once, in a terminal: git"
        return Refused(
            f"{address.shown} asks for a login.",
            f"{once} -C {quote(str(git.root))} {asking}",
            f"{once} ls-remote {quote(address.shown)}",
        )
    for line in lines:
        if any(words in line for words in _AWAY):
            return Offline(f"{address.shown} can't be reached: {line.removeprefix('fatal: ').strip()}", LATER)
    if any(words in err for words in _NOTHING_THERE):
        if address.transport is Transport.FILE:
            return Offline(f"There is no repository at {address.shown} now.", "Attach its disk, and try again.")
        return Refused(f"There is no repository at {address.shown}.", *_COMPARE)
    # Of ssh, the first line is what it is about.
    words = next((line for line in lines if line.strip()), "") if _SSH_ENDED in err else said(err)
    return Refused(f"{address.shown} gave an answer that git can't use: {words}", *_COMPARE)


def _no_server(git: Git, remote: Remote) -> Offline | Refused | None:
    """Tell a web page that answers for the server from a server without the branch; None for the latter.

    Git takes any page for a repository without branches. A server of git speaks in packets, which a trace shows.
    """
    if remote.fetch.transport not in {Transport.HTTPS, Transport.HTTP}:
        return None
    answer = _ask(git, remote, "ls-remote", "--quiet", "--", "origin", more={"GIT_TRACE_PACKET": "1"})
    if isinstance(answer, Offline):
        return answer
    if "packet:" in answer.err:
        return None
    return Refused(
        f"{remote.fetch.shown} gave an answer that git can't use: it is that of a web page, such as one to log in.",
        "Open the address in a browser, and try again.",
    )


def _remove_parts(git: Git, *, since: int) -> None:
    """Give the disk back what a fetch that was broken off has left, files no older than `since` (nanoseconds)."""
    objects = git.root / git.run("rev-parse", "--git-path", "objects").line
    for part in objects.glob("*/tmp_*"):
        with suppress(OSError):
            if part.stat().st_mtime_ns >= since:
                part.unlink()


def _bad_delivery(err: str) -> Refused | None:
    """Tell whether a fetch was stopped because of what it brought."""
    keep = "Nothing was taken over. Show your partner this line before anything else is done."
    if "fsck error" in err or re.search(r"error: object [0-9a-f]{40}", err):
        return Refused(f"What the server sent is not sound: {said(err)}.", keep)
    if "signal 25" in err or "File too large" in err:
        return Refused("What the server sent is larger than any journal: more than 256 MB.", keep)
    return None


def _declined(summary: str, err: str) -> Refused:
    told = [line.removeprefix("remote: ").strip() for line in err.splitlines() if line.startswith("remote: ")]
    words = " ".join((summary, *told))
    if "checked out" in words:
        return Refused(
            "The repository to push to has a work tree, which a push would leave behind.",
            "Share through a bare one: apj init --shared PATH",
        )
    return Refused(f"The server did not take it: {words}", "Ask who looks after the server for the right to push.")


def _listed(out: bytes) -> dict[str, str]:
    """Read `ls-remote`: each ref and its commit."""
    lines = (line.partition("\t") for line in out.decode("utf-8", "replace").split("\n"))
    return {ref: oid for oid, _, ref in lines if _OID.fullmatch(oid)}


def _values(config: Listed, name: str) -> list[str]:
    return [value for key, value in config if key == name]


def _rewritten(url: str, config: Listed, rule: str) -> str:
    """Apply `url.BASE.insteadOf`, the longest beginning first, as git does."""
    rules = [
        (value, key.removeprefix("url.").removesuffix(f".{rule}"))
        for key, value in config
        if key.startswith("url.") and key.endswith(f".{rule}") and url.startswith(value)
    ]
    if not rules:
        return url
    beginning, base = max(rules, key=lambda pair: len(pair[0]))
    return base + url.removeprefix(beginning)
