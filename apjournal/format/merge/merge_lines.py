"""Merge two versions of a file that is a list of lines, so that no line of either version is lost.

A partner may write `kept.md` and `parked.md` on two devices. If one side completed a line (a kept line with its
commit, an idea with its tick), the completed line replaces the short one.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection
from difflib import SequenceMatcher

BOM = "\ufeff"
Completes = Callable[[str, str], bool]
HEADING = "## From the other device"


def merge_lines(base: bytes, mine: bytes, theirs: bytes, completes: Completes) -> bytes:
    """Return `mine` plus the lines that only `theirs` has.

    `completes(line, short)` says whether a line completes a short one. Lines are compared without trailing spaces.
    `mine` keeps its order, its newline and its byte order mark. A missing version is empty. Bytes that are not UTF-8
    are kept unchanged.
    """
    if not mine:
        return theirs
    ours, others, before = _count_lines(mine), _count_lines(theirs), _count_lines(base)
    done_here, done_there = _count_completed(before, ours, completes), _count_completed(before, others, completes)
    wanted = ((ours + done_here) | (others + done_there)) - (done_here | done_there)
    missing = wanted - ours
    lines: list[str] = []
    for raw in reversed(
        decode_text(mine).split("\n")
    ):  # from the end, so that the older of two equal lines is replaced
        line = raw.rstrip()
        if line and wanted[line] <= 0:
            twin = next((full for full in +missing if completes(full, line)), None)
            if twin is None:
                continue
            missing[twin] -= 1
            raw = twin + raw[len(line) :]
        wanted[line] -= 1
        lines.append(raw)
    text = append_lines("\n".join(reversed(lines)), _list_missing(missing, theirs))
    return encode_text(text, bom=mine.startswith(BOM.encode()))


def append_lines(text: str, lines: list[str], after: int | None = None) -> str:
    """Return `text` with `lines` added after the line at the offset `after`.

    If `after` is None, they are added after the last line with words.
    """
    if not lines:
        return text
    newline = "\r\n" if "\r\n" in text else "\n"
    end = text.find("\n", len(text.rstrip()) if after is None else after)
    block = "".join(line + newline for line in lines)
    if end >= 0:
        return text[: end + 1] + block + text[end + 1 :]
    return text + (newline if text else "") + block


def list_lines(data: bytes) -> frozenset[str]:
    """Return the lines that contain words, without trailing spaces."""
    return frozenset(_count_lines(data))


def remove_lines(data: bytes, gone: Collection[str]) -> bytes:
    """Return the text in `data` without the lines in `gone`. Trailing spaces are ignored."""
    if not gone:
        return data
    left = [raw for raw in decode_text(data).split("\n") if raw.rstrip() not in gone]
    return encode_text("\n".join(left), bom=data.startswith(BOM.encode()))


def decode_text(data: bytes) -> str:
    """Decode `data` without its byte order mark. `encode_text` turns the result back into the same bytes."""
    return data.decode("utf-8", "surrogateescape").removeprefix(BOM)


def encode_text(text: str, *, bom: bool) -> bytes:
    """Encode a text from `decode_text`, with a byte order mark if `bom` is true."""
    return ((BOM if bom else "") + text).encode("utf-8", "surrogateescape")


def _count_lines(data: bytes) -> Counter[str]:
    return Counter(line.rstrip() for line in decode_text(data).split("\n") if line.strip())


def _list_missing(missing: Counter[str], theirs: bytes) -> list[str]:
    added = []
    left = +missing
    for line in (raw.rstrip() for raw in decode_text(theirs).split("\n")):
        if left[line] > 0:
            left[line] -= 1
            added.append(line)
    return added


def _count_completed(before: Counter[str], now: Counter[str], completes: Completes) -> Counter[str]:
    """Return how often this side completed each short line of `before`."""
    gone = before - now
    done: Counter[str] = Counter()
    for line in (now - before).elements():
        short = next((short for short in gone if gone[short] > done[short] and completes(line, short)), None)
        if short is not None:
            done[short] += 1
    return done


def combine_all_lines(mine: bytes, theirs: bytes) -> bytes:
    """Return every line of both versions, with common lines once. Where the versions differ, my lines come first."""
    here, there = _split_lines(mine), _split_lines(theirs)
    lines: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        lines += here[a:b]
        if kind != "equal":
            lines += there[c:d]
    return _encode_text("".join(f"{line}\n" for line in lines))


def append_as_quote(mine: bytes, theirs: bytes) -> bytes:
    """Return my text, followed by a heading and, as a quotation, each line that only `theirs` has."""
    known = set(_split_lines(mine))
    quoted = [f"> {line}" for line in _split_lines(theirs) if line.strip() and line not in known]
    text = _decode_text(mine).rstrip()
    return _encode_text("\n".join([text, "", HEADING, "", *quoted, ""])) if quoted else mine


def _split_lines(data: bytes) -> list[str]:
    return _decode_text(data).removesuffix("\n").split("\n")


def _decode_text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _encode_text(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
