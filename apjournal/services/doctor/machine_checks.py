"""What `doctor` looks at around the clone: the place, who I am, the server, the editor."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from shlex import quote

from apjournal.analysis.schedule import find_zone
from apjournal.errors import ApjError, GitFault, TrustFault
from apjournal.format.read.partner import read_partner
from apjournal.gitrepo.plumbing import folder_remote, remote
from apjournal.gitrepo.plumbing.folder_remote import Server
from apjournal.gitrepo.plumbing.remote import Remote
from apjournal.gitrepo.plumbing.repository import Repository, find_wrong_branch_fault
from apjournal.gitrepo.plumbing.urls import Transport
from apjournal.model.handle import Handle
from apjournal.model.views.doctor import Point, State
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
    Signing.NO_KEY: ("The signing_key in {path} is not an SSH public key.", "cat ~/.ssh/id_ed25519.pub"),
    Signing.NOT_SET: ("{path} names a key, and your commits are not signed here.", _SET),
    Signing.NOT_FOUND: ("There is no public key at {named}, so your commits are not signed.", _SET),
    Signing.OTHER_KEY: ("The key {named} is not the one in {path}, so your commits are not signed.", _SET),
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
    """Check whether a cloud drive copies the folder while git writes in it."""
    service = detect_cloud_drive(workspace.root)
    if service is None:
        return make_fine_point("place", "the location of the folder")
    message = f"{workspace.root} is in {service}, which copies git's files one by one and can break the history."
    return CheckedPoint(
        Point(
            "place",
            State.LOOK,
            message,
            "Move it elsewhere; sync shares it",
            f"mv {quote(str(workspace.root))} ~/{quote(workspace.root.name)}",
        )
    )


def check_identity(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Check who I am here, and which email address commits get."""
    try:
        me = workspace.identity_or_none
    except ApjError as fault:
        yield make_point_of_fault("identity", fault)
        return
    if me is None:
        named = workspace.environ.get("APJ_PARTNER") or workspace.config.get("apj.partner")
        said = f"There is no partner {named} here." if named else "Nothing here says which partner you are."
        there = ", ".join(workspace.records.partners())
        advice = f"Set it once, to one of {there}" if there else "Set it once"
        yield CheckedPoint(Point("identity", State.LOOK, said, advice, "git config apj.partner HANDLE"))
        return
    points = list(_check_partner_file(workspace, me))
    yield from map(CheckedPoint, points)
    if not any(point.state is State.LOOK for point in points):
        yield make_fine_point("identity", f"who you are ({me})")


def _check_partner_file(workspace: Workspace, me: Handle) -> Iterator[Point]:
    path = f"{me}/{PARTNER}"
    data = workspace.folder.read(path)
    if data is not None and read_partner(data, me).broken:
        yield Point("identity", State.LOOK, f"{path} can't be read.", "See where", f"apj check {path}")
        return
    partner, plain = workspace.get_partner(me), workspace.config.get("user.email")
    if not partner.email and not plain:
        yield Point("identity", State.LOOK, f"{path} has no email address.", "Add a line to it: email: you@example.org")
    if partner.timezone and find_zone(partner.timezone) is None:
        message = f"The time zone {partner.timezone} of {path} is not known on this machine."
        yield Point("identity", State.LOOK, message, "Write one like Europe/Lisbon, or install the package tzdata")
    if partner.left:
        yield Point("identity", State.NOTE, f"You ended your part here on {partner.left}.")
    if partner.email and plain and plain.lower() not in partner.addresses:
        yield _explain_other_address(workspace, plain, partner.email)


def _explain_other_address(workspace: Workspace, plain: str, mine: str) -> Point:
    """Return the check of plain git's email address. It is serious if the address is a partner's."""
    whose = [
        handle for handle in workspace.records.partners() if plain.lower() in workspace.get_partner(handle).addresses
    ]
    state = State.LOOK if whose else State.NOTE
    of = f", which is {workspace.get_partner(whose[0]).called}'s" if whose else ""
    message = f"Plain git commits here as {plain}{of}; apj commits as {mine}."
    return Point("identity", state, message, "To use one address", f"git config --local user.email {quote(mine)}")


