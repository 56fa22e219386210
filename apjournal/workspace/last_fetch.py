"""When what the others shared was last fetched: old news says how old it is."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from apjournal.workspace.opened import Workspace

_FETCHED = "fetched"
_FRESH = timedelta(minutes=1)


def note_fetch(private: Path, now: datetime) -> None:
    """Note in `private`, the folder `.git/apj`, that a fetch worked; without the note the age is not known."""
    with suppress(OSError):
        private.mkdir(exist_ok=True)
        (private / _FETCHED).write_text(f"{now.isoformat()}\n", "ascii")


def as_of(workspace: Workspace) -> datetime | None:
    """Return the time of the last fetch that worked, in my zone; None where nothing is shared, or it is not known."""
    if not workspace.is_repository or not workspace.is_shared:
        return None
    try:
        at = datetime.fromisoformat((workspace.private_folder / _FETCHED).read_text("ascii").strip())
        return at.astimezone(workspace.timezone)
    except (OSError, ValueError, OverflowError):
        return None


def worth_saying(workspace: Workspace, at: datetime | None) -> datetime | None:
    """Return the time of the last fetch; None where it was a moment ago, or is not known."""
    return None if at is None or abs(workspace.now - at) < _FRESH else at
