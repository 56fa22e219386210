"""A week of mine that I wrote on two devices, merged by goal and key."""

from __future__ import annotations

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek


def merge_week(base: bytes, mine: bytes, theirs: bytes, *, partner: Handle, week: IsoWeek) -> bytes | None:
    """Merge two versions of a week; None when only a person can."""
    return None
