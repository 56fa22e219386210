"""A partner at work, as a program: she writes a line and shares it, again and again, and tells how that went.

Run as `python -m tests.helpers.at_work HANDLE CLONE ROUNDS`. It stops at the first command that does not end well.
"""

from __future__ import annotations

import json
import sys
import time
from dataclasses import asdict, dataclass
from pathlib import Path

from apjournal.gitrepo import remote
from tests.helpers.people import MONDAY, Person


@dataclass(frozen=True)
class Shared:
    """How one sync went: how often it pushed until it was through, and how many seconds it took."""

    pushes: int
    seconds: float


def work(person: Person, rounds: int) -> list[Shared]:
    """Write and share so many times."""
    plain, pushed = remote.push, []
    remote.push = lambda *args: pushed.append(args) or plain(*args)  # type: ignore[func-returns-value]
    done = []
    for number in range(rounds):
        person.apj("log", f"{person.handle} {number}.")
        pushed.clear()
        begun = time.monotonic()
        person.apj("sync")
        done.append(Shared(len(pushed), time.monotonic() - begun))
    return done


if __name__ == "__main__":
    handle, clone, times = sys.argv[1:]
    sys.stdout.write(json.dumps([asdict(shared) for shared in work(Person(handle, Path(clone), MONDAY), int(times))]))
