"""`apj undo`: what was undone, and where."""

from __future__ import annotations

from apjournal.model.views.undo import UndoView
from apjournal.render.phrases import count, listed
from apjournal.render.terminal import Page, Style

_SHOWN = 3
"""A file's lines are shown when they are at most so many."""


def text(view: UndoView, style: Style) -> str:
    """Write which command was undone, the lines that went, and what the next sync makes of it."""
    page = Page(style)
    if not view.undone:
        paths = [file.path for file in view.files]
        verb = "is" if len(paths) == 1 else "are"
        page.say(f"{listed(paths)} {verb} as before {listed(view.commands)} already.")
        return page.text()
    page.say(f"{', '.join((f'Undid: {listed(view.commands)}', *_places(view)))}.")
    for file in view.files:
        if not file.removed and len(file.taken) <= _SHOWN:
            for line in file.taken:
                page.say(line.strip(), indent=2, hang=2)
    if removed := [file.path for file in view.files if file.removed]:
        page.say(f"Removed again: {listed(removed)}.")
    if view.committed:
        page.say("It was committed already; the next sync shares that it is undone.")
    return page.text()


def _places(view: UndoView) -> list[str]:
    """Return where lines were undone, such as `one line in ana/2026-W48.md`; none when all files were removed."""
    changed = [file for file in view.files if not file.removed]
    places = [f"{'one line' if file.lines == 1 else count(file.lines, 'line')} in {file.path}" for file in changed]
    return [listed(places)] if places else []
