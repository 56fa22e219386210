"""Find the day on which a partner completed each report: the author date of the commit that completed it."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from apjournal.analysis.find_report_week import is_report_complete
from apjournal.analysis.insights.stats import is_reported
from apjournal.format.read.week import read_week
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.digest import compute_blob_id
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.result_words import ResultWords
from apjournal.model.week_record import WeekRecord
from apjournal.session.history import History
from apjournal.session.workspace import Workspace
from apjournal.store.journal_paths import parse_week_path

_OUTCOMES = b"outcomes"  # a text without this word contains no report, so it need not be parsed


def read_report_days(workspace: Workspace, partner: Handle, records: Iterable[WeekRecord]) -> dict[IsoWeek, date]:
    """Return the day on which each report in `records` was completed, in the time zone of the commit's author.

    If a report was completed twice, because it was incomplete in between, the last time counts. Weeks whose report is
    not complete or not committed are left out. The result is empty if there is no history.
    """
    history = workspace.history
    if history is None or history.head is None:
        return {}
    versions = _list_versions(history, history.head, partner)
    complete: dict[str | None, bool] = {
        compute_blob_id(text, len(history.head)): is_reported(record)  # most of these weeks were parsed before
        for record in records
        if not record.unreadable and (text := workspace.source.read(record.path)) is not None
    }
    unread = {oid for touched in versions.values() for _, oid in touched if oid and oid not in complete}
    texts = history.objects.read_blobs(unread)
    completing = {}
    for week, touched in versions.items():
        for commit, oid in touched:
            if oid not in complete:
                complete[oid] = _is_complete(texts.get(oid or "", b""), partner, week, history.words)
            if not complete[oid]:
                break
            completing[week] = commit
    commits = history.objects.read_commits(completing.values())
    found = ((week, commits[commit].at) for week, commit in completing.items() if commit in commits)
    return {week: at.date() for week, at in found if at}


_Version = tuple[str, str | None]
"""A commit that changed a week, and the blob id of the week's text (None if it has no file then)."""


def _list_versions(history: History, head: str, partner: Handle) -> dict[IsoWeek, list[_Version]]:
    """Return the commits that changed each week of a partner, newest first, with the resulting versions."""
    versions: dict[IsoWeek, list[_Version]] = {}
    for logged in ancestry.log_raw(history.git, head, partner):
        for touched in logged.touched:
            named = parse_week_path(touched.path)
            if named and named[0] == partner:
                versions.setdefault(named[1], []).append((logged.commit, touched.text_after))
    return versions


def _is_complete(text: bytes, partner: Handle, week: IsoWeek, words: ResultWords) -> bool:
    read = read_week(text, partner, week, words).value if _OUTCOMES in text else None
    return read is not None and bool(read.goals) and is_report_complete(read)
