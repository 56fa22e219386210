"""Only a partner writes in their folder, and other writes there are found."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.merge import writers
from apjournal.gitrepo.merge.writers import AuthorStatus, FolderWrite
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import FileEntry, list_differences
from apjournal.model.handle import Handle
from tests.helpers import repos
from tests.helpers.repos import ANA, BEN

HANDLE_ANA, HANDLE_BEN = Handle("ana"), Handle("ben")
ADDRESSES = {HANDLE_ANA: {"ana@example.org", "ana@phone.example"}, HANDLE_BEN: {"ben@example.org"}}
STRANGER = ("Somebody", "who@example.net")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    root = repos.new_repository(tmp_path / "journal")
    repos.commit(root, {"ana/2026-W48.md": "one\n", "ben/2026-W48.md": "one\n", "agreement.md": "apj: 1\n"})
    return root


@pytest.fixture
def base(root: Path) -> str:
    return repos.tip(root)


def all_since(git: Git, objects: Objects, base: str | None) -> tuple[FolderWrite, ...]:
    return writers.list_folder_writes(git, objects, base, repos.tip(git.root), addresses=ADDRESSES)


def left_by_ana(git: Git, objects: Objects, base: str) -> dict[str, FileEntry | None]:
    arrived = list_differences(objects, base, repos.tip(git.root))
    return dict(writers.find_last_owner_versions(HANDLE_ANA, all_since(git, objects, base), arrived))


def blob(root: Path, commit: str, path: str = "ana/2026-W48.md") -> FileEntry:
    return FileEntry("100644", repos.git(root, "rev-parse", f"{commit}:{path}"))


def test_the_author_of_a_commit_is_classified_for_each_folder(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    repos.commit(root, {"ana/2026-W48.md": "two\n"}, author=("Ana", "Ana@Phone.example"))
    foreign = repos.commit(root, {"ana/2026-W48.md": "three\n"}, author=BEN)
    repos.commit(root, {"ana/2026-W48.md": "four\n"}, author=STRANGER)
    found = all_since(git, objects, base)
    assert [(writing.author_status, writing.by) for writing in found] == [
        (AuthorStatus.UNKNOWN, None),
        (AuthorStatus.FOREIGN, HANDLE_BEN),
        (AuthorStatus.OWN, HANDLE_ANA),
    ]
    assert (found[1].commit, found[1].folder, found[1].address) == (foreign, HANDLE_ANA, "ben@example.org")
    assert "three" in repos.git(root, *found[1].show.split(" ")[1:])


def test_an_email_address_that_two_partners_list_belongs_to_the_folders_owner(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    repos.commit(root, {"ana/2026-W48.md": "two\n"}, author=ANA)
    claimed = {HANDLE_BEN: {"ben@example.org", "ana@example.org"}, HANDLE_ANA: {"ana@example.org"}}
    (found,) = writers.list_folder_writes(git, objects, base, repos.tip(root), addresses=claimed)
    assert found.author_status is AuthorStatus.OWN


def test_a_commit_that_changes_two_folders_is_two_writes(git: Git, objects: Objects, root: Path, base: str) -> None:
    repos.commit(root, {"ana/2026-W48.md": "two\n", "ben/2026-W49.md": "two\n"}, author=BEN)
    assert {(writing.folder, writing.author_status) for writing in all_since(git, objects, base)} == {
        (HANDLE_ANA, AuthorStatus.FOREIGN),
        (HANDLE_BEN, AuthorStatus.OWN),
    }


def test_shared_files_belong_to_no_folder(git: Git, objects: Objects, root: Path, base: str) -> None:
    repos.commit(root, {"agreement.md": "apj: 1\nmode: two-sided\n", "anabel/x.md": "x\n"}, author=BEN)
    assert all_since(git, objects, base) == ()


def test_the_first_commit_of_a_history_counts_as_a_write(git: Git, objects: Objects, base: str) -> None:
    assert {writing.author_status for writing in all_since(git, objects, None)} == {
        AuthorStatus.OWN,
        AuthorStatus.FOREIGN,
    }


def test_a_merge_of_commits_by_others_does_not_count_as_a_write(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    repos.git(root, "checkout", "-q", "-b", "hers")
    repos.commit(root, {"ana/2026-W48.md": "two\n"}, author=ANA)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, {"ben/2026-W48.md": "two\n"}, author=BEN)
    repos.git(root, "merge", "-q", "-m", "merge", "hers", **repos.who(BEN))
    assert {writing.author_status for writing in all_since(git, objects, base)} == {AuthorStatus.OWN}


def test_a_merge_that_changes_the_owners_text_is_a_foreign_write(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    repos.git(root, "checkout", "-q", "-b", "hers")
    repos.commit(root, {"ana/2026-W48.md": "two\n"}, author=ANA)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, {"ben/2026-W48.md": "two\n"}, author=BEN)
    repos.git(root, "merge", "-q", "--no-commit", "hers", **repos.who(BEN))
    evil = repos.commit(root, {"ana/2026-W48.md": "what Ben would like\n"}, author=BEN)
    assert [
        writing.commit for writing in all_since(git, objects, base) if writing.author_status is AuthorStatus.FOREIGN
    ] == [evil]


def test_a_foreign_write_is_reported_even_if_a_later_merge_undid_it(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    repos.git(root, "checkout", "-q", "-b", "his")
    repos.commit(root, {"ana/2026-W48.md": "what Ben would like\n"}, author=BEN)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, {"ben/2026-W48.md": "x\n"}, author=BEN)
    repos.git(root, "merge", "-q", "-s", "ours", "-m", "merge", "his", **repos.who(ANA))
    assert AuthorStatus.FOREIGN in {writing.author_status for writing in all_since(git, objects, base)}
    assert left_by_ana(git, objects, base) == {}


def test_text_changed_by_another_partner_is_replaced_by_the_former_version(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    repos.commit(root, {"ana/2026-W48.md": "his\n", "ana/2026-W49.md": "his\n"}, author=BEN)
    assert left_by_ana(git, objects, base) == {"ana/2026-W48.md": blob(root, base), "ana/2026-W49.md": None}


def test_a_file_removed_by_another_partner_is_restored(git: Git, objects: Objects, root: Path, base: str) -> None:
    repos.commit(root, {"ana/2026-W48.md": None}, author=BEN)
    assert left_by_ana(git, objects, base) == {"ana/2026-W48.md": blob(root, base)}


def test_the_owners_last_version_may_come_before_a_foreign_write(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    hers = repos.commit(root, {"ana/2026-W48.md": "hers\n"}, author=ANA)
    repos.commit(root, {"ana/2026-W48.md": "his\n"}, author=BEN)
    assert left_by_ana(git, objects, base) == {"ana/2026-W48.md": blob(root, hers)}


def test_a_change_by_the_owner_after_a_foreign_write_leaves_nothing_to_restore(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    repos.commit(root, {"ana/2026-W48.md": "his\n"}, author=BEN)
    repos.commit(root, {"ana/2026-W48.md": "hers\n"}, author=ANA)
    repos.commit(root, {"ben/2026-W49.md": "his own\n"}, author=BEN)
    assert left_by_ana(git, objects, base) == {}


def test_a_file_added_by_a_stranger_is_removed(git: Git, objects: Objects, root: Path, base: str) -> None:
    repos.commit(root, {"ana/2026-W49.md": "by a stranger\n"}, author=STRANGER)
    assert left_by_ana(git, objects, base) == {"ana/2026-W49.md": None}


@pytest.mark.parametrize("address", [BEN, STRANGER])
def test_a_foreign_write_that_its_author_undid_counts_as_undone(
    git: Git, objects: Objects, root: Path, base: str, address: tuple[str, str]
) -> None:
    before = repos.git(root, "show", f"{base}:ana/2026-W48.md") + "\n"
    repos.commit(root, {"ana/2026-W48.md": "his\n"}, author=address)
    (one,) = writers.list_folder_writes(git, objects, base, repos.tip(root), addresses=ADDRESSES)
    assert not writers.is_undone(one, [one])
    repos.commit(root, {"ana/2026-W48.md": before}, author=BEN)
    found = writers.list_folder_writes(git, objects, base, repos.tip(root), addresses=ADDRESSES)
    assert all(writers.is_undone(one, found) for one in found if one.by == "ben")


@pytest.mark.parametrize("author", [ANA, STRANGER])
@pytest.mark.parametrize("text", ["Hers\n", None])
def test_a_reverted_foreign_write_counts_as_undone_even_if_others_wrote_meanwhile(
    git: Git, objects: Objects, root: Path, base: str, author: tuple[str, str], text: str | None
) -> None:
    before = repos.git(root, "show", f"{base}:ana/2026-W48.md") + "\n"
    repos.git(root, "checkout", "-q", "-b", "hers")
    repos.commit(root, {"ana/2026-W48.md": text}, author=author)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, {"ana/2026-W48.md": "his\n"}, author=BEN)
    repos.commit(root, {"ana/2026-W48.md": before}, author=BEN)
    repos.git(root, "merge", "-q", "--no-edit", "hers", **repos.who(BEN))
    found = writers.list_folder_writes(git, objects, base, repos.tip(root), addresses=ADDRESSES)
    assert len(found) == 3
    assert all(writers.is_undone(one, found) for one in found if one.by == "ben")


def test_a_reverted_foreign_write_is_not_undone_if_the_owner_continued_its_text(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    before = repos.git(root, "show", f"{base}:ana/2026-W48.md") + "\n"
    repos.commit(root, {"ana/2026-W48.md": "his\n"}, author=BEN)
    repos.commit(root, {"ana/2026-W48.md": "his\nhers\n"}, author=ANA)
    repos.commit(root, {"ana/2026-W48.md": "his\n"}, author=BEN)
    repos.commit(root, {"ana/2026-W48.md": before}, author=BEN)
    found = writers.list_folder_writes(git, objects, base, repos.tip(root), addresses=ADDRESSES)
    assert not any(writers.is_undone(one, found) for one in found if one.by == "ben")


def choices(git: Git, objects: Objects, merge: str) -> tuple[FolderWrite, ...]:
    commit = objects.read_commit(merge)
    assert commit is not None
    return writers.list_choices(git, objects, [commit], HANDLE_ANA)


def merge_sides(root: Path, one: dict[str, str | None], other: dict[str, str | None], *options: str) -> tuple[str, str]:
    """Write on two devices of Ana, and merge both with plain git. Return the other device's commit and the merge."""
    repos.git(root, "switch", "-q", "-c", "side")
    there = repos.commit(root, other, author=ANA)
    repos.git(root, "switch", "-q", "main")
    repos.commit(root, one, author=ANA)
    repos.git(root, "merge", "-q", "--no-ff", *options, "-m", "merge", "side", **repos.who(ANA))
    return there, repos.tip(root)


