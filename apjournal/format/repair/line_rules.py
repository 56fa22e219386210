"""Propose repairs for lines of front matter that YAML reads differently from what the person meant.

Each rule proposes a change of one line. The parser decides whether the change helps (`repair_yaml`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct

from apjournal.format.repair.misread_text import TYPOGRAPHIC
from apjournal.format.text.document import Document
from apjournal.format.text.fences import FENCE, is_garbled_fence
from apjournal.format.text.known_keys import ALL
from apjournal.format.text.slug import compute_goal_ids
from apjournal.format.text.text import find_line_end, make_span_in
from apjournal.format.yaml.fields import make_canonical, remove_typographic_quotes
from apjournal.format.yaml.quoting import quote_text, write_scalar
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit
from apjournal.patterns import make_pattern

# The keys of all files. Words before a colon are one of these keys, or part of a text.
_KEYS = ALL.union(
    re.findall(
        r"\w+",
        """
        goal id done_when area confidence obstacles decision carried_from every kind if then result evidence reason
        note plan foreseen medium minutes date focus interest stress unforeseen other day time until
        """,
    )
)
_HYPHENS = make_pattern(r"(?:-[ \t]+)+")
_COMMENT = make_pattern(r"[ \t]#(?=[ \t]|\r[ \t\r]*$|$)")
_KEY = make_pattern(r"([^\s:,#\[\]{}\"'&*!|>%@`-](?:[^:#\[\]{}\"']*[^:#\[\]{}\"' \t])?)[ \t]*:[ \t]+(?=\S)")
_KEY_WITHOUT_BLANK = make_pattern(r"([a-z][a-z _-]*):(?=\S)", re.IGNORECASE)
_TASK = make_pattern(r"\[[ xX]?\][ \t]*(?=\S)")
_BLOCK = make_pattern(r"[|>][+-]?\d?[+-]?")
_WHOLE = {'"': re.compile(r'"(?:[^"\\]|\\.)*"'), "'": re.compile(r"'(?:[^']|'')*'")}
_CLOSING = {"[": "]", "{": "}"}
_MEANS_MORE = "*&!%@`|>,]}?#"
_GOALS = make_pattern(r"^goals[ \t]*:[ \t]*\r?\n", re.MULTILINE | re.IGNORECASE)
_OUTCOMES = make_pattern(r"^outcomes[ \t]*:", re.MULTILINE | re.IGNORECASE)
_ITEM = make_pattern(r"[ \t]*-[ \t]+(?P<box>\[(?P<tick>[ xX]?)\][ \t]*)?(?P<words>\S(?:.*[^ \t\r])?)[ \t\r]*$")


class LineParts(Struct, frozen=True):
    """A line without its comment: its indentation, its hyphens with the spaces after them, and the rest.

    The rest begins at the offset `at` in the text.
    """

    indent: str
    hyphens: str
    rest: str
    at: int


def propose_line_repairs(document: Document, at: int) -> Iterator[Finding]:
    """Yield proposals to repair the line at the offset `at`, the most likely one first."""
    text = document.text
    start = text.rfind("\n", 0, at) + 1
    line = text[start : find_line_end(text, start)]
    if is_garbled_fence(text, start):
        end = start + len(line.rstrip())
        message = f'"{line.strip()}" is not the line {FENCE}'
        span = make_span_in(text, start, end)
        yield make_finding("fence", message, span, f"writes {FENCE}", [TextEdit(start, end, FENCE)])
    for code, message, begin, end, instead in _list_proposals_of_line(line):
        edit = TextEdit(start + begin, start + end, instead)
        yield make_finding(code, message, make_span_in(text, edit.start, edit.end), f"writes {instead}", [edit])


def read_line_parts(text: str, start: int, end: int) -> LineParts:
    """Return the parts of the line between two offsets.

    The time is proportional to its length, whatever it contains.
    """
    line = text[start:end]
    indent = line[: len(line) - len(line.lstrip(" \t"))]
    begin = _HYPHENS.match(line, len(indent))
    hyphens = begin[0] if begin else ""
    at = len(indent) + len(hyphens)
    comment = _COMMENT.search(line, at)
    rest = line[at : comment.start()].rstrip(" \t") if comment else line[at:].rstrip(" \t\r")
    return LineParts(indent, hyphens, rest, start + at)


def _list_proposals_of_line(line: str) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield the proposals for a line, each as a code, a message, the start and end in the line, and the new text."""
    parts = read_line_parts(line, 0, len(line))
    rest, at = parts.rest, parts.at
    if not rest:
        return
    glued = _KEY_WITHOUT_BLANK.match(rest)
    if glued and make_canonical(glued[1]) in _KEYS:
        message = "A key needs a space after its colon"
        yield "colon", message, at, at + len(rest), f"{glued[0]} {rest[glued.end() :]}"
    key = _KEY.match(rest)
    in_list = bool(parts.hyphens)
    if key and (not in_list or make_canonical(key[1]) in _KEYS):
        yield from _list_proposals_for_value(rest[key.end() :], at + key.end(), False)
    if in_list:
        yield from _list_proposals_for_value(rest, at, True)


