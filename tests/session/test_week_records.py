"""All weeks at once give the same result as each of them separately, whichever partners have kept them."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week_record import ChangeKind, WeekRecord
from apjournal.session.week_records import build_week_records, list_all_weeks
from apjournal.session.workspace import Workspace
from tests.helpers.repos import BEN, git
from tests.histories.scene import CEM, GRANT, REPORTED, RUNS, WEEK, Scene, begun, goals, person

ANA = Handle("ana")
W47, W48, W49, W50, W51, W52 = (IsoWeek(2026, number) for number in range(47, 53))
LATER = "2027-01-20T10:00+01:00"
SURE = "---\ngoals:\n  - id: grant\n    goal: Send the grant draft\n    confidence: {}\n---\n"


@pytest.fixture
def keepers(tmp_path: Path) -> Scene:
    """Ben keeps all weeks of Ana up to W51, Cem the first alone: each of them went its own way."""
    scene = begun(tmp_path / "journal")
    scene.commit({"cem/partner.md": person(CEM)}, CEM)
    keep(scene, W48, by=CEM)
    scene.commit({WEEK: goals(GRANT, RUNS, more="outcomes: [done, partly]\n")}, at=REPORTED)
    scene.commit({"ana/2026-W49.md": goals("Rest", "Swim"), "ana/2026-W50.md": SURE.format(90)})
    scene.commit({"ana/2026-W51.md": goals("Swim", "Gone with its week")})
    keep(scene, W51)
    scene.commit({"ana/2026-W49.md": goals("Rest"), "ana/2026-W51.md": None, "ana/2026-W50.md": SURE.format(20)})
    keep(scene, W51, later=4)
    scene.commit({"ana/2026-W47.md": goals("Told late"), "ana/2026-W52.md": goals("Never kept")})
    scene.commit({"ana/2027-W01.md": goals("Swim")})
    scene.commit({"ana/2027-W01.md": "---\ngoals: [\n---\n"})
    return scene


def keep(scene: Scene, week: IsoWeek, *, by: tuple[str, str] = BEN, later: int = 0) -> None:
    """Keep Ana's newest commit, with `week` as her newest, `later` weeks after the report on W48."""
    when = REPORTED + timedelta(weeks=later)
    commit = git(scene.root, "rev-list", "-1", "HEAD", "--", "ana")
    scene.add(scene.line(commit, week=str(week), at=when), by, when)


@contextmanager
def opened(scene: Scene, as_: str = "ana") -> Iterator[Workspace]:
    now = datetime.fromisoformat(LATER)
    environ = {"PATH": "/usr/bin:/bin"}
    with closing(Workspace(scene.root, partner=as_, now=now, environ=environ, terminal=False)) as workspace:
        yield workspace


def counts(record: WeekRecord) -> tuple[object, ...]:
    """Return everything in a week on which a number depends."""
    goals = [
        (goal.goal, goal.state, goal.kept_goal.confidence if goal.kept_goal else goal.confidence, goal.obstacles)
        for goal in record.goals
    ]
    return record.week, record.away, record.unreadable, goals, record.happened, record.log


@pytest.mark.parametrize("reader", ["ana", "ben", "cem"])
def test_reading_all_weeks_at_once_gives_the_records_of_reading_them_one_by_one(keepers: Scene, reader: str) -> None:
    with opened(keepers, reader) as workspace:
        found = [*list_all_weeks(workspace, ANA)]
        assert [record.week for record in found] == [W47, W48, W49, W50, W51, W52, IsoWeek(2027, 1)]
        for record in found:
            (alone,) = build_week_records(workspace, ANA, [record.week])
            assert counts(record) == counts(alone)


def test_the_records_of_all_weeks_include_kept_goals_and_weeks_that_no_longer_exist(keepers: Scene) -> None:
    with opened(keepers) as workspace:
        found = {record.week: record for record in list_all_weeks(workspace, ANA)}
    removed = [goal.goal for goal in found[W49].goals if goal.change is ChangeKind.REMOVED]
    assert removed == ["Swim"]
    assert [goal.goal for goal in found[W51].goals] == ["Swim", "Gone with its week"]
    assert [goal.kept_goal.confidence for goal in found[W50].goals if goal.kept_goal] == [90]
    assert found[IsoWeek(2027, 1)].unreadable is not None


def test_a_kept_copy_is_not_read_if_the_file_extends_it(keepers: Scene) -> None:
    with opened(keepers) as workspace:
        found = {record.week: record for record in list_all_weeks(workspace, ANA)}
    assert [week for week, record in found.items() if record.kept_by] == [W49, W50, W51]


def test_week_records_can_begin_with_a_given_week(keepers: Scene) -> None:
    with opened(keepers) as workspace:
        assert [record.week for record in list_all_weeks(workspace, ANA, since=W51)] == [W51, W52, IsoWeek(2027, 1)]


def test_without_history_week_records_come_from_the_files(keepers: Scene) -> None:
    (keepers.root / ".git").rename(keepers.root / "not-git")
    with opened(keepers) as workspace:
        found = [*list_all_weeks(workspace, ANA)]
    assert [record.kept_by for record in found] == [None] * 6
    assert W51 not in [record.week for record in found]


def test_a_copy_kept_later_by_another_partner_does_not_count_for_the_reader(keepers: Scene) -> None:
    """Cem kept the folder before it contained W47, so for him that week was not kept, whoever else has."""
    keep(keepers, W52, later=5)
    keepers.commit({"ana/2026-W47.md": goals("Told anew")})
    changed = {}
    for reader in ("ben", "cem"):
        with opened(keepers, reader) as workspace:
            (record,) = build_week_records(workspace, ANA, [W47])
            changed[reader] = record.goals[0].kept_goal is not None
    assert changed == {"ben": True, "cem": False}


def test_many_copies_of_unchanged_weeks_give_the_same_records_as_a_few(keepers: Scene) -> None:
    """Git is asked about many copies at once, with the same result as one after the other."""
    with opened(keepers) as workspace:
        before = [counts(record) for record in build_week_records(workspace, ANA, [W48, W49, W50, W51])]
    for number in range(12):
        keepers.commit({"ana/notes.md": f"{number}\n"})
        keep(keepers, W52, later=6)
    with opened(keepers) as workspace:
        assert [counts(record) for record in build_week_records(workspace, ANA, [W48, W49, W50, W51])] == before
        many = [W48 + number for number in range(-70, 1)]
        assert [counts(record) for record in build_week_records(workspace, ANA, many)][1:] == before[:1]
