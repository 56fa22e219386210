"""`apj lsp`: how an editor starts the server, for somebody who started it in a terminal."""

from __future__ import annotations

from apjournal.model.views.lsp import LspView
from apjournal.render.layout.page import Page, Style


def render_text(view: LspView, style: Style) -> str:
    """Return sentences that say how an editor starts the server."""
    page = Page(style)
    page.add_paragraph("Your editor starts this server, and talks to it over stdin and stdout.")
    page.add_command("Command for your editor's settings: ", " ".join(view.command))
    page.add_paragraph(f"Set it for files in the language {view.language}. The server works only inside a journal.")
    page.add_paragraph("docs/editors.md has the settings for each editor.")
    return page.render_page()
