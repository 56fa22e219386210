"""A long history costs nothing: a command starts as many git processes and opens as many files as in a short one.

`make bench` measures the speed. Here its causes are counted.
"""

from __future__ import annotations

import os
import sys
import time
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from apjournal.format.read import kept
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.prompt_cache import NAME as KEPT_LINE
from apjournal.session.workspace import Workspace
from apjournal.usecases.check import check_journal_files
from apjournal.usecases.status import LOOKED_BACK, show_status
from bench.counts import watch_run
from bench.make_journal import make_journal
from tests.helpers.command_cost import cost_of, peak_memory_of
from tests.helpers.loaded_modules import loaded_by
from tests.helpers.made_once import made_once
from tests.helpers.people import command_line
from tests.helpers.repos import git
from tools.record_story import NOW, surroundings

pytestmark = pytest.mark.slow

MOST_PROCESSES = {
    "status --short": 1,
    "check ana/2026-W48.md": 2,
    "check": 3,
    "show": 3,
    "diff": 4,
    "summary": 3,
    "insights": 4,
    "status": 4,
    "review --no-fetch": 5,
    "verify": 10,
}
"""How many git processes a reading command may start."""
MOST_FOR_NOTHING_NEW = 4
"""How many a sync may start when there is nothing to do."""
FOR_A_MERGE = (
    *("config", "cat-file", "for-each-ref"),  # what is here
    *("unpack-objects", "update-index", "update-ref"),  # my commit
    *("rev-list", "fetch", "for-each-ref", "rev-list", "update-ref", "version"),  # what arrived
    *("unpack-objects", "cat-file", "push", "update-ref"),  # the merge
    *("update-ref", "ls-files", "update-index", "update-index"),  # my branch and files
)
"""The git processes of a sync when both have written. Once a day one more lists the branches of the remote."""
FOR_A_COPY = (
    *("config", "cat-file", "for-each-ref", "for-each-ref", "fetch", "for-each-ref"),  # what there is to keep
    *("for-each-ref", "rev-list", "for-each-ref", "update-ref"),  # it is in my history, and protected
    *("unpack-objects", "update-index", "update-ref"),  # my line
    *("fetch", "push", "update-ref"),
)
"""The git processes of keeping a copy."""
MOST_LOADED = {
    "--version": (105, 28, 2),
    "status --short": (210, 31, 9),
    "check ana/2026-W48.md": (244, 31, 13),
    "status": (274, 31, 12),
    "show": (258, 31, 16),
    "diff": (259, 31, 10),
    "review --no-fetch": (275, 31, 16),
}
"""How many modules a command may import, sources make at run time (named tuples, dataclasses), and expressions compile.

Each is a little more than what Python 3.11 takes; the modules of other versions import others.
"""
FLAT = [line for line in MOST_PROCESSES if line not in {"check", "insights", "verify"}]
"""What opens as many files however long the journal is."""
READ_ONCE = {"show", "diff", "summary", "insights", "review --no-fetch", "status --short"}
"""What reads no file of the journal twice."""
MOST_MEMORY = 80
"""What a command may take at most, in MB, on a journal of ten years."""


@pytest.fixture(scope="session")
def weeks(for_all: Path) -> Path:
    """Ana's clone of a journal of thirteen weeks."""
    return made_once(for_all, "weeks", lambda folder: _make(folder, years=0.25)) / "ana"


@pytest.fixture(scope="session")
def two_years(for_all: Path) -> Path:
    """Ana's clone of a journal of two years."""
    return made_once(for_all, "years", lambda folder: _make(folder, years=2)) / "ana"


@pytest.fixture(scope="session")
def three(for_all: Path) -> Path:
    """Ana's clone of a circle of three, in which she keeps the two others."""
    return made_once(for_all, "three", lambda folder: _make(folder, years=0.1, partners=3)) / "ana"


@pytest.fixture(scope="session")
def fifty_partners(for_all: Path) -> Path:
    """Ana's clone of a journal of fifty partners, of whom she keeps two."""
    return made_once(for_all, "fifty", lambda folder: _make(folder, years=0.1, partners=50)) / "ana"


