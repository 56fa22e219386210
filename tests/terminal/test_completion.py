"""Completion in the shells, each set up by its line in docs/anywhere.md."""

from __future__ import annotations

import re
import shutil
import sys
from pathlib import Path

import pytest

from tests.terminal.terminal import Desk, Terminal

PAGE = (Path(__file__).parent.parent.parent / "docs" / "anywhere.md").read_text("utf-8")
SETTINGS = {"bash": ".bashrc", "zsh": ".zshrc", "fish": ".config/fish/config.fish"}
PLAIN = {
    "bash": "PS1='here> '\n",
    "zsh": "PROMPT='here> '\nautoload -Uz compinit && compinit -u\n",
    "fish": "function fish_prompt\n echo -n 'here> '\nend\n",
}


@pytest.mark.parametrize("name", SETTINGS)
def test_tab_completes_partners_weeks_and_goals(name: str, ana: Desk, tmp_path: Path) -> None:
    shell = shutil.which(name) or pytest.skip(f"There is no {name} on this machine.")
    (line,) = re.findall(rf"^```{name}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    settings, program = tmp_path / "home" / SETTINGS[name], tmp_path / "bin" / "apj"
    for path, text in (
        (settings, PLAIN[name] + line),
        (program, f'#!/bin/sh\nexec {sys.executable} -m apjournal "$@"\n'),
    ):
        path.parent.mkdir(parents=True)
        path.write_text(text, "utf-8")
    program.chmod(0o755)
    home = str(tmp_path / "home")
    env = ana.env(PATH=f"{program.parent}:{ana.env()['PATH']}", HOME=home, ZDOTDIR=home, APJ_PARTNER="ana")
    with Terminal(shell, "-i", cwd=ana.root, env=env, columns=150) as terminal:
        terminal.answer("here> ", "apj --as an\t").answer("--as ana", "report la\t").answer("report last", "-o thr\t")
        terminal.answer("-o three-runs=", "do\t").see("done")
