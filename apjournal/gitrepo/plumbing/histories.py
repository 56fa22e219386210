"""Histories in memory: each commit with its parents. Where possible, questions about ancestry are answered here."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping

from msgspec import Struct

_ONE, _OTHER, _BELOW = 1, 2, 7
"""The sides from which a walk has reached a commit, as bits. `_BELOW` means below a common ancestor of both sides."""


class Histories(Struct, frozen=True):
    """All commits in the histories of some tips, each with its parents and its position.

    Parents come before children.
    """

    parents: Mapping[str, tuple[str, ...]]
    places: Mapping[str, int]

    def collect_ancestors(self, *tips: str) -> frozenset[str]:
        """Return the tips, given as full commit ids, and all their ancestors."""
        seen = set(tips)
        waiting = list(seen)
        while waiting:
            new = [parent for parent in self.parents.get(waiting.pop(), ()) if parent not in seen]
            seen.update(new)
            waiting += new
        return frozenset(seen)

    def list_ancestors_not_in(self, tip: str, *others: str) -> tuple[str, ...]:
        """Return `tip` and its ancestors, parents before children, without `others` and their ancestors."""
        reached = {tip: _ONE, **dict.fromkeys(others, _OTHER)}
        found = [commit for commit in self._walk(reached, lambda sides: sides == _ONE) if reached[commit] == _ONE]
        return tuple(reversed(found))

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `older` is `newer` or one of its ancestors. The histories must contain `newer`."""
        oldest = self.places.get(older, len(self.places))
        seen, waiting = {newer}, [newer]
        while waiting and older not in seen:
            parents = self.parents[waiting.pop()]  # a commit before the older one cannot descend from it
            new = [parent for parent in parents if parent not in seen and self.places[parent] >= oldest]
            seen.update(new)
            waiting += new
        return older in seen

    def list_tips(self) -> frozenset[str]:
        """Return the commits that are not the parent of any other commit."""
        return frozenset(self.parents).difference(*self.parents.values())

    def find_newest_common(self, one: str, other: str) -> frozenset[str]:
        """Return the newest common ancestors of two commits: those from which no other common ancestor descends."""
        reached = {one: _ONE}
        reached[other] = reached.get(other, 0) | _OTHER
        found = set[str]()
        for commit in self._walk(reached, lambda sides: sides != _BELOW):
            if reached[commit] == _ONE | _OTHER:
                found.add(commit)
                reached[commit] = _BELOW
        return frozenset(found)

    def _walk(self, reached: dict[str, int], is_open: Callable[[int], bool]) -> Iterator[str]:
        """Yield commits, newest first, as long as `is_open` is true for at least one commit that is still to come.

        `reached` maps each commit to the sides from which the walk has reached it, as bits. The caller enters the tips.
        A commit's parents are reached from the same sides as the commit. `is_open` gets these bits.
        """
        from heapq import heapify, heappop, heappush

        waiting = [(-self.places[commit], commit) for commit in reached]
        heapify(waiting)
        open_ends = sum(map(is_open, reached.values()))
        while open_ends:
            _, commit = heappop(waiting)
            open_ends -= is_open(reached[commit])
            yield commit
            for parent in self.parents[commit]:
                before = reached.get(parent)
                reached[parent] = (before or 0) | reached[commit]
                open_ends += is_open(reached[parent])
                if before is None:
                    heappush(waiting, (-self.places[parent], parent))
                else:
                    open_ends -= is_open(before)

    def find_unreachable(self, tip: str, commits: Collection[str]) -> frozenset[str]:
        """Return those of `commits` that are neither `tip` nor its ancestors."""
        outside = set[str]().union(*(self.list_ancestors_not_in(other, tip) for other in self.list_tips() - {tip}))
        return frozenset([commit for commit in commits if commit in outside or commit not in self.parents])
