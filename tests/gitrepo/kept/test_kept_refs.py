"""Kept copies in git: refs that protect what was kept, and the commit that a handwritten line means."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.kept import kept_refs
from apjournal.gitrepo.plumbing import refs
from apjournal.gitrepo.plumbing.faults import RefMoved
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy, KeptLine
from tests.helpers import repos
from tests.helpers.repos import ANA, BEN

HANDLE_ANA, HANDLE_BEN = Handle("ana"), Handle("ben")
W47, W48 = IsoWeek(2026, 47), IsoWeek(2026, 48)
AT = datetime.fromisoformat("2026-11-23T09:14+01:00")


@pytest.fixture
def read_by_ben(root: Path) -> str:
    """A commit of Ana's that Ben reads."""
    return repos.commit(root, {"ana/2026-W48.md": "one\n"})


def names(root: Path) -> list[str]:
    return repos.git(root, "for-each-ref", "--format=%(refname)", "refs/apj/").splitlines()


def test_a_kept_commit_survives_garbage_collection(root: Path, git: Git, read_by_ben: str) -> None:
    kept_refs.create_kept_refs(git, [KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, None)])
    repos.git(root, "update-ref", "-d", "refs/heads/main")
    repos.git(root, "reflog", "expire", "--expire=now", "--all")
    repos.git(root, "gc", "-q", "--prune=now")
    assert repos.shown(root, read_by_ben, "ana/2026-W48.md") == "one\n"


def test_keeping_the_same_commit_again_adds_no_ref(root: Path, git: Git, read_by_ben: str) -> None:
    for _ in range(2):
        kept_refs.create_kept_refs(git, [KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, None)])
    assert names(root) == ["refs/apj/kept/ana/2026-W48/1"]
    assert kept_refs.list_kept_refs(git, HANDLE_BEN) == (KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, None),)


def test_keeping_a_week_again_does_not_remove_the_earlier_ref(root: Path, git: Git, read_by_ben: str) -> None:
    kept_refs.create_kept_refs(git, [KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, None)])
    later = repos.commit(root, {"ana/2026-W48.md": "two\n"})
    kept_refs.create_kept_refs(git, [KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, later, None)])
    assert names(root) == ["refs/apj/kept/ana/2026-W48/1", "refs/apj/kept/ana/2026-W48/2"]
    assert {keep.commit for keep in kept_refs.list_kept_refs(git, HANDLE_BEN)} == {read_by_ben, later}


def test_a_missing_commit_cannot_be_kept(root: Path, git: Git) -> None:
    with pytest.raises(GitFault):
        kept_refs.create_kept_refs(git, [KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, "1" * 40, None)])
    assert names(root) == []


def test_two_kept_refs_created_at_once_both_exist(
    root: Path, git: Git, read_by_ben: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = repos.commit(root, {"ana/2026-W48.md": "two\n"})
    plain = refs.move_refs

    def overtaken(git: Git, moves: Sequence[refs.Move]) -> None:
        monkeypatch.setattr(refs, "move_refs", plain)
        repos.git(root, "update-ref", moves[0][0], other)
        plain(git, moves)

    monkeypatch.setattr(refs, "move_refs", overtaken)
    kept_refs.create_kept_refs(git, [KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, None)])
    assert {keep.commit for keep in kept_refs.list_kept_refs(git, HANDLE_BEN)} == {read_by_ben, other}


def test_several_kept_commits_get_refs_under_their_own_names(root: Path, git: Git, read_by_ben: str) -> None:
    of_cleo = repos.commit(root, {"cleo/2026-W47.md": "one\n"})
    copies = [
        KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, None),
        KeptCopy(HANDLE_BEN, Handle("cleo"), W47, of_cleo, None),
    ]
    kept_refs.create_kept_refs(git, copies)
    assert names(root) == ["refs/apj/kept/ana/2026-W48/1", "refs/apj/kept/cleo/2026-W47/1"]
    assert kept_refs.list_kept_refs(git, HANDLE_BEN) == tuple(copies)


def test_creating_kept_refs_gives_up_if_other_refs_change_at_every_attempt(
    git: Git, read_by_ben: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def always(*_: object) -> None:
        raise RefMoved("moved")

    monkeypatch.setattr(refs, "move_refs", always)
    with pytest.raises(GitFault, match="keep changing"):
        kept_refs.create_kept_refs(git, [KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, None)])