WEEK, NEXT = "ana/2026-W48.md", "ana/2026-W49.md"


def test_a_merge_that_dropped_one_of_my_two_versions_is_a_choice(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    there, merge = merge_sides(root, {WEEK: "desk\n"}, {WEEK: "train\n", "ben/2026-W48.md": "x\n"}, "-s", "ours")
    (found,) = choices(git, objects, merge)
    assert (found.commit, found.folder, found.by) == (merge, HANDLE_ANA, HANDLE_ANA)
    assert found.paths == {WEEK: blob(root, merge)}
    assert found.before == {WEEK: blob(root, there)}


def test_a_merge_that_dropped_my_newer_version_for_the_older_one_is_a_choice(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    _, merge = merge_sides(root, {NEXT: "desk\n"}, {WEEK: "train\n"}, "-s", "ours")
    (found,) = choices(git, objects, merge)
    assert found.paths == {WEEK: blob(root, base)}


def test_a_merge_that_takes_what_only_one_side_changed_is_not_a_choice(
    git: Git, objects: Objects, root: Path, base: str
) -> None:
    _, merge = merge_sides(root, {NEXT: "desk\n"}, {WEEK: "train\n", "agreement.md": "apj: 1\n\n"})
    assert choices(git, objects, merge) == ()


def test_a_merge_that_writes_its_own_version_is_not_a_choice(git: Git, objects: Objects, root: Path, base: str) -> None:
    repos.git(root, "switch", "-q", "-c", "side")
    repos.commit(root, {WEEK: "train\n"}, author=ANA)
    repos.git(root, "switch", "-q", "main")
    repos.commit(root, {WEEK: "desk\n"}, author=ANA)
    repos.git(root, "merge", "-q", "-s", "ours", "--no-commit", "side", **repos.who(ANA))
    repos.write(root, {WEEK: "desk\ntrain\n"})
    repos.git(root, "commit", "-q", "-a", "-m", "merge", **repos.who(ANA))
    assert choices(git, objects, repos.tip(root)) == ()


def test_a_merge_of_unrelated_histories_is_not_a_choice(git: Git, objects: Objects, root: Path, base: str) -> None:
    repos.git(root, "switch", "-q", "--orphan", "side")
    repos.commit(root, {WEEK: "other\n"}, author=ANA)
    repos.git(root, "switch", "-q", "main")
    options = ("-s", "ours", "--allow-unrelated-histories", "-m", "merge", "side")
    repos.git(root, "merge", "-q", *options, **repos.who(ANA))
    assert choices(git, objects, repos.tip(root)) == ()
