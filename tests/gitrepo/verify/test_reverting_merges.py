"""Merges that restore an older text of a file in another partner's folder by taking one side."""

from __future__ import annotations

import pytest

from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.verify import history_walk, tip_checks
from apjournal.gitrepo.verify.reverting_merges import find_reverting_merges
from apjournal.model.history import RevertingMerge
from apjournal.model.views.host_page import FIRST_LINE
from tests.helpers import repos
from tests.helpers.repos import BEN
from tests.histories.all_histories import HISTORIES
from tests.histories.scene import GRANT, RUNS, WEEK, Scene, goals


def found(objects: Objects, since: str | None = None) -> list[RevertingMerge]:
    git = objects._git
    past = history_walk.walk_history(git, objects, repos.tip(git.root), since=since)
    now = {path: entry.oid for path, entry in tip_checks.list_files(objects, past.tip).items()}
    return list(find_reverting_merges(git, objects, past, now))


def learned(word: str) -> dict[str, str | bytes | None]:
    return {WEEK: goals(GRANT, RUNS, more=f"learned: {word}\n")}


@pytest.mark.parametrize(
    "name",
    [
        "a_merge_that_brings_the_others_week_back_to_an_older_text",
        "a_merge_that_drops_the_others_week",
        "a_merge_that_brings_ones_own_week_back",
    ],
)
def test_a_merge_that_restores_an_older_version_is_reported_with_the_newer_commit(
    name: str, scene: Scene, objects: Objects
) -> None:
    HISTORIES[name].make(scene)
    newer, merge = scene.made[-2:]
    for since in (None, scene.made[3]):
        (back,) = found(objects, since)
        assert (back.folder, back.commit, back.newer) == ("ana", merge, newer)
    (back,) = found(objects, newer)  # what it brought back was written before
    assert (back.commit, back.newer) == (merge, newer)


def test_a_merge_that_restores_an_older_generated_file_is_not_reported(scene: Scene, objects: Objects) -> None:
    before = scene.commit({"ana/README.md": f"{FIRST_LINE}\n"})
    newer = scene.commit({"ana/README.md": f"{FIRST_LINE}\nNew\n"})
    scene.join_trees(before, newer, before, by=BEN)
    for since in (None, before, newer):
        assert found(objects, since) == []


def test_later_merges_of_branches_with_the_newer_version_are_not_reported(scene: Scene, objects: Objects) -> None:
    before = scene.made[-1]
    newer = scene.commit(learned("Ask"))
    scene.branch()
    side = scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    merge = scene.join_trees(before, newer, before, by=BEN)
    scene.merge("side")
    (back,) = found(objects)
    assert (back.commit, back.newer) == (merge, newer)
    assert side in scene.made


def test_a_merge_that_chooses_one_of_two_concurrent_versions_is_not_reported(scene: Scene, objects: Objects) -> None:
    HISTORIES["a_week_written_on_two_devices_one_text_chosen_by_the_other"].make(scene)
    assert found(objects) == []
    mine, merge = scene.made[-2:]
    assert found(objects, mine) == []  # the other text is beside it, and was not chosen
    assert merge != mine


def test_a_reverting_merge_is_not_reported_once_its_version_was_rewritten(scene: Scene, objects: Objects) -> None:
    HISTORIES["a_merge_that_brings_the_others_week_back_to_an_older_text"].make(scene)
    scene.commit(learned("Ask again"))
    assert found(objects) == []


def test_a_history_without_merges_has_no_reverting_merge(scene: Scene, objects: Objects) -> None:
    git = objects._git
    assert list(find_reverting_merges(git, objects, history_walk.walk_history(git, objects, scene.made[-1]), {})) == []


def test_correct_merges_before_a_reverting_merge_are_not_reported(scene: Scene, objects: Objects) -> None:
    HISTORIES["an_honest_merge"].make(scene)
    HISTORIES["a_merge_that_brings_the_others_week_back_to_an_older_text"].make(scene)
    assert [back.commit for back in found(objects)] == [scene.made[-1]]


def test_shared_files_are_not_checked_for_reverting_merges(scene: Scene, objects: Objects) -> None:
    before = scene.made[-1]
    newer = scene.commit({"README.md": "text\n", "photos/gull.md": "text\n"})
    scene.join_trees(before, newer, before, by=BEN)
    assert found(objects) == []
    assert found(objects, newer) == []
