"""`apj review`: the partner's report, the goals, what changed since my copy, and keeping a new one."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.stories import push_by_hand
from tests.helpers.folders import everything
from tests.helpers.people import FIVE_LINES, Person, Story, goals_kept, join, replay
from tests.helpers.repos import git

LATER = "2026-11-23T09:30+01:00"
WEDNESDAY = "2026-11-25T18:00+01:00"
SATURDAY = "2026-11-28T12:00+01:00"
NEXT_MONDAY = "2026-11-30T09:00+01:00"
KEYS = [
    *("reader", "partner", "since", "head", "reported", "current", "changes", "messages", "alarms", "kept", "as_of"),
]
WEEK = [
    *("partner", "week", "monday", "path", "unreadable", "away", "report_due", "goals", "happened", "log"),
    *("messages", "call", "learned", "report_skipped", "kept_by", "body"),
]
GOAL = [
    *("number", "id", "goal", "done_when", "area", "confidence", "obstacles", "carried_from", "carried", "decision"),
    *(
        "state",
        "result",
        "evidence",
        "reason",
        "happened",
        "steps",
        "change",
        "kept_goal",
        "amended_reason",
        "earlier_reason",
        "every",
    ),
]
CHANGE = ["partner", "week", "goal", "change", "before", "after", "reason", "agreed", "earlier_reason"]
FULL = """\
---
goals:
  - id: grant
    goal: Send the grant draft
    done_when: Mail sent
    area: professional
    confidence: 70
    obstacles:
      - interest: Fonts -> I write one paragraph
      - stress: Deadline
outcomes:
  grant: partly, page 6 of 8
happened:
  - {kind: interest, goal: grant, note: fonts, plan: forgotten}
  - unforeseen: School closed
learned: [One, Two]
call: {medium: voice, minutes: 18, date: 2026-11-23}
---

## Steps
- [x] grant: budget
- [ ] grant: summary

## Log
- 2026-11-25 interest: fonts

