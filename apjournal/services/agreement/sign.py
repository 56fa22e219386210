"""Accept the agreement, and decide when I may continue although a partner is silent."""

from __future__ import annotations

from datetime import datetime, timedelta

from msgspec import Struct

from apjournal.errors import ApjError, UsageFault
from apjournal.format.edit.records import set_partner
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.model.date_words import format_date
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.services.commit.commit import commit_text
from apjournal.session.faults.local_edits import require_on_disk
from apjournal.session.read_once import Scope
from apjournal.session.workspace import Workspace
from apjournal.store.atomic_write import Text, replace_files
from apjournal.store.journal_paths import AGREEMENT, PARTNER

SILENCE = timedelta(weeks=4)
"""A partner whose folder has had no commit for this time is silent, and nobody has to wait for them."""
_LOOKED_AT = 50  # commits of a partner that are searched for one that is not dated in the future


class SignedCommit(Struct, frozen=True):
    """The commit in which I accept the agreement, and the faults that occurred after it.

    `commit` is None if everything was already committed.
    """

    commit: str | None
    behind: tuple[ApjError, ...] = ()


def sign_agreement(workspace: Workspace, agreement: Text) -> SignedCommit:
    """Write the agreement's new text, record that I accept it, and commit only these two files.

    Raise `ChangedMeanwhile` if the file no longer contains the text on which the new one is based.
    """
    history = workspace.require_history()
    mine = f"{workspace.me}/{PARTNER}"
    require_on_disk(workspace, mine)
    was = workspace.folder.read(mine)
    version = compute_blob_id(agreement.data, len(history.head or "0" * 40))
    signature = was
    if workspace.signatures.get_signed_version(workspace.get_partner(workspace.me)) != version:
        signature = set_partner(was or b"", workspace.me, agreed=version, agreed_on=workspace.today)
    texts = {AGREEMENT: agreement, **({mine: Text(signature, was)} if signature is not None else {})}
    replace_files(workspace.root, {path: new for path, new in texts.items() if new.data != new.was})
    workspace.refresh(Scope.FILES)
    message = f"{workspace.me} {IsoWeek.of(workspace.today)}: agreement"
    return SignedCommit(*commit_text(workspace, {AGREEMENT: agreement.data, mine: signature}, message))


def is_uncommitted_exception(workspace: Workspace) -> bool:
    """Whether an interrupted command left an uncommitted agreement which says that I continue alone."""
    history = workspace.require_history()
    before = history.at(history.head).agreement() if history.head else None
    now = workspace.records.agreement()
    return now != before and any(handle == workspace.me for handle, _ in now.alone)


def fetch_before_claiming_silence(workspace: Workspace) -> None:
    """Fetch what is new before treating a partner as silent. Raise a fault if the fetch is impossible."""
    from apjournal.services.sync.sync import fetch_and_merge_only

    if workspace.require_history().shared:
        for problem in fetch_and_merge_only(workspace).problems:
            raise problem


def require_silence(workspace: Workspace, *, changed: bool) -> tuple[Handle, ...]:
    """Return the partners who have not accepted the agreement. Raise `UsageFault` if one of them is not silent.

    `changed` says that the text is new, so that nobody but me has accepted it.
    """
    missing = tuple(
        partner.partner
        for partner in workspace.signatures.present
        if partner.partner != workspace.me and (changed or not workspace.signatures.has_signed_this_text(partner))
    )
    for handle in missing:
        last = find_last_write(workspace, handle)
        if last is not None and workspace.now - last < SILENCE:
            name, day = workspace.get_partner(handle).called, last.astimezone(workspace.timezone).date()
            raise UsageFault(
                f"{name} wrote here on {format_date(day, workspace.today)}, which is less than four weeks ago.",
                f"Run apj agree without --alone. The change takes effect when {name} has also accepted it.",
            )
    return missing


def find_last_write(workspace: Workspace, handle: Handle) -> datetime | None:
    """Return the time of the newest commit in a partner's folder, or None if there is none.

    A commit dated in the future is ignored.
    """
    history = workspace.require_history()
    tip = history.head
    commits = ancestry.list_newest_changes(history.git, tip, handle, _LOOKED_AT) if tip else ()
    found = history.objects.read_commits(commits)
    times = (found[commit].at for commit in commits if commit in found)
    return next((at for at in times if at is not None and at <= workspace.now), None)
