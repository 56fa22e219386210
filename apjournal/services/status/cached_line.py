"""Compute a line of text from a journal, and cache it together with the sources that it was computed from."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import datetime
from pathlib import Path
from typing import TypeVar

from apjournal.prompt_cache import Draft
from apjournal.session.recorded_journal import RecordedJournal
from apjournal.session.workspace import Workspace

T = TypeVar("T")
Compute = Callable[[Workspace], tuple[T, str, datetime | None]]
"""A function that computes a value from a journal. It returns the value, its line, and until when the line is valid.

The moment is None if it is not known.
"""


def compute_and_cache(
    root: Path,
    name: str,
    compute: Compute[T],
    *,
    partner: str | None,
    now: datetime,
    environ: Mapping[str, str],
    files_alone: bool = False,
) -> T:
    """Return the value that `compute` returns for the journal at `root`, and cache its line as the entry `name`.

    Nothing is cached if the line's sources cannot be determined, or if `partner` is not None. With `files_alone`, git
    is asked for nothing but its settings.
    """
    try:
        draft = Draft(str(root), name) if partner is None else None
    except OSError:
        draft = None
    journal = RecordedJournal(root, partner=partner, now=now, environ=environ, files_alone=files_alone)
    entry = None
    try:
        value, line, until = compute(journal.workspace)
        entry = journal.build_entry(line, until)
    finally:
        journal.workspace.close()
        if draft is not None:
            with suppress(OSError):  # the disk is full, or somebody has removed the folder
                draft.keep(entry)
    return value
