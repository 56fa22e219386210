"""Edit `kept.md`: add a kept copy or a settled finding, complete a line typed by hand, or merge two versions."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Sequence

from msgspec.structs import replace

from apjournal.errors import BrokenFile
from apjournal.format.edit.front_matter import EditRefused
from apjournal.format.merge.merge_lines import append_lines, list_lines, merge_lines, remove_lines
from apjournal.format.read.kept import HEADING, ITEM, read_kept, read_line
from apjournal.format.text.document import Document, encode_document
from apjournal.model.finding import Places, Span
from apjournal.model.kept import KeptFile, KeptLine, SettledLine

FindEmpty = Callable[[Iterable[KeptLine]], Collection[KeptLine]]
"""A function that returns those of the given lines that identify no copy."""


def find_no_empty_line(_: Iterable[KeptLine]) -> Collection[KeptLine]:
    """Return an empty result, which means that every line identifies a copy."""
    return ()


def add_kept(data: bytes | None, line: KeptLine) -> bytes:
    """Return `kept.md` with a kept copy added as the newest, after a heading in a new file (`data` is None).

    If the file already contains this copy, it is unchanged. Raise `BrokenFile` if the file cannot be read.
    """
    document, file, places = _read_lines(data or f"{HEADING}\n".encode())
    lines = file.lines
    if data and any((line.week, line.partner, line.commit) == (old.week, old.partner, old.commit) for old in lines):
        return data
    after = _find_end(document.text, places["lines", len(lines) - 1]) if lines else None
    return encode_document(document, append_lines(document.text, [str(line)], after))


def add_settled(data: bytes | None, lines: Sequence[SettledLine]) -> bytes:
    """Return `kept.md` with `lines` at its end, after a heading in a new file (`data` is None).

    A line that the file already contains is left out, even with another time. Raise `BrokenFile` if the file cannot be
    read.
    """
    document, file, _ = _read_lines(data or f"{HEADING}\n".encode())
    known = {replace(line, at=None) for line in file.settled}
    new = [str(line) for line in lines if replace(line, at=None) not in known]
    return encode_document(document, append_lines(document.text, new))


def complete_kept_line(data: bytes, line: KeptLine) -> bytes:
    """Return `kept.md` with the commit and time of `line` added to the first short line that they complete.

    Raise `EditRefused` if the file no longer has such a line, and `BrokenFile` if the file cannot be read.
    """
    document, file, places = _read_lines(data)
    number = next((number for number, old in enumerate(file.lines) if _is_completion_of(line, old)), None)
    if number is None:
        raise EditRefused(
            f"kept.md no longer contains a line without a commit for {line.partner}'s {line.week}.",
            "Run the command again.",
        )
    place = places["lines", number]
    start, end = place.start, _find_end(document.text, place)
    raw = document.text[start:end]
    item = ITEM.fullmatch(raw)
    assert item is not None  # noqa: S101  it was read as a keep
    text = raw[: item.start(1)] + str(line)[2:] + raw[len(raw.rstrip()) :]
    return encode_document(document, document.text[:start] + text + document.text[end:])


def merge_kept(base: bytes, mine: bytes, theirs: bytes, find_empty: FindEmpty = find_no_empty_line) -> bytes:
    """Return the union of the lines of two versions. A completed line replaces the short line in the other version.

    A line of `base` that identifies no copy (according to `find_empty`) is left out if one side removed it. A missing
    version is empty. No version is rejected. Bytes that are not UTF-8 stay unchanged.
    """
    gone = _find_withdrawn(base, mine, theirs, find_empty)
    return merge_lines(base, remove_lines(mine, gone), remove_lines(theirs, gone), _is_twin)


def _find_withdrawn(base: bytes, mine: bytes, theirs: bytes, find_empty: FindEmpty) -> frozenset[str]:
    """Return the lines of `base` that one side removed and that identify no copy."""
    texts = list_lines(base) - (list_lines(mine) & list_lines(theirs))
    lines = {text: line for text in texts if isinstance(line := read_line(text), KeptLine)}
    empty = find_empty(lines.values()) if lines else ()
    return frozenset(text for text, line in lines.items() if line in empty)


def _read_lines(data: bytes) -> tuple[Document, KeptFile, Places]:
    reading = read_kept(data)
    if reading.value is None or reading.document is None:
        raise BrokenFile("kept.md cannot be read.", "Save it as UTF-8.", reading.findings)
    return reading.document, reading.value, reading.places


def _is_completion_of(line: KeptLine, short: KeptLine) -> bool:
    """Whether `line` is `short` completed with the missing time, and with the commit if that was missing too."""
    if line.commit is None or line.at is None or short.at is not None:
        return False
    same = (line.week, line.partner) == (short.week, short.partner)
    return same and short.commit in {None, line.commit}


def _is_twin(line: str, short: str) -> bool:
    full, other = read_line(line), read_line(short)
    return isinstance(full, KeptLine) and isinstance(other, KeptLine) and _is_completion_of(full, other)


def _find_end(text: str, place: Span) -> int:
    """Return the offset at which the line at `place` ends, before its newline."""
    end = text.find("\n", place.end)
    return len(text) if end < 0 else end
