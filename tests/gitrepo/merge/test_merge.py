"""Merging by folder: two real clones of one bare repository, what each wrote, and what both then contain.

All three have one store of objects, so that refs are all that a push or a fetch has to write.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest

from apjournal.gitrepo.merge import merge, writers
from apjournal.gitrepo.merge.merge import Merged, MergeFailure, MergeKind
from apjournal.gitrepo.merge.terms import MergeTerms
from apjournal.gitrepo.plumbing import ancestry
from apjournal.gitrepo.plumbing.commit import CommitInfo, Identity
from apjournal.gitrepo.plumbing.objects import LARGEST_BLOB, Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.views.calendar import CREATOR
from apjournal.model.views.host_page import FIRST_LINE
from tests.helpers import repos
from tests.helpers.folders import copy_folder
from tests.helpers.home import move_in
from tests.helpers.repos import ANA, BEN

HANDLE_ANA, HANDLE_BEN = Handle("ana"), Handle("ben")
ADDRESSES = {HANDLE_ANA: frozenset({"ana@example.org"}), HANDLE_BEN: frozenset({"ben@example.org"})}
INFO = CommitInfo("merge", Identity(*ANA), datetime.fromisoformat("2026-11-23T09:00+01:00"))
AGREEMENT = "---\napj: 1\nmode: two-sided\ncall:\n  minutes: 20\nareas: [professional]\ncadence: weekly\n---\n"
WEEK = "---\ngoals:\n  - Send the draft\n  - Three runs\n---\n"
BEGUN = {
    "agreement.md": AGREEMENT,
    "README.md": "one\n\ntwo\n\nthree\n",
    "ana/partner.md": "---\npartner: ana\n---\n",
    "ana/2026-W48.md": WEEK,
    "ben/partner.md": "---\npartner: ben\n---\n",
    "ben/2026-W48.md": WEEK,
}
FULL = "- 2026-W48 ben {} 2026-11-23T09:14+01:00\n"


@pytest.fixture(scope="module")
def journal_as_made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The repositories with which all tests begin; copied, and never changed."""
    folder = tmp_path_factory.mktemp("made")
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home"), patch)
        first = repos.new_repository(folder / "first")
        repos.commit(first, BEGUN)
        server = repos.new_bare(folder / "journal/server.git")
        repos.git(first, "push", "-q", str(server), "main")
        mine, other = (repos.clone(server, folder / "journal" / name) for name in ("ana", "other"))
    for objects in (server / "objects", other / ".git/objects"):
        shutil.rmtree(objects)
        objects.symlink_to(os.path.relpath(mine / ".git/objects", objects.parent))
    for own in (server, mine / ".git", other / ".git"):
        shutil.rmtree(own / "hooks")
    return folder / "journal"


@pytest.fixture
def server(tmp_path: Path, journal_as_made: Path) -> Path:
    return copy_folder(journal_as_made, tmp_path / "journal") / "server.git"


@pytest.fixture
def mine(server: Path) -> Path:
    """Ana's clone."""
    return server.parent / "ana"


@pytest.fixture
def other(server: Path) -> Path:
    """Another clone: Ben's, or Ana's second device, depending on the author of its commits."""
    return server.parent / "other"


@pytest.fixture
def git(mine: Path) -> Git:
    return Git(mine)


def sent(other: Path, files: dict[str, str | bytes | None], author: tuple[str, str] = BEN) -> str:
    repos.commit(other, files, author=author)
    return push(other)


def push(clone: Path) -> str:
    """Give the server's branch the newest commit of a clone."""
    commit = repos.tip(clone)
    for ref in (clone.parent / "server.git/refs/heads/main", clone / ".git/refs/remotes/origin/main"):
        ref.write_text(f"{commit}\n", "ascii")
    return commit


def fetch(clone: Path) -> None:
    """Let a clone know the newest commit of the server's branch."""
    newest = (clone.parent / "server.git/refs/heads/main").read_text("ascii")
    (clone / ".git/refs/remotes/origin/main").write_text(newest, "ascii")


def pull(clone: Path) -> None:
    """Let a clone without commits of its own have the newest commit of the server's branch."""
    fetch(clone)
    repos.git(clone, "merge", "-q", "--ff-only", "origin/main")


def merged(
    git: Git, objects: Objects, kept: tuple[str, ...] = (), *, unrelated: bool = False, is_lost: bool = False
) -> Merged | MergeFailure:
    """Fetch and merge Ana's history with the server's."""
    fetch(git.root)
    here, there = repos.tip(git.root), repos.tip(git.root, "origin/main")
    made_here = partial(ancestry.list_commits_made_here, git)
    written = writers.list_folder_writes(git, objects, here, there, addresses=ADDRESSES)
    return merge.merge_commits(
        git,
        objects,
        here,
        there,
        who=writers.Writers(HANDLE_ANA, written, ADDRESSES, made_here),
        terms=MergeTerms(INFO, kept=kept, unrelated=unrelated, is_lost=is_lost),
    )


def done(git: Git, objects: Objects, kept: tuple[str, ...] = ()) -> Merged:
    result = merged(git, objects, kept)
    assert isinstance(result, Merged), result
    assert repos.is_sound(git.root)
    return result


def stopped(git: Git, objects: Objects) -> MergeFailure:
    before = repos.tip(git.root)
    result = merged(git, objects)
    assert isinstance(result, MergeFailure), result
    assert repos.tip(git.root) == before
    assert repos.git(git.root, "status", "--porcelain") == ""
    return result


def text(git: Git, result: Merged, path: str) -> str:
    return repos.shown(git.root, result.commit, path)


def text_or_none(git: Git, result: Merged, path: str) -> str | None:
    return text(git, result, path) if path in repos.files_of(git.root, result.commit) else None


def test_no_merge_is_made_if_the_server_has_no_new_commits(git: Git, objects: Objects, mine: Path) -> None:
    tip = repos.commit(mine, {"ana/2026-W49.md": WEEK})
    assert done(git, objects) == Merged(tip, MergeKind.NONE)


