"""Carrying out text edits, all of them made for the same text."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal.model.finding import TextEdit


def apply_text_edits(text: str, edits: Iterable[TextEdit]) -> str:
    """Return `text` with all `edits` applied; insertions at one place keep their order. ValueError when two overlap.

    ValueError when two edits overlap: then one of them was not made for this text.
    """
    pieces: list[str] = []
    at = 0
    for edit in sorted(edits, key=lambda edit: (edit.start, edit.end)):
        if edit.start < at:
            raise ValueError(f"two edits overlap at {edit.start}")
        pieces += (text[at : edit.start], edit.text)
        at = edit.end
    return "".join((*pieces, text[at:]))