def test_kept_refs_with_an_invalid_name_are_ignored(root: Path, git: Git, read_by_ben: str) -> None:
    for ref in ("refs/apj/kept/ana/2026-W48/mine", "refs/apj/kept/ana/2025-W53/1", "refs/apj/kept/con/2026-W48/1"):
        repos.git(root, "update-ref", ref, read_by_ben)
    repos.git(root, "update-ref", "refs/apj/kept/stray", read_by_ben)
    assert kept_refs.list_kept_refs(git, HANDLE_BEN) == ()


def test_a_fresh_clone_rebuilds_its_refs_from_the_kept_lines(
    root: Path, git: Git, objects: Objects, read_by_ben: str
) -> None:
    later = repos.commit(root, {"ana/2026-W48.md": "two\n"})
    lines = [
        KeptLine(W47, HANDLE_ANA, read_by_ben, AT),
        KeptLine(W48, HANDLE_ANA, read_by_ben, AT),
        KeptLine(W48, HANDLE_ANA, later, AT),
        KeptLine(W48, HANDLE_ANA, later, AT),
        KeptLine(W48, HANDLE_ANA),
    ]
    assert kept_refs.rebuild_kept_refs(git, objects, lines) == ()
    assert names(root) == [
        "refs/apj/kept/ana/2026-W47/1",
        "refs/apj/kept/ana/2026-W48/1",
        "refs/apj/kept/ana/2026-W48/2",
    ]
    with repos.counted_processes() as started:
        assert kept_refs.rebuild_kept_refs(git, objects, lines) == ()
    assert len(started) == 1


def test_a_kept_line_whose_commit_is_missing_is_returned(
    git: Git, objects: Objects, root: Path, read_by_ben: str
) -> None:
    missing = KeptLine(W47, HANDLE_ANA, "1" * 40, AT)
    assert kept_refs.rebuild_kept_refs(git, objects, [missing, KeptLine(W48, HANDLE_ANA, read_by_ben)]) == (missing,)
    assert kept_refs.rebuild_kept_refs(git, objects, [missing]) == (missing,)
    assert names(root) == ["refs/apj/kept/ana/2026-W48/1"]


def test_kept_commits_are_merged_from_refs_and_lines(git: Git, read_by_ben: str) -> None:
    kept_refs.create_kept_refs(git, [KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, None)])
    lines = [KeptLine(W48, HANDLE_ANA, read_by_ben, AT), KeptLine(W47, HANDLE_ANA)]
    there = [KeptLine(W47, HANDLE_ANA, "1" * 40, AT)]
    assert kept_refs.merge_kept_lists(HANDLE_BEN, kept_refs.list_kept_refs(git, HANDLE_BEN), lines, there) == (
        KeptCopy(HANDLE_BEN, HANDLE_ANA, W48, read_by_ben, AT),
        KeptCopy(HANDLE_BEN, HANDLE_ANA, W47, "1" * 40, AT),
    )


def test_an_abbreviated_commit_id_is_expanded(git: Git, root: Path, read_by_ben: str) -> None:
    blob = repos.git(root, "rev-parse", "HEAD:ana/2026-W48.md")
    short = KeptLine(W48, HANDLE_ANA, read_by_ben[:9])
    unknown, no_commit = KeptLine(W48, HANDLE_ANA, "1" * 9), KeptLine(W48, HANDLE_ANA, blob[:12])
    bare = KeptLine(W47, HANDLE_ANA)
    assert kept_refs.expand_abbreviated_ids(git, [short, unknown, bare, no_commit]) == (
        KeptLine(W48, HANDLE_ANA, read_by_ben),
        unknown,
        bare,
        no_commit,
    )


def test_expanding_full_ids_starts_no_process(git: Git) -> None:
    lines = (KeptLine(W48, HANDLE_ANA, "1" * 40), KeptLine(W48, HANDLE_ANA))
    with repos.counted_processes() as started:
        assert kept_refs.expand_abbreviated_ids(git, lines) == lines
    assert started == []


