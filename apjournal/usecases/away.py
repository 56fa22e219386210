"""`apj away`: mark weeks off, which count in no number."""

from __future__ import annotations

from apjournal.analysis.find_by_name import find_last_week, find_week
from apjournal.errors import UsageFault
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.week import WrittenView
from apjournal.session.arguments import require_period_start
from apjournal.session.workspace import Workspace
from apjournal.session.writing import journal_lock, rewrite_weeks

MOST = 26
"""The greatest number of weeks that can be marked at once. A longer span is more likely a mistake than a plan."""


def find_weeks(workspace: Workspace, words: str) -> tuple[IsoWeek, IsoWeek]:
    """Return the first and the last week of a span, typed as `WEEK` or `WEEK..WEEK`.

    A span may extend into the next year.
    """
    first, dots, last = words.partition("..")
    found = find_week(first, workspace.schedule, workspace.today)
    return found, find_last_week(last, found, workspace.schedule, workspace.today) if dots else found


def mark_weeks_away(workspace: Workspace, first: IsoWeek, last: IsoWeek) -> WrittenView:
    """Mark my weeks from `first` to `last` as off. If one of their files cannot be read, mark none.

    If calls are less frequent than weekly, mark only the weeks that begin a period, because other weeks have no file.
    Raise `UsageFault` if `last` is before `first`, or for more than `MOST` weeks.
    """
    if last < first:
        raise UsageFault(f"{last} comes before {first}.", f"Write the earlier week first: apj away {last}..{first}")
    count = last - first + 1
    if count > MOST:
        raise UsageFault(
            f"That is {count} weeks, and apj marks at most {MOST} at once.",
            "Give a shorter span, then the rest: apj away WEEK..WEEK",
        )
    weeks = require_period_start(workspace, [first + index for index in range(count)], otherwise="apj away")
    with journal_lock(workspace, undoable="away"):
        paths = rewrite_weeks(workspace, weeks, lambda editor: editor.mark_away())
    days = map(workspace.schedule.build_week_days, weeks)
    return WrittenView(
        path=paths[0],
        week=weeks[0],
        written=tuple(f"{week}: away" for week in weeks),
        weeks=tuple(zip(days, paths, strict=True)),
    )
