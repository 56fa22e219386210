"""The journals that are measured: made once in `.bench/`, copied for each use, and prepared for a command."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from hashlib import sha256
from pathlib import Path

from make_journal import make_journal

NOW = "2026-11-25T10:00+01:00"
"""The moment at which every command runs: Wednesday of the journal's last week."""
CACHE = Path(__file__).parent.parent / ".bench"
"""What is made once: journals, and the peers' environments."""


def find_folder_in_memory() -> str | None:
    """Return a folder in memory, so that no measured command waits for a disk. None if there is none."""
    return "/dev/shm" if os.access("/dev/shm", os.W_OK) else None


def find_journal(*, years: float, partners: int = 2) -> Path:
    """Return the folder of such a journal in the cache, which is for reading; make it first if needed."""
    recipe = sha256(Path(__file__).with_name("make_journal.py").read_bytes()).hexdigest()[:8]
    folder = CACHE / "journals" / f"partners{partners}-years{years:g}-{recipe}"
    if not folder.exists():
        unfinished = folder.with_name(f"{folder.name}.{os.getpid()}")
        make_journal(unfinished, years=years, partners=partners)
        unfinished.rename(folder)
        adopt_copy(folder)
    return folder


def copy_journal(journal: Path, to: Path) -> Path:
    """Copy a journal into a new folder, as if it had been made there, and return that."""
    shutil.copytree(journal, to, symlinks=True)
    adopt_copy(to)
    return to


def adopt_copy(journal: Path) -> None:
    """Set the copy's own bare repository as the remote of its clones, and refresh their index."""
    time.sleep(0.05)  # git reads a file again if it changed in the moment when the index was written
    for clone in (journal / "ana", journal / "ben"):
        run_git(clone, "remote", "set-url", "origin", str(journal / "shared.git"))
        run_git(clone, "update-index", "-q", "--refresh", "--force-write-index")


def build_environment(clone: Path) -> dict[str, str]:
    """Return the environment of the partner whose clone it is: a fixed clock, and no git settings but the clone's."""
    who = {"NAME": f"{clone.name.capitalize()} Example", "EMAIL": f"{clone.name}@example.org"}
    identity = {f"GIT_{role}_{part}": value for role in ("AUTHOR", "COMMITTER") for part, value in who.items()}
    return {
        "PATH": os.environ["PATH"],
        "HOME": str(clone.parent),
        "LC_ALL": "C.UTF-8",
        "GIT_CONFIG_NOSYSTEM": "1",
        "APJ_NOW": NOW,
        **identity,
    }


def run_git(clone: Path, *arguments: str) -> str:
    """Run plain git as the partner whose clone it is, and return what it prints."""
    return subprocess.run(
        ["git", *arguments], cwd=clone, check=True, env=build_environment(clone), stdout=subprocess.PIPE, text=True
    ).stdout.strip()


# ---- what is done to a journal before a command


def remove_next_week(journal: Path) -> None:
    """Remove next week's file, so that it can be made again."""
    (journal / "ana" / "ana" / "2026-W49.md").unlink(missing_ok=True)


def remove_cache(journal: Path) -> None:
    """Remove what apj keeps for itself beside git's data."""
    shutil.rmtree(journal / "ana" / ".git" / "apj", ignore_errors=True)


def write_on_both_sides(journal: Path) -> None:
    """Write one line as each partner. Ben's is shared; Ana's is not committed yet."""
    run_git(journal / "ben", "pull", "--quiet", "--no-rebase", "--no-edit")
    for partner in ("ana", "ben"):
        with (journal / partner / partner / "2026-W48.md").open("a", encoding="utf-8") as file:
            file.write("One more line.\n")
    run_git(journal / "ben", "commit", "--quiet", "--all", "--message=ben 2026-W48: notes")
    run_git(journal / "ben", "push", "--quiet")
