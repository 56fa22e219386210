"""The lines of every kept.md against history: what they name or mean, who added them, and which were withdrawn."""

from __future__ import annotations

import pytest

from apjournal.errors import GitFault
from apjournal.gitrepo.kept.kept_refs import resolve_short_lines
from apjournal.gitrepo.plumbing.ancestry import find_newest_change
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.gitrepo.verify import history_walk
from apjournal.gitrepo.verify.kept_claims import KeptLines, read_kept_claims
from apjournal.model.handle import Handle
from apjournal.model.history import KeptClaim
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptLine
from tests.helpers import repos
from tests.helpers.repos import ANA, BEN
from tests.histories.all_histories import HISTORIES
from tests.histories.scene import GRANT, NOWHERE, RUNS, WEEK, Scene, goals, person


def looked(objects: Objects, since: str | None = None) -> KeptLines:
    git = objects._git
    return read_kept_claims(git, objects, history_walk.walk_history(git, objects, repos.tip(git.root), since=since))


def claims(objects: Objects, since: str | None = None) -> list[KeptClaim]:
    return list(looked(objects, since).claims)


def states(objects: Objects, since: str | None = None) -> list[tuple[bool, bool, str | None]]:
    return [(claim.is_here, claim.is_ancestor, claim.withdrawn_in) for claim in claims(objects, since)]


FINE = (True, True, None)


def test_a_kept_line_can_be_about_an_earlier_commit_only(scene: Scene, objects: Objects) -> None:
    (claim,) = claims(objects)
    assert (claim.keeper, claim.line.partner, claim.commit) == ("ben", "ana", scene.made[2])
    assert (claim.added_in, claim.at) == (scene.made[3], claim.line.at)
    assert states(objects) == [FINE]


def test_a_short_kept_line_refers_to_the_newest_change_before_it(scene: Scene, objects: Objects) -> None:
    meant = scene.commit({WEEK: goals(GRANT, RUNS, more="learned: Ask first\n")})
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.add("- 2026-W48 ana\n")
    short = claims(objects)[0]
    assert (short.line.commit, short.commit) == (None, meant)
    assert short.at == objects.read_commit(scene.made[-1]).at  # type: ignore[union-attr]


def test_a_short_kept_line_for_a_missing_folder_refers_to_no_commit(scene: Scene, objects: Objects) -> None:
    scene.add("- 2026-W48 cem\n")
    assert {(claim.line.partner, claim.commit) for claim in claims(objects)} == {("ana", scene.made[2]), ("cem", None)}


@pytest.mark.parametrize(
    "name",
    ["lines_completed", "an_abbreviated_commit_written_out", "a_line_that_came_back", "lines_tidied_up"],
)
def test_harmless_edits_of_the_kept_file_are_not_reported(name: str, scene: Scene, objects: Objects) -> None:
    HISTORIES[name].make(scene)
    assert set(states(objects)) == {FINE}


@pytest.mark.parametrize(
    "name",
    [
        "a_line_that_was_removed",
        "a_line_with_another_time",
        "a_file_of_lines_that_was_removed",
        "a_line_completed_with_what_it_did_not_mean",
        "a_line_dropped_by_a_merge_that_took_one_side",
    ],
)
def test_a_removed_kept_line_is_reported_with_the_commit_that_removed_it(
    name: str, scene: Scene, objects: Objects
) -> None:
    HISTORIES[name].make(scene)
    for since in (None, scene.made[3]):
        assert {claim.withdrawn_in for claim in claims(objects, since)} - {None} == {scene.made[-1]}


def test_lines_of_other_weeks_do_not_complete_a_short_kept_line(scene: Scene, objects: Objects) -> None:
    scene.add("- 2026-W47 ana\n")
    scene.commit({"ben/kept.md": scene.read("ben/kept.md", scene.made[3])}, BEN)
    assert {claim.withdrawn_in for claim in claims(objects)} == {None, scene.made[-1]}