def test_without_local_commits_the_merge_is_a_fast_forward(git: Git, objects: Objects, other: Path) -> None:
    theirs = sent(other, {"ben/2026-W49.md": WEEK})
    assert done(git, objects) == Merged(theirs, MergeKind.FAST_FORWARD)


def test_a_merge_takes_each_folder_from_its_owners_side(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    here = repos.commit(mine, {"ana/2026-W49.md": WEEK, "ana/2026-W48.md": WEEK + "hers\n"})
    theirs = sent(other, {"ben/2026-W49.md": WEEK, "ben/2026-W48.md": None})
    result = done(git, objects, kept=(theirs,))
    assert (result.kind, result.overruled, result.restored) == (MergeKind.MERGE, (), ())
    assert repos.git(mine, "rev-parse", f"{result.commit}^1", f"{result.commit}^2") == f"{here}\n{theirs}"
    assert repos.files_of(mine, result.commit) == [
        "README.md",
        "agreement.md",
        "ana/2026-W48.md",
        "ana/2026-W49.md",
        "ana/partner.md",
        "ben/2026-W49.md",
        "ben/partner.md",
    ]
    assert repos.git(mine, "log", "-1", "--format=%an %ae %aI %s", result.commit) == (
        "Ana Example ana@example.org 2026-11-23T09:00:00+01:00 merge"
    )


def test_a_merge_changes_no_ref_and_no_file(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    here = repos.commit(mine, {"ana/2026-W49.md": WEEK})
    sent(other, {"ben/2026-W49.md": WEEK})
    done(git, objects)
    assert repos.tip(mine) == here
    assert repos.git(mine, "status", "--porcelain") == ""


def test_merging_equal_commits_again_gives_the_same_commit_id(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W49.md": WEEK})
    sent(other, {"ben/2026-W49.md": WEEK})
    assert done(git, objects) == done(git, objects)


def test_my_changes_in_a_partners_folder_are_replaced_and_listed(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    here = repos.commit(mine, {"ben/2026-W48.md": "my idea of it\n", "ben/note.md": "mine\n", "ana/note.md": "x\n"})
    sent(other, {"ben/2026-W49.md": WEEK})
    result = done(git, objects)
    assert result.overruled == ("ben/2026-W48.md", "ben/note.md")
    assert text(git, result, "ben/2026-W48.md") == WEEK
    assert repos.shown(mine, here, "ben/2026-W48.md") == "my idea of it\n"


def test_a_folder_that_the_server_never_had_is_kept(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"cyd/partner.md": "---\npartner: cyd\n---\n", "photos/one.jpg": "mine"})
    sent(other, {"photos/two.jpg": "his", "dan/2026-W48.md": WEEK})
    result = done(git, objects)
    assert {"cyd/partner.md", "photos/one.jpg", "photos/two.jpg", "dan/2026-W48.md"} <= set(
        repos.files_of(mine, result.commit)
    )


def test_a_folder_removed_by_its_owner_is_removed(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"ana/2026-W49.md": WEEK})
    sent(other, {"ben/2026-W48.md": None, "ben/partner.md": None})
    assert "ben/partner.md" not in repos.files_of(mine, done(git, objects).commit)


def test_shared_files_are_merged_line_by_line(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"README.md": "ONE\n\ntwo\n\nthree\n", "agreement.md": AGREEMENT.replace("20", "30")})
    sent(other, {"README.md": "one\n\ntwo\n\nTHREE\n", "agreement.md": AGREEMENT.replace("weekly", "monthly")})
    result = done(git, objects)
    assert text(git, result, "README.md") == "ONE\n\ntwo\n\nTHREE\n"
    assert text(git, result, "agreement.md") == AGREEMENT.replace("20", "30").replace("weekly", "monthly")


def test_email_addresses_that_two_devices_add_are_merged(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    for root, address in ((mine, "ana@phone.example"), (other, "ana@laptop.example")):
        repos.commit(root, {"ana/partner.md": f"---\npartner: ana\nemails: [{address}]\n---\n"})
    push(other)
    merged = text(git, done(git, objects), "ana/partner.md")
    assert merged == "---\npartner: ana\nemails: [ana@phone.example, ana@laptop.example]\n---\n"


def test_an_equal_change_on_both_sides_is_not_a_conflict(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"README.md": "new\n", "ana/2026-W49.md": WEEK})
    sent(other, {"README.md": "new\n", "ben/2026-W49.md": WEEK})
    assert text(git, done(git, objects), "README.md") == "new\n"


def test_a_shared_file_changed_on_one_side_is_merged(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"agreement.md": AGREEMENT.replace("20", "30")})
    sent(other, {"README.md": None})
    result = done(git, objects)
    assert text(git, result, "agreement.md") == AGREEMENT.replace("20", "30")
    assert "README.md" not in repos.files_of(mine, result.commit)


NO_AGREEMENT = {
    "gone": lambda path: path.unlink(),
    "empty": lambda path: path.write_text(""),
    "without its line": lambda path: path.write_text(AGREEMENT.replace("apj: 1\n", "")),
    "its line far below": lambda path: path.write_text("words\n" * 1000 + AGREEMENT),
    "huge": lambda path: path.write_text(AGREEMENT + "x" * LARGEST_BLOB),
    "a link": lambda path: (path.unlink(), path.symlink_to("README.md")),
    "a folder": lambda path: (path.unlink(), path.mkdir(), (path / "more.md").write_text("apj: 1\n")),
}


@pytest.mark.parametrize("how", NO_AGREEMENT)
@pytest.mark.parametrize("changed_here", [True, False])
def test_an_agreement_without_the_apj_key_is_not_merged(
    git: Git, objects: Objects, mine: Path, other: Path, how: str, *, changed_here: bool
) -> None:
    text_here = AGREEMENT.replace("20", "30") if changed_here else AGREEMENT
    repos.commit(mine, {"agreement.md": text_here})
    NO_AGREEMENT[how](other / "agreement.md")
    theirs = sent(other, {"ben/2026-W49.md": WEEK})
    result = done(git, objects)
    assert (result.kind, "agreement.md" in result.restored) == (MergeKind.MERGE, True)
    assert text(git, result, "agreement.md") == text_here
    assert repos.files_of(mine, result.commit) == sorted([*BEGUN, "ben/2026-W49.md"])
    assert repos.git(mine, "rev-parse", f"{result.commit}^2") == theirs


