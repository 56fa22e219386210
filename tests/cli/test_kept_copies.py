"""What a kept copy means for a goal, whatever happens to the goal later, with two partners on the command line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import FIVE_LINES, Person, begun, replay
from tests.helpers.repos import who

WEEK = "ana/2026-W48.md"
REPORTED = "2026-11-30T08:00+01:00"
"""The Monday on which the report on 2026-W48 is due."""
LATER = "2026-12-01T09:00+01:00"
LINE = "- 2026-W48 ana\n"


@pytest.fixture
def with_goals(tmp_path: Path) -> tuple[Person, Person]:
    """Ana has shared two goals for 2026-W48."""
    return replay(share_goals, tmp_path)


def share_goals(folder: Path) -> tuple[Person, Person]:
    ana, ben = begun(folder)
    ana.write(WEEK, FIVE_LINES)
    ana.apj("sync")
    return ana, ben


@pytest.fixture
def with_copy(tmp_path: Path) -> tuple[Person, Person]:
    """Ana has shared two goals for 2026-W48; Ben has kept a copy, and she has fetched that."""
    return replay(keep_copy, tmp_path)


def keep_copy(folder: Path) -> tuple[Person, Person]:
    ana, ben = replay(share_goals, folder)
    ben.apj("review", "--keep")
    ana.apj("sync")
    return ana, ben


def goals(person: Person, *args: str) -> list[tuple[str, str, str | None]]:
    """Return what `show` says of Ana's week: each goal with its state and its change."""
    (week,) = person.apj("show", "ana", "W48", "--json", *args).json["weeks"]
    return [(goal["goal"], goal["state"], goal["change"]) for goal in week["goals"]]


def commit_by_hand(person: Person, address: str) -> None:
    person.git("add", "-A")
    person.git("commit", "-q", "-m", "by hand", **who((person.handle, address), person.now))


def share_by_hand(person: Person) -> None:
    """Commit and push with plain git, as a partner without apj does."""
    commit_by_hand(person, f"{person.handle}@example.org")
    person.git("pull", "-q", "--rebase", "origin", "main", **who((person.handle, f"{person.handle}@example.org")))
    person.git("push", "-q", "origin", "HEAD:main")


def test_a_kept_line_typed_by_hand_again_is_a_new_copy(
    with_goals: tuple[Person, Person],
) -> None:
    ana, ben = with_goals
    ben.git("pull", "-q")
    ben.write("ben/kept.md", LINE)
    share_by_hand(ben)
    ana.apj("sync")
    ana.change(WEEK, "  - Three runs\n---", "outcomes:\n  - done\n---")
    ana.apj("sync", at=LATER)
    before = goals(ana)
    ben.git("pull", "-q")
    ben.now = LATER
    ben.write("ben/kept.md", LINE * 2)
    share_by_hand(ben)
    ana.apj("sync")
    assert (
        goals(ana)
        == before
        == [("Send the grant draft to Ines", "done", None), ("Three runs", "unreported", "removed")]
    )
    ben.apj("sync")
    first, second = ben.read("ben/kept.md").splitlines()
    assert first.split()[3] != second.split()[3]
    assert goals(ben) == before
    verified = ben.apj("verify", "--json").json
    assert [(finding["code"], finding["level"]) for finding in verified["findings"]] == [("goal_removed", "warning")]


def test_an_uncommitted_kept_line_is_completed_with_the_newest_commit(with_goals: tuple[Person, Person]) -> None:
    ana, ben = with_goals
    ben.apj("sync")
    ben.write("ben/kept.md", LINE)
    ben.apj("sync")
    ben.apj("sync")
    (complete,) = ben.read("ben/kept.md").splitlines()
    assert complete.count(" ") == 4
    ana.change(WEEK, "Three runs", "Four runs")
    ana.apj("sync")
    ben.apj("sync")
    ben.write("ben/kept.md", f"{complete}\n{LINE}")
    ben.apj("sync")
    ben.apj("sync")
    lines = ben.read("ben/kept.md").splitlines()
    assert lines[0] == complete
    assert lines[1].split()[3] == ben.git("rev-list", "-1", "HEAD", "--", "ana")
    assert [change for _, _, change in goals(ben)] == [None, None]


def test_a_goal_removed_before_a_copy_and_restored_later_counts_as_added(
    with_copy: tuple[Person, Person],
) -> None:
    ana, ben = with_copy
    ana.change(WEEK, "  - Three runs\n", "")
    ana.apj("sync")
    ben.apj("review", "--keep")
    ana.apj("sync")
    ana.change(WEEK, "  - Send the grant draft to Ines\n", "  - Send the grant draft to Ines\n  - Three runs\n")
    ana.change(WEEK, "runs\n---", "runs\noutcomes:\n  - done\n  - done\n---")
    assert goals(ana, "-q") == [("Send the grant draft to Ines", "done", None), ("Three runs", "done", "added")]
    ana.apj("sync", at=LATER)
    ben.apj("sync", at=LATER)
    assert "added" in ben.apj("diff", "ana", "W48").out