def _make(folder: Path, *, years: float, partners: int = 2) -> None:
    make_journal(folder, years=years, partners=partners)
    time.sleep(0.05)  # git, and apj with it, reads a file again that changed in the moment when the index was written
    git(folder / "ana", "update-index", "--refresh", "--force-write-index")


@pytest.fixture(scope="session")
def ten_years(for_all: Path) -> Path:
    """Ana's clone of a journal of ten years."""
    return made_once(for_all, "ten-years", lambda folder: _make(folder, years=10)) / "ana"


@pytest.mark.parametrize("line", MOST_PROCESSES)
def test_a_reading_command_starts_few_git_processes_and_reads_each_file_once_however_long_the_journal(
    line: str, weeks: Path, two_years: Path, tmp_path: Path
) -> None:
    short, long = (cost_of(line, journal, tmp_path / journal.parent.name) for journal in (weeks, two_years))
    assert len(short.git) <= MOST_PROCESSES[line], "\n".join(short.git)
    if line in READ_ONCE:
        # The agreement is where a journal is known by, before it is read.
        assert {path for path in short.opened if short.opened.count(path) > 1} <= {"agreement.md"}
    if line != "check":
        assert len(long.git) == len(short.git), "\n".join(long.git)
    if line in FLAT:
        # A goal that was carried is followed back, week by week: how far depends on the goals, not on the years.
        assert abs(len(long.opened) - len(short.opened)) <= 4, (short.opened, long.opened)


@pytest.mark.parametrize("line", ["status", "review ben --no-fetch", "status --short"])
def test_in_a_group_of_fifty_commands_do_little_more_than_for_the_partners_i_keep(
    line: str, three: Path, fifty_partners: Path, tmp_path: Path
) -> None:
    few, many = (cost_of(line, journal, tmp_path / journal.parent.name) for journal in (three, fifty_partners))
    assert len(many.git) <= len(few.git)
    assert len(many.opened) <= 1.2 * len(few.opened), many.opened


