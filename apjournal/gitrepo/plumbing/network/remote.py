"""Talk to the server: ask for its tip, fetch one branch, push one commit.

Every outcome is a value, including failures. Nothing is ever forced. A push succeeds if it adds to what the server has.
"""

from __future__ import annotations

import os
import re
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from functools import partial

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import refs
from apjournal.gitrepo.plumbing.config import Listed, choose_ssh_command, list_trusted_folders, require_own_programs
from apjournal.gitrepo.plumbing.digest import is_object_id
from apjournal.gitrepo.plumbing.environment import extend_ssh_command
from apjournal.gitrepo.plumbing.faults import TimedOut, extract_message
from apjournal.gitrepo.plumbing.network.network_failures import (
    LATER,
    NO_RIGHT,
    classify_failure,
    classify_refused_push,
    detect_bad_delivery,
)
from apjournal.gitrepo.plumbing.network.network_failures import Offline as Offline
from apjournal.gitrepo.plumbing.network.network_failures import Refused as Refused
from apjournal.gitrepo.plumbing.network.network_failures import Remote as Remote
from apjournal.gitrepo.plumbing.network.urls import Transport, check_url, rewrite_url
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.refs import BranchState, find_chosen_remote
from apjournal.gitrepo.plumbing.runner import Finished, Git
from apjournal.patterns import make_pattern

_ANY_CODE = range(-64, 256)
_BRANCH = make_pattern(r"(?!.*(?:\.\.|//|/\.|\.lock(?:/|$)|@\{|[/.]$))[^\W_][\w./+@=-]*")
# The other end runs on this machine too, so use no program that settings name, and only that repository's hooks.
_UPLOAD_HERE = ("--upload-pack=git-upload-pack",)
_RECEIVE_HERE = ("--receive-pack=git -c core.hooksPath=hooks receive-pack",)
INCOMING = "refs/apj/incoming/"
"""Prefix of refs to the server's branch as last fetched, before any check."""
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


class Tip(Struct, frozen=True):
    """The commit that the server's branch points to."""

    commit: str


class BranchMissing(Struct, frozen=True):
    """The server can be reached, but the branch does not exist there."""


class BranchList(Struct, frozen=True):
    """All branches of a server (name → commit), and the branch that a new clone checks out."""

    head: str | None
    branches: Mapping[str, str]

    def find_other_branch(self, branch: str) -> str | None:
        """Return a branch that the server has instead of `branch`.

        Return None if the server has `branch`, or has no branches at all.
        """
        return None if branch in self.branches else self.head or min(self.branches, default=None)


class Pushed(Struct, frozen=True):
    """The server's branch points to my commit, which was pushed now or was there already.

    `arrived` is False if git pushed to a URL other than the one it fetches from, and the branch at the latter does not
    point to the commit. With several push URLs, `refusal` is git's message about one that did not accept the commit,
    otherwise "".
    """

    arrived: bool = True
    refusal: str = ""


class PushRejected(Struct, frozen=True):
    """Somebody else pushed first, so fetch, merge and push again.

    `taken` says whether one of several push URLs already has the commit. If so, the commit must stay in the history.
    """

    reason: str
    taken: bool = False


def find_configured_remote(git: Git, config: Listed, branch: str) -> Remote | None:
    """Return the remote through which `branch` is shared, with the URLs that git would use.

    Return None if the journal is not shared. Raise `GitFault` for a URL that apj does not support, or if git's settings
    are ambiguous.
    """
    name = find_chosen_remote(dict(config), branch)
    if name is None:
        return None
    urls = _get_values(config, f"remote.{name}.url")
    fetch = [rewrite_url(url, config) for url in urls]
    push = [rewrite_url(url, config) for url in _get_values(config, f"remote.{name}.pushurl")]
    if not push:
        push = [new for url in urls if (new := rewrite_url(url, config, "pushinsteadof")) != url] or fetch
    check = partial(check_url, remote=name, folder=git.root, trusted=partial(list_trusted_folders, git))
    there, to = check(fetch[0]), tuple(map(check, push))
    transports = {address.transport for address in (there, *to)}
    if transports - {Transport.SSH, Transport.FILE}:
        require_own_programs(git, config)
    ssh = choose_ssh_command(git, config) if Transport.SSH in transports else "ssh"
    return Remote(name=name, fetch=there, push=to, ssh=extend_ssh_command(ssh, terminal=git.terminal))


