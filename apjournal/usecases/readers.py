"""Who reads what I share, and when: what is said once a week has gone out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from apjournal.model.isoweek import IsoWeek
from apjournal.session.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Readers:
    """The names of the others, and the call that begins the week, when that is still to come."""

    names: tuple[str, ...]
    call: datetime | None


def get_readers(workspace: Workspace, week: IsoWeek) -> Readers:
    """Return who reads my week; the call is given in my time zone, and None when it is over or has no time of day."""
    names = tuple(workspace.get_partner(handle).called for handle in workspace.active_partners)
    at = workspace.schedule.find_call_time(week).astimezone(workspace.timezone)
    is_ahead = workspace.agreement.call.time is not None and at >= workspace.now
    return Readers(names, at if is_ahead else None)


def has_place(workspace: Workspace) -> bool:
    """Whether the journal has a place through which it is shared."""
    return workspace.is_shared