def test_status_on_the_day_of_a_call_parses_the_kept_lines_of_the_last_year(
    two_years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    lines = (two_years / "ana" / "kept.md").read_text("utf-8").count("\n- ")
    assert _count_kept_lines(two_years, monkeypatch) < LOOKED_BACK + 10 < lines


def test_status_on_the_day_of_a_call_parses_no_more_kept_lines_in_a_group_of_fifty(
    three: Path, fifty_partners: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert _count_kept_lines(fifty_partners, monkeypatch) <= 1.2 * _count_kept_lines(three, monkeypatch)


def _open(journal: Path, now: datetime) -> closing[Workspace]:
    environ = {"PATH": os.environ["PATH"]}
    return closing(Workspace(journal, partner="ana", now=now, environ=environ, terminal=False))


def _count_kept_lines(journal: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """Count the lines of `kept.md` files that `status` parses on the day of a call."""
    parsed: list[str] = []
    real = kept.read_line
    with monkeypatch.context() as patch:
        patch.setattr(kept, "read_line", lambda raw: parsed.append(raw) or real(raw))
        with _open(journal, datetime.fromisoformat("2026-11-30T10:00+01:00")) as workspace:
            show_status(workspace)
    return len(parsed)


@pytest.mark.parametrize("line", ["show", "summary", "summary --since 2026-W36", "insights", "check", "verify"])
def test_the_number_of_git_processes_does_not_grow_with_the_circle(
    line: str, three: Path, fifty_partners: Path, tmp_path: Path
) -> None:
    few, many = (cost_of(line, journal, tmp_path / journal.parent.name) for journal in (three, fifty_partners))
    assert len(many.git) <= len(few.git), "\n".join(many.git)


def test_insights_over_ten_years_open_each_file_of_one_partner_once(ten_years: Path, tmp_path: Path) -> None:
    cost = cost_of("insights", ten_years, tmp_path)
    assert len(cost.git) <= MOST_PROCESSES["insights"], "\n".join(cost.git)
    of_ana = {f"ana/{path.name}" for path in (ten_years / "ana").glob("????-W??.md")}
    assert sorted(path for path in cost.opened if "-W" in path) == sorted(of_ana)
    assert set(cost.opened) - of_ana <= {
        "agreement.md",
        "ana/partner.md",
        "ben/partner.md",
        "ana/kept.md",
        "ben/kept.md",
        ".git/index",
    }


def test_insights_over_ten_years_stay_below_the_promised_memory(ten_years: Path, tmp_path: Path) -> None:
    took = peak_memory_of("insights", ten_years, tmp_path)
    assert took <= MOST_MEMORY, f"{took} MB"


def test_the_prompt_opens_only_three_files_besides_its_cache(weeks: Path, tmp_path: Path) -> None:
    opened = cost_of("status --short", weeks, tmp_path).opened
    assert set(opened) == {"agreement.md", "ana/partner.md", "ana/2026-W48.md", KEPT_LINE, f"{KEPT_LINE}.new"}


@pytest.mark.skipif(sys.version_info[:2] != (3, 11), reason="a version of Python with other modules of its own")
@pytest.mark.parametrize("line", MOST_LOADED)
def test_a_command_loads_few_modules_and_compiles_few_patterns(line: str, weeks: Path, tmp_path: Path) -> None:
    (weeks / KEPT_LINE).unlink(missing_ok=True)
    run = watch_run(line.split(), weeks, surroundings(tmp_path))
    found = run.modules, run.sources, run.expressions
    assert all(count <= most for count, most in zip(found, MOST_LOADED[line], strict=True)), found


@pytest.mark.parametrize("line", ["log -i fonts", "park a newsletter"])
def test_log_and_park_start_one_git_process(line: str, demo: Path, tmp_path: Path) -> None:
    assert [words.split()[0] for words in cost_of(line, demo / "ana", tmp_path / "cost").git] == ["config"]


def test_a_sync_without_news_starts_few_git_processes(demo: Path, tmp_path: Path) -> None:
    let("ana", "sync", demo)
    started = cost_of("sync", demo / "ana", tmp_path / "cost").git
    assert len(started) <= MOST_FOR_NOTHING_NEW, "\n".join(started)
    assert not any(" push " in f" {line} " for line in started)


def test_a_sync_in_both_directions_starts_twenty_git_processes(demo: Path, tmp_path: Path) -> None:
    let("ben", "log -i fonts", demo)
    let("ben", "sync", demo)
    let("ana", "sync", demo)  # it creates the refs for what she kept
    let("ben", "log -i fonts again", demo)
    let("ben", "sync", demo)
    let("ana", "log -i more fonts", demo)
    started = cost_of("sync", demo / "ana", tmp_path / "cost").git
    assert [line.split()[0] for line in started] == [*FOR_A_MERGE], "\n".join(started)


def test_keeping_a_copy_starts_sixteen_git_processes(demo: Path, tmp_path: Path) -> None:
    let("ana", "sync", demo)
    let("ben", "log -i fonts", demo)
    let("ben", "sync", demo)
    let("ana", "sync", demo)
    started = cost_of("review --keep", demo / "ana", tmp_path / "cost").git
    assert [line.split()[0] for line in started] == [*FOR_A_COPY], "\n".join(started)


def let(handle: str, line: str, demo: Path) -> None:
    """Let a partner run a command line whose cost does not matter."""
    command_line(*line.split(), folder=demo / handle, as_=handle, at=NOW)


def test_the_files_of_many_partners_are_read_from_git_in_batches(
    two_years: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked: list[int] = []
    ask = Objects._ask_together
    monkeypatch.setattr(
        Objects, "_ask_together", lambda own, names, *more: asked.append(len(names)) or ask(own, names, *more)
    )
    with _open(two_years, datetime(2026, 11, 25, 10, tzinfo=UTC)) as workspace:
        assert check_journal_files(workspace, [], fix=False, strict=False).files > 200
    assert len(asked) <= 12, asked


def test_log_does_not_load_the_git_modules(demo: Path) -> None:
    for line in (["log", "fonts"], ["park", "a newsletter"]):
        loaded = loaded_by(*line, folder=demo / "ana", APJ_NOW="2026-11-25T10:00+01:00")
        assert {"git", "jinja2"} & loaded == set(), line
