"""The model notices what it exists for: lost text, a rewrite that was not reported, an alert without a reason."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Ran
from tests.partner_model import by_plain_git
from tests.partner_model.begin import find_beginning
from tests.partner_model.by_hand import goal_added
from tests.partner_model.device import PEOPLE
from tests.partner_model.folder_writes import FolderWrite, is_undone
from tests.partner_model.judge import Before, Outcome
from tests.partner_model.model import Partnership

pytestmark = pytest.mark.slow

WEEK = "ana/2026-W48.md"


@pytest.fixture
def partnership(tmp_path: Path) -> Partnership:
    return Partnership(tmp_path / "journal", find_beginning())


def write_goal(partnership: Partnership) -> None:
    laptop = partnership.devices["laptop"]
    partnership.write(laptop, WEEK, goal_added(laptop.read(WEEK), partnership.word()))


def test_the_model_finds_nothing_wrong_on_an_ordinary_day(partnership: Partnership) -> None:
    write_goal(partnership)
    for name in ("laptop", "ben", "phone"):
        partnership.run(partnership.devices[name], "sync")
    partnership.check()


def test_the_model_notices_shared_text_that_vanished_from_the_server(partnership: Partnership) -> None:
    write_goal(partnership)
    before = partnership.server.tip
    partnership.run(partnership.devices["laptop"], "sync")
    partnership.server.move(before)
    with pytest.raises(AssertionError, match="can't be seen"):
        partnership.check()


def test_the_model_notices_text_that_vanished_from_a_clone(partnership: Partnership) -> None:
    laptop = partnership.devices["laptop"]
    write_goal(partnership)
    laptop.git("checkout", "-q", "--", WEEK)
    with pytest.raises(AssertionError, match="laptop lost"):
        partnership.run(laptop, "commit")


def test_the_model_does_not_expect_words_that_their_owner_removed_before_another_device_got_them(
    partnership: Partnership,
) -> None:
    laptop, phone = partnership.devices["laptop"], partnership.devices["phone"]
    old = laptop.read(WEEK)
    word = partnership.word()
    new = goal_added(old, word)
    partnership.write(phone, WEEK, new)
    partnership.write(phone, WEEK, old)
    partnership.write(laptop, WEEK, new)
    assert word not in partnership.visible


def test_the_model_accepts_a_merge_that_shares_what_ben_wrote_in_his_own_folder(partnership: Partnership) -> None:
    server, phone = partnership.server, partnership.devices["phone"]
    before = server.tip
    tree = server.tree("", {"ben/2026-W48.md": goal_added(None, partnership.word())}, folders={"ben": ""})
    anew = server.commit(tree, [], PEOPLE["ben"], partnership.date(), "ben: goals")
    partnership.by_hand.add(anew)
    partnership.foreign[anew] = "ana"  # her folder is in it, too
    server.move(anew)
    by_plain_git.merge(partnership, phone)
    server.move(before)
    partnership.run(phone, "sync")
    assert server.tip == phone.head


def judge(partnership: Partnership, ran: Ran) -> None:
    """Check a sync of Ben that did nothing and printed `ran`."""
    ben = partnership.devices["ben"]
    partnership.learn(ben)
    Outcome(partnership, ben, Before(ben.head, partnership.server.tip, ben.mine()), ("sync",), ran).judge()


def test_the_model_notices_a_rewrite_that_sync_does_not_report(partnership: Partnership) -> None:
    partnership.server.move(partnership.server.earlier(2))
    with pytest.raises(AssertionError, match="missed"):
        judge(partnership, Ran(0, '{"alarms": []}', ""))


def test_the_model_notices_an_alert_without_a_reason(partnership: Partnership) -> None:
    with pytest.raises(AssertionError, match="false alarm"):
        judge(partnership, Ran(5, '{"alarms": [{"code": "rewrite"}]}', ""))


def test_the_model_notices_a_renamed_branch_that_lacks_accepted_commits(partnership: Partnership) -> None:
    partnership.server.move(partnership.server.earlier(2))
    partnership.server.rename("trunk")
    with pytest.raises(AssertionError, match="missed"):
        judge(partnership, Ran(4, '{"alarms": []}', ""))


def test_the_model_expects_no_alert_about_an_undone_write_unless_somebody_continued_it() -> None:
    wrote = FolderWrite("1", "ana@example.org", "ben/2026-W48.md", "old", "new")
    undid = wrote._replace(commit="2", before="new", after="old")
    went_on = wrote._replace(commit="3", address="ben@example.org", before="new", after="newer")
    assert is_undone([wrote, undid], {"ana@example.org"})
    assert not is_undone([wrote], {"ana@example.org"})
    assert not is_undone([wrote, went_on, undid], {"ana@example.org"})
