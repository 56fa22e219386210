"""`apj away`: weeks off, which count in no number."""

from __future__ import annotations

from apjournal.analysis.naming import find_week
from apjournal.errors import UsageFault
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.written import WrittenView
from apjournal.workspace.mine import rewrite_weeks, writing
from apjournal.workspace.opened import Workspace

MOST = 26
"""The most weeks marked at once: longer is more likely a slip than a plan."""


def find_weeks(workspace: Workspace, words: str) -> tuple[IsoWeek, IsoWeek]:
    """Read `WEEK` or `WEEK..WEEK` as the first and the last week of a span."""
    first, dots, last = words.partition("..")
    found = find_week(first, workspace.schedule, workspace.today)
    return found, find_week(last, workspace.schedule, workspace.today) if dots else found


def away(workspace: Workspace, first: IsoWeek, last: IsoWeek) -> WrittenView:
    """Mark my weeks from `first` to `last` as off, all or none when one can't be read."""
    if last < first:
        raise UsageFault(f"{last} comes before {first}.", f"Write it the other way round: apj away {last}..{first}")
    count = last - first + 1
    if count > MOST:
        raise UsageFault(f"That is {count} weeks.", f"At most {MOST} are marked at once.")
    weeks = [first + index for index in range(count)]
    with writing(workspace):
        paths = rewrite_weeks(workspace, weeks, lambda editor: editor.with_away())
    return WrittenView(path=paths[0], week=first, written=tuple(f"{week}: away" for week in weeks))
