"""What the record of one partner tells about her."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apjournal.model.isoweek import IsoWeek
    from apjournal.model.week import Kind


@dataclass(frozen=True, slots=True)
class PlanWorth:
    """A plan that worked, in its newest words. It was used `used` times, which leaves out those `forgotten`.

    `week` is the last one in which it worked.
    """

    kind: Kind
    if_: str
    then: str
    worked: int
    used: int
    forgotten: int
    week: IsoWeek
