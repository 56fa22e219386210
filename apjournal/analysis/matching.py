"""The one matching of goals, wherever two versions of a week meet.

By written id; by equal words; by computed id; then, in order of place, by similar words: format.md, "The week in full".
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from apjournal.model.week import Goal

SIMILAR = 0.5
"""The Dice coefficient from which on two goals are taken for one that was reworded."""


@dataclass(frozen=True, slots=True)
class Track:
    """One goal through the versions of its week: how it stands in each of them, None where it is not there."""

    goals: tuple[Goal | None, ...]

    @property
    def present(self) -> Goal | None:
        """How it stands in the last version, if it does."""
        return self.goals[-1]

    @property
    def newest(self) -> Goal:
        """How it stands in the newest version that holds it."""
        return next(goal for goal in reversed(self.goals) if goal is not None)


def match(before: Sequence[Goal], after: Sequence[Goal]) -> dict[int, int]:
    """Say which goal of `before` is which of `after`, by index; what is not named came or went."""
    found: dict[int, int] = {}
    if not before or not after:
        return found
    for key in (_written_id, _text, _words_in_order, _id):
        _match_equal(before, after, key, found)
    free = [place for place in range(len(after)) if place not in found.values()]
    for place in range(len(before)):
        if place not in found:
            similar = next((other for other in free if _similar(before[place], after[other])), None)
            if similar is not None:
                free.remove(similar)
                found[place] = similar
    return dict(sorted(found.items()))


def tracks(versions: Sequence[Sequence[Goal]]) -> tuple[Track, ...]:
    """Follow each goal through the versions of one week, oldest first and the present last.

    A goal that was taken out and comes back is the same goal again. The tracks are in the order in which their goals
    first stood there.
    """
    rows: list[list[Goal | None]] = []
    for count, version in enumerate(versions):
        rest = list(version)
        there = sorted((row for row in rows if row[-1] is not None), key=_place)
        gone = [row for row in rows if row[-1] is None]
        for row in rows:
            row.append(None)
        for candidates in (there, gone):
            pairs = match([_newest(row) for row in candidates], rest)
            for row_index, goal_index in pairs.items():
                candidates[row_index][-1] = rest[goal_index]
            rest = [goal for index, goal in enumerate(rest) if index not in pairs.values()]
        rows.extend([*[None] * count, goal] for goal in rest)
    return tuple(Track(tuple(row)) for row in rows)


def former_ids(followed: Iterable[Track]) -> Mapping[str, str]:
    """Give the present id for each id that a goal which is still there once had.

    An id that a present goal has is never a former one; of two goals that had the same id, the one that had it last.
    """
    kept = [track for track in followed if track.present is not None]
    versions = len(kept[0].goals) if kept else 0
    former = {
        goal.id: track.newest.id
        for version in range(versions)
        for track in kept
        if (goal := track.goals[version]) is not None
    }
    present = {track.newest.id for track in kept}
    return {old: new for old, new in former.items() if old not in present}


def similarity(one: str, other: str) -> float:
    """Give the Dice coefficient of the case-folded words of two texts, 0 to 1."""
    mine, theirs = set(_words(one)), set(_words(other))
    return 2 * len(mine & theirs) / (len(mine) + len(theirs)) if mine or theirs else 1.0


def _match_equal(
    before: Sequence[Goal],
    after: Sequence[Goal],
    key: Callable[[Goal], Hashable | None],
    found: dict[int, int],
) -> None:
    """Add to `found` the goals that have the same key and are not found yet, in order of place."""
    free: dict[Hashable, list[int]] = {}
    taken = set(found.values())
    for place, goal in enumerate(after):
        if place not in taken:
            free.setdefault(key(goal), []).append(place)
    for place, goal in enumerate(before):
        if place not in found and (own := key(goal)) is not None and free.get(own):
            found[place] = free[own].pop(0)


def _written_id(goal: Goal) -> str | None:
    return goal.id if goal.id_written else None


def _text(goal: Goal) -> str:
    return goal.goal


def _words_in_order(goal: Goal) -> tuple[str, ...]:
    return _words(goal.goal)


def _id(goal: Goal) -> str:
    return goal.id


def _similar(one: Goal, other: Goal) -> bool:
    return similarity(one.goal, other.goal) >= SIMILAR


def _words(text: str) -> tuple[str, ...]:
    """Split into case-folded words of letters, marks and digits; a text without any into what blanks part."""
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded).split()
    return tuple(words or folded.split())


def _newest(row: Sequence[Goal | None]) -> Goal:
    return next(goal for goal in reversed(row) if goal is not None)


def _place(row: Sequence[Goal | None]) -> int:
    return _newest(row).number
