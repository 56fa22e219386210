"""The two lines `---` around the front matter: their positions, and what people write instead of them."""

from __future__ import annotations

import re

from apjournal.format.text.known_keys import ANY, FIRST
from apjournal.format.text.text import BLANKS, find_first_line, find_line_end, make_span_in
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit
from apjournal.patterns import make_pattern

FENCE = "---"

_TYPOGRAPHIC = "‐‑‒–—―−"
_HYPHENS = f"-{_TYPOGRAPHIC}"
_HEADING = make_pattern(r"#{2,6} ")
_KEY_OR_BRACE = make_pattern(r"[^\s:]+[ \t]*:(?=\s|$)|\{")
_BARE_KEY = make_pattern(r".*:([ \t]+#.*)?$")
_FENCE_LINE = make_pattern(rf"^{FENCE}[ \t]*\r?\n", re.MULTILINE)
_OTHER_FORMATS = {"+++": "TOML", "{": "JSON", ";;;": "JSON", "---toml": "TOML", "---json": "JSON"}
_GOES_ON = " \t]}"
_BOX = make_pattern(r"-[ \t]+\[[ xX]?\]")


def find_front_start(text: str) -> int:
    """Return the offset after the line of the opening fence, or -1 if there is none.

    Empty lines may come before the fence.
    """
    if text.startswith("---\n"):
        return 4
    start, end = find_first_line(text)
    return min(end + 1, len(text)) if text[start:end].rstrip(BLANKS) == FENCE else -1


def find_closing_fence(text: str, start: int) -> tuple[int, int]:
    """Return the start of the closing fence's line and the start of the next line. The first is always the smaller one.

    Without a closing fence, both are the end of the text.
    """
    at = start - 1
    while (at := text.find("\n---", at)) >= 0:
        end = find_line_end(text, at + 1)
        if not text[at + 4 : end].strip(BLANKS):
            return at + 1, min(end + 1, len(text))
        at = end - 1
    return len(text), len(text)


def find_opening_fault(text: str, newline: str) -> Finding | None:
    """Return the finding for a file without an opening fence that seems to have front matter, or None."""
    start, end = find_first_line(text)
    line = text[start:end]
    if is_hyphens(line):
        return _make_garbled_finding(text, start, end)
    if FIRST.match(line):
        message = f"The front matter begins here without a line {FENCE} before it"
        edit = TextEdit(start, start, FENCE + newline)
        return make_finding("fence", message, make_span_in(text, start, end), f"writes {FENCE}", [edit])
    if line.rstrip(BLANKS) in _OTHER_FORMATS:
        kind = _OTHER_FORMATS[line.rstrip(BLANKS)]
        message = f"{kind} front matter is not supported; write it as YAML between lines {FENCE}"
        return make_finding("fence", message, make_span_in(text, start, end))
    return _find_text_above(text, start, end)


def _find_text_above(text: str, start: int, end: int) -> Finding | None:
    """Return the finding for lines above the front matter, or None if there is no second fence.

    Only the author knows where these lines belong, so the finding has no repair.
    """
    opened = _FENCE_LINE.search(text, start) if FENCE in text else None
    if opened is None or not FIRST.match(text, opened.end()):
        return None
    closed, body = find_closing_fence(text, opened.end())
    if closed == body:
        return None
    first, last = text.count("\n", 0, start) + 1, text[: opened.start()].rstrip().count("\n") + 1
    lines = f"line {first}" if first == last else f"lines {first} to {last}"
    message = f"The front matter must begin on the first line; move {lines} below the second {FENCE}"
    return make_finding("fence", message, make_span_in(text, start, end))


def find_closing_fault(text: str, start: int, end: int, newline: str) -> Finding | None:
    """Return the finding for a typographic second fence, or for a missing one where it belongs, or None.

    `start` and `end` are the bounds of the front matter. If it extends to the end of the text, it has no second fence.
    """
    is_open = end == len(text)
    if not is_open and not any(sign in text for sign in _TYPOGRAPHIC):
        return None
    at = start
    while at < end:
        stop = find_line_end(text, at)
        line = text[at:stop]
        if is_hyphens(line) and (is_open or not line.isascii()):
            return _make_garbled_finding(text, at, stop)
        at = stop + 1
    return _make_missing_finding(text, start, newline) if is_open else None


def is_hyphens(line: str) -> bool:
    """Whether a line was meant as a fence. A single `-` was not, because it is an empty list item."""
    signs = line.strip(BLANKS)
    return signs != "-" and 0 < len(signs) <= 6 and not signs.strip(_HYPHENS)


def _make_garbled_finding(text: str, start: int, end: int) -> Finding:
    end = start + len(text[start:end].rstrip(BLANKS))
    message = f'"{text[start:end].strip()}" is not the line {FENCE} that the front matter needs here'
    return make_finding(
        "fence", message, make_span_in(text, start, end), f"writes {FENCE}", [TextEdit(start, end, FENCE)]
    )


def _make_missing_finding(text: str, start: int, newline: str) -> Finding:
    at = _find_end_of_yaml(text, start)
    before = "" if text[:at].endswith("\n") else newline
    edit = TextEdit(at, at, f"{before}{FENCE}{newline}")
    line = text.count("\n", 0, at) + 1 + len(before and "\n")
    message = f"The front matter that begins here has no closing {FENCE} line"
    opened = find_first_line(text)
    return make_finding(
        "open_front_matter", message, make_span_in(text, *opened), f"writes {FENCE} as line {line}", [edit]
    )


def _find_end_of_yaml(text: str, start: int) -> int:
    """Return the offset after the last line that can be front matter, from `start` on."""
    at = end = start
    may_be_item, in_list, blank = True, False, False
    while at < len(text):
        stop = find_line_end(text, at)
        line = text[at:stop].rstrip(BLANKS)
        if line:
            if not _can_be_yaml(line, may_be_item, blank):
                break
            end = min(stop + 1, len(text))
            if line[0] != "#":
                in_list = line[0] == "-" or (in_list and line[0] in _GOES_ON)
                may_be_item = in_list or (line[0] not in _GOES_ON and bool(_BARE_KEY.match(line)))
        blank = not line
        at = stop + 1
    return end


def _can_be_yaml(line: str, may_be_item: bool, blank: bool) -> bool:
    """Whether a line can continue the front matter.

    `may_be_item` says whether a list may begin or continue in the first column. `blank` says whether a blank line comes
    before this line.
    """
    first = line[0]
    if first == "#":
        return not _HEADING.match(line) and not (blank and line.startswith("# "))
    if first == "-":
        return may_be_item and not (blank and _BOX.match(line))
    known = first in _GOES_ON or ANY.match(line)
    return bool(known or (not blank and _KEY_OR_BRACE.match(line)))
