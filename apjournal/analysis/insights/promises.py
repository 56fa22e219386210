"""What came of what was promised."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable

from apjournal.analysis.insights.counted import CountedWeek, get_counted_state
from apjournal.analysis.insights.rates import compute_rate
from apjournal.model.record import State
from apjournal.model.views.insights import Promises


def count_promises(weeks: Iterable[CountedWeek]) -> Promises:
    """Count the goals by what came of them; dropped ones stand beside the others."""
    states = Counter(get_counted_state(goal) for week in weeks for goal in week.goals)
    of = sum(states.values()) - states[State.DROPPED]
    found = compute_rate(states[State.DONE], of)
    return Promises(
        done=states[State.DONE],
        partly=states[State.PARTLY],
        not_done=states[State.NOT_DONE],
        unreported=states[State.UNREPORTED],
        dropped=states[State.DROPPED],
        of=of,
        interval=(found.low, found.high) if found else None,
    )
