"""The state of the shared history: what happened to the server's tip, and to each commit that I kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.kept import rewrite_detection
from apjournal.gitrepo.kept.rewrite_detection import KeptVerdict, Loss, TipVerdict
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy
from tests.helpers import repos

ANA, BEN = Handle("ana"), Handle("ben")
W46, W47, W48 = IsoWeek(2026, 46), IsoWeek(2026, 47), IsoWeek(2026, 48)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """Ana's history: a first week, then the commit that is kept."""
    root = repos.new_repository(tmp_path / "journal")
    repos.commit(root, {"ana/2026-W47.md": "before\n"})
    return root


@pytest.fixture
def kept_copy(root: Path) -> KeptCopy:
    return KeptCopy(BEN, ANA, W48, repos.commit(root, {"ana/2026-W48.md": "ship it\n", "ana/notes.md": "x\n"}), None)


def rewritten(root: Path, since: str, files: dict[str, str | None]) -> str:
    """Recreate the history from `since` with other files."""
    repos.git(root, "reset", "-q", "--hard", since)
    return repos.commit(root, files, "again")


def test_the_first_tip_of_a_remote_is_accepted(git: Git, kept_copy: KeptCopy) -> None:
    tip = rewrite_detection.compare_tips(git, None, kept_copy.commit)
    assert (tip.verdict, tip.arrived) == (TipVerdict.FINE, None)


def test_equal_tips_are_compared_without_a_process(git: Git, kept_copy: KeptCopy) -> None:
    with repos.counted_processes() as started:
        tip = rewrite_detection.compare_tips(git, kept_copy.commit, kept_copy.commit)
    assert (tip.verdict, tip.arrived) == (TipVerdict.FINE, ())
    assert started == []


def test_a_tip_that_only_adds_commits_is_a_move_forward(git: Git, root: Path, kept_copy: KeptCopy) -> None:
    new = repos.commit(root, {"ana/2026-W48.md": "ship it\ndone\n"})
    tip = rewrite_detection.compare_tips(git, kept_copy.commit, new)
    assert (tip.verdict, tip.arrived) == (TipVerdict.FINE, (new,))


def test_a_tip_without_the_newest_commits_counts_as_gone_back(git: Git, root: Path, kept_copy: KeptCopy) -> None:
    tip = rewrite_detection.compare_tips(git, kept_copy.commit, repos.tip(root, "HEAD~1"))
    assert (tip.verdict, tip.arrived) == (TipVerdict.TIP_WENT_BACK, ())
    shown = repos.git(root, *tip.show.split(" ")[1:], "--format=%H")
    assert shown == kept_copy.commit


def test_a_tip_that_does_not_contain_the_accepted_tip_is_a_rewrite(git: Git, root: Path, kept_copy: KeptCopy) -> None:
    new = rewritten(root, "HEAD~1", {"ana/2026-W48.md": "ship something\n"})
    assert rewrite_detection.compare_tips(git, kept_copy.commit, new).verdict is TipVerdict.REWRITE


def test_an_unrelated_history_is_a_rewrite(git: Git, root: Path, kept_copy: KeptCopy) -> None:
    repos.git(root, "checkout", "-q", "--orphan", "else")
    new = repos.commit(root, {"ana/2026-W48.md": "other\n"})
    assert rewrite_detection.compare_tips(git, kept_copy.commit, new).verdict is TipVerdict.REWRITE


def test_a_missing_accepted_tip_is_local_damage(git: Git, kept_copy: KeptCopy) -> None:
    tip = rewrite_detection.compare_tips(git, "1" * 40, kept_copy.commit)
    assert (tip.verdict, tip.old, tip.new) == (TipVerdict.LOCAL_DAMAGE, "1" * 40, kept_copy.commit)


def test_a_damaged_commit_between_the_tips_is_local_damage(git: Git, root: Path, kept_copy: KeptCopy) -> None:
    middle = repos.commit(root, {"ana/2026-W48.md": "a\n"})
    new = repos.commit(root, {"ana/2026-W48.md": "b\n"})
    repos.damage(root, middle)
    assert rewrite_detection.compare_tips(git, kept_copy.commit, new).verdict is TipVerdict.LOCAL_DAMAGE


def test_in_a_shallow_clone_a_rewrite_cannot_be_determined(tmp_path: Path, root: Path, kept_copy: KeptCopy) -> None:
    new = repos.commit(root, {"ana/2026-W48.md": "on top\n"})
    repos.git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", "shallow")
    shallow = tmp_path / "shallow"
    repos.git(shallow, "fetch", "-q", "--depth=1", "origin", kept_copy.commit)
    with Objects(Git(shallow)) as objects:
        tip = rewrite_detection.compare_tips(Git(shallow), kept_copy.commit, new)
        assert (tip.verdict, tip.old, tip.new) == (TipVerdict.LOCAL_DAMAGE, kept_copy.commit, new)
        states = rewrite_detection.compare_kept_commits(Git(shallow), objects, [kept_copy], new)
    assert [state.verdict for state in states] == [KeptVerdict.UNAVAILABLE]


