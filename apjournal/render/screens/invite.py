"""`apj invite`: a message to copy."""

from __future__ import annotations

from apjournal.model.agreement import Cadence, Mode
from apjournal.model.views.journal import InviteView
from apjournal.render.layout.page import Page, Style, make_accent

_OFTEN = {Cadence.WEEKLY: "Each week", Cadence.FORTNIGHTLY: "Every second week", Cadence.MONTHLY: "Once a month"}
_DO = {
    Mode.TWO_SIDED: "set goals, report on the last ones, and talk about both",
    Mode.ONE_SIDED: "talk. Whoever sets goals reports on the last ones, and whoever listens asks questions",
    Mode.PEER_SUPPORT: "tell each other what went well, and what we ask or offer",
}


def render_text(view: InviteView, style: Style) -> str:
    """Return the message to send, and below it what to do before sending it."""
    page = Page(style)
    page.add_paragraph("Send this to your partner:")
    page.add_gap()
    page.add_paragraph(f"I have started a journal for us. {_OFTEN[view.cadence]} we {_DO[view.mode]}.")
    page.add_paragraph("Install apj, then run this in a terminal:")
    page.add_lines([(make_accent(f"  {view.command}"),)])
    page.add_paragraph(_explain_without_terminal(view))
    page.add_gap()
    page.add_paragraph(view.first)
    return page.render_page()


def _explain_without_terminal(view: InviteView) -> str:
    what = "Your goals for a week are" if view.mode is Mode.TWO_SIDED else "What you write for a week is"
    file = f"{what} a text file in a folder with your name, such as ben/{view.week}.md."
    if view.own_page:
        return f"Without a terminal, open {view.own_page} in a browser. It has links for writing. {file}"
    if view.page:
        return f"Without a terminal, open {view.page} in a browser and use “add file” there. {file}"
    on_a_phone = "" if view.local else ", such as one on a phone"  # a phone cannot open a path of this computer
    return f"Without a terminal, open {view.url} in any program for git{on_a_phone}. {file}"