def test_an_invalid_agreement_can_be_merged_if_mine_is_already_invalid(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    first = sent(other, {"agreement.md": "nothing yet\n"})
    pull(mine)
    assert repos.tip(mine) == first
    second = sent(other, {"agreement.md": None})
    assert done(git, objects) == Merged(second, MergeKind.FAST_FORWARD)
    pull(mine)
    third = sent(other, {"agreement.md": "nothing again\n"})
    assert done(git, objects) == Merged(third, MergeKind.FAST_FORWARD)


def test_a_shared_line_changed_on_both_sides_causes_a_conflict_with_both_versions(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"agreement.md": AGREEMENT.replace("20", "30")})
    sent(other, {"agreement.md": AGREEMENT.replace("20", "40")})
    (conflict,) = stopped(git, objects).conflicts
    assert conflict.path == "agreement.md"
    texts = [repos.git(mine, *show.split(" ")[1:]) + "\n" for show in conflict.show]
    assert texts == [AGREEMENT.replace("20", "30"), AGREEMENT.replace("20", "40")]


def test_a_merged_agreement_with_a_duplicate_key_causes_a_conflict(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"agreement.md": AGREEMENT.replace("apj: 1\n", "apj: 1\nreview_on: 2026-12-07\n")})
    sent(other, {"agreement.md": AGREEMENT.replace("weekly\n", "weekly\nreview_on: 2027-01-11\n")})
    assert [conflict.path for conflict in stopped(git, objects).conflicts] == ["agreement.md"]


def test_a_shared_file_removed_on_one_side_and_changed_on_the_other_causes_a_conflict(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"README.md": None})
    sent(other, {"README.md": "new\n"})
    assert [conflict.path for conflict in stopped(git, objects).conflicts] == ["README.md"]


def test_a_file_on_one_side_and_a_folder_on_the_other_causes_a_conflict(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"photos": "a file\n"})
    sent(other, {"photos/one.jpg": "below"})
    assert [conflict.path for conflict in stopped(git, objects).conflicts] == ["photos"]


