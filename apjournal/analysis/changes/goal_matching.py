"""Match the goals of two versions of a week.

Goals match by written id, equal text, computed id, similar text in order of position, equal `done_when`, and finally by
position, because somebody may replace the whole wording (format.md, "Ids, carried goals, and which goal is which").
"""

from __future__ import annotations

import unicodedata
from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from itertools import islice
from math import ceil

from msgspec import Struct

from apjournal.model.week import Goal

SIMILAR = 0.5
"""Two goals with at least this Dice coefficient count as one goal that was reworded."""

CANDIDATES = 32
"""A goal is compared with at most this many goals for each of its rare words, so that a week with many goals stays
fast.
"""


class Track(Struct, frozen=True):
    """One goal in all versions of its week. `goals` has None for each version that does not contain the goal."""

    goals: tuple[Goal | None, ...]

    @property
    def present(self) -> Goal | None:
        """The goal in the last version, or None if the last version does not contain the goal."""
        return self.goals[-1]

    @property
    def newest(self) -> Goal:
        """The goal in the newest version that contains it."""
        return next(goal for goal in reversed(self.goals) if goal is not None)


def match_goals(before: Sequence[Goal], after: Sequence[Goal], *, by_place: bool = True) -> dict[int, int]:
    """Return which goal of `after` each goal of `before` became, by index.

    A goal that is not in the result was added or removed. If `by_place` is False, a goal with an entirely new wording
    counts as a different goal. Use this for versions that do not directly follow each other.
    """
    found: dict[int, int] = {}
    if not before or not after:
        return found
    if _have_same_goals(before, after):
        return {place: place for place in range(len(before))}
    for key in (_get_written_id, _get_text, _get_words, _get_id):
        _match_equal(before, after, key, found)
    _match_similar(before, after, found)
    _match_equal(before, after, _get_done_when, found)
    if by_place:
        _match_places(before, after, found)
    return dict(sorted(found.items()))


def track_goals(versions: Sequence[Sequence[Goal]]) -> tuple[Track, ...]:
    """Follow each goal through the versions of one week, oldest version first and the current one last.

    A goal that was removed and restored is one goal. The tracks are in the order in which their goals first appeared.
    """
    rows: list[list[Goal | None]] = []
    for count, version in enumerate(versions):
        there = sorted((row for row in rows if row[-1] is not None), key=_get_position)
        gone = [row for row in rows if row[-1] is None]
        continued = _continue_goals([_get_newest(row) for row in there], [_get_newest(row) for row in gone], version)
        for row in rows:
            row.append(None)
        for row, goal in zip([*there, *gone], continued, strict=True):
            row[-1] = None if goal is None else version[goal]
        known = set(continued)
        rows.extend([*[None] * count, goal] for place, goal in enumerate(version) if place not in known)
    return tuple(Track(tuple(row)) for row in rows)


def _continue_goals(there: Sequence[Goal], gone: Sequence[Goal], after: Sequence[Goal]) -> list[int | None]:
    """Return the index in `after` of each goal of `there`, and then of `gone`, or None if `after` does not contain it.

    `there` is the previous version, and `gone` contains goals that were removed earlier. If a goal of `gone` comes back
    with its own id or words, it is not mistaken for a new wording of the goal that was at its position.
    """
    found = match_goals(there, after, by_place=False)
    taken = set(found.values())
    free = [place for place in range(len(after)) if place not in taken]
    returned = match_goals(gone, [after[place] for place in free], by_place=False)
    back = {row: free[place] for row, place in returned.items()}
    _match_places(there, after, found, back.values())
    return [*(found.get(row) for row in range(len(there))), *(back.get(row) for row in range(len(gone)))]


def compute_dice(one: frozenset[str], other: frozenset[str]) -> float:
    """Return the Dice coefficient, from 0 to 1, of two sets of words. At least one set must not be empty."""
    return 2 * len(one & other) / (len(one) + len(other))


def _have_same_goals(before: Sequence[Goal], after: Sequence[Goal]) -> bool:
    """Whether both versions contain the same words and written ids in the same order, so that each goal stays in place.

    Most copies differ only in their results, and tracking the goals of ten years then takes half the time.
    """
    return len(before) == len(after) and all(
        one is other or (one.goal == other.goal and _get_written_id(one) == _get_written_id(other))
        for one, other in zip(before, after, strict=True)
    )


