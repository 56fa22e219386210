"""`apj demo`: a real journal of two partners that ends in the current week."""

from __future__ import annotations

import re
import shlex
from datetime import UTC, datetime
from pathlib import Path
from types import SimpleNamespace

import pytest

from apjournal.model.isoweek import IsoWeek
from apjournal.usecases.demo import build_view
from tests.helpers.command_cost import cost_of
from tests.helpers.demo import said_by
from tests.helpers.folders import everything
from tests.helpers.people import Person, command_line
from tests.helpers.repos import git

ROOT = Path(__file__).parent.parent.parent
MOST_PROCESSES, MOST_FILES = 50, 200
MOMENTS = (
    "2026-11-23T07:00+01:00",  # a Monday, before the call
    "2027-01-04T09:00+13:00",  # Monday far in the east after a week 53, still Sunday for both
    "2027-03-28T23:00-08:00",  # Sunday far in the west after a night in which clocks changed, Monday for both
)


def dated(text: str) -> list[str]:
    return re.findall(r"\b\d{4}-\d{2}-\d{2}\b", text)


@pytest.mark.parametrize("now", MOMENTS)
def test_the_story_of_the_demo_ends_in_the_current_week(tmp_path: Path, now: str) -> None:
    command_line("demo", "demo", folder=tmp_path, at=now)
    moment = datetime.fromisoformat(now)
    weeks = [IsoWeek.of(moment.date()) + -number for number in range(13)]
    for who in ("ana", "ben"):
        root = tmp_path / "demo" / who
        names = {path.stem for path in (root / who).glob("[12]*.md")}
        assert names == {str(week) for week in weeks}
        times = [datetime.fromisoformat(time) for time in git(root, "log", "--all", "--format=%aI%n%cI").split()]
        assert max(times) <= moment
        assert min(times) > datetime(2020, 1, 1, tzinfo=UTC)
        assert git(root, "status", "--porcelain") == ""
        for path in (root / who).glob("*.md"):
            last = max(moment.date(), moment.astimezone(UTC).date())
            assert [day for day in dated(path.read_text("utf-8")) if day > str(last)] == []
        check = command_line("check", "--strict", "--json", folder=root, as_=who, at=now).json
        assert check["findings"] == []
        assert command_line("sync", "--json", folder=root, as_=who, at=now).json["alarms"] == []
    (week,) = command_line("show", "ana", str(weeks[0]), "--json", folder=tmp_path / "demo/ben", at=now).json["weeks"]
    assert {goal["state"] for goal in week["goals"]} == {"open"}


def test_demo_prints_its_folder_and_three_commands_to_try(demo_as_built: Path, demo: Path) -> None:
    said = said_by(demo_as_built).read_text("utf-8").splitlines()
    tries = [line.strip() for line in said if line.startswith("  apj ")]
    assert len(tries) == 3
    for line in tries:
        _, *args = line.replace(str(demo_as_built), str(demo)).split()  # review fetches, so it runs in a copy
        assert str(demo / "ana") in args
        command_line(*args, folder=demo.parent)


def test_both_demo_clones_keep_working_as_real_journals(demo: Path) -> None:
    at = "2026-11-25T12:00+01:00"
    ana, ben = Person("ana", demo / "ana", at), Person("ben", demo / "ben", at)
    for person in (ana, ben):
        person.apj("sync")
        assert person.git("config", "apj.partner") == person.handle
        authors = {line.split()[0] for line in person.git("log", "--format=%ae").splitlines()}
        assert authors == {"ana@example.org", "ben@example.org"}
    ana.apj("log", "goes on")
    ana.apj("sync")
    ben.apj("sync")
    assert "goes on" in ben.read("ana/2026-W48.md")


@pytest.mark.parametrize("held", ["notes.txt", "file"])
def test_demo_refuses_a_path_that_is_in_use_and_leaves_it_unchanged(tmp_path: Path, held: str) -> None:
    if held == "file":
        (tmp_path / "demo").write_text("mine\n", "utf-8")
    else:
        (tmp_path / "demo").mkdir()
        (tmp_path / "demo" / held).write_text("mine\n", "utf-8")
    before = everything(tmp_path)
    command_line("demo", "demo", folder=tmp_path, code=2)
    assert everything(tmp_path) == before


def test_demo_checks_the_path_and_the_free_space_before_writing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_text("mine\n", "utf-8")
    below_a_file = command_line("demo", "file/demo", folder=tmp_path, code=2)
    assert below_a_file.err.startswith(f"{tmp_path / 'file'} is a file, not a folder.")
    monkeypatch.setattr("os.access", lambda *_: False)
    assert (
        "You cannot write in"
        in command_line("demo", str(tmp_path / "demo"), folder=tmp_path, code=2).err.splitlines()[0]
    )
    monkeypatch.undo()
    monkeypatch.setattr("shutil.disk_usage", lambda _: SimpleNamespace(free=2**20))
    assert "There is not enough space" in command_line("demo", "demo", folder=tmp_path, code=4).err.splitlines()[0]
    assert not (tmp_path / "demo").exists()


def test_the_demo_starts_git_rarely_and_creates_few_files(tmp_path: Path) -> None:
    started = cost_of(f"demo {tmp_path / 'demo'}", tmp_path, tmp_path / "cost").git
    assert len(started) <= MOST_PROCESSES, "\n".join(started)
    made = [path for path in (tmp_path / "demo").rglob("*") if path.is_file()]
    assert len(made) <= MOST_FILES


def test_demo_replays_a_users_own_story_through_the_commands(tmp_path: Path, own_home: Path) -> None:
    steps = (ROOT / "templates/story.yaml").read_text("utf-8").split("\n- at: ")
    place = own_home / ".config/apj/templates"
    place.mkdir(parents=True)
    (place / "story.yaml").write_text("\n- at: ".join(steps[:5]), "utf-8")
    command_line("demo", "demo", folder=tmp_path)
    assert {path.name for path in (tmp_path / "demo").iterdir()} == {"ana", "shared.git"}
    assert git(tmp_path / "demo/shared.git", "log", "--format=%an", "main").split("\n") == ["Ana Costa"] * 2


def test_demo_ignores_my_handle_and_git_settings(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    monkeypatch.setenv("APJ_PARTNER", "cleo")
    (own_home / ".gitconfig").write_text(
        "[user]\n\tname = Cleo\n\temail = cleo@example.org\n[commit]\n\tgpgSign = true\n"
        "[init]\n\tdefaultBranch = trunk\n[core]\n\tautocrlf = true\n\thooksPath = /nowhere\n",
        "utf-8",
    )
    (tmp_path / "demo").mkdir()
    document = command_line("demo", "demo", "--json", folder=tmp_path).json
    assert list(document) == ["path", "partner", "shared", "commit", "next"]
    assert document["path"] == str(tmp_path / "demo")
    assert document["shared"] == str(tmp_path / "demo" / "shared.git")
    assert "cleo" not in git(tmp_path / "demo/ana", "log", "--format=%an %ae %cn %ce")


def test_the_commands_that_demo_suggests_quote_the_path(tmp_path: Path) -> None:
    commands = [shlex.split(step) for step in build_view(tmp_path / "it's a demo").next]
    assert commands == [
        ["apj", "-C", str(tmp_path / "it's a demo" / "ana"), name] for name in ("status", "review", "insights")
    ]
