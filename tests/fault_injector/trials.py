"""A command that writes, tried with faults: what must be true after each, and after the next run.

After a fault, each file is whole, old or new. The branch is where it was or where the command moves it. What apj has
acknowledged exists, git is content, and everything reported as done is done. Then the same command runs again. It
succeeds, or says what to do and then succeeds. The result is the same as after a run without a fault, and nothing is
left over.
"""

from __future__ import annotations

import random
import re
import shutil
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from tests.fault_injector.faults import EACH, Fault, await_end, is_told, killed, put_back, struck
from tests.fault_injector.snapshot import (
    Facts,
    State,
    files_below,
    files_held,
    grow_old,
    left_by_git,
    read_state,
    repositories,
    standing,
)
from tests.fault_injector.writing_commands import Command
from tests.helpers.attacked import Attacked
from tests.helpers.folders import copy_folder
from tests.helpers.invariants import Watched, fsck, written_elsewhere
from tests.helpers.people import Ran

_ACCOUNTS = re.compile(r"[Ww]ritten|wrote|Noted|ommitted|From Ben|has moved|[Rr]ecord")
_PLAIN_GITS = (": refs/remotes/", ": file index.lock")
DONE_BEFORE = 2
"""How what begins a journal ends where it is begun; what it could not finish the next command of another kind does."""
Strike = tuple[Fault, int]
"""A fault, and the number of the moment at which it happens."""


