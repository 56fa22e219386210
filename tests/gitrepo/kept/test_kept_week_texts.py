"""A partner's weeks in each kept commit, computed from the differences between these."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.kept.kept_week_texts import read_kept_versions
from apjournal.gitrepo.plumbing.faults import DamagedHistory
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from tests.helpers import repos
from tests.helpers.repos import BEN
from tests.histories.scene import WEEK, Scene, goals

ANA, BEN_TOO = Handle("ana"), Handle("ben")
W48, W49 = IsoWeek(2026, 48), IsoWeek(2026, 49)


@pytest.fixture
def root(scene: Scene) -> Path:
    return scene.root


def versions(objects: Objects, *commits: str) -> dict[IsoWeek, list[tuple[int, str | None]]]:
    return read_kept_versions(objects._git, objects, {ANA: commits})[ANA]


def text(scene: Scene, commit: str, path: str = WEEK) -> str:
    return repos.tip(scene.root, f"{commit}:{path}")


def test_kept_versions_list_the_copies_at_which_each_week_changed(scene: Scene, objects: Objects) -> None:
    first = scene.made[2]
    again = scene.commit({"ana/2026-W49.md": goals("Rest"), "ana/notes.md": "text\n", "ana/old/2026-W48.md": "x\n"})
    same = scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    last = scene.commit({WEEK: None, "ana/2026-W49.md": goals("No rest")})
    found = versions(objects, first, again, same, same, last)
    assert found == {
        W48: [(0, text(scene, first)), (4, None)],
        W49: [(1, text(scene, again, "ana/2026-W49.md")), (4, text(scene, last, "ana/2026-W49.md"))],
    }


def test_kept_versions_can_be_limited_to_some_weeks(scene: Scene, objects: Objects) -> None:
    made = scene.commit({"ana/2026-W49.md": goals("Rest")})
    found = read_kept_versions(objects._git, objects, {ANA: [made]}, [W49])
    assert list(found[ANA]) == [W49]


def test_kept_versions_of_some_weeks_have_the_places_of_their_copies_among_all_copies(
    scene: Scene, objects: Objects
) -> None:
    before = [scene.commit({WEEK: goals(f"{number} runs")}) for number in range(4)]
    made = scene.commit({"ana/2026-W49.md": goals("Rest")})
    between = [scene.commit({WEEK: goals(f"{number} swims")}) for number in range(3)]
    changed = scene.commit({"ana/2026-W49.md": goals("No rest")})
    after = [scene.commit({WEEK: goals(f"{number} walks")}) for number in range(2)]
    commits = [*before, made, *between, changed, *after]
    found = read_kept_versions(objects._git, objects, {ANA: commits}, [W49])
    assert [place for place, _ in found[ANA][W49]] == [4, 8]


def test_kept_commits_of_two_branches_are_compared_in_the_given_order(scene: Scene, objects: Objects) -> None:
    scene.branch()
    side = scene.commit({WEEK: goals("One run")})
    scene.back()
    main = scene.commit({WEEK: goals("Two runs")})
    assert versions(objects, side, main, side) == {
        W48: [(0, text(scene, side)), (1, text(scene, main)), (2, text(scene, side))]
    }


def test_no_process_is_started_without_kept_commits(scene: Scene, objects: Objects) -> None:
    with repos.counted_processes() as started:
        assert versions(objects) == {}
    assert started == []


def test_the_number_of_git_processes_does_not_grow_with_the_kept_commits(scene: Scene, objects: Objects) -> None:
    commits = [scene.commit({WEEK: goals(f"{number} runs")}) for number in range(12)]
    objects.read_commits(commits)  # what is asked first starts cat-file
    with repos.counted_processes() as started:
        assert len(versions(objects, *commits)[W48]) == 12
    assert len(started) <= 3


def test_kept_versions_of_several_partners_are_read_in_one_process(scene: Scene, objects: Objects) -> None:
    first = scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    other = scene.commit({WEEK: goals("One run")})
    asked = {ANA: [first, other], BEN_TOO: [other, first]}
    objects.read_commits([first, other])
    with repos.counted_processes() as started:
        found = read_kept_versions(objects._git, objects, asked)
    assert len([line for line in started if "diff-tree" in line]) == 1
    assert found == {
        ANA: {W48: [(0, text(scene, first)), (1, text(scene, other))]},
        BEN_TOO: {W48: [(0, text(scene, first, "ben/2026-W48.md"))]},
    }


def test_a_partner_without_a_folder_in_the_kept_commit_has_no_kept_versions(scene: Scene, objects: Objects) -> None:
    assert read_kept_versions(objects._git, objects, {Handle("cem"): scene.made}) == {Handle("cem"): {}}


@pytest.mark.parametrize("harm", ["missing", "no tree"])
def test_an_unreadable_root_tree_raises_a_fault(scene: Scene, objects: Objects, harm: str) -> None:
    made = scene.commit({WEEK: goals("One run")})
    if harm == "missing":
        repos.damage(scene.root, repos.tip(scene.root, f"{made}^{{tree}}"))
    else:
        commit = f"tree {text(scene, made)}\nauthor a <a@b> 1 +0000\ncommitter a <a@b> 1 +0000\n\nx\n"
        made = repos.raw_object(scene.root, "commit", commit.encode())
    with pytest.raises(DamagedHistory):
        versions(objects, made)
