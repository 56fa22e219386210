"""`apj search`: find words in everything that the partners wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apjournal.analysis.find_by_name import find_span_end
from apjournal.analysis.search import Finder, make_finder
from apjournal.format.edit.parked import list_open_ideas
from apjournal.format.read.passages import list_passages
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.passage import Passage, PassageField
from apjournal.model.views.search import Match, SearchView
from apjournal.model.week import get_week_path
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PARKED


def search_journal(
    workspace: Workspace, words: Sequence[str], *, partner: str | None, since: str | None, regex: bool = False
) -> SearchView:
    """Return the texts of all partners, or of one, that contain `words`. With `since`, parked ideas are left out.

    Raise `UsageFault` for words that cannot be searched for.
    """
    finder = make_finder(words, regex=regex)
    who = workspace.records.partners() if partner is None else (workspace.resolve_partner(partner),)
    schedule, today = workspace.schedule, workspace.today
    first = find_span_end(since, schedule, today, last=False, newest=schedule.find_period(today)) if since else None
    weeks = [
        (week, handle) for handle in who for week in workspace.records.weeks(handle) if first is None or week >= first
    ]
    weeks.sort(key=lambda one: one[0], reverse=True)
    workspace.source.read_ahead(get_week_path(handle, week) for week, handle in weeks)
    matches = [match for week, handle in weeks for match in _search_week(workspace, handle, week, finder)]
    if first is None:
        matches += [match for handle in who for match in _search_parked(workspace, handle, finder)]
    return SearchView(matches=tuple(matches))


def _search_week(workspace: Workspace, partner: Handle, week: IsoWeek, finder: Finder) -> Iterator[Match]:
    reading = workspace.records.week(partner, week)
    passages = list_passages(reading) if reading else ()
    return _match(passages, finder, get_week_path(partner, week), partner, week)


def _search_parked(workspace: Workspace, partner: Handle, finder: Finder) -> Iterator[Match]:
    path = f"{partner}/{PARKED}"
    ideas = list_open_ideas(workspace.source.read(path) or b"")
    return _match((Passage(PassageField.PARKED, *idea) for idea in ideas), finder, path, partner, None)


def _match(
    passages: Iterable[Passage], finder: Finder, path: str, partner: Handle, week: IsoWeek | None
) -> Iterator[Match]:
    for passage in sorted(passages, key=lambda one: (one.line, one.column)):
        if found := finder(passage.text):
            yield Match(path, passage.line, passage.column, partner, week, passage.field, passage.text, found)
