"""`apj init`, `join` and `demo`: where the journal is, and what to do next."""

from __future__ import annotations

from apjournal.model.views.journal import BeginView
from apjournal.render.layout.page import Page, Style, make_accent
from apjournal.render.notes import format_note


def render_begin(view: BeginView, style: Style) -> str:
    """Return the journal's folder and my handle in it, then the next steps, each on a line that can be copied."""
    page = Page(style)
    who = f" Your handle in it is {view.partner}." if view.partner else ""
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
