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
        "I have begun a journal for us: goals for each week, a report on the last ones, and a call about both."
    )
    page.add_paragraph("With apj installed, run this in a terminal:")
    page.add_lines([(make_accent(f"  {view.command}"),)])
    page.add_paragraph(_explain_without_terminal(view))
    page.add_gap()
    page.add_paragraph(_explain_first_step(view))
    return page.render_page()


def _explain_without_terminal(view: InviteView) -> str:
    file = f"Your goals for a week are a text file in a folder with your name, such as ben/{view.week}.md."
    if view.page:
        return f"Without a terminal, open {view.page} in a browser and use “add file” there. {file}"
    return f"Without a terminal, open {view.url} in any program for git, such as one on a phone. {file}"


def _explain_first_step(view: InviteView) -> str:
    if view.local:
        return "First make sure that your partner's computer can reach this folder under this path and write to it."
    return "First give your partner the right to push, in the repository's settings at the host."