## To ben
- offer: Thursday?
- just so
"""
Both = tuple[Person, Person]


# ---- the document


def test_review_json_has_exactly_the_documented_keys(kept: Both) -> None:
    ana, ben = kept
    head = ana.git("log", "-1", "--format=%H", "--", "ana")
    document = ben.apj("review", "--json").json
    assert list(document) == KEYS
    assert (document["reader"], document["partner"]) == ("ben", "ana")
    assert (document["since"], document["head"], document["kept"]) == (head, head, None)
    assert document["reported"] is None
    assert list(document["current"]) == WEEK
    assert [list(goal) for goal in document["current"]["goals"]] == [GOAL] * 2
    assert (document["changes"], document["messages"], document["alarms"]) == ([], [], [])


def test_review_json_contains_every_value_of_a_full_week(kept: Both) -> None:
    ana, ben = kept
    push_by_hand(ana, {"ana/2026-W48.md": FULL}, WEDNESDAY)
    ben.apj("sync", at=WEDNESDAY)
    (week,) = ben.apj("show", "ana", "--json").json["weeks"]
    assert list(week) == WEEK
    goal = week["goals"][0]
    assert list(goal) == GOAL
    assert {key: goal[key] for key in GOAL if key not in {"change", "kept_goal"}} == {
        "number": 1,
        "id": "grant",
        "goal": "Send the grant draft",
        "done_when": "Mail sent",
        "area": "professional",
        "confidence": 70,
        "obstacles": [
            {"kind": "interest", "if": "Fonts", "then": "I write one paragraph"},
            {"kind": "stress", "if": "Deadline", "then": None},
        ],
        "carried_from": None,
        "carried": 0,
        "decision": None,
        "state": "partly",
        "result": "partly",
        "evidence": "page 6 of 8",
        "reason": None,
        "happened": [{"kind": "interest", "note": "fonts", "plan": "forgotten", "foreseen": True}],
        "steps": {"done": 1, "total": 2},
        "amended_reason": None,
        "earlier_reason": None,
        "every": None,
    }
    assert list(goal["kept_goal"]) == ["goal", "done_when", "confidence"]
    assert goal["change"] == "reworded"
    assert (week["partner"], week["week"], week["monday"], week["path"]) == (
        *("ana", "2026-W48", "2026-11-23", "ana/2026-W48.md"),
    )
    assert (week["unreadable"], week["away"], week["report_due"]) == (None, False, "2026-11-30")
    assert week["happened"] == [{"kind": "unforeseen", "note": "School closed", "plan": None, "foreseen": False}]
    assert week["log"] == [{"date": "2026-11-25", "kind": "interest", "text": "fonts"}]
    assert week["messages"] == [
        {"to": "ben", "kind": "offer", "text": "Thursday?"},
        {"to": "ben", "kind": None, "text": "just so"},
    ]
    assert week["call"] == {"medium": "voice", "minutes": 18, "date": "2026-11-23"}
    assert (week["learned"], week["report_skipped"]) == (["One", "Two"], None)
    assert [list(keep) for keep in week["kept_by"]] == [["partner", "commit", "at"]]
    assert week["kept_by"][0]["partner"] == "ben"
    assert week["kept_by"][0]["at"] == "2026-11-23T09:00:00+01:00"
    assert len(week["kept_by"][0]["commit"]) == 40
    assert "## Steps" in week["body"]
    removed = week["goals"][-1]
    assert (removed["goal"], removed["change"], removed["state"]) == ("Three runs", "removed", "unreported")


def test_a_change_in_review_json_has_all_keys(reworded: Both) -> None:
    _, ben = reworded
    (change,) = ben.apj("review", "--json", at=WEDNESDAY).json["changes"]
    assert list(change) == CHANGE
    assert change == {
        "partner": "ana",
        "week": "2026-W48",
        "goal": "two-runs",
        "change": "reworded",
        "before": "Three runs",
        "after": "Two runs",
        "reason": None,
        "agreed": False,
        "earlier_reason": None,
    }


# ---- which weeks


def test_review_shows_the_next_week_from_saturday_on_if_it_exists(kept: Both) -> None:
    ana, ben = kept
    assert ben.apj("review", "--json", at=SATURDAY).json["current"]["week"] == "2026-W48"
    ana.apj("new-week", "-g", "One page", "--no-edit", "--sync", at=SATURDAY)
    document = ben.apj("review", "--json", at=SATURDAY).json
    assert (document["reported"]["week"], document["current"]["week"]) == ("2026-W48", "2026-W49")


def test_review_shows_the_report_on_the_newest_earlier_week_with_goals(kept: Both) -> None:
    ana, ben = kept
    ana.apj("away", "W49")
    ana.apj("sync")
    document = ben.apj("review", "--json", at="2026-12-07T09:00+01:00").json
    assert (document["reported"]["week"], document["current"]) == ("2026-W48", None)


def test_review_of_a_partner_without_weeks_keeps_no_copy(begun: Both) -> None:
    ana = begun[0]
    document = ana.apj("review", "--json").json
    assert (document["reported"], document["current"], document["since"]) == (None, None, None)
    assert len(document["head"]) == 40
    assert "--keep" not in ana.apj("review").out
    head = ana.git("rev-parse", "HEAD")
    stopped = ana.apj("review", "--keep", "--json", code=1).json
    assert list(stopped) == [*KEYS, "error"]
    assert stopped["kept"] is None
    assert ana.git("rev-parse", "HEAD") == head


# ---- fetching


def test_review_fetches_and_merges_first(kept: Both) -> None:
    ana, ben = kept
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.apj("sync")
    ben.apj("review")
    assert ben.git("rev-parse", "HEAD") == ana.git("rev-parse", "HEAD")


def test_review_neither_commits_nor_changes_my_files(kept: Both) -> None:
    ana, ben = kept
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.apj("sync")
    ben.apj("log", "not shared yet", at=WEDNESDAY)
    ben.apj("park", "neither is this")
    before = everything(ben.root / "ben")
    ben.apj("review")
    assert everything(ben.root / "ben") == before
    assert ben.git("log", "-1", "--format=%s") == "ana 2026-W48: log"
    assert ben.git("status", "--porcelain").split() == ["M", "ben/2026-W48.md", "??", "ben/parked.md"]


def test_review_no_fetch_reads_only_the_local_clone(kept: Both) -> None:
    ana, ben = kept
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.apj("sync")
    before = everything(ben.root.parent)
    ben.apj("review", "--no-fetch")
    assert everything(ben.root.parent) == before


@pytest.mark.parametrize("form", [(), ("--json",)], ids=["text", "json"])
def test_review_says_that_it_is_offline_and_continues(kept: Both, form: tuple[str, ...]) -> None:
    ben = kept[1]
    (ben.root.parent / "shared.git").rename(ben.root.parent / "away.git")
    ran = ben.apj("review", *form)
    if form:
        assert ran.json["current"]["week"] == "2026-W48"
    else:
        assert "cannot reach the shared journal now" in ran.out
        assert "Three runs" in ran.out


# ---- keeping


def test_review_keep_adds_a_kept_line_and_a_ref_and_shares_them(reworded: Both) -> None:
    ana, ben = reworded
    ben.apj("log", "not to be committed", at=LATER)
    before = ben.read("ben/kept.md")
    document = ben.apj("review", "--keep", "--json").json
    c = ana.git("rev-parse", "HEAD")
    assert (document["head"], document["kept"]) == (c, c)
    assert document["since"] != c
    assert ben.read("ben/kept.md") == f"{before}- 2026-W48 ana {c} 2026-11-23T09:30+01:00\n"
    assert ben.git("show", "--name-only", "--format=%s", "HEAD").split("\n") == [
        "ben 2026-W48: kept",
        "",
        "ben/kept.md",
    ]
    assert c in ben.git("for-each-ref", "--format=%(objectname)", "refs/apj/kept/").split()
    assert git(ben.root.parent / "shared.git", "rev-parse", "main") == ben.git("rev-parse", "HEAD")
    ben.git("merge-base", "--is-ancestor", c, "HEAD")
    assert ben.git("status", "--porcelain") == " M ben/2026-W48.md"


def test_review_keep_of_the_same_commit_again_adds_no_line(kept: Both) -> None:
    ben = kept[1]
    head, text = ben.git("rev-parse", "HEAD"), ben.read("ben/kept.md")
    document = ben.apj("review", "--keep", "--json", at=LATER).json
    assert document["kept"] == document["head"] == document["since"]
    assert (ben.git("rev-parse", "HEAD"), ben.read("ben/kept.md")) == (head, text)


@pytest.mark.parametrize("line", [("review",), ("review", "--no-keep")], ids=" ".join)
def test_review_without_a_terminal_keeps_no_copy_unless_asked(reworded: Both, line: tuple[str, ...]) -> None:
    _, ben = reworded
    text = ben.read("ben/kept.md")
    assert ben.apj(*line, "--json", at=LATER).json["kept"] is None
    assert ben.read("ben/kept.md") == text


def test_review_ignores_what_the_partner_has_not_shared(kept: Both) -> None:
    ana, ben = kept
    ana.change("ana/2026-W48.md", "Three", "Two")
    ana.apj("commit", at=LATER)
    assert ben.apj("review", "--json", at=LATER).json["changes"] == []


def test_a_copy_kept_offline_is_shared_by_a_later_sync(reworded: Both) -> None:
    ana, ben = reworded
    ben.apj("sync", at=LATER)
    (ben.root.parent / "shared.git").rename(ben.root.parent / "away.git")
    document = ben.apj("review", "--keep", "--json", at=LATER, code=None).json
    assert document["kept"] == ana.git("rev-parse", "HEAD")
    (ben.root.parent / "away.git").rename(ben.root.parent / "shared.git")
    ben.apj("sync")
    assert git(ben.root.parent / "shared.git", "rev-parse", "main") == ben.git("rev-parse", "HEAD")


def test_review_keep_reports_which_changes_are_now_agreed(reworded: Both) -> None:
    ana, ben = reworded
    assert "Agreed again" in ben.apj("review", "--keep", at=LATER).out
    push_by_hand(ana, {"ana/2026-W48.md": FIVE_LINES.replace("Three", "One or two")}, LATER)
    (change,) = ben.apj("review", "--keep", "--json", at=LATER).json["changes"]
    assert (change["before"], change["agreed"]) == ("Two runs", True)


def test_review_keep_works_despite_a_locked_index(reworded: Both) -> None:
    _, ben = reworded
    ben.apj("sync", at=LATER)
    (ben.root / ".git/index.lock").write_bytes(b"")
    document = ben.apj("review", "--no-fetch", "--keep", "--json", code=4).json
    assert document["kept"] == document["head"]
    assert ben.git("log", "-1", "--format=%s") == "ben 2026-W48: kept"


def test_review_keep_refuses_to_commit_a_deleted_kept_line(reworded: Both) -> None:
    _, ben = reworded
    ben.write("ben/kept.md", "# Kept copies\n")
    ben.apj("review", "--keep", at=LATER, code=3)
    assert ben.read("ben/kept.md") == "# Kept copies\n"
    assert "- 2026-W48 ana" in ben.git("show", "HEAD:ben/kept.md")


@pytest.mark.parametrize("how", [("--no-fetch",), ()])
def test_review_keep_on_another_branch_is_refused(reworded: Both, how: tuple[str, ...]) -> None:
    _, ben = reworded
    ben.apj("sync", at=LATER)
    ben.git("switch", "-q", "-c", "beside")
    before = (ben.read("ben/kept.md"), ben.git("for-each-ref"))
    assert "the shared branch is main" in ben.apj("review", "--keep", *how, code=4).err
    assert (ben.read("ben/kept.md"), ben.git("for-each-ref")) == before


def test_review_shows_the_week_even_when_the_remote_url_is_refused(kept: Both) -> None:
    ben = kept[1]
    git(ben.root, "config", "remote.origin.url", "ext::sh -c whoami")
    document = ben.apj("review", "--json", code=4).json
    assert document["current"]["week"] == "2026-W48"
    assert "git remote set-url" in document["error"]["hint"]


# ---- whom


def test_review_of_myself_is_refused(kept: Both) -> None:
    text = kept[0].read("ana/2026-W48.md")
    kept[0].apj("review", "ana", "--keep", code=2)
    assert kept[0].read("ana/2026-W48.md") == text


def let_cleo_join(folder: Path) -> Both:
    ana, ben = replay(goals_kept, folder)
    join(Person("cleo", folder / "cleo"), folder / "shared.git", "Cleo", "Europe/Berlin")
    ana.apj("sync")
    return ana, ben


def test_review_asks_for_a_name_when_there_are_several_partners(tmp_path: Path) -> None:
    ana, _ = replay(let_cleo_join, tmp_path)
    assert "apj review ben" in ana.apj("review", code=2).err
    assert ana.apj("review", "cleo", "--json").json["partner"] == "cleo"


def test_review_picks_the_only_partner_that_i_keep(tmp_path: Path) -> None:
    ana, _ = replay(let_cleo_join, tmp_path)
    ana.write("ana/partner.md", ana.read("ana/partner.md").replace("keeps:  ", "keeps: [ben]"))
    assert ana.apj("review", "--json").json["partner"] == "ben"


# ---- messages, broken files, alarms


def test_a_message_stays_in_review_until_it_is_kept(kept: Both) -> None:
    ana, ben = kept
    push_by_hand(ana, {"ana/2026-W48.md": FIVE_LINES + "\n## To ben\n- ask: Thursday at six?\n"}, WEDNESDAY)
    for _ in range(2):
        assert "Next: apj review ana --keep" in ben.apj("review", at=WEDNESDAY).out
        assert [message["text"] for message in ben.apj("status", "--json").json["messages"]] == ["Thursday at six?"]
        assert ben.apj("status", "--json").json["next"] == "apj review"
    ben.apj("review", "--keep")
    assert ben.apj("review", "--json").json["messages"] == []
    status = ben.apj("status", "--json").json
    assert (status["messages"], status["next"]) == ([], "apj log")


def test_review_shows_only_messages_to_me_since_my_copy(kept: Both) -> None:
    ana, ben = kept
    messages = "\n## To ben\n- thank: for Thursday\n\n## To cleo\n- ask: where?\n"
    push_by_hand(ana, {"ana/2026-W48.md": FIVE_LINES + messages}, WEDNESDAY)
    shown = ben.apj("review", "--keep", "--json", at=WEDNESDAY).json["messages"]
    assert shown == [{"to": "ben", "kind": "thank", "text": "for Thursday"}]
    assert ben.apj("review", "--json").json["messages"] == []


def test_review_shows_an_unreadable_week_from_its_last_readable_version(kept: Both) -> None:
    ana, ben = kept
    push_by_hand(ana, {"ana/2026-W48.md": FIVE_LINES.replace("Three runs", '"Deep" work')})
    document = ben.apj("review", "--json", at=WEDNESDAY).json
    assert list(document["current"]["unreadable"]) == ["line", "column", "message"]
    assert [goal["goal"] for goal in document["current"]["goals"]][1] == "Three runs"
    assert document["changes"] == []
    told = ben.apj("review").out
    assert "unreadable" in told or "cannot be read" in told


def test_review_and_diff_agree_that_a_copy_of_a_week_without_readable_goals_was_kept(kept: Both) -> None:
    ana, ben = kept
    learned = FIVE_LINES.replace("goals:", "learned: Mornings\ngoals:")
    push_by_hand(ana, {"ana/2026-W48.md": learned, "ana/2026-W49.md": "---\ngoals: [Runs\n---\n"})
    ran = ben.apj("review", "--keep", at=NEXT_MONDAY).out
    assert "The copy contains no goals for 2026-W49 that apj can read." in " ".join(ran.split())
    compared = ben.apj("diff", "ana", "W49", at=NEXT_MONDAY).out
    commit = ben.read("ben/kept.md").split()[-2]
    assert "the copy that you kept on" in compared
    assert "no goals for this week that apj can read" in compared
    assert f"git show {commit[:7]}:ana/2026-W49.md" in compared


def test_review_keep_keeps_no_copy_during_an_alert(kept: Both) -> None:
    _, ben = kept
    server = ben.root.parent / "shared.git"
    git(server, "update-ref", "refs/heads/main", "main~1")
    ran = ben.apj("review", "--keep", "--json", at=WEDNESDAY, code=5)
    assert list(ran.json) == [*KEYS, "error"]
    assert [list(alarm) for alarm in ran.json["alarms"]] == [["code", "message", "show"]] * len(ran.json["alarms"])
    assert "tip_went_back" in [alarm["code"] for alarm in ran.json["alarms"]]
    assert (ran.json["kept"], ran.json["error"]["exit"]) == (None, 5)


def change_and_share(folder: Path) -> Both:
    """Let Ana change her week and the agreement."""
    ana, ben = replay(goals_kept, folder)
    ana.change("agreement.md", "What we agreed", "What we two agreed")
    ana.change("ana/2026-W48.md", "Three runs", "Two runs")
    ana.apj("sync")
    return ana, ben


def blocked(folder: Path) -> Both:
    """Let Ana's change conflict with uncommitted text of Ben's."""
    ana, ben = replay(change_and_share, folder)
    ben.change("agreement.md", "minutes: 20", "minutes: 25")
    return ana, ben


def conflicting(folder: Path) -> Both:
    """Let both change the same line, in their commits."""
    ana, ben = replay(change_and_share, folder)
    ben.change("agreement.md", "What we agreed", "What I heard")
    ben.apj("sync", code=4)
    return ana, ben


def taken_back(folder: Path) -> Both:
    """Let Ben undo the sync that merged Ana's change."""
    ana, ben = replay(change_and_share, folder)
    ben.apj("sync")
    ben.apj("sync", "--undo")
    return ana, ben


