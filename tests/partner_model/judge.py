"""How a command line of a partner may end, after everything that was done: no missed and no false alert."""

from __future__ import annotations

import re
from collections.abc import Set
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from tests.helpers.git_objects import has_object, read_author, read_folder, read_text
from tests.helpers.people import Ran
from tests.partner_model import by_plain_git
from tests.partner_model.by_hand import AGREEMENT, OTHER, SLIP_WEEK, has_goals, words, words_of
from tests.partner_model.device import PEOPLE, Device
from tests.partner_model.folder_writes import FolderWrite, is_undone, list_writes

if TYPE_CHECKING:
    from tests.partner_model.model import Partnership

REWRITING = {"tip_went_back", "rewrite", "branch_gone", "kept_lost"}
"""The codes that say that the shared history is not what it was."""
CONFLICT, BLOCKED = "Merge conflict in ", "Merging would overwrite uncommitted text: "
NO_WEEK = "has not shared a week yet"
NO_SIGNING_HERE = "No copy was kept. Changes from "
CANNOT_TELL = ("cannot tell", "nothing in common", "no longer has a commit in common")
HELD_BACK = "Your commit "
"""How a sync begins that sends nothing, because what is mine holds something in the other's folder."""
RENAMED = "The branch {old} no longer exists at {place}. The branch {new} there contains everything that was shared."
WRITES = {"log", "park", "report", "new-week"}
"""The commands that write in my own folder."""
ALLOWED = {"log": {0, 3}, "park": {0}, "report": {0, 1, 2, 3}, "new-week": {0, 1, 3}, "sync": {0, 4}}
"""With what those may end, and a sync that takes one back."""


@dataclass(frozen=True)
class Before:
    """The state of a device and the server before a command."""

    head: str
    tip: str | None
    files: dict[str, str]

    @property
    def words(self) -> set[str]:
        return words_of(self.files.values())


