"""Compares every kept copy of every week with the current week, to find what was kept and is gone.

Weeks are first compared by the ids of their texts, and only read if these differ.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from operator import attrgetter

from msgspec import Struct

from apjournal.analysis.vanished import GoneGoal, find_commit_of_loss, find_gone_goals
from apjournal.errors import GitFault
from apjournal.format.read.week import is_extension_of, read_week
from apjournal.gitrepo.kept.kept_week_texts import Versions, read_kept_versions
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.faults import make_incomplete_history_fault
from apjournal.gitrepo.verify.history_walk import find_merge_that_dropped, get_blob_id_at
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.history import KeptClaim, Vanished, WalkedHistory
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import Keep
from apjournal.model.week import Week, get_week_path
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import parse_week_name


class KeptCopy(Struct, frozen=True):
    """A commit that `keeper` kept: its position among all kept copies of the partner, oldest first, and the time.

    `moment` is the time as a number. An unknown time is later than any.
    """

    keeper: Handle
    commit: str
    place: int
    at: datetime | None
    moment: float


Copies = Mapping[Handle, Sequence[tuple[KeptCopy, str]]]
"""Each keeper's kept texts of one week, oldest first: the earliest keep of each, and the text."""


class VanishedCheck:
    """The result of checking the kept copies, and what cannot be determined."""

    def __init__(self) -> None:
        self.vanished: list[Vanished] = []
        self.unknown: list[GitFault] = []


def find_all_vanished(
    workspace: Workspace, history: History, past: WalkedHistory, claims: Sequence[KeptClaim]
) -> VanishedCheck:
    """Find what vanished from any partner's weeks, as far as each keeper's copies show it.

    Git is asked once for all partners: how their kept commits are ordered, and how the weeks changed between these.
    """
    found = VanishedCheck()
    weeks = {partner: _list_weeks_since(history, past, partner) for partner in past.partners} if past.since else None
    kept = _sort_keeps(history, past, set(_list_keeps(history, past, claims, weeks)))
    try:
        commits = {partner: list(dict.fromkeys(keep.commit for keep in keeps)) for partner, keeps in kept.items()}
        versions = read_kept_versions(history.git, history.objects, commits)
    except GitFault as fault:
        found.unknown.append(fault)
        return found
    for partner, keeps in kept.items():
        copies = _group_by_week(keeps, versions[partner], None if weeks is None else weeks[partner])
        try:
            found.vanished += _PartnerWeeks(workspace, history, past, partner).find_vanished(copies)
        except GitFault as fault:
            found.unknown.append(fault)
    return found


def _list_weeks_since(history: History, past: WalkedHistory, partner: Handle) -> frozenset[IsoWeek]:
    """Return the weeks that changed since the walk began, and those written in between."""
    folder = f"{partner}/"
    written = (path.removeprefix(folder) for path in past.by_path if path.startswith(folder))
    changed = history.list_changed_weeks(past.since or past.tip, past.tip, partner)
    return frozenset((*changed, *(week for name in written if (week := parse_week_name(name)))))


_Named = tuple[Handle, Handle, str, datetime | None]
"""Who kept whom, as of which commit, when."""


def _list_keeps(
    history: History,
    past: WalkedHistory,
    claims: Iterable[KeptClaim],
    weeks: Mapping[Handle, Collection[IsoWeek]] | None,
) -> Iterator[_Named]:
    """Return the keeps that claims name. With `weeks`, also those from before the walk that can hold one of them."""
    for claim in claims:
        about = claim.line.partner
        if claim.commit and claim.names_copy and claim.keeper != about and (weeks is None or weeks.get(about)):
            yield claim.keeper, about, claim.commit, claim.at
    earliest = {partner: min(some) for partner, some in (weeks or {}).items() if some}
    then = past.since or past.tip
    for keeper in history.at(then).partners() if earliest else ():
        lines = [
            line
            for line in history.at(then).kept(keeper).lines
            if line.partner in earliest.keys() - {keeper} and line.week >= earliest[line.partner]
        ]
        for line in history.complete_lines(lines, keeper, tip=then):
            if line.commit:
                yield keeper, line.partner, line.commit, line.at


