"""Which commits can be recreated, and which parts of them stay."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.commit import Identity
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.signing import recreate_commits
from tests.helpers import repos

NOW = Identity("Ana", "new@example.org")
MINE = frozenset({repos.ANA[1], "new@example.org"})


def remade(root: Path, objects: Objects, head: str, *, held: tuple[str, ...] = ()) -> object:
    git = Git(root)
    return recreate_commits.recreate_all(
        git, objects, ancestry.list_commits_not_in(git, None, head), held=held, mine=MINE, author=NOW
    )


def raw(root: Path, *lines: bytes) -> str:
    """Write a commit of the empty tree with these lines."""
    tree = repos.raw_object(root, "tree", b"")
    return repos.raw_object(root, "commit", b"\n".join((b"tree " + tree.encode(), *lines)) + b"\n")


AUTHOR, COMMITTER = (role + b" Ana <ana@example.org> 1764000000 +0100" for role in (b"author", b"committer"))


def test_commits_on_the_server_are_recognised_even_if_dates_go_backwards(root: Path) -> None:
    old = [repos.commit(root, {"a.md": str(day)}, date=f"2026-11-{28 - day} 09:00 +0100") for day in range(9)]
    new = repos.commit(root, {"a.md": "new"}, date="1999-01-01 09:00 +0100")
    assert ancestry.list_commits_not_in(Git(root), old[0], new, old[-1]) == (new,)
    assert ancestry.collect_ancestors(Git(root), [new]) == {*old, new}
    assert ancestry.collect_ancestors(Git(root), ()) == frozenset()


def test_a_recreated_commit_keeps_text_date_and_message_and_gets_the_new_email_address(
    root: Path, objects: Objects
) -> None:
    commit = repos.commit(root, {"a.md": "x"})
    made = remade(root, objects, commit)
    assert isinstance(made, recreate_commits.Remade)
    assert made.count == 1
    form = "--format=%T %aI %B"
    assert repos.git(root, "log", "-1", form, made.tip) == repos.git(root, "log", "-1", form, commit)
    assert repos.git(root, "log", "-1", "--format=%ae %ce", made.tip) == "new@example.org new@example.org"
    assert remade(root, objects, made.tip) is None


@pytest.mark.parametrize(
    "lines",
    [
        (AUTHOR, COMMITTER, b"encoding iso-8859-1", b"", b"caf\xe9"),
        (AUTHOR, COMMITTER, b"", b"not utf-8: \xff"),
        (AUTHOR, COMMITTER, b"mergetag object 0123", b"", b"a tag"),
        (AUTHOR.replace(b"1764000000", b"99999999999999"), COMMITTER, b"", b"no date"),
    ],
)
def test_a_commit_that_only_its_own_program_can_write_is_not_recreated(
    root: Path, objects: Objects, lines: tuple[bytes, ...]
) -> None:
    commit = raw(root, *lines)
    made = remade(root, objects, commit)
    assert made == recreate_commits.Unchangeable(commit, recreate_commits.KeepReason.UNUSUAL)


def test_a_commit_without_a_committer_is_not_recreated(root: Path, objects: Objects) -> None:
    commit = raw(root, AUTHOR, b"", b"x")
    made = remade(root, objects, commit)
    assert isinstance(made, recreate_commits.Unchangeable)
    assert made.reason is recreate_commits.KeepReason.OTHER_ADDRESS


def test_commits_after_one_that_must_stay_unchanged_can_be_recreated(root: Path, objects: Objects) -> None:
    first, second = (repos.commit(root, {"a.md": text}) for text in ("1", "2"))
    made = remade(root, objects, second, held=(first,))
    assert isinstance(made, recreate_commits.Remade)
    assert made.count == 1
    assert repos.git(root, "rev-parse", f"{made.tip}^").strip() == first


def test_commits_before_one_that_must_stay_unchanged_are_not_recreated(root: Path, objects: Objects) -> None:
    _, second = (repos.commit(root, {"a.md": text}) for text in ("1", "2"))
    assert remade(root, objects, second, held=(second,)) == recreate_commits.Unchangeable(
        second, recreate_commits.KeepReason.HELD
    )
