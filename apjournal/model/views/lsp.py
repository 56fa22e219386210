"""How an editor starts the language server."""

from __future__ import annotations

from apjournal.model.views.base import View


class LspView(View, frozen=True, kw_only=True):
    """The command that starts the server, the language of the files that it is for, and what it offers."""

    command: tuple[str, ...]
    language: str
    features: tuple[str, ...]