def _match_equal(
    before: Sequence[Goal],
    after: Sequence[Goal],
    key: Callable[[Goal], Hashable | None],
    found: dict[int, int],
) -> None:
    """Add to `found` the unmatched goals with equal keys, in order of position."""
    free: dict[Hashable, list[int]] = {}
    taken = set(found.values())
    for place, goal in enumerate(after):
        if place not in taken:
            free.setdefault(key(goal), []).append(place)
    for place, goal in enumerate(before):
        if place not in found and (own := key(goal)) is not None and free.get(own):
            found[place] = free[own].pop(0)


def _get_written_id(goal: Goal) -> str | None:
    return goal.id if goal.id_written else None


def _get_text(goal: Goal) -> str:
    return goal.goal


def _get_words(goal: Goal) -> tuple[str, ...]:
    return _split_words(goal.goal)


def _get_id(goal: Goal) -> str:
    return goal.id


def _get_done_when(goal: Goal) -> str | None:
    return goal.done_when


def _match_similar(before: Sequence[Goal], after: Sequence[Goal], found: dict[int, int]) -> None:
    """Add to `found` for each unmatched goal, in order of position, the first unmatched goal that is similar.

    If the Dice coefficient of two goals is at least one half, each goal shares at least a third of its words with the
    other. So any selection of more than two thirds of a goal's words contains a shared word. The rarest words are
    selected, and only goals that contain one of them are compared.
    """
    taken = set(found.values())
    old = {place: frozenset(_split_words(goal.goal)) for place, goal in enumerate(before) if place not in found}
    new = {place: frozenset(_split_words(goal.goal)) for place, goal in enumerate(after) if place not in taken}
    counted = Counter(word for words in new.values() for word in words)
    places: dict[str, dict[int, None]] = {}  # the inner dicts are ordered sets
    for place, words in new.items():
        for word in words:
            places.setdefault(word, {})[place] = None
    for place, words in old.items():
        rare = sorted(words, key=lambda word: (counted[word], word))[: len(words) - ceil(len(words) / 3) + 1]
        candidates = sorted({other for word in rare for other in islice(places.get(word, ()), CANDIDATES)})
        similar = next((other for other in candidates if compute_dice(words, new[other]) >= SIMILAR), None)
        if similar is not None:
            found[place] = similar
            for word in new[similar]:
                del places[word][similar]


def _match_places(
    before: Sequence[Goal], after: Sequence[Goal], found: dict[int, int], closed: Iterable[int] = ()
) -> None:
    """Add to `found` the unmatched goals at equal positions, then the last pair if one goal is left on each side.

    Positions count only if both sides have the same number of goals. Goals of `after` at a position in `closed` are not
    matched. Two goals that both have a written id never match here.
    """
    taken = {*found.values(), *closed}
    old = [place for place in range(len(before)) if place not in found]
    new = [place for place in range(len(after)) if place not in taken]
    if len(before) == len(after):
        same = {place for place in set(old).intersection(new) if _may_be_one(before[place], after[place])}
        found.update((place, place) for place in same)
        old, new = ([place for place in places if place not in same] for places in (old, new))
    if len(old) == len(new) == 1 and _may_be_one(before[old[0]], after[new[0]]):
        found[old[0]] = new[0]


def _may_be_one(one: Goal, other: Goal) -> bool:
    return not (one.id_written and other.id_written)


def _split_words(text: str) -> tuple[str, ...]:
    """Split a string into case-folded words of letters, marks and digits.

    A string with none of these is split at spaces.
    """
    folded = unicodedata.normalize("NFKC", text).casefold()
    words = "".join(sign if unicodedata.category(sign)[0] in "LMN" else " " for sign in folded).split()
    return tuple(words or folded.split())


def _get_newest(row: Sequence[Goal | None]) -> Goal:
    return next(goal for goal in reversed(row) if goal is not None)


def _get_position(row: Sequence[Goal | None]) -> int:
    return _get_newest(row).number
