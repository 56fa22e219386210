"""Record the time and the URL of the last fetch, so that screens can say how old their data are."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path

from apjournal.session.workspace import Workspace

_FETCHED = "fetched"
_FRESH = timedelta(minutes=1)


def note_fetch(private: Path, now: datetime, url: str) -> None:
    """Record a successful fetch from `url` (without its password) in `private`, the folder `.git/apj`.

    If the record cannot be written, the time of the last fetch stays unknown.
    """
    with suppress(OSError):
        private.mkdir(exist_ok=True)
        (private / _FETCHED).write_text(f"{now.isoformat()}\n{url}\n", "utf-8", "surrogateescape")


def read_last_url(private: Path) -> str | None:
    """Return the URL of the last successful fetch, or None if it is not known."""
    try:
        lines = (private / _FETCHED).read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return None
    return lines[1] if len(lines) > 1 else None


def get_last_fetch(workspace: Workspace) -> datetime | None:
    """Return the time of the last successful fetch, in my time zone.

    Return None if the journal has no remote, or the time is not known.
    """
    if not workspace.is_repository or not workspace.is_shared:
        return None
    try:
        noted = (workspace.private_folder / _FETCHED).read_text("utf-8", "surrogateescape")
        at = datetime.fromisoformat(noted.partition("\n")[0].strip())
        return at.astimezone(workspace.timezone)
    except (OSError, ValueError, OverflowError):
        return None


def is_worth_showing(workspace: Workspace, at: datetime | None) -> datetime | None:
    """Return the time `at` of the last fetch, or None if it is unknown or less than a minute ago."""
    return None if at is None or abs(workspace.now - at) < _FRESH else at