@dataclass
class Trial:
    """A command on its journal: the state before it, and after one and two runs without a fault.

    `copy` is the journal's folder before it, `temporary` the folder for temporary files, `held` everything that the
    branches contained, file by file. `moments` are those of the first run, and `seconds` its time. `sound` are the
    states of repositories in which nothing wrong was found.
    """

    journal: Attacked
    command: Command
    temporary: Path
    copy: Path
    known: Watched
    before: Facts
    after: tuple[Facts, ...]
    codes: tuple[int, ...]
    held: set[str]
    moments: tuple[str, ...]
    seconds: float
    sound: set[State] = field(default_factory=set)

    @classmethod
    def of(cls, journal: Attacked, command: Command, temporary: Path) -> Trial:
        """Create the command's journal, and run the command without a fault."""
        command.scene(journal)
        copy = copy_folder(journal.root, journal.root.with_name("before"))
        person = command.person(journal)
        known = replace(person, heads=set(person.heads), written=set(person.written))
        before, held = standing(journal.root), _held(journal.root)
        begun = time.monotonic()
        once = struck(person, command.words(journal), 0, Fault.KILL)
        seconds = time.monotonic() - begun
        after = standing(journal.root)
        twice = struck(person, command.words(journal), 0, Fault.KILL)
        codes = tuple(run.ran.code for run in (once, twice) if run.ran)
        held |= _held(journal.root)
        assert list(temporary.iterdir()) == []
        ends = (after, standing(journal.root))
        return cls(journal, command, temporary, copy, known, before, ends, codes, held, once.moments, seconds)

    def strikes(self) -> list[Strike]:
        """List every fault at every moment at which it can happen."""
        moments = list(enumerate(self.moments, 1))
        return [(fault, at) for fault in EACH for at, moment in moments if fault.fits(moment)]

    def strike(self, fault: Fault, at: int) -> list[str]:
        """Run the command with a fault, then again without, and return what went wrong."""
        once = struck(self.put_back(), self.command.words(self.journal), at, fault)
        where = f"{self.command.line[0]}, {fault.name} at {at} ({self.moments[at - 1]})"
        return [f"{where}: {what}" for what in self._wrong(once.ran)]

    def kill(self, seed: int) -> list[str]:
        """Kill the command at a random time, with what it started or alone.

        Run it again, and return what went wrong.
        """
        chance = random.Random(seed)
        seconds, alone = chance.uniform(0, self.seconds), chance.random() < 0.5
        processes = killed(self.put_back(), self.command.words(self.journal), seconds, alone=alone)
        where = f"{self.command.line[0]}, {'alone' if alone else 'with all'}, seed {seed} ({seconds:.3f} s)"
        return [f"{where}: {what}" for what in self._wrong(None, processes)]

    def put_back(self) -> Watched:
        """Restore the state before the command, and return who runs it."""
        put_back(self.journal.root, self.copy)
        shutil.rmtree(self.temporary)
        self.temporary.mkdir()
        person = self.command.person(self.journal)
        person.back_to(self.known)
        return person

    def _wrong(self, ran: Ran | None, processes: Sequence[int] = ()) -> Iterator[str]:
        """Return what is wrong after a run with a fault (None: killed, `processes` may continue) and the next run."""
        person = self.command.person(self.journal)
        if not self.command.leaves:
            yield from self._not_whole()
        yield from self._not_sound(person, "at once")
        if ran is not None:
            yield from self._not_said(ran)
        yield from self._again(person, processes)
        yield from self._not_sound(person, "after the next run")

    def _not_whole(self) -> Iterator[str]:
        now = files_below(self.journal.root)
        for path, text in now.items():
            whole = [facts[path] for facts in (self.before, *self.after) if path in facts]
            if text not in whole and not path.endswith(".tmp"):
                yield f"{path} is neither old nor new: {text!r}"
        stay = {path for path in self.before if all(path in facts for facts in self.after) and ": " not in path}
        yield from (f"{path} is gone" for path in sorted(stay - set(now)))
        if odd := _held(self.journal.root) - self.held:
            yield f"a branch holds what no run makes: {odd}"

    def _not_sound(self, person: Watched, when: str) -> Iterator[str]:
        for place in repositories(self.journal.root):
            if (state := read_state(place)) in self.sound:
                continue
            # fsck lists the objects before it reads the refs, so a push that ends in between looks broken at first.
            wrong = [said] if (said := fsck(place) and fsck(place)) else []
            wrong += written_elsewhere(place)
            yield from (f"{when}, {place.name}: {what}" for what in wrong)
            if not wrong:
                self.sound.add(state)
        if lost := person.lost():
            yield f"{when} lost: {lost}"

    def _not_said(self, ran: Ran) -> Iterator[str]:
        if not is_told(ran):
            yield f"not told: {ran}"
        now, *done = map(_apart_from_plain_gits, (standing(self.journal.root), *self.after))
        if ran.code == 0 and now not in done:
            yield f"said to be done, and is not: {difference(now, done[0])}"
        mine = f"/{self.command.person(self.journal).handle}/"  # what came from others is to be seen where it is
        now_there = files_below(self.journal.root).items()
        changed = {path for path, text in now_there if self.before.get(path) != text and mine in path}
        if ran.code != self.codes[0] and changed and not _ACCOUNTS.search(ran.out + ran.err):
            yield f"changed, and not said: {changed} {ran.err!r}"

    def _again(self, person: Watched, processes: Sequence[int]) -> Iterator[str]:
        line = self.command.words(self.journal)
        ran = person.apj(*line, code=None)
        await_end(processes)
        if ran.code == 2 and self.command.leaves:
            assert f"{self.journal.root / self.command.leaves} already exists." in ran.err
            shutil.rmtree(self.journal.root / self.command.leaves)
            ran = person.apj(*line)
        if left := [path for place in repositories(self.journal.root) for path in left_by_git(place)]:
            yield from self._repaired(person, left)
        if left or (processes and ran.code == 4):
            ran = person.apj(*line, code=None)
        if ran.code not in self.codes:
            yield f"the next run ends with {ran.code}: {ran.err!r}"
        now = standing(self.journal.root)
        if now not in self.after and ran.code == DONE_BEFORE and not self.command.leaves:
            person.apj("sync")
            now = standing(self.journal.root)
        now, *done = map(_apart_from_consents, (now, *self.after))
        if now not in done:
            yield f"the next run leaves: {min((difference(now, facts) for facts in done), key=len)}"
        if forgotten := sorted(path.name for path in self.temporary.iterdir()):
            yield f"left among temporary files: {forgotten}"

    @staticmethod
    def _repaired(person: Watched, left: list[Path]) -> Iterator[str]:
        """Make the leftovers of a killed git old, and have them removed as the command says."""
        for path in left:
            grow_old(path)
        person.apj("doctor", "--fix", code=None)
        yield from (f"doctor leaves {path}" for path in left if path.exists())


def _apart_from_consents(facts: Facts) -> Facts:
    """Leave out what was accepted before a rewrite: once the result is shared, as here, nothing uses it."""
    return {name: fact for name, fact in facts.items() if ": refs/apj/former/" not in name}


def _apart_from_plain_gits(facts: Facts) -> Facts:
    """Leave out what git itself keeps and no result depends on.

    Its ref for the server's branch follows when it can, otherwise with the next run. A git that is killed while it
    refreshes the index, which nothing depends on, leaves its lock. The next run says how to remove that (`_again`).
    """
    return {name: fact for name, fact in facts.items() if not any(part in name for part in _PLAIN_GITS)}


def _held(root: Path) -> set[str]:
    return {file for place in repositories(root) for file in files_held(place)}


def difference(now: Mapping[str, object], then: Mapping[str, object]) -> list[str]:
    """Return the differences from the expected state, the end of each text."""
    names = sorted(name for name in {*now, *then} if now.get(name) != then.get(name))
    return [f"{name}: {str(now.get(name))[-60:]} for {str(then.get(name))[-60:]}" for name in names]