def check_signing(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Check whether my commits are signed, where my `partner.md` names a key."""
    partner = workspace.get_partner(workspace.me)
    if partner.signing_key is None:
        return
    state, path = check_signing_status(partner.signing_key, workspace.config), f"{partner.partner}/{PARTNER}"
    if state is Signing.READY:
        yield make_fine_point("signing", "the key that signs")
        return
    message, command = _ABOUT_SIGNING[state]
    level = State.NOTE if state is Signing.NOT_SET else State.LOOK
    named = read_key_setting(workspace.config) or ""
    yield CheckedPoint(Point("signing", level, message.format(path=path, named=named), "Set which one it is", command))


def check_unmerged(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Check for a conflict that stopped the last sync, with the commands that resolve it."""
    if fault := find_conflict_fault(workspace):
        yield make_point_of_fault("conflict", fault)


def check_remote(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Check the remote: its URL, whether it answers, what it accepts."""
    git = workspace.git
    try:
        there = remote.find_configured_remote(git, workspace.config_listed, workspace.branch_state.branch)
    except GitFault as fault:
        yield make_point_of_fault("remote", fault)
        return
    if there is None:
        yield CheckedPoint(
            Point("remote", State.NOTE, "The journal is not shared.", "To share it", "git remote add origin URL")
        )
        return
    if there.is_split:
        yield CheckedPoint(_explain_several_remotes(workspace, there))
    if beside := find_wrong_branch_fault(workspace.branch_state, workspace.config):
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
        yield CheckedPoint(Point("remote", State.LOOK, missing.message, "Talk first; sync shows more", "apj sync"))
    elif missing is not None:
        yield make_point_of_fault("remote", missing)
    else:
        yield make_fine_point("remote", f"the URL {there.fetch.shown}")
    if isinstance(found, remote.BranchList) and isinstance(answer, remote.Tip):
        yield from _check_second_branches(workspace, there, found)
    yield from _check_protections(workspace, there, branch)


def _explain_several_remotes(workspace: Workspace, there: Remote) -> Point:
    """Return the point about pushes that go elsewhere than fetches come from."""
    places = " and ".join(address.shown for address in there.push)
    message = f"You push to {places}, but you fetch from {there.fetch.shown}."
    key = f"remote.{there.name}.pushurl"
    if there.fetch in there.push or key not in workspace.config:
        return Point("remote", State.NOTE, message)
    return Point("remote", State.NOTE, message, "To use one address place", f"git config --unset-all {key}")


def _check_second_branches(workspace: Workspace, there: Remote, found: remote.BranchList) -> Iterator[CheckedPoint]:
    """Return a point for each other branch there that contains this journal too."""
    for second in branches.list_second_branches(workspace, there, found):
        state = State.LOOK if second.is_given or second.more else State.NOTE
        yield make_point_of_fault("remote", branches.make_second_branch_fault(workspace, there, second), state)


def _check_protections(workspace: Workspace, there: Remote, branch: str) -> Iterator[CheckedPoint]:
    if there.fetch.transport is not Transport.FILE:
        message = f"apj cannot see from here whether {there.fetch.shown} refuses forced pushes and deletions."
        advice = f"Protect the branch {branch} in the repository's settings there, if that is not done yet."
        yield CheckedPoint(Point("server", State.NOTE, message, advice))
        return
    service = detect_cloud_drive(Path(there.fetch.url))
    if service is not None:
        message = f"{there.fetch.url} is in {service}, which copies git's files one by one and can break the history."
        yield CheckedPoint(
            Point("server", State.LOOK, message, "Share through a git host, or a disk that both can reach.")
        )
    yield from _check_folder_remote(workspace, folder_remote.look_at(workspace.git, Path(there.fetch.url)), branch)


def _check_folder_remote(workspace: Workspace, found: Server, branch: str) -> Iterator[CheckedPoint]:
    if found.checked_out:
        message = f"{found.git_dir.parent} has a work tree, which a push does not update."
        bare = f"git clone --bare {quote(str(found.git_dir.parent))} {quote(f'{found.git_dir.parent}.git')}"
        yield CheckedPoint(Point("server", State.LOOK, message, "Share through a bare one", bare))
    elif folder_remote.is_head_dangling(workspace.git, found, branch):
        message = f"{found.git_dir} names no branch for a new clone, so a plain git clone is empty."
        point = Point(
            "server", State.LOOK, message, "Name it", found.format_command(*folder_remote.list_head_arguments(branch))
        )
        yield add_fix(point, partial(folder_remote.set_default_branch, workspace.git, found, branch))
    for name in found.missing:
        message = f"{found.git_dir} {folder_remote.PROTECTIONS[name]}."
        point = Point("server", State.LOOK, message, "Protect it", found.format_command("config", name, "true"))
        yield add_fix(point, partial(folder_remote.set_protection, workspace.git, found, name))
    yield from find_leftovers(Repository(found.git_dir, found.git_dir, found.git_dir, shallow=False, grafted=False))
    if not found.missing and not found.checked_out:
        yield make_fine_point("server", "its protections")


def check_editor(workspace: Workspace) -> CheckedPoint:
    """Check which editor `edit` would open, and whether it waits."""
    chosen = workspace.environ.get("VISUAL") or workspace.environ.get("EDITOR") or workspace.config.get("core.editor")
    try:
        command = editor.find_editor(workspace)
    except editor.EditorFault as fault:
        return make_point_of_fault("editor", fault, State.LOOK if chosen else State.NOTE)
    name = Path(command[0]).stem
    if name in _RETURN_AT_ONCE and not _WAIT.intersection(command[1:]):
        wait = "--nofork" if name == "gvim" else "--wait"
        message = f"The editor {name} returns at once, so apj can't tell when you are done."
        return CheckedPoint(
            Point("editor", State.LOOK, message, "Let it wait", f"export EDITOR={quote(f'{command[0]} {wait}')}")
        )
    return make_fine_point("editor", f"the editor {name}")


def check_clock(workspace: Workspace) -> Iterator[CheckedPoint]:
    """Return a point when the clock is not the machine's."""
    said = workspace.environ.get("APJ_NOW")
    if said:
        message = f"APJ_NOW replaces the clock: {said}."
        yield CheckedPoint(Point("clock", State.NOTE, message, "To use the machine's clock", "unset APJ_NOW"))


def detect_cloud_drive(path: Path) -> str | None:
    """Return the service in whose folder `path` is, by the names of the folders above it. None if there is none."""
    for where in dict.fromkeys((path.absolute(), path.resolve())):
        for part in (folder.name.lower() for folder in (where, *where.parents)):
            for pattern, service in _CLOUD_DRIVES:
                if pattern.fullmatch(part):
                    return service
    return None