def test_later_changes_do_not_make_a_kept_commit_lost(
    git: Git, objects: Objects, root: Path, kept_copy: KeptCopy
) -> None:
    new = repos.commit(root, {"ana/2026-W48.md": "something else\n"})
    (state,) = rewrite_detection.compare_kept_commits(git, objects, [kept_copy], new)
    assert (state.verdict, state.loss, state.weeks) == (KeptVerdict.FINE, None, ())


def test_a_kept_commit_that_this_clone_lacks_is_unavailable_and_not_lost(
    git: Git, objects: Objects, root: Path, kept_copy: KeptCopy
) -> None:
    missing = KeptCopy(BEN, ANA, W48, "1" * 40, None)
    states = rewrite_detection.compare_kept_commits(git, objects, [missing, kept_copy], repos.tip(root))
    assert [state.verdict for state in states] == [KeptVerdict.UNAVAILABLE, KeptVerdict.FINE]


def test_a_lost_kept_commit_with_equal_text_is_reported_as_same_text(
    git: Git, objects: Objects, root: Path, kept_copy: KeptCopy
) -> None:
    new = rewritten(root, "HEAD~1", {"ana/2026-W48.md": "ship it\n", "ana/notes.md": "free at all times\n"})
    (state,) = rewrite_detection.compare_kept_commits(git, objects, [kept_copy], new)
    assert (state.verdict, state.loss) == (KeptVerdict.LOST, Loss.SAME_TEXT)
    assert state.show == f"git show {kept_copy.commit[:7]}:ana/2026-W48.md"


def test_a_lost_kept_commit_with_changed_weeks_lists_both_versions(
    git: Git, objects: Objects, root: Path, kept_copy: KeptCopy
) -> None:
    new = rewritten(root, "HEAD~1", {"ana/2026-W48.md": "ship some\n", "ana/2026-W47.md": "other\n"})
    (state,) = rewrite_detection.compare_kept_commits(git, objects, [kept_copy], new)
    assert state.loss is Loss.TEXT_CHANGED
    assert [week.week for week in state.weeks] == [W48, W47]
    assert state.weeks[0].read_texts(objects) == (b"ship it\n", b"ship some\n")
    assert repos.git(root, *state.show.split(" ")[1:]) == "ship it"


def test_a_lost_kept_commit_without_the_week_is_reported_as_file_gone(
    git: Git, objects: Objects, root: Path, kept_copy: KeptCopy
) -> None:
    new = rewritten(root, "HEAD~1", {"ana/2026-W47.md": "other\n", "ana/2026-W46.md": "new\n"})
    (state,) = rewrite_detection.compare_kept_commits(git, objects, [kept_copy], new)
    assert state.loss is Loss.FILE_GONE
    assert [(week.week, week.after is None) for week in state.weeks] == [(W48, True), (W47, False)]
    assert state.weeks[0].read_texts(objects) == (b"ship it\n", None)


def test_a_lost_kept_commit_without_the_folder_is_reported_as_file_gone(
    git: Git, objects: Objects, root: Path, kept_copy: KeptCopy
) -> None:
    repos.git(root, "checkout", "-q", "--orphan", "else")
    repos.git(root, "rm", "-q", "-r", "-f", ".")
    new = repos.commit(root, {"README.md": "nothing\n"})
    (state,) = rewrite_detection.compare_kept_commits(git, objects, [kept_copy], new)
    assert state.loss is Loss.FILE_GONE


def test_the_number_of_processes_does_not_depend_on_the_number_of_kept_commits(git: Git, root: Path) -> None:
    keeps = [KeptCopy(BEN, ANA, W48, repos.commit(root, {"ana/2026-W48.md": f"{n}\n"}), None) for n in range(12)]
    new = rewritten(root, keeps[5].commit, {"ana/2026-W48.md": "again\n"})
    with repos.counted_processes() as started, Objects(git) as objects:
        states = rewrite_detection.compare_kept_commits(git, objects, keeps, new)
    assert [state.verdict for state in states] == [KeptVerdict.FINE] * 6 + [KeptVerdict.LOST] * 6
    assert len(started) <= 4


def test_a_comparison_without_kept_commits_starts_no_process(git: Git, objects: Objects, kept_copy: KeptCopy) -> None:
    with repos.counted_processes() as started:
        assert rewrite_detection.compare_kept_commits(git, objects, [], kept_copy.commit) == ()
    assert started == []
