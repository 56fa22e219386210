"""Find the two lines `---` around the front matter, and what people write instead of them."""

from __future__ import annotations

import re
from collections.abc import Sequence

from apjournal.format.text.known_keys import ANY, FIRST, GOAL, build_key_pattern
from apjournal.format.text.text import BLANKS, find_first_line, find_line_end, make_span_in
from apjournal.format.text.titles import match_title
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit
from apjournal.model.markdown import BOXES, BULLETS
from apjournal.patterns import make_pattern

FENCE = "---"

_TYPOGRAPHIC = "‐‑‒–—―−"
_HYPHENS = f"-{_TYPOGRAPHIC}"
_HEADING = make_pattern(r"#{2,6} ")
_KEY_OR_BRACE = make_pattern(r"[^\s:]+[ \t]*:(?=\s|$)|\{")
_NUMBER = make_pattern(r"\d{1,3}[ \t]*:(?=\s|$)")
_BARE_KEY = make_pattern(r".*:([ \t]+#.*)?$")
_FENCE_LINE = make_pattern(rf"^{FENCE}[ \t]*\r?\n", re.MULTILINE)
_OTHER_FORMATS = {"+++": "TOML", "{": "JSON", ";;;": "JSON", "---toml": "TOML", "---json": "JSON"}
_GOALS = make_pattern(r"goals[ \t]*:[ \t]*\r?$", re.MULTILINE | re.IGNORECASE)
_KEY_OF_GOAL = make_pattern(
    rf"^[ \t]*(?:[{BULLETS}][ \t]+)?{build_key_pattern(GOAL)}(?=\s|$)", re.MULTILINE | re.IGNORECASE
)
_GOES_ON = " \t]}"
_ITEM = make_pattern(rf"[ \t]*(?:[{BULLETS}]|\d{{1,3}}[.)．）])[ \t\u00a0\u3000]*\S")
_BOX = make_pattern(rf"[{BULLETS}][ \t]+\[[ xX]?\]")


def find_front_start(text: str) -> int:
    """Return the offset after the line of the opening fence, or -1 if there is none.

    Empty lines may come before the fence.
    """
    if text.startswith("---\n"):
        return 4
    start, end = find_first_line(text)
    return min(end + 1, len(text)) if text[start:end].rstrip(BLANKS) == FENCE else -1


def find_closing_fence(text: str, start: int) -> tuple[int, int]:
    """Return the offsets of the closing fence's line and of the line after it.

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
    """Return a finding if a file without an opening fence seems to have front matter, otherwise None."""
    start, end = find_first_line(text)
    line = text[start:end]
    if _is_hyphens(line):
        return _make_garbled_finding(text, start, end)
    if _is_plain_week(text, start):
        return None
    if FIRST.match(line):
        message = f"The front matter begins here without a line {FENCE} before it"
        edit = TextEdit(start, start, FENCE + newline)
        return make_finding("fence", message, make_span_in(text, start, end), f"writes {FENCE}", [edit])
    if line.rstrip(BLANKS) in _OTHER_FORMATS:
        kind = _OTHER_FORMATS[line.rstrip(BLANKS)]
        message = f"{kind} front matter is not supported; write it as YAML between lines {FENCE}"
        return make_finding("fence", message, make_span_in(text, start, end))
    return _find_text_above(text, start, end)


def _is_plain_week(text: str, start: int) -> bool:
    """Whether a text without fences consists of titles and lists, although its first title, `Goals:`, is also a key.

    It does if another title is not a key. Its lists then contain plain items, and no parts that have keys.
    """
    if not _GOALS.match(text, start) or _KEY_OF_GOAL.search(text, start):
        return False
    lines = [line.rstrip(BLANKS) for line in text[start:].split("\n") if line.strip(BLANKS)]
    keys = [at for at, line in enumerate(lines) if ANY.match(line)]
    are_lists = all(_BARE_KEY.match(lines[at]) and _is_item_or_end(lines, at + 1) for at in keys)
    is_title = any(line[0] not in _GOES_ON and match_title(line) and not ANY.match(line) for line in lines)
    return are_lists and is_title and not any(map(_is_hyphens, lines))


def _is_item_or_end(lines: Sequence[str], at: int) -> bool:
    return at == len(lines) or bool(_ITEM.match(lines[at]))


def _find_text_above(text: str, start: int, end: int) -> Finding | None:
    """Return a finding about lines above the front matter, or None if there is no second fence.

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
    """Return a finding if the second fence has typographic characters, or is missing, otherwise None.

    `start` and `end` are the bounds of the front matter. If it extends to the end of the text, it has no second fence.
    """
    is_open = end == len(text)
    if not is_open and not any(sign in text for sign in _TYPOGRAPHIC):
        return None
    at = start
    while at < end:
        stop = find_line_end(text, at)
        if is_garbled_fence(text, at) and (is_open or not text[at:stop].isascii()):
            return _make_garbled_finding(text, at, stop)
        at = stop + 1
    return _make_missing_finding(text, start, newline) if is_open else None


def is_garbled_fence(text: str, start: int) -> bool:
    """Whether the line at the offset `start` was meant as a fence.

    A single hyphen does not count, because it is an empty list item. A single typographic dash does not count if it is
    indented, or if another list item or a fence follows it.
    """
    line = text[start : find_line_end(text, start)].rstrip(BLANKS)
    if not _is_hyphens(line):
        return False
    if len(line.strip(BLANKS)) > 1:
        return True
    following, end = find_first_line(text, find_line_end(text, start))
    return line[0] not in BLANKS and not (
        text[following:end].rstrip(BLANKS) == FENCE or _ITEM.match(text, following, end)
    )


def _is_hyphens(line: str) -> bool:
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
    line = text.count("\n", 0, at) + 1 + len(before and "\n")
    opened = make_span_in(text, *find_first_line(text))
    if _is_end_unclear(text, at):
        message = f"The front matter that begins here has no closing {FENCE} line, and line {line} may belong to it"
        message = f"{message}; write {FENCE} where it ends"
        return make_finding("open_front_matter", message, opened)
    edit = TextEdit(at, at, f"{before}{FENCE}{newline}")
    message = f"The front matter that begins here has no closing {FENCE} line"
    return make_finding("open_front_matter", message, opened, f"writes {FENCE} as line {line}", [edit])


def _is_end_unclear(text: str, at: int) -> bool:
    """Whether the line after the last line of front matter may still belong to it, as part of an item or as an item.

    A heading never does. After a blank line, only a line with a box does, or one below a key without a value.
    """
    following, end = find_first_line(text, at)
    last = text[text.rfind("\n", 0, max(at - 1, 0)) + 1 : at].strip()
    is_near = following == at or bool(_BARE_KEY.fullmatch(last)) or text[following : following + 1] in BOXES
    return at < len(text) and following < end and text[following] != "#" and is_near


def _find_end_of_yaml(text: str, start: int) -> int:
    """Return the offset after the last line from `start` on that can be front matter."""
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
                in_list = _is_item(line) or (in_list and line[0] in _GOES_ON)
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
    if _is_item(line):
        return may_be_item and not (blank and _BOX.match(line))
    known = first in _GOES_ON or ANY.match(line) or _NUMBER.match(line)
    return bool(known or (not blank and _KEY_OR_BRACE.match(line)))


def _is_item(line: str) -> bool:
    return line[0] == "-" or (line[0] not in _GOES_ON and bool(_ITEM.match(line)))
