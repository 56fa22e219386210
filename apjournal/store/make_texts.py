"""Make the texts of many files, and share the work among several processes where the system can fork.

With two processors, the 800 pages of a journal of ten years are made in two thirds of the time.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Collection, Mapping, Sequence
from typing import IO

import msgspec

ENOUGH = 100
"""From this number of texts on, another process is worth its start and the transfer of what it made."""

_MOST = 4

Makes = Mapping[str, Callable[[], str]]


def make_texts(makes: Makes, apart: Collection[str], processes: int | None = None) -> dict[str, str]:
    """Return the text that each function makes, by name.

    Other processes make those in `apart`: such a function changes nothing and does not ask git. By default, there are
    as many of these as processors, at most four; with one processor, and for a few texts, there are none.
    """
    if processes is None:
        processes = _count_helpers() if len(apart) >= ENOUGH else 0
    names = [name for name in makes if name in apart]
    begun = [(part, _begin(makes, part)) for start in range(processes) if (part := names[start::processes])]
    elsewhere = {name for part, _ in begun for name in part}
    made = {name: make() for name, make in makes.items() if name not in elsewhere}
    for part, helper in begun:
        made |= _collect(makes, part, helper)
    return {name: made[name] for name in makes}


def _count_helpers() -> int:
    """Return the number of processes that help this one: one for each processor while it does its own part."""
    processors = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(processors, _MOST) if hasattr(os, "fork") and processors > 1 else 0


_Helper = tuple[int, IO[bytes]] | None
"""The id of a process, and the pipe that it writes its texts to, or None if it could not be started."""


def _begin(makes: Makes, names: Sequence[str]) -> _Helper:
    reads, writes = os.pipe()
    try:
        process = os.fork()
    except OSError:  # too many processes, or too little memory
        os.close(reads)
        os.close(writes)
        return None
    if process == 0:
        try:
            os.close(reads)
            with open(writes, "wb") as pipe:
                pipe.write(msgspec.msgpack.encode([makes[name]() for name in names]))
        finally:
            os._exit(0)  # everything else belongs to the first process
    os.close(writes)
    return process, open(reads, "rb")


def _collect(makes: Makes, names: Sequence[str], helper: _Helper) -> dict[str, str]:
    """Return the texts that another process made. If it did not make all of them, make them here."""
    if helper:
        process, pipe = helper
        with pipe:
            data = pipe.read()
        os.waitpid(process, 0)
        try:
            return dict(zip(names, msgspec.msgpack.decode(data, type=list[str]), strict=True))
        except (msgspec.DecodeError, ValueError):
            pass
    return {name: makes[name]() for name in names}
