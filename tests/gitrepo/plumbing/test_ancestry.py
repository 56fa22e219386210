from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apjournal.errors import GitFault
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Finished, Git
from apjournal.gitrepo.plumbing.trees import FileEntry
from tests.helpers import repos

NOWHERE = "1" * 40


def line_of(root: Path, length: int) -> list[str]:
    return [repos.commit(root, {"ana/1.md": str(number)}) for number in range(length)]


def dated_line(root: Path, days: Iterable[int]) -> list[str]:
    """Make commits, one after another, of days in January."""
    return make_graph(root, [([place - 1] if place else [], f"2026-01-{day:02}") for place, day in enumerate(days)])


def fork(root: Path) -> tuple[str, str, str, str]:
    """Make base ← mine, base ← theirs and their merge, whose two sides changed different folders."""
    base = repos.commit(root, {"ana/1.md": "a", "ben/1.md": "b"})
    mine = repos.commit(root, {"ana/1.md": "aa"})
    repos.git(root, "switch", "-q", "-c", "theirs", base)
    theirs = repos.commit(root, {"ben/1.md": "bb"}, author=repos.BEN, date="2001-01-01T00:00:00+00:00")
    repos.git(root, "switch", "-q", "main")
    repos.git(root, "merge", "-q", "--no-ff", "-m", "merge", "theirs", **repos.who(repos.ANA))
    return base, mine, theirs, repos.tip(root)


def test_resolve_ref_accepts_only_full_refs(root: Path) -> None:
    git = Git(root)
    assert ancestry.resolve_ref(git, "HEAD") is None
    commit = repos.commit(root, {"a": "1"})
    assert ancestry.resolve_ref(git, "HEAD") == commit
    other = repos.commit(root, {"a": "2"})
    repos.git(root, "tag", "main", commit)
    assert ancestry.resolve_ref(git, "refs/heads/main") == other
    assert ancestry.resolve_ref(git, "refs/heads/none") is None
    assert ancestry.resolve_ref(git, "--all") is None
    assert ancestry.resolve_ref(git, "@{5}") is None


def test_resolve_ref_outside_a_repository_raises_a_fault(tmp_path: Path) -> None:
    with pytest.raises(GitFault, match="not a git repository"):
        ancestry.resolve_ref(Git(tmp_path), "HEAD")


def test_commits_are_sorted_by_ancestry(root: Path) -> None:
    base, mine, theirs, merge = fork(root)
    git = Git(root)
    assert ancestry.is_ancestor(git, base, merge) is True
    assert ancestry.is_ancestor(git, mine, mine) is True
    assert ancestry.is_ancestor(git, mine, theirs) is False
    assert ancestry.find_merge_base(git, mine, theirs) == base
    assert ancestry.list_commits_on_each_side(git, mine, theirs) == ((mine,), (theirs,))
    assert ancestry.list_commits_on_each_side(git, mine, mine) == ((), ())
    assert ancestry.list_commits_not_in(git, mine, merge) == (theirs, merge)
    assert set(ancestry.list_commits_not_in(git, None, theirs)) == {base, theirs}
    assert ancestry.sort_topologically(git, [merge, theirs, base, merge])[0::2] == (base, merge)
    assert ancestry.sort_topologically(git, [merge]) == (merge,)


