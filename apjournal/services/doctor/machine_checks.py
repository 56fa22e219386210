"""The checks of `doctor` outside the clone: the folder, my identity, the server and the editor."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from shlex import quote

from apjournal.analysis.schedule import find_zone
from apjournal.errors import ApjError, GitFault, TrustFault
from apjournal.format.read.partner import read_partner
from apjournal.gitrepo.plumbing.network import folder_remote, remote
from apjournal.gitrepo.plumbing.network.folder_remote import Server
from apjournal.gitrepo.plumbing.network.remote import Remote
from apjournal.gitrepo.plumbing.network.urls import Transport
from apjournal.gitrepo.plumbing.repository import Repository, find_wrong_branch_fault
from apjournal.model.date_words import format_full_date
from apjournal.model.handle import Handle
from apjournal.model.views.doctor import Point, PointKind, PointState, make_point
from apjournal.services.commit.commit import Signing, check_signing_status, read_key_setting
from apjournal.services.doctor.clone_checks import (
    CheckedPoint,
    add_fix,
    find_leftovers,
    make_fine_point,
    make_point_of_fault,
)
from apjournal.services.edit import editor
from apjournal.services.sync import branches
from apjournal.services.sync.unmerged import find_conflict_fault
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PARTNER

_RETURN_AT_ONCE = {"code", "codium", "cursor", "subl", "gvim", "mate", "zed"}
_WAIT = {"--wait", "-w", "--nofork", "-f"}
_SET = "git config apj.signingKey ~/.ssh/id_ed25519.pub"
_ABOUT_SIGNING = {
    Signing.NO_KEY: (PointKind.NO_KEY, "cat ~/.ssh/id_ed25519.pub"),
    Signing.NOT_SET: (PointKind.KEY_NOT_SET, _SET),
    Signing.NOT_FOUND: (PointKind.KEY_NOT_FOUND, _SET),
    Signing.OTHER_KEY: (PointKind.OTHER_KEY, _SET),
}
_CLOUD_DRIVES = (
    (re.compile(r"dropbox(?:[ (-].*)?"), "Dropbox"),
    (re.compile(r"onedrive(?:[ -].*)?"), "OneDrive"),
    (re.compile(r"google[ -]?drive(?:[ (-].*)?|my drive"), "Google Drive"),
    (re.compile(r"icloud[ ~-]?drive.*|mobile documents|com~apple~clouddocs"), "iCloud Drive"),
    (re.compile(r"(?:nextcloud|owncloud)(?:[ -].*)?"), "Nextcloud"),
    (re.compile(r"p?cloud ?drive|megasync|box sync|cloudstorage|synology ?drive"), "a cloud drive"),
)


def check_folder(workspace: Workspace) -> CheckedPoint:
    """Check whether apj can write in the folder, and whether a cloud drive would sync it while git writes there."""
    folders = (workspace.root, workspace.root / ".git", workspace.root / ".git" / "apj")
    closed = [folder for folder in folders if folder.is_dir() and not os.access(folder, os.W_OK | os.X_OK)]
    if closed:
        return CheckedPoint(make_point("place", PointKind.READ_ONLY_FOLDER, path=str(closed[0])))
    service = detect_cloud_drive(workspace.root)
    if service is None:
        return make_fine_point("place")
    path, move = str(workspace.root), f"mv {quote(str(workspace.root))} ~/{quote(workspace.root.name)}"
    return CheckedPoint(make_point("place", PointKind.CLOUD_FOLDER, command=move, path=path, service=service))


def check_identity(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Check which partner this clone belongs to, and the email address of its commits."""
    try:
        me = workspace.identity_or_none
    except ApjError as fault:
        yield make_point_of_fault("identity", fault)
        return
    if me is None:
        named = workspace.environ.get("APJ_PARTNER") or workspace.config.get("apj.partner")
        kind = PointKind.UNKNOWN_IDENTITY if named else PointKind.NO_IDENTITY
        choose, handles = "git config apj.partner HANDLE", ", ".join(workspace.records.partners())
        yield CheckedPoint(make_point("identity", kind, command=choose, named=named or "", partners=handles))
        return
    points = list(_check_partner_file(workspace, me))
    yield from map(CheckedPoint, points)
    if not any(point.state is PointState.LOOK for point in points):
        yield make_fine_point("identity", partner=me)


