"""Histories in memory: each commit with its parents. Every question about ancestry is answered here if it can be."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from msgspec import Struct

_ONE, _OTHER, _BELOW = 1, 2, 7
"""From which of two tips a walk has reached a commit, or that it is below a common ancestor of both."""


class Histories(Struct, frozen=True):
    """All commits in the history of some tips, each with its parents and its position. Parents come before children."""

    parents: Mapping[str, tuple[str, ...]]
    places: Mapping[str, int]

    def collect_ancestors(self, *tips: str) -> frozenset[str]:
        """Return the tips, which are full commit ids, and their ancestors."""
        seen = set(tips)
        waiting = list(seen)
        while waiting:
            new = [parent for parent in self.parents.get(waiting.pop(), ()) if parent not in seen]
            seen.update(new)
            waiting += new
        return frozenset(seen)

    def list_ancestors_not_in(self, tip: str, *others: str) -> tuple[str, ...]:
        """Return `tip` and its ancestors, parents before children, without `others` and their ancestors.

        The walk goes from the newest commit to the oldest, and ends when `others` contain all remaining commits.
        """
        from heapq import heapify, heappop, heappush

        contained = {tip: False, **dict.fromkeys(others, True)}
        waiting = [(-self.places[commit], commit) for commit in contained]
        heapify(waiting)
        found, open_ends = list[str](), int(tip not in others)
        while open_ends:
            _, commit = heappop(waiting)
            is_contained = contained[commit]
            if not is_contained:
                open_ends -= 1
                found.append(commit)
            for parent in self.parents[commit]:
                if parent not in contained:
                    heappush(waiting, (-self.places[parent], parent))
                    open_ends += not is_contained
                elif is_contained and not contained[parent]:
                    open_ends -= 1
                contained[parent] = is_contained or contained.get(parent, False)
        return tuple(reversed(found))

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `older` is `newer` or an ancestor of `newer`, which must be one of these commits."""
        oldest = self.places.get(older, len(self.places))
        seen, waiting = {newer}, [newer]
        while waiting and older not in seen:
            parents = self.parents[waiting.pop()]  # a commit before the older one cannot descend from it
            new = [parent for parent in parents if parent not in seen and self.places[parent] >= oldest]
            seen.update(new)
            waiting += new
        return older in seen

    def list_tips(self) -> frozenset[str]:
        """Return the commits that are no other commit's parent."""
        return frozenset(self.parents).difference(*self.parents.values())

    def find_newest_common(self, one: str, other: str) -> frozenset[str]:
        """Return the newest common ancestors of two commits: no other common ancestor descends from them.

        The walk goes from the newest commit to the oldest, and ends when only ancestors of these remain.
        """
        from heapq import heapify, heappop, heappush

        sides = {one: _ONE}
        sides[other] = sides.get(other, 0) | _OTHER
        waiting = [(-self.places[commit], commit) for commit in sides]
        heapify(waiting)
        found, open_ends = list[str](), len(sides)
        while open_ends:
            _, commit = heappop(waiting)
            reached = sides[commit]
            open_ends -= reached != _BELOW
            if reached == _ONE | _OTHER:
                found.append(commit)
                reached = _BELOW
            for parent in self.parents[commit]:
                before = sides.get(parent, 0)
                sides[parent] = before | reached
                if not before:
                    heappush(waiting, (-self.places[parent], parent))
                    open_ends += reached != _BELOW
                elif before != _BELOW:
                    open_ends -= before | reached == _BELOW
        return frozenset(found)

    def find_unreachable(self, tip: str, commits: Collection[str]) -> frozenset[str]:
        """Return the commits in `commits` that are neither `tip` nor its ancestors."""
        outside = set[str]().union(*(self.list_ancestors_not_in(other, tip) for other in self.list_tips() - {tip}))
        return frozenset([commit for commit in commits if commit in outside or commit not in self.parents])
