"""Real editors with the settings of `docs/editors.md`: a finding appears, is repaired, and a completion is taken.

A test is skipped if its editor is not installed. On Debian: neovim, emacs-nox and elpa-eglot.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow
PAGE = (Path(__file__).parents[2] / "docs" / "editors.md").read_text("utf-8")
SESSION = Path(__file__).with_name("emacs_session.el")
WEEK = "ana/2026-W48.md"
FOUND = '"Ship v1: docs" is read as a key and a value; quote it'
REPAIRED = '  - "Ship v1: docs"'
KEPT = "Kept by Ben (Mon 23 Nov): Send the grant draft to Ines"
FIRST_CHOICE = """
vim.o.swapfile = false
vim.ui.select = function(items, _, choose) choose(items[1], 1) end  -- a question would stop it from answering
"""
PATIENCE = 15  # seconds


def read_settings(language: str, number: int = 0) -> str:
    """Return a block of settings of the page."""
    found: list[str] = re.findall(rf"^```{language}\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    return found[number]


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    """An environment in which `apj` is this one, on a Wednesday."""
    folder = tmp_path / "bin"
    folder.mkdir()
    program = folder / "apj"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m apjournal "$@"\n', "utf-8")
    program.chmod(0o755)
    package = str(Path(__file__).parents[2])
    path = f"{folder}{os.pathsep}{os.environ['PATH']}"
    return {**os.environ, "PATH": path, "PYTHONPATH": package, "APJ_NOW": "2026-11-25T10:00+00:00"}


def find_editor(name: str) -> str:
    return shutil.which(name) or pytest.skip(f"There is no {name} on this machine.")


class Neovim:
    """A running Neovim, which takes keys and answers expressions."""

    def __init__(self, program: str, socket: Path, environ: dict[str, str]) -> None:
        self._line = [program, "--server", str(socket)]
        self._environ = environ

    def type(self, keys: str) -> None:
        subprocess.run([*self._line, "--remote-send", keys], env=self._environ, check=True, timeout=PATIENCE)

    def ask(self, expression: str) -> str:
        line = [*self._line, "--remote-expr", expression]
        finished = subprocess.run(
            line, env=self._environ, capture_output=True, text=True, check=False, timeout=PATIENCE
        )
        return finished.stderr.strip()

    def wait(self, expression: str, is_right: Callable[[str], bool]) -> str:
        """Ask until the answer is right, and return it."""
        end = time.monotonic() + PATIENCE
        while not is_right(answer := self.ask(expression)):
            assert time.monotonic() < end, (expression, answer)
            time.sleep(0.1)
        return answer


@contextmanager
def open_neovim(file: Path, folder: Path, environ: dict[str, str]) -> Iterator[Neovim]:
    program = find_editor("nvim")
    version = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
    found = re.search(r"v0\.(\d+)", version)
    is_old = found is not None and int(found[1]) < 11
    settings, socket = folder / "init.lua", folder / "socket"
    settings.write_text(read_settings("lua", 1 if is_old else 0) + FIRST_CHOICE, "utf-8")
    line = [program, "--headless", "-u", str(settings), "--listen", str(socket), str(file)]
    with subprocess.Popen(line, env=environ, stdin=subprocess.DEVNULL, stderr=subprocess.DEVNULL) as running:
        try:
            end = time.monotonic() + PATIENCE
            while not socket.exists():
                assert time.monotonic() < end
                time.sleep(0.05)
            yield Neovim(program, socket, environ)
        finally:
            running.kill()


def test_neovim_shows_a_finding_repairs_it_and_completes_a_goal(
    demo: Path, tmp_path: Path, environ: dict[str, str]
) -> None:
    with open_neovim(demo / "ana" / WEEK, tmp_path, environ) as neovim:
        neovim.wait("luaeval('#vim.lsp.buf_get_clients(0)')", lambda answer: answer == "1")
        neovim.type("/Three runs<CR>O- Ship v1: docs<Esc>")
        neovim.wait("luaeval('(vim.diagnostic.get(0)[1] or {message=\"\"}).message')", lambda answer: answer == FOUND)
        neovim.type(":lua vim.lsp.buf.code_action()<CR>")
        neovim.wait("getline(search('Ship'))", lambda answer: answer == REPAIRED.strip())
        neovim.type("/^call<CR>Ooutcomes:<CR>  gra<C-x><C-o>")
        neovim.wait("getline('.')", lambda answer: answer == "grant:")


def test_emacs_shows_a_finding_repairs_it_and_completes_a_goal(
    demo: Path, tmp_path: Path, environ: dict[str, str]
) -> None:
    program = find_editor("emacs")
    if subprocess.run([program, "--batch", "-l", "eglot"], capture_output=True, check=False).returncode != 0:
        pytest.skip("Emacs has no eglot on this machine.")
    settings = tmp_path / "init.el"
    settings.write_text(read_settings("elisp"), "utf-8")
    line = [program, "--batch", "-l", str(settings), "-l", str(SESSION), str(demo / "ana" / WEEK)]
    finished = subprocess.run(line, env=environ, capture_output=True, text=True, timeout=60, check=False)
    assert finished.returncode == 0, finished.stderr
    assert f"finding: apj [colon]: {FOUND}\n" in finished.stdout
    assert f"repaired: {REPAIRED}\n" in finished.stdout
    assert "completed:   grant: \n" in finished.stdout
    assert KEPT in finished.stdout