def get_remote_tip(git: Git, remote: Remote, branch: str) -> Tip | BranchMissing | Offline | Refused:
    """Return the tip of the server's `branch`, or why it is unknown."""
    wanted = f"refs/heads/{branch}"
    answer = _run_network_command(
        git, remote, "ls-remote", *_list_upload_options(remote), "--quiet", "--exit-code", "--", remote.name, wanted
    )
    if isinstance(answer, Offline):
        return answer
    if answer.code not in {0, 2}:
        return classify_failure(git, remote, answer.err)
    found = _parse_ls_remote(answer.out).get(wanted)  # the answer may also contain refs/heads/refs/heads/main
    return Tip(found) if found else _detect_web_page(git, remote) or BranchMissing()


def list_branches(git: Git, remote: Remote) -> BranchList | Offline | Refused:
    """Return all branches of the server, except those whose names git could read as options."""
    options = (*_list_upload_options(remote), "--quiet", "--symref")
    answer = _run_network_command(git, remote, "ls-remote", *options, "--", remote.name, "HEAD", "refs/heads/*")
    if isinstance(answer, Offline):
        return answer
    if answer.code != 0:
        return classify_failure(git, remote, answer.err)
    if not answer.out and (none := _detect_web_page(git, remote)):
        return none
    listed = {
        ref.removeprefix("refs/heads/"): oid for ref, oid in _parse_ls_remote(answer.out).items() if ref != "HEAD"
    }
    branches = {name: oid for name, oid in listed.items() if _BRANCH.fullmatch(name)}
    head = re.search(rb"^ref: refs/heads/([^\t\n]+)\tHEAD$", answer.out, re.MULTILINE)
    name = head[1].decode("utf-8", "replace") if head else None
    return BranchList(name if name in branches else None, branches)


def fetch_branch(git: Git, objects: Objects, remote: Remote, branch: str) -> Tip | BranchMissing | Offline | Refused:
    """Fetch only the remote's `branch` to refs/apj/incoming/BRANCH. Git checks the objects that arrive."""
    incoming = INCOMING + branch
    with tempfile.TemporaryFile() as mark:
        answer = _run_network_command(
            git,
            remote,
            *(
                "fetch",
                *_list_upload_options(remote),
                "--quiet",
                "--no-tags",
                "--no-write-fetch-head",
                "--no-recurse-submodules",
            ),
            *(
                "--no-auto-maintenance",
                "--no-prune",
                "--refmap=",
                "--",
                remote.name,
                f"+refs/heads/{branch}:{incoming}",
            ),
        )
        if isinstance(answer, Offline) or answer.code != 0:
            _remove_partial_objects(git, since=os.fstat(mark.fileno()).st_mtime_ns)
    if isinstance(answer, Offline):
        return answer
    if "couldn't find remote ref" in answer.err:
        return _detect_web_page(git, remote) or BranchMissing()
    if answer.code != 0:
        return detect_bad_delivery(answer.err) or classify_failure(git, remote, answer.err)
    commit = objects.read_commit_at(incoming)
    if commit is None:
        return Refused(
            f"The server's branch {branch} does not point to a commit.", "Ask the administrator of the server."
        )
    return Tip(commit)


def push_commit(git: Git, remote: Remote, branch: str, commit: str) -> Pushed | PushRejected | Offline | Refused:
    """Push `commit` as the new tip of the server's `branch`."""
    answer = _run_push(git, remote, f"{commit}:refs/heads/{branch}")
    if not isinstance(answer, Offline) and "matches more than one" in answer.err:
        # A ref there ends with the name of the branch. With a pattern, git compares whole names.
        outgoing = f"{_OUTGOING}{branch}"
        git.run_git("update-ref", outgoing, commit)
        answer = _run_push(git, remote, f"{_OUTGOING}*:refs/heads/*")
        git.run_git("update-ref", "-d", outgoing)
    if isinstance(answer, Offline):
        return answer
    if remote.is_split and (pushed := _check_push_arrived(git, remote, branch, commit, answer)):
        return pushed
    if answer.code == 0:
        return Pushed()
    summary = "".join(re.findall(r"^!\t[^\t]*\t(.*)$", answer.out.decode("utf-8", "replace"), re.MULTILINE))
    if any(words in summary or words in answer.err for words in _FASTER):
        return PushRejected(summary, taken=re.search(rb"^[ *=]\t", answer.out, re.MULTILINE) is not None)
    if not summary and NO_RIGHT in answer.err:
        summary = NO_RIGHT
    if summary:
        return classify_refused_push(summary, answer.err)
    return classify_failure(git, remote, answer.err, f"push --dry-run {remote.name} {branch}")


