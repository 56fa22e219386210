"""The whole history as plain values, in one pass: who wrote what, and the order of the commits."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.faults import IncompleteHistory
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.verify import history_walk
from apjournal.model.handle import Handle
from apjournal.model.history import PathTouch, WalkedHistory, WrittenFolder
from apjournal.model.views.host_page import FIRST_LINE
from tests.helpers import repos
from tests.helpers.repos import ANA, BEN
from tests.histories.all_histories import HISTORIES
from tests.histories.scene import CEM, STRANGER, WEEK, Scene, begun, goals, person


@pytest.fixture
def merged(tmp_path: Path) -> Scene:
    scene = begun(tmp_path / "journal")
    for name in ("an_honest_merge", "lines_from_two_devices"):
        HISTORIES[name].make(scene)
        repos.git(scene.root, "branch", "-q", "-D", "side")
    return scene


def test_the_histories_in_memory_agree_with_git_about_ancestry(merged: Scene) -> None:
    histories = ancestry.read_histories(Git(merged.root), merged.made[-1])
    for older in merged.made:
        for newer in merged.made:
            not_in_newer = repos.git(merged.root, "rev-list", "--count", older, f"^{newer}")
            assert histories.is_ancestor(older, newer) is (not_in_newer == "0"), (older, newer)


HANDLE_ANA, HANDLE_BEN = Handle("ana"), Handle("ben")


def walked(git: Git, objects: Objects, since: str | None = None) -> WalkedHistory:
    return history_walk.walk_history(git, objects, repos.tip(git.root), since=since)


def whose(past: WalkedHistory, commit: str) -> list[tuple[str, str | None]]:
    found = past.find_commit(commit)
    assert found is not None
    return [(written.folder, written.by) for written in found.written]


def test_walked_commits_are_listed_parents_first_with_the_paths_they_touched(
    git: Git, objects: Objects, scene: Scene
) -> None:
    scene.commit({WEEK: None})
    past = walked(git, objects)
    assert [commit.id for commit in past.commits] == scene.made
    assert past.tip == scene.made[-1]
    assert past.partners == (HANDLE_ANA, HANDLE_BEN)
    text = repos.tip(git.root, f"{scene.made[2]}:{WEEK}")
    assert past.commits[2].touched == (PathTouch(WEEK, (None,), text),)
    assert past.commits[2].written == (WrittenFolder(HANDLE_ANA, HANDLE_ANA, (WEEK,)),)
    assert past.commits[0].touched[0].before == (None,)
    assert [(commit.id, touch.after) for commit, touch in past.list_touches(WEEK)] == [
        (scene.made[-1], None),
        (scene.made[2], text),
    ]
    assert past.list_touches("nowhere") == ()
    assert past.find_commit("nowhere") is None


def test_a_merge_touches_only_paths_that_differ_from_all_its_parents(git: Git, objects: Objects, scene: Scene) -> None:
    HISTORIES["a_merge_that_changes_the_others_week"].make(scene)
    past = walked(git, objects)
    (merge,) = past.merges
    assert [touch.path for touch in merge.touched] == [WEEK]
    assert (merge.written[0].by, merge.written[0].folder) == ("ben", "ana")


@pytest.mark.parametrize(
    ("before", "after", "generated"),
    [
        (f"{FIRST_LINE}\n", f"{FIRST_LINE}\nNew\n", True),
        (f"{FIRST_LINE}\n", None, True),
        (f"{FIRST_LINE}\n", "# About me\n", False),
        ("# About me\n", f"{FIRST_LINE}\n", False),
        ("# About me\n", "# Me\n", False),
    ],
)
def test_a_touch_is_generated_if_sync_wrote_all_its_versions(
    git: Git, objects: Objects, scene: Scene, before: str, after: str | None, generated: bool
) -> None:
    scene.commit({"ana/README.md": before})
    scene.commit({"ana/README.md": after}, BEN)
    past = walked(git, objects)
    assert past.list_touches("ana/README.md")[0][1].generated is generated
    assert whose(past, scene.made[-1]) == ([] if generated else [("ana", "ben")])


def test_a_file_with_the_text_of_a_page_under_another_name_does_not_count_as_generated(
    git: Git, objects: Objects, scene: Scene
) -> None:
    scene.commit({"ana/README.md": f"{FIRST_LINE}\n", "ana/notes.md": f"{FIRST_LINE}\n"})
    assert [touch.generated for touch in walked(git, objects).commits[-1].touched] == [True, False]


def test_a_walk_starts_a_fixed_number_of_processes(scene: Scene, tmp_path: Path) -> None:
    for number in range(5):
        scene.commit({WEEK: goals(f"{number} runs"), "ben/partner.md": person(BEN, f"emails: [{number}@x]\n")}, BEN)
    with repos.counted_processes() as started, Objects(Git(scene.root)) as objects:
        history_walk.walk_history(objects._git, objects, scene.made[-1])
    assert sum("log" in args for args in started) == 1
    assert sum("--batch" in args for args in started) == 1
    assert len(started) == 3


def test_a_partial_walk_knows_email_addresses_from_before_it(git: Git, objects: Objects, scene: Scene) -> None:
    since = scene.made[-1]
    made = scene.commit({WEEK: goals("One run")}, BEN)
    past = walked(git, objects, since)
    assert [commit.id for commit in past.commits] == [made]
    assert past.since == since
    assert whose(past, made) == [("ana", "ben")]


def test_a_partial_walk_knows_the_email_address_of_a_partner_who_lists_none(
    git: Git, objects: Objects, scene: Scene
) -> None:
    since = scene.commit({"cem/2026-W48.md": goals("Swim")}, CEM)
    made = scene.commit({"cem/2026-W48.md": goals("Swim twice")}, CEM)
    other = scene.commit({"cem/2026-W48.md": goals("Swim")}, STRANGER)
    past = walked(git, objects, since)
    assert [commit.id for commit in past.commits] == [made, other]
    assert (past.since, past.places[made]) == (since, 0)
    assert (whose(past, made), whose(past, other)) == ([("cem", "cem")], [("cem", None)])


def test_an_unreadable_partner_file_does_not_change_the_partners_email_addresses(
    git: Git, objects: Objects, scene: Scene
) -> None:
    scene.commit({"ana/partner.md": "---\nemail: [\n---\n"})
    made = scene.commit({WEEK: goals("One run")})
    assert whose(walked(git, objects), made) == [("ana", "ana")]


def test_email_addresses_changed_on_a_merged_branch_are_known_after_the_merge(
    git: Git, objects: Objects, scene: Scene
) -> None:
    new = ("Ana", "ana@new.example")
    scene.branch()
    scene.commit({"ana/partner.md": person(new)}, new)
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    scene.back()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.merge("side", BEN)
    made = scene.commit({"ben/2026-W48.md": goals("Mark")}, new)
    by_cem = scene.commit({"ben/2026-W48.md": goals("Mark them")}, CEM)
    past = walked(git, objects)
    assert (whose(past, made), whose(past, by_cem)) == ([("ben", "ana")], [("ben", "cem")])


def test_an_unknown_email_address_that_its_own_commit_adds_to_a_partner_file_stays_unknown(
    git: Git, objects: Objects, scene: Scene
) -> None:
    more = f"emails: [{STRANGER[1]}]\n"
    claimed = scene.commit({"ana/partner.md": person(ANA, more)}, STRANGER)
    after = scene.commit({WEEK: goals("One run")}, STRANGER)
    past = walked(git, objects)
    assert (whose(past, claimed), whose(past, after)) == ([("ana", None)], [("ana", None)])
    scene.commit({"ana/partner.md": person(ANA, f"timezone: Europe/Berlin\n{more}")})
    past = walked(git, objects)
    assert (whose(past, claimed), whose(past, after)) == ([("ana", "ana")], [("ana", "ana")]), "now she says so"


def test_a_partner_who_replaces_all_their_email_addresses_is_still_recognised(
    git: Git, objects: Objects, scene: Scene
) -> None:
    new = ("Ana", "ana@new.example")
    made = scene.commit({"ana/partner.md": person(new)}, new)
    assert whose(walked(git, objects), made) == [("ana", "ana")]


def test_a_folder_that_somebody_else_began_has_the_email_addresses_in_its_partner_file(
    git: Git, objects: Objects, scene: Scene
) -> None:
    scene.commit({"cem/partner.md": person(CEM)}, STRANGER)
    made = scene.commit({"cem/2026-W48.md": goals("One run")}, CEM)
    assert whose(walked(git, objects), made) == [("cem", "cem")]


def test_an_email_address_of_two_partners_belongs_to_the_owner_in_each_of_their_folders(
    git: Git, objects: Objects, scene: Scene
) -> None:
    for who, folder in ((ANA, "ana"), (BEN, "ben")):
        scene.commit({f"{folder}/partner.md": person(who, "emails: [us@example.org]\n")}, who)
    both = ("Us", "us@example.org")
    one = scene.commit({WEEK: goals("One run")}, both)
    other = scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, both)
    past = walked(git, objects)
    assert (whose(past, one), whose(past, other)) == ([("ana", "ana")], [("ben", "ben")])


def test_outside_their_folders_an_email_address_of_two_partners_belongs_to_both(
    git: Git, objects: Objects, scene: Scene
) -> None:
    def beside() -> str:
        return scene.commit({"README.md": f"{len(scene.made)}\n"}, BEN)

    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}]\n")})
    both = beside()
    scene.commit({"ana/partner.md": person(ANA, f"emails: [{BEN[1]}, more@example.org]\n")})
    scene.commit({"ben/partner.md": person(BEN, "agreed: yes\ntimezone: Europe/Berlin\n")}, BEN)
    still = beside()
    scene.commit({"ben/partner.md": person(("Ben Example", "ben@new.example"))}, BEN)
    hers = beside()
    scene.commit({"ben/partner.md": person(BEN)}, ("Ben Example", "ben@new.example"))
    after = beside()
    past = walked(git, objects)
    authors = [found.authors for commit in (both, still, hers, after) if (found := past.find_commit(commit))]
    assert authors == [("ana", "ben"), ("ana", "ben"), ("ana",), ("ana", "ben")]


def test_files_outside_partner_folders_belong_to_no_partner(git: Git, objects: Objects, scene: Scene) -> None:
    made = scene.commit({"README.md": "text\n", "photos/gull.md": "text\n", "Ana/partner.md": "text\n"}, BEN)
    past = walked(git, objects)
    assert whose(past, made) == []
    assert past.partners == (HANDLE_ANA, HANDLE_BEN)


def test_a_subfolder_of_a_partners_folder_belongs_to_the_partner(git: Git, objects: Objects, scene: Scene) -> None:
    made = scene.commit({"ana/photos/2026/gull.md": "text\n"}, BEN)
    assert whose(walked(git, objects), made) == [("ana", "ben")]


def test_email_addresses_listed_during_the_walk_count_as_newer_than_earlier_ones(
    git: Git, objects: Objects, scene: Scene
) -> None:
    since = scene.made[-1]
    new = ("Ana", "ana@new.example")
    scene.branch()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    scene.commit({"ana/partner.md": person(new)}, new)
    repos.git(scene.root, "switch", "-q", "side")
    scene.merge("main", BEN)
    made = scene.commit({"ben/2026-W48.md": goals("Mark")}, new)
    assert whose(walked(git, objects, since), made) == [("ben", "ana")]


def test_walking_a_shallow_clone_raises_a_fault_for_an_incomplete_history(scene: Scene, tmp_path: Path) -> None:
    repos.git(tmp_path, "clone", "-q", "--depth", "2", f"file://{scene.root}", "shallow")
    git = Git(tmp_path / "shallow")
    with Objects(git) as objects, pytest.raises(GitFault, match="cannot tell") as caught:
        walked(git, objects)
    assert "git fetch --unshallow" in caught.value.hint


@pytest.mark.parametrize("what", ["commit", "tree"])
def test_walking_a_history_with_a_missing_object_raises_a_fault_for_an_incomplete_history(
    git: Git, objects: Objects, scene: Scene, what: str
) -> None:
    oid = repos.tip(scene.root, f"{scene.made[1]}^{{{what}}}")
    (scene.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(GitFault):
        walked(git, objects)


def test_walking_an_unreadable_commit_raises_a_fault(
    git: Git, objects: Objects, scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Objects, "read_commits", lambda *_: {})
    with pytest.raises(IncompleteHistory):
        walked(git, objects)


def test_a_missing_version_of_a_partner_file_is_skipped(git: Git, objects: Objects, scene: Scene) -> None:
    oid = repos.tip(scene.root, f"{scene.made[1]}:ben/partner.md")
    (scene.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    past = walked(git, objects)
    assert whose(past, scene.made[3]) == [("ben", "ben")], "the address began the folder"


def test_the_tip_counts_as_the_removing_commit_if_no_commit_removed_the_text(
    git: Git, objects: Objects, scene: Scene
) -> None:
    HISTORIES["an_honest_merge"].make(scene)
    scene.commit({"ben/2026-W49.md": goals("Rest")}, BEN)
    past = walked(git, objects)
    assert history_walk.find_removing_commit(objects, past, WEEK, lambda oid: oid is not None) == past.tip
