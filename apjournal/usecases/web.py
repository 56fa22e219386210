"""`apj web`: what is served and where, and files as a form shows them."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.views.web import WebView
from apjournal.session.workspace import Workspace
from apjournal.session.writing import ChangedSinceShown as ChangedSinceShown
from apjournal.session.writing import hash_text


class ShownFile(Struct, frozen=True):
    """One of my files as a form shows it: its text, and the hash by which to know whether it has changed since."""

    text: str
    hash: str


def describe_server(workspace: Workspace, url: str) -> WebView:
    """Return which journal is served at `url`."""
    return WebView(url=url, folder=str(workspace.root))


def read_shown(workspace: Workspace, path: str) -> ShownFile:
    """Return a file as it is now."""
    data = workspace.folder.read(path)
    return ShownFile((data or b"").decode("utf-8", "replace"), hash_text(data))


def expect_unchanged(workspace: Workspace, path: str, seen: str) -> None:
    """Refuse to change a file with `ChangedSinceShown`, unless it still has the hash `seen`."""
    workspace.expected[path] = seen
