"""Compare every kept copy of every week with the current week, to find kept text that vanished.

Weeks are compared by their blob ids first, and are read only if the ids differ.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import partial

from msgspec.structs import replace

from apjournal.analysis.changes.kept_versions import RelevantCopies
from apjournal.analysis.changes.vanished import VanishedGoal, find_vanished_goals
from apjournal.errors import GitFault
from apjournal.format.read.week import read_week_with_goals
from apjournal.gitrepo.kept.kept_week_texts import WeekVersions
from apjournal.gitrepo.plumbing.faults import IncompleteHistory
from apjournal.gitrepo.verify.history_walk import find_removing_commit, get_blob_id_at
from apjournal.model.handle import Handle
from apjournal.model.hints import quote_pathspec
from apjournal.model.history import KeptClaim, Vanished, WalkedHistory
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import CopyWithWeeks, KeptCopy, KeptLine
from apjournal.model.week import Week, get_week_path
from apjournal.session.history import History, Weeks
from apjournal.session.week_records import KeptWeeks
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import parse_week_name

_ANY_WEEK = IsoWeek(2999, 1)
"""A week later than all others.

A kept commit keeps all weeks that it contains, even weeks after the one in its line.
"""


class VanishedCheck:
    """The kept text that vanished, and what could not be determined."""

    def __init__(self) -> None:
        self.vanished: list[Vanished] = []
        self.unknown: list[GitFault] = []


def find_all_vanished(
    workspace: Workspace, history: History, past: WalkedHistory, claims: Sequence[KeptClaim]
) -> VanishedCheck:
    """Find what vanished from any partner's weeks, according to each keeper's copies.

    Git is asked once for all partners: for the order of their kept commits, and for the changes of weeks in between.
    """
    found = VanishedCheck()
    weeks = {partner: _list_weeks_since(history, past, partner) for partner in past.partners}
    lines = _list_lines_by_keeper(history, past, claims, weeks)
    try:
        kept = history.list_kept_copies({one: weeks[one] for one in sorted(lines)}, lines, places=past.places)
    except GitFault as fault:
        found.unknown.append(fault)
        return found
    for partner, (copies, versions) in kept.items():
        try:
            found.vanished += _PartnerWeeks(workspace, history, past, partner).find_vanished(copies, versions)
        except GitFault as fault:
            found.unknown.append(fault)
    return found


def _list_weeks_since(history: History, past: WalkedHistory, partner: Handle) -> Weeks:
    """Return the weeks of a partner that were written during the walk, or None for all weeks.

    The result is None if the walk covers the whole history.
    """
    if past.since is None:
        return None
    folder = f"{partner}/"
    written = (path.removeprefix(folder) for path in past.by_path if path.startswith(folder))
    changed = history.list_changed_weeks(past.since, past.tip, partner)
    return sorted({*changed, *(week for name in written if (week := parse_week_name(name)))})


def _list_lines_by_keeper(
    history: History, past: WalkedHistory, claims: Iterable[KeptClaim], weeks: Mapping[Handle, Weeks]
) -> dict[Handle, dict[Handle, tuple[KeptLine, ...]]]:
    """Return the complete lines about each partner, by partner and keeper.

    They include lines from before the walk that may be about one of `weeks` (None means all weeks).
    """
    kept = [(one.keeper, replace(one.line, commit=one.commit, at=one.at)) for one in claims if one.names_copy]
    since, earliest = past.since, {partner: some[0] for partner, some in weeks.items() if some}
    for keeper in history.at(since).partners() if since and earliest else ():
        lines = history.at(since or "").kept(keeper).lines
        before = [line for line in lines if line.partner in earliest and line.week >= earliest[line.partner]]
        kept += [(keeper, line) for line in history.complete_lines(before, keeper, tip=since)]
    found: dict[Handle, dict[Handle, list[KeptLine]]] = {}
    for keeper, line in dict.fromkeys(kept):
        if keeper != line.partner and (line.partner in earliest or weeks.get(line.partner, ()) is None):
            by_keeper = found.setdefault(line.partner, {})
            by_keeper.setdefault(keeper, []).append(replace(line, week=_ANY_WEEK))
    return {partner: {one: tuple(lines) for one, lines in of.items()} for partner, of in found.items()}


class _PartnerWeeks:
    """One partner's weeks, as the check reads them.

    `texts` contains the versions read together, and `read` the parsed versions of the week that is being checked.
    """

    def __init__(self, workspace: Workspace, history: History, past: WalkedHistory, partner: Handle) -> None:
        self.workspace = workspace
        self.history = history
        self.past = past
        self.partner = partner
        self.schedule = workspace.get_schedule_of(partner)
        self.texts: dict[str, bytes] = {}
        self.read: dict[str, Week | None] = {}

    def find_vanished(self, copies: Sequence[KeptCopy], versions: WeekVersions) -> Iterator[Vanished]:
        """Yield the kept weeks that vanished, and the kept goals that vanished from a week."""
        objects, past = self.history.objects, self.past
        now = {parse_week_name(entry.name): entry.oid for entry in objects.list_folder(past.tip, self.partner) or ()}
        kept = {week: {oid for _, oid in versions[week] if oid} for week in sorted(versions)}
        changed = {week: texts for week, texts in kept.items() if texts - {now.get(week)}}
        self.texts = objects.read_blobs(
            oid for week, texts in changed.items() if week in now for oid in (now[week], *texts)
        )
        telling = RelevantCopies(copies, schedule=self.schedule, today=self.workspace.today)
        words = self.history.words
        weeks = KeptWeeks(self.partner, copies, versions, self.texts, telling=telling, words=words)
        for week, texts in changed.items():
            if week not in now:
                if self._was_present(week, _is_there):
                    keepers = sorted({copy.keeper for copy in weeks.list_copies_with_file(week)})
                    yield self._build_deleted(week, keepers)
            elif not weeks.is_carried_on(week, self._read_text(week, now[week])):
                for oid in texts:
                    self._read_text(week, oid)  # a missing text would look as if it had never been kept
                yield from self._find_vanished_goals(week, now[week], weeks.list_keeps_of(week, once_written=True))

    def _find_vanished_goals(self, week: IsoWeek, now: str, keeps: Sequence[CopyWithWeeks]) -> Iterator[Vanished]:
        path = get_week_path(self.partner, week)
        self.read.clear()  # a parsed text belongs to one week
        present = self._read_version(week, now) or self._find_newest_readable(week)
        if present is None:
            return
        by_keeper: dict[Handle, list[CopyWithWeeks]] = {}
        for keep in keeps:
            by_keeper.setdefault(keep.keeper, []).append(keep)
        together: dict[str, list[VanishedGoal]] = {}
        for gone in find_vanished_goals(present, by_keeper, schedule=self.schedule, today=self.workspace.today):
            if self._was_present(week, partial(self._has_goal, week, gone)):
                together.setdefault(self._find_removing_commit(week, gone), []).append(gone)
        for commit, goals in together.items():
            keepers = tuple(sorted({gone.keeper for gone in goals}))
            yield Vanished(self.partner, path, commit, keepers, tuple(dict.fromkeys(gone.goal.goal for gone in goals)))

    def _find_removing_commit(self, week: IsoWeek, gone: VanishedGoal) -> str:
        """Return the commit that removed a goal. A version that cannot be read counts as containing the goal."""

        def may_have(oid: str | None) -> bool:
            version = self._read_version(week, oid) if oid else None
            return gone.is_in(version) if version else oid is not None

        return find_removing_commit(self.history.objects, self.past, get_week_path(self.partner, week), may_have)

    def _build_deleted(self, week: IsoWeek, keepers: Sequence[Handle]) -> Vanished:
        path = get_week_path(self.partner, week)
        commit = find_removing_commit(self.history.objects, self.past, path, _is_there)
        return Vanished(self.partner, path, commit, tuple(keepers))

    def _has_goal(self, week: IsoWeek, gone: VanishedGoal, oid: str | None) -> bool:
        version = self._read_version(week, oid) if oid else None
        return version is not None and gone.is_in(version)

    def _find_newest_readable(self, week: IsoWeek) -> Week | None:
        touches = self.past.list_touches(get_week_path(self.partner, week))
        read = (self._read_version(week, touch.after) for _, touch in touches if touch.after)
        return next((version for version in read if version is not None), None)

    def _was_present(self, week: IsoWeek, has: Callable[[str | None], bool]) -> bool:
        """Whether `has` accepts a version of the week from the beginning of the walk or later."""
        if self.past.since is None:
            return True
        path = get_week_path(self.partner, week)
        at_since = get_blob_id_at(self.history.objects, self.past.since, path)
        return any(map(has, (at_since, *(touch.after for _, touch in self.past.list_touches(path)))))

    def _read_version(self, week: IsoWeek, oid: str) -> Week | None:
        """Return a version of a week, or None if the version or its goals cannot be read."""
        if oid not in self.read:
            self.read[oid] = read_week_with_goals(self._read_text(week, oid), self.partner, week, self.history.words)
        return self.read[oid]

    def _read_text(self, week: IsoWeek, oid: str) -> bytes:
        data = self.texts[oid] if oid in self.texts else self.history.objects.read_blob(oid)
        if data is None:
            path = get_week_path(self.partner, week)
            raise IncompleteHistory(
                f"A version of {path} is missing or damaged in this clone", f"git log --raw -- {quote_pathspec(path)}"
            )
        return data


def _is_there(oid: str | None) -> bool:
    return oid is not None