def _sort_keeps(history: History, past: WalkedHistory, named: Collection[_Named]) -> dict[Handle, list[KeptCopy]]:
    """Return the keeps of each partner whose commits are here, oldest first by ancestry."""
    present = history.objects.read_commits({commit for _, _, commit, _ in named})
    places = past.places
    if not present.keys() <= places.keys():
        order = ancestry.sort_topologically(history.git, present)
        places = {commit: place for place, commit in enumerate(order)}
    found: dict[Handle, list[KeptCopy]] = {}
    for keeper, partner, commit, at in named:
        if commit in present:
            copy = KeptCopy(keeper, commit, places[commit], at, _get_sort_time(at))
            found.setdefault(partner, []).append(copy)
    for keeps in found.values():
        keeps.sort(key=lambda keep: (keep.place, keep.moment, keep.keeper))
    return dict(sorted(found.items()))


def _group_by_week(
    keeps: Sequence[KeptCopy], versions: Versions, weeks: Collection[IsoWeek] | None
) -> dict[IsoWeek, Copies]:
    """Return the kept texts of each week (or only of `weeks`), by keeper."""
    places = list(dict.fromkeys(keep.place for keep in keeps))
    by_keeper: dict[Handle, list[KeptCopy]] = {}
    for keep in keeps:
        by_keeper.setdefault(keep.keeper, []).append(keep)
    found: dict[IsoWeek, Copies] = {}
    for week in sorted(versions if weeks is None else versions.keys() & weeks):
        changes = [(places[start], text) for start, text in versions[week]]
        copies = {keeper: list(_list_earliest_keeps(own, changes)) for keeper, own in by_keeper.items()}
        found[week] = {keeper: held for keeper, held in copies.items() if held}
    return found


