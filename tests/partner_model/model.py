"""What must be true of two partners who share a journal, known from what was done and checked with plain git only.

Of apj, only the command line is used. A *word* is written once and must be found from then on: in the clone in which it
was written (`held`), and, unless its owner removed it, in everybody's files at the end (`visible`). The model knows
which commits of the shared history a clone has relied on (`must`). As soon as one of them is no longer part of it, the
next sync has to report that, and otherwise must not.
"""

from __future__ import annotations

import copy
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from tests.fault_injector.faults import Fault, struck
from tests.helpers.folders import copy_folder
from tests.helpers.git_objects import find_changed, has_file, has_object, read_text
from tests.helpers.invariants import assert_sound
from tests.helpers.people import Ran
from tests.helpers.repos import clone, git, who
from tests.partner_model import by_plain_git
from tests.partner_model.by_hand import AGREEMENT, repaired, united, words
from tests.partner_model.device import PEOPLE, Device
from tests.partner_model.judge import WRITES, Before, Outcome
from tests.partner_model.shared_repository import Lineage, Server


@dataclass
class Partnership:
    """Ana with a laptop and a phone, Ben, and the repository that they share.

    `foreign`: the commits that wrote in another's folder than their author's, with that folder. `removed`: the words
    that their owner took out on one device, which no longer have to be seen, even if another device gets them later.
    """

    folder: Path
    made: Path
    now: datetime = datetime.fromisoformat("2026-11-23T10:00+01:00")
    visible: dict[str, str] = field(default_factory=dict)
    foreign: dict[str, str] = field(default_factory=dict)
    by_hand: set[str] = field(default_factory=set)
    removed: set[str] = field(default_factory=set)
    lineage: Lineage = field(default_factory=Lineage)
    number: int = 0
    away: bool = False
    wrong_clock: str = ""
    dates: Random | None = None

    def __post_init__(self) -> None:
        shutil.rmtree(self.folder, ignore_errors=True)
        copy_folder(self.made, self.folder)
        self.server = Server(self.folder / "shared.git")
        self.devices = {
            name: Device(handle, self.folder / name, name=name)
            for name, handle in (("laptop", "ana"), ("phone", "ana"), ("ben", "ben"))
        }
        for device in self.devices.values():
            for name in (".git/config", ".git/apj/fetched"):  # each names the place that it is shared through
                path = device.root / name
                text = path.read_text("utf-8").replace(f"{self.made}/shared.git", str(self.server.folder))
                path.write_text(text, "utf-8")
            self.accepted(device)
            self.wrote(device, set())

    # ---- what is written

    def word(self) -> str:
        """Return a word that was never used before."""
        self.number += 1
        return f"word{self.number:04d}"

    def tick(self) -> str:
        """Let a minute pass, and return the time."""
        self.now += timedelta(minutes=1)
        return self.now.isoformat()

    def date(self) -> str:
        """Let a minute pass, and return the time on the clock of whoever commits by hand."""
        true = self.tick()
        if self.dates:
            return datetime.fromtimestamp(self.dates.randint(*BETWEEN), UTC).isoformat()
        return self.wrong_clock or true

    def wrote(self, device: Device, before: set[str]) -> None:
        """Record what a person wrote into their own files, and what they removed."""
        after = device.here()
        for path, text in device.mine().items():
            place = AGREEMENT if path == AGREEMENT else device.handle
            for word in words(text) - before:
                device.held.add(word)
                if word not in self.removed:
                    self.visible[word] = place
        gone = before - after
        self.removed |= gone
        for word in gone:
            self.visible.pop(word, None)
        if gone:
            device.held -= gone - device.reachable()

    def write(self, device: Device, path: str, text: str | None) -> None:
        """Let a person write (or remove: None) one of their own files by hand."""
        before = device.here()
        if text is None:
            (device.root / path).unlink()
            if device.has_committed(path):
                device.deleted.add(path)
        else:
            device.write(path, text)
            device.deleted.discard(path)
        self.wrote(device, before)

    def commit_by_hand(self, device: Device, address: str | None = None, *, everything: bool = False) -> None:
        """Let a person commit their own files with plain git, or all files."""
        paths = () if everything else ("--", device.handle, AGREEMENT)
        device.git("add", "-A", *paths)
        name, own = PEOPLE[device.handle]
        author = who((name, address or own), self.date())
        device.git("commit", "-q", "--allow-empty", "-m", "by hand", *paths, **author)
        self.note(device.root, device.head, by=device.handle)
        device.deleted.clear()
        device.dirty = device.unclean(device.dirty)

    def note(self, repository: Path, commit: str, *, by: str) -> None:
        """Record a commit that was made with plain git, and whether somebody wrote in another's folder (`by`: who)."""
        self.by_hand.add(commit)
        for folder in PEOPLE.keys() - {by}:
            if find_changed(repository, commit, folder):
                self.foreign[commit] = folder

    # ---- what a command does

    def run(self, device: Device, *line: str, killed_at: int = 0) -> Ran | None:
        """Run a command line, which may be killed at a moment, and check its promises.

        Return None when it was killed.
        """
        device.now = self.tick()
        self.learn(device)
        device.taken_back |= "--undo" in line
        device.way_out = device.new_name = ""
        before = Before(device.head, self.server.tip, device.mine())
        if killed_at:
            ran = struck(device, (*line, "--json"), killed_at, Fault.KILL).ran
        else:
            ran = device.apj(*line, "--json", code=None)
        self.learn(device)
        if ran is None:
            self._was_killed(device, before, accepts="--accept-rewrite" in line)
        else:
            device.killed = False
            Outcome(self, device, before, line, ran).judge()
            device.was_at = ""
        self._is_safe(device, before, wrote=line[0] in WRITES)
        return ran

    def learn(self, device: Device) -> None:
        """Read the current histories."""
        self.lineage.learn(self.server.folder, self.server.tip)
        self.lineage.learn(device.root, device.head)

    def lost(self, commits: Iterable[str]) -> set[str]:
        """Return those commits that are no longer part of the shared history."""
        self.lineage.learn(self.server.folder, self.server.tip)
        return set(commits) - self.lineage.history(self.server.tip)

    def _was_killed(self, device: Device, before: Before, *, accepts: bool) -> None:
        device.killed = True
        device.was_at = before.head
        device.may |= {tip for tip in (before.tip, self.server.tip) if tip}
        if accepts:
            device.must -= self.lost(device.must)

    def _is_safe(self, device: Device, before: Before, *, wrote: bool) -> None:
        """Check that no word is lost here, and that no word that counts vanished from my files."""
        if wrote:
            self.wrote(device, before.words)
        here = device.here()
        gone = {word for word in before.words - here if word in self.visible}
        assert device.taken_back or not gone, f"{device.name}: {gone} went out of the files"
        for word in gone:  # `sync --undo` takes back what it committed, and says so; the next merge may bring it again
            if self.visible[word] == device.handle:
                del self.visible[word]
        if missing := device.held - here:
            missing -= device.reachable()
        assert not missing, f"{device.name} lost {missing}"

    def accepted(self, device: Device) -> None:
        """Record that a device relies on the shared history as of now, with everything that it kept of it."""
        tip = self.server.tip
        self.lineage.learn(self.server.folder, tip)
        kept = device.kept()
        device.must = ({tip} if tip else set()) | (kept & self.lineage.history(tip))
        device.may = device.must | kept
        device.taken_back = False
        device.held |= kept
        for commit in kept:
            self.visible.setdefault(commit, device.handle)

    def settle(self, device: Device) -> None:
        """Let a person resolve what both sides changed, as sync says: with plain git, without losing a line."""
        self.commit_by_hand(device)
        env = who(PEOPLE[device.handle], self.date())
        before = device.mine()
        theirs = device.to_merge or f"refs/remotes/origin/{device.branch}"
        self.tidy(device)
        device.git("merge", "-q", "--no-commit", "--no-ff", "--allow-unrelated-histories", theirs, ok=(0, 1), **env)
        torn = device.git("diff", "--name-only", "--diff-filter=U").splitlines()
        for path in device.git("ls-tree", "-r", "--name-only", theirs).splitlines():
            if path.partition("/")[0] in {device.handle, AGREEMENT}:
                arrived = git(device.root, "show", f"{theirs}:{path}")
                before[path] = united(before[path], arrived) if path in before else f"{arrived}\n"
            elif path in torn:  # what git merged by itself stays, since the server may have lost what is here
                device.git("checkout", "-q", theirs, "--", path)
        for path, text in self._written_elsewhere(device, theirs).items():
            before[path] = united(before[path], text) if path in before else text
        for path, text in before.items():
            device.write(path, text)
        device.git("add", "-A")
        device.git("commit", "-q", "--allow-empty", "-m", "settled", **env)
        self.note(device.root, device.head, by=device.handle)
        device.torn, device.to_merge = False, ""

    def _written_elsewhere(self, device: Device, tip: str) -> dict[str, str]:
        """Return what a person wrote last on another device, if the other partner has since overwritten it."""
        log = ("log", "--topo-order", "--format=%H %an", "--no-renames", "--name-only", tip, "--", device.handle)
        here = set(device.git("rev-list", "HEAD").split())
        found: dict[str, str] = {}
        commit, is_hers, overwritten = "", True, set[str]()
        for line in filter(None, device.git(*log).splitlines()):
            if not line.startswith(f"{device.handle}/"):
                commit, _, name = line.partition(" ")
                is_hers = name == PEOPLE[device.handle][0]
            elif commit in here:
                continue
            elif not is_hers:
                overwritten.add(line)
            elif line in overwritten and line not in found and has_file(device.root, commit, line):
                found[line] = read_text(device.root, commit, line)
        return found

    # ---- when all is quiet

    def be_quiet(self) -> None:
        """Let everybody clean up and sync until all have the same, accepting rewrites where an alert is open.

        All have the same when one more sync changes nothing; the others would start from what this one started from.
        """
        self.server.as_fast_as_all()
        self.back()
        for number, name in enumerate([*self.devices] * ROUNDS, 1):
            before = self.server.tip
            self.be_done(device := self.devices[name])
            is_same = device.head == before == self.server.tip
            if is_same and number >= len(self.devices) and {one.head for one in self.devices.values()} == {before}:
                return
        raise AssertionError("it never gets quiet")

    def be_done(self, device: Device) -> None:
        """Let a partner repair and share their own text, and resolve conflicts."""
        if device.torn:
            self.settle(device)
        self.tidy(device)
        for path in device.broken():
            self.write(device, path, repaired(device.read(path)))
        self.run(device, "sync", "--with-deletions")
        if device.new_name:
            by_plain_git.follow(device)
            self.run(device, "sync", "--with-deletions")
        if device.alarmed:
            self.run(device, "sync", "--with-deletions", "--accept-rewrite")
        if device.is_strange:
            self.clone_again(device)
            device = self.devices[device.name]
        for _ in range(CONFLICTS):
            if device.torn:
                self.settle(device)
            elif device.way_out:
                by_plain_git.take_out(self, device)
            else:
                break
            self.run(device, "sync", *(["--accept-rewrite"] if device.alarmed else []))

    def check(self) -> None:
        """Check that every word and every kept copy is everywhere that it must be, and all is sound."""
        tip = self.server.tip
        assert tip
        for place in {*self.visible.values()}:
            due = {word for word, where in self.visible.items() if where == place}
            found = self.lineage.words(self.server.folder, tip, place)
            assert due <= found, f"{place}: {due - found} can't be seen"
        history = self.lineage.history(tip)
        for device in self.devices.values():
            here = device.here()
            missing = device.held - here
            assert not missing or missing <= device.reachable(), f"{device.name} lost text"
            gone = {kept for kept in device.kept() - history if has_object(device.root, kept)}
            assert not gone, f"{device.name} can't show {gone} any more"
            assert_sound(device.root)
        assert_sound(self.server.folder)
        self._has_owners(tip)

    def _has_owners(self, tip: str) -> None:
        """Check that apj committed no text as another's: only its owner wrote in a folder."""
        log = git(self.server.folder, "log", "--raw", "-c", "--no-renames", "--format=%H %ae", tip)
        commit = author = ""
        for line in log.splitlines():
            if not line.startswith(":"):
                commit, _, author = line.partition(" ") if line else (commit, "", author)
                continue
            folder = line.rpartition("\t")[2].partition("/")[0]
            if folder in PEOPLE and commit not in self.by_hand:
                assert author == PEOPLE[folder][1], f"{commit} writes in {folder}/ as {author}"

    def back(self) -> None:
        """Let the server be available again."""
        if self.away:
            (self.folder / "away.git").rename(self.server.folder)
            self.away = False

    def tidy(self, device: Device) -> None:
        """Let a person undo their changes in another's folder."""
        for path in device.dirty:
            if device.has_committed(path):
                device.git("checkout", "-q", "HEAD", "--", path)
            else:
                (device.root / path).unlink(missing_ok=True)
        device.dirty.clear()

    # ---- accidents

    def saved(self, device: Device, place: Path) -> Device:
        """Make a backup of a clone, and return what is known about it."""
        shutil.rmtree(place, ignore_errors=True)
        copy_folder(device.root, place)
        return copy.deepcopy(device)

    def restored(self, device: Device, known: Device, place: Path) -> None:
        """Restore a backup in place of a clone. What was only in that clone is lost, by the user's own act."""
        shutil.rmtree(device.root)
        copy_folder(place, device.root)
        self.devices[device.name] = copy.deepcopy(known)
        self.recount()

    def clone_again(self, device: Device) -> None:
        """Let a person start again with a clone made by plain git."""
        self.learn(device)
        shutil.rmtree(device.root)
        clone(self.server.folder, device.root)
        self.begun_anew(device)

    def begun_anew(self, device: Device) -> None:
        """Record that a clone was made again from the server, and let its first sync follow."""
        tip = self.server.tip
        self.lineage.learn(self.server.folder, tip)
        kept = device.kept()
        known = device.here()
        self.devices[device.name] = new = Device(device.handle, device.root, name=device.name, held=known)
        new.must, new.may = kept, {*kept, *([tip] if tip else [])}
        self.recount()
        self.run(new, "sync")

    def is_overwritten(self, folder: str) -> bool:
        """Whether the server has what another wrote in a folder, and its owner has not seen that yet."""
        self.lineage.learn(self.server.folder, self.server.tip)
        owners = [device for device in self.devices.values() if device.handle == folder]
        for device in owners:
            self.learn(device)
        met = frozenset[str]().union(*(self.lineage.history(device.head) for device in owners))
        new = self.lineage.history(self.server.tip) - met
        return any(self.foreign.get(commit) == folder for commit in new)

    def is_renamed(self, *devices: Device) -> bool:
        """Whether the shared branch has another name than on one of these devices."""
        return any(f"refs/heads/{device.branch}" != self.server.branch for device in devices or self.devices.values())

    def recount(self) -> None:
        """Count again after an accident or a deed that nothing can prevent: text that exists nowhere cannot come back.

        What only the other has of a partner's folder may come back, unless its owner has written there since. It does
        not have to, if a history that the other began anew is all that contains it: there it is the other's writing.
        """
        found = set()
        for device in self.devices.values():
            found |= device.here() | self.lineage.words(device.root, device.head, device.handle, AGREEMENT)
        if tip := self.server.tip:
            self.lineage.learn(self.server.folder, tip)
            history = self.lineage.history(tip)
            begun_anew = [one for one in self.foreign.items() if one[0] in history and not self.lineage.parents[one[0]]]
            others = (self.lineage.words(self.server.folder, *one) for one in begun_anew)
            found |= self.lineage.words(self.server.folder, tip) - frozenset().union(*others)
        self.visible = {word: place for word, place in self.visible.items() if word in found}

    def overwritten(self, folder: str, before: Iterable[str], after: Iterable[str]) -> None:
        """Record that the owner of a folder removed words, on any device."""
        for word in set(before) - set(after):
            if self.visible.get(word) == folder:
                del self.visible[word]


BETWEEN = (915_148_800, 2_145_916_799)
"""The dates at random, in seconds: from 1999 to 2037."""
CONFLICTS = 2
"""In how many steps a consent comes through: with what was accepted before it, then with what is there now."""
ROUNDS = 8
"""In how many rounds of syncs everybody has to have everything."""
