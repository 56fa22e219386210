"""Messages that several views show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apjournal.model.handle import Handle
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.week import MessageKind


@dataclass(frozen=True, slots=True)
class ReceivedMessage:
    """A message to me, from whom and in which of her weeks."""

    partner: Handle
    week: IsoWeek
    to: str
    kind: MessageKind | None
    text: str
