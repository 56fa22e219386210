"""Where `web` serves a journal."""

from __future__ import annotations

from apjournal.model.views.base import View


class WebView(View, frozen=True, kw_only=True):
    """The folder of a journal, and the URL at which it is served.

    `url` contains a secret. A browser has no access without it.
    """

    url: str
    folder: str
