"""The short screens: `edit`, `log`, `park` and `away`. `init`, `join` and `demo`."""

from __future__ import annotations

from apjournal.model.views.journal import BeginView
from apjournal.model.views.week import WrittenView
from apjournal.render.notes import format_note
from apjournal.render.page import Page, Style, make_accent
from apjournal.render.phrases import format_week, join_names


def render_written(view: WrittenView, style: Style) -> str:
    """Return the lines as they are now in the file."""
    page = Page(style)
    if view.weeks:
        for days, path in view.weeks:
            page.add_paragraph(f"A week off: {format_week(days.week, days.first, days.end)}, in {path}.", hang=2)
    elif not view.written:
        page.add_paragraph(f"{view.path} is unchanged.")
    else:
        page.add_paragraph(f"Noted in {view.path}:")
        for line in view.written:
            page.add_paragraph(line, indent=2, hang=2)
    if view.next:
        page.add_next_step(view.next)
    return page.render_page()


def render_edited(view: WrittenView, style: Style) -> str:
    """Return which parts of the file differ from before the editor was opened."""
    page = Page(style)
    page.add_paragraph(
        f"{view.path}: {join_names(view.written)} changed." if view.written else f"{view.path} is unchanged."
    )
    return page.render_page()


def render_begin(view: BeginView, style: Style) -> str:
    """Return where the journal is and who I am in it, then the next steps, each on a line to copy."""
    page = Page(style)
    who = f" You are {view.partner} in it." if view.partner else ""
    page.add_paragraph(f"The journal is in {view.path}.{who}", hang=2)
    if view.shared:
        page.add_paragraph(f"It is shared through {view.shared}", hang=2)
    for line in view.lines:
        if line.startswith(" "):  # something to copy, such as a line for the partner
            page.add_lines([(make_accent(line),)])
        else:
            page.add_paragraph(line)
    for note in view.notes:
        page.add_paragraph(format_note(note))
    if len(view.next) == 1:
        page.add_next_step(view.next[0])
    elif view.next:
        page.add_paragraph("Next:")
        for step in view.next:
            page.add_lines([(make_accent(step),)], indent=2)
    return page.render_page()
