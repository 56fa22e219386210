"""A kept line of Ana's week, as a value and as text, for the tests that read and edit `kept.md`."""

from __future__ import annotations

from datetime import datetime, timedelta, timezone

from apjournal.format.read.kept import read_kept
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptFile, KeptLine

COMMIT = "5f2c81d09a3be1c6f7d24e8890ab12cd34ef5678"
OTHER = "9c1185a5c5e9fc54612808977ee8f548b2258d31"
AT = datetime(2026, 11, 23, 9, 14, tzinfo=timezone(timedelta(hours=1)))
W48 = IsoWeek(2026, 48)
ANA = Handle("ana")
FULL = KeptLine(W48, ANA, COMMIT, AT)
FULL_TEXT = f"- 2026-W48 ana {COMMIT} 2026-11-23T09:14+01:00"


def kept(data: bytes) -> KeptFile:
    """Return what a `kept.md` of these bytes contains."""
    value = read_kept(data).value
    assert value is not None
    return value
