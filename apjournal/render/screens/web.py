"""`apj web`: the URL to open, and how to stop the server."""

from __future__ import annotations

from apjournal.model.views.web import WebView
from apjournal.render.layout.page import Page, Style


def render_text(view: WebView, style: Style) -> str:
    """Return sentences on where the journal is served, and how to stop the server."""
    page = Page(style)
    page.add_paragraph(f"The journal in {view.folder} is served to this machine only.", whole=True)
    page.add_command("Open it: ", view.url)
    page.add_paragraph("Ctrl-C stops it.")
    return page.render_page()
