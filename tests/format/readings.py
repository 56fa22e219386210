"""Reading a week's text in a test, and applying the repairs that were found."""

from __future__ import annotations

from apjournal.format.read.result import Reading
from apjournal.format.read.week import read_week
from apjournal.format.text.text import apply_text_edits
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week

ANA, W48 = Handle("ana"), IsoWeek(2026, 48)


def read(text: str) -> Reading[Week]:
    """Read `text` as Ana's file of 2026-W48."""
    return read_week(text.encode(), ANA, W48)


def after_goals(rest: str) -> str:
    """Write a file with two goals, `a` and `b`, and the keys of `rest`."""
    return f"---\ngoals: [a, b]\n{rest}---\n"


def week(front: str, body: str = "") -> Week:
    """Read front matter without findings, and a body."""
    reading = read(f"---\n{front}---\n{body}")
    assert not reading.findings, reading.findings
    assert reading.value is not None
    return reading.value


def findings(text: str) -> list[tuple[str, int, int, str | None]]:
    """Return the findings in a file: code, line, column and repair."""
    return [
        (each.code, each.span.line if each.span else 0, each.span.column if each.span else 0, each.fix)
        for each in read(text).findings
    ]


def repaired(text: str) -> str:
    """Apply all repairs that are found in a file."""
    return apply_text_edits(text, [edit for each in read(text).findings for edit in each.edits])


def fixed(text: str) -> str:
    """Apply repairs until there are none left, as `apj check --fix` does."""
    while (after := repaired(text)) != text:
        text = after
    return text