class _PartnerWeeks:
    """One partner's weeks. `texts` were read together, and `read` are versions of the current week."""

    def __init__(self, workspace: Workspace, history: History, past: WalkedHistory, partner: Handle) -> None:
        self.workspace = workspace
        self.history = history
        self.past = past
        self.partner = partner
        self.texts: dict[str, bytes] = {}
        self.read: dict[str, Week | None] = {}

    def find_vanished(self, copies: Mapping[IsoWeek, Copies]) -> Iterator[Vanished]:
        """Check the kept weeks for lost goals."""
        objects, past = self.history.objects, self.past
        now = {parse_week_name(entry.name): entry.oid for entry in objects.list_folder(past.tip, self.partner) or ()}
        changed = {week: of for week, of in copies.items() if any(now.get(week) != oid for oid in _list_texts(of))}
        asked = {oid for week, of in changed.items() if week in now for oid in (now[week], *_list_texts(of))}
        self.texts = objects.read_blobs(asked)
        for week, of in changed.items():
            if week not in now:
                if self._was_there(week, _is_there):
                    yield self._build_deleted(week, of)
            elif not all(
                is_extension_of(self._read_text(week, now[week]), self._read_text(week, oid))
                for oid in set(_list_texts(of))
            ):
                yield from self._find_vanished_goals(week, now[week], of)

    def _find_vanished_goals(self, week: IsoWeek, now: str, copies: Copies) -> Iterator[Vanished]:
        path = get_week_path(self.partner, week)
        self.read.clear()  # a text is read as that of its week
        present = self._read_version(week, now) or self._find_newest_readable(week)
        if present is None:
            return
        keeps = {
            keeper: [
                Keep(keeper, keep.commit, keep.at, {week: read})
                for keep, oid in held
                if (read := self._read_version(week, oid)) is not None
            ]
            for keeper, held in copies.items()
        }
        together: dict[str, list[GoneGoal]] = {}
        for gone in find_gone_goals(
            present, keeps, schedule=self.workspace.get_schedule_of(self.partner), today=self.workspace.today
        ):
            if self._was_there(week, partial(self._has_goal, week, gone)):
                together.setdefault(self._find_removing_commit(week, gone), []).append(gone)
        for commit, goals in together.items():
            keepers = tuple(sorted({gone.keeper for gone in goals}))
            yield Vanished(self.partner, path, commit, keepers, tuple(dict.fromkeys(gone.goal.goal for gone in goals)))

    def _find_removing_commit(self, week: IsoWeek, gone: GoneGoal) -> str:
        """Return the commit that removed a goal."""
        path = get_week_path(self.partner, week)
        versions = ((commit.id, touch.after) for commit, touch in self.past.list_touches(path))
        readable = (one for one in versions if one[1] is None or self._read_version(week, one[1]) is not None)
        has = partial(self._has_goal, week, gone)
        return find_commit_of_loss(readable, has) or find_merge_that_dropped(self.history.objects, self.past, path, has)

    def _build_deleted(self, week: IsoWeek, copies: Copies) -> Vanished:
        path = get_week_path(self.partner, week)
        versions = ((commit.id, touch.after) for commit, touch in self.past.list_touches(path))
        commit = find_commit_of_loss(versions, _is_there) or find_merge_that_dropped(
            self.history.objects, self.past, path, _is_there
        )
        return Vanished(self.partner, path, commit, tuple(sorted(copies)))

    def _has_goal(self, week: IsoWeek, gone: GoneGoal, oid: str | None) -> bool:
        version = self._read_version(week, oid) if oid else None
        return version is not None and gone.is_in(version)

    def _find_newest_readable(self, week: IsoWeek) -> Week | None:
        touches = self.past.list_touches(get_week_path(self.partner, week))
        read = (self._read_version(week, touch.after) for _, touch in touches if touch.after)
        return next((version for version in read if version is not None), None)

    def _was_there(self, week: IsoWeek, has: Callable[[str | None], bool]) -> bool:
        """Whether something of a week was there in the walk: where it began, or in a version that came since."""
        if self.past.since is None:
            return True
        path = get_week_path(self.partner, week)
        at_since = get_blob_id_at(self.history.objects, self.past.since, path)
        return any(map(has, (at_since, *(touch.after for _, touch in self.past.list_touches(path)))))

    def _read_version(self, week: IsoWeek, oid: str) -> Week | None:
        """Read a version. None if it cannot be read."""
        if oid not in self.read:
            self.read[oid] = read_week(self._read_text(week, oid), self.partner, week).value
        return self.read[oid]

    def _read_text(self, week: IsoWeek, oid: str) -> bytes:
        data = self.texts[oid] if oid in self.texts else self.history.objects.read_blob(oid)
        if data is None:
            path = get_week_path(self.partner, week)
            raise make_incomplete_history_fault(
                f"A version of {path} is missing or damaged here", f"git log --raw -- {quote_pathspec(path)}"
            )
        return data


def _get_sort_time(at: datetime | None) -> float:
    return at.timestamp() if at else float("inf")


def _is_there(oid: str | None) -> bool:
    return oid is not None


def _list_texts(copies: Copies) -> Iterator[str]:
    return (oid for held in copies.values() for _, oid in held)


def _list_earliest_keeps(
    keeps: Sequence[KeptCopy], versions: Sequence[tuple[int, str | None]]
) -> Iterator[tuple[KeptCopy, str]]:
    """Return the earliest keep of each text that a week had while this keeper kept it, oldest text first.

    `keeps` are in order. `versions` say from which position the week had which text.
    """
    ends = [bisect_left(keeps, start, key=attrgetter("place")) for start, _ in versions]
    for (_, oid), first, end in zip(versions, ends, [*ends[1:], len(keeps)], strict=True):
        if oid is not None and first < end:
            yield min(keeps[first:end], key=attrgetter("moment")), oid