@pytest.fixture
def reworded(with_copy: tuple[Person, Person]) -> Person:
    """Ana, whose goal was kept and then reworded, and who has reported on it under its former name."""
    ana, _ = with_copy
    ana.change(WEEK, "Three runs\n---", "Three runs before noon\noutcomes:\n  1: done\n  three-runs: done, sent\n---")
    ana.now = REPORTED
    return ana


def test_an_outcome_under_a_former_name_of_a_goal_counts_as_its_report(reworded: Person) -> None:
    assert [state for _, state, _ in goals(reworded)] == ["done", "done"]
    assert reworded.apj("status", "--json").json["reports_due"] == []
    reworded.apj("new-week", "W49", "-g", "Three runs before noon", "--no-edit", "--no-sync")
    (week,) = reworded.apj("show", "ana", "W49", "--json").json["weeks"]
    assert week["goals"][0]["carried"] == 0


def test_a_second_report_on_a_renamed_goal_replaces_the_first(reworded: Person) -> None:
    reworded.apj("report", "W48", "-o", "2=partly, two of three")
    assert "outcomes:\n  1: done\n  three-runs: partly, two of three\n---" in reworded.read(WEEK)
    assert [state for _, state, _ in goals(reworded)] == ["done", "partly"]


def test_a_step_under_a_former_name_of_a_goal_counts_for_that_goal(reworded: Person) -> None:
    steps = "\n## Steps\n- [x] three-runs: shoes\n- [ ] three-runs: socks\n- [ ] four-runs: hat\n"
    reworded.write(WEEK, reworded.read(WEEK) + steps)
    (week,) = reworded.apj("show", "ana", "W48", "--json").json["weeks"]
    assert [goal["steps"] for goal in week["goals"]] == [{"done": 0, "total": 0}, {"done": 1, "total": 2}]


def test_both_partners_agree_on_whether_a_copy_was_kept_before_the_report_was_due(
    with_goals: tuple[Person, Person],
) -> None:
    ana, ben = with_goals
    ben.change("ben/partner.md", "Europe/Berlin", "Asia/Tokyo")
    ben.apj("review", "--keep")
    ana.apj("sync")
    ana.change(WEEK, "Three runs", "Three runs before noon")
    ana.apj("sync", at="2026-11-29T10:00+00:00")
    ben.apj("review", "--keep", at="2026-11-30T01:00+09:00")  # Sunday for Ana
    ana.apj("sync", at=LATER)
    ben.apj("sync", at=LATER)
    assert goals(ana) == goals(ben)
    assert [change for _, _, change in goals(ben)] == [None, None]


def test_kept_goals_of_a_deleted_week_are_still_shown(with_copy: tuple[Person, Person]) -> None:
    ana, ben = with_copy
    ana.git("rm", "-q", WEEK)
    share_by_hand(ana)
    ben.apj("sync", code=None)
    (summed, _) = ben.apj("summary", "--json").json["partners"]
    assert [week["week"] for week in summed["weeks"]] == ["2026-W48"]
    assert "no goals this week; two changed since you kept a copy." in ben.apj("status").out
    compared = ben.apj("diff", "ana", "--exit-code", "--json", code=1).json
    assert (compared["week"], [change["change"] for change in compared["changes"]]) == ("2026-W48", ["removed"] * 2)


def test_a_kept_file_of_four_thousand_lines_can_be_shared_and_read(with_goals: tuple[Person, Person]) -> None:
    ana, ben = with_goals
    ben.apj("sync")
    ben.apj("review", "--keep")
    *_, line = ben.read("ben/kept.md").splitlines()
    copies = "".join(f"{line[:-5]}{number // 60 % 24:02}:{number % 60:02}\n" for number in range(4_000))
    ben.write("ben/kept.md", f"{ben.read('ben/kept.md')}{copies}")
    assert len(ben.read("ben/kept.md")) > 256 * 1024
    ben.apj("sync")
    ana.apj("sync")
    assert ana.read("ben/kept.md") == ben.read("ben/kept.md")
    assert "Nothing changed" in ben.apj("review", "--no-keep").out
    assert ana.apj("verify", "--json").json["findings"] == []
    ben.write("ben/kept.md", f"{ben.read('ben/kept.md')}{'- ' * 2**21}\n")
    assert "larger than 4096 KiB" in " ".join(ben.apj("sync", code=None).out.split())
