"""The view of `import`."""

from __future__ import annotations

from enum import StrEnum

from msgspec import Struct

from apjournal.model.isoweek import IsoWeek
from apjournal.model.json_fields import Hidden
from apjournal.model.notes import NoteGoal
from apjournal.model.views.base import View, WeekDays


class ImportState(StrEnum):
    """What happens to a file of notes.

    It is `ready` to be written, or `written`. Otherwise, nothing is written: the week `exists` already, an earlier
    file has the `same_week`, the notes contain no week (`no_week`) or no goals (`no_goals`), the file is not text
    (`not_text`), or a goal cannot be written in the journal's format (`not_writable`).
    """

    READY = "ready"
    WRITTEN = "written"
    EXISTS = "exists"
    SAME_WEEK = "same_week"
    NO_WEEK = "no_week"
    NO_GOALS = "no_goals"
    NOT_TEXT = "not_text"
    NOT_WRITABLE = "not_writable"


class ImportedNotes(Struct, frozen=True):
    """What a file of notes would become.

    `rest` is everything that stays as text, below the front matter of the week.
    """

    file: str
    state: ImportState
    week: IsoWeek | None
    path: str | None
    goals: tuple[NoteGoal, ...]
    learned: tuple[str, ...]
    rest: str
    encoding: str | None
    days: Hidden[WeekDays | None] = None
    text: Hidden[bytes] = b""


class ImportView(View, frozen=True, kw_only=True):
    """The notes in the order of the command line."""

    notes: tuple[ImportedNotes, ...]
    next: Hidden[str] = ""
