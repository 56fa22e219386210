"""The journals whose files an editor has open, and what was read from them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from apjournal.lsp.complete import JournalWords
from apjournal.model.finding import Finding
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.insights import PlanWorth
from apjournal.model.week import Week
from apjournal.model.week_record import WeekRecord
from apjournal.usecases import lsp as use
from apjournal.usecases.lsp import JournalFacts, Remembered
from apjournal.usecases.new_week import build_own_ledger
from apjournal.usecases.open_journal import open_journal

if TYPE_CHECKING:
    from apjournal.session.workspace import Workspace


class OpenJournal:
    """A journal with open files. What was read is remembered until something that it depends on changes."""

    def __init__(
        self, root: Path, *, partner: str | None, environ: Mapping[str, str], read_clock: Callable[[], datetime]
    ) -> None:
        self.root = root
        self._partner = partner
        self._environ = environ
        self._read_clock = read_clock
        self._facts = Remembered(self._read_facts, partner=partner, environ=environ)
        self._plans = Remembered(_read_plans, partner=partner, environ=environ)

    @property
    def facts(self) -> JournalFacts:
        """The facts, apart from a file's text, on which answers about the file depend."""
        return self._facts.get(self.root, self._read_clock())

    @property
    def words(self) -> JournalWords:
        """What the journal contains that can be offered."""
        facts = self.facts
        rules = facts.rules
        return JournalWords(rules.partners, rules.areas, facts.weeks, facts.today, self._list_plans)

    def read_record(self, week: Week | None) -> WeekRecord | None:
        """Return the record of a week with the text that is in the editor, or None if the file is not a week."""
        if week is None:
            return None
        with self._open() as workspace:
            return use.read_record(workspace, week)

    def trace_first_weeks(self, week: Week) -> Mapping[str, IsoWeek]:
        """Return the first week of each of the week's carried goals, by the goal's id."""
        with self._open() as workspace:
            return use.trace_first_weeks(workspace, week)

    def read_text(self, path: str) -> str | None:
        """Return the text of a file as apj reads it, or None."""
        with self._open() as workspace:
            return use.read_text(workspace, path)

    def list_own_texts(self) -> dict[str, str]:
        """Return the text of each of my weeks by path."""
        with self._open() as workspace:
            return dict(use.list_own_texts(workspace))

    def _list_plans(self) -> Sequence[PlanWorth]:
        return self._plans.get(self.root, self._read_clock())

    def _read_facts(self, workspace: Workspace) -> JournalFacts:
        return use.read_facts(workspace, self._check_kept_lines)

    def _check_kept_lines(self, path: str, data: bytes) -> tuple[Finding, ...]:
        with self._open() as workspace:
            return use.check_kept_lines(workspace, path, data)

    @contextmanager
    def _open(self) -> Iterator[Workspace]:
        now = self._read_clock()
        workspace = open_journal(self.root, partner=self._partner, now=now, environ=self._environ, terminal=False)
        try:
            yield workspace
        finally:
            workspace.close()


def _read_plans(workspace: Workspace) -> Sequence[PlanWorth]:
    """Return my own plans that worked, up to this week."""
    if workspace.identity_or_none is None:
        return ()
    return build_own_ledger(workspace, workspace.schedule.find_period(workspace.today) + 1)


class Journals:
    """The journals of the files that an editor has open, by their root.

    `partner` and `environ` are those of the command, and `read_clock` returns the current time.
    """

    def __init__(self, *, partner: str | None, environ: Mapping[str, str], read_clock: Callable[[], datetime]) -> None:
        self._partner = partner
        self._environ = environ
        self._read_clock = read_clock
        self._open: dict[Path, OpenJournal] = {}

    def find(self, path: Path) -> tuple[OpenJournal, str] | None:
        """Return the journal that contains a file, and the file's path in it.

        Return None if no journal contains the file.
        """
        found = use.locate_file(path)
        if found is None:
            return None
        root, inside = found
        if root not in self._open:
            self._open[root] = OpenJournal(
                root, partner=self._partner, environ=self._environ, read_clock=self._read_clock
            )
        return self._open[root], inside
