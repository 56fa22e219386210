"""The parts of `gitrepo` together: rewrite detection, merge and checkout on two devices of Ana and one of Ben.

`Device.exchange` calls these parts in an order of its own, between commands of plain git for the network. It is not
the sync of apj: `services.sync` is tested through the command line, first of all in `tests/cli/test_sync.py`.
"""

from __future__ import annotations

import tempfile
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apjournal.gitrepo.checkout import worktree
from apjournal.gitrepo.kept import kept_refs, rewrite_detection
from apjournal.gitrepo.kept.rewrite_detection import KeptVerdict, TipVerdict
from apjournal.gitrepo.merge import merge, writers
from apjournal.gitrepo.merge.merge import Merged, MergeFailure, MergeKind
from apjournal.gitrepo.merge.terms import MergeTerms
from apjournal.gitrepo.plumbing import ancestry, refs
from apjournal.gitrepo.plumbing.commit import CommitInfo, Identity
from apjournal.gitrepo.plumbing.objects import Objects
from apjournal.gitrepo.plumbing.runner import Git
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.kept import KeptCopy
from tests.helpers import repos
from tests.helpers.demo import copied
from tests.helpers.home import move_in

ANA, BEN = Handle("ana"), Handle("ben")
ADDRESSES = {ANA: frozenset({"ana@example.org"}), BEN: frozenset({"ben@example.org"})}
W48 = IsoWeek(2026, 48)
MAIN, ACCEPTED, INCOMING = "refs/heads/main", "refs/apj/remote/main", "refs/apj/incoming/main"
WEEK = "---\ngoals:\n  - Send the draft\n---\n\n## Log\n"


class Device:
    """One clone of one partner."""

    def __init__(self, folder: Path, me: Handle) -> None:
        self.folder = folder
        self.me = me
        self.person = repos.ANA if me == ANA else repos.BEN
        self.private = self.folder / ".git" / "apj"

    def write(self, files: dict[str, str]) -> None:
        """Write in my folder, and commit."""
        mine = {f"{self.me}/{name}": text for name, text in files.items()}
        repos.commit(self.folder, dict(mine), author=self.person)

    def exchange(self) -> rewrite_detection.TipComparison | MergeFailure | Merged:
        """Fetch, check for a rewrite, merge and push. Return the rewrite, the failed merge or the merge."""
        git = Git(self.folder)
        with Objects(git) as objects:
            worktree.finish_intent(git, objects, self.private)
            repos.git(self.folder, "fetch", "-q", "origin", f"+{MAIN}:{INCOMING}")
            new, old = repos.tip(self.folder, INCOMING), ancestry.resolve_ref(git, ACCEPTED)
            tip = rewrite_detection.compare_tips(git, old, new)
            states = rewrite_detection.compare_kept_commits(
                git, objects, kept_refs.merge_kept_lists(self.me, kept_refs.list_kept_refs(git, self.me)), new
            )
            if tip.verdict is not TipVerdict.FINE or any(state.verdict is not KeptVerdict.FINE for state in states):
                return tip
            refs.move_ref(git, ACCEPTED, new, old)
            head = repos.tip(self.folder)
            result = merge.merge_commits(
                git,
                objects,
                head,
                new,
                who=writers.Writers(
                    self.me, writers.list_folder_writes(git, objects, head, new, addresses=ADDRESSES), ADDRESSES
                ),
                terms=MergeTerms(
                    CommitInfo("merge", Identity(*self.person), datetime.fromisoformat("2026-11-23T09:00+01:00")),
                    kept=[state.kept.commit for state in states],
                ),
            )
            if isinstance(result, Merged):
                planned = worktree.plan_move(git, objects, self.private, head, result.commit, me=self.me)
                assert worktree.move_branch_and_files(git, objects, self.private, MAIN, planned) == ()
                repos.git(self.folder, "push", "-q", "origin", f"{result.commit}:{MAIN}")
                refs.move_ref(git, ACCEPTED, result.commit, new)
            return result

    def keep(self, partner: Handle) -> str:
        """Keep the partner's folder as of the accepted tip."""
        git = Git(self.folder)
        with Objects(git) as objects:
            commit = ancestry.find_newest_change(objects, repos.tip(self.folder, ACCEPTED), partner)
        assert commit is not None
        kept_refs.create_kept_refs(git, [KeptCopy(self.me, partner, W48, commit, None)])
        return commit

    def text(self, path: str) -> str:
        return (self.folder / path).read_text(encoding="utf-8")


