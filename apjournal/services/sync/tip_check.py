"""Check a tip of the server for rewriting: alerts with the lines that differ, and what apj cannot determine here."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from msgspec import Struct

from apjournal.errors import GitFault, TrustFault
from apjournal.gitrepo.kept import kept_refs, rewrite_detection
from apjournal.gitrepo.kept.rewrite_detection import KeptState, KeptVerdict, TipComparison, TipVerdict
from apjournal.gitrepo.plumbing import ancestry
from apjournal.model.kept import KeptCopy
from apjournal.model.views.base import Alarm
from apjournal.services.sync import alarm_sentences
from apjournal.session.confirmed_copies import filter_confirmed_lines
from apjournal.session.faults.misnamed_copies import find_withdrawn_commits
from apjournal.session.history import History
from apjournal.session.workspace import Workspace

if TYPE_CHECKING:
    from apjournal.model.week_record import GoalChange


class TipAlarms(Struct, frozen=True):
    """The result of checking the server's tip: alerts with the lines that differ, and what cannot be determined.

    `arrived` contains the commits since the tip that I accepted last, or None if they are unknown.
    """

    arrived: tuple[str, ...] | None
    alarms: tuple[Alarm, ...]
    changes: tuple[GoalChange, ...]
    unknown: tuple[GitFault, ...]

    @property
    def fault(self) -> TrustFault:
        """The first alert as a fault, with which the command ends."""
        first = self.alarms[0]
        return TrustFault(first.message, alarm_sentences.TALK, code=first.code, show=first.show)


def check_tip(workspace: Workspace, new: str) -> TipAlarms:
    """Compare the server's tip with the tip that I accepted last, and with every copy that I kept."""
    history = workspace.require_history()
    tip = rewrite_detection.compare_tips(history.git, history.accepted, new)
    raised, changes, unknown = list[Alarm](), list["GoalChange"](), list[GitFault]()
    if tip.verdict is TipVerdict.LOCAL_DAMAGE:
        unknown.append(alarm_sentences.make_incomplete_fault())
    elif tip.verdict is not TipVerdict.FINE:
        raised.append(Alarm(tip.verdict.value, _explain_tip(history, tip), tip.show))
    mine = workspace.records.kept(workspace.me).lines
    for state in rewrite_detection.compare_kept_commits(
        history.git, history.objects, list_my_copies(workspace, new), new
    ):
        if state.verdict is KeptVerdict.UNAVAILABLE:
            if state.kept.commit not in find_withdrawn_commits(history, workspace.me, mine, new):
                name = workspace.get_partner(state.kept.partner).called
                unknown.append(alarm_sentences.make_missing_copy_fault(name, state.kept, workspace.me))
        elif state.verdict is KeptVerdict.LOST:
            raised.append(
                Alarm(state.verdict.value, alarm_sentences.explain_lost_copy(state, workspace.now), state.show)
            )
            changes.extend(_find_differences(history, state))
    return TipAlarms(tip.arrived, tuple(raised), tuple(changes), tuple(unknown))


def list_alarms_at_tip(workspace: Workspace, history: History, refused: str) -> tuple[Alarm, ...]:
    """Return the alerts about the server's tip `refused`, at which a sync stopped."""
    if refused == history.accepted:
        gone = alarm_sentences.make_branch_missing_fault(history.branch, history.remote)
        return (Alarm(gone.code, gone.message, gone.show),)
    return check_tip(workspace, refused).alarms


def _explain_tip(history: History, tip: TipComparison) -> str:
    unrelated = tip.old is not None and ancestry.find_merge_base(history.git, tip.old, tip.new) is None
    return alarm_sentences.explain_tip(tip.verdict, unrelated=unrelated)


def list_my_copies(workspace: Workspace, new: str) -> tuple[KeptCopy, ...]:
    """Return the copies that I kept: those that a ref protects, and those in my `kept.md`, here or at the tip `new`."""
    history = workspace.require_history()
    lines = (
        filter_confirmed_lines(workspace, workspace.records.kept(workspace.me).lines, history.head),
        filter_confirmed_lines(workspace, history.at(new).kept(workspace.me).lines, new),
    )
    return kept_refs.merge_kept_lists(
        workspace.me,
        workspace.protected_copies,
        *(kept_refs.expand_abbreviated_ids(history.git, some) for some in lines),
    )


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
