"""The public API: read a journal in your own program. It never writes, and it does not need git.

`load` reads one file, with values as they were typed. `open` reads a whole journal as apj sees it: partners, weeks,
and goals with their states. All values are frozen.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from apjournal.errors import ApjError, UsageFault
from apjournal.format.read.frontmatter_handler import read_post
from apjournal.model.agreement import Agreement, Cadence, CallTerms, EarlierTerms, Mode, Role, Terms
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.partner import Partner
from apjournal.model.week import (
    CallRecord,
    Decision,
    Every,
    LogLine,
    Medium,
    Message,
    MessageKind,
    Obstacle,
    ObstacleKind,
    PlanUse,
    Result,
)
from apjournal.model.week_record import (
    ChangeKind,
    GoalRecord,
    HappenedRecord,
    KeptBy,
    KeptGoal,
    State,
    StepCount,
    Unreadable,
    WeekRecord,
)
from apjournal.session.week_records import build_week_records
from apjournal.session.workspace import Workspace
from apjournal.usecases.open_journal import open_files

if TYPE_CHECKING:
    from frontmatter import Post

__all__ = [
    "Agreement",
    "ApjError",
    "Cadence",
    "CallRecord",
    "CallTerms",
    "ChangeKind",
    "Decision",
    "EarlierTerms",
    "Every",
    "GoalRecord",
    "Handle",
    "HappenedRecord",
    "IsoWeek",
    "Journal",
    "KeptBy",
    "KeptGoal",
    "LogLine",
    "Medium",
    "Message",
    "MessageKind",
    "Mode",
    "Obstacle",
    "ObstacleKind",
    "Partner",
    "PlanUse",
    "Result",
    "Role",
    "State",
    "StepCount",
    "Terms",
    "Unreadable",
    "UsageFault",
    "WeekRecord",
    "load",
    "open",
]


def load(path: str | os.PathLike[str]) -> Post:
    """Return the front matter and the body of a file, as a `frontmatter.Post`.

    Every value is a string as it was typed (`yes`, `09:00`, `2026-11-23`), None for an empty value, or a list or dict
    of such values. A file without front matter has no values. Raise `OSError` if the file cannot be read, and
    `ValueError` if it is not UTF-8 or its front matter is not valid.
    """
    return read_post(Path(path).read_text("utf-8"))


def open(folder: str | os.PathLike[str] = ".", *, now: datetime | None = None) -> Journal:  # noqa: A001  see Journal
    """Return the journal in or above `folder`, as its files are now.

    `now` (aware) decides which reports are due. If it is None, the current time does. Raise `UsageFault` if there is
    no journal.
    """
    moment = now or datetime.now().astimezone()  # noqa: TID251  there is no command line that would read the clock
    return Journal(open_files(Path(folder), now=moment))


class Journal(Struct, frozen=True):
    """A read-only view of a journal. Each file is read once, when it is first needed.

    Without git, there are no kept copies, so `change` and `kept_goal` of a goal and `kept_by` of a week are None.
    """

    _workspace: Workspace

    @property
    def root(self) -> Path:
        """The journal's folder."""
        return self._workspace.root

    @property
    def today(self) -> date:
        """The day that decides which reports are due."""
        return self._workspace.today

    @property
    def agreement(self) -> Agreement:
        """How the partners work together, according to `agreement.md`."""
        return self._workspace.records.agreement()

    @property
    def partners(self) -> tuple[Partner, ...]:
        """Every partner, in the order of their handles."""
        return tuple(self._workspace.get_partner(handle) for handle in self._workspace.records.partners())

    def weeks(self, partner: str) -> tuple[WeekRecord, ...]:
        """Return the weeks of a partner, oldest first. Raise `UsageFault` if nobody has this handle."""
        handle = self._handle(partner)
        return build_week_records(self._workspace, handle, tuple(reversed(self._workspace.records.weeks(handle))))

    def week(self, partner: str, week: str | IsoWeek) -> WeekRecord | None:
        """Return one week, such as `2026-W48`, or None if it has no file.

        Raise `ValueError` if `week` is not an ISO week with its year.
        """
        number = IsoWeek.parse(week) if isinstance(week, str) else week
        return next(iter(build_week_records(self._workspace, self._handle(partner), (number,))), None)

    def goals(self, partner: str) -> Iterator[tuple[IsoWeek, GoalRecord]]:
        """Return all goals of a partner with their weeks, oldest first."""
        return ((record.week, goal) for record in self.weeks(partner) for goal in record.goals)

    def _handle(self, partner: str) -> Handle:
        for handle in self._workspace.records.partners():
            if handle == partner:
                return handle
        raise UsageFault(f"The journal in {self.root} has no partner {partner}.", "Use the name of a partner's folder.")
