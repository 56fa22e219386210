"""Parts of GitPython and git that are not used, because they can or could run or write what others choose."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import git
import pytest
from git.cmd import Git
from git.config import GitConfigParser
from git.util import Actor

import apjournal
from tests.helpers.people import FIVE_LINES, begin

PACKAGE = Path(apjournal.__file__).parent
NOT_USED = re.compile(
    r"clone_from|create_remote|config_writer|iter_commits|\.submodules?\b|\.blame\(|\.archive\(|\bRepo\b|\.remotes?\["
    r"|\.index\.(add|commit|checkout|move|remove)|\.pull\(|shell=True"
)
COMPOSES = "gitrepo/compose_history.py"
COMMANDS = {
    *(
        "cat-file",
        "commit-tree",
        "config",
        "diff-tree",
        "fetch",
        "for-each-ref",
        "hash-object",
        "index-pack",
        "init",
        "log",
    ),
    *("ls-files", "ls-remote", "ls-tree", "merge-base", "merge-tree", "push", "rev-list"),
    *("rev-parse", "symbolic-ref", "unpack-objects", "update-index", "update-ref", "version"),
}
"""The commands of git that apj runs. None of them checks files out, clones, applies patches or enters submodules."""


def sources() -> Iterator[tuple[str, str]]:
    """Return the name in the package and the text of each module."""
    for path in PACKAGE.rglob("*.py"):
        yield path.relative_to(PACKAGE).as_posix(), path.read_text("utf-8")


def test_the_dangerous_parts_of_gitpython_are_not_used() -> None:
    # GitPython's Repo is the place of objects in memory in the one module that composes commits of apj's own texts.
    texts = {name: text.replace("Repo", "") if name == COMPOSES else text for name, text in sources()}
    assert {name for name, text in texts.items() if NOT_USED.search(text)} == set()


def test_gitpython_is_used_only_for_commits_of_apjs_own_files() -> None:
    imports = {name: re.findall(r"^\s*(?:import|from) git(?:db)?\b.*", text, re.MULTILINE) for name, text in sources()}
    assert {name for name, found in imports.items() if found} == {COMPOSES}
    assert {line.strip().partition("  #")[0] for line in imports[COMPOSES]} == {
        "import git",
        "from git import Repo",
        "from git import Actor, Commit, Tree",
        "from git.objects.fun import tree_to_stream",
        "from gitdb import IStream",
        "from gitdb import MemoryDB",
    }


def test_only_the_demo_composes_commits_with_gitpython() -> None:
    users = {name for name, text in sources() if "gitrepo.compose_history" in text}
    assert users == {"usecases/demo.py"}


def asked_of_git(text: str) -> Iterator[str]:
    """Return the git command of each `git.run_git("…")` and `git.start_child("…")`."""
    for node in ast.walk(ast.parse(text)):
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Attribute)
            and node.func.attr in {"run_git", "start_child"}
            and "git" in ast.unparse(node.func.value)
        ):
            words = [arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)]
            yield from (word for word in words[:1] if not word.startswith("-"))


def test_apj_runs_only_a_few_safe_git_commands() -> None:
    texts = (text for _, text in sources() if "run_git(" in text or "start_child(" in text)
    asked = {word for text in texts for word in asked_of_git(text)}
    assert "rev-list" in asked
    assert asked <= COMMANDS


def test_only_the_runner_the_settings_and_the_editor_start_processes() -> None:
    starts = re.compile(r"\b(subprocess\.(run|call|check_\w+)\(|Popen\(|os\.(system|popen|exec\w*|spawn\w*)\(|pty\.)")
    found = {name for name, text in sources() if starts.search(text)}
    assert found == {
        "gitrepo/plumbing/runner.py",
        "gitrepo/plumbing/config.py",
        "services/edit/editor.py",
        "services/search/match_expression.py",
    }


def test_only_git_and_the_server_on_this_machine_use_the_network() -> None:
    networked = re.compile(r"^\s*(import|from) (socket|ssl|http|ftplib|smtplib|urllib\.request|webbrowser)\b", re.M)
    assert {name for name, text in sources() if networked.search(text)} == {"web/server.py"}


def test_the_language_server_uses_asyncio_only_for_a_timer() -> None:
    used = {name: set(re.findall(r"\basyncio\.(\w+)", text)) for name, text in sources() if "import asyncio" in text}
    assert used.pop("lsp/server.py") == {"TimerHandle", "get_running_loop"}
    assert used.keys() <= {"web/server.py"}


@pytest.fixture
def ran(monkeypatch: pytest.MonkeyPatch) -> set[str]:
    """Make every part of GitPython raise an error, and record the commands that the runner starts."""
    commands: set[str] = set()
    start = subprocess.Popen

    def noted(command: list[str], **options: Any) -> Any:
        words = iter(command[1:])
        for word in words:
            if word in {"-C", "-c"}:
                next(words)
            elif not word.startswith("-"):
                commands.add(word)
                break
        return start(command, **options)

    def refused(self: object, *_: object, **__: object) -> None:
        raise AssertionError(f"{type(self).__name__} of GitPython is used")

    for part in (git.Repo, git.Remote, git.Submodule, git.IndexFile, git.Commit, git.Reference, GitConfigParser, Actor):
        monkeypatch.setattr(part, "__init__", refused)
    monkeypatch.setattr(Git, "_call_process", refused)
    monkeypatch.setattr(Git, "execute", refused)
    monkeypatch.setattr("apjournal.gitrepo.plumbing.runner.subprocess.Popen", noted)
    return commands


def test_two_partners_can_do_a_whole_week_without_gitpython(tmp_path: Path, ran: set[str]) -> None:
    ana, ben = begin(tmp_path)
    ana.write("ana/2026-W48.md", FIVE_LINES)
    ana.apj("sync")
    ben.apj("sync")
    ben.apj("review", "ana", "--keep")
    ben.apj("sync")
    ana.apj("sync")
    for command in ("status", "verify", "check", "summary", "doctor"):
        ana.apj(command, code=None)
    assert {"fetch", "push", "cat-file", "unpack-objects", "log"} <= ran <= COMMANDS
