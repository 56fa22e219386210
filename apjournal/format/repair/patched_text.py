"""A text, a repaired copy of it, and the mapping from positions in the copy to positions in the text.

The parser stops at the first error in a file that is not valid YAML. To find the next error, apj repairs the copy and
parses it again. Each repair of the copy becomes an edit of the file itself. Edits never overlap.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct
from msgspec.structs import replace

from apjournal.format.text.text import apply_text_edits, make_span_in
from apjournal.format.text.text_map import TextMap
from apjournal.model.finding import Finding, Places, Span, TextEdit


def sort_findings(found: Iterable[Finding]) -> tuple[Finding, ...]:
    """Return findings sorted by position. Findings without a position come first."""
    return tuple(sorted(found, key=lambda each: each.span.start if each.span else -1))


def drop_overlapping(found: Iterable[Finding]) -> list[Finding]:
    """Return the findings. If two repairs overlap, the second finding is returned without its repair."""
    taken: list[TextEdit] = []
    kept: list[Finding] = []
    for each in found:
        if any(_is_overlapping(edit, other) for edit in each.edits for other in taken):
            each = replace(each, fix=None, edits=())
        taken += each.edits
        kept.append(each)
    return kept


def _is_overlapping(one: TextEdit, other: TextEdit) -> bool:
    return one.start == other.start or (one.start < other.end and other.start < one.end)


class _Piece(Struct, frozen=True):
    """A piece of the copy: `text` replaces the file's text from `start` to `end`.

    `owner` is the index of the finding whose repair made the change.
    """

    start: int
    end: int
    text: str
    owner: int

    @property
    def growth(self) -> int:
        return len(self.text) - (self.end - self.start)


class PatchedText:
    """A text, and a copy of it (`text`) that is repaired finding by finding."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._original = text
        self._pieces: list[_Piece] = []
        self._findings: list[Finding] = []

    def apply_repairs(self, found: Iterable[Finding]) -> None:
        """Repair the copy by the edits of findings about it."""
        first = len(self._findings)
        each = drop_overlapping(found)
        self._findings += (replace(one, span=self._map_back(one.span)) for one in each)
        edits = [(edit, owner) for owner, one in enumerate(each, first) for edit in one.edits]
        for edit, owner in sorted(edits, key=lambda pair: pair[0].start, reverse=True):
            self._replace_text(edit, owner)

    def list_findings(self) -> tuple[Finding, ...]:
        """Return all findings, with their repairs as edits of the file.

        A finding whose repair became part of another repair is left out.
        """
        edits: dict[int, list[TextEdit]] = {}
        for piece in self._pieces:
            edits.setdefault(piece.owner, []).append(TextEdit(piece.start, piece.end, piece.text))
        return sort_findings(
            replace(each, edits=tuple(edits.get(owner, ())))
            for owner, each in enumerate(self._findings)
            if owner in edits or not each.edits
        )

    def _map_back(self, span: Span | None) -> Span | None:
        return span and make_span_in(
            self._original, self._map_offset_back(span.start, 0), self._map_offset_back(span.end, 1)
        )

    def map_places_back(self, places: Places) -> Places:
        """Return the positions in the file that correspond to positions in the copy."""
        return {name: self._map_back(span) or span for name, span in places.items()}

    def _map_offset_back(self, at: int, side: int) -> int:
        return self.build_map().map_back(at, side)

    def build_map(self) -> TextMap:
        """Return the mapping from offsets in the present copy to offsets in the text."""
        return TextMap(tuple((piece.start, piece.end, len(piece.text)) for piece in self._pieces))

    def _replace_text(self, edit: TextEdit, owner: int) -> None:
        """Apply one edit to the copy, and join it with earlier edits that it touches."""
        before: list[_Piece] = []
        after: list[_Piece] = []
        low, high, first = edit.start, edit.end, owner
        shift = shift_low = shift_high = 0
        for piece in self._pieces:
            begin = piece.start + shift
            finish = begin + len(piece.text)
            shift += piece.growth
            if finish < edit.start:
                before.append(piece)
                shift_low = shift_high = shift
            elif begin > edit.end:
                after.append(piece)
            else:
                low, high, first = min(low, begin), max(high, finish), min(first, piece.owner)
                shift_high = shift
        text = self.text[low : edit.start] + edit.text + self.text[edit.end : high]
        self._pieces = [*before, _Piece(low - shift_low, high - shift_high, text, first), *after]
        if "\n" not in text:  # otherwise, this repair is a detail of the other one
            self._findings[first] = replace(self._findings[first], fix=self._findings[owner].fix)
        self.text = apply_text_edits(self.text, [edit])
