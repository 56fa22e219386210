"""The tests do not touch the repository from which they are run, even if one of its hooks runs them."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.helpers.repos import commit, new_repository

ROOT = Path(__file__).parent.parent
FILES = ("tests/cli/test_formats.py", "tests/gitrepo/plumbing/test_refs.py", "tests/attacks/test_editors.py")
SELECTED = "formats or refs or without_a_shell"


@pytest.mark.slow
def test_tests_run_by_a_hook_leave_its_repository_unchanged(tmp_path: Path) -> None:
    own = new_repository(tmp_path / "own")
    commit(own, {"a.txt": "mine\n"})
    before = read_all(own)
    hook = {"GIT_DIR": str(own / ".git"), "GIT_INDEX_FILE": str(own / ".git/index"), "GIT_WORK_TREE": str(own)}
    tests = [sys.executable, "-m", "pytest", "-q", "-n", "0", "-p", "no:cacheprovider", "-k", SELECTED, *FILES]
    ran = subprocess.run(tests, cwd=ROOT, env=os.environ | hook, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout
    assert read_all(own) == before


def read_all(folder: Path) -> dict[Path, bytes]:
    """Return all files below a folder."""
    return {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
