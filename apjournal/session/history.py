"""The journal's history: the text of each file at any commit, and the kept copies."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from itertools import pairwise

from apjournal.gitrepo.commit_source import CommitSource
from apjournal.gitrepo.kept.kept_refs import expand_abbreviated_ids, resolve_short_lines
from apjournal.gitrepo.kept.kept_week_texts import WeekVersions, read_kept_versions
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.refs import ACCEPTED, HEADS, REFUSED, BranchState
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy, KeptLine
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.week import Week, get_week_path
from apjournal.store.journal_paths import GENERATED, parse_week_name
from apjournal.store.journal_reader import Records

_LOOKED_AT = 8
"""If there are at most this many commits, apj reads the weeks of each commit itself."""
_NAMED = 60
"""If there are at most this many weeks, git is asked for them by name.

For more, reading all weeks is faster, because git compares each name with each file.
"""

Weeks = Sequence[IsoWeek] | None
"""The weeks of a partner to read. None means all weeks that ever existed."""


class History:
    """The history of one journal, read from git while its branches are in the state `standing`.

    - `branch`: the shared branch, and `head`: its newest commit in this clone.
    - `remote`: the name of the remote.
    - `server_tip`: the newest commit on the remote as last fetched.
    - `accepted`: the newest commit of the remote that a sync checked and accepted.
    - `is_shown`: whether plain git also shows that commit as the remote's newest.
    - `refused`: the commit of the remote at which a sync stopped with an alert that is still open.
    - `words`: the user's own words for results.

    Each commit is None if there is none.
    """

    def __init__(
        self, git: Git, objects: Objects, standing: BranchState, *, shared: bool, words: ResultWords = NO_WORDS
    ) -> None:
        self.git = git
        self.objects = objects
        self.branch, self.head = standing.branch, standing.head
        self.accepted, self.server_tip, self.is_shown = standing.accepted, standing.server_tip, standing.is_shown
        self.refused, self.remote = standing.refused, standing.remote
        self.shared = shared
        self.words = words
        self.at = cache(self._read_commit)

    def _read_commit(self, commit: str) -> Records:
        return Records(CommitSource(self.objects, commit), self.words)

    @property
    def ref(self) -> str:
        """The full name of the branch."""
        return HEADS + self.branch

    @property
    def accepted_ref(self) -> str:
        """The local ref to the tip of the remote that was last accepted."""
        return ACCEPTED + self.branch

    @property
    def refused_ref(self) -> str:
        """The local ref to the tip of the remote while an alert about it is open."""
        return REFUSED + self.branch

    @property
    def tip(self) -> str | None:
        """The commit at which a new copy is kept, or None if there is none.

        It is the tip of the remote if that is known, otherwise my newest commit.
        """
        return self.server_tip or self.head if self.shared else self.head

    def find_newest_change(self, partner: Handle) -> str | None:
        """Return the commit that a copy of a partner's folder would refer to now, or None.

        Generated files do not count.
        """
        if self.tip is None:
            return None
        return ancestry.find_newest_change(self.objects, self.tip, partner, ignored=GENERATED)

    def complete_lines(self, lines: Iterable[KeptLine], keeper: Handle, *, tip: str | None = None) -> list[KeptLine]:
        """Return the lines, each with the full id of its commit.

        For a line typed without a commit, git finds the commit that it means. Pass all equal lines together, in the
        order in which they are in the file as of `tip` (None means the newest commit). A line typed without a commit is
        left out if it is not committed, or if no commit fits.
        """
        given, tip = list(lines), tip or self.head
        if tip is None:
            return [line for line in given if line.commit]
        meant: list[KeptLine | None] = list(expand_abbreviated_ids(self.git, given))
        typed = [place for place, line in enumerate(given) if line.commit is None]
        if typed:
            found = resolve_short_lines(self.git, self.objects, tip, keeper, [given[place] for place in typed])
            for place, complete in zip(typed, found, strict=True):
                meant[place] = complete
        return [line for line in meant if line is not None]

    def list_kept_copies(
        self,
        weeks: Mapping[Handle, Weeks],
        keepers: Mapping[Handle, Mapping[Handle, tuple[KeptLine, ...]]],
        *,
        places: Mapping[str, int] | None = None,
    ) -> dict[Handle, tuple[tuple[KeptCopy, ...], WeekVersions]]:
        """Return every kept copy that may contain one of a partner's `weeks` (None: any), oldest first by ancestry.

        Also return how those weeks changed from one copy to the next. For each partner, `keepers` contains the lines
        about them in each `kept.md`. A copy whose commit is not in this clone is left out, because `sync` reports it.
        All partners are handled together, so that git walks the history once. `places` contains the order of commits
        that were walked before. If it is given, the lines of a keeper may be in any order.
        """
        asked = {partner: list(self._copies(partner, weeks[partner], keepers[partner])) for partner in weeks}
        present = self.objects.read_commits(copy.commit for copies in asked.values() for copy in copies)
        there = {partner: [copy for copy in copies if copy.commit in present] for partner, copies in asked.items()}
        mixed = [partner for partner in weeks if places is not None or len(keepers[partner]) > 1]
        kept = {copy.commit for partner in mixed for copy in there[partner]}
        order = places if places is not None and kept <= places.keys() else self._order(kept)
        for partner in mixed:
            there[partner].sort(key=lambda copy: order[copy.commit])
        commits = {partner: [copy.commit for copy in copies] for partner, copies in there.items()}
        versions = self._read_versions(commits, weeks)
        return {partner: (tuple(copies), versions[partner]) for partner, copies in there.items()}

    def _copies(
        self, partner: Handle, weeks: Weeks, keepers: Mapping[Handle, tuple[KeptLine, ...]]
    ) -> Iterator[KeptCopy]:
        """Yield the copies that may contain one of a partner's weeks, even if this clone does not have their commit."""
        earliest = min(weeks) if weeks else None
        for keeper, lines in keepers.items():
            about = (line for line in lines if earliest is None or line.week >= earliest)
            for line in self.complete_lines(about, keeper):
                yield KeptCopy(keeper, partner, line.week, line.commit or "", line.at)

    def _order(self, commits: Collection[str]) -> dict[str, int]:
        return {commit: place for place, commit in enumerate(ancestry.sort_topologically(self.git, commits))}

    def _read_versions(
        self, kept: Mapping[Handle, Sequence[str]], weeks: Mapping[Handle, Weeks]
    ) -> dict[Handle, WeekVersions]:
        """Return how the weeks of each partner changed from one kept commit to the next.

        If the weeks are given and a partner has at most `_LOOKED_AT` kept commits, no further git process starts.
        """
        found: dict[Handle, WeekVersions] = {}
        many: dict[Handle, Sequence[str]] = {}
        for partner, commits in kept.items():
            if (named := weeks[partner]) is not None and len(commits) <= _LOOKED_AT:
                texts = {
                    week: [self._find_text_id(commit, get_week_path(partner, week)) for commit in commits]
                    for week in named
                }
                found[partner] = {week: changing for week, of in texts.items() if (changing := _find_changes(of))}
            else:
                many[partner] = commits
        wanted = _choose_weeks_to_name(weeks[partner] for partner in many)
        for partner, versions in read_kept_versions(self.git, self.objects, many, wanted).items():
            chosen = weeks[partner]
            found[partner] = (
                versions if chosen is None else {week: versions[week] for week in chosen if week in versions}
            )
        return found

    def _find_text_id(self, commit: str, path: str) -> str | None:
        entry = self.objects.find_entry(commit, path)
        return entry.oid if entry and entry.is_file else None

    def read_weeks_at(self, commit: str, partner: Handle, weeks: Sequence[IsoWeek]) -> dict[IsoWeek, Week]:
        """Return those of `weeks` that can be read with their goals at a commit."""
        from apjournal.format.read.week import read_week_with_goals

        texts = self.objects.read_many([(commit, get_week_path(partner, week)) for week in weeks])
        found = {
            week: read_week_with_goals(data, partner, week, self.words)
            for week in weeks
            if (data := texts.get((commit, get_week_path(partner, week)))) is not None
        }
        return {week: value for week, value in found.items() if value is not None}

    def list_changed_weeks(self, older: str, newer: str, partner: Handle) -> tuple[IsoWeek, ...]:
        """Return a partner's weeks whose files differ between two commits, oldest first."""
        names = self.objects.list_differing_names(older, newer, partner)
        return tuple(sorted(week for name in names if (week := parse_week_name(name))))


def _choose_weeks_to_name(weeks: Iterable[Weeks]) -> frozenset[IsoWeek] | None:
    """Return the weeks for which to ask git by name, or None if all are wanted or there are too many."""
    found = frozenset[IsoWeek]()
    for some in weeks:
        if some is None or len(found := found.union(some)) > _NAMED:
            return None
    return found


def _find_changes(texts: Sequence[str | None]) -> list[tuple[int, str | None]]:
    """Return the index of each version that differs from the one before it, with that version.

    The first version is compared with None.
    """
    return [(place, text) for place, (before, text) in enumerate(pairwise((None, *texts))) if text != before]
