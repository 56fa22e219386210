"""The line for a prompt is the same with and without its cache, whatever happens between two prompts."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import chdir, suppress
from datetime import datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from apjournal import prompt_cache
from apjournal.prompt_cache import NAME, WORDS, find_kept_line
from apjournal.usecases.prompt import build_prompt_line
from tests.helpers.demo import copied
from tests.helpers.repos import ANA, git, who
from tools.record_story import NOW, surroundings

LINE = "apj W48 3 open, call in 5 d\n"
WEEK = "ana/2026-W48.md"


class Prompt:
    """Prompts in Ana's clone: the answers of apj with its cache, and without."""

    def __init__(self, clone: Path, home: Path) -> None:
        self.clone = clone
        self.folder = clone
        self.environ = surroundings(home)
        self.hits = 0

    def compute(self) -> str:
        """Return the line without the cache, which is renewed."""
        now = datetime.fromisoformat(self.environ["APJ_NOW"])
        return build_prompt_line(self.folder, partner=None, now=now, environ=self.environ)

    def find(self) -> str | None:
        """Return the line in the cache. None if there is no valid one."""
        with chdir(self.folder):
            return find_kept_line(WORDS, self.environ)

    def ask(self) -> str:
        """Return the line, after checking that both are equal."""
        kept = self.find()
        line = self.compute()
        assert kept in {None, line}
        self.hits += kept is not None
        return line


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let a file count as unchanged once the clock of the file system advances, since this system's steps are short."""
    monkeypatch.setattr(prompt_cache, "_SETTLED", 0)


@pytest.fixture
def prompt(demo: Path, tmp_path: Path) -> Prompt:
    home = tmp_path / "home"
    home.mkdir()
    made = Prompt(demo / "ana", home)
    wait()
    return made


def wait() -> None:
    """Wait until the clock of the file system advances."""
    time.sleep(0.03)


def change_text(path: Path, old: str, new: str) -> None:
    path.write_text(path.read_text("utf-8").replace(old, new), "utf-8")


def test_a_second_prompt_is_answered_from_the_cache(prompt: Prompt) -> None:
    assert prompt.find() is None
    assert prompt.compute() == LINE
    assert prompt.find() == LINE
    prompt.folder = prompt.clone / "ben"  # from any folder of the journal
    assert prompt.find() == LINE


def test_the_prompt_line_is_cached_again_after_its_cache_is_deleted(prompt: Prompt) -> None:
    prompt.compute()
    (prompt.clone / NAME).unlink()
    assert prompt.find() is None
    assert prompt.compute() == prompt.find() == LINE


DAMAGES: tuple[Callable[[bytes], bytes], ...] = (
    lambda data: b"",
    lambda data: data[: len(data) // 2],
    lambda data: bytes(len(data)),
    lambda data: data[:-4],
    lambda data: data + b"\0end",
    lambda data: data.replace(b"apj W48", b"\x1b[2J W48"),
    lambda data: data.replace(b"\0end", b"\0"),
    lambda data: b"\xff\0" * 40,
)


def test_a_damaged_prompt_cache_is_ignored(prompt: Prompt) -> None:
    prompt.compute()
    file = prompt.clone / NAME
    for damage in DAMAGES:
        file.write_bytes(damage(file.read_bytes()))
        assert prompt.find() is None
        assert prompt.ask() == LINE
        assert prompt.find() == LINE


def save_with_the_same_size_and_time(prompt: Prompt) -> None:
    file = prompt.clone / WEEK
    was, text = file.stat(), file.read_text("utf-8")
    with file.open("r+", encoding="utf-8") as same:
        same.write(text.replace("goals:", "goaIs:"))
    os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))


def become_ben(prompt: Prompt) -> None:
    git(prompt.clone, "config", "apj.partner", "ben")


def write_settings_of_the_user(prompt: Prompt) -> None:
    """A new file. The repository's own setting still has precedence."""
    Path(prompt.environ["HOME"], ".gitconfig").write_text("[apj]\n\tpartner = ben\n", "utf-8")


def include_settings(prompt: Prompt) -> None:
    (prompt.clone / ".git" / "mine").write_text("[apj]\n\tpartner = ben\n", "utf-8")
    git(prompt.clone, "config", "include.path", "mine")


def move_the_call(prompt: Prompt) -> None:
    change_text(prompt.clone / "agreement.md", "day: monday", "day: friday")


def move_the_folder_away_behind_a_link(prompt: Prompt) -> None:
    (prompt.clone / "ana").rename(prompt.clone.parent / "elsewhere")
    (prompt.clone / "ana").symlink_to(prompt.clone.parent / "elsewhere")


