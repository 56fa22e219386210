"""Ana with a laptop and a phone, and Ben, with actions, accidents and attacks on the server in any order.

Each example is checked against a model that records what was done (`tests/partner_model`): no acknowledged text is
lost, the next sync of a person reports every rewrite of what they relied on, and nothing else. APJ_EXAMPLES sets the
number of examples, and each such run has others.
"""

from __future__ import annotations

import os
import shutil
import sys
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, seed, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule, run_state_machine_as_test

from tests.helpers.folders import copy_folder
from tests.partner_model import by_hand, by_plain_git
from tests.partner_model.begin import find_beginning
from tests.partner_model.by_hand import AGREEMENT, words_of
from tests.partner_model.device import PEOPLE, STRANGE, Device
from tests.partner_model.model import Partnership
from tests.partner_model.shared_repository import branch, collect

PARTS = 8
"""In how many tests the examples run, so that all processes have some."""
EXAMPLES = int(os.environ.get("APJ_EXAMPLES", "200"))
IS_RANDOM = "APJ_EXAMPLES" in os.environ
STEPS = 40 if IS_RANDOM else 20

WEEKS = ("2026-W48", "2026-W49", "2026-W50")
CLOCKS = ("1999-12-31T09:00:00+01:00", "2026-11-22T02:00:00+01:00", "2099-12-31T09:00:00+01:00")
DEVICES = st.sampled_from(["laptop", "phone", "ben"])
FOLDERS = st.sampled_from(["ana", "ben"])
LINES = st.sampled_from(
    [
        ("sync",),
        ("sync",),
        ("sync",),
        ("review", "--keep"),
        ("sync", "--accept-rewrite"),
        ("commit",),
        ("sync", "--undo"),
    ]
)


