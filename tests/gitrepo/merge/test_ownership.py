"""The rules of merging by folder, for every pair of sides."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from apjournal.gitrepo.merge.ownership import MergeInput, Owner, find_file_directory_conflicts, resolve_by_owner
from apjournal.gitrepo.plumbing.trees import Difference, FileEntry
from apjournal.model.handle import Handle

PATHS = ("ana/2026-W48.md", "ana/kept.md", "ben/2026-W48.md", "ben/note.md", "agreement.md", "photos/one.jpg", "ana")
ENTRIES = st.none() | st.sampled_from([FileEntry("100644", letter * 40) for letter in "123"])
TREES = st.fixed_dictionaries(dict.fromkeys(PATHS, ENTRIES))


def sides(
    base: dict[str, FileEntry | None], mine: dict[str, FileEntry | None], theirs: dict[str, FileEntry | None]
) -> MergeInput:
    here, there = (
        {path: Difference(path, base[path], side[path]) for path in PATHS if base[path] != side[path]}
        for side in (mine, theirs)
    )
    return MergeInput(Handle("ana"), frozenset({"ben"}), here, there, restored={})


@given(TREES, TREES, TREES)
def test_the_servers_version_of_a_partners_file_always_counts_without_a_conflict(
    base: dict[str, FileEntry | None], mine: dict[str, FileEntry | None], theirs: dict[str, FileEntry | None]
) -> None:
    both = sides(base, mine, theirs)
    settled = resolve_by_owner(both)
    for path in both.list_paths():
        if both.get_owner(path.name) is Owner.OTHER:
            assert settled.entries[path.name] == theirs[path.name]
            assert (path.name in settled.overruled) == (mine[path.name] not in {base[path.name], theirs[path.name]})


@given(TREES, TREES)
def test_a_path_changed_on_only_one_side_is_never_contested(
    base: dict[str, FileEntry | None], changed: dict[str, FileEntry | None]
) -> None:
    assert resolve_by_owner(sides(base, base, changed)).entries == {
        path: changed[path] for path in PATHS if changed[path] != base[path]
    }
    mine = resolve_by_owner(sides(base, changed, base))
    assert mine.contested == ()
    assert all(mine.entries[path] == changed[path] for path in mine.entries if not path.startswith("ben/"))


@given(TREES, TREES, TREES)
def test_every_path_is_resolved_or_contested(
    base: dict[str, FileEntry | None], mine: dict[str, FileEntry | None], theirs: dict[str, FileEntry | None]
) -> None:
    both = sides(base, mine, theirs)
    settled = resolve_by_owner(both)
    contested = {path.name for path in settled.contested}
    assert {*settled.entries, *contested} == {path.name for path in both.list_paths()}
    assert not contested & set(settled.entries)


def test_a_file_and_a_folder_of_the_same_name_are_a_conflict() -> None:
    one = FileEntry("100644", "1" * 40)
    assert find_file_directory_conflicts(
        {"a": one, "a/b/c": one, "a/b": one, "a/b.md": one, "d/e": one, "d": None}
    ) == ("a", "a/b")