def sync_from_another_device(prompt: Prompt) -> None:
    other = prompt.clone.parent / "other"
    shutil.rmtree(other, ignore_errors=True)
    shutil.copytree(prompt.clone, other)
    change_text(other / WEEK, "goals:", "goals:\n  - One more goal")
    git(other, "commit", "-qam", "one more", **who(ANA))
    git(prompt.clone, "pull", "-q", "--ff-only", str(other), "main", ok=(0, 1))  # 1: files here are in its way


EVENTS: dict[str, Callable[[Prompt], object]] = {
    "save": lambda prompt: change_text(prompt.clone / WEEK, "goals:", "goals:\n  - One more goal"),
    "save with the same size and time": save_with_the_same_size_and_time,
    "delete the week": lambda prompt: (prompt.clone / WEEK).unlink(),
    "break the week": lambda prompt: (prompt.clone / WEEK).write_text("---\n{\n---\n", "utf-8"),
    "move the call": move_the_call,
    "become another partner": become_ben,
    "become another partner by an included file": include_settings,
    "become another partner by the environment": lambda prompt: prompt.environ.update(APJ_PARTNER="ben"),
    "move to another zone": lambda prompt: change_text(
        prompt.clone / "ana" / "partner.md", "timezone: Europe/Lisbon", "timezone: Pacific/Kiritimati"
    ),
    "lead the folder away": move_the_folder_away_behind_a_link,
    "sync from another device": sync_from_another_device,
    "midnight": lambda prompt: prompt.environ.update(APJ_NOW="2026-11-26T00:00+00:00"),
    "a clock that goes back": lambda prompt: prompt.environ.update(APJ_NOW="2026-11-24T10:00+01:00"),
    "an agreement in a folder": lambda prompt: (
        (prompt.clone / "ben" / "agreement.md").write_text("---\napj: 1\n---\n", "utf-8"),
        setattr(prompt, "folder", prompt.clone / "ben"),
    ),
    "another git": lambda prompt: prompt.environ.update(PATH="/nowhere"),
    "no journal any more": lambda prompt: change_text(prompt.clone / "agreement.md", "apj:", "was:"),
    "a home without settings": lambda prompt: prompt.environ.update(HOME=str(prompt.clone.parent)),
}


@pytest.mark.parametrize("event", EVENTS)
def test_the_prompt_cache_is_invalid_after_any_of_its_sources_changed(event: str, prompt: Prompt) -> None:
    prompt.compute()
    assert prompt.find() is not None
    EVENTS[event](prompt)
    assert prompt.find() is None
    prompt.ask()
    wait()
    prompt.ask()
    prompt.ask()


@pytest.mark.parametrize(
    "change",
    [
        lambda prompt: prompt.environ.update(COLUMNS="10", NO_COLOR="1", LC_ALL="C", TZ="Asia/Tokyo", TERM="dumb"),
        lambda prompt: prompt.environ.update(APJ_NOW="2026-11-25T23:59:59+00:00"),
        lambda prompt: git(prompt.clone, "commit", "-q", "--allow-empty", "-m", "another", **who(ANA)),
        lambda prompt: (prompt.clone / "ben" / "notes.md").write_text("Mine.", "utf-8"),
    ],
)
def test_the_prompt_cache_stays_valid_after_an_unrelated_change(
    change: Callable[[Prompt], object], prompt: Prompt
) -> None:
    prompt.environ["APJ_NOW"] = "2026-11-25T10:00+00:00"
    prompt.compute()
    change(prompt)
    assert prompt.find() == LINE
    prompt.ask()


def test_the_prompt_cache_is_not_used_in_another_time_zone(prompt: Prompt) -> None:
    prompt.compute()
    prompt.environ["APJ_NOW"] = "2026-11-25T13:00+04:00"
    assert prompt.find() is None


def test_no_prompt_line_is_cached_on_the_day_of_a_clock_change(prompt: Prompt) -> None:
    prompt.environ["APJ_NOW"] = "2026-10-25T00:30+01:00"  # in Lisbon summer time ends at two
    prompt.compute()
    assert prompt.find() is None


def test_the_prompt_line_changes_when_the_call_is_over(prompt: Prompt) -> None:
    for clock, line in [("08:59", "call today"), ("09:59", "call today"), ("10:00", "call in 7 d")]:
        prompt.environ["APJ_NOW"] = f"2026-11-30T{clock}+01:00"
        assert prompt.ask().endswith(f"{line}\n"), clock
    assert prompt.hits >= 1


