"""The journals of many pairs: a bare repository for each on the server, and a clone for each partner who takes part."""

from __future__ import annotations

import shutil
from dataclasses import dataclass
from pathlib import Path

from journals import find_journal, run_git

WEEKS = (4, 13, 26, 52, 104, 156)
"""How old the journals of the pairs are, in turn."""
PARTNERS = ("ana", "ben")


@dataclass(frozen=True)
class Pair:
    """A pair: the name of its repository on the server, and how many weeks it has written."""

    name: str
    weeks: int


def list_pairs(count: int) -> list[Pair]:
    """Return the pairs, of all ages alike."""
    return [Pair(f"pair{number:04}.git", WEEKS[number % len(WEEKS)]) for number in range(count)]


def make_repositories(pairs: list[Pair], server: Path) -> None:
    """Make the bare repository of each pair; what a host needs to let it be pushed to over HTTP is set."""
    for pair in pairs:
        source = find_journal(years=pair.weeks / 52) / "shared.git"
        shutil.copytree(source, server / pair.name, ignore=shutil.ignore_patterns("*.sample"))
        with (server / pair.name / "config").open("a", encoding="utf-8") as file:
            file.write("[http]\n\treceivepack = true\n")


def make_clones(pair: Pair, folder: Path, address: str) -> list[Path]:
    """Make the clones of both partners, who have each written a line that is not committed."""
    clones = []
    for partner in PARTNERS:
        clone = folder / pair.name / partner
        source = find_journal(years=pair.weeks / 52) / partner
        shutil.copytree(source, clone, ignore=shutil.ignore_patterns("*.sample"))
        run_git(clone, "remote", "set-url", "origin", f"{address}/{pair.name}")
        run_git(clone, "update-index", "-q", "--refresh")
        with (clone / partner / "2026-W48.md").open("a", encoding="utf-8") as file:
            file.write("One more line.\n")
        clones.append(clone)
    return clones


def measure_folder(folder: Path) -> tuple[int, int]:
    """Return how many files a folder has, and the bytes that they take on the disk."""
    found = [path.lstat() for path in folder.rglob("*") if not path.is_dir()]
    return len(found), sum(each.st_blocks * 512 for each in found)
