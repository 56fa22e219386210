"""Characters that nobody sees, in any file that could be read.

They drive a terminal, turn the direction in which a line reads, or hide words from one of two readers.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from apjournal.model.codes import finding
from apjournal.model.finding import Finding, Span, TextEdit

_CONTROL = r"\x00-\x08\x0b-\x1f\x7f-\x9f\u2028\u2029"
_TOLD_BY_THE_READER = "\0\r\x85\u2028\u2029"  # what ends a line, or a text, for some programs
_TURNS = r"\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
# The categories Cf of Unicode 15 without the signs that are seen (U+0600 and others), and the letters nobody sees.
_UNSEEN = (
    r"\u00ad\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200d\u2060-\u2065\u206a-\u206f\u3164\ufeff\uffa0"
    r"\ufff9-\ufffb\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff"
)
HIDDEN = re.compile(f"[{_CONTROL}{_TURNS}{_UNSEEN}]")
_IS_CONTROL, _IS_TURN = re.compile(f"[{_CONTROL}]"), re.compile(f"[{_TURNS}]")
_JOINERS = "\u200c\u200d"
_JOINED_FROM = "\u0600"  # Arabic, the scripts of India and emoji need joiners; Latin, Greek and Cyrillic do not


def check_text(text: str) -> tuple[Finding, ...]:
    """Find the hidden characters of a file's text, one finding for each line that has any."""
    if not HIDDEN.search(text):
        return ()
    found: list[Finding] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        places = [place for place in hidden_in(line) if line[place] not in _TOLD_BY_THE_READER]
        if places:
            span = Span(start + places[0], start + places[0] + 1, number, places[0] + 1)
            edits = [TextEdit(start + place, start + place + 1, "") for place in places]
            found.append(hidden(line[places[0]], span, edits))
        start += len(line) + 1
    return tuple(found)


def hidden_in(text: str) -> list[int]:
    """Give the offsets of the hidden characters; a joiner between two signs that are written with it is none."""
    return [match.start() for match in HIDDEN.finditer(text) if not _joins(text, match.start())]


def hidden(sign: str, span: Span | None, edits: Sequence[TextEdit] = ()) -> Finding:
    """Make the finding that `sign`, a hidden character, stands at `span`."""
    name = f"U+{ord(sign):04X}"
    if _IS_CONTROL.match(sign):
        message = f"{name} stands here, a character that can drive a terminal"
    elif _IS_TURN.match(sign):
        message = f"{name} stands here, which turns the direction in which text is read"
    else:
        message = f"{name} stands here, and nobody sees it"
    fix = "takes them out" if len(edits) > 1 else "takes it out"
    return finding("hidden_character", message, span, fix if edits else None, edits)


def _joins(text: str, place: int) -> bool:
    around = (text[place - 1 : place], text[place + 1 : place + 2])
    return text[place] in _JOINERS and all(sign >= _JOINED_FROM and not HIDDEN.match(sign) for sign in around)
