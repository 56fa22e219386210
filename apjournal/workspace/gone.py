"""What I kept and what arrives no longer has: weeks of others, told once and merged all the same, and commits."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from apjournal.gitrepo.kept.kept_refs import KeptCommit
from apjournal.gitrepo.plumbing import ancestry
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import get_week_path
from apjournal.session.history import History

Gone = tuple[Handle, str, tuple[IsoWeek, ...]]
"""A partner, the kept commit that shows her goals, and the weeks of which it is the newest one to do so."""


def find_gone_weeks(history: History, older: str, newer: Sequence[str], kept: Collection[KeptCommit]) -> Iterator[Gone]:
    """Find the weeks with goals that I `kept`, that stood in the commit `older`, and have no file in any of `newer`."""
    for partner in sorted({keep.partner for keep in kept}):
        weeks = set(_list_removed_weeks(history, older, newer, partner))
        if weeks:
            yield from _find_commits_with_weeks(
                history, partner, weeks, [keep.commit for keep in kept if keep.partner == partner]
            )


def _list_removed_weeks(history: History, older: str, newer: Sequence[str], partner: Handle) -> Iterator[IsoWeek]:
    for week in history.list_changed_weeks(older, newer[0], partner):
        path = get_week_path(partner, week)
        if history.objects.find_entry(older, path) and not any(
            history.objects.find_entry(commit, path) for commit in newer
        ):
            yield week


def _find_commits_with_weeks(
    history: History, partner: Handle, weeks: set[IsoWeek], commits: Collection[str]
) -> Iterator[Gone]:
    """Return each week with the newest of `commits` that contains goals for it."""
    here = history.objects.read_commits(commits)
    for commit in reversed(ancestry.sort_topologically(history.git, here)):
        held = history.read_weeks_at(commit, partner, sorted(weeks))
        if found := tuple(week for week, value in held.items() if value.goals):
            yield partner, commit, found
            weeks.difference_update(found)


def find_lost_commits(history: History, new: str | None, held: Iterable[KeptCommit]) -> list[str]:
    """Return the commits that I kept or accepted last and that are in neither history, mine or that of `new`.

    Of what I kept the newest comes first, since it brings what came before it.
    """
    git = history.git
    known = [*reversed(ancestry.sort_topologically(git, [keep.commit for keep in held])), history.accepted]
    lost = [commit for commit in known if commit]
    for tip in (history.head, new):
        if tip:
            outside = ancestry.find_unreachable_from(git, tip, lost) or ()
            lost = [commit for commit in lost if commit in outside]
    return lost
