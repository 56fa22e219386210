"""`apj undo`: which command was undone, and in which files."""

from __future__ import annotations

from apjournal.model.views.undo import UndoView
from apjournal.render.layout.page import Page, Style
from apjournal.render.words.phrases import format_count, join_names

_SHOWN = 3
"""The greatest number of removed lines that are shown for a file."""


def render_text(view: UndoView, style: Style) -> str:
    """Return the undone command, the lines that were removed, and whether the next sync shares the undo."""
    page = Page(style)
    if not view.undone:
        paths = [file.path for file in view.files]
        state = "is already as it was" if len(paths) == 1 else "are already as they were"
        page.add_paragraph(f"{join_names(paths)} {state} before {join_names(view.commands)}.")
        return page.render_page()
    page.add_paragraph(f"{', '.join((f'Undid: {join_names(view.commands)}', *_list_places(view)))}.")
    for file in view.files:
        if not file.removed and len(file.taken) <= _SHOWN:
            for line in file.taken:
                page.add_paragraph(line.strip(), indent=2, hang=2)
    if removed := [file.path for file in view.files if file.removed]:
        page.add_paragraph(f"Removed: {join_names(removed)}.")
    if view.committed:
        page.add_paragraph("The change was already committed, so the next sync shares the undo.")
    return page.render_page()


def _list_places(view: UndoView) -> list[str]:
    """Return how many lines were undone in each file, such as `one line in ana/2026-W48.md`.

    Removed files are left out.
    """
    changed = [file for file in view.files if not file.removed]
    places = [
        f"{'one line' if file.lines == 1 else format_count(file.lines, 'line')} in {file.path}" for file in changed
    ]
    return [join_names(places)] if places else []
