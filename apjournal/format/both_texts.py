"""Keeping two texts of which a person wants both: all lines of each, or one with the other's lines quoted below it."""

from __future__ import annotations

from difflib import SequenceMatcher

HEADING = "## From the other device"


def all_lines(mine: bytes, theirs: bytes) -> bytes:
    """Return every line of both texts, those that both have once; where they differ mine come first."""
    here, there = _lines(mine), _lines(theirs)
    lines: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        lines += here[a:b]
        if kind != "equal":
            lines += there[c:d]
    return _bytes("".join(f"{line}\n" for line in lines))


def with_quoted(mine: bytes, theirs: bytes) -> bytes:
    """Return my text, and below a heading at its end the lines that only the other has, each as a quotation."""
    known = set(_lines(mine))
    quoted = [f"> {line}" for line in _lines(theirs) if line.strip() and line not in known]
    text = _text(mine).rstrip()
    return _bytes("\n".join([text, "", HEADING, "", *quoted, ""])) if quoted else mine


def _lines(data: bytes) -> list[str]:
    return _text(data).removesuffix("\n").split("\n")


def _text(data: bytes) -> str:
    return data.decode("utf-8", "surrogateescape")


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogateescape")
