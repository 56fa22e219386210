"""Detect whether the shared history was rewritten, by the server's tip and by each commit that I kept.

A verdict is a fact, never an accusation. It is "unknown" if this clone cannot answer the question, because an object is
missing or the clone is shallow. Each question to git covers all kept commits at once.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

from msgspec import Struct

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.hints import git_object_argument
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy
from apjournal.store.journal_paths import parse_week_name


class TipVerdict(StrEnum):
    """How the server's tip relates to the tip that I accepted last. `alarms.py` detects `branch_gone`."""

    FINE = "fine"
    """The new tip contains the accepted one, or none was accepted yet."""
    TIP_WENT_BACK = "tip_went_back"
    REWRITE = "rewrite"
    LOCAL_DAMAGE = "local_damage"


class TipComparison(Struct, frozen=True):
    """The server's tip compared with the tip that I accepted last. `arrived` contains the commits that only `new` has.

    `arrived` is None if I have not accepted a tip yet, or if this clone lacks a part of the history.
    """

    verdict: TipVerdict
    old: str | None
    new: str
    arrived: tuple[str, ...] | None = None

    @property
    def show(self) -> str:
        """The plain git command that shows the commits that the new tip no longer contains."""
        return f"git log {self.new[:7]}..{(self.old or '')[:7]}"


class KeptVerdict(StrEnum):
    """Whether the shared history still contains a kept commit."""

    FINE = "fine"
    UNAVAILABLE = "kept_unavailable"
    LOST = "kept_lost"


class Loss(StrEnum):
    """What happened to the text of a kept commit that the shared history no longer contains."""

    SAME_TEXT = "same_text"
    TEXT_CHANGED = "text_changed"
    FILE_GONE = "file_gone"


class WeekLoss(Struct, frozen=True):
    """A week in a kept commit that has another text, or no file, in the shared history.

    `before` and `after` are blob ids. `after` is None if there is no file.
    """

    week: IsoWeek
    before: str
    after: str | None
    show: str

    def read_texts(self, objects: Objects) -> tuple[bytes | None, bytes | None]:
        """Return the bytes of the week as kept and as in the shared history. A missing version is None."""
        return objects.read_blob(self.before), None if self.after is None else objects.read_blob(self.after)


class KeptState(Struct, frozen=True):
    """A kept commit compared with the server's tip.

    For a lost commit, `loss` says what happened to its text, and `weeks` contains the weeks that differ, newest first.
    """

    kept: KeptCopy
    verdict: KeptVerdict
    loss: Loss | None = None
    weeks: tuple[WeekLoss, ...] = ()

    @property
    def show(self) -> str:
        """The plain git command that shows the kept text."""
        return (
            self.weeks[0].show
            if self.weeks
            else _git_show_command(self.kept.commit, f"{self.kept.partner}/{self.kept.week}.md")
        )


def compare_tips(git: Git, old: str | None, new: str) -> TipComparison:
    """Compare the server's tip `new` with `old`, the tip that I accepted last (None if I have not accepted one yet)."""
    if old is None:
        return TipComparison(TipVerdict.FINE, None, new)
    try:
        gone, arrived = ancestry.list_commits_on_each_side(git, old, new)
    except GitFault:  # a tip, or a commit between them, is not here
        return TipComparison(TipVerdict.LOCAL_DAMAGE, old, new)
    if not gone:
        return TipComparison(TipVerdict.FINE, old, new, arrived)
    if ancestry.is_shallow(git):  # git reports commits beyond the cut as missing
        return TipComparison(TipVerdict.LOCAL_DAMAGE, old, new)
    return TipComparison(TipVerdict.REWRITE if arrived else TipVerdict.TIP_WENT_BACK, old, new, arrived)


def compare_kept_commits(git: Git, objects: Objects, kept: Iterable[KeptCopy], new: str) -> tuple[KeptState, ...]:
    """Return for each kept commit whether the history up to `new` still contains it, and otherwise what differs."""
    asked = tuple(kept)
    present = objects.read_commits(keep.commit for keep in asked)
    outside = ancestry.find_unreachable_from(git, new, present)
    states = []
    for keep in asked:
        if outside is None or keep.commit not in present:
            states.append(KeptState(keep, KeptVerdict.UNAVAILABLE))
        elif keep.commit in outside:
            states.append(_compare_lost_commit(objects, keep, new))
        else:
            states.append(KeptState(keep, KeptVerdict.FINE))
    return tuple(states)


def _compare_lost_commit(objects: Objects, keep: KeptCopy, new: str) -> KeptState:
    """Return what happened to each week of a lost commit. Weeks are compared by blob id."""
    then, now = _list_files(objects, keep.commit, keep.partner), _list_files(objects, new, keep.partner)
    losses = []
    for name in sorted(then, reverse=True):
        week = parse_week_name(name) if then[name] != now.get(name) else None
        if week is not None:
            show = _git_show_command(keep.commit, f"{keep.partner}/{name}")
            losses.append(WeekLoss(week, then[name], now.get(name), show))
    if not losses:
        return KeptState(keep, KeptVerdict.LOST, Loss.SAME_TEXT)
    loss = Loss.FILE_GONE if any(week.after is None for week in losses) else Loss.TEXT_CHANGED
    return KeptState(keep, KeptVerdict.LOST, loss, tuple(losses))


def _list_files(objects: Objects, commit: str, partner: Handle) -> dict[str, str]:
    return {entry.name: entry.oid for entry in objects.list_folder(commit, partner) or () if entry.is_file}


def _git_show_command(commit: str, path: str) -> str:
    return f"git show {git_object_argument(commit[:7], path)}"