def _check_partner_file(workspace: Workspace, me: Handle) -> Iterator[Point]:
    path = f"{me}/{PARTNER}"
    data = workspace.folder.read(path)
    if data is not None and read_partner(data, me).broken:
        yield make_point("identity", PointKind.BROKEN_PARTNER_FILE, command=f"apj check {path}", path=path)
        return
    partner, plain = workspace.get_partner(me), workspace.config.get("user.email")
    if not partner.email and not plain:
        yield make_point("identity", PointKind.NO_EMAIL, path=path)
    if partner.timezone and find_zone(partner.timezone) is None:
        yield make_point("identity", PointKind.UNKNOWN_TIMEZONE, path=path, zone=partner.timezone)
    if partner.left:
        yield make_point("identity", PointKind.HAS_LEFT, state=PointState.NOTE, day=format_full_date(partner.left))
    if partner.email and plain and plain.lower() not in partner.addresses:
        yield _make_address_point(workspace, plain, partner.email)


def _make_address_point(workspace: Workspace, plain: str, mine: str) -> Point:
    """Return a result about the email address that plain git uses.

    It is serious if the address is another partner's.
    """
    command = f"git config --local user.email {quote(mine)}"
    owners = [
        handle for handle in workspace.records.partners() if plain.lower() in workspace.get_partner(handle).addresses
    ]
    kind = PointKind.PARTNERS_ADDRESS if owners else PointKind.OTHER_ADDRESS
    state = PointState.LOOK if owners else PointState.NOTE
    owner = workspace.get_partner(owners[0]).called if owners else ""
    return make_point("identity", kind, state=state, command=command, plain=plain, mine=mine, owner=owner)


