"""`apj edit`, `log`, `park` and `away`: the lines that were written, and where."""

from __future__ import annotations

from apjournal.model.views.written import WrittenView
from apjournal.render.phrases import listed, week_dates
from apjournal.render.terminal import Page, Style


def text(view: WrittenView, style: Style) -> str:
    """Write the lines as they stand in the file now."""
    page = Page(style)
    if view.weeks:
        for days, path in view.weeks:
            page.say(f"A week off: {week_dates(days.week, days.first, days.end)}, in {path}.", hang=2)
    elif not view.written:
        page.say(f"{view.path} is as it was.")
    else:
        page.say(f"Noted in {view.path}:")
        for line in view.written:
            page.say(line, indent=2, hang=2)
    if view.next:
        page.next(view.next)
    return page.text()


def edited(view: WrittenView, style: Style) -> str:
    """Write which parts of the file are other than before the editor was opened."""
    page = Page(style)
    page.say(f"{view.path}: {listed(view.written)} changed." if view.written else f"{view.path} is as it was.")
    return page.text()
