"""The story of an example journal: who did what at which moment, as values."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Step:
    """One step: an apj command line (`run`), or a file written whole or changed by hand at `path`.

    A change by hand replaces the one place that reads `old` (None: the whole file) by `text`.
    """

    at: datetime
    who: str
    run: tuple[str, ...] = ()
    path: str = ""
    old: str | None = None
    text: str = ""
