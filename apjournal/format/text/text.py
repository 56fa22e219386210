"""Positions, text edits, and characters that some programs treat as the end of a line."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Span, TextEdit
from apjournal.patterns import make_pattern

BLANKS = " \t\r"
"""Characters that may end a line without changing its meaning. The `\\r` is part of CR LF."""
ODD_BREAKS = "\x85\u2028\u2029"
"""Characters besides newline and carriage return that end a line in YAML 1.1."""
_NO_BLANK = make_pattern(r"[^ \t\r\n]")
_COMMAS = ",，﹐、،"  # full-width, small, ideographic, Arabic
_COLONS = ":：﹕︓"


def make_span_in(text: str, start: int, end: int) -> Span:
    """Return the span from `start` to `end`, with the line and column of its start, counted from 1."""
    begin = text.rfind("\n", 0, start) + 1
    return Span(start, end, text.count("\n", 0, start) + 1, start - begin + 1)


def find_line_end(text: str, start: int) -> int:
    """Return the offset of the newline that ends the line containing `start`, or the end of the text."""
    end = text.find("\n", start)
    return len(text) if end < 0 else end


def find_first_line(text: str, start: int = 0) -> tuple[int, int]:
    """Return the start and end of the first line from the offset `start` on that contains more than spaces."""
    inner = match.start() if (match := _NO_BLANK.search(text, start)) else len(text)
    return text.rfind("\n", 0, inner) + 1, find_line_end(text, inner)


def find_odd_characters(text: str, newline: str, body_start: int) -> Iterator[Finding]:
    """Yield findings about NUL characters in the body, and about characters that end a line only for some programs.

    The YAML reader reports NUL characters in the front matter.
    """
    if "\0" in text[body_start:]:
        places = [at for at in range(body_start, len(text)) if text[at] == "\0"]
        yield _build_finding(
            text, "nul", "This is a NUL character, where many programs stop reading", "removes it", places, ""
        )
    if "\r" in text:
        yield from _find_carriage_returns(text, newline)
    if not text.isascii():
        for sign in ODD_BREAKS:
            if sign in text:
                places = [at for at, other in enumerate(text) if other == sign]
                message = f"U+{ord(sign):04X} ends a line here for some programs"
                yield _build_finding(text, "line_break", message, "writes a space", places, " ")


def _find_carriage_returns(text: str, newline: str) -> Iterator[Finding]:
    pairs, newlines = text.count("\r\n"), text.count("\n")
    if text.count("\r") > pairs:
        places = [at for at, sign in enumerate(text) if sign == "\r" and text[at + 1 : at + 2] != "\n"]
        fix, instead = ("writes a space", " ") if newlines else ("rewrites the line endings", newline)
        yield _build_finding(text, "line_break", "A lone CR ends a line here for some programs", fix, places, instead)
    if 0 < pairs < newlines:
        other = "\n" if newline == "\r\n" else "\r\n"
        at = text.replace("\r\n", "  ").find("\n") if other == "\n" else text.find(other)
        message = "Some lines of this file end with CR LF, others with LF"
        yield make_finding("mixed_newlines", message, make_span_in(text, at, at + len(other)))


def _build_finding(text: str, code: str, message: str, fix: str, places: list[int], instead: str) -> Finding:
    edits = [TextEdit(at, at + 1, instead) for at in places]
    return make_finding(code, message, make_span_in(text, places[0], places[0] + 1), fix, edits)


def apply_text_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return `text` with all `edits` applied.

    Insertions at one position keep their order. Raise `ValueError` if two edits overlap, because one of them was then
    made for another text.
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            raise ValueError(f"two edits overlap at {edit.start}")
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*pieces, text[at:]))


def split_at_comma(words: str) -> tuple[str, str]:
    """Return the text before and after the first comma of any script. The latter is empty if there is no comma."""
    return _split_at(_COMMAS, words) or (words, "")


def split_at_colon(words: str) -> tuple[str, str] | None:
    """Return the text before and after the first colon of any script, or None if there is no colon."""
    return _split_at(_COLONS, words)


def _split_at(signs: str, words: str) -> tuple[str, str] | None:
    if words.isascii():
        before, sign, after = words.partition(signs[0])
        return (before, after) if sign else None
    at = min((place for sign in signs if (place := words.find(sign)) >= 0), default=-1)
    return (words[:at], words[at + 1 :]) if at >= 0 else None
