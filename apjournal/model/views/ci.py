"""The view of `ci`."""

from __future__ import annotations

from apjournal.model.views.base import View


class CiView(View, frozen=True, kw_only=True):
    """The workflow file of a git host.

    `source` is what pip installs on the host. `written` is False if the file already had this text.
    """

    host: str
    path: str
    source: str
    written: bool
