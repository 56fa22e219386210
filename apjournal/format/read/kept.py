"""Read `kept.md`: the copies that a partner has kept, one on each line, newest last.

`- WEEK PARTNER COMMIT TIME` is a kept copy. A line typed by hand may omit COMMIT and TIME. `- settled COMMIT CODE TIME
WORDS` resolves a finding that the partners talked about. A line typed by hand may omit TIME and WORDS. Everything else
is free Markdown. There is no front matter.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from datetime import datetime
from functools import lru_cache

from apjournal.format.read.result import Reading
from apjournal.format.text.document import MAX_KEPT, read_plain_document
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Span
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptFile, KeptLine, SettledLine
from apjournal.model.markdown import BULLETS
from apjournal.patterns import make_pattern

HEADING = "# Kept copies"
ITEM = make_pattern(rf"\s*[{BULLETS}]\s+(.*)")
"""Matches a Markdown list item, or one with a bullet that a phone typed."""
_FIRST_WEEK = "- 0000-W00"
_BULLETS = frozenset(BULLETS)
_HEX_DIGITS = "0123456789abcdef"
_COMMIT_LENGTHS = range(7, 65)
_CODE = make_pattern(r"[a-z][a-z_]*")


@lru_cache(maxsize=4)  # a command asks for the lines of the same few files, for their findings and for their order
def read_kept(data: bytes) -> Reading[KeptFile]:
    """Read a `kept.md`. A list item that is neither a kept copy nor a settled finding is free text.

    The places are those of the kept copies by their index (`lines`), and of such items by their line (`unread`).
    """
    document, findings = read_plain_document(data, MAX_KEPT)
    if document is None:
        return Reading(None, findings)
    kept: list[KeptLine] = []
    settled: list[SettledLine] = []
    places: dict[tuple[str | int, ...], Span] = {}
    start = 0
    for number, raw in enumerate(document.text.split("\n"), 1):
        line, place = read_line(raw), Span(start, start + len(raw.rstrip()), number, 1)
        if isinstance(line, KeptLine):
            places["lines", len(kept)] = place
            kept.append(line)
        elif isinstance(line, SettledLine):
            settled.append(line)
        elif _match_item(raw):
            places["unread", number] = place
        start += len(raw) + 1
    return Reading(KeptFile(tuple(kept), tuple(settled)), findings, document, places=places)


def find_unread_items(data: bytes, week: IsoWeek, partners: Sequence[Handle]) -> Iterator[Finding]:
    """Yield a warning for each list item of a `kept.md` that is neither a kept copy nor a settled finding.

    The warning shows how to write a kept copy. If the item contains no week or none of the `partners`, that line has
    the week `week` or the first of the partners.
    """
    reading = read_kept(data)
    lines = reading.document.text.split("\n") if reading.document else []
    for (kind, *_), place in reading.places.items():
        raw = lines[place.line - 1]
        if kind == "unread" and (item := _match_item(raw)):
            words = item[1].split()
            about = next((word.lower() for word in words if word.lower() in partners), *partners[:1] or ("HANDLE",))
            message = f'"{raw.strip()}" is not a kept copy; write: - {_find_week(words) or week} {about}'
            yield make_finding("kept_line", message, place)


def _find_week(words: Iterable[str]) -> IsoWeek | None:
    for word in words:
        with suppress(ValueError):
            return IsoWeek.parse(word.upper())
    return None


def read_lines_since(data: bytes, week: IsoWeek) -> tuple[KeptLine, ...]:
    """Return the kept copies of a `kept.md` from the week `week` on, in the order of the file.

    Lines that apj wrote sort by week as text, so most earlier lines are skipped without parsing them.
    """
    first = f"- {week}"
    raw_lines = [raw for raw in _split_lines(data) if not _FIRST_WEEK <= raw[: len(_FIRST_WEEK)] < first]
    return tuple([line for raw in raw_lines if isinstance(line := read_line(raw), KeptLine) and line.week >= week])


def find_last_line_about(data: bytes, partner: Handle) -> KeptLine | None:
    """Return the last kept copy of a partner's folder in a `kept.md`, or None."""
    lines = map(read_line, reversed(_split_lines(data)))
    return next((line for line in lines if isinstance(line, KeptLine) and line.partner == partner), None)


def _split_lines(data: bytes) -> list[str]:
    document, _ = read_plain_document(data, MAX_KEPT)
    return document.text.split("\n") if document else []


def read_line(raw: str) -> KeptLine | SettledLine | None:
    """Return the value of one line of a `kept.md`, or None if it is free Markdown."""
    if raw.startswith("- "):  # the form that apj writes, which most lines have
        words = raw[2:].split()
    else:
        item = _match_item(raw)
        words = item[1].split() if item else []
    if words[:1] and words[0].lower() == "settled":
        return _read_settled(words[1:])
    return _read_kept(words) if 2 <= len(words) <= 4 else None


def _match_item(raw: str) -> re.Match[str] | None:
    return ITEM.fullmatch(raw) if raw.lstrip()[:1] in _BULLETS else None


def _read_kept(words: list[str]) -> KeptLine | None:
    commit = words[2].lower() if len(words) > 2 else None
    at = _parse_time(words[3]) if len(words) > 3 else None
    if (commit is not None and not _is_commit(commit)) or (len(words) > 3 and at is None):
        return None
    try:
        return KeptLine(IsoWeek.parse(words[0].upper()), Handle.parse(words[1].lower()), commit, at)
    except ValueError:
        return None


def _read_settled(words: list[str]) -> SettledLine | None:
    if len(words) < 2:
        return None
    commit, code = words[0].lower(), words[1].lower()
    if not _is_commit(commit) or not _CODE.fullmatch(code):
        return None
    at = _parse_time(words[2]) if len(words) > 2 else None
    return SettledLine(commit, code, at, " ".join(words[2:] if at is None else words[3:]))


def _is_commit(word: str) -> bool:
    """Whether a word may be a commit's id, in full or abbreviated."""
    return len(word) in _COMMIT_LENGTHS and not word.strip(_HEX_DIGITS)


def _parse_time(word: str) -> datetime | None:
    """Return a time with its offset, or None if the word is not a time or has no offset."""
    try:
        at = datetime.fromisoformat(word)
    except ValueError:
        return None
    return at if at.tzinfo is not None else None
