"""Keeping two texts of which a person wants both: all lines of each, or one with the other's lines quoted below it."""

from __future__ import annotations

from difflib import SequenceMatcher

HEADING = "## From the other device"


def combine_all_lines(mine: bytes, theirs: bytes) -> bytes:
    """Return every line of both texts, those that both have once; where they differ mine come first."""
    here, there = _split_lines(mine), _split_lines(theirs)
    lines: list[str] = []
    for kind, a, b, c, d in SequenceMatcher(None, here, there, autojunk=False).get_opcodes():
        lines += here[a:b]
        if kind != "equal":
            lines += there[c:d]
    return _encode_text("".join(f"{line}\n" for line in lines))


def append_as_quote(mine: bytes, theirs: bytes) -> bytes:
    """Return my text, and below a heading at its end the lines that only the other has, each as a quotation."""
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
