"""A week of mine that I wrote on two devices, merged by goal and key, its body by heading.

Goals meet by their ids, outcomes and all other keys by their names; entries of `happened` and `learned` and list items
of Log, Steps and To by their words, so that those are united. The text of either side is taken over as it was typed.
"""

from __future__ import annotations

from apjournal.format.document import encode, split
from apjournal.format.week import read_week
from apjournal.gitrepo.blocks import Torn, merge_blocks, pick
from apjournal.gitrepo.week_blocks import Version, take_apart
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week import Week


def merge_week(base: bytes, mine: bytes, theirs: bytes, *, partner: Handle, week: IsoWeek) -> bytes | None:
    """Merge two versions of a week (`base` is empty where there was none); None when only a person can."""
    document, _ = split(mine)
    before, here, there = (_take_apart(data, partner, week) for data in (base, mine, theirs))
    if document is None or before is None or here is None or there is None:
        return None
    (old, _), (one, my_week), (other, their_week) = before, here, there
    if not _goals_can_be_told_apart(old, one, other):
        return None
    try:
        text = "".join(
            (
                pick(old.opening, one.opening, other.opening),
                merge_blocks(old.front, one.front, other.front),
                pick(old.closing, one.closing, other.closing),
                merge_blocks(old.body, one.body, other.body),
            )
        )
    except Torn:
        return None
    data = encode(document, text)
    merged = read_week(data, partner, week).value
    added = (_said(my_week) | _said(their_week)) - _said(before[1])
    return data if merged is not None and added <= _said(merged) else None


def _take_apart(data: bytes, partner: Handle, week: IsoWeek) -> tuple[Version, Week] | None:
    if not data:
        return Version(), Week(partner, week)
    if not data.endswith(b"\n"):
        data += b"\n"
    reading = read_week(data, partner, week)
    if reading.value is None or reading.document is None or reading.newer:
        return None
    return take_apart(reading.document, reading.value.goals), reading.value


def _goals_can_be_told_apart(old: Version, one: Version, other: Version) -> bool:
    """Whether each goal is known by its id, and outcomes without names still stand for the same goals."""
    before, mine, theirs = (_keys(version, "goals") for version in (old, one, other))
    if set(before) - set(mine) - set(theirs) and set(mine) != set(theirs):
        return False  # both reworded a goal, and which is which nobody can say
    by_place = any(key.isdecimal() for version in (one, other) for key in _keys(version, "outcomes"))
    return mine == theirs or not by_place


def _keys(version: Version, name: str) -> tuple[str, ...]:
    block = version.key(name)
    return tuple(part.key for part in block.parts or ()) if block else ()


def _said(week: Week) -> set[object]:
    """Give all that a week says, for comparing: what either side added has to be in the merged one."""
    return {
        *(("goal", goal.id) for goal in week.goals),
        *(("learned", text) for text in week.learned),
        *week.outcomes,
        *week.happened,
        *week.amended,
        *week.steps,
        *week.log,
        *week.messages,
    }
