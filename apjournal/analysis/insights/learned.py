"""What somebody learned, in her own words."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.analysis.insights.counted import CountedWeek
from apjournal.model.views.insights import Learned


def list_learned(weeks: Sequence[CountedWeek]) -> tuple[Learned, ...]:
    """Return all lines, those of the newest week first; `weeks` are oldest first."""
    return tuple(Learned(week.record.week, text) for week in reversed(weeks) for text in week.record.learned)
