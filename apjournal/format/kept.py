"""`kept.md`: which copies a partner has kept, one line each, newest last.

`- WEEK PARTNER COMMIT TIME` is a keep; typed by hand, COMMIT and TIME may be missing. `- settled COMMIT CODE TIME`
closes a finding that the two have talked about. All else is free Markdown; there is no front matter.
"""

from __future__ import annotations

import re
from datetime import datetime

from apjournal.errors import BrokenFile
from apjournal.format.document import Document, encode, split
from apjournal.format.edit import EditRefused
from apjournal.format.reading import Reading
from apjournal.format.union import append_lines, merge_lines
from apjournal.model.codes import finding
from apjournal.model.finding import Finding
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptFile, KeptLine, SettledLine

HEADING = "# Kept copies"
_ITEM = re.compile(r"\s*[-*+]\s+(.*)")
_COMMIT = re.compile(r"[0-9a-f]{7,64}")
_CODE = re.compile(r"[a-z][a-z_]*")
_FENCES = frozenset({"fence", "open_front_matter"})


def read_kept(data: bytes) -> Reading[KeptFile]:
    """Read a `kept.md`; a list item that is neither a keep nor settled is a warning, never an error."""
    document, findings = split(data)
    if document is None:
        return Reading(None, findings)
    found = [finding for finding in findings if finding.code not in _FENCES]
    kept: list[KeptLine] = []
    settled: list[SettledLine] = []
    start = 0
    for number, raw in enumerate(document.text.split("\n"), 1):
        line = _read_line(raw, number)
        if isinstance(line, KeptLine):
            kept.append(line)
        elif isinstance(line, SettledLine):
            settled.append(line)
        elif _ITEM.fullmatch(raw):
            found.append(_strange(document, start, raw))
        start += len(raw) + 1
    return Reading(KeptFile(tuple(kept), tuple(settled)), tuple(found), document)


def add_kept(data: bytes | None, line: KeptLine) -> bytes:
    """Add a keep as the newest one, begun with a heading where there is no file; the same copy twice stays one.

    Raises `BrokenFile` when the file can't be read.
    """
    document, lines = _open(data or f"{HEADING}\n".encode())
    if data and any((line.week, line.partner, line.commit) == (old.week, old.partner, old.commit) for old in lines):
        return data
    after = _place(document.text, lines[-1].line)[1] if lines else None
    return encode(document, append_lines(document.text, [str(line)], after))


def complete_kept(data: bytes, line: KeptLine) -> bytes:
    """Write commit and time into the short line that stands in line `line.line` of the file.

    Raises `EditRefused` when another line stands there by now, `BrokenFile` when the file can't be read.
    """
    document, lines = _open(data)
    short = next((old for old in lines if old.line == line.line), None)
    if short is None or not _completes(line, short):
        raise EditRefused(
            f"Line {line.line} of kept.md does not stand for a copy of {line.partner}'s {line.week} any more.",
            "Run the command again.",
        )
    start, end = _place(document.text, line.line)
    raw = document.text[start:end]
    item = _ITEM.fullmatch(raw)
    assert item is not None  # noqa: S101  it was read as a keep
    text = raw[: item.start(1)] + str(line)[2:] + raw[len(raw.rstrip()) :]
    return encode(document, document.text[:start] + text + document.text[end:])


def merge_kept(base: bytes, mine: bytes, theirs: bytes) -> bytes:
    """Merge two versions by union of lines; a completed line replaces the short one that both had.

    A version that is not there is empty. Nothing is refused: bytes that are no UTF-8 travel as they are.
    """
    return merge_lines(base, mine, theirs, _is_twin)


def _open(data: bytes) -> tuple[Document, tuple[KeptLine, ...]]:
    reading = read_kept(data)
    if reading.value is None or reading.document is None:
        raise BrokenFile("kept.md can't be read as it is.", "Save it as UTF-8.", reading.findings)
    return reading.document, reading.value.lines


def _read_line(raw: str, number: int) -> KeptLine | SettledLine | None:
    item = _ITEM.fullmatch(raw)
    words = item[1].split() if item else []
    if 2 <= len(words) <= 4 and words[0].lower() == "settled":
        return _read_settled(words[1:], number)
    return _read_kept(words, number) if 2 <= len(words) <= 4 else None


def _read_kept(words: list[str], number: int) -> KeptLine | None:
    commit = words[2].lower() if len(words) > 2 else None
    at = _time(words[3]) if len(words) > 3 else None
    if (commit is not None and not _COMMIT.fullmatch(commit)) or (len(words) > 3 and at is None):
        return None
    try:
        return KeptLine(IsoWeek.parse(words[0].upper()), Handle.parse(words[1].lower()), commit, at, number)
    except ValueError:
        return None


def _read_settled(words: list[str], number: int) -> SettledLine | None:
    at = _time(words[2]) if len(words) > 2 else None
    if len(words) < 2 or (len(words) > 2 and at is None):
        return None
    commit, code = words[0].lower(), words[1].lower()
    if not _COMMIT.fullmatch(commit) or not _CODE.fullmatch(code):
        return None
    return SettledLine(commit, code, at, number)


def _time(word: str) -> datetime | None:
    """Read a time with its offset; one without says nothing about when."""
    try:
        at = datetime.fromisoformat(word)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None


def _strange(document: Document, start: int, raw: str) -> Finding:
    shown = raw.strip()
    message = f'"{shown}" is not a kept copy; write: - 2026-W48 ana'
    return finding("kept_line", message, document.span(start, start + len(raw.rstrip())))


def _completes(line: KeptLine, short: KeptLine) -> bool:
    """Whether `line` is `short` with what was missing: its time, and its commit where it had none."""
    if line.commit is None or line.at is None or short.at is not None:
        return False
    same = (line.week, line.partner) == (short.week, short.partner)
    return same and short.commit in {None, line.commit}


def _is_twin(line: str, short: str) -> bool:
    full, other = _read_line(line, 0), _read_line(short, 0)
    return isinstance(full, KeptLine) and isinstance(other, KeptLine) and _completes(full, other)


def _place(text: str, number: int) -> tuple[int, int]:
    """Give the offsets of line `number`, counted from 1, without its newline."""
    lines = text.split("\n")
    start = sum(len(line) + 1 for line in lines[: number - 1])
    return start, start + len(lines[number - 1])
