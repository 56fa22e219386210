"""Find hidden characters in any readable file.

They control a terminal, change the direction in which a line is read, or hide words from one of two readers.
"""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Span, TextEdit
from apjournal.model.hidden import find_hidden_offsets, is_control, is_turning

_TOLD_BY_THE_READER = "\0\r\x85\u2028\u2029"  # some programs end a line or a text at these characters


def check_text(text: str) -> tuple[Finding, ...]:
    """Return the findings about hidden characters in a file's text, at most one for each line."""
    if not find_hidden_offsets(text):
        return ()
    found: list[Finding] = []
    start = 0
    for number, line in enumerate(text.split("\n"), 1):
        places = [place for place in find_hidden_offsets(line) if line[place] not in _TOLD_BY_THE_READER]
        if places:
            span = Span(start + places[0], start + places[0] + 1, number, places[0] + 1)
            edits = [TextEdit(start + place, start + place + 1, "") for place in places]
            found.append(make_hidden_finding(line[places[0]], span, edits))
        start += len(line) + 1
    return tuple(found)


def make_hidden_finding(sign: str, span: Span | None, edits: Sequence[TextEdit] = ()) -> Finding:
    """Return a finding about the hidden character `sign` at `span`."""
    name = f"U+{ord(sign):04X}"
    if is_control(sign):
        message = f"{name} is a character that can control a terminal"
    elif is_turning(sign):
        message = f"{name} is a character that changes the direction of the text"
    else:
        message = f"{name} is an invisible character"
    fix = "removes them" if len(edits) > 1 else "removes it"
    return make_finding("hidden_character", message, span, fix if edits else None, edits)
