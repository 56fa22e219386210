"""Where the work of a command is: the share of its own CPU time in each room of the package, by cProfile."""

from __future__ import annotations

import pstats
import sys
from collections.abc import Mapping
from tempfile import TemporaryDirectory

from counts import require_run
from describe_rows import FLAT
from measure_rows import YEARS, Counted, Scenes, Units, build_job
from report import build_table
from rooms import group_by_room
from rows import Row

_LEAST_SHARE = 0.04
_RUNS = 7
"""How often a row is profiled whose growth is looked at."""
_PROFILED = """\
import cProfile, os, sys, time
to, sys.argv[:2] = sys.argv[1], ["apj"]
profile = cProfile.Profile(time.process_time)
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
    table = [[row.name, _describe_shares(_profile_row(row, scenes))] for row in above]
    return f"""
Where these commands spend their time, under Python's profiler. "Imports" are the modules of all packages, "git" is
waiting for its processes. A function of Python's own library counts for the room that calls it; "other" is what such
functions call in turn.

{build_table(("command", "rooms that take at least 4% of the time"), table)}"""


def describe_growth(rows: Mapping[Row, Counted], scenes: Scenes) -> str:
    """Return the rooms in which the rows that are not flat do more after many years than after one. "" if all are."""
    growing = [row for row, each in rows.items() if each.long and each.short and each.long.own > FLAT * each.short.own]
    if not growing:
        return ""
    table = []
    for row in growing:
        many, one = (_profile_least(row, scenes, short=short) for short in (False, True))
        more = {room: max(0.0, seconds - one.get(room, 0.0)) for room, seconds in many.items()}
        table.append([row.name, _describe_shares(more)])
    return f"""
Where the rows that are not flat spend the time that {YEARS} years take more than one year:

{build_table(("command", "rooms that take at least 4% of that time"), table)}"""


def _profile_least(row: Row, scenes: Scenes, *, short: bool) -> dict[str, float]:
    """Return the least CPU seconds of a row in each room over some runs, since the difference of two runs is small."""
    runs = [_profile_row(row, scenes, short=short) for _ in range(_RUNS)]
    return {room: min(run.get(room, 0.0) for run in runs) for room in runs[0]}


def _profile_row(row: Row, scenes: Scenes, *, short: bool = False) -> dict[str, float]:
    """Return the CPU seconds of a row in each room, on the journal of many years or the `short` one."""
    with scenes.borrow(is_new=row.writes) as scene, TemporaryDirectory(prefix="apj-profile-") as beside:
        job = build_job(row, scene.short if short else scene.long)
        job.prepare()
        kept = f"{beside}/profile"
        require_run([sys.executable, "-c", _PROFILED, kept, *job.command[1:]], job.folder, job.environ)
        return group_by_room(pstats.Stats(kept).stats)  # type: ignore[attr-defined]  # typeshed leaves it out


def _describe_shares(seconds: Mapping[str, float]) -> str:
    """Return the rooms with their shares of all seconds, the largest first."""
    total = sum(seconds.values()) or 1.0
    largest_first = sorted(seconds.items(), key=lambda one: -one[1])
    return ", ".join(f"{room} {each / total:.0%}" for room, each in largest_first if each / total >= _LEAST_SHARE)
