"""`apj invite`: a message to copy."""

from __future__ import annotations

from apjournal.model.views.journal import InviteView
from apjournal.render.layout.page import Page, Style, make_accent


def render_text(view: InviteView, style: Style) -> str:
    """Return the message to send, and below it what to do before sending it."""
    page = Page(style)
    page.add_paragraph("Send this to your partner:")
    page.add_gap()
    page.add_paragraph(
        "I have started a journal for us. Each week we set goals, report on the last ones, and talk about both."
    )
    page.add_paragraph("Install apj, then run this in a terminal:")
    page.add_lines([(make_accent(f"  {view.command}"),)])
    page.add_paragraph(_explain_without_terminal(view))
    page.add_gap()
    page.add_paragraph(view.first)
    return page.render_page()


def _explain_without_terminal(view: InviteView) -> str:
    file = f"Your goals for a week are a text file in a folder with your name, such as ben/{view.week}.md."
    if view.own_page:
        return f"Without a terminal, open {view.own_page} in a browser. It has links for writing. {file}"
    if view.page:
        return f"Without a terminal, open {view.page} in a browser and use “add file” there. {file}"
    on_a_phone = "" if view.local else ", such as one on a phone"  # a phone cannot open a path of this computer
    return f"Without a terminal, open {view.url} in any program for git{on_a_phone}. {file}"
