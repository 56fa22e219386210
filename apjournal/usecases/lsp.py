"""`apj lsp`: read what a language server needs to know about a journal, as plain values."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from msgspec import Struct

from apjournal.analysis.carry_over import trace_carried_goals
from apjournal.analysis.schedule import Schedule
from apjournal.errors import UsageFault
from apjournal.model.finding import Finding
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.views.lsp import LspView
from apjournal.model.week import Week, get_week_path
from apjournal.model.week_record import WeekRecord
from apjournal.services.check.find_in_file import FileRules
from apjournal.services.check.find_in_file import check_kept_lines as check_kept_lines
from apjournal.session.recorded_journal import Remembered as Remembered
from apjournal.session.week_records import describe_week, list_earlier_weeks, read_kept_weeks_of
from apjournal.session.workspace import Workspace
from apjournal.store.folder import find_root

COMMAND = ("apj", "lsp")
FEATURES = (
    "diagnostics", "code actions", "completion", "hover", "definition", "document symbols", "rename",
)  # fmt: skip


class JournalFacts(Struct, frozen=True):
    """The facts, apart from a file's text, on which answers about the file depend.

    - `names`: the partners' names.
    - `weeks`: my weeks with a file, newest first.
    - `today`: the date in my time zone.
    """

    me: Handle | None
    names: Mapping[Handle, str]
    rules: FileRules
    weeks: tuple[IsoWeek, ...]
    today: date


def describe_server() -> LspView:
    """Return a view of the command with which an editor starts the server."""
    return LspView(command=COMMAND, language="markdown", features=FEATURES)


def locate_file(path: Path) -> tuple[Path, str] | None:
    """Return the journal that contains a file, and the file's path in it with slashes, or None outside any journal."""
    folder = Path(os.path.realpath(path.parent))
    root = find_root(folder)
    return None if root is None else (root, (folder.relative_to(root) / path.name).as_posix())


def read_facts(workspace: Workspace, check_lines: Callable[[str, bytes], tuple[Finding, ...]]) -> JournalFacts:
    """Return the facts about a journal. `check_lines` becomes the rule for the lines of a `kept.md`."""
    partners, me = workspace.records.partners(), workspace.identity_or_none
    schedules = {handle: workspace.get_schedule_of(handle) for handle in partners}
    names = {handle: workspace.get_partner(handle).called for handle in partners}
    own = workspace.schedule

    def get_schedule(partner: Handle) -> Schedule:
        return schedules.get(partner, own)

    rules = FileRules(partners, workspace.agreement.areas, get_schedule, check_lines, _read_own_words(workspace))
    return JournalFacts(me, names, rules, workspace.records.weeks(me) if me else (), workspace.today)


def _read_own_words(workspace: Workspace) -> ResultWords:
    """Return my own words for results as they are now, or none if their file cannot be read.

    The fault must not hide the findings in a week's file. `apj check` reports it. The words are among the facts that
    are compared, so a change of them is noticed.
    """
    try:
        return dict(workspace.own_words)
    except UsageFault:
        return NO_WORDS


def read_record(workspace: Workspace, week: Week) -> WeekRecord:
    """Return the record of a week with the text that is in the editor."""
    found = read_kept_weeks_of(workspace, week.partner, [week.week])
    return describe_week(workspace, week, found.list_keeps_of(week.week) if found else None)


def trace_first_weeks(workspace: Workspace, week: Week) -> Mapping[str, IsoWeek]:
    """Return the first week of each of a week's carried goals, by the goal's id."""
    chains = trace_carried_goals(week, list_earlier_weeks(workspace, week.partner, week.week))
    return {goal.id: chain.since for goal, chain in zip(week.goals, chains, strict=True) if chain.since}


def read_text(workspace: Workspace, path: str) -> str | None:
    """Return the text of a file as apj reads it, or None if it is missing or not UTF-8."""
    data = workspace.source.read(path)
    try:
        return None if data is None else data.decode("utf-8")
    except UnicodeDecodeError:
        return None


def list_own_texts(workspace: Workspace) -> Iterator[tuple[str, str]]:
    """Yield the path and the text of each of my weeks, newest first."""
    for week in workspace.records.weeks(workspace.me):
        path = get_week_path(workspace.me, week)
        text = read_text(workspace, path)
        if text is not None:
            yield path, text
