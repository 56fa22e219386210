"""The example journal is the result of the story, has no findings, and moves to any week.

The README shows it unchanged.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
import yaml

from apjournal import templating
from apjournal.cli.dialogue.demo import replay_story
from apjournal.format.read.story import move_step, read_story
from apjournal.model.isoweek import IsoWeek
from apjournal.usecases import demo as use
from tests.helpers.made_once import made_once
from tests.helpers.people import command_line
from tests.helpers.repos import git
from tools.record_story import RECORDING, record_history, surroundings
from tools.record_story import replay_story as replay_apart

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "example-journal"
STORY = (ROOT / "templates" / "story.yaml").read_text("utf-8")
FIRST, LAST = IsoWeek(2026, 36), IsoWeek(2026, 48)
SEASONS = "spring|summer|autumn|winter|christmas|easter|new year"
MONTHS = "january|february|march|april|june|july|august|september|october|november|december"


def files(folder: Path) -> dict[str, bytes]:
    """Return each file of a journal except git's own."""
    found = (path for path in folder.rglob("*") if path.is_file() and ".git" not in path.relative_to(folder).parts)
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def apj(folder: Path, home: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "apjournal", "-C", str(folder), *arguments],
        env=surroundings(home), stdin=subprocess.DEVNULL, capture_output=True, text=True, check=False,
    )  # fmt: skip


@pytest.fixture
def replay(for_all: Path) -> Path:
    """The demo as the real commands create it from the story, made once for all tests, and never changed."""
    return made_once(for_all, "apj-replayed", replay_apart)


@pytest.mark.parametrize("partner", ["ana", "ben"])
def test_replaying_the_story_gives_the_example_journal(replay: Path, demo_as_built: Path, partner: str) -> None:
    # After a change of the story, or of what apj commits: make example
    assert files(replay / partner) == files(EXAMPLE)
    assert files(demo_as_built / partner) == files(EXAMPLE)


def test_the_recorded_history_of_the_story_is_up_to_date(replay: Path) -> None:
    # After a change of the story, or of what apj commits: make example
    assert record_history(replay) == RECORDING.read_text("utf-8")


def state(demo: Path) -> dict[str, object]:
    """Return all that a demo consists of. Authors, dates, messages, parents and files stand for the ids of commits."""
    return {
        name: (
            git(demo / name, "for-each-ref", "--format=%(refname) %(objectname)"),
            git(demo / name, "config", "--list", "--file", config).replace(str(demo), "DEMO"),
            git(demo / name, "rev-parse", "--symbolic-full-name", "HEAD"),
            {path: files(demo / name / ".git/info").get(path) for path in ("attributes", "exclude")},
            git(demo / name, "ls-files", "--stage", "-t") if name != "shared.git" else "",
            files(demo / name) if name != "shared.git" else {},
        )
        for name, config in (("ana", ".git/config"), ("ben", ".git/config"), ("shared.git", "config"))
    }


def test_demo_creates_what_replaying_the_story_creates(replay: Path, demo_as_built: Path) -> None:
    assert state(demo_as_built) == state(replay)
    for name in ("ana", "ben", "shared.git"):
        assert git(demo_as_built / name, "fsck", "--strict", "--no-dangling") == ""


def test_demo_creates_what_replaying_the_story_creates_in_another_season(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    # The first five weeks, until the clocks have changed; an id stands for all that came before.
    monday = datetime.fromisoformat("2027-05-24T07:00+02:00")
    steps = [step for step in use.list_steps(tmp_path / "replayed", monday) if step.at.date() < date(2027, 3, 31)]
    command_line("demo", "demo", folder=tmp_path, at=monday.isoformat())
    monkeypatch.setattr(use, "list_steps", lambda *_: steps)
    replay_story(tmp_path / "replayed", monday)
    for name in ("ana", "ben"):
        built, replayed = tmp_path / "demo" / name, tmp_path / "replayed" / name
        assert git(replayed, "rev-parse", "HEAD") in git(built, "rev-list", "HEAD").splitlines()
        own = ("for-each-ref", "--format=%(refname) %(objectname)", "refs/apj/kept", "refs/apj/backup")
        refs = git(replayed, *own).splitlines()
        assert len(refs) > 5
        assert {*refs} <= {*git(built, *own).splitlines()}


def test_the_example_journal_has_a_file_for_every_partner_and_week() -> None:
    weeks = {f"{who}/{FIRST + number}.md" for who in ("ana", "ben") for number in range(LAST - FIRST + 1)}
    assert {name for name in files(EXAMPLE) if re.fullmatch(r"\w+/\d{4}-W\d{2}\.md", name)} == weeks


def test_check_has_no_findings_in_the_example_journal(tmp_path: Path) -> None:
    finished = apj(EXAMPLE, tmp_path, "--json", "check", "--strict")
    assert finished.returncode == 0
    assert json.loads(finished.stdout)["findings"] == []


def test_the_review_in_the_readme_is_what_apj_prints(demo: Path) -> None:
    shown = re.search(r"```text\n\$ apj review\n(.*?)```", (ROOT / "README.md").read_text("utf-8"), re.DOTALL)
    finished = apj(demo / "ana", demo.parent, "review")
    assert shown
    assert shown[1] == finished.stdout


def test_the_steps_of_the_story_are_in_chronological_order() -> None:
    moments = [step.at for step in read_story(STORY)]
    assert moments == sorted(moments)


@pytest.mark.parametrize("weeks", [-500, -1, 5, 6, 53])
def test_a_moved_story_shifts_every_date_by_whole_weeks(weeks: int) -> None:
    story = read_story(STORY)
    late = max(step.at for step in story) + timedelta(weeks=abs(weeks))
    there = [move_step(step, weeks, latest=late) for step in story]
    assert [step.at - timedelta(weeks=weeks) for step in there] == [step.at for step in story]
    assert [move_step(step, -weeks, latest=late) for step in there] == list(story)


def test_the_story_mentions_no_month_or_season() -> None:
    told = [word for entry in yaml.safe_load(STORY) for word in texts(entry)]
    wrong = re.compile(rf"\b({MONTHS}|{SEASONS})\b|\b\d{{1,2}}[./]\d{{1,2}}\b", re.IGNORECASE)
    assert [word for word in told if wrong.search(word)] == []


def texts(entry: dict[str, object]) -> list[str]:
    values = [entry.get(key) for key in ("text", "replace", "with")]
    run = entry.get("run")
    return [str(value) for value in values if value] + ([str(word) for word in run] if isinstance(run, list) else [])


def test_the_readme_template_of_a_new_journal_needs_no_values() -> None:
    assert templating.render_template("journal-readme.md.j2").encode() == (EXAMPLE / "README.md").read_bytes()
