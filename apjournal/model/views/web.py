"""Where `web` serves a journal."""

from __future__ import annotations

from apjournal.model.views.base import View


class WebView(View, frozen=True, kw_only=True):
    """The folder of a journal, and the URL that serves it.

    `url` contains the secret without which a browser has no access.
    """

    url: str
    folder: str
