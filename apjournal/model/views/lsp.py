"""How an editor starts the language server."""

from __future__ import annotations

from apjournal.model.views.base import View


class LspView(View, frozen=True, kw_only=True):
    """The command that an editor starts, the language of the files it is for, and what it offers."""

    command: tuple[str, ...]
    language: str
    features: tuple[str, ...]
