"""Characters that end a line, or a text, for some programs and not for others."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.format.places import make_span_in
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit

ODD_BREAKS = "\x85\u2028\u2029"
"""What YAML 1.1 takes for the end of a line beside newlines and carriage returns."""


def find_odd_characters(text: str, newline: str, body_start: int) -> Iterator[Finding]:
    """Find them; a NUL in the front matter is YAML's own affair."""
    if "\0" in text[body_start:]:
        places = [at for at in range(body_start, len(text)) if text[at] == "\0"]
        yield _build_finding(text, "nul", "A NUL stands here, and many programs stop at it", "takes it out", places, "")
    if "\r" in text:
        yield from _find_carriage_returns(text, newline)
    if not text.isascii():
        for sign in ODD_BREAKS:
            if sign in text:
                places = [at for at, other in enumerate(text) if other == sign]
                message = f"U+{ord(sign):04X} ends a line here for some programs"
                yield _build_finding(text, "line_break", message, "writes a blank", places, " ")


def _find_carriage_returns(text: str, newline: str) -> Iterator[Finding]:
    pairs, newlines = text.count("\r\n"), text.count("\n")
    if text.count("\r") > pairs:
        places = [at for at, sign in enumerate(text) if sign == "\r" and text[at + 1 : at + 2] != "\n"]
        fix, instead = ("writes a blank", " ") if newlines else ("ends the lines anew", newline)
        yield _build_finding(text, "line_break", "A lone CR ends a line here for some programs", fix, places, instead)
    if 0 < pairs < newlines:
        other = "\n" if newline == "\r\n" else "\r\n"
        at = text.replace("\r\n", "  ").find("\n") if other == "\n" else text.find(other)
        message = "Some lines of this file end with CR LF, others with LF"
        yield make_finding("mixed_newlines", message, make_span_in(text, at, at + len(other)))


def _build_finding(text: str, code: str, message: str, fix: str, places: list[int], instead: str) -> Finding:
    edits = [TextEdit(at, at + 1, instead) for at in places]
    return make_finding(code, message, make_span_in(text, places[0], places[0] + 1), fix, edits)
