"""Write the sentences of alerts about trust, and the faults with which a sync ends.

Alerts never accuse anybody, because a restored backup looks like a rewritten history. The partners talk first.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from apjournal.errors import GitFault, TrustFault
from apjournal.gitrepo.kept.rewrite_detection import KeptState, Loss, TipVerdict
from apjournal.gitrepo.merge.writers import FolderWrite
from apjournal.model.date_words import format_date
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy
from apjournal.model.week import get_week_path
from apjournal.store.journal_paths import AGREEMENT, KEPT

TALK = "Talk first, because there may be a harmless reason, such as a restored backup. Then: apj sync --accept-rewrite"


def explain_tip(verdict: TipVerdict, *, unrelated: bool) -> str:
    """Return a sentence about what happened to the shared history.

    `unrelated` says that it shares no commit with mine.
    """
    if verdict is TipVerdict.TIP_WENT_BACK:
        return "The shared history no longer contains some commits that were shared."
    if unrelated:
        return "The shared history was rewritten from its beginning, or the remote contains another journal."
    return "The shared history was rewritten."


def explain_lost_copy(state: KeptState, now: datetime) -> str:
    """Return a sentence about a kept copy that the shared history no longer contains. `now` is in my time zone."""
    keep = state.kept
    when = f" on {format_date(keep.at.astimezone(now.tzinfo), now)}" if keep.at else ""
    text = {
        Loss.SAME_TEXT: "the new history contains the same words",
        Loss.TEXT_CHANGED: "the new history contains different words",
        Loss.FILE_GONE: "one of its weeks is missing from the new history",
    }
    reads = f"; {text[state.loss]}" if state.loss else ""
    return f"{keep.commit[:7]}, which you kept{when}, is no longer part of the shared history{reads}."


def make_incomplete_fault() -> GitFault:
    """Return the fault for an accepted tip whose history is incomplete in this clone."""
    return GitFault(
        "The newest commit that you last accepted is not complete in this clone, so apj cannot tell whether anything "
        "was rewritten.",
        (
            "Clone again into another folder, and compare the two. To continue with both histories "
            "anyway: apj sync --accept-rewrite"
        ),
    )


def make_missing_copy_fault(name: str, keep: KeptCopy, me: Handle) -> GitFault:
    """Return the fault for a kept copy of a partner called `name` whose commit is not in this clone."""
    return GitFault(
        (
            f"The copy {keep.commit[:7]} of {name}'s folder is not in this clone, so apj cannot "
            "tell whether anything was rewritten."
        ),
        (
            f"If the line of this copy is a mistake, remove the line from {me}/{KEPT} and sync. Otherwise clone again "
            "into another folder and compare. To continue with both histories anyway: apj sync --accept-rewrite"
        ),
    )


def make_branch_missing_fault(branch: str, remote: str) -> TrustFault:
    """Return the fault for a shared branch that no longer exists on the server."""
    return TrustFault(
        f"The branch {branch} no longer exists on the server. Nothing changed here.",
        "Talk first. To restore the branch from this clone: apj sync --accept-rewrite",
        code="branch_gone",
        show=f"git ls-remote {remote}",
    )


def make_foreign_write_fault(name: str, writing: FolderWrite) -> TrustFault:
    """Return the fault for a commit by a partner called `name` that changed another partner's folder."""
    return TrustFault(
        f"{writing.folder}/ was changed by somebody using {name}'s email address, in {writing.commit[:7]}.",
        "Ask each other how this happened. Only the owner of a folder may change it.",
        code="foreign_write",
        show=writing.show,
    )


def make_vanished_weeks_fault(name: str, partner: Handle, weeks: Sequence[IsoWeek], commit: str) -> TrustFault:
    """Return the fault for kept weeks that were removed or renamed. `commit` still contains their goals."""
    if len(weeks) == 1:
        message = f"You kept a copy of {get_week_path(partner, weeks[0])}, but the file no longer exists."
    else:
        names = ", ".join(map(str, weeks))
        message = f"You kept copies of {len(weeks)} weeks in {partner}/ that no longer exist: {names}."
    return TrustFault(
        message,
        f"There may be a harmless reason, such as a renamed file. Ask {name}. You still have your copies.",
        code="week_deleted",
        show=f"git show {commit[:7]}:{get_week_path(partner, weeks[-1])}",
    )


def make_invalid_agreement_fault(commit: str) -> TrustFault:
    """Return the fault for an invalid agreement in `commit`, in place of which apj uses the local one."""
    return TrustFault(
        f"The new {AGREEMENT} is not a file, or does not contain the line `apj: 1`. apj kept the version on "
        "this device.",
        "Ask each other how this happened. Without that line, apj does not recognise the journal.",
        code="path_quarantined",
        show=f"git log -1 -p {commit[:7]} -- {quote_pathspec(AGREEMENT)}",
    )