def brought_by_plain_git(folder: Path) -> Both:
    """Fetch into a clone with plain git, before a sync has checked what arrived."""
    ana, ben = replay(change_and_share, folder)
    ben.git("update-ref", "-d", "refs/apj/remote/main")
    ben.git("fetch", "-q", "origin")
    return ana, ben


@pytest.mark.parametrize("arrives", [blocked, conflicting, taken_back, brought_by_plain_git])
@pytest.mark.parametrize("options", [(), ("--no-fetch",)], ids="-".join)
def test_review_keep_refuses_a_partners_week_that_is_not_merged_locally(
    tmp_path: Path, arrives: Story, options: tuple[str, ...]
) -> None:
    _, ben = replay(arrives, tmp_path)
    if arrives is blocked:
        ben.apj("review", "--no-keep", code=4)  # it has arrived, and is not taken over
    elif not options and arrives is not conflicting:
        (ben.root.parent / "shared.git").rename(ben.root.parent / "away.git")
    lines, refs = ben.read("ben/kept.md"), ben.git("for-each-ref", "refs/apj/kept")
    head = ben.git("rev-parse", "HEAD")
    ran = ben.apj("review", "--keep", *options, "--json", at=WEDNESDAY, code=4)
    assert [goal["goal"] for goal in ran.json["current"]["goals"]][1] == "Two runs"
    assert ran.json["kept"] is None
    assert ran.json["error"]["hint"]
    said = ben.apj("review", "--keep", *options, at=WEDNESDAY, code=4)
    assert "Two runs" in said.out
    assert "No copy was kept. Changes from Ana are not merged here yet.\nFirst merge the changes: apj sync." in said.err
    assert (ben.read("ben/kept.md"), ben.git("for-each-ref", "refs/apj/kept")) == (lines, refs)
    assert ben.git("rev-parse", "HEAD") == head


@pytest.mark.parametrize("arrives", [blocked, taken_back, brought_by_plain_git])
def test_review_keep_works_after_sync_has_merged(tmp_path: Path, arrives: Story) -> None:
    ana, ben = replay(arrives, tmp_path)
    ben.apj("review", "--keep", "--no-fetch", at=WEDNESDAY, code=None)
    ben.apj("sync")
    assert ben.apj("review", "--keep", "--json", at=WEDNESDAY).json["kept"]
    ana.apj("sync")
    assert {one["code"] for one in ana.apj("verify", "--json").json["findings"]} <= {"agreement_unsigned"}
