"""The journal's history: what stood where when, and the copies that were kept."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from functools import cache

from apjournal.gitrepo import ancestry, kept
from apjournal.gitrepo.objects import CommitSource, Objects
from apjournal.gitrepo.refs import ACCEPTED, HEADS, Standing
from apjournal.gitrepo.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import Keep, KeptLine
from apjournal.model.week import Week, week_path
from apjournal.store.layout import week_of
from apjournal.store.records import Records


class History:
    """Answers from git about one journal, whose branches stand as `standing` says.

    `branch` is the one that is shared, `head` its newest commit here, `server_tip` that of the server as far as it is
    known here, and `accepted` the one that a sync looked at; None where there is none.
    """

    def __init__(self, git: Git, objects: Objects, standing: Standing, *, shared: bool) -> None:
        self.git = git
        self.objects = objects
        self.branch, self.head = standing.branch, standing.head
        self.accepted, self.server_tip = standing.accepted, standing.server_tip
        self.shared = shared
        self.at = cache(self._at)

    def _at(self, commit: str) -> Records:
        return Records(CommitSource(self.objects, commit))

    @property
    def ref(self) -> str:
        """The full name of the branch."""
        return HEADS + self.branch

    @property
    def accepted_ref(self) -> str:
        """The local ref that names the server's tip as it was last accepted."""
        return ACCEPTED + self.branch

    @property
    def tip(self) -> str | None:
        """What a keep is looked for on: the accepted tip of the server (in a plain clone origin's), or what is here."""
        return self.server_tip or self.head if self.shared else self.head

    def newest(self, partner: Handle) -> str | None:
        """Give the commit that keeping a partner's folder now would name."""
        return ancestry.newest_change(self.git, self.tip, partner) if self.tip else None

    def completed(self, lines: Iterable[KeptLine], keeper: Handle) -> list[KeptLine]:
        """Give the lines with the commit that each means; git is asked about those that were typed without one.

        A line that is not committed yet, or means nothing, is left out.
        """
        tip = self.head
        if tip is None:
            return [line for line in lines if line.commit]
        meant = (
            line if line.commit else kept.as_meant(self.git, self.objects, tip, keeper, line)
            for line in kept.in_full(self.git, lines)
        )
        return [line for line in meant if line is not None]

    def keeps(
        self, partner: Handle, weeks: Sequence[IsoWeek], keepers: dict[Handle, tuple[KeptLine, ...]]
    ) -> tuple[Keep, ...]:
        """Give every keep of a partner that may hold one of `weeks`, oldest first by ancestry, with those weeks.

        `keepers` are the lines of each `kept.md`. A commit that is not here is left out: that is for `sync` to say.
        """
        earliest = min(weeks)
        asked = [
            (keeper, line, line.commit or "")
            for keeper, lines in keepers.items()
            for line in self.completed(
                (line for line in lines if line.partner == partner and line.week >= earliest), keeper
            )
        ]
        present = self.objects.commits(commit for _, _, commit in asked)
        there = [(keeper, line, commit) for keeper, line, commit in asked if commit in present]
        if len(keepers) > 1:
            there = self._by_ancestry(there)
        versions = self.weeks_at([commit for _, _, commit in there], partner, weeks)
        return tuple(Keep(keeper, commit, line.at, versions[commit]) for keeper, line, commit in there)

    def _by_ancestry(self, keeps: list[tuple[Handle, KeptLine, str]]) -> list[tuple[Handle, KeptLine, str]]:
        order = {commit: index for index, commit in enumerate(ancestry.in_order(self.git, {keep[2] for keep in keeps}))}
        return sorted(keeps, key=lambda keep: order[keep[2]])

    def weeks_at(
        self, commits: Sequence[str], partner: Handle, weeks: Sequence[IsoWeek]
    ) -> dict[str, dict[IsoWeek, Week]]:
        """Give the readable ones of `weeks` as they stood at each commit; equal texts are read once."""
        from apjournal.format.week import read_week

        places = [(commit, week_path(partner, week)) for commit in dict.fromkeys(commits) for week in weeks]
        texts = self.objects.read_many(places)
        read = cache(lambda data, week: read_week(data, partner, week).value)
        result: dict[str, dict[IsoWeek, Week]] = {commit: {} for commit in commits}
        for commit in result:
            for week in weeks:
                data = texts.get((commit, week_path(partner, week)))
                value = None if data is None else read(data, week)
                if value is not None:
                    result[commit][week] = value
        return result

    def changed_weeks(self, older: str, newer: str, partner: Handle) -> tuple[IsoWeek, ...]:
        """Name a partner's weeks whose files differ between two commits, oldest first."""
        before, after = (self.objects.tree(commit, partner) or () for commit in (older, newer))
        differing = {(entry.name, entry.oid) for entry in before} ^ {(entry.name, entry.oid) for entry in after}
        names = {name for name, _ in differing}
        return tuple(sorted(week for name in names if (week := week_of(name))))
