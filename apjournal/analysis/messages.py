"""Find the messages that their recipient has not read yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import Message, Week


def find_new_messages(
    reader: Handle, after: Mapping[IsoWeek, Week], before: Mapping[IsoWeek, Week]
) -> tuple[ReceivedMessage, ...]:
    """Return the messages to `reader` in a partner's weeks that the reader's kept copy does not contain.

    Messages of the oldest week come first. `after` contains the current weeks. `before` contains the weeks as the
    reader kept them, or nothing if the reader has never kept a copy. A line that only moved is not new.
    """
    return tuple(
        ReceivedMessage(week.partner, week.week, message.to, message.kind, message.text)
        for week in sorted(after.values(), key=lambda week: week.week)
        for message in _find_new_in_week(reader, week, before.get(week.week))
    )


def _find_new_in_week(reader: Handle, week: Week, former: Week | None) -> list[Message]:
    known = Counter(former.messages if former else ())
    new = []
    for message in week.messages:
        if message.to.casefold() != reader:
            continue
        if known[message] > 0:
            known[message] -= 1
        else:
            new.append(message)
    return new
