"""Opening the journal that a command works on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from apjournal.errors import UsageFault
from apjournal.store.folder import find_root
from apjournal.workspace.opened import Workspace


def open_journal(
    start: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str], terminal: bool
) -> Workspace:
    """Open the journal in or above `start`; `UsageFault` where there is none."""
    root = find_root(start)
    if root is None:
        raise UsageFault(f"There is no journal in {start} or above it.", "Begin one: apj init, or try: apj demo")
    return Workspace(root, partner=partner, now=now, environ=environ, terminal=terminal)


def is_journal(start: Path) -> bool:
    """Whether there is a journal in or above `start`."""
    return find_root(start) is not None