@dataclass(frozen=True)
class Outcome:
    """How a command line ended."""

    all: Partnership
    device: Device
    before: Before
    line: tuple[str, ...]
    ran: Ran

    @property
    def told(self) -> str:
        return (
            f"{self.device.name}: apj {' '.join(self.line)} ended with {self.ran.code}\n{self.ran.out}\n{self.ran.err}"
        )

    @cached_property
    def document(self) -> dict[str, Any]:
        return dict(self.ran.json)

    @property
    def alarms(self) -> set[str]:
        return {alarm["code"] for alarm in self.document["alarms"]}

    @property
    def said(self) -> str:
        return str(self.document.get("error", {"message": ""})["message"])

    @property
    def is_review(self) -> bool:
        return self.line[0] == "review"

    def judge(self) -> None:
        """Raise `AssertionError` when the end is not as it must be, and record what follows from it."""
        device, code = self.device, self.ran.code
        assert code in range(6), self.told
        if self.line[0] not in {"sync", "review", "commit"} or "--undo" in self.line:
            is_missing = any(not (device.root / path).exists() for path in device.deleted)  # begins no file anew then
            assert code in ALLOWED[self.line[0]] | ({1} if is_missing else set()), self.told
            return
        gone = {path for path in device.deleted if not (device.root / path).exists()}
        device.deleted = {path for path in gone if device.has_committed(path)}
        if device.deleted and not self.is_review and "--with-deletions" not in self.line:
            expected = 3 if device.held_back() else 1
            assert (code, device.head, self.all.server.tip) == (expected, self.before.head, self.before.tip), self.told
        elif self.line[0] == "commit" or "--offline" in self.line:
            assert code == (3 if device.held_back() else 0), self.told
        elif self.is_review and "alarms" not in self.document:  # she took back the sync that brought the other
            assert not (device.root / device.other).exists(), self.told
        elif self.all.away:
            is_stopped = not self.is_review or self.said.startswith(NO_SIGNING_HERE)
            assert code == (4 if is_stopped else 1 if NO_WEEK in self.said else self._of_keeping()), self.told
        else:
            self._judge_what_arrived()
        if "--with-deletions" in self.line:
            device.deleted.clear()
        if self.is_review and "kept" in self.document:
            self._judge_keep()

    def _judge_keep(self) -> None:
        """Check that a copy is kept if it is part of the history here, and that its line is right."""
        kept, path = self.document["kept"], f"{self.device.handle}/kept.md"
        history = self.all.lineage.history(self.before.head)
        if self.said.startswith(NO_SIGNING_HERE):
            assert not kept, self.told
            assert self.document["head"] not in history, self.told
        if kept and kept not in self.before.files.get(path, ""):
            added = self.device.git("log", "--format=%H", f"-S{kept}", f"{self.before.head}..HEAD", "--", path)
            assert added, self.told
            assert all(kept in self.all.lineage.history(commit) for commit in added.split()), self.told

    def _judge_renamed(self) -> None:
        """Check that the new name of the shared branch is reported with its commands, and nothing is done.

        If the branch with the new name lacks what was accepted here, that is an alert, until somebody consents.
        """
        device, old, new = self.device, self.device.branch, self.all.server.branch.removeprefix("refs/heads/")
        said = RENAMED.format(old=old, new=new, place=self.all.server.folder)
        assert self.all.server.tip == self.before.tip, self.told
        device.alarmed = device.torn = False
        lost = device.must - self.all.lineage.history(self.before.tip)
        if lost and "--accept-rewrite" in self.line:
            assert not self.alarms, self.told
            device.must -= lost
            device.new_name = by_plain_git.format_follow_commands(device, new)
            by_plain_git.follow(device)
            self.all.server.remove(old)
        elif self.alarms:
            assert (self.ran.code, self.alarms, bool(lost)) == (5, {"branch_gone"}, True), self.told
            device.new_name = by_plain_git.format_follow_commands(device, new)
        else:
            assert self.ran.code == 4, self.told
            assert lost <= device.kept(), f"missed: {self.told}"
            if not self.is_review or not self.said.startswith(NO_SIGNING_HERE):
                assert self.said == said, self.told
                device.new_name = str(self.document["error"]["hint"]).partition(f"To continue with {new}: ")[2]
                assert device.new_name, self.told

    def _judge_what_arrived(self) -> None:
        device = self.device
        if self.all.is_renamed(device):
            self._judge_renamed()
            return
        rewritten = bool(self.alarms & REWRITING)
        flagged = rewritten or any(words in self.said for words in CANNOT_TELL)
        history = self.all.lineage.history(self.before.tip)
        device.is_strange = CANNOT_TELL[1] in self.said
        if device.is_strange:
            assert not device.git("for-each-ref", "refs/apj/remote"), f"it was accepted once: {self.told}"
        if "--accept-rewrite" in self.line:
            assert device.is_strange or not flagged, self.told
        elif lost := device.must - history:
            assert rewritten or (flagged and (device.is_strange or not self._blinds(lost))), f"missed: {self.told}"
            assert self.ran.code in {4, 5}, self.told
        elif not (device.may | self._named_there() | self._kept_by_hand()) - history:
            assert not rewritten, f"false alarm: {self.told}"
            assert not flagged or self._has_slip() or self._was_moved(), f"it can be told: {self.told}"
        device.alarmed = flagged
        if flagged:
            arrived = self.all.lineage.history(self.all.server.tip) - history  # she may have been overtaken
            assert not arrived & self.all.lineage.history(device.head), self.told
            return
        if self._is_held_back():
            self._judge_held_back()
            return
        if not self.said.startswith(CONFLICT) or self._is_accepted():
            self._judge_told()
        expected = self._judge_merge()
        assert self.ran.code == (5 if self.alarms else expected), self.told
        if (device.torn or self.said.startswith(BLOCKED)) and not self._is_accepted():
            device.alarmed = True  # the consent was to what could not be brought along yet
            device.may |= {self.before.tip} if self.before.tip else set()
        else:
            self.all.accepted(device)

    def _has_slip(self) -> bool:
        """Whether a line of my `kept.md` names nothing, here or on the server: then a copy may be missing."""
        there = self.all.server.text(f"{self.device.handle}/kept.md", self.before.tip or "")
        return self.device.has_slip() or self.device.has_slip("HEAD") or SLIP_WEEK in (there or "")

    def _blinds(self, lost: set[str]) -> bool:
        """Whether a line that names nothing would hide that a commit which this clone has is lost."""
        return self._has_slip() and any(has_object(self.device.root, commit) for commit in lost)

    def _was_moved(self) -> bool:
        """Whether plain git moved my branch to a history that has no commit in common with the server's."""
        lineage, tip = self.all.lineage, self.before.tip
        return CANNOT_TELL[2] in self.said and not lineage.history(self.device.head) & lineage.history(tip)

    def _is_held_back(self) -> bool:
        """Whether nothing may be sent, because my commits change the other's folder."""
        device, arrives = self.device, self.all.lineage.history(self.before.tip)
        if self.is_review and not self.document.get("kept"):
            return False
        if "--accept-rewrite" in self.line and not arrives <= self.all.lineage.history(self.before.head):
            return False  # what was there before the rewriting is merged, and the other's folder comes from there
        head = device.head if self.is_review else self.before.head
        if self._outgoing(head, self.before.tip, device.may):
            return True
        # What a sync that was killed has perhaps accepted is not for me to take out.
        return bool(self._outgoing(head, self.before.tip, device.must)) and self._says_held_back()

    def _says_held_back(self) -> bool:
        """Whether the document says that nothing was sent for this reason, or names only a file with errors."""
        is_file = self.ran.code == 3 and not self.is_review and not self.document["pushed"]
        return is_file or self.said.startswith(HELD_BACK)

    def _outgoing(self, head: str, tip: str | None, accepted: Set[str]) -> set[str]:
        """Return the other's files with a text that the other never committed, in unshared commits."""
        device, lineage = self.device, self.all.lineage
        if head in lineage.history(tip):
            return set()
        known = lineage.history(tip) | set().union(*map(lineage.history, accepted & lineage.parents.keys()))
        base = self._find_base(head, tip or device.accepted or head)
        if not base:
            return set()
        old, new = (read_folder(device.root, commit, device.other).items() for commit in (base, head))
        changed = {f"{device.other}/{name}" for name, _ in old ^ new}
        others = {commit for commit, folder in self.all.foreign.items() if folder == device.other} - known
        mine = {commit for commit in others & lineage.history(head) if self._is_mine(commit)}
        logs = {path: device.git("log", "--topo-order", "--format=%H", head, "--", path).split() for path in changed}
        by_me_or_owner = {path: [one for one in log if one in mine or one not in others] for path, log in logs.items()}
        return {path for path, log in by_me_or_owner.items() if log and log[0] in mine}

    def _find_base(self, head: str, tip: str) -> str:
        """Return the newest commit of both histories, as git chooses it, empty if this clone cannot tell it."""
        if not has_object(self.device.root, tip):
            return ""
        self.all.lineage.learn(self.device.root, tip)
        found = self.all.lineage.bases(head, tip)
        return self.device.git("merge-base", head, tip) if len(found) > 1 else "".join(found)

    def _is_mine(self, commit: str) -> bool:
        """Whether a commit was made here, or has an address of mine. A listed one may have been listed too late."""
        device = self.device
        listed = read_text(device.root, device.head, f"{device.handle}/partner.md")
        is_listed = read_author(device.root, commit)[1] in listed
        return device.has_made(commit) or (is_listed and self._says_held_back())

    def _judge_held_back(self) -> None:
        assert self.ran.code == (3 if self.device.held_back() else 1), self.told
        assert self.all.server.tip == self.before.tip, self.told
        if self.said.startswith(HELD_BACK):
            hint = str(self.document["error"]["hint"])
            self.device.way_out = hint.partition("To undo its changes there: ")[2]
        else:
            assert self.device.held_back(), self.told
        if self.before.tip is None:
            self.device.alarmed = True  # the consent was to share the branch anew, and nothing was shared
        else:
            self.all.accepted(self.device)

    def _named_there(self) -> set[str]:
        """Return the commits in my lines on the server, since another device may have kept what vanished there."""
        tip, path = self.before.tip, f"{self.device.handle}/kept.md"
        return words(self.all.lineage.text(self.all.server.folder, tip, path)) if tip else set()

    def _kept_by_hand(self) -> set[str]:
        """Return the commits that this sync found for lines typed without one, which plain git may have brought."""
        return {commit for commit in self.device.kept() if has_object(self.device.root, commit)}

    def _is_accepted(self) -> bool:
        """Whether the server's tip counts as accepted. The advice must match that."""
        tip = self.device.accepted
        hint = str(self.document.get("error", {"hint": ""})["hint"])
        if "git merge" in hint:
            assert hint.endswith("--accept-rewrite") == (tip != self.before.tip), self.told
        return tip == self.before.tip

    def _judge_told(self) -> None:
        """Check that changes which prevent no merge are reported when they arrive, and at no other time.

        These are writes in another's folder, and kept weeks of the other that vanished.
        """
        alarms = self.alarms
        assert alarms <= {"foreign_write", "week_deleted"}, self.told
        was_at = self.device.was_at  # what was killed is finished first, or taken back
        for code, arrives in (("foreign_write", self.foreign), ("week_deleted", self.gone)):
            again = bool(was_at) and arrives(self.before.tip, was_at)
            if arrives(self.before.tip):
                was_told = bool(was_at) and not again
                assert code in alarms or was_told or self.said.startswith(BLOCKED), self.told
            elif code in alarms and not again and not self._is_under_anothers_address(code, self.before.tip):
                # consent brings along what was accepted before, also where it was taken back
                assert "--accept-rewrite" in self.line, self.told
                came_along = any(map(arrives, self.device.must | self.device.may))
                is_earlier = code == "week_deleted" and self.gone(self.before.tip, accepted=True)
                assert came_along or is_earlier, self.told

    def gone(self, tip: str | None, head: str = "", *, accepted: bool = False) -> bool:
        """Whether a week of the other that was here, and was kept with goals, is missing in a history's files.

        `accepted`: also one that came with an earlier history.
        """
        device = self.device
        head = head or self.before.head
        if not tip or tip in self.all.lineage.history(head):
            return False
        gone = self._weeks(head) - self._weeks(tip)
        if not accepted:
            base = self._find_base(head, tip)
            gone &= self._weeks(base) if base else set()
        if tip in self.all.lineage.history(device.head):
            gone -= self._weeks(device.head)  # who was faster than this sync has brought it back
        if not gone:
            return False
        refs = device.git("for-each-ref", "--format=%(objectname)", "refs/apj/kept").split()
        kept = {*refs, *device.kept(), *words(read_text(device.root, tip, f"{device.handle}/kept.md"))}
        copies = (read_text(device.root, commit, path) for path in gone for commit in kept)
        return any(has_goals(copy) for copy in copies)

    def _weeks(self, commit: str) -> set[str]:
        """Return the other's files in a commit that are named like a week."""
        names = self.all.lineage.names(self.device.root, commit, self.device.other)
        return {name for name in names if "/2026-W" in name}

    def foreign(self, tip: str | None, head: str = "") -> bool:
        """Whether a history contains writes in another's folder that were not here before (in `head`)."""
        there = self.all.lineage.history(tip)
        new = there - self.all.lineage.history(head or self.before.head)
        return any(self._is_foreign(commit, tip or "", new) for commit in new & self.all.foreign.keys())

    def _is_foreign(self, commit: str, tip: str, new: Set[str]) -> bool:
        """Whether a commit in a folder has an address that is another's there, and nobody undid it in `new`.

        An address that nobody has is a question. It may be the same person's, so either may undo what the other wrote.
        """
        folder = self.all.foreign[commit]
        writes, owner, other = self._read_writes(commit, tip, new, folder)
        foreign = {one.address for one in writes if one.address in other and one.address not in owner}
        if not any(one.commit == commit and one.address in foreign for one in writes):
            return False
        unknown = {one.address for one in writes if one.address not in owner + other}
        paths = {one.path for one in writes if one.commit == commit}
        return not any(
            all(is_undone([one for one in writes if one.path == path], authors) for path in paths)
            for authors in (foreign, foreign | unknown)
        )

    def _is_under_anothers_address(self, code: str, tip: str | None) -> bool:
        """Whether an owner wrote by hand in their own folder, under an address that only the other lists.

        That is told as `foreign_write`, since only the clone in which it was committed can tell it apart. The other may
        have listed the address in this sync, after committing under it.
        """
        mine = self.device.read(f"{self.device.handle}/partner.md")
        new = self.all.lineage.history(tip) - self.all.lineage.history(self.before.head)
        for folder in PEOPLE if code == "foreign_write" else ():
            for commit in new & self.all.by_hand - self.all.foreign.keys():
                writes, owner, other = self._read_writes(commit, tip or "", {commit}, folder)
                listed = other + mine if folder == self.device.other else other
                if any(one.address in listed and one.address not in owner for one in writes):
                    return True
        return False

    def _read_writes(self, commit: str, tip: str, new: Set[str], folder: str) -> tuple[list[FolderWrite], str, str]:
        """Return what was written in a folder in `new`, and what its owner and the other list at `tip`."""
        places = [self.all.server.folder, *(device.root for device in self.all.devices.values())]
        there = next((place for place in places if has_object(place, commit) and has_object(place, tip)), None)
        if there is None:  # what is nowhere any more can't arrive
            return [], "", ""
        owner, other = (self._read_listed(one, tip) for one in (folder, OTHER[folder]))
        return list_writes(there, tip, new, folder), owner, other

    def _read_listed(self, handle: str, tip: str) -> str:
        """Return the front matter of a `partner.md`: an address below it is not listed."""
        return (self.all.server.text(f"{handle}/partner.md", tip) or "").partition("\n---")[0]

    def _judge_merge(self) -> int:
        """Return the expected exit code, apart from alerts."""
        device, said = self.device, self.said
        if said.startswith(BLOCKED):
            path = said.removeprefix(BLOCKED).rstrip(".").split(", ")[0]
            assert path in device.broken() or self.is_review or self._is_nobodys(path), self.told
            return 4
        is_merged = self.all.server.tip in self.all.lineage.history(device.head)
        if said.startswith(CONFLICT):
            path = said.removeprefix(CONFLICT).split(": ")[0].split(", ")[0]
            assert path.partition("/")[0] in {device.handle, AGREEMENT}, self.told
            command = re.search(r"git merge (?:--\S+ )*([^ ,]+)", str(self.document["error"]["hint"]))
            device.to_merge = command[1] if command else ""
        is_sent = self.is_review or bool(self.document["pushed"]) or device.head == self.all.server.tip
        device.torn = said.startswith(CONFLICT) or (bool(self.alarms) and not (is_merged and is_sent))
        if device.torn:
            return 4
        assert is_merged, self.told
        if self.is_review and NO_WEEK in said:  # so nothing is kept, and nothing shared
            return 1
        if self.is_review and (code := self._of_keeping()):
            return code
        if not self.is_review or ("--keep" in self.line and not self.alarms):
            self._see_it_shared()
        if self.is_review:
            return 0
        held_back = {one["path"] for one in self.document["skipped"]}  # also what arrives just so
        assert device.held_back() <= held_back <= device.broken(), self.told
        return 3 if held_back else 0

    def _of_keeping(self) -> int:
        """Return the exit code if a line that names nothing prevents committing every other line."""
        is_kept = "--keep" in self.line and not self.alarms
        return 3 if is_kept and f"{self.device.handle}/kept.md" in self.device.held_back() else 0

    def _is_nobodys(self, path: str) -> bool:
        """Whether a file of the other was changed here and deleted by its owner, so that git does not know it."""
        return path in self.device.dirty and not self.device.has_committed(path)

    def _see_it_shared(self) -> None:
        """Check that the server has everything from here, and that plain git has nothing to do."""
        device = self.device
        assert device.head == self.all.server.tip, self.told
        unclean = {entry[3:] for entry in device.git("status", "--porcelain").splitlines()}
        mine = {*device.mine(), *device.deleted} if self.is_review else device.broken()  # not for it to commit
        assert unclean <= device.dirty | mine, f"{unclean} {self.told}"
