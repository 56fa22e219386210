"""Recognise the files in a partner's folder that sync generates from the journal. They contain nothing of their own.

A partner may also write a file of the same name by hand, so the name does not decide.
"""

from __future__ import annotations

from apjournal.model.views.calendar import CREATOR
from apjournal.model.views.host_page import is_page
from apjournal.store.journal_paths import README, has_generated_name

_CALENDAR_STARTS = b"BEGIN:VCALENDAR"
HEAD = 400
"""The number of bytes at the beginning of a file that show whether apj wrote it."""


def is_generated(path: str, data: bytes) -> bool:
    """Whether sync generated the text of a file in its owner's folder, judging by its name and its first lines."""
    if not has_generated_name(path):
        return False
    return is_page(data) if path.endswith(f"/{README}") else is_calendar(data)


def is_calendar(data: bytes) -> bool:
    """Whether apj wrote the calendar with this text, so that it may write it again."""
    return data.startswith(_CALENDAR_STARTS) and CREATOR.encode("utf-8") in data[:HEAD]
