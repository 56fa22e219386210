"""The demo journal, built once for a whole test run by `apj demo` itself, and copied for each test that needs one."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterable
from pathlib import Path

from tests.helpers.folders import copy_folder
from tests.helpers.made_once import made_once
from tests.helpers.repos import git
from tools.record_story import surroundings


def built_once(shared: Path) -> Path:
    """Build the demo below `shared`, a folder of all processes, unless another one has, and return its folder."""
    return made_once(shared, "apj-demo", _build)


def _build(folder: Path) -> None:
    finished = subprocess.run(
        [sys.executable, "-m", "apjournal", "demo", str(folder)],
        env=surroundings(folder.parent),
        capture_output=True,
        text=True,
        check=False,
    )
    assert finished.returncode == 0, finished.stdout + finished.stderr
    said_by(folder).write_text(finished.stdout, "utf-8")


def said_by(demo: Path) -> Path:
    """Return the file with the output of `apj demo`."""
    return demo.with_suffix(".txt")


def pack(folder: Path) -> None:
    """Pack the repositories of a journal into few files, so that copying is fast."""
    for repository in ("ana", "ben", "shared.git"):
        git(folder / repository, "-c", "repack.writeBitmaps=false", "repack", "-a", "-d", "-n", "-q")


def copied(demo: Path, to: Path, clones: Iterable[str] = ("ana", "ben")) -> Path:
    """Copy a demo journal. The clones then share through the copy."""
    copy_folder(demo, to)
    for clone in clones:
        for file in (to / clone / ".git" / "config", to / clone / ".git" / "apj" / "fetched"):
            if file.exists():
                file.write_text(file.read_text("utf-8").replace(str(demo), str(to)), "utf-8")
        assert str(to) in (to / clone / ".git" / "config").read_text("utf-8")
    return to
