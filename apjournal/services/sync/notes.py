"""Make the notes of a sync: overruled versions, email addresses of two partners, and kept text that vanished."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import permutations

from apjournal.gitrepo.checkout.quarantine import Quarantined, Reason
from apjournal.gitrepo.merge.merge import Merged
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite, list_folder_writes
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.model.handle import Handle
from apjournal.model.hints import git_object_argument, quote_pathspec
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy
from apjournal.model.views.sync import Note, NoteKind, Received, make_note
from apjournal.model.week import get_week_path
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PARTNER

_NAMED = 3  # the greatest number of paths that get a note each, or that one command contains
VanishedWeeks = tuple[Handle, str, tuple[IsoWeek, ...]]
"""A partner, the kept commit that shows their goals, and the weeks for which it is the newest such commit."""


def find_vanished_weeks(
    history: History, older: Sequence[str], newer: str, kept: Collection[KeptCopy]
) -> Iterator[VanishedWeeks]:
    """Yield kept weeks with goals that have a file in each of the commits `older` but not in the commit `newer`."""
    for partner in sorted({keep.partner for keep in kept}):
        weeks = set(_list_removed_weeks(history, older, newer, partner))
        if weeks:
            yield from _find_commits_with_weeks(
                history, partner, weeks, [keep.commit for keep in kept if keep.partner == partner]
            )


def _list_removed_weeks(history: History, older: Sequence[str], newer: str, partner: Handle) -> Iterator[IsoWeek]:
    for week in history.list_changed_weeks(older[0], newer, partner):
        path = get_week_path(partner, week)
        if all(history.objects.find_entry(one, path) for one in older) and not history.objects.find_entry(newer, path):
            yield week


def _find_commits_with_weeks(
    history: History, partner: Handle, weeks: set[IsoWeek], commits: Collection[str]
) -> Iterator[VanishedWeeks]:
    """Yield the weeks together with the newest of `commits` that contains goals for them."""
    here = history.objects.read_commits(commits)
    for commit in reversed(ancestry.sort_topologically(history.git, here)):
        held = history.read_weeks_at(commit, partner, sorted(weeks))
        if found := tuple(week for week, value in held.items() if value.goals):
            yield partner, commit, found
            weeks.difference_update(found)


def find_lost_commits(workspace: Workspace, new: str | None) -> list[str]:
    """Return the commits that I kept or accepted last which are neither in my history nor in that of `new`.

    The newest kept commit comes first, since it contains earlier ones. If a history cannot be read, all of them are
    returned, because each is checked again before it is merged.
    """
    history, held = workspace.require_history(), workspace.protected_copies
    git = history.git
    present = history.objects.read_commits(filter(None, [*(keep.commit for keep in held), history.accepted]))
    kept = [keep.commit for keep in held if keep.commit in present]
    accepted = [commit for commit in (history.accepted,) if commit in present]
    lost = list(dict.fromkeys((*reversed(ancestry.sort_topologically(git, kept)), *accepted)))
    for tip in (history.head, new):
        outside = ancestry.find_unreachable_from(git, tip, lost) if tip else None
        lost = [commit for commit in lost if outside is None or commit in outside]
    return lost


Addresses = Mapping[Handle, frozenset[str]]


def list_received(objects: Objects, commits: Iterable[str], whose: Addresses) -> Iterator[Received]:
    """Yield the received commits, each with the partner who lists its email address, or None."""
    for commit in objects.read_commits(commits).values():
        email = commit.author_email.lower()
        partner = next((handle for handle, known in whose.items() if email in known), None)
        yield Received(commit.id, partner, commit.subject, email)


def list_joined(workspace: Workspace, mine: str, theirs: str) -> Iterator[Note]:
    """Yield a note for each other partner who joined between two commits.

    The note says so if an earlier partner has the same name.
    """
    history = workspace.require_history()
    before = history.at(mine).partners()
    there = history.at(theirs)
    for handle in there.partners():
        if handle in before or handle == workspace.me:
            continue
        partner = there.partner(handle)
        same = [other for other in before if history.at(mine).partner(other).has_name_of(partner)]
        if same:
            path, whose = f"{handle}/{PARTNER}", "your" if workspace.me in same else f"{' and '.join(same)}'s"
            yield make_note(
                NoteKind.JOINED_WITH_SAME_NAME, who=partner.name or "", handle=handle, whose=whose, path=path
            )
        else:
            yield make_note(NoteKind.JOINED, who=partner.name or handle, handle=handle)


def list_overruled(workspace: Workspace, mine: str, theirs: str, merged: Merged, whose: Addresses) -> Iterator[Note]:
    """Yield a note for each version that the merge of two commits replaced by another."""
    paths = merged.overruled
    git, objects = workspace.git, workspace.objects
    written = list_folder_writes(git, objects, theirs, mine, addresses=whose) if paths else ()
    for path in paths:
        newest = next((writing for writing in written if path in writing.paths), None)
        if newest and newest.author_status is AuthorStatus.OWN and newest.paths[path]:
            name, show = workspace.get_partner(newest.folder).called, git_object_argument(newest.commit[:7], path)
            yield make_note(NoteKind.WRITTEN_TWICE, who=name, path=path, show=show)
        else:
            yield make_note(NoteKind.OWNERS_TEXT_KEPT, path=path)
    for path in merged.yielded:
        yield make_note(NoteKind.SHARED_TEXT_KEPT, path=path, show=git_object_argument(mine[:7], path))
    for path in merged.twice:
        yield make_note(NoteKind.BOTH_TEXTS_KEPT, path=path)
    for path, commit in merged.elsewhere.items():
        yield make_note(NoteKind.LOCAL_TEXT_KEPT, path=path, show=git_object_argument(commit[:7], path))


def list_shared_addresses(workspace: Workspace, mine: str, whose: Addresses) -> Iterator[Note]:
    """Yield a question for each email address of another partner that somebody listed after the commit `mine`."""
    before = workspace.require_history().at(mine)
    for partner, owner in permutations(whose, 2):
        if partner != workspace.me and (both := whose[partner] & whose[owner]):
            for address in sorted(both - before.partner(partner).addresses):
                name = workspace.get_partner(owner).called
                yield make_note(NoteKind.SHARED_ADDRESS, path=f"{partner}/{PARTNER}", address=address, who=name)


def list_quarantined(found: Iterable[Quarantined], me: Handle) -> Iterator[Note]:
    """Yield notes about quarantined paths.

    If there are many paths with the same reason, those in my folder share a note, and so do all others.
    """
    together: dict[tuple[Reason, bool], list[str]] = {}
    for one in found:
        together.setdefault((one.reason, one.path.startswith(f"{me}/")), []).append(one.path)
    for (why, _), paths in together.items():
        for named in [[path] for path in paths] if len(paths) <= _NAMED else [paths]:
            yield make_quarantine_note(NoteKind.QUARANTINED, why, named, me)


def make_quarantine_note(kind: NoteKind, why: Reason, paths: Sequence[str], me: Handle) -> Note:
    """Return a note about paths quarantined for one reason. Either all of them or none are in my folder."""
    return make_note(kind, *paths, reason=why, owner=me if paths[0].startswith(f"{me}/") else "")


def format_use_command(commit: str, paths: Sequence[str]) -> str:
    """Return the git command that shows how files differ from a commit, and asks whether to use its version."""
    places = paths if len(paths) <= _NAMED else [paths[0].partition("/")[0]]
    return f"git checkout -p {commit[:7]} -- {' '.join(map(quote_pathspec, places))}"


def list_written_paths(found: Iterable[FolderWrite]) -> list[str]:
    """Return the paths in these changes, sorted."""
    return sorted({path for writing in found for path in writing.paths})