def test_a_merge_that_drops_a_kept_line_is_reported_as_its_removal(scene: Scene, objects: Objects) -> None:
    HISTORIES["a_line_dropped_by_a_merge_that_took_one_side"].make(scene)
    merge = scene.made[-1]
    scene.branch(scene.made[3], "later")
    scene.commit({"ben/2026-W49.md": goals("Rest")}, BEN)
    scene.back()
    scene.merge("later", BEN)
    assert {claim.withdrawn_in for claim in claims(objects)} - {None} == {merge}


def test_a_kept_line_written_by_another_partner_does_not_count(scene: Scene, objects: Objects) -> None:
    HISTORIES["a_line_that_another_wrote_and_the_keeper_removed"].make(scene)
    assert [claim.added_in for claim in claims(objects)] == [scene.made[3]]


def test_a_kept_line_written_by_a_stranger_does_not_count(scene: Scene, objects: Objects) -> None:
    scene.add(scene.line(scene.made[0]), ("Ben", "phone@example.net"))
    assert (scene.root / "phone" / "kept.md").exists()
    text = scene.read("ben/kept.md") + scene.line(scene.made[0])
    scene.commit({"ben/kept.md": text, "phone/kept.md": None}, ("Ben", "phone@example.net"))
    assert states(objects) == [FINE]


@pytest.mark.parametrize("since", [False, True])
def test_a_missing_kept_commit_is_distinguished_from_one_outside_the_history(
    scene: Scene, objects: Objects, *, since: bool
) -> None:
    HISTORIES["a_line_that_names_a_commit_from_beside"].make(scene)
    scene.add(scene.line(NOWHERE))
    told = states(objects, scene.made[3] if since else None)
    assert set(told) - {FINE} == {(False, False, None), (True, False, None)}


def test_an_unchanged_kept_line_from_before_the_walk_is_not_listed(scene: Scene, objects: Objects) -> None:
    before = scene.made[-1]
    assert len(claims(objects)) == 1
    added = scene.add("- 2026-W48 ana\n")
    assert [claim.added_in for claim in claims(objects, before)] == [added]
    assert len(claims(objects)) == 2


def test_a_short_kept_line_that_was_completed_does_not_count_as_removed(scene: Scene, objects: Objects) -> None:
    scene.add("- 2026-W48 ana\n")
    before, meant = scene.made[-1], scene.made[0]
    text = scene.read("ben/kept.md")
    scene.commit(
        {"ben/kept.md": text.replace("- 2026-W48 ana\n", f"- 2026-W48 ana {meant} 2026-11-23T09:00+01:00\n")}, BEN
    )
    assert [claim.withdrawn_in for claim in claims(objects, since=before)] == [None]


def test_a_kept_line_may_be_about_a_commit_from_before_the_walk(scene: Scene, objects: Objects) -> None:
    scene.add(scene.line(scene.made[0]))
    scene.branch(scene.made[1])
    beside = scene.commit({"ana/2026-W50.md": goals("Rest")})
    scene.add(scene.line(scene.made[2]), BEN)  # not yet part of this side
    scene.back()
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.merge("side", BEN, {"ben/kept.md": scene.read("ben/kept.md") + scene.read("ben/kept.md", "side")})
    assert beside in scene.made
    told = {claim.commit: (claim.is_here, claim.is_ancestor) for claim in claims(objects, scene.made[3])}
    assert told == {scene.made[0]: (True, True), scene.made[2]: (True, False)}


def test_a_kept_line_that_is_added_again_is_not_reported(scene: Scene, objects: Objects) -> None:
    HISTORIES["a_line_that_names_a_commit_which_came_later"].make(scene)
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": "# Kept copies\n"}, BEN)
    scene.commit({"ben/kept.md": text}, BEN)
    assert set(states(objects)) == {FINE}


@pytest.mark.parametrize("names_a_commit", [True, False], ids=["present", "missing"])
def test_a_partial_walk_above_a_damaged_history_raises_a_fault(
    scene: Scene, objects: Objects, names_a_commit: bool
) -> None:
    scene.add(scene.line(scene.made[0] if names_a_commit else NOWHERE))
    (scene.root / ".git" / "objects" / scene.made[1][:2] / scene.made[1][2:]).unlink()
    with pytest.raises(GitFault):
        history_walk.walk_history(objects._git, objects, scene.made[-1], since=scene.made[-2])