class Partners(RuleBasedStateMachine):
    """One example, with one rule for each action of a person."""

    made: Path
    folder: Path

    def __init__(self) -> None:
        super().__init__()
        self.all = Partnership(self.folder / "journal", self.made)
        self.backups: dict[str, Device] = {}
        shutil.rmtree(self.folder / "backup.git", ignore_errors=True)

    def teardown(self) -> None:
        if sys.exc_info()[0] is None:
            self.all.be_quiet()
            self.all.check()

    def device(self, name: str) -> Device:
        return self.all.devices[name]

    def week(self, device: Device, week: str) -> tuple[str, str | None]:
        path = f"{device.handle}/{week}.md"
        return path, device.read(path) if (device.root / path).exists() else None

    # ---- what partners write

    @rule(name=DEVICES, kind=st.sampled_from("fisu"))
    def logs(self, name: str, kind: str) -> None:
        self.all.run(self.device(name), "log", f"-{kind}", self.all.word(), "in", "the", "way")

    @rule(name=DEVICES)
    def parks(self, name: str) -> None:
        self.all.run(self.device(name), "park", self.all.word())

    @rule(name=DEVICES, result=st.sampled_from(["done", "partly", "not done"]), goal=st.sampled_from("12"))
    def reports(self, name: str, result: str, goal: str) -> None:
        self.all.run(self.device(name), "report", "this", "-o", f"{goal}={result}, {self.all.word()}")

    @rule(name=DEVICES, week=st.sampled_from(WEEKS))
    def begins_a_week(self, name: str, week: str) -> None:
        line = ("new-week", week, "-g", f"Reach {self.all.word()}", "--without-report", "--no-edit", "--no-sync")
        self.all.run(self.device(name), *line)

    @rule(name=DEVICES, week=st.sampled_from(WEEKS))
    def adds_a_goal_by_hand(self, name: str, week: str) -> None:
        path, text = self.week(device := self.device(name), week)
        self.all.write(device, path, by_hand.goal_added(text, self.all.word()))

    @rule(name=DEVICES, week=st.sampled_from(WEEKS[:2]), openly=st.booleans())
    def rewords_a_goal_by_hand(self, name: str, week: str, openly: bool) -> None:
        path, text = self.week(device := self.device(name), week)
        reason = "it was too much" if openly else None
        new = by_hand.goal_reworded(text, self.all.word(), reason=reason) if text else None
        if new:
            self.all.write(device, path, new)

    @rule(
        name=DEVICES,
        week=st.sampled_from(WEEKS[:2]),
        heading=st.sampled_from(["## Notes", "## Log", "## To ben", "## Steps"]),
    )
    def adds_a_line_by_hand(self, name: str, week: str, heading: str) -> None:
        path, text = self.week(device := self.device(name), week)
        if text is not None:
            self.all.write(device, path, by_hand.line_added(text, f"- {self.all.word()}", heading))

    @rule(name=DEVICES)
    def changes_the_agreement(self, name: str) -> None:
        device = self.device(name)
        self.all.write(device, AGREEMENT, device.read(AGREEMENT) + f"\nAnd {self.all.word()}.\n")

    @rule(name=DEVICES, by_hand=st.booleans())
    def keeps(self, name: str, by_hand: bool) -> None:
        device = self.device(name)
        path = f"{device.handle}/kept.md"
        if by_hand and (device.root / path).exists():
            device.write(path, device.read(path) + f"- 2026-W48 {device.other}\n")
        else:
            self.all.run(device, "review", "--keep")

    # ---- sharing

    @rule(name=DEVICES)
    def syncs(self, name: str) -> None:
        self.all.run(self.device(name), "sync")

    @rule(name=DEVICES)
    def syncs_again(self, name: str) -> None:
        self.all.run(self.device(name), "sync")

    @rule(name=DEVICES, options=st.sampled_from(["--accept-rewrite", "--offline", "--with-deletions", "--undo"]))
    def syncs_in_another_way(self, name: str, options: str) -> None:
        self.all.run(self.device(name), "sync", options)

    @rule(name=DEVICES)
    def reads(self, name: str) -> None:
        self.all.run(self.device(name), "review")

    @rule(name=DEVICES)
    def commits(self, name: str) -> None:
        self.all.run(self.device(name), "commit")

    @rule(name=DEVICES, address=st.sampled_from([None, None, STRANGE]), pushes=st.booleans())
    def commits_by_hand(self, name: str, address: str | None, pushes: bool) -> None:
        device = self.device(name)
        if device.killed:
            return
        self.all.commit_by_hand(device, address)
        if pushes:
            by_plain_git.push(self.all, device)

    @rule(name=DEVICES, is_strange=st.booleans(), pushes=st.booleans())
    def commits_everything_by_hand(self, name: str, is_strange: bool, pushes: bool) -> None:
        """Commit everything, including changes in the other's folder, perhaps under an unknown address."""
        device = self.device(name)
        if device.killed:
            return
        address = f"{self.all.word()}@nowhere.example" if is_strange else None
        self.all.commit_by_hand(device, address, everything=True)
        if pushes:
            by_plain_git.push(self.all, device)

    @rule(name=DEVICES, how=st.sampled_from(["merge", "pull --rebase", "pull --no-rebase"]), pushes=st.booleans())
    def merges_with_plain_git(self, name: str, how: str, pushes: bool) -> None:
        device = self.device(name)
        if device.killed or self.all.away or self.all.server.tip is None or self.all.is_renamed(device):
            return
        if how == "merge":
            by_plain_git.merge(self.all, device)
        else:
            by_plain_git.pull(self.all, device, rebase=how == "pull --rebase")
        if pushes:
            by_plain_git.push(self.all, device)

    @rule(name=DEVICES)
    def types_what_sync_printed(self, name: str) -> None:
        """Run the commands that remove the partner's text, or that follow the shared branch to its new name."""
        if (device := self.device(name)).way_out:
            by_plain_git.take_out(self.all, device)
        elif device.new_name and not device.killed:
            by_plain_git.follow(device)

    @rule()
    def the_shared_branch_gets_another_name(self) -> None:
        """Rename the branch at the host, while it contains all that anybody relied on.

        Nothing else happens until all follow.
        """
        server = self.all.server
        if self.all.away or server.tip is None or self.all.is_renamed():
            return
        for device in self.all.devices.values():
            if self.all.lost(device.must | device.may) or not device.accepted:
                return
        server.rename("trunk" if server.branch.endswith("/main") else "main")

    @rule(name=DEVICES)
    def settles(self, name: str) -> None:
        device = self.device(name)
        if device.torn and not device.killed:
            self.all.settle(device)

    @rule(name=DEVICES)
    def is_overtaken(self, name: str) -> None:
        server, device = self.all.server, self.device(name)
        handle = device.other
        if self.all.away or server.tip is None or self.all.is_overwritten(handle):
            return
        server.faster(self.by_web(handle, "2026-W48"))
        self.all.run(device, "sync")
        server.as_fast_as_all()

    @rule(handle=st.sampled_from(["ana", "ben"]), week=st.sampled_from(WEEKS))
    def writes_on_the_hosts_web_page(self, handle: str, week: str) -> None:
        if not self.all.away and self.all.server.tip and not self.all.is_overwritten(handle):
            self.all.server.move(self.by_web(handle, week))

    def by_web(self, handle: str, week: str) -> str:
        server = self.all.server
        path, word = f"{handle}/{week}.md", self.all.word()
        text = server.text(path)
        new = by_hand.goal_added(None, word) if text is None else by_hand.line_added(text, f"- {word}", "## Notes")
        return self.published(server.tree("", {path: new}), PEOPLE[handle])

    @rule(
        folder=st.sampled_from(["ana", "ben"]), how=st.sampled_from(["changed", "deleted", "added", "kept", "claimed"])
    )
    def somebody_unknown_writes_on_the_hosts_web_page(self, folder: str, how: str) -> None:
        """Write in a partner's folder, under an address that nobody lists, such as a host's no-reply address."""
        server = self.all.server
        if self.all.away or server.tip is None:
            return
        address = (
            f"{self.all.word().removeprefix('word')}@host.example"  # no text of hers: her other device may drop it
        )
        name = {"added": "2026-W50.md", "kept": "kept.md", "claimed": "partner.md"}.get(how, "2026-W48.md")
        text = server.text(path := f"{folder}/{name}")
        if (text is None) == (how != "added") or (how == "claimed" and "emails: []" not in (text or "")):
            return
        new = {
            "deleted": None,
            "added": "---\ngoals:\n  - Rest\n---\n",
            "kept": by_hand.kept_wrongly(text or "", by_hand.OTHER[folder], server.tip, wrong=7, digits=40),
            "claimed": (text or "").replace("emails: []", f"emails: [{address}]"),
        }.get(how, f"{text}\nNobody reads this.\n")
        commit = self.published(server.tree("", {path: new}), ("Web", address))
        self.all.foreign[commit] = folder
        server.move(commit)

    @rule(is_strange=st.booleans())
    def changes_the_agreement_on_the_hosts_web_page(self, is_strange: bool) -> None:
        server = self.all.server
        text = None if self.all.away or server.tip is None else server.text(AGREEMENT)
        if text is None:
            return
        word = self.all.word()
        author = ("Web", f"{word}@host.example") if is_strange else PEOPLE["ben"]
        server.move(self.published(server.tree("", {AGREEMENT: f"{text}\nAnd {word}.\n"}), author))
        self.all.visible[word] = AGREEMENT

    def published(self, tree: str, author: tuple[str, str]) -> str:
        server = self.all.server
        commit = server.commit(tree, [server.tip or ""], author, self.all.date(), "on a web page")
        self.all.by_hand.add(commit)
        return commit

    # ---- what is done to the shared history

    @rule(kind=st.sampled_from(["dropped", "softened", "same words", "begun anew", "deleted"]), back=st.integers(1, 4))
    def the_history_is_rewritten(self, kind: str, back: int) -> None:
        """Let Ben force-push from another machine."""
        server = self.all.server
        if self.all.away or server.tip is None or self.all.is_renamed():
            return
        self.all.lineage.learn(server.folder, server.tip)
        onto = server.earlier(back)
        if not server.names("ben", onto):
            return  # before Ben joined there is nothing of his to rewrite
        if kind == "dropped":
            server.move(onto)
        elif kind == "same words":
            new = server.again(onto, self.all.tick())
            server.move(list(new.values())[-1])
            self.all.by_hand |= set(new.values())
            self.all.foreign |= {new[commit]: of for commit, of in self.all.foreign.items() if commit in new}
        elif kind == "deleted":
            server.move(None)
        elif not self.all.is_overwritten("ben"):
            self.soften(onto, is_new=kind == "begun anew")
        self.all.recount()

    def soften(self, onto: str, *, is_new: bool) -> None:
        """Change Ben's goals, on top of an older commit or in a history of one commit."""
        server = self.all.server
        path = "ben/2026-W48.md"
        text = server.text(path)
        new = by_hand.goal_reworded(text, self.all.word()) if text else None
        files = {path: new or by_hand.goal_added(None, self.all.word())}
        base = "" if is_new else onto
        before = self.words_at_the_server("ben") | self.words_at_the_server("ben", base)
        tree = server.tree(base, files, folders={"ben": ""})
        parents = [] if is_new else [onto]
        commit = server.commit(tree, parents, PEOPLE["ben"], self.all.date(), "ben: goals")
        self.all.by_hand.add(commit)
        if is_new:
            self.all.foreign[commit] = "ana"  # her folder is in it, too
        server.move(commit)
        self.all.overwritten("ben", before, self.words_at_the_server("ben"))

    def words_at_the_server(self, folder: str, commit: str = "") -> set[str]:
        server = self.all.server
        return words_of(server.text(path, commit) or "" for path in server.names(folder, commit))

    @rule(handle=st.sampled_from(["ana", "ben"]), how=st.sampled_from(["changed", "deleted", "added", "withdrawn"]))
    def somebody_writes_in_anothers_folder(self, handle: str, how: str) -> None:
        """Write in the files of the partner `handle`, under the other's address."""
        server = self.all.server
        if self.all.away or server.tip is None:
            return
        name = {"added": "2026-W50.md", "withdrawn": "kept.md"}.get(how, "2026-W48.md")
        text = server.text(f"{handle}/{name}")
        if (text is None) == (how != "added"):
            return
        new = {"deleted": None, "withdrawn": "# Kept copies\n", "added": "---\ngoals:\n  - Rest\n---\n"}.get(
            how, f"{text}\nNobody reads this.\n"
        )
        if new is not None and new.strip() == (text or "").strip():
            return  # it reads so already
        tree = server.tree("", {f"{handle}/{name}": new})
        commit = self.published(tree, PEOPLE[by_hand.OTHER[handle]])
        self.all.foreign[commit] = handle
        server.move(commit)

    @rule()
    def the_server_is_backed_up(self) -> None:
        if not self.all.away:
            shutil.rmtree(self.folder / "backup.git", ignore_errors=True)
            copy_folder(self.all.server.folder, self.folder / "backup.git")

    @rule()
    def the_server_is_restored(self) -> None:
        backup = self.folder / "backup.git"
        if self.all.away or self.all.is_renamed() or not backup.exists():
            return
        if branch(backup) == branch(self.all.server.folder):
            self.all.lineage.learn(self.all.server.folder, self.all.server.tip)
            shutil.rmtree(self.all.server.folder)
            copy_folder(backup, self.all.server.folder)
            self.all.recount()

    @rule()
    def the_server_goes_away_or_comes_back(self) -> None:
        if self.all.away:
            self.all.back()
        else:
            self.all.server.folder.rename(self.all.folder / "away.git")
            self.all.away = True

    @rule(name=st.sampled_from(["laptop", "phone", "ben", "shared.git"]))
    def what_no_ref_names_is_dropped(self, name: str) -> None:
        if name != "shared.git" and self.device(name).is_unvouched:
            return  # git's log of what was committed here goes too: a limit that the docs name
        if name != "shared.git":
            self.all.lineage.learn(self.device(name).root, self.device(name).head)
            collect(self.device(name).root)
        elif not self.all.away:
            self.all.lineage.learn(self.all.server.folder, self.all.server.tip)
            self.all.server.collect()

    # ---- accidents

    @rule(start=st.integers(0, 999))
    def commits_by_hand_are_dated_at_random(self, start: int) -> None:
        self.all.dates = Random(start)

    @rule(clock=st.sampled_from([*CLOCKS, *CLOCKS, ""]))
    def commits_by_hand_are_dated_by_a_wrong_clock(self, clock: str) -> None:
        """Use a wrong clock, or a right one again.

        Eight commits in a row, as after a dead battery, mislead a walk by date.
        """
        self.all.wrong_clock, self.all.dates = clock, None
        server = self.all.server
        if clock and not self.all.away and server.tip and not self.all.is_overwritten("ben"):
            for _ in range(8):
                server.move(self.by_web("ben", "2026-W48"))

    @rule(name=DEVICES, line=LINES, moment=st.integers(1, 60))
    def is_killed(self, name: str, line: tuple[str, ...], moment: int) -> None:
        if "--accept-rewrite" in line and not self.all.away and self.all.is_renamed(self.device(name)):
            return  # whether the old name is back then, only the server knows
        self.all.run(self.device(name), *line, killed_at=moment)

    @rule(name=DEVICES)
    def a_clone_is_backed_up(self, name: str) -> None:
        self.backups[name] = self.all.saved(self.device(name), self.folder / f"backup-{name}")

    @rule(name=DEVICES)
    def a_clone_is_restored(self, name: str) -> None:
        known = self.backups.get(name)
        if known is None:
            return
        place = self.folder / f"backup-{name}"
        if branch(place) != branch(self.device(name).root) and self.all.lost(known.must | known.may):
            return  # under another name nobody can tell the branch
        self.all.learn(self.device(name))
        self.all.restored(self.device(name), known, place)

    @rule(name=DEVICES, way=st.sampled_from(["git clone", "apj join"]))
    def clones_again(self, name: str, way: str) -> None:
        server, device = self.all.server, self.device(name)
        if self.all.away or server.tip is None or self.all.is_overwritten(device.handle) or device.is_unvouched:
            return
        if way == "git clone":
            self.all.clone_again(device)
            return
        self.all.learn(device)
        shutil.rmtree(device.root)
        device.now = self.all.tick()
        device.apj("join", str(server.folder), str(device.root), "--partner", device.handle)
        self.all.begun_anew(device)

    @rule(name=DEVICES, week=st.sampled_from(WEEKS), to=st.sampled_from([None, *WEEKS]))
    def removes_or_renames_a_week(self, name: str, week: str, to: str | None) -> None:
        path, text = self.week(device := self.device(name), week)
        if text is None or week == to or by_hand.BROKEN in text:
            return
        self.all.write(device, path, None)
        if to and not (device.root / f"{device.handle}/{to}.md").exists():
            self.all.write(device, f"{device.handle}/{to}.md", text)

    @rule(name=DEVICES, how=st.sampled_from(["changed", "changed", "gone", "added"]))
    def changes_what_is_not_hers(self, name: str, how: str) -> None:
        device = self.device(name)
        path = f"{device.other}/2026-W{50 if how == 'added' else 48}.md"
        if (device.root / path).exists() == (how == "added"):
            return
        if how == "gone":
            (device.root / path).unlink()
        else:
            device.write(path, (device.read(path) if how == "changed" else "") + "\nNot mine to say.\n")
        device.dirty.add(path)

    @rule(name=DEVICES, wrong=st.integers(0, 6), digits=st.sampled_from([12, 40, 40]))
    def types_a_kept_line_that_names_nothing(self, name: str, wrong: int, digits: int) -> None:
        """Type a line with one wrong digit in the commit."""
        device = self.device(name)
        path = f"{device.handle}/kept.md"
        if (device.root / path).exists() and not device.has_slip():
            text = device.read(path)
            device.write(path, by_hand.kept_wrongly(text, device.other, device.head, wrong=wrong, digits=digits))

    @rule(name=DEVICES)
    def tidies_up(self, name: str) -> None:
        if not self.device(name).killed:
            self.all.tidy(self.device(name))

    @rule(name=DEVICES, week=st.sampled_from(WEEKS[:2]))
    def breaks_a_week(self, name: str, week: str) -> None:
        path, text = self.week(device := self.device(name), week)
        if text is not None and by_hand.BROKEN not in text:
            self.all.write(device, path, by_hand.broken(text))

    @rule(name=DEVICES)
    def repairs(self, name: str) -> None:
        device = self.device(name)
        for path in device.broken():
            self.all.write(device, path, by_hand.repaired(device.read(path)))


@pytest.mark.parametrize("part", range(PARTS))
def test_no_sequence_of_actions_by_two_partners_loses_text_or_hides_a_rewrite(part: int, tmp_path: Path) -> None:
    machine: Any = type("Example", (Partners,), {"made": find_beginning(), "folder": tmp_path})
    if not IS_RANDOM:
        machine = seed(part)(machine)
    options = settings(
        max_examples=-(-EXAMPLES // PARTS),
        stateful_step_count=STEPS,
        database=None,
        derandomize=False,  # each part has its seed
        deadline=None,
        print_blob=IS_RANDOM,
        suppress_health_check=list(HealthCheck),
        phases=(Phase.generate,) if IS_RANDOM else (Phase.generate, Phase.shrink),  # to shorten a story takes minutes
    )
    run_state_machine_as_test(machine, settings=options)