def _list_proposals_for_value(value: str, at: int, in_list: bool) -> Iterator[tuple[str, str, int, int, str]]:
    """Yield the proposal for a value that YAML does not allow as written. `at` is the value's offset in the line."""
    said = (
        _repair_task(value)
        or _repair_quotes(value)
        or _repair_brackets(value, in_list)
        or _repair_indicators(value, in_list)
    )
    if said:
        code, message, instead = said
        yield code, message, at, at + len(value), instead


def _repair_task(value: str) -> tuple[str, str, str] | None:
    box = _TASK.match(value)
    if box is None:
        return None
    message = f'The box "{box[0].strip()}" does not belong here; write results under outcomes'
    if box[0][1] in "xX":  # the tick is a result, so it stays until a person has written it under outcomes
        return "task_box", message, quote_text(value)
    return "task_box", message, write_scalar(value[box.end() :])


def _repair_quotes(value: str) -> tuple[str, str, str] | None:
    sign = value[0]
    if sign not in _WHOLE or _WHOLE[sign].fullmatch(value):
        return None
    if sign == '"' and value.count(sign) == 1:
        return "quote", "The quote that begins here is not closed", f'{value}"'
    return (
        "quote",
        f"{value} begins with a quotation mark but does not end with one; put the whole value in quotes",
        quote_text(value),
    )


def _repair_brackets(value: str, in_list: bool) -> tuple[str, str, str] | None:
    closing = _CLOSING.get(value[0])
    if closing is None or value.endswith(closing):
        return None
    if closing in value or in_list:
        return "indicator", f'Text that begins with "{value[0]}" needs quotes', quote_text(value)
    return "indicator", f'The "{value[0]}" that begins here is not closed', value + closing


def _repair_indicators(value: str, in_list: bool) -> tuple[str, str, str] | None:
    if value[0] in _CLOSING or value[0] in _WHOLE or _BLOCK.fullmatch(value):
        return None
    if value[0] in _MEANS_MORE:
        return "indicator", f'Text that begins with "{value[0]}" needs quotes', quote_text(value)
    if ": " in value or value.endswith(":"):
        inner = remove_typographic_quotes(value)
        if inner is not None:
            return "typographic_quotes", TYPOGRAPHIC, quote_text(inner)
        said = "is read as a key and a value" if in_list else "has a colon in it"
        return "colon", f'"{value}" {said}; quote it', quote_text(value)
    return None


def find_ticked_goals(document: Document) -> Iterator[Finding]:
    """Yield the repair of a list of goals with ticked boxes, unless the file already has outcomes."""
    text, end = document.text, document.front_end
    opened = _GOALS.search(text, document.front_start, end)
    if opened is None or _OUTCOMES.search(text, document.front_start, end):
        return
    items = list(_list_items(text, opened.end(), end))
    ticked = [number for number, (_, item) in enumerate(items) if (item["tick"] or "").strip()]
    if not ticked:
        return
    ids = compute_goal_ids([(None, item["words"]) for _, item in items])
    edits = [
        TextEdit(at + item.start("box"), at + item.end("words"), write_scalar(item["words"]))
        for at, item in items
        if item["box"]
    ]
    results = "".join(f"  {write_scalar(ids[number])}: done{document.newline}" for number in ticked)
    edits.append(TextEdit(end, end, f"outcomes:{document.newline}{results}"))
    at, first = items[ticked[0]]
    message = "A ticked box means that this goal is done, but apj reads results only under outcomes"
    span = make_span_in(text, at + first.start("box"), at + first.end("words"))
    yield make_finding("task_box", message, span, "moves the results under outcomes", edits)


def _list_items(text: str, at: int, end: int) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the items of the list that begins at `at`, each with the offset of its line."""
    while at < end:
        stop = find_line_end(text, at)
        item = _ITEM.match(text[at:stop])
        if item:
            yield at, item
        elif text[at:stop].strip() and text[at] not in " \t#":
            return
        at = stop + 1
