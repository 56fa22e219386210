"""Ancestry among walked commits, computed in memory with the same result as git's."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.verify import history_walk
from apjournal.gitrepo.verify.history_walk import Lineage
from apjournal.model.history import WalkedHistory
from tests.helpers import repos
from tests.histories.all_histories import HISTORIES
from tests.histories.scene import Scene, begun


@pytest.fixture
def merged(tmp_path: Path) -> Scene:
    scene = begun(tmp_path / "journal")
    for name in ("an_honest_merge", "lines_from_two_devices"):
        HISTORIES[name].make(scene)
        repos.git(scene.root, "branch", "-q", "-D", "side")
    return scene


def walked(scene: Scene, since: str | None = None) -> WalkedHistory:
    git = Git(scene.root)
    with Objects(git) as objects:
        return history_walk.walk_history(git, objects, scene.made[-1], since=since)


def test_the_walk_answers_ancestry_as_git_does(merged: Scene) -> None:
    lineage = Lineage(walked(merged))
    for older in merged.made:
        for newer in merged.made:
            not_in_newer = repos.git(merged.root, "rev-list", "--count", older, f"^{newer}")
            assert lineage.is_ancestor(older, newer) is (not_in_newer == "0"), (older, newer)


def test_the_newest_of_several_commits_are_those_without_descendants(merged: Scene) -> None:
    past = walked(merged)
    lineage = Lineage(past)
    assert [commit.id for commit in lineage.filter_newest(past.commits)] == [merged.made[-1]]
    sides = [past.find_commit(parent) for parent in past.merges[-1].parents]
    assert lineage.filter_newest([side for side in sides if side]) == tuple(sides)


def test_the_unwalked_parents_of_a_partial_walk_are_found(merged: Scene) -> None:
    since = merged.made[3]
    past = walked(merged, since)
    lineage = Lineage(past)
    assert lineage.find_unwalked_parents(past.tip) == {since}
    assert Lineage(walked(merged)).find_unwalked_parents(past.tip) == frozenset()
