"""Every command line on a page works, also in a block that `test_docs` does not run.

`apj` accepts each `apj` line. Each `git` line runs in a clone of the demo, with real commits in place of `C`, `A`, `ID`
and `COMMIT`, and each Python block runs after the command lines of its page.
"""

from __future__ import annotations

import re
import shlex
import subprocess
import sys
from pathlib import Path

import click
import pytest

from apjournal.cli.main import apj
from tests.helpers.repos import git
from tests.test_docs import PAGES, command_lines, run
from tools.record_story import surroundings

BLOCK = re.compile(r"^ *```(text|sh)\n(.*?)^ *```", re.MULTILINE | re.DOTALL)
COMMENT = re.compile(r" {2,}.*| +# .*|; echo \$\?.*")
ELSEWHERE = {"docs/releasing.md": "tags and pushes a version"}
"""The pages whose `git` lines cannot run in the demo, with the reason."""
SHALLOW = "git fetch --unshallow"
"""The line that is for a shallow clone, so that it needs one."""
GOALS = "---\ngoals:\n  - Rest\n---\n"


def plain_lines(page: str, program: str) -> list[str]:
    """Return the command lines of a program in the blocks that are not run as they stand, without their comments."""
    lines = [line.strip() for _, block in BLOCK.findall(PAGES[page]) for line in block.splitlines()]
    return [COMMENT.sub("", line) for line in lines if line.startswith(f"{program} ")]


APJ = [page for page in PAGES if plain_lines(page, "apj")]
GIT = [page for page in PAGES if plain_lines(page, "git") and page not in ELSEWHERE]
PYTHON = [page for page in PAGES if "```python" in PAGES[page] and page != "docs/api.md"]
"""The pages with Python, but for that of the API, which has a test of its own."""


@pytest.mark.parametrize("page", APJ)
def test_apj_accepts_every_command_line_that_a_page_shows(page: str) -> None:
    refused = []
    for line in plain_lines(page, "apj"):
        if page == "docs/commands.md" and re.search(r"\[OPTIONS\]", line):
            continue  # how a command is called in general
        try:
            context = click.Context(apj)
            _, words, _ = apj.make_parser(context).parse_args(shlex.split(line)[1:])
            if words:
                command = apj.get_command(context, words[0])
                assert command, line
                command.make_context(words[0], words[1:], parent=context)
        except click.ClickException as error:
            refused.append(f"{line}: {error.format_message()}")
    assert refused == []


@pytest.mark.parametrize("page", GIT)
def test_every_git_command_line_that_a_page_shows_runs_in_the_demo(page: str, demo: Path) -> None:
    clone = demo / "ben"
    git(clone, "config", "user.name", "Ben Adler")
    git(clone, "config", "user.email", "ben@example.org")
    kept = re.findall(r"[0-9a-f]{40}", (clone / "ben/kept.md").read_text("utf-8"))[-1]
    ids = {"C": kept, "COMMIT": kept, "A": git(clone, "log", "-1", "--format=%H", "--", "ben/kept.md")}
    ids["ID"] = git(clone, "rev-parse", f"{kept}:agreement.md")
    for path, text in ((".github/workflows/apj.yml", "on: push\n"), ("ben/2026-W49.md", GOALS)):
        (clone / path).parent.mkdir(parents=True, exist_ok=True)
        (clone / path).write_text(text, "utf-8")
    refused = []
    for line in plain_lines(page, "git"):
        if line == SHALLOW:
            continue
        words = re.sub(r"(?<![\w-])(COMMIT|ID|C|A)(?![\w-])", lambda found: ids[found[1]], line)
        ran = subprocess.run(
            words, shell=True, cwd=clone, env=surroundings(demo.parent), stdin=subprocess.DEVNULL,
            capture_output=True, text=True, check=False,
        )  # fmt: skip
        if ran.returncode != 0:
            refused.append(f"$ {words}\n{ran.stdout}{ran.stderr}exits with {ran.returncode}")
    assert refused == []


def test_the_command_line_for_a_shallow_clone_completes_the_clone(demo: Path, tmp_path: Path) -> None:
    assert SHALLOW in plain_lines("docs/verify-by-hand.md", "git")
    git(tmp_path, "clone", "--quiet", "--depth=1", f"file://{demo / 'ben'}", "shallow")
    git(tmp_path / "shallow", *shlex.split(SHALLOW)[1:])
    assert git(tmp_path / "shallow", "rev-parse", "--is-shallow-repository") == "false"


@pytest.mark.parametrize("page", PYTHON)
def test_the_python_on_a_page_runs_after_its_command_lines(page: str, demo: Path) -> None:
    for line in command_lines(PAGES[page]):
        run(line, demo)
    for code in re.findall(r"```python\n(.*?)```", PAGES[page], re.DOTALL):
        words, environ = [sys.executable, "-c", code], surroundings(demo.parent)
        ran = subprocess.run(words, cwd=environ["HOME"], env=environ, capture_output=True, text=True, check=False)
        assert ran.stderr == ""