def meant(git: Git, objects: Objects, tip: str) -> str | None:
    """The commit that Ben's line `- 2026-W48 ana` means."""
    (line,) = kept_refs.resolve_short_lines(git, objects, tip, HANDLE_BEN, [KeptLine(W48, HANDLE_ANA)])
    return line.commit if line else None


def test_a_kept_line_typed_by_hand_has_the_time_of_its_commit(
    root: Path, git: Git, objects: Objects, read_by_ben: str
) -> None:
    tip = repos.commit(root, {"ben/kept.md": "- 2026-W48 ana\n"}, author=BEN, date="2026-11-23T10:15:00+01:00")
    (line,) = kept_refs.resolve_short_lines(git, objects, tip, HANDLE_BEN, [KeptLine(W48, HANDLE_ANA)])
    assert str(line) == f"- 2026-W48 ana {read_by_ben} 2026-11-23T10:15+01:00"


@pytest.mark.parametrize("typed", ["- 2026-W48 ana", "*  2026-w48 Ana  ", "- 2026-W48 ana\r"])
def test_a_kept_line_typed_by_hand_refers_to_the_newest_commit_before_it(
    root: Path, git: Git, objects: Objects, read_by_ben: str, typed: str
) -> None:
    repos.commit(root, {"ben/kept.md": f"# Kept copies\n{typed}\n"}, author=BEN)
    repos.commit(root, {"ana/2026-W48.md": "changed afterwards\n"}, author=ANA)
    tip = repos.commit(root, {"ben/kept.md": f"# Kept copies\n\n{typed}\n- 2026-W47 ana\n"}, author=BEN)
    assert meant(git, objects, tip) == read_by_ben


def test_a_kept_line_typed_by_hand_from_a_merged_branch_refers_to_that_branchs_newest_change(
    root: Path, git: Git, objects: Objects, read_by_ben: str
) -> None:
    repos.git(root, "checkout", "-q", "-b", "phone")
    repos.commit(root, {"ben/kept.md": "- 2026-W48 ana\n"}, author=BEN)
    repos.git(root, "checkout", "-q", "main")
    repos.commit(root, {"ana/2026-W48.md": "changed meanwhile\n"})
    repos.git(root, "merge", "-q", "-m", "merge", "phone", **repos.who(BEN))
    assert meant(git, objects, repos.tip(root)) == read_by_ben


def test_a_kept_line_typed_by_hand_again_after_its_completion_is_a_new_line(
    root: Path, git: Git, objects: Objects, read_by_ben: str
) -> None:
    repos.commit(root, {"ben/kept.md": "- 2026-W48 ana\n"}, author=BEN)
    full = f"- 2026-W48 ana {read_by_ben} 2026-11-23T09:14+01:00\n"
    repos.commit(root, {"ben/kept.md": full}, author=BEN)
    later = repos.commit(root, {"ana/2026-W48.md": "agreed anew\n"})
    tip = repos.commit(root, {"ben/kept.md": full + "- 2026-W48 ana\n"}, author=BEN)
    assert meant(git, objects, tip) == later


def test_each_of_several_equal_kept_lines_refers_to_the_commit_known_when_it_was_added(
    root: Path, git: Git, objects: Objects, read_by_ben: str
) -> None:
    line = KeptLine(W48, HANDLE_ANA)
    repos.commit(root, {"ben/kept.md": f"{line}\n"}, author=BEN)
    later = repos.commit(root, {"ana/2026-W48.md": "agreed anew\n"})
    repos.commit(root, {"ben/kept.md": f"{line}\n{line}\n"}, author=BEN)
    last = repos.commit(root, {"ana/2026-W48.md": "and once more\n"})
    tip = repos.commit(root, {"ben/kept.md": f"{line}\n" * 4}, author=BEN)
    found = kept_refs.resolve_short_lines(git, objects, tip, HANDLE_BEN, [line] * 5)
    assert [one.commit if one else None for one in found] == [read_by_ben, later, last, last, None]


def test_a_kept_line_typed_by_hand_that_is_not_committed_refers_to_no_commit(
    git: Git, objects: Objects, root: Path, read_by_ben: str
) -> None:
    assert meant(git, objects, read_by_ben) is None
    tip = repos.commit(root, {"ben/kept.md": b"\xff\n"}, author=BEN)
    assert meant(git, objects, tip) is None
