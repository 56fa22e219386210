"""`apj web`: where the journal is served, and the files that its forms show."""

from __future__ import annotations

from msgspec import Struct

from apjournal.model.views.web import WebView
from apjournal.session.recorded_journal import Remembered as Remembered
from apjournal.session.workspace import Workspace
from apjournal.session.writing import ChangedSinceShown as ChangedSinceShown
from apjournal.session.writing import hash_file


class ShownFile(Struct, frozen=True):
    """One of my files as a form shows it: its text, and a hash by which apj notices that the file changed."""

    text: str
    hash: str


def describe_server(workspace: Workspace, url: str) -> WebView:
    """Return the view of the journal that is served at `url`."""
    return WebView(url=url, folder=str(workspace.root))


def read_shown(workspace: Workspace, path: str) -> ShownFile:
    """Return a file with its current text, or with an empty one if the file is missing."""
    data = workspace.folder.read(path)
    return ShownFile((data or b"").decode("utf-8", "replace"), hash_file(data))


def expect_unchanged(workspace: Workspace, path: str, seen: str) -> None:
    """Make every later change of a file raise `ChangedSinceShown` unless the file still has the hash `seen`."""
    workspace.expected[path] = seen