def test_unrelated_histories_are_not_merged_by_default(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.git(mine, "checkout", "-q", "--orphan", "else")
    repos.commit(mine, {"ana/2026-W49.md": WEEK})
    assert merged(git, objects) == MergeFailure(unrelated=True)


def test_unrelated_histories_are_merged_by_folder_on_request(
    git: Git, objects: Objects, mine: Path, server: Path, tmp_path: Path
) -> None:
    mine_too = repos.commit(mine, {"ana/2026-W48.md": WEEK + "mine\n"})
    anew = repos.new_repository(tmp_path / "anew")
    softer = {"ana/2026-W48.md": "theirs\n", "ben/2026-W48.md": WEEK + "anew\n"}
    theirs = repos.commit(anew, {**BEGUN, **softer}, author=BEN)
    repos.git(server, "fetch", "-q", str(anew), "+main:main")
    result = merged(git, objects, (mine_too,), unrelated=True)
    assert isinstance(result, Merged)
    assert text(git, result, "ana/2026-W48.md") == WEEK + "mine\n"
    assert text(git, result, "ben/2026-W48.md") == WEEK + "anew\n"
    assert result.overruled == ()
    assert repos.git(mine, "rev-parse", f"{result.commit}^1", f"{result.commit}^2").split() == [mine_too, theirs]


# My own folder, written on two devices


def test_a_commit_that_the_server_lost_can_only_add_files_to_a_partners_folder(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ben/2026-W48.md": WEEK + "new\n", "ben/2026-W49.md": WEEK}, author=NOBODY)
    sent(other, {"ben/2026-W48.md": WEEK + "old\n", "ben/2026-W50.md": WEEK})
    result = merged(git, objects, is_lost=True)
    assert isinstance(result, Merged)
    found = [text_or_none(git, result, f"ben/2026-W{week}.md") for week in (48, 49, 50)]
    assert found == [WEEK + "new\n", WEEK, WEEK]


def test_different_files_of_my_two_devices_are_merged(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"ana/2026-W49.md": WEEK, "ana/2026-W48.md": WEEK + "laptop\n"})
    sent(other, {"ana/2026-W50.md": WEEK, "ana/partner.md": "---\npartner: ana\nname: Ana\n---\n"}, author=ANA)
    result = done(git, objects)
    assert text(git, result, "ana/2026-W48.md") == WEEK + "laptop\n"
    assert text(git, result, "ana/2026-W50.md") == WEEK
    assert "name: Ana" in text(git, result, "ana/partner.md")


def test_kept_lines_of_my_two_devices_are_merged(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    one, two = FULL.format("1" * 40), FULL.format("2" * 40)
    repos.commit(mine, {"ana/kept.md": f"# Kept copies\n{one}"})
    sent(other, {"ana/kept.md": f"# Kept copies\n{two}"}, author=ANA)
    assert text(git, done(git, objects), "ana/kept.md") == f"# Kept copies\n{one}{two}"


@pytest.mark.parametrize(
    ("name", "begin"), [("README.md", FIRST_LINE), ("calendar.ics", f"BEGIN:VCALENDAR\r\nPRODID:{CREATOR}\r")]
)
def test_a_file_that_apj_writes_from_the_journal_never_conflicts_between_my_devices(
    git: Git, objects: Objects, mine: Path, other: Path, name: str, begin: str
) -> None:
    repos.commit(mine, {f"ana/{name}": f"{begin}\nlaptop\n"})
    sent(other, {f"ana/{name}": f"{begin}\nphone\n"}, author=ANA)
    assert text(git, done(git, objects), f"ana/{name}") == f"{begin}\nlaptop\n"


def test_parked_ideas_of_my_two_devices_are_merged(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"ana/parked.md": "# Parked\n- [ ] fonts\n"})
    sent(other, {"ana/parked.md": "# Parked\n- [ ] a blog\n"}, author=ANA)
    assert text(git, done(git, objects), "ana/parked.md") == "# Parked\n- [ ] fonts\n- [ ] a blog\n"


def test_a_week_of_my_two_devices_is_merged_line_by_line_if_the_result_is_valid(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": WEEK.replace("the draft", "the draft to Ines")})
    sent(other, {"ana/2026-W48.md": WEEK + "\n## Notes\nfrom the phone\n"}, author=ANA)
    assert text(git, done(git, objects), "ana/2026-W48.md") == (
        WEEK.replace("the draft", "the draft to Ines") + "\n## Notes\nfrom the phone\n"
    )


def test_a_week_extended_on_two_devices_is_merged_by_goal_and_key(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": WEEK.replace("runs\n", "runs\n  - Tax\n")})
    sent(other, {"ana/2026-W48.md": WEEK.replace("runs\n", "runs\n  - Call Tom\noutcomes:\n  three-runs: done\n")}, ANA)
    assert text(git, done(git, objects), "ana/2026-W48.md") == WEEK.replace(
        "runs\n", "runs\n  - Tax\n  - Call Tom\noutcomes:\n  three-runs: done\n"
    )


def test_a_goal_reworded_on_two_devices_causes_a_conflict(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"ana/2026-W48.md": WEEK.replace("the draft", "half the draft")})
    sent(other, {"ana/2026-W48.md": WEEK.replace("the draft", "a page")}, author=ANA)
    assert [conflict.path for conflict in stopped(git, objects).conflicts] == ["ana/2026-W48.md"]


def test_a_note_changed_on_two_devices_causes_a_conflict(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"ana/note.md": "laptop\n"})
    sent(other, {"ana/note.md": "phone\n"}, author=ANA)
    assert [conflict.path for conflict in stopped(git, objects).conflicts] == ["ana/note.md"]


@pytest.mark.parametrize("removed", ["here", "there"])
def test_a_week_removed_on_one_device_and_changed_on_the_other_causes_a_conflict_with_both_versions(
    git: Git, objects: Objects, mine: Path, other: Path, removed: str
) -> None:
    changed = WEEK + "told on one of the two\n"
    repos.commit(mine, {"ana/2026-W48.md": None if removed == "here" else changed})
    sent(other, {"ana/2026-W48.md": None if removed == "there" else changed}, author=ANA)
    (conflict,) = stopped(git, objects).conflicts
    assert conflict.path == "ana/2026-W48.md"
    shown = [repos.git(mine, *show.split(" ")[1:]) for show in conflict.show]
    assert ["deleted file" in text for text in shown] == [removed == "here", removed == "there"]
    assert ["told on one of the two" in text for text in shown] == [removed == "there", removed == "here"]


# My folder, written by somebody else


def test_a_partners_changes_in_my_folder_are_not_merged(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    theirs = sent(other, {"ana/2026-W48.md": "his idea of it\n", "ana/2026-W49.md": "his\n", "ben/2026-W49.md": WEEK})
    result = done(git, objects)
    assert (result.kind, result.restored) == (MergeKind.MERGE, ("ana/2026-W48.md", "ana/2026-W49.md"))
    assert text(git, result, "ana/2026-W48.md") == WEEK
    assert "ana/2026-W49.md" not in repos.files_of(mine, result.commit)
    assert text(git, result, "ben/2026-W49.md") == WEEK
    assert repos.shown(mine, theirs, "ana/2026-W48.md") == "his idea of it\n"


def test_a_symlink_in_place_of_my_folder_is_not_merged(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.git(other, "rm", "-q", "-r", "ana")
    (other / "ana").symlink_to("ben")
    sent(other, {})
    result = done(git, objects)
    assert text(git, result, "ana/2026-W48.md") == WEEK
    assert "ana" not in repos.files_of(mine, result.commit)


def test_a_partner_may_replace_their_own_folder_by_a_symlink(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W49.md": WEEK})
    repos.git(other, "rm", "-q", "-r", "ben")
    (other / "ben").symlink_to("ana")
    sent(other, {})
    assert {"ben", "ana/2026-W49.md"} <= set(repos.files_of(mine, done(git, objects).commit))


def test_a_partners_change_in_my_folder_never_replaces_my_change(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": WEEK + "hers\n"})
    sent(other, {"ana/2026-W48.md": "his idea of it\n"})
    result = done(git, objects)
    assert text(git, result, "ana/2026-W48.md") == WEEK + "hers\n"


def test_an_undone_foreign_write_leads_to_no_further_merge(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    sent(other, {"ana/2026-W48.md": "his idea of it\n"})
    result = done(git, objects)
    repos.git(mine, "reset", "-q", "--hard", result.commit)
    push(mine)
    assert done(git, objects) == Merged(result.commit, MergeKind.NONE)


def took_back(clone: Path, author: tuple[str, str]) -> str:
    """Merge the server's history but keep the old content, as plain git can, and push that."""
    fetch(clone)
    repos.commit(clone, {"note.md": "x\n"}, author=author)
    repos.git(clone, "merge", "-q", "-s", "ours", "-m", "merge", "origin/main", **repos.who(author))
    return push(clone)


def test_my_newer_version_replaces_an_older_version_that_a_partners_merge_chose(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    sent(mine, {"ana/2026-W48.md": WEEK + "more\n", "ana/2026-W49.md": WEEK}, author=ANA)
    took_back(other, BEN)
    result = done(git, objects)
    assert text(git, result, "ana/2026-W48.md") == WEEK + "more\n"
    assert text(git, result, "ana/2026-W49.md") == WEEK
    assert result.restored == ("ana/2026-W48.md", "ana/2026-W49.md")


def test_my_older_version_chosen_by_my_other_device_is_merged(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    sent(mine, {"ana/2026-W48.md": WEEK + "more\n"}, author=ANA)
    chosen = took_back(other, ANA)
    assert done(git, objects) == Merged(chosen, MergeKind.FAST_FORWARD)


def test_a_partners_merge_that_follows_my_other_devices_choice_is_accepted(
    git: Git, objects: Objects, mine: Path, other: Path, server: Path
) -> None:
    ben = copy_folder(other, server.parent / "ben")
    sent(ben, {"ana/2026-W48.md": WEEK + "by Ben\n"})
    pull(mine)
    took_back(other, ANA)
    repos.commit(ben, {"ben/2026-W49.md": WEEK}, author=BEN)
    fetch(ben)
    repos.git(ben, "merge", "-q", "--no-edit", "origin/main", **repos.who(BEN))
    push(ben)
    assert repos.shown(ben, "HEAD", "ana/2026-W48.md") == WEEK
    assert done(git, objects) == Merged(repos.tip(ben), MergeKind.FAST_FORWARD)


def decided(
    mine: Path, other: Path, phone: dict[str, str | bytes | None], *, for_mine: bool, author: tuple[str, str] = BEN
) -> str:
    """Merge the local text with the phone's, choosing one of the two texts, and push."""
    there = repos.commit(other, phone, author=ANA)
    here = repos.tip(mine)
    chosen, left = (here, there) if for_mine else (there, here)
    repos.git(other, "reset", "-q", "--hard", chosen)
    repos.git(other, "merge", "-q", "-s", "ours", "-m", "merge", left, **repos.who(author))
    return push(other)


def with_goal(words: str) -> str:
    return WEEK.replace("  - Three runs\n", f"  - Three runs\n  - {words}\n")


def test_a_partners_merge_does_not_decide_between_my_two_versions(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": with_goal("Swim"), "ana/parked.md": "- [ ] laptop\n"})
    decided(mine, other, {"ana/2026-W48.md": with_goal("Read"), "ana/parked.md": "- [ ] phone\n"}, for_mine=False)
    result = done(git, objects)
    assert result.twice == ("ana/2026-W48.md", "ana/parked.md")
    week, parked = (text(git, result, path) for path in result.twice)
    assert {"  - Swim", "  - Read"} <= set(week.splitlines())
    assert {"- [ ] laptop", "- [ ] phone"} <= set(parked.splitlines())
    repos.git(mine, "reset", "-q", "--hard", result.commit)
    assert done(git, objects) == Merged(result.commit, MergeKind.NONE)


def test_a_partners_merge_that_chose_this_devices_version_lists_the_other_devices_commit(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": with_goal("Swim")})
    chosen = decided(mine, other, {"ana/2026-W48.md": with_goal("Read")}, for_mine=True)
    phone = repos.tip(other, f"{chosen}^2")
    there = {"ana/2026-W48.md": phone}
    assert done(git, objects) == Merged(chosen, MergeKind.FAST_FORWARD, elsewhere=there)
    repos.commit(mine, {"ana/2026-W49.md": WEEK})
    assert done(git, objects).elsewhere == there


def test_a_merge_by_my_other_device_decides_which_of_my_versions_stays(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": with_goal("Swim")})
    chosen = decided(mine, other, {"ana/2026-W48.md": with_goal("Read")}, for_mine=False, author=ANA)
    assert done(git, objects) == Merged(chosen, MergeKind.FAST_FORWARD)


EMPLOYED = ("Ana", "ana@employer.example")
NAMED = "---\npartner: ana\nemail: ana@example.org\n---\n"


def left_out(mine: Path, other: Path) -> None:
    """Push a goal under an address unknown to the phone, whose merge leaves the goal out and adds a line."""
    sent(mine, {"ana/partner.md": NAMED}, author=ANA)
    pull(other)
    sent(mine, {"ana/2026-W48.md": with_goal("Swim")}, author=EMPLOYED)
    repos.commit(other, {"ana/2026-W48.md": with_goal("Read")}, author=ANA)
    fetch(other)
    repos.git(other, "merge", "-q", "-s", "ours", "--no-commit", "origin/main", **repos.who(ANA))
    sent(other, {"ana/2026-W48.md": with_goal("Read") + "from the merge\n"}, author=ANA)


@pytest.mark.parametrize("goes_on", [False, True])
def test_text_that_my_other_device_left_out_without_knowing_my_email_address_is_merged(
    git: Git, objects: Objects, mine: Path, other: Path, goes_on: bool
) -> None:
    left_out(mine, other)
    if goes_on:
        repos.commit(mine, {"ana/2026-W48.md": with_goal("Swim").replace("Three runs", "Two runs")}, author=ANA)
    week = text(git, done(git, objects), "ana/2026-W48.md").splitlines()
    assert {"  - Swim", "  - Read", "from the merge"} <= set(week)
    assert ("  - Two runs" in week) == goes_on


def test_text_that_my_other_device_left_out_is_merged_even_if_it_has_since_learned_my_email_address(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    left_out(mine, other)
    listed = NAMED.replace("example.org\n", f"example.org\nemails: [{EMPLOYED[1]}]\n")
    repos.commit(mine, {"ana/partner.md": listed}, author=ANA)
    repos.git(other, "merge", "-q", "--no-edit", repos.tip(mine), **repos.who(ANA))
    push(other)
    week = text(git, done(git, objects), "ana/2026-W48.md").splitlines()
    assert {"  - Swim", "  - Read", "from the merge"} <= set(week)


def test_text_that_my_merge_on_another_device_left_out_is_not_restored(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    sent(mine, {"ana/partner.md": NAMED}, author=ANA)
    pull(other)
    begun = repos.tip(other)
    sent(other, {"ana/2026-W48.md": with_goal("Swim")}, author=EMPLOYED)
    pull(mine)
    repos.commit(mine, {"ana/2026-W49.md": WEEK}, author=ANA)
    repos.git(other, "reset", "-q", "--hard", begun)
    repos.commit(other, {"ana/2026-W48.md": with_goal("Read")}, author=ANA)
    repos.git(other, "merge", "-q", "-s", "ours", "--no-commit", "origin/main", **repos.who(ANA))
    sent(other, {"ana/2026-W48.md": with_goal("Read") + "from the merge\n"}, author=ANA)
    assert text(git, done(git, objects), "ana/2026-W48.md") == with_goal("Read") + "from the merge\n"


def test_my_text_replaces_what_a_device_chose_without_knowing_my_email_address(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    sent(mine, {"ana/partner.md": NAMED}, author=ANA)
    pull(other)
    sent(mine, {"ana/2026-W48.md": with_goal("Swim")}, author=EMPLOYED)
    took_back(other, ANA)
    repos.commit(mine, {"ana/2026-W48.md": with_goal("Swim") + "from here\n"}, author=ANA)
    assert text(git, done(git, objects), "ana/2026-W48.md") == with_goal("Swim") + "from here\n"


def test_a_merge_by_my_other_device_decides_between_two_versions_of_that_device(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    begun = repos.tip(other)
    sent(other, {"ana/2026-W48.md": WEEK + "more\n"}, author=ANA)
    pull(mine)
    repos.git(other, "reset", "-q", "--hard", begun)
    chosen = took_back(other, ANA)
    assert done(git, objects) == Merged(chosen, MergeKind.FAST_FORWARD)


def test_versions_of_my_two_devices_are_merged_even_if_somebody_overwrote_one_of_them(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": with_goal("Swim")}, author=ANA)
    sent(other, {"ana/2026-W48.md": with_goal("Read")}, author=ANA)
    sent(other, {"ana/2026-W48.md": "his\n"}, author=BEN)
    week = text(git, done(git, objects), "ana/2026-W48.md").splitlines()
    assert {"  - Swim", "  - Read"} <= set(week)


def test_a_partners_merge_may_choose_a_version_that_continues_mine(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    sent(mine, {"ana/2026-W48.md": with_goal("Swim")}, author=ANA)
    pull(other)
    begun = repos.tip(other)
    phone = repos.commit(other, {"ana/2026-W48.md": with_goal("Swim twice")}, author=ANA)
    repos.git(other, "reset", "-q", "--hard", begun)
    repos.commit(other, {"ben/note.md": "his\n"}, author=BEN)
    repos.git(other, "merge", "-q", "-m", "merge", phone, **repos.who(BEN))
    push(other)
    assert done(git, objects) == Merged(repos.tip(other), MergeKind.FAST_FORWARD)


def test_a_partners_merge_between_my_two_notes_causes_a_conflict(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/note.md": "laptop\n"})
    decided(mine, other, {"ana/note.md": "phone\n"}, for_mine=False)
    assert [conflict.path for conflict in stopped(git, objects).conflicts] == ["ana/note.md"]


def test_a_partners_text_that_the_server_lost_is_restored(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    began = repos.tip(other)
    sent(other, {"ben/2026-W48.md": WEEK + "more\n", "ben/2026-W49.md": WEEK, "ben/note.md": "his\n"})
    pull(mine)
    repos.commit(mine, {"ben/note.md": "mine\n"})
    repos.git(other, "reset", "-q", "--hard", began)
    repos.commit(other, {"ben/2026-W49.md": WEEK + "anew\n"}, author=BEN)
    push(other)
    result = done(git, objects)
    assert text(git, result, "ben/2026-W48.md") == WEEK + "more\n"
    assert text(git, result, "ben/2026-W49.md") == WEEK + "anew\n"
    assert "ben/note.md" not in repos.files_of(mine, result.commit)
    assert result.overruled == ("ben/2026-W49.md", "ben/note.md")


def test_a_change_in_my_folder_with_an_unknown_email_address_is_not_merged(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    sent(other, {"ana/2026-W49.md": WEEK}, author=("Ana", "123+ana@noreply.example"))
    result = done(git, objects)
    assert result.restored == ("ana/2026-W49.md",)
    assert "ana/2026-W49.md" not in repos.files_of(mine, result.commit)


NOBODY = ("Nobody", "x@nowhere.example")


def test_a_week_that_i_deleted_stays_deleted_even_if_somebody_recreates_it(
    git: Git, objects: Objects, other: Path
) -> None:
    sent(other, {"ana/2026-W48.md": None}, author=ANA)
    sent(other, {"ana/2026-W48.md": WEEK + "by nobody\n"}, author=NOBODY)
    result = done(git, objects)
    assert result.restored == ("ana/2026-W48.md",)
    assert "ana/2026-W48.md" not in repos.files_of(git.root, result.commit)


@pytest.mark.parametrize("more", ["", "more\n"])
def test_if_my_other_device_chose_a_side_my_newest_version_on_that_side_counts(
    git: Git, objects: Objects, other: Path, more: str
) -> None:
    base = repos.tip(other)
    sent(other, {"ana/2026-W48.md": WEEK + more, "ana/notes.md": "beside\n"}, author=ANA)
    theirs = repos.commit(other, {"ana/2026-W48.md": WEEK + more + "by nobody\n"}, author=NOBODY)
    repos.git(other, "reset", "-q", "--hard", base)
    deleted = repos.commit(other, {"ana/2026-W48.md": None}, author=ANA)
    repos.git(other, "reset", "-q", "--hard", theirs)
    repos.git(other, "merge", "-q", "-s", "ours", "-m", "merge", deleted, **repos.who(ANA))
    push(other)
    result = done(git, objects)
    assert text(git, result, "ana/2026-W48.md") == WEEK + more


SWIM, READ = with_goal("Swim"), with_goal("Read")


@pytest.mark.parametrize(
    ("phone", "for_mine", "author", "later"),
    [
        (None, True, BEN, "his\n"),
        (None, True, BEN, None),
        (READ, True, NOBODY, "by nobody\n"),
        (READ, True, BEN, READ),
        (None, False, NOBODY, "by nobody\n"),
        (READ, False, BEN, "his\n"),
    ],
)
def test_the_choice_of_my_other_device_counts_even_if_somebody_else_writes_afterwards(
    git: Git,
    objects: Objects,
    mine: Path,
    other: Path,
    phone: str | None,
    for_mine: bool,
    author: tuple[str, str],
    later: str | None,
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": SWIM}, author=ANA)
    decided(mine, other, {"ana/2026-W48.md": phone}, for_mine=for_mine, author=ANA)
    sent(other, {"ana/2026-W48.md": later}, author=author)
    assert text_or_none(git, done(git, objects), "ana/2026-W48.md") == (SWIM if for_mine else phone)


def test_my_choice_counts_even_if_i_later_merge_what_somebody_wrote_over_it(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": SWIM}, author=ANA)
    chosen = decided(mine, other, {"ana/2026-W48.md": None}, for_mine=True, author=ANA)
    sent(other, {"ana/2026-W48.md": "his\n"})
    repos.git(other, "reset", "-q", "--hard", chosen)
    repos.commit(other, {"ana/2026-W49.md": WEEK}, author=ANA)
    repos.git(other, "merge", "-q", "--no-edit", "origin/main", **repos.who(ANA))
    push(other)
    result = done(git, objects)
    assert text(git, result, "ana/2026-W48.md") == SWIM
    assert text(git, result, "ana/2026-W49.md") == WEEK


def test_a_file_that_i_write_after_choosing_a_deletion_is_merged(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": SWIM}, author=ANA)
    decided(mine, other, {"ana/2026-W48.md": None}, for_mine=True, author=ANA)
    repos.commit(other, {"ana/2026-W48.md": READ}, author=ANA)
    sent(other, {"ana/2026-W48.md": "his\n"})
    assert text(git, done(git, objects), "ana/2026-W48.md") == READ


@pytest.mark.parametrize("author", [BEN, NOBODY])
def test_a_merge_by_somebody_else_does_not_count_as_my_choice(
    git: Git, objects: Objects, mine: Path, other: Path, author: tuple[str, str]
) -> None:
    repos.commit(mine, {"ana/2026-W49.md": WEEK}, author=ANA)
    decided(mine, other, {"ana/2026-W48.md": READ}, for_mine=True, author=author)
    sent(other, {"ana/2026-W48.md": "his\n"})
    assert text(git, done(git, objects), "ana/2026-W48.md") == READ


def test_my_newer_version_stays_if_somebody_writes_my_older_version_again(
    git: Git, objects: Objects, other: Path
) -> None:
    sent(other, {"ana/2026-W48.md": SWIM}, author=ANA)
    sent(other, {"ana/2026-W48.md": READ}, author=ANA)
    sent(other, {"ana/2026-W48.md": SWIM}, author=BEN)
    assert text(git, done(git, objects), "ana/2026-W48.md") == READ


@pytest.mark.parametrize(("for_mine", "later"), [(False, "his\n"), (True, None)])
def test_my_two_versions_are_merged_if_somebody_else_chose_one_and_then_overwrote_it(
    git: Git, objects: Objects, mine: Path, other: Path, for_mine: bool, later: str | None
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": SWIM}, author=ANA)
    decided(mine, other, {"ana/2026-W48.md": READ}, for_mine=for_mine)
    sent(other, {"ana/2026-W48.md": later})
    result = done(git, objects)
    assert {"  - Swim", "  - Read"} <= set(text(git, result, "ana/2026-W48.md").splitlines())
    assert result.twice == ("ana/2026-W48.md",)


@pytest.mark.parametrize(
    ("by_merge", "author", "here"),
    [
        (False, BEN, WEEK),
        (False, NOBODY, SWIM),
        (True, BEN, WEEK),
        (True, BEN, SWIM),
        (True, ANA, WEEK),
        (False, ANA, WEEK),
    ],
)
def test_only_i_can_replace_my_newer_version_by_my_older_one(
    git: Git, objects: Objects, mine: Path, other: Path, by_merge: bool, author: tuple[str, str], here: str
) -> None:
    if here != WEEK:
        repos.commit(mine, {"ana/2026-W48.md": here}, author=ANA)
    sent(other, {"ana/2026-W48.md": READ}, author=ANA)
    if by_merge:
        repos.git(other, "reset", "-q", "--hard", "HEAD~1")
        took_back(other, author)
    else:
        sent(other, {"ana/2026-W48.md": WEEK}, author=author)
    found = set(text(git, done(git, objects), "ana/2026-W48.md").splitlines())
    assert ("  - Read" in found) == (author != ANA)
    assert ("  - Swim" in found) == (here == SWIM)


def test_a_partners_merge_that_chose_my_former_version_lists_the_other_devices_commit(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/2026-W48.md": SWIM}, author=ANA)
    chosen = decided(mine, other, {"ana/2026-W48.md": READ}, for_mine=True)
    repos.commit(mine, {"ana/2026-W48.md": SWIM + "more\n"}, author=ANA)
    result = done(git, objects)
    assert text(git, result, "ana/2026-W48.md") == SWIM + "more\n"
    assert result.elsewhere == {"ana/2026-W48.md": repos.tip(other, f"{chosen}^2")}


def test_a_note_changed_by_my_two_devices_and_a_partner_causes_a_conflict(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    repos.commit(mine, {"ana/note.md": "laptop\n"})
    sent(other, {"ana/note.md": "phone\n"}, author=ANA)
    sent(other, {"ana/note.md": "his\n"})
    assert [conflict.path for conflict in stopped(git, objects).conflicts] == ["ana/note.md"]


# What no merge may break


def violations(git: Git, objects: Objects, files: dict[str, str | None], kept: tuple[str, ...] = ()) -> list[str]:
    """Make an honest merge, damage its tree, and return the violations found in it."""
    result = done(git, objects)
    here, there = repos.tip(git.root), repos.tip(git.root, "origin/main")
    repos.git(git.root, "checkout", "-q", "--detach", result.commit)
    repos.write(git.root, files)
    repos.git(git.root, "add", "-A")
    repos.git(git.root, "commit", "-q", "--amend", "--allow-empty", "-m", "spoilt", **repos.who(ANA))
    written = writers.list_folder_writes(git, objects, here, there, addresses=ADDRESSES)
    base = repos.git(git.root, "merge-base", here, there)
    sides = merge.build_merge_input(git, objects, base, here, there, writers.Writers(HANDLE_ANA, written, ADDRESSES))
    spoilt = repos.tip(git.root)
    return list(merge.check_merge_invariants(git, objects, sides, mine=here, theirs=there, merged=spoilt, kept=kept))


@pytest.fixture
def both(mine: Path, other: Path) -> None:
    repos.commit(mine, {"ana/2026-W49.md": WEEK, "photos/mine.jpg": "m", "README.md": "ONE\n\ntwo\n\nthree\n"})
    sent(other, {"ben/2026-W49.md": WEEK, "photos/his.jpg": "h", "README.md": "one\n\ntwo\n\nTHREE\n"})
    sent(other, {"ana/2026-W48.md": WEEK + "phone\n"}, author=ANA)


@pytest.mark.usefixtures("both")
def test_a_correct_merge_breaks_no_rule(git: Git, objects: Objects) -> None:
    assert violations(git, objects, {}) == []


@pytest.mark.usefixtures("both")
@pytest.mark.parametrize(
    ("files", "expected"),
    [
        ({"ana/partner.md": "changed\n"}, "would change ana/partner.md"),
        ({"ben/2026-W48.md": "changed\n"}, "would change ben/2026-W48.md, which belongs to another partner"),
        ({"ben/2026-W49.md": None}, "would change ben/2026-W49.md, which belongs to another partner"),
        ({"photos/mine.jpg": None}, "would drop photos/mine.jpg"),
        ({"photos/his.jpg": None}, "would drop photos/his.jpg"),
        ({"README.md": "<<<<<<< ours\nx\n"}, "README.md cannot be read"),
        ({"agreement.md": "---\nmode: a\nmode: b\n---\n"}, "agreement.md cannot be read"),
        ({"ana/2026-W48.md": "---\ngoals: [a]\ngoals: [b]\n---\n"}, "ana/2026-W48.md cannot be read"),
    ],
)
def test_an_incorrect_merge_is_reported_once_for_each_broken_rule(
    git: Git, objects: Objects, files: dict[str, str | None], expected: str
) -> None:
    assert any(expected in sentence for sentence in violations(git, objects, files))


@pytest.mark.usefixtures("both")
def test_a_merge_without_a_kept_commit_among_its_ancestors_breaks_a_rule(
    git: Git, objects: Objects, mine: Path
) -> None:
    tree = repos.git(mine, "mktree")
    stray = repos.git(mine, "commit-tree", tree, "-m", "stray", **repos.who(BEN))
    assert violations(git, objects, {}, kept=(stray,)) == [f"The merge would drop the commit {stray[:7]}."]
    assert "not complete" in violations(git, objects, {}, kept=("1" * 40,))[0]


@pytest.mark.usefixtures("both")
def test_a_merge_that_breaks_a_rule_is_never_returned(git: Git, objects: Objects, mine: Path) -> None:
    stray = repos.git(mine, "commit-tree", repos.git(mine, "mktree"), "-m", "stray", **repos.who(BEN))
    result = merged(git, objects, kept=(stray,))
    assert result == MergeFailure(violations=(f"The merge would drop the commit {stray[:7]}.",))


def test_a_merge_driver_in_my_git_settings_is_never_run(
    git: Git, objects: Objects, mine: Path, other: Path, own_home: Path, tmp_path: Path
) -> None:
    (own_home / ".gitconfig").write_text(f'[merge "mine"]\n\tdriver = touch {tmp_path}/ran\n')
    (mine / ".git/info/attributes").write_text("* -text !filter !diff !merge\n")
    repos.commit(mine, {"README.md": "ONE\n\ntwo\n\nthree\n"})
    sent(other, {"README.md": "one\n\ntwo\n\nTHREE\n", ".gitattributes": "* merge=mine\n"})
    assert text(git, done(git, objects), "README.md") == "ONE\n\ntwo\n\nTHREE\n"
    assert not (tmp_path / "ran").exists()


# ---- what is not part of the journal


BESIDE = [".obsidian/workspace.json", "plan.txt", "shared/plan.md", "ana/photo.jpg", "ana/.obsidian/app.json"]


@pytest.mark.parametrize("path", BESIDE)
def test_a_file_outside_the_journal_is_never_a_conflict(
    path: str, git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    here = repos.commit(mine, {path: "mine\n", "ana/2026-W49.md": WEEK}, author=ANA)
    sent(other, {path: "theirs\n"}, author=ANA if path.startswith("ana/") else BEN)
    result = done(git, objects)
    assert (text(git, result, path), text(git, result, "ana/2026-W49.md")) == ("theirs\n", WEEK)
    assert result.yielded == (path,)
    assert repos.shown(git.root, here, path) == "mine\n"


def test_a_file_outside_the_journal_that_a_partner_changed_survives_my_deletion(
    git: Git, objects: Objects, mine: Path, other: Path
) -> None:
    sent(other, {"plan.txt": "one\n"})
    pull(mine)
    repos.commit(mine, {"plan.txt": None}, author=ANA)
    sent(other, {"plan.txt": "two\n"})
    result = done(git, objects)
    assert (text(git, result, "plan.txt"), result.yielded) == ("two\n", ())


def test_a_file_outside_the_journal_is_merged_line_by_line(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    sent(other, {"plan.txt": "one\n\ntwo\n\nthree\n"})
    pull(mine)
    repos.commit(mine, {"plan.txt": "ONE\n\ntwo\n\nthree\n"}, author=ANA)
    sent(other, {"plan.txt": "one\n\ntwo\n\nTHREE\n"})
    result = done(git, objects)
    assert (text(git, result, "plan.txt"), result.yielded) == ("ONE\n\ntwo\n\nTHREE\n", ())


def test_a_conflict_is_resolved_with_the_chosen_version(git: Git, objects: Objects, mine: Path, other: Path) -> None:
    repos.commit(mine, {"ana/notes.md": "mine\n"}, author=ANA)
    sent(other, {"ana/notes.md": "theirs\n"}, author=ANA)
    fetch(mine)
    ours, theirs = repos.tip(mine), repos.tip(mine, "refs/remotes/origin/main")
    written = writers.list_folder_writes(git, objects, ours, theirs, addresses=ADDRESSES)
    result = merge.merge_commits(
        git,
        objects,
        ours,
        theirs,
        who=writers.Writers(HANDLE_ANA, written, ADDRESSES),
        terms=MergeTerms(INFO, chosen={"ana/notes.md": b"both\n"}),
    )
    assert isinstance(result, Merged)
    assert objects.read_file(result.commit, "ana/notes.md") == b"both\n"