CLONES = {"laptop": ANA, "phone": ANA, "ben": BEN}


@pytest.fixture(scope="module")
def as_built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of the three clones and their server, which is copied, and never changed."""
    folder = tmp_path_factory.mktemp("devices")
    with pytest.MonkeyPatch.context() as patch:
        move_in(tmp_path_factory.mktemp("home"), patch)
        first = repos.new_repository(tmp_path_factory.mktemp("first"))
        repos.commit(first, {"agreement.md": "apj: 1\n", "ana/2026-W48.md": WEEK, "ben/2026-W48.md": WEEK})
        server = repos.new_bare(folder / "server.git")
        repos.git(first, "push", "-q", str(server), "main")
        for name in CLONES:
            (repos.clone(server, folder / name) / ".git" / "apj").mkdir()
    return folder


def devices(as_built: Path, folder: Path) -> tuple[Device, Device, Device]:
    """Return Ana's laptop, her phone, and Ben's clone, in a new folder."""
    copied(as_built, folder, CLONES)
    laptop, phone, ben = (Device(folder / name, me) for name, me in CLONES.items())
    return laptop, phone, ben


def test_after_both_partners_merge_both_have_all_weeks_and_the_kept_text(as_built: Path, tmp_path: Path) -> None:
    ana, _, ben = devices(as_built, tmp_path)
    ana.write({"2026-W49.md": WEEK})
    ben.write({"2026-W49.md": WEEK})
    first, second = ana.exchange(), ben.exchange()
    assert isinstance(first, Merged)
    assert isinstance(second, Merged)
    assert (first.kind, second.kind) == (MergeKind.NONE, MergeKind.MERGE)
    commit = ben.keep(ANA)
    ana.write({"2026-W49.md": WEEK.replace("the draft", "half of it")})
    ana.exchange()
    ben.exchange()
    assert ben.text("ana/2026-W49.md") == ana.text("ana/2026-W49.md")
    assert repos.shown(ben.folder, commit, "ana/2026-W49.md") == WEEK


def test_a_rewrite_of_a_kept_commit_is_detected_before_the_branch_moves(as_built: Path, tmp_path: Path) -> None:
    ana, _, ben = devices(as_built, tmp_path)
    ana.write({"2026-W49.md": WEEK})
    ana.exchange()
    ben.exchange()
    ben.keep(ANA)
    before = repos.tip(ben.folder)
    repos.git(ana.folder, "reset", "-q", "--hard", "HEAD~1")
    ana.write({"2026-W49.md": WEEK.replace("the draft", "nothing")})
    server = tmp_path / "server.git"
    repos.git(server, "config", "receive.denyNonFastForwards", "false")
    repos.git(ana.folder, "push", "-q", "--force", "origin", "main")
    told = ben.exchange()
    assert isinstance(told, rewrite_detection.TipComparison)
    assert told.verdict is TipVerdict.REWRITE
    assert repos.tip(ben.folder) == before


STEPS = st.lists(st.tuples(st.integers(0, 2), st.sampled_from(["log", "week", "exchange"])), max_size=8)


@settings(max_examples=6)
@given(STEPS)
def test_after_any_order_of_edits_and_merges_every_device_has_every_line(
    as_built: Path, steps: list[tuple[int, str]]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        everyone = devices(as_built, Path(folder))
        written: list[tuple[str, str]] = []
        for number, (which, what) in enumerate(steps):
            device = everyone[which]
            if what == "exchange":
                assert isinstance(device.exchange(), Merged)
                continue
            week = "2026-W48" if what == "log" else f"2027-W{number + 1:02}"
            line = f"- 2026-11-24: line {number}\n"
            old = device.text(f"{device.me}/{week}.md") if what == "log" else WEEK
            device.write({f"{week}.md": old + line})
            written.append((f"{device.me}/{week}.md", line))
        for device in (*everyone, *everyone):
            assert isinstance(device.exchange(), Merged)
        assert len({repos.tip(device.folder) for device in everyone}) == 1
        for device in everyone:
            assert repos.git(device.folder, "status", "--porcelain") == ""
            assert all(line in device.text(path) for path, line in written)
