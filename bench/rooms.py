"""The rooms of the package in which a profiled run spent its time."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from pathlib import Path

import apjournal

PACKAGE = Path(apjournal.__file__).parent
Place = tuple[str, int, str]
"""A function as the profile names it: its file, line and name."""
Times = tuple[int, int, float, float]
"""Calls without and with recursion, seconds in the function itself, and seconds with all that it called."""
Function = tuple[int, int, float, float, Mapping[Place, Times]]
"""The same of one function, and its times by caller."""


def group_by_room(stats: Mapping[Place, Function]) -> dict[str, float]:
    """Return the seconds of each room of the package in what `pstats` has read from a profile."""
    seconds = defaultdict[str, float](float)
    for place, (_, _, own, _, callers) in stats.items():
        room = _find_room(place)
        if room or not callers:
            seconds[room or "other"] += own
            continue
        for caller, (_, _, part, _) in callers.items():
            seconds[_find_room(caller) or "other"] += part
    return seconds


def _find_room(place: Place) -> str:
    """Return the room of a function: two folders of the package, "imports", "git", or "" for Python's own library."""
    file, _, name = place
    if Path(file).is_relative_to(PACKAGE):
        return "/".join(Path(file).relative_to(PACKAGE).with_suffix("").parts[:2])
    if "importlib" in file or name in ("<built-in method marshal.loads>", "<built-in method builtins.__build_class__>"):
        return "imports"
    return "git" if "poll" in name or "fork_exec" in name else ""
