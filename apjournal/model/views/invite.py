"""What to send to a partner who has not joined."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek


@dataclass(frozen=True, slots=True, kw_only=True)
class InviteView(View):
    """What to send: the URL that the journal is shared through and the `join` command with it.

    `page` is where a browser shows it, None for a folder. `local`: the URL is a path, which only some machines reach.
    `week` is the one that they would write first.
    """

    partner: Handle | None
    url: str
    command: str
    page: str | None
    week: IsoWeek
    local: bool = screen_only(False)
