"""`apj search`: find words in everything that the partners wrote."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from apjournal.analysis.search import make_finder
from apjournal.format.edit.parked import list_open_ideas
from apjournal.format.read.passages import list_passages
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.passage import Passage, PassageField
from apjournal.model.views.search import Match, SearchView
from apjournal.model.week import get_week_path
from apjournal.services.search.match_expression import match_expression
from apjournal.session.arguments import find_since
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import PARKED


def search_journal(
    workspace: Workspace, words: Sequence[str], *, partner: str | None, since: str | None, regex: bool = False
) -> SearchView:
    """Return the passages of all partners, or of one, that contain `words`. With `since`, parked ideas are left out.

    With `regex`, the words are one regular expression. Raise `UsageFault` for words that cannot be searched for.
    """
    finder = None if regex else make_finder(words)
    who = workspace.records.partners() if partner is None else (workspace.resolve_partner(partner),)
    first = find_since(workspace, since) if since else None
    weeks = [
        (week, handle) for handle in who for week in workspace.records.weeks(handle) if first is None or week >= first
    ]
    weeks.sort(key=lambda one: one[0], reverse=True)
    workspace.source.read_ahead(get_week_path(handle, week) for week, handle in weeks)
    texts = [match for week, handle in weeks for match in _list_week(workspace, handle, week)]
    if first is None:
        texts += [match for handle in who for match in _list_parked(workspace, handle)]
    if finder:
        found = [finder(one.text) for one in texts]
    else:
        found = match_expression(" ".join(words), [one.text for one in texts])
    return SearchView(
        matches=tuple(replace(one, found=spans) for one, spans in zip(texts, found, strict=True) if spans),
        unsearched=tuple(get_week_path(one, week) for week, one in weeks if _has_no_text(workspace, one, week)),
    )


def _has_no_text(workspace: Workspace, partner: Handle, week: IsoWeek) -> bool:
    reading = workspace.records.week(partner, week)
    return reading is not None and reading.document is None


def _list_week(workspace: Workspace, partner: Handle, week: IsoWeek) -> Iterator[Match]:
    reading = workspace.records.week(partner, week)
    passages = list_passages(reading) if reading else ()
    return _list_texts(passages, get_week_path(partner, week), partner, week)


def _list_parked(workspace: Workspace, partner: Handle) -> Iterator[Match]:
    path = f"{partner}/{PARKED}"
    ideas = list_open_ideas(workspace.source.read(path) or b"")
    return _list_texts((Passage(PassageField.PARKED, *idea) for idea in ideas), path, partner, None)


def _list_texts(passages: Iterable[Passage], path: str, partner: Handle, week: IsoWeek | None) -> Iterator[Match]:
    for passage in sorted(passages, key=lambda one: (one.line, one.column)):
        yield Match(path, passage.line, passage.column, partner, week, passage.field, passage.text)
