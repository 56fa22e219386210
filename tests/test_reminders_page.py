"""The lines and files of `docs/reminders.md`: those that can run here are run, the others are read."""

from __future__ import annotations

import configparser
import os
import plistlib
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest

from tools.record_story import surroundings

PAGE = (Path(__file__).parent.parent / "docs" / "reminders.md").read_text("utf-8")
TASK = "{http://schemas.microsoft.com/windows/2004/02/mit/task}"


def blocks(language: str) -> list[str]:
    """Return the blocks of the page in a language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)


def schedule_of(line: str) -> tuple[str, str]:
    """Return the schedule and the command of a line of a crontab."""
    *when, command = line.split(" ", 5)
    return " ".join(when), command


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home in which `apj` prints `$SAID`, and programs that notify write what they are given to a file."""
    programs = tmp_path / ".local" / "bin"
    programs.mkdir(parents=True)
    (tmp_path / "journal").mkdir()
    for name, does in (
        ("apj", f'echo "$*" >>{tmp_path}/asked; printf "$SAID"'),
        ("notify-send", f'echo "$*" >>{tmp_path}/shown'),
        ("terminal-notifier", f'echo "$*" >>{tmp_path}/shown'),
    ):
        (programs / name).write_text(f"#!/bin/sh\n{does}\n", "utf-8")
        (programs / name).chmod(0o755)
    return tmp_path


def run(command: str, home: Path, said: str) -> str:
    path = f"{home}/.local/bin:{os.environ['PATH']}"
    env = {"HOME": str(home), "PATH": path, "SAID": said}
    return subprocess.run(["/bin/sh", "-c", command], env=env, check=False, capture_output=True, text=True).stdout


def list_commands() -> list[str]:
    """Return the shell command of each system's timer."""
    (unit, _), (plist, _) = blocks("ini"), blocks("xml")
    cron = blocks("crontab")[0].splitlines()[-1]
    parsed = configparser.ConfigParser(interpolation=None)
    parsed.read_string(unit)
    systemd = shlex.split(parsed["Service"]["ExecStart"])
    launchd = plistlib.loads(plist.encode())["ProgramArguments"]
    assert systemd[:2] == launchd[:2] == ["/bin/sh", "-c"]
    return [schedule_of(cron)[1], systemd[2].replace("$$", "$").replace("%h", "$HOME"), launchd[2]]


def test_each_timer_shows_the_reminder_only_if_there_is_one(home: Path) -> None:
    commands = list_commands()
    for command in commands:
        assert "%" not in command  # which cron would take for a line break
        assert run(command, home, "") == ""
    assert not (home / "shown").exists()
    for command in commands:
        assert run(command, home, "apj: the call begins at 09:00\\n") == ""
    shown = (home / "shown").read_text("utf-8").splitlines()
    assert [line.rpartition("apj: ")[2] for line in shown] == ["the call begins at 09:00"] * 3
    asked = (home / "asked").read_text("utf-8").splitlines()
    assert set(asked) == {f"-C {home}/journal remind --fetch"}


def test_cron_can_send_the_reminder_by_mail_without_a_desktop(home: Path) -> None:
    when, command = schedule_of(blocks("crontab")[1].strip())
    assert when == "20 7-21 * * *"
    assert run(command, home, "apj: your report is due\\n") == "apj: your report is due\n"


def test_the_systemd_units_are_valid(home: Path) -> None:
    program = shutil.which("systemd-analyze") or pytest.skip("There is no systemd-analyze on this machine.")
    for name, text in zip(("apj-remind.service", "apj-remind.timer"), blocks("ini"), strict=True):
        (home / name).write_text(text, "utf-8")
    verified = subprocess.run(
        [program, "verify", "--user", "./apj-remind.service", "./apj-remind.timer"],
        cwd=home,
        env={**os.environ, "XDG_RUNTIME_DIR": str(home), "HOME": str(home)},
        check=False,
        capture_output=True,
        text=True,
    )
    assert "apj-remind" not in verified.stderr
    (when,) = re.findall("^OnCalendar=(.*)$", PAGE, re.MULTILINE)
    assert subprocess.run([program, "calendar", when], check=False, capture_output=True).returncode == 0


def test_the_windows_task_runs_each_hour_and_shows_the_reminder() -> None:
    task = ElementTree.fromstring(blocks("xml")[1])
    found = {element.tag.removeprefix(TASK): element.text for element in task.iter() if element.text}
    assert (found["Interval"], found["Command"]) == ("PT1H", "powershell.exe")
    assert "apj -C ~/journal remind --fetch; if ($line) { New-BurntToastNotification" in str(found["Arguments"])


@pytest.mark.parametrize("shell", ["sh", "bash", "zsh", "fish"])
def test_a_login_shell_prints_the_reminder(shell: str, home: Path, demo: Path) -> None:
    program = shutil.which(shell) or pytest.skip(f"There is no {shell} on this machine.")
    (home / "journal").rmdir()
    (home / "journal").symlink_to(demo / "ana")
    (home / ".local/bin/apj").write_text(f'#!/bin/sh\nexec {shlex.quote(sys.executable)} -m apjournal "$@"\n', "utf-8")
    (line,) = blocks("sh")
    environ = surroundings(home / "settings")
    environ.update(HOME=str(home), PATH=f"{home}/.local/bin:{environ['PATH']}")
    ran = subprocess.run([program, "-c", line], env=environ, check=False, capture_output=True, text=True)
    assert ran.stdout == "apj: your partner shared something that you have not read\n"
    assert ran.returncode == 0
