"""Write the report of an unexpected error. It says what the program did, without any text from the journal."""

from __future__ import annotations

import os
import platform
import tempfile
from pathlib import Path
from traceback import walk_tb

import apjournal

_MOST_LINES, _MOST_PLACES = 200, 40


def write_report(error: BaseException, command: str) -> Path | None:
    """Write the report to a new file that only its user can read. Return its path, or None if that is impossible."""
    try:
        descriptor, name = tempfile.mkstemp(prefix="apj-report-", suffix=".txt")
        with os.fdopen(descriptor, "w", encoding="utf-8") as file:
            file.write(_build_report(error, command))
    except OSError:
        return None
    return Path(name)


def _build_report(error: BaseException, command: str) -> str:
    """Return the lines of code that led to the error, with their files.

    Messages are left out, because they may quote the journal.
    """
    lines = [
        f"apj {apjournal.__version__}, Python {platform.python_version()}, {platform.platform()}",
        f"command: apj {command}".rstrip(),
    ]
    cause: BaseException | None = error
    while cause is not None and len(lines) < _MOST_LINES:
        kind = type(cause)
        places = [
            f"  {frame.f_code.co_filename}:{line} {frame.f_code.co_name}"
            for frame, line in walk_tb(cause.__traceback__)
        ]
        lines += [f"{kind.__module__}.{kind.__qualname__}", *places[-_MOST_PLACES:]]
        cause = cause.__cause__ or cause.__context__
    return "\n".join(lines) + "\n"
