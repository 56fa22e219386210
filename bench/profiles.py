"""Where the work of a command is: the share of its own time in each room of the package, by cProfile."""

from __future__ import annotations

import pstats
import sys
from collections.abc import Mapping
from tempfile import TemporaryDirectory

from counts import require_run
from measure_rows import Counted, Scenes, Units, build_job
from report import build_table
from rooms import group_by_room
from rows import Row

_LEAST_SHARE = 0.04
_PROFILED = """\
import cProfile, os, sys
to, sys.argv[:2] = sys.argv[1], ["apj"]
profile = cProfile.Profile()
def note():
    profile.disable()
    profile.dump_stats(to)
end = os._exit
os._exit = lambda code: (note(), end(code))
profile.enable()
from apjournal.__main__ import main
try:
    main()
finally:
    note()
"""
"""Runs a command line of apj, and writes its profile to a file."""


def describe_profiles(rows: Mapping[Row, Counted], scenes: Scenes, units: Units) -> str:
    """Return the rooms in which the rows above their limit by instructions work. "" if there are none."""
    above = [row for row, counted in rows.items() if counted.long and counted.is_above(row, units)]
    if not above:
        return ""
    table = [[row.name, ", ".join(_describe_share(*each) for each in _profile_row(row, scenes))] for row in above]
    return f"""
Where these commands spend their time, under Python's profiler. "Imports" are the modules of all packages, "git" is
waiting for its processes. A function of Python's own library counts for the room that calls it; "other" is what such
functions call in turn.

{build_table(("command", "rooms that take at least 4% of the time"), table)}"""


def _profile_row(row: Row, scenes: Scenes) -> list[tuple[str, float]]:
    """Return the rooms of a row with their shares, the largest first."""
    with scenes.borrow(is_new=row.writes) as scene, TemporaryDirectory(prefix="apj-profile-") as beside:
        job = build_job(row, scene.long)
        job.prepare()
        kept = f"{beside}/profile"
        require_run([sys.executable, "-c", _PROFILED, kept, *job.command[1:]], job.folder, job.environ)
        seconds = group_by_room(pstats.Stats(kept).stats)  # type: ignore[attr-defined]  # typeshed leaves it out
    total = sum(seconds.values())
    longest_first = sorted(seconds.items(), key=lambda one: -one[1])
    return [(room, each / total) for room, each in longest_first if each / total >= _LEAST_SHARE]


def _describe_share(room: str, share: float) -> str:
    return f"{room} {share:.0%}"