def test_no_prompt_line_is_cached_if_a_file_has_just_changed(prompt: Prompt, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(prompt_cache, "_SETTLED", 3600 * 10**9)
    prompt.compute()
    assert prompt.find() is None
    assert not (prompt.clone / NAME).exists()


def test_only_an_abandoned_draft_of_the_prompt_cache_is_removed(prompt: Prompt) -> None:
    draft = prompt.clone / f"{NAME}.new"
    draft.write_bytes(b"")
    assert prompt.compute() == LINE
    assert draft.exists()
    assert prompt.find() is None
    os.utime(draft, (0, 0))
    prompt.compute()
    assert not draft.exists()
    prompt.compute()
    assert prompt.find() == LINE


def test_no_prompt_line_is_cached_if_the_git_folder_is_outside_the_journal(prompt: Prompt) -> None:
    (prompt.clone / ".git").rename(prompt.clone.parent / "git")
    (prompt.clone / ".git").write_text(f"gitdir: {prompt.clone.parent / 'git'}\n", "utf-8")
    assert prompt.ask() == prompt.ask() == LINE
    assert prompt.hits == 0


def test_the_prompt_line_is_empty_outside_a_journal(prompt: Prompt, tmp_path: Path) -> None:
    prompt.folder = tmp_path
    assert prompt.ask() == ""
    del prompt.environ["APJ_NOW"]
    assert prompt.find() == ""


@pytest.mark.parametrize(
    "words", [[], ["status"], ["status", "--short", "--json"], ["--as", "ben", "status", "--short"], ["show"]]
)
def test_other_command_lines_do_not_use_the_prompt_cache(words: list[str], prompt: Prompt) -> None:
    prompt.compute()
    with chdir(prompt.clone):
        assert find_kept_line(words, prompt.environ) is None
        assert find_kept_line(WORDS, {**prompt.environ, "_APJ_COMPLETE": "bash_source"}) is None
        assert find_kept_line(WORDS, {**prompt.environ, "APJ_NOW": "never"}) is None
        assert find_kept_line(WORDS, {**prompt.environ, "APJ_NOW": "2026-11-25T10:00"}) is None


# ---- any order of events


MINUTES = st.integers(-3 * 24 * 60, 9 * 24 * 60)
ENVIRONMENT = st.sampled_from(
    [
        ("APJ_PARTNER", "ben"),
        ("APJ_PARTNER", "nobody"),
        ("XDG_CONFIG_HOME", "/nowhere"),
        ("NO_COLOR", "1"),
        ("TZ", "UTC"),
    ]
)
STEPS = st.lists(
    st.one_of(
        st.sampled_from([name for name in EVENTS if "lead" not in name and "agreement" not in name]),
        MINUTES,
        ENVIRONMENT,
        st.sampled_from(["", "ana", "ben"]).map(lambda name: ("cd", name)),
        st.none(),
    ),
    max_size=7,
)


def take_step(prompt: Prompt, step: str | int | tuple[str, str] | None) -> None:
    match step:
        case int():
            now = datetime.fromisoformat(NOW) + timedelta(minutes=step)
            prompt.environ["APJ_NOW"] = now.isoformat()
        case ("cd", name):
            prompt.folder = prompt.clone / name
        case (name, value):
            prompt.environ[name] = value
        case str():
            with suppress(FileNotFoundError):  # the week may be deleted
                EVENTS[step](prompt)
        case None:
            wait()


@pytest.mark.slow
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(steps=STEPS)
def test_after_any_sequence_of_events_the_cached_prompt_line_equals_the_computed_line(
    steps: list[object], demo_as_built: Path
) -> None:
    with TemporaryDirectory() as beside:
        demo = copied(demo_as_built, Path(beside, "demo"))
        home = Path(beside, "home")
        home.mkdir()
        prompt = Prompt(demo / "ana", home)
        for step in steps:
            prompt.ask()
            take_step(prompt, step)  # type: ignore[arg-type]
            prompt.ask()
        wait()
        prompt.ask()
        assert prompt.ask() == prompt.compute()


# ---- the program itself


def run_apj(prompt: Prompt, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "apjournal", *words],
        cwd=prompt.folder,
        env=prompt.environ,
        capture_output=True,
        text=True,
        check=False,
    )


def test_the_cached_prompt_line_is_printed_without_loading_modules(prompt: Prompt) -> None:
    time.sleep(2.1)  # the program believes files that have been as they are for two seconds
    first, second = run_apj(prompt, *WORDS), run_apj(prompt, *WORDS)
    assert (first.returncode, first.stdout, second.returncode, second.stdout) == (0, LINE, 0, LINE)
    assert "apjournal.usecases.prompt" in first.stderr
    loaded = {line.rpartition("|")[2].strip() for line in second.stderr.splitlines()}
    assert {name for name in loaded if name.startswith("apjournal.")} == {"apjournal.prompt_cache"}
    assert loaded & {"click", "re", "typing", "msgspec", "yaml", "subprocess", "pathlib"} == set()
