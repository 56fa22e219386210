"""What of GitPython is not used, because each of these had or has a way to run or write what others choose."""

from __future__ import annotations

import re
from pathlib import Path

import apjournal

PACKAGE = Path(apjournal.__file__).parent
NOT_USED = re.compile(
    r"clone_from|create_remote|config_writer|iter_commits|\.submodules?\b|\.blame\(|\.archive\(|\bRepo\b|\.remotes?\["
    r"|\.index\.(add|commit|checkout|move|remove)|\.pull\(|shell=True"
)


def test_the_dangerous_parts_of_gitpython_are_not_used() -> None:
    used = {path.name for path in PACKAGE.rglob("*.py") if NOT_USED.search(path.read_text("utf-8"))}
    assert used == set()


def test_gitpython_is_named_in_the_runner_alone() -> None:
    importing = {
        path.relative_to(PACKAGE).as_posix()
        for path in PACKAGE.rglob("*.py")
        if re.search(r"^\s*(import|from) git\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert importing == {"gitrepo/runner.py"}
