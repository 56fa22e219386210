"""What got in the way, and whether it was foreseen (insights.md, foresight)."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.record import HappenedRecord
from apjournal.model.week import Happened, Obstacle


def build_happened_record(entry: Happened, obstacles: Sequence[Obstacle]) -> HappenedRecord:
    """Return one entry as it is shown. `obstacles` are those of its goal, or of all goals if it names none.

    `obstacles` are those of its goal, or of all goals of the week when it names none. Where the file does not say, an
    entry is foreseen when one of them is of its kind.
    """
    named = any(obstacle.kind is entry.kind for obstacle in obstacles)
    foreseen = named if entry.foreseen is None else entry.foreseen
    return HappenedRecord(entry.kind, entry.note, entry.plan, foreseen)