def check_signing(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Check whether my commits are signed, if my `partner.md` contains a key."""
    partner = workspace.get_partner(workspace.me)
    if partner.signing_key is None:
        return
    state, path = check_signing_status(partner.signing_key, workspace.config), f"{partner.partner}/{PARTNER}"
    if state is Signing.READY:
        yield make_fine_point("signing")
        return
    kind, command = _ABOUT_SIGNING[state]
    level = PointState.NOTE if state is Signing.NOT_SET else PointState.LOOK
    about = {"path": path, "key": read_key_setting(workspace.config) or ""}
    yield CheckedPoint(make_point("signing", kind, state=level, command=command, **about))


def check_unmerged(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Check for a conflict that stopped the last sync, and show the commands that resolve it."""
    if fault := find_conflict_fault(workspace):
        yield make_point_of_fault("conflict", fault)


def check_remote(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Yield results about the remote: its URL, whether it answers, and whether it accepts pushes."""
    git = workspace.git
    try:
        there = remote.find_configured_remote(git, workspace.config_listed, workspace.branch_state.branch)
    except GitFault as fault:
        yield make_point_of_fault("remote", fault)
        return
    if there is None:
        share = "git remote add origin URL"
        yield CheckedPoint(make_point("remote", PointKind.NOT_SHARED, state=PointState.NOTE, command=share))
        return
    if there.is_split:
        yield CheckedPoint(_make_split_point(workspace, there))
    if beside := find_wrong_branch_fault(workspace.git, workspace.branch_state, workspace.config):
        yield make_point_of_fault("remote", beside)
        return
    branch = workspace.branch_state.branch
    answer = remote.get_remote_tip(git, there, branch)
    if isinstance(answer, remote.Offline | remote.Refused):
        yield make_point_of_fault("remote", GitFault(answer.reason, answer.advice))
        return
    found = remote.list_branches(git, there)
    if isinstance(found, remote.BranchList) and isinstance(answer, remote.BranchMissing):
        missing = branches.explain_missing_branch(workspace, there, found, put_back=False)
    else:
        missing = None
    if isinstance(missing, TrustFault):
        yield CheckedPoint(make_point("remote", PointKind.LOST_BRANCH, command="apj sync", message=missing.message))
    elif missing is not None:
        yield make_point_of_fault("remote", missing)
    else:
        yield make_fine_point("remote", url=there.fetch.shown)
    if isinstance(found, remote.BranchList) and isinstance(answer, remote.Tip):
        yield from _check_second_branches(workspace, there, found)
    yield from _check_protections(workspace, there, branch)


def _make_split_point(workspace: Workspace, there: Remote) -> Point:
    """Return a result about a remote whose push URL differs from its fetch URL."""
    about = {"places": " and ".join(address.shown for address in there.push), "url": there.fetch.shown}
    key = f"remote.{there.name}.pushurl"
    if there.fetch in there.push or key not in workspace.config:
        return make_point("remote", PointKind.SPLIT_REMOTE, state=PointState.NOTE, **about)
    unset = f"git config --unset-all {key}"
    return make_point("remote", PointKind.OTHER_PUSH_URL, state=PointState.NOTE, command=unset, **about)


def _check_second_branches(workspace: Workspace, there: Remote, found: remote.BranchList) -> Iterator[CheckedPoint]:
    """Yield a result for each other branch on the remote that also contains this journal."""
    for second in branches.list_second_branches(workspace, there, found):
        state = PointState.LOOK if second.is_given or second.more else PointState.NOTE
        yield make_point_of_fault("remote", branches.make_second_branch_fault(workspace, there, second), state)


def _check_protections(workspace: Workspace, there: Remote, branch: str) -> Iterator[CheckedPoint]:
    if there.fetch.transport is not Transport.FILE:
        about = {"url": there.fetch.shown, "branch": branch}
        yield CheckedPoint(make_point("server", PointKind.UNSEEN_PROTECTIONS, state=PointState.NOTE, **about))
        return
    service = detect_cloud_drive(Path(there.fetch.url))
    if service is not None:
        yield CheckedPoint(make_point("server", PointKind.CLOUD_REMOTE, path=there.fetch.url, service=service))
    yield from _check_folder_remote(
        workspace, folder_remote.inspect_server(workspace.git, Path(there.fetch.url)), branch
    )


def _check_folder_remote(workspace: Workspace, found: Server, branch: str) -> Iterator[CheckedPoint]:
    if found.checked_out:
        path = str(found.git_dir.parent)
        bare = f"git clone --bare {quote(path)} {quote(f'{path}.git')}"
        yield CheckedPoint(make_point("server", PointKind.WORK_TREE_REMOTE, command=bare, path=path))
    elif folder_remote.is_head_dangling(workspace.git, found, branch):
        command = found.format_command(*folder_remote.list_head_arguments(branch))
        point = make_point("server", PointKind.DANGLING_HEAD, command=command, path=str(found.git_dir))
        yield add_fix(point, partial(folder_remote.set_default_branch, workspace.git, found, branch))
    for name in found.missing:
        command, path = found.format_command("config", name, "true"), str(found.git_dir)
        point = make_point("server", PointKind.UNPROTECTED_REMOTE, command=command, path=path, setting=name)
        yield add_fix(point, partial(folder_remote.set_protection, workspace.git, found, name))
    yield from find_leftovers(Repository(found.git_dir, found.git_dir, found.git_dir, shallow=False, grafted=False))
    if not found.missing and not found.checked_out:
        yield make_fine_point("server")


def check_editor(workspace: Workspace) -> CheckedPoint:
    """Check which editor `apj edit` would open, and whether its command waits until the user closes the editor."""
    chosen = workspace.environ.get("VISUAL") or workspace.environ.get("EDITOR") or workspace.config.get("core.editor")
    try:
        command = editor.find_editor(workspace)
    except editor.EditorFault as fault:
        return make_point_of_fault("editor", fault, PointState.LOOK if chosen else PointState.NOTE)
    name = Path(command[0]).stem
    if name in _RETURN_AT_ONCE and not _WAIT.intersection(command[1:]):
        wait = "--nofork" if name == "gvim" else "--wait"
        export = f"export EDITOR={quote(f'{command[0]} {wait}')}"
        return CheckedPoint(make_point("editor", PointKind.HASTY_EDITOR, command=export, editor=name))
    return make_fine_point("editor", editor=name)


def check_clock(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Yield a result if `APJ_NOW` replaces the machine's clock."""
    said = workspace.environ.get("APJ_NOW")
    if said:
        point = make_point("clock", PointKind.REPLACED_CLOCK, state=PointState.NOTE, command="unset APJ_NOW", time=said)
        yield CheckedPoint(point)


def detect_cloud_drive(path: Path) -> str | None:
    """Return the name of the cloud service that syncs `path`, judging by the names of the folders above it, or None."""
    for where in dict.fromkeys((path.absolute(), path.resolve())):
        for part in (folder.name.lower() for folder in (where, *where.parents)):
            for pattern, service in _CLOUD_DRIVES:
                if pattern.fullmatch(part):
                    return service
    return None
