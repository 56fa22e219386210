"""Trees that differ in some paths: written as git itself would write them."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import trees
from apjournal.gitrepo.plumbing.faults import DamagedHistory
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.plumbing.trees import REGULAR, FileEntry, write_objects
from tests.helpers import repos

NAMES = st.sampled_from(["a", "a.md", "a-b", "b", "\u00e9", "\udcff", "two\nlines"])
PATHS = st.lists(NAMES, min_size=1, max_size=3).map("/".join)
BLOB = FileEntry(REGULAR, "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391")


def can_stand(paths: set[str]) -> bool:
    """Whether no path is a file and a folder at once."""
    return not any(other.startswith(f"{path}/") for path in paths for other in paths)


@pytest.fixture(scope="module")
def git(tmp_path_factory: pytest.TempPathFactory) -> Git:
    git = Git(repos.new_repository(tmp_path_factory.mktemp("trees")))
    repos.git(git.root, "hash-object", "-w", "--stdin", stdin=b"")
    return git


def written_by_git(git: Git, paths: set[str]) -> str:
    """Write a tree using an index."""
    env = {"GIT_INDEX_FILE": str(git.root / "index")}
    (git.root / "index").unlink(missing_ok=True)
    lines = trees.format_index_lines((path, BLOB) for path in paths)
    git.run_git("update-index", "-z", "--index-info", stdin=lines, env=env)
    return git.run_git("write-tree", env=env).line


def committed(git: Git, tree: str) -> str:
    return repos.git(git.root, "commit-tree", tree, "-m", "x", **repos.who(repos.ANA))


def edited(git: Git, commit: str | None, changes: Mapping[str, FileEntry | None]) -> str:
    with Objects(git) as objects:
        tree, folders = trees.build_edited_tree(objects, commit, changes)
        write_objects(git, folders, 40)
    assert repos.git(git.root, "cat-file", "-t", tree) == "tree"
    return tree


@settings(max_examples=25)
@example(set(), {"a/b", "a.md", "a-b/a", "b"})
@example({"a/b", "a.md"}, {"a.md", "a-b"})
@given(st.sets(PATHS, max_size=6).filter(can_stand), st.sets(PATHS, max_size=6).filter(can_stand))
def test_an_edited_tree_equals_the_tree_that_git_writes(git: Git, before: set[str], after: set[str]) -> None:
    commit = committed(git, written_by_git(git, before))
    changes = {path: BLOB if path in after else None for path in before ^ after}
    assert edited(git, commit, changes) == written_by_git(git, after)


def test_an_edit_without_a_parent_starts_from_the_empty_tree(git: Git) -> None:
    assert edited(git, None, {}) == trees.compute_empty_tree_id() == git.run_git("mktree").line
    assert edited(git, None, {"a/b": BLOB}) == written_by_git(git, {"a/b"})


def test_removing_a_missing_path_changes_no_tree(git: Git) -> None:
    tree = written_by_git(git, {"a", "folder/b"})
    assert edited(git, committed(git, tree), {"none": None, "none/a": None, "a/b": None, "folder": None}) == tree


def test_symlinks_executables_and_submodules_stay_unchanged(git: Git) -> None:
    lines = f"120000 {BLOB.oid}\tlink\n100755 {BLOB.oid}\tprogram\n160000 {'1' * 40}\tother\n"
    repos.git(git.root, "update-index", "--index-info", stdin=lines.encode())
    commit = committed(git, repos.git(git.root, "write-tree"))
    with_file = edited(git, commit, {"a": BLOB})
    shown = repos.git(git.root, "ls-tree", "--format=%(objectmode) %(path)", with_file)
    assert shown == "100644 a\n120000 link\n160000 other\n100755 program"


def test_a_folder_whose_mode_has_a_leading_zero_is_a_folder(git: Git) -> None:
    inside = written_by_git(git, {"b"})
    padded = b"040000 a\0" + bytes.fromhex(inside)
    tree = repos.raw_object(git.root, "tree", padded)
    assert edited(git, committed(git, tree), {"c": BLOB}) == written_by_git(git, {"a/b", "c"})


def test_editing_a_tree_with_a_missing_folder_raises_a_fault(git: Git) -> None:
    lost = b"40000 a\0" + bytes.fromhex("1" * 40)
    tree = repos.raw_object(git.root, "tree", lost)
    commit = committed(git, tree)
    with pytest.raises(DamagedHistory):
        edited(git, commit, {"a/b": BLOB})
    with pytest.raises(GitFault):
        edited(git, commit, {"b": BLOB})


# --- comparing ---

KINDS = st.dictionaries(PATHS, st.sampled_from(["100644", "100755", "120000", "160000"]), max_size=6)


def tree_of(git: Git, kinds: Mapping[str, str]) -> str:
    env = {"GIT_INDEX_FILE": str(git.root / "index")}
    (git.root / "index").unlink(missing_ok=True)
    lines = trees.format_index_lines((path, FileEntry(mode, BLOB.oid)) for path, mode in kinds.items())
    git.run_git("update-index", "-z", "--index-info", stdin=lines, env=env)
    return git.run_git("write-tree", env=env).line


def compared_by_git(git: Git, before: str, after: str) -> list[str]:
    out = git.run_git("diff-tree", "-r", "-z", "--no-renames", "--full-index", before, after).out
    fields = out.decode("utf-8", "surrogateescape").split("\0")
    return [f"{head[: head.rindex(' ')]} {path}" for head, path in zip(fields[::2], fields[1::2], strict=False)]


def compared(git: Git, before: str, after: str) -> list[str]:
    nothing = FileEntry("000000", "0" * 40)
    with Objects(git) as objects:
        found = trees.list_differences(objects, before, after)
    sides = [(change.before or nothing, change.after or nothing, change.path) for change in found]
    return [f":{was.mode} {now.mode} {was.oid} {now.oid} {path}" for was, now, path in sides]


@settings(max_examples=40, deadline=None)
@example({"a/b": "100644", "a.md": "100644"}, {"a": "100755", "a-b": "160000"})
@example({"a": "100644"}, {"a": "120000"})
@given(KINDS, KINDS)
def test_comparing_trees_gives_the_changes_that_git_lists(
    git: Git, before: dict[str, str], after: dict[str, str]
) -> None:
    pair = [tree_of(git, kinds) for kinds in (before, after) if can_stand(set(kinds))]
    if len(pair) == 2:
        assert compared(git, *pair) == compared_by_git(git, *pair)


@pytest.mark.parametrize(
    "modes",
    [
        ("100644", "100664"),
        ("100600", "100755"),
        ("100711", "100644"),
        ("40000", "40755"),
        ("120000", "120777"),
        ("40000", "240000"),
        ("100644", "1300755"),
        ("160000", "140000"),
    ],
)
def test_unusual_file_modes_are_compared_as_git_does(git: Git, modes: tuple[str, str]) -> None:
    inside = bytes.fromhex(tree_of(git, {"b": "100644"}) if "40000" in modes[0] else BLOB.oid)
    pair = [repos.raw_object(git.root, "tree", f"{mode} a\0".encode() + inside) for mode in modes]
    nothing = trees.compute_empty_tree_id()
    for before, after in (pair, pair[::-1], (nothing, pair[1])):
        assert compared(git, before, after) == compared_by_git(git, before, after)


def test_comparing_reads_only_the_folders_that_differ(git: Git) -> None:
    before = tree_of(git, {f"{folder}/a": "100644" for folder in ("one", "two", "three")})
    after = tree_of(
        git, {f"{folder}/{'b' if folder == 'two' else 'a'}": "100644" for folder in ("one", "two", "three")}
    )
    with Objects(git) as objects, repos.counted_processes() as started:
        assert [change.path for change in trees.list_differences(objects, before, after)] == ["two/a", "two/b"]
        assert len(objects._trees) == 4
    assert len(started) == 1


def test_comparing_a_missing_tree_raises_a_fault(git: Git) -> None:
    commit = committed(git, written_by_git(git, {"a"}))
    for pair in ((commit, "1" * 40), ("1" * 40, commit)):
        with pytest.raises(GitFault):
            compared(git, *pair)
