"""What `web` serves, and where."""

from __future__ import annotations

from apjournal.model.views.base import View


class WebView(View, frozen=True, kw_only=True):
    """The journal in `folder` is served at `url`, which contains the secret that lets a browser in."""

    url: str
    folder: str
