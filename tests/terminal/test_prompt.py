"""The lines of `docs/prompt.md` in their shells: what the prompt shows, and which processes it starts."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.terminal.terminal import ENTER, Desk, Terminal

PAGE = (Path(__file__).parent.parent.parent / "docs" / "prompt.md").read_text("utf-8")
WEDNESDAY = "2026-11-25T18:00+01:00"
LINE = "apj W48 4 open, call in 5 d"
SHELLS = ("bash", "zsh", "fish")


def lines_for(language: str) -> str:
    """Return the one block of the page in a language."""
    (block,) = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return str(block)


def program(name: str) -> str:
    """Return a program's path, or skip the test without it."""
    return shutil.which(name) or pytest.skip(f"There is no {name} on this machine.")


@pytest.fixture
def desk(ana: Desk, tmp_path: Path) -> Desk:
    """Ana's desk on Wednesday. Each start of `apj` is recorded in the file `started`."""
    notes, wrapper = tmp_path / "started", tmp_path / "bin" / "apj"
    notes.touch()
    wrapper.parent.mkdir()
    run = f"{shlex.quote(sys.executable)} -m apjournal"
    wrapper.write_text(f'#!/bin/sh\necho "$*" >>{shlex.quote(str(notes))}\nexec {run} "$@"\n', "utf-8")
    wrapper.chmod(0o755)
    return ana.at(WEDNESDAY)


def started(tmp_path: Path) -> list[str]:
    return (tmp_path / "started").read_text("utf-8").splitlines()


def begun(name: str, desk: Desk, home: Path) -> Terminal:
    """Start a shell with the settings of the page, outside of any journal."""
    shell, lines = program(name), lines_for(name)
    settings = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/functions/fish_right_prompt.fish"}[name]
    plain = {"bash": "PS1='here> '\n", "zsh": "PROMPT='here> '\n", "fish": ""}[name]
    (home / settings).parent.mkdir(parents=True, exist_ok=True)
    (home / settings).write_text(plain + lines, "utf-8")
    if name == "fish":
        (home / ".config/fish/config.fish").write_text("function fish_prompt\n echo -n 'here> '\nend\n", "utf-8")
    path = f"{home.parent / 'bin'}:{os.environ['PATH']}"
    env = desk.env(PATH=path, HOME=str(home), ZDOTDIR=str(home), XDG_CONFIG_HOME=str(home / ".config"))
    return Terminal(shell, "-i", cwd=home, env=env, columns=100)


@pytest.mark.parametrize("name", SHELLS)
def test_the_shell_prompt_shows_the_line_only_in_a_journal(name: str, desk: Desk, tmp_path: Path) -> None:
    home = tmp_path / "home"
    home.mkdir()
    with begun(name, desk, home) as shell:
        shell.see("here> ")
        shell.press(ENTER).see("here> ")
        assert started(tmp_path) == []
        shell.press(f"cd {shlex.quote(str(desk.root / 'ana'))}", ENTER)
        shell.see(LINE)
        assert started(tmp_path) == ["status --short"]
        shell.press("cd /", ENTER, "echo el''sewhere", ENTER)
        assert LINE not in shell.see("elsewhere\n").rpartition("cd /")[2]
        assert started(tmp_path) == ["status --short"]


def test_starship_shows_the_line_only_in_a_journal(desk: Desk, tmp_path: Path) -> None:
    settings = tmp_path / "starship.toml"
    settings.write_text(f'format = "$custom"\n{lines_for("toml")}', "utf-8")
    module = tomllib.loads(settings.read_text("utf-8"))["custom"]["apj"]
    for folder in (desk.root, desk.root / "ana", desk.root / "ben"):
        assert [name for name in module["detect_files"] if (folder / name).exists()]
    env = desk.env(PATH=f"{tmp_path / 'bin'}:{os.environ['PATH']}", STARSHIP_CONFIG=str(settings), STARSHIP_SHELL="sh")
    # Without starship, what it would run.
    command = ["starship", "prompt"] if shutil.which("starship") else ["sh", "-c", module["command"]]
    for folder in (desk.root, desk.root / "ana"):
        assert LINE in shown(command, folder, env)
    if command[0] == "starship":
        before = started(tmp_path)
        assert "apj" not in shown(command, tmp_path, env)
        assert started(tmp_path) == before


def shown(command: list[str], folder: Path, env: dict[str, str]) -> str:
    return subprocess.run(command, cwd=folder, env=env, capture_output=True, text=True, check=True).stdout