def _check_push_arrived(git: Git, remote: Remote, branch: str, commit: str, answer: Finished) -> Pushed | None:
    """Return the result of a push if the server has `commit` now, otherwise None.

    `answer` is the output of the push.
    """
    there = get_remote_tip(git, remote, branch)
    if isinstance(there, Tip) and there.commit == commit:
        return Pushed(refusal="" if answer.code == 0 else extract_message(answer.err))
    return Pushed(arrived=False) if answer.code == 0 else None


def _run_push(git: Git, remote: Remote, refspec: str) -> Finished | Offline:
    receive = _RECEIVE_HERE if any(to.transport is Transport.FILE for to in remote.push) else ()
    return _run_network_command(
        git,
        remote,
        *("-c", "push.pushOption=", "-c", f"remote.{remote.name}.mirror=false"),
        *("push", *receive, "--porcelain", "--no-verify", "--no-follow-tags", "--", remote.name, refspec),
    )


def accept_tip(git: Git, standing: BranchState, new: str) -> None:
    """Record `new` as the server's last accepted tip.

    Raise `RefMoved` if the accepted tip is no longer the one in `standing`. Also move plain git's REMOTE/BRANCH, so
    that plain git shows the same tip. Nothing else depends on that ref, so it does not matter if it cannot be moved. It
    moves first, because git moves refs one after the other. If git is killed in between, the next sync accepts the tip
    again.
    """
    accepted = (refs.ACCEPTED + standing.branch, new, standing.accepted)
    try:
        refs.move_refs(git, [(standing.shown_ref, new, refs.ANYTHING), accepted])
    except GitFault:
        refs.move_refs(git, [accepted])


def accept_nothing(git: Git, branch: str) -> None:
    """Forget the accepted tip, so that apj checks the whole history of the next one."""
    git.run_git("update-ref", "-d", f"refs/apj/remote/{branch}")


def _list_upload_options(remote: Remote) -> tuple[str, ...]:
    return _UPLOAD_HERE if remote.fetch.transport is Transport.FILE else ()


def _run_network_command(
    git: Git, remote: Remote, *args: str, more: Mapping[str, str] | None = None
) -> Finished | Offline:
    """Run one network command, with `more` in its environment. Git may only use the transports of the remote's URLs."""
    transports = {Transport.HTTPS, Transport.SSH, remote.fetch.transport, *(to.transport for to in remote.push)}
    # Unlike `-c protocol.allow`, this also beats `protocol.ext.allow=always` in somebody's settings.
    env = {"GIT_ALLOW_PROTOCOL": ":".join(sorted(transports)), **(more or {})}
    try:
        return git.run_git("-c", f"core.sshCommand={remote.ssh}", *args, env=env, ok=_ANY_CODE, network=True)
    except TimedOut:
        more_time = "If the connection is slow, allow more time: git config --global apj.timeout 600"
        return Offline(f"{remote.fetch.shown} gave no answer within {git.timeout:g} seconds.", f"{LATER} {more_time}")


def _detect_web_page(git: Git, remote: Remote) -> Offline | Refused | None:
    """Return a fault if a web page answers instead of a git server, or None if a git server answers.

    Git treats any page as a repository without branches. A git server answers in packets, which appear in git's trace.
    """
    if remote.fetch.transport not in {Transport.HTTPS, Transport.HTTP}:
        return None
    answer = _run_network_command(
        git, remote, "ls-remote", "--quiet", "--", remote.name, more={"GIT_TRACE_PACKET": "1"}
    )
    if isinstance(answer, Offline):
        return answer
    if "packet:" in answer.err:
        return None
    return Refused(
        f"{remote.fetch.shown} sent a web page, such as a login page, instead of an answer to git.",
        "Open the URL in a browser, and try again.",
    )


def _remove_partial_objects(git: Git, *, since: int) -> None:
    """Delete the temporary object files of an interrupted fetch: those modified at `since` (ns) or later."""
    objects = git.root / git.run_git("rev-parse", "--git-path", "objects").line
    for part in objects.glob("*/tmp_*"):
        with suppress(OSError):
            if part.stat().st_mtime_ns >= since:
                part.unlink()


def _parse_ls_remote(out: bytes) -> dict[str, str]:
    """Return the commit of each ref in the output of `ls-remote`."""
    lines = (line.partition("\t") for line in out.decode("utf-8", "replace").split("\n"))
    return {ref: oid for oid, _, ref in lines if is_object_id(oid)}


def _get_values(config: Listed, name: str) -> list[str]:
    return [value for key, value in config if key == name]
