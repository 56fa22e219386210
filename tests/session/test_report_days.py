"""The day on which a report was given, from the history."""

from __future__ import annotations

from contextlib import closing
from datetime import date, datetime
from pathlib import Path

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.session.report_days import read_report_days
from apjournal.session.week_records import list_all_weeks
from apjournal.session.workspace import Workspace
from tests.helpers.repos import commit, new_repository, write

W46, W47, W48, W49 = (IsoWeek(2026, number) for number in range(46, 50))
HALF, WHOLE = "outcomes: [done]\n", "outcomes: [done, partly]\n"


def week(report: str = "", body: str = "") -> str:
    return f"---\ngoals: [Tax, Desk]\n{report}---\n{body}"


def days(root: Path) -> dict[IsoWeek, date]:
    now = datetime.fromisoformat("2026-12-20T10:00+01:00")
    ana, environ = Handle("ana"), {"PATH": "/usr/bin:/bin"}
    with closing(Workspace(root, partner="ana", now=now, environ=environ, terminal=False)) as workspace:
        return read_report_days(workspace, ana, list_all_weeks(workspace, ana))


def put(root: Path, at: str, **weeks: str) -> None:
    files = {f"ana/2026-{name}.md": text for name, text in weeks.items()}
    commit(root, {"agreement.md": "---\napj: 1\n---\n", "ana/partner.md": "", **files}, date=at)


def test_the_day_of_a_report_is_the_author_date_of_the_commit_that_completed_the_report(tmp_path: Path) -> None:
    root = new_repository(tmp_path / "journal")
    put(root, "2026-11-23T09:00+01:00", W47=week(), W48=week())
    put(root, "2026-11-24T23:30-08:00", W47=week(HALF))
    put(root, "2026-11-25T23:30-08:00", W47=week(WHOLE))
    put(root, "2026-11-30T09:00+01:00", W47=week(WHOLE, "A word more.\n"), W48=week(HALF))
    assert days(root) == {W47: date(2026, 11, 25)}


def test_a_report_that_was_undone_and_repeated_has_the_day_of_its_last_completion(tmp_path: Path) -> None:
    root = new_repository(tmp_path / "journal")
    put(root, "2026-11-23T09:00+01:00", W47=week(WHOLE), W46=week(WHOLE))
    put(root, "2026-11-24T09:00+01:00", W47=week(HALF))
    put(root, "2026-11-25T09:00+01:00", W47=week(WHOLE, "Again.\n"))
    assert days(root) == {W46: date(2026, 11, 23), W47: date(2026, 11, 25)}


def test_a_report_that_is_not_committed_has_no_day(tmp_path: Path) -> None:
    root = new_repository(tmp_path / "journal")
    put(root, "2026-11-23T09:00+01:00", W47=week(), W48=week(WHOLE))
    write(root, {"ana/2026-W47.md": week(WHOLE), "ana/2026-W48.md": week(WHOLE, "Edited.\n")})
    assert days(root) == {W48: date(2026, 11, 23)}


def test_without_a_history_reports_have_no_day(tmp_path: Path) -> None:
    write(tmp_path, {"agreement.md": "---\napj: 1\n---\n", "ana/2026-W47.md": week(WHOLE)})
    assert days(tmp_path) == {}
    assert days(new_repository(tmp_path)) == {}
