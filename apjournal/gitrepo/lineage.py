"""Ancestry among the commits of one walk, answered in memory: a history has thousands of kept lines to ask about."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apjournal.model.history import HistoryCommit, WalkedHistory


class Lineage:
    """Who descends from whom among the commits of `past`."""

    def __init__(self, past: WalkedHistory) -> None:
        self._past = past
        self._parents = [
            tuple(past.places[parent] for parent in commit.parents if parent in past.places) for commit in past.commits
        ]

    def is_ancestor(self, older: str, newer: str) -> bool:
        """Whether `older` is `newer` or an ancestor of it; both were walked."""
        target = self._past.places[older]
        return any(place == target for place in self._walk_ancestors(newer, down_to=target))

    def find_unwalked_parents(self, commit: str) -> frozenset[str]:
        """Return the parents of `commit` and its ancestors that were not walked: where its history goes on below."""
        walked = (self._past.commits[place] for place in self._walk_ancestors(commit, down_to=0))
        return frozenset(parent for one in walked for parent in one.parents if parent not in self._past.places)

    def filter_newest(self, commits: Sequence[HistoryCommit]) -> tuple[HistoryCommit, ...]:
        """Leave out those commits from which another one of them descends."""
        return tuple(
            one
            for one in commits
            if not any(other is not one and self.is_ancestor(one.id, other.id) for other in commits)
        )

    def _walk_ancestors(self, commit: str, *, down_to: int) -> Iterator[int]:
        """Return the positions of `commit` and its ancestors that are at or after `down_to`."""
        waiting = [self._past.places[commit]]
        seen = set(waiting)
        while waiting:
            place = waiting.pop()
            if place < down_to:  # no ancestor of it can stand there
                continue
            yield place
            new = [parent for parent in self._parents[place] if parent not in seen]
            seen.update(new)
            waiting += new


def sort_walked(past: WalkedHistory, commits: Iterable[str]) -> tuple[str, ...]:
    """Sort walked commits, oldest first by ancestry, each once."""
    return tuple(sorted(dict.fromkeys(commits), key=lambda commit: past.places[commit]))