def test_a_missing_version_of_the_kept_file_raises_a_fault(scene: Scene, objects: Objects) -> None:
    oid = repos.tip(scene.root, "HEAD:ben/kept.md")
    scene.keep()
    (scene.root / ".git" / "objects" / oid[:2] / oid[2:]).unlink()
    with pytest.raises(GitFault, match=r"kept\.md is missing"):
        claims(objects)


def test_an_unreadable_version_of_the_kept_file_neither_adds_nor_removes_lines(scene: Scene, objects: Objects) -> None:
    text = scene.read("ben/kept.md")
    scene.commit({"ben/kept.md": b"- 2026-W48 ana\n\xff\n"}, BEN)
    assert states(objects) == [FINE]
    scene.commit({"ben/kept.md": text}, BEN)
    assert states(objects) == [FINE]


def test_hundreds_of_kept_lines_start_no_more_processes_than_a_few(scene: Scene) -> None:
    for number in range(40):
        scene.now = scene.now.replace(hour=9, minute=number)
        scene.add(scene.line(scene.made[2]))
    with Objects(Git(scene.root)) as objects:
        git = objects._git
        past = history_walk.walk_history(git, objects, scene.made[-1])
        with repos.counted_processes() as started:
            assert len(read_kept_claims(git, objects, past).claims) == 41
    assert started == []


def test_a_settled_line_counts_only_in_the_folder_of_its_writer(scene: Scene, objects: Objects) -> None:
    scene.add(f"- settled {scene.made[2]} foreign_write\n", ANA)
    assert [(line.by, line.line.code) for line in looked(objects).settled] == [("ana", "foreign_write")]
    scene.commit({"ana/kept.md": scene.read("ana/kept.md") + f"- settled {scene.made[2]} goal_removed\n"}, BEN)
    assert [(line.by, line.line.code) for line in looked(objects).settled] == [("ana", "foreign_write")]
    scene.commit({"ana/kept.md": None})
    assert looked(objects).settled == ()


def test_the_newest_change_of_a_folder_equals_the_one_that_git_finds(scene: Scene, objects: Objects) -> None:
    scene.branch()
    scene.commit({WEEK: goals("One run")})
    scene.commit({"ben/2026-W48.md": goals("Mark the essays")}, BEN)
    scene.back()
    scene.commit({"ana/2026-W49.md": goals("Rest")})
    scene.merge("side")
    scene.commit({"ana/2026-W49.md": None})
    for commit in scene.made:
        for folder in ("ana", "ben", "cem"):
            said = repos.git(scene.root, "rev-list", "-1", commit, "--", folder) or None
            assert find_newest_change(objects, commit, folder) == said, (commit, folder)
    assert find_newest_change(objects, NOWHERE, "ana") is None


def test_short_kept_lines_start_a_fixed_number_of_processes(scene: Scene) -> None:
    weeks = [IsoWeek(2026, 48 + number) for number in range(5)]
    meant, adders = [], []
    for number, week in enumerate(weeks):
        meant.append(scene.commit({f"ana/{week}.md": goals(f"{number} runs")}))
        scene.commit({"ben/partner.md": person(BEN, f"agreed: yes\ntimezone: Europe/{number}\n")}, BEN)
        adders.append(scene.add(f"- {week} ana\n"))
    lines = [KeptLine(week, Handle("ana")) for week in (*weeks, IsoWeek(2027, 1))]
    git = Git(scene.root)
    with Objects(git) as objects:
        objects.read_commits(adders)  # what is asked first starts cat-file
        with repos.counted_processes() as started:
            found = resolve_short_lines(git, objects, scene.made[-1], Handle("ben"), lines)
    assert [line and line.commit for line in found] == [*meant, None]
    assert len(started) == 1, started
