"""What distracts most: what got in the way, by kind."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from apjournal.analysis.insights.counted import CountedWeek
from apjournal.model.views.insights import Derailer
from apjournal.model.week import Kind


def count_derailers(weeks: Sequence[CountedWeek]) -> tuple[Derailer, ...]:
    """Count by kind, most frequent first; a kind that was neither reported nor logged is left out."""
    came = Counter(entry.kind for week in weeks for entry in week.happened)
    foreseen = Counter(entry.kind for week in weeks for entry in week.happened if entry.foreseen)
    logged = Counter(line.kind for week in weeks for line in week.record.log if line.kind)
    found = (Derailer(kind, came[kind], foreseen[kind], logged[kind]) for kind in Kind if came[kind] or logged[kind])
    return tuple(sorted(found, key=lambda derailer: (-derailer.count, -derailer.logged)))
