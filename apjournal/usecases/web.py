"""`apj web`: what is served, and where."""

from __future__ import annotations

from apjournal.model.views.web import WebView
from apjournal.session.workspace import Workspace


def describe_server(workspace: Workspace, url: str) -> WebView:
    """Return which journal is served at `url`."""
    return WebView(url=url, folder=str(workspace.root))
