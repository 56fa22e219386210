"""Alerts about trust: facts with their dates and lines, and what apj cannot determine in this clone.

Alerts never accuse anybody, because a restored backup looks like a rewrite. The partners talk first.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from apjournal.errors import GitFault, TrustFault
from apjournal.gitrepo.kept import kept_refs, rewrite_detection
from apjournal.gitrepo.kept.rewrite_detection import KeptState, KeptVerdict, Loss, TipComparison, TipVerdict
from apjournal.gitrepo.merge.writers import FolderWrite
from apjournal.gitrepo.plumbing import ancestry
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy
from apjournal.model.views.base import Alarm
from apjournal.model.week import get_week_path
from apjournal.session.confirmed_copies import filter_confirmed_lines
from apjournal.session.faults.misnamed_copies import find_withdrawn_commits
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import AGREEMENT, KEPT

if TYPE_CHECKING:
    from apjournal.model.week_record import GoalChange

TALK = "Talk first, because there may be a harmless reason, such as a restored backup. Then: apj sync --accept-rewrite"


class TipAlarms(Struct, frozen=True):
    """The result of checking the server's tip: alerts with the lines that differ, and what cannot be determined.

    `arrived` contains the commits since the tip that I accepted, or None if they are not known.
    """

    arrived: tuple[str, ...] | None
    alarms: tuple[Alarm, ...]
    changes: tuple[GoalChange, ...]
    unknown: tuple[GitFault, ...]

    @property
    def fault(self) -> TrustFault:
        """The first alert, as the fault with which the command ends."""
        first = self.alarms[0]
        return TrustFault(first.message, TALK, code=first.code, show=first.show)


def check_tip(workspace: Workspace, new: str) -> TipAlarms:
    """Compare the server's tip with the tip that I accepted and with every copy that I kept."""
    history = workspace.require_history()
    tip = rewrite_detection.compare_tips(history.git, history.accepted, new)
    raised, changes, unknown = list[Alarm](), list["GoalChange"](), list[GitFault]()
    if tip.verdict is TipVerdict.LOCAL_DAMAGE:
        unknown.append(_make_incomplete_fault())
    elif tip.verdict is not TipVerdict.FINE:
        raised.append(Alarm(tip.verdict.value, _explain_tip(history, tip), tip.show))
    mine = workspace.records.kept(workspace.me).lines
    for state in rewrite_detection.compare_kept_commits(
        history.git, history.objects, list_my_copies(workspace, new), new
    ):
        if state.verdict is KeptVerdict.UNAVAILABLE:
            if state.kept.commit not in find_withdrawn_commits(history, workspace.me, mine, new):
                unknown.append(_make_missing_copy_fault(state.kept, workspace.me))
        elif state.verdict is KeptVerdict.LOST:
            raised.append(Alarm(state.verdict.value, _explain_lost_copy(state), state.show))
            changes.extend(_find_differences(history, state))
    return TipAlarms(tip.arrived, tuple(raised), tuple(changes), tuple(unknown))


def list_alarms_at_tip(workspace: Workspace, history: History, refused: str) -> tuple[Alarm, ...]:
    """Return the alerts about a tip of the server that stopped a sync."""
    if refused == history.accepted:
        gone = make_branch_missing_fault(history.branch, history.remote)
        return (Alarm(gone.code, gone.message, gone.show),)
    return check_tip(workspace, refused).alarms


def _explain_tip(history: History, tip: TipComparison) -> str:
    if tip.verdict is TipVerdict.TIP_WENT_BACK:
        return "The shared history no longer contains some commits that were shared."
    if tip.old and ancestry.find_merge_base(history.git, tip.old, tip.new) is None:
        return "The shared history was rewritten from its beginning, or git remote -v names another journal."
    return "The shared history was rewritten."


def _make_incomplete_fault() -> GitFault:
    return GitFault(
        "The newest commit that you last accepted is not complete in this clone, so apj cannot tell whether anything "
        "was rewritten.",
        (
            "Clone again into another folder, and compare the two. To continue with both histories "
            "anyway: apj sync --accept-rewrite"
        ),
    )


def _make_missing_copy_fault(keep: KeptCopy, me: Handle) -> GitFault:
    return GitFault(
        (
            f"The copy {keep.commit[:7]} of {keep.partner} is not in this clone, so apj cannot "
            "tell whether anything was rewritten."
        ),
        (
            f"If the line of this copy is a mistake, remove the line from {me}/{KEPT} and sync. Otherwise clone again "
            "into another folder and compare. To continue with both histories anyway: apj sync --accept-rewrite"
        ),
    )


def list_my_copies(workspace: Workspace, new: str) -> tuple[KeptCopy, ...]:
    """Return each commit that I kept.

    A ref protects it, or one of my lines names it, in this clone or on the server.
    """
    history = workspace.require_history()
    lines = (
        filter_confirmed_lines(workspace, workspace.records.kept(workspace.me).lines, history.head),
        filter_confirmed_lines(workspace, history.at(new).kept(workspace.me).lines, new),
    )
    return kept_refs.merge_kept_lists(
        workspace.me, workspace.held_copies, *(kept_refs.expand_abbreviated_ids(history.git, some) for some in lines)
    )


def _explain_lost_copy(state: KeptState) -> str:
    keep = state.kept
    when = f" on {keep.at.date().isoformat()}" if keep.at else ""
    text = {
        Loss.SAME_TEXT: "the new history contains the same words",
        Loss.TEXT_CHANGED: "the new history contains different words",
        Loss.FILE_GONE: "the new history lacks one of its weeks",
    }
    reads = f"; {text[state.loss]}" if state.loss else ""
    return f"{keep.commit[:7]}, which you kept{when}, is no longer part of the shared history{reads}."


def _find_differences(history: History, state: KeptState) -> Iterable[GoalChange]:
    from apjournal.analysis.changes.list_changes import compare_weeks  # alerts are rare
    from apjournal.format.read.week import read_week

    for loss in state.weeks:
        texts = loss.read_texts(history.objects)
        before, after = (
            None if data is None else read_week(data, state.kept.partner, loss.week, history.words).value
            for data in texts
        )
        yield from compare_weeks(before, after)


def make_branch_missing_fault(branch: str, remote: str) -> TrustFault:
    """Return the fault for a shared branch that no longer exists on the server."""
    return TrustFault(
        f"The branch {branch} no longer exists on the server. Nothing changed here.",
        "Talk first. To restore the branch from this clone: apj sync --accept-rewrite",
        code="branch_gone",
        show=f"git ls-remote {remote}",
    )


def make_foreign_write_fault(writing: FolderWrite) -> TrustFault:
    """Return the fault for a commit with one partner's email address that changed another partner's folder."""
    return TrustFault(
        f"{writing.folder}/ was changed by somebody using {writing.by}'s email address, in {writing.commit[:7]}.",
        "Ask each other how this happened. Only the owner of a folder may change it.",
        code="foreign_write",
        show=writing.show,
    )


def make_vanished_weeks_fault(name: str, partner: Handle, weeks: Sequence[IsoWeek], commit: str) -> TrustFault:
    """Return the fault for kept weeks that were removed or renamed. The commit still contains their goals."""
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
    """Return the fault for an invalid agreement in `commit`. apj uses the local agreement instead."""
    return TrustFault(
        f"The new {AGREEMENT} is not a file, or lacks the line `apj: 1`. apj kept the version on this device.",
        "Ask each other how this happened. Without that line, apj does not recognise the journal.",
        code="path_quarantined",
        show=f"git log -1 -p {commit[:7]} -- {quote_pathspec(AGREEMENT)}",
    )