def test_to_sort_many_commits_git_walks_the_history_down_to_the_oldest(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commits, asked, run = dated_line(root, range(1, 31)), list[Finished](), Git.run_git

    def run_and_note(git: Git, *args: str, **more: Any) -> Finished:
        asked.append(run(git, *args, **more))
        return asked[-1]

    monkeypatch.setattr(Git, "run_git", run_and_note)
    assert ancestry.sort_topologically(Git(root), commits[:4:-1]) == tuple(commits[5:])
    assert len(asked) == 2
    assert asked[-1].out.decode().split() == commits[6:]


@pytest.mark.parametrize("dates", [range(30, 0, -1), [9] * 25 + [1, 1, 1, 1, 1], [*range(2, 31), 1]])
def test_many_commits_are_sorted_by_ancestry_whatever_their_dates_say(root: Path, dates: Iterable[int]) -> None:
    commits = dated_line(root, dates)
    assert ancestry.sort_topologically(Git(root), [*commits[15:], *commits[:15]]) == tuple(commits)


def test_many_commits_of_unrelated_histories_are_sorted(root: Path) -> None:
    one = line_of(root, 15)
    repos.git(root, "switch", "-q", "--orphan", "other")
    other = line_of(root, 15)
    found = ancestry.sort_topologically(Git(root), [*other[::-1], *one[::-1]])
    assert [commit for commit in found if commit in one] == one
    assert [commit for commit in found if commit in other] == other


def test_commits_of_unrelated_histories_can_be_sorted_but_have_no_merge_base(root: Path) -> None:
    one = repos.commit(root, {"a": "1"})
    repos.git(root, "switch", "-q", "--orphan", "other")
    other = repos.commit(root, {"b": "2"})
    assert ancestry.find_merge_base(Git(root), one, other) is None
    assert set(ancestry.sort_topologically(Git(root), [one, other])) == {one, other}


def test_ancestry_of_a_missing_commit_is_unknown(root: Path) -> None:
    (commit,) = line_of(root, 1)
    assert ancestry.is_ancestor(Git(root), NOWHERE, commit) is None
    assert ancestry.find_unreachable_from(Git(root), commit, [NOWHERE]) is None
    assert ancestry.sort_topologically(Git(root), [commit, NOWHERE]) == (commit, NOWHERE)


def test_a_missing_commit_below_the_excluded_commits_makes_ancestry_unknown(root: Path) -> None:
    commits = line_of(root, 5)
    (root / ".git" / "objects" / commits[1][:2] / commits[1][2:]).unlink()
    assert ancestry.find_unreachable_from(Git(root), commits[4], [commits[0]]) is None
    assert ancestry.find_unreachable_from(Git(root), commits[4], [commits[3]]) == frozenset()


def test_in_a_shallow_clone_no_commit_is_said_to_be_unrelated(root: Path, tmp_path: Path) -> None:
    commits = line_of(root, 5)
    repos.git(tmp_path, "clone", "-q", "--depth=2", f"file://{root}", "shallow")
    repos.git(tmp_path / "shallow", "fetch", "-q", "--depth=1", f"file://{root}", commits[0])
    git = Git(tmp_path / "shallow")
    assert ancestry.is_shallow(git)
    assert not ancestry.is_shallow(Git(root))
    assert ancestry.is_ancestor(git, commits[0], commits[4]) is None
    assert ancestry.is_ancestor(git, commits[3], commits[4]) is True
    assert ancestry.find_unreachable_from(git, commits[4], [commits[0]]) is None
    assert ancestry.find_unreachable_from(git, commits[4], [commits[3]]) == frozenset()


def test_in_a_damaged_history_no_commit_is_said_to_be_unrelated(root: Path) -> None:
    commits = line_of(root, 4)
    repos.damage(root, commits[2])
    git = Git(root)
    assert ancestry.is_ancestor(git, commits[0], commits[3]) is None
    assert ancestry.find_unreachable_from(git, commits[3], [commits[0]]) is None


def test_an_ancestor_above_a_missing_commit_is_found(root: Path) -> None:
    commits = line_of(root, 6)
    (root / ".git" / "objects" / commits[0][:2] / commits[0][2:]).unlink()
    assert ancestry.is_ancestor(Git(root), commits[4], commits[5]) is True
    assert ancestry.is_ancestor(Git(root), commits[0], commits[5]) is None


def test_commits_that_were_read_once_are_not_read_again(root: Path) -> None:
    base, mine, theirs, merge = fork(root)
    git = Git(root)
    with repos.counted_processes() as started:
        assert ancestry.list_commits_on_each_side(git, mine, theirs) == ((mine,), (theirs,))
        assert ancestry.find_merge_base(git, mine, theirs) == base
        assert ancestry.is_ancestor(git, base, theirs) is True
        assert ancestry.find_unreachable_from(git, mine, [base]) == frozenset()
    assert len(started) == 1
    with repos.counted_processes() as started:
        assert ancestry.list_commits_not_in(git, mine, merge) == (theirs, merge)
    assert len(started) == 1


def test_if_there_are_two_merge_bases_git_chooses_one(root: Path) -> None:
    _, mine, theirs, one = fork(root)
    repos.git(root, "switch", "-q", "--detach", mine)
    repos.git(root, "merge", "-q", "-s", "ours", "-m", "crossed", theirs, **repos.who(repos.BEN))
    git, other = Git(root), repos.tip(root)
    ancestry.list_commits_on_each_side(git, one, other)
    assert ancestry.find_merge_base(git, one, other) in {mine, theirs}


def test_many_kept_commits_are_checked_in_one_process(root: Path) -> None:
    commits = line_of(root, 6)
    repos.git(root, "reset", "-q", "--hard", commits[3])
    fresh = repos.commit(root, {"ana/1.md": "new"})
    git = Git(root)
    with repos.counted_processes() as started:
        assert ancestry.find_unreachable_from(git, fresh, commits[:4]) == frozenset()
    assert len(started) == 1
    assert ancestry.find_unreachable_from(git, fresh, commits) == frozenset(commits[4:6])
    assert ancestry.find_unreachable_from(git, fresh, []) == frozenset()


def test_the_newest_change_of_a_folder_is_found_by_ancestry_and_not_by_date(root: Path) -> None:
    base, mine, theirs, merge = fork(root)
    git = Git(root)
    with Objects(git) as objects:
        assert ancestry.find_newest_change(objects, merge, "ana") == mine
        assert ancestry.find_newest_change(objects, merge, "ben") == theirs
        assert ancestry.find_newest_change(objects, merge, "carl") is None
    assert ancestry.list_newest_changes(git, merge, "ben", 5) == (theirs, base)
    assert ancestry.list_newest_changes(git, merge, "ben", 1) == (theirs,)


def test_a_folder_named_like_an_option_or_a_pattern_is_found(root: Path) -> None:
    commit = repos.commit(root, {"--all/1.md": "x", ":(glob)*/1.md": "x"})
    later = repos.commit(root, {"other": "x"})
    with Objects(Git(root)) as objects:
        assert ancestry.find_newest_change(objects, later, "--all") == commit
        assert ancestry.find_newest_change(objects, later, ":(glob)*") == commit


def test_in_a_shallow_clone_the_oldest_commit_can_count_as_the_newest_change(root: Path) -> None:
    line_of(root, 3)
    newest = repos.commit(root, {"other": "x"})
    repos.git(root.parent, "clone", "-q", "--depth=1", f"file://{root}", "shallow")
    assert repos.git(root.parent / "shallow", "rev-list", "-1", newest, "--", "ana") == newest
    with Objects(Git(root.parent / "shallow")) as objects:
        assert ancestry.find_newest_change(objects, newest, "ana") == newest
        assert ancestry.find_newest_change(objects, newest, "carl") is None


def test_one_git_process_lists_the_paths_that_each_commit_touched(root: Path) -> None:
    base, mine, theirs, merge = fork(root)
    with repos.counted_processes() as started:
        log = {entry.commit: entry.touched for entry in ancestry.log_raw(Git(root), merge)}
    assert len(started) == 1
    assert next(iter(log)) == merge
    assert log[merge] == ()
    assert [touched.path for touched in log[mine]] == ["ana/1.md"]
    assert [(touched.path, touched.before) for touched in log[base]] == [
        ("ana/1.md", (None,)),
        ("ben/1.md", (None,)),
    ]
    assert log[theirs][0].after == FileEntry("100644", repos.tip(root, f"{theirs}:ben/1.md"))


def test_a_merge_touches_the_paths_that_differ_from_all_its_parents(root: Path) -> None:
    _, mine, theirs, _ = fork(root)
    repos.write(root, {"ben/1.md": "neither", "new\nline.md": "x"})
    repos.git(root, "add", "-A")
    tree = repos.git(root, "write-tree")
    evil = repos.git(root, "commit-tree", tree, "-p", mine, "-p", theirs, "-m", "x", **repos.who(repos.ANA))
    (entry,) = ancestry.log_raw(Git(root), evil, since=repos.tip(root))
    touched = {each.path: each for each in entry.touched}
    assert set(touched) == {"ben/1.md", "new\nline.md"}
    assert [one and one.mode for one in touched["ben/1.md"].before] == ["100644", "100644"]
    assert touched["new\nline.md"].before == (None, None)


def test_the_log_of_a_folder_leaves_out_other_folders(root: Path) -> None:
    base, _, theirs, merge = fork(root)
    assert [entry.commit for entry in ancestry.log_raw(Git(root), merge, "ben")] == [theirs, base]
    assert list(ancestry.log_raw(Git(root), merge, since=merge)) == []


def test_the_newest_commit_that_the_server_lacks_is_found_below_merges(root: Path) -> None:
    git = Git(root)
    _, mine, theirs, merged = fork(root)
    assert ancestry.find_newest_non_merge_not_in(git, merged, theirs, None) == mine
    assert ancestry.find_newest_non_merge_not_in(git, merged, mine) == theirs
    assert ancestry.find_newest_non_merge_not_in(git, merged, mine, theirs) is None


DAYS = st.sampled_from(
    ["1999-01-01", "2000-02-29", "2026-11-22", "2026-11-23", "2026-11-24", "2038-01-19", "2099-12-31"]
)


@st.composite
def graphs(draw: st.DrawFn) -> list[tuple[list[int], str]]:
    """Draw a small history: each commit with its parents among the earlier ones, and any date."""
    made: list[tuple[list[int], str]] = []
    for number in range(draw(st.integers(8, 24))):
        # Long lines show it: git stops five commits after nothing else is in sight.
        near = st.integers(max(0, number - 3), max(0, number - 1))
        parents = draw(st.lists(near, min_size=1, max_size=2, unique=True)) if number else []
        made.append((parents, draw(DAYS)))
    return made


def make_graph(root: Path, graph: list[tuple[list[int], str]]) -> list[str]:
    """Make the commits of a graph with one process. Each writes a separate file in `ana/` or `ben/`."""
    lines = []
    for number, (parents, day) in enumerate(graph):
        folder = ("ana", "ben")[number % 2]
        second = datetime.fromisoformat(f"{day}T09:00:00+00:00").timestamp()
        lines += [
            f"commit refs/heads/made-{number}",
            f"mark :{number + 1}",
            f"committer Ana <ana@example.org> {second:.0f} +0000",
            f"data {len(str(number))}",
            str(number),
            *(f"{word} :{parent + 1}" for word, parent in zip(("from", "merge"), parents, strict=False)),
            f"M 100644 inline {folder}/{number}.md",
            f"data {len(str(number))}",
            str(number),
        ]
    repos.git(root, "fast-import", "--quiet", "--force", "--date-format=raw", stdin="\n".join([*lines, ""]).encode())
    listed = repos.git(root, "for-each-ref", "--format=%(refname) %(objectname)", "refs/heads/made-*")
    ids = dict(line.split() for line in listed.splitlines())
    return [ids[f"refs/heads/made-{number}"] for number in range(len(graph))]


def histories(graph: list[tuple[list[int], str]], ids: list[str]) -> list[set[str]]:
    """Return for each commit of a graph all its ancestors and itself, computed from the parents only."""
    found: list[set[str]] = []
    for number, (parents, _) in enumerate(graph):
        found.append({ids[number]}.union(*(found[parent] for parent in parents)))
    return found


@given(graphs(), st.data())
@settings(max_examples=40, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_order_and_merge_base_do_not_depend_on_dates(
    tmp_path_factory: pytest.TempPathFactory, graph: list[tuple[list[int], str]], data: st.DataObject
) -> None:
    root = repos.new_repository(tmp_path_factory.mktemp("dates"))
    ids = make_graph(root, graph)
    has = dict(zip(ids, histories(graph, ids), strict=True))
    git, one, other = Git(root), data.draw(st.sampled_from(ids)), data.draw(st.sampled_from(ids))
    new, old = has[one] - has[other], has[other] - has[one]
    assert ancestry.find_unreachable_from(git, one, ids) == frozenset(ids) - has[one]
    assert ancestry.is_ancestor(git, one, other) == (one in has[other])
    assert tuple(map(set, ancestry.list_commits_on_each_side(git, one, other))) == (new, old)
    between = ancestry.list_commits_not_in(git, other, one)
    assert set(between) == new
    assert set(ancestry.list_commits_not_in(git, None, one)) == has[one]
    logged = {each.commit: each.touched for each in ancestry.log_raw(git, one, since=other)}
    assert logged.keys() == new
    with Objects(git) as objects:
        assert {each.commit: each.touched for each in ancestry.list_new_changes(git, objects, other, one)} == logged
    assert ancestry.find_newest_non_merge_not_in(git, one, other) in {
        commit for commit in new if len(graph[ids.index(commit)][0]) < 2
    } | ({None} if all(len(graph[ids.index(commit)][0]) > 1 for commit in new) else set())
    for order in (
        between,
        ancestry.sort_topologically(git, ids),
        ancestry.list_newest_changes(git, one, "ana", 99)[::-1],
    ):
        places = {commit: place for place, commit in enumerate(order)}
        assert all(places[older] < places[newer] for newer in order for older in has[newer] & places.keys() - {newer})
    base = ancestry.find_merge_base(git, one, other)
    assert base in has[one] & has[other]
    assert not any(base in has[better] for better in has[one] & has[other] - {base})


def test_commits_made_in_this_clone_are_distinguished_from_pulled_commits(root: Path, tmp_path: Path) -> None:
    first = repos.commit(root, {"ana/1.md": "a"})
    clone = repos.clone(root, tmp_path / "clone")
    repos.git(clone, "commit", "-q", "--allow-empty", "-m", "mine", **repos.who(repos.ANA))
    own = repos.tip(clone)
    repos.git(root, "commit", "-q", "--allow-empty", "-m", "theirs", **repos.who(repos.BEN))
    repos.git(clone, "pull", "-q", "--no-rebase", "--no-edit", **repos.who(repos.ANA))
    assert ancestry.list_commits_made_here(Git(clone)) == {own}
    assert first not in ancestry.list_commits_made_here(Git(clone))


def test_rebased_commits_still_count_as_made_in_this_clone(root: Path, tmp_path: Path) -> None:
    repos.commit(root, {"ana/1.md": "a"})
    clone = repos.clone(root, tmp_path / "clone")
    repos.commit(clone, {"ana/2.md": "mine"}, date="2026-11-24T09:00+01:00")
    repos.commit(root, {"ana/3.md": "theirs"}, date="2026-11-25T09:00+01:00")
    repos.git(clone, "pull", "-q", "--rebase", **repos.who(repos.ANA))
    assert repos.tip(clone) in ancestry.list_commits_made_here(Git(clone))
    assert repos.tip(root) not in ancestry.list_commits_made_here(Git(clone))


def test_a_history_is_complete_if_all_its_commits_are_in_the_clone(root: Path, tmp_path: Path) -> None:
    tip = line_of(root, 3)[-1]
    assert ancestry.is_whole(Git(root), tip)
    assert not ancestry.is_whole(Git(root), NOWHERE)
    repos.git(tmp_path, "clone", "-q", "--depth=1", f"file://{root}", "shallow")
    assert not ancestry.is_whole(Git(tmp_path / "shallow"), tip)


def test_the_changes_of_a_few_new_commits_equal_those_of_git_log(root: Path) -> None:
    base, mine, theirs, _ = fork(root)
    repos.git(root, "rm", "-q", "-r", "ben")
    evil = repos.commit(root, {"ana/1.md": "by nobody", "ben": "no folder"})
    repos.git(root, "merge", "-q", "--no-commit", "-s", "ours", theirs, ok=(0, 1))
    merge = repos.commit(root, {"both.md": "x"})
    git = Git(root)
    for since, until in ((base, merge), (mine, evil), (theirs, merge), (merge, merge), (None, mine)):
        with Objects(git) as objects:
            found = list(ancestry.list_new_changes(git, objects, since, until))
        assert {each.commit: each.touched for each in found} == {
            each.commit: each.touched for each in ancestry.log_raw(git, until, since=since)
        }


def test_a_new_commit_is_added_to_the_known_history_if_its_parents_are_known(root: Path) -> None:
    base, mine, theirs, merge = fork(root)
    git = Git(root)
    ancestry.note_commits(git, {merge: (mine, theirs)})
    with repos.counted_processes() as started:
        ancestry.list_commits_on_each_side(git, mine, theirs)
        ancestry.note_commits(git, {merge: (mine, theirs)})
        assert ancestry.find_unreachable_from(git, merge, [base, mine, theirs]) == frozenset()
        assert ancestry.is_ancestor(git, base, merge) is True
    assert len(started) == 1
