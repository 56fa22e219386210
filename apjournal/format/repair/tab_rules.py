"""Replace leading tabs in front matter with spaces. YAML does not allow tabs, and editors show them with any width.

A list item belongs below the item before it, however wide a tab is. In all other lines, each tab has the same width.
The parser decides whether a proposal helps (`repair_yaml`). This module decides whether a proposal merges two items.
"""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from apjournal.format.repair.line_rules import read_line_parts
from apjournal.format.text.document import Document
from apjournal.format.text.text import apply_text_edits, find_line_end, make_span_in
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit

_WIDTHS = (2, 4, 8)


class _Line(Struct, frozen=True):
    """A line with content: its start, its indentation, its hyphens, and the rest of the line."""

    start: int
    indent: str
    hyphens: str
    rest: str

    @property
    def has_tab(self) -> bool:
        return "\t" in self.indent

    @property
    def is_item(self) -> bool:
        return bool(self.hyphens) or self.rest == "-"


def propose_tab_repairs(document: Document) -> Iterator[Finding]:
    """Yield proposals that replace all leading tabs with spaces, the most likely one first."""
    text = document.text
    lines = list(_list_lines(document))
    places = [at for line in lines for at in _find_tabs(text, line)]
    if not places:
        return
    more = len({text.count("\n", 0, at) for at in places}) - 1
    message = f"This line and {more} more begin with tabs" if more else "This line begins with a tab"
    span = make_span_in(text, places[0], places[0] + 1)
    for width in _WIDTHS:
        plain = [TextEdit(at, at + 1, " " * (1 if text[at - 1] == "-" else width)) for at in places]
        columns = _find_columns_under_items(lines, width)
        moved = [TextEdit(line.start, line.start + len(line.indent), " " * column) for line, column in columns.items()]
        others = [edit for edit in plain if not any(one.start <= edit.start < one.end for one in moved)]
        if apply_text_edits(text, [*moved, *others]) != apply_text_edits(text, plain):
            fix = "replaces tabs with spaces and aligns the items"
            yield make_finding("tab", f"{message}; YAML needs spaces", span, fix, [*moved, *others])
        yield make_finding(
            "tab", f"{message}; YAML needs spaces", span, f"replaces each tab with {width} spaces", plain
        )


def count_lines_after_swallowed(document: Document, root: MappingNode | None, lines: frozenset[int]) -> int:
    """Return the number of lines after the first list item of `lines` that became part of another value.

    `lines` contains line numbers from 0. Return -1 if there is no such item.
    """
    text = document.text
    nodes: list[Node] = [] if root is None else [root]
    found: set[int] = set()
    while nodes:
        node = nodes.pop()
        if not isinstance(node, Scalar):
            nodes += node.children
        elif not node.sign:
            first = node.line - 1
            parts = text[node.start : node.end].split("\n")[1:]
            found |= {first + at for at, part in enumerate(parts, 1) if part.lstrip(" ").startswith("- ")}
    found &= lines
    return text.count("\n") - min(found) if found else -1


def _list_lines(document: Document) -> Iterator[_Line]:
    start = document.front_start
    while start < document.front_end:
        end = find_line_end(document.text, start)
        parts = read_line_parts(document.text, start, end)
        if parts.rest and not parts.rest.startswith("#"):
            yield _Line(start, parts.indent, parts.hyphens, parts.rest)
        start = end + 1


def _find_tabs(text: str, line: _Line) -> Iterator[int]:
    end = line.start + len(line.indent) + len(line.hyphens)
    return (at for at in range(line.start, end) if text[at] == "\t")


def _find_columns_under_items(lines: list[_Line], width: int) -> dict[_Line, int]:
    """Return the column (from 0) of each list item that begins with a tab.

    Exactly one other item must show the column: the item before it or, for the first item of a list, the item after
    it. In other lines, a tab is `width` columns wide.
    """
    columns: dict[_Line, int] = {}
    under: list[int] = []
    key: int | None = None
    for at, line in enumerate(lines):
        column = len(line.indent.replace("\t", " " * width))
        if line.has_tab and line.is_item:
            known = _find_next_item(lines[at + 1 :], key) if key is not None else under[0] if len(under) == 1 else None
            if known is not None:
                columns[line] = column = known
        under = [other for other in under if other < column]
        if line.is_item:
            under.append(column)
        key = column + len(line.hyphens) if line.rest.endswith(":") else None
    return columns


def _find_next_item(lines: list[_Line], key: int) -> int | None:
    """Return the column of the next item without a tab in a list below a key at the column `key`, or None."""
    for line in lines:
        if line.rest.endswith(":"):
            break
        if line.is_item and not line.has_tab:
            return len(line.indent) if len(line.indent) >= key else None
    return None
