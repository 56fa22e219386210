"""`apj sync`: what is sent, held back and received, and what sync says about it."""

from __future__ import annotations

import os
import socket
import time
from pathlib import Path
from typing import Any

import pytest

from apjournal.gitrepo.checkout import worktree
from apjournal.gitrepo.plumbing.network import remote
from apjournal.services.sync import sync
from tests.cli.stories import push_by_hand
from tests.helpers.folders import everything
from tests.helpers.people import FIVE_LINES, Person
from tests.helpers.repos import BEN, git, git_bytes, shown
from tests.partner_model.shared_repository import Server

WEDNESDAY = "2026-11-25T18:00+01:00"
KEYS = [
    *("committed", "files", "skipped", "fetched", "merged", "pushed", "received", "sent", "alarms", "offline"),
]
Both = tuple[Person, Person]
BY_PHONE = ("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "-qm", "by phone")


def shared(person: Person) -> Path:
    return person.root.parent / "shared.git"


# ---- what is said


def test_a_sync_that_a_damaged_ref_stops_says_only_how_to_repair_it(kept: Both) -> None:
    (kept[0].root / ".git/refs/remotes/origin/main").write_bytes(b"")
    ran = kept[0].apj("sync", code=4)
    assert ran.out == ""
    assert "rm .git/refs/remotes/origin/main && git fetch" in ran.err


def test_the_json_of_a_sync_without_news_has_every_key(kept: Both) -> None:
    document = kept[0].apj("sync", "--json").json
    assert list(document) == KEYS
    assert document == {
        "committed": None,
        "files": [],
        "skipped": [],
        "fetched": True,
        "merged": "none",
        "pushed": False,
        "received": [],
        "sent": 0,
        "alarms": [],
        "offline": False,
    }


def test_sync_json_reports_sent_and_received_commits(logged: Both) -> None:
    ana, ben = logged
    ana.apj("park", "a newsletter", at=WEDNESDAY)
    document = ana.apj("sync", "--json").json
    head = ben.git("rev-parse", "HEAD")
    assert document["committed"] == ana.git("rev-parse", "HEAD^1")
    assert document["files"] == ["ana/parked.md"]
    assert (document["merged"], document["pushed"], document["sent"]) == ("merge", True, 2)
    assert document["received"] == [{"commit": head, "partner": "ben", "subject": "ben 2026-W48: log"}]


def test_sync_without_local_commits_fast_forwards(logged: Both) -> None:
    ana, ben = logged
    document = ana.apj("sync", "--json").json
    assert (document["merged"], document["pushed"], document["sent"]) == ("ff", False, 0)
    assert ana.git("rev-parse", "HEAD") == ben.git("rev-parse", "HEAD")


def test_sync_reports_a_new_partner_by_handle(begun: Both, tmp_path: Path) -> None:
    from tests.helpers.people import join

    ana, _ = begun
    join(Person("cleo", tmp_path / "journal" / "cleo"), shared(ana), "Cleo", "Europe/Berlin")
    received = ana.apj("sync", "--json").json["received"]
    assert [(commit["partner"], commit["subject"]) for commit in received] == [("cleo", "cleo: joins")]


# ---- what is committed, under which message


@pytest.mark.parametrize(
    ("line", "message"),
    [
        (("log", "-i", "two hours of fonts"), "ana 2026-W48: log"),
        (("report", "-o", "1=done"), "ana 2026-W48: outcomes"),
        (("report", "--learned", "mornings"), "ana 2026-W48: outcomes"),
        (("park", "a newsletter"), "ana 2026-W48: parked"),
        (("away", "W50"), "ana 2026-W50: goals"),
        (("new-week", "next", "-g", "One page", "--no-edit"), "ana 2026-W49: goals"),
    ],
    ids=lambda value: value if isinstance(value, str) else " ".join(value),
)
def test_the_commit_message_of_sync_names_the_kind_of_change_and_quotes_no_text(
    ana: Person, line: tuple[str, ...], message: str
) -> None:
    ana.apj(*line, at=WEDNESDAY)
    ana.apj("sync", "--offline")
    assert ana.git("log", "-1", "--format=%B").strip() == message


@pytest.mark.parametrize(
    ("path", "old", "new", "message"),
    [
        ("ana/2026-W48.md", "Three", "Two", "ana 2026-W48: goals"),
        ("ana/2026-W48.md", "Three runs\n---\n", "Three runs\n---\n\n## Notes\nmore\n", "ana 2026-W48: notes"),
        ("ana/partner.md", "## Aims\n", "## Aims\n- Finish the book\n", "ana 2026-W48: partner"),
        ("agreement.md", "minutes: 20", "minutes: 15", "ana 2026-W48: agreement"),
        ("README.md", "\n", "\n\n", "ana 2026-W48: notes"),
    ],
)
def test_the_commit_message_of_a_manual_change_names_its_kind(
    ana: Person, path: str, old: str, new: str, message: str
) -> None:
    ana.write(path, ana.read(path).replace(old, new, 1))
    ana.apj("sync", "--offline", at=WEDNESDAY)
    assert ana.git("log", "-1", "--format=%s") == message


def test_a_commit_message_lists_several_kinds_in_a_fixed_order(ana: Person) -> None:
    ana.change("agreement.md", "minutes: 20", "minutes: 15")
    ana.apj("park", "a newsletter", at=WEDNESDAY)
    ana.apj("log", "fonts")
    ana.apj("report", "-o", "2=done")
    ana.change("ana/2026-W48.md", "Send the", "Send a")
    ana.apj("sync")
    assert ana.git("log", "-1", "--format=%s") == "ana 2026-W48: goals, outcomes, log, parked, agreement"


def test_commits_use_the_name_and_email_address_in_the_partner_file(ana: Person) -> None:
    git(ana.root, "config", "user.name", "A. Costa, Widgets Ltd")
    git(ana.root, "config", "user.email", "costa@work.example")
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.apj("sync")
    assert ana.git("log", "-1", "--format=%an %ae %cn %ce %aI") == (
        "Ana Costa ana@example.org Ana Costa ana@example.org 2026-11-25T17:00:00+00:00"
    )


def test_sync_never_commits_a_partners_files(ana: Person) -> None:
    ana.change("ben/2026-W48.md", "Mark the essays", "Mark my essays")
    ana.write("ben/notes.md", "What Ben thinks\n")
    head = ana.git("rev-parse", "HEAD")
    assert ana.apj("sync", "--json").json["files"] == []
    assert ana.git("rev-parse", "HEAD") == head
    assert "Mark my essays" in ana.read("ben/2026-W48.md")


def test_sync_leaves_other_staged_files_staged(ana: Person) -> None:
    ana.change("ben/2026-W48.md", "Mark the essays", "Mark my essays")
    ana.write("notes.txt", "for later\n")
    ana.git("add", "ben/2026-W48.md", "notes.txt")
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.apj("sync")
    assert ana.git("show", "--name-only", "--format=", "HEAD") == "ana/2026-W48.md"
    assert ana.git("diff", "--cached", "--name-only").split() == ["ben/2026-W48.md", "notes.txt"]


def test_git_status_is_clean_after_a_sync(logged: Both) -> None:
    ana, _ = logged
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.apj("sync")
    assert ana.git("status", "--porcelain") == ""
    assert ana.git("rev-parse", "HEAD") == ana.git("rev-parse", "origin/main")


def test_sync_shares_notes_in_my_subfolder(ana: Person) -> None:
    ana.write("ana/drafts/letter.md", "Dear Ines\n")
    assert ana.apj("sync", "--json").json["files"] == ["ana/drafts/letter.md"]


# ---- what stays out


def test_sync_skips_file_names_that_other_systems_do_not_allow(ana: Person) -> None:
    names = ["ana/a:b.md", "ana/back\\slash.md", "ana/con.md", "ana/trailing /x.md", "ana/what?.md"]
    for name in names:
        ana.write(name, "words\n")
    document = ana.apj("sync", "--json").json
    assert document["committed"] is None
    assert sorted(skipped["path"] for skipped in document["skipped"]) == names
    assert list(document["skipped"][0]) == ["path", "reason"]


def test_sync_skips_a_file_above_256_kib(ana: Person) -> None:
    ana.write("ana/2026-W49.md", "---\ngoals:\n  - One page\n---\n" + "x" * 256 * 1024)
    document = ana.apj("sync", "--json", code=None).json
    assert document["committed"] is None
    assert [skipped["path"] for skipped in document["skipped"]] == ["ana/2026-W49.md"]


def test_a_file_of_exactly_256_kib_is_shared(ana: Person) -> None:
    start = "---\ngoals:\n  - One page\n---\n"
    ana.write("ana/2026-W49.md", start + "x" * (256 * 1024 - len(start)))
    document = ana.apj("sync", "--json", code=None).json
    assert document["committed"] is not None
    assert document["skipped"] == []


def test_sync_skips_a_photo_and_reports_it(ana: Person) -> None:
    (ana.root / "ana" / "desk.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    document = ana.apj("sync", "--json").json
    assert document["committed"] is None
    assert [skipped["path"] for skipped in document["skipped"]] == ["ana/desk.jpg"]


def test_sync_does_not_mention_files_that_operating_systems_and_editors_create(ana: Person) -> None:
    for name in (".DS_Store", ".2026-W48.md.swp", "2026-W48.md~", "#2026-W48.md#"):
        (ana.root / "ana" / name).write_bytes(b"\0")
    assert ana.apj("sync", "--json").json["skipped"] == []


def test_sync_does_not_mention_a_photo_committed_by_plain_git(ana: Person) -> None:
    (ana.root / "ana" / "desk.jpg").write_bytes(b"\xff\xd8\xff\xe0")
    ana.git("add", "ana/desk.jpg")
    ana.git(*BY_PHONE)
    assert ana.apj("sync", "--json").json["skipped"] == []
    assert ana.apj("sync", "--json").json["skipped"] == []


def test_sync_skips_symlinks_and_does_not_treat_them_as_deletions(ana: Person, tmp_path: Path) -> None:
    (tmp_path / "secret.md").write_text("---\ngoals:\n  - secret\n---\n", "utf-8")
    paths = ["ana/2026-W48.md", "ana/2026-W49.md", "ana/letter.md", "ana/partner.md"]
    for path in paths:
        (ana.root / path).unlink(missing_ok=True)
        (ana.root / path).symlink_to(tmp_path / "secret.md")
    document = ana.apj("sync", "--json").json
    assert document["committed"] is None
    assert sorted(skipped["path"] for skipped in document["skipped"]) == paths
    assert "secret" not in ana.git("log", "--all", "-p")


def test_sync_skips_a_folder_that_is_a_symlink(ana: Person, tmp_path: Path) -> None:
    (tmp_path / "elsewhere").mkdir()
    (tmp_path / "elsewhere" / "secret.md").write_text("secret\n", "utf-8")
    (ana.root / "ana" / "drafts").symlink_to(tmp_path / "elsewhere")
    assert ana.apj("sync", "--json").json["committed"] is None


def test_sync_and_git_add_never_store_private_files(ana: Person) -> None:
    for path in ("private/diary.md", "ana/private/diary.md", "ana/drafts/private/x/diary.md"):
        ana.write(path, "What I tell nobody\n")
    document = ana.apj("sync", "--json").json
    assert (document["committed"], document["skipped"]) == (None, [])
    ana.git("add", "-A")
    assert ana.git("status", "--porcelain") == ""
    objects = git_bytes(ana.root, "cat-file", "--batch-all-objects", "--batch", "--unordered")
    assert b"Three runs" in objects
    assert b"nobody" not in objects


def test_sync_lists_the_errors_of_a_broken_file_and_shares_the_rest(ana: Person) -> None:
    ana.write("ana/2026-W48.md", '---\ngoals:\n  - "Deep" work\n  - @ines\n---\n')
    ana.apj("park", "a newsletter")
    before = ana.read("ana/2026-W48.md")
    ran = ana.apj("sync", "--json", code=3)
    assert list(ran.json) == [*KEYS, "error"]
    assert (ran.json["files"], ran.json["pushed"]) == (["ana/parked.md"], True)
    assert ran.json["error"]["exit"] == 3
    places = [(finding["path"], finding["line"]) for finding in ran.json["error"]["findings"]]
    assert places == [("ana/2026-W48.md", 3), ("ana/2026-W48.md", 4)]
    assert [list(finding) for finding in ran.json["error"]["findings"]] == [
        ["path", "line", "column", "level", "code", "message", "fix"]
    ] * 2
    assert ana.read("ana/2026-W48.md") == before
    told = ana.apj("sync", code=3).err.splitlines()
    assert [line.split(" ")[0] for line in told[:2]] == ["ana/2026-W48.md:3:5:", "ana/2026-W48.md:4:5:"]


def test_sync_lists_the_errors_of_every_broken_file_even_when_offline(ana: Person) -> None:
    for week in ("W48", "W49"):
        ana.write(f"ana/2026-{week}.md", '---\ngoals:\n  - "Deep" work\n---\n')
    shared(ana).rename(ana.root.parent / "away.git")
    error = ana.apj("sync", "--json", code=4).json["error"]
    assert [finding["path"] for finding in error["findings"]] == ["ana/2026-W48.md", "ana/2026-W49.md"]
    told = ana.apj("sync", code=4).err
    assert "ana/2026-W48.md:3:5: " in told
    assert "ana/2026-W49.md:3:5: " in told


@pytest.mark.parametrize(
    ("path", "text"),
    [
        ("agreement.md", "---\napj: 1\nmode: [\n---\n"),
        ("ana/partner.md", "---\nname: Ana\ntimezone: &x\n---\n"),
    ],
)
def test_sync_skips_a_broken_agreement_or_partner_file(ana: Person, path: str, text: str) -> None:
    ana.write(path, text)
    document = ana.apj("sync", "--json", code=3).json
    assert document["committed"] is None
    assert [skipped["path"] for skipped in document["skipped"]] == [path]
    assert ana.read(path) == text


@pytest.mark.parametrize("text", ["---\nname: [\n---\n", None], ids=["broken", "deleted"])
def test_sync_works_with_a_broken_or_deleted_partner_file(logged: Both, text: str | None) -> None:
    ana, _ = logged
    (ana.root / "ana/partner.md").unlink()
    if text:
        ana.write("ana/partner.md", text)
    ana.apj("park", "a newsletter", at=WEDNESDAY)
    document = ana.apj("sync", "--json", code=3 if text else 0).json
    assert (document["files"], document["merged"], document["pushed"]) == (["ana/parked.md"], "merge", True)
    assert ana.git("log", "-1", "--format=%an <%ae>") == "Ana Costa <ana@example.org>"


def test_sync_without_an_email_address_in_the_partner_file_is_refused(ana: Person) -> None:
    ana.change("ana/partner.md", "email: ana@example.org\n", "email:\n")
    ana.apj("sync")  # under the address that was known
    ana.apj("park", "a newsletter")
    before = everything(ana.root)
    assert ana.apj("sync", code=3).err.startswith("ana/partner.md has no email address.\n")
    assert everything(ana.root) == before
    git(ana.root, "config", "user.email", "ana@example.org")
    ana.apj("sync")


def test_sync_skips_a_kept_file_from_which_a_line_was_deleted(kept: Both) -> None:
    _, ben = kept
    ben.write("ben/kept.md", "# Kept copies\n")
    document = ben.apj("sync", "--json", code=3).json
    assert document["committed"] is None
    assert "ben/kept.md" in document["error"]["message"]


NEWER = ["goals: {new: form}", "goals: [&a x, *a]", "goals:\n  - x #b\noutcomes: 5", "goals: [other]\noutcomes: [done]"]


@pytest.mark.parametrize("front", NEWER)
def test_sync_shares_a_file_in_a_newer_format_without_comparing_its_goals(ana: Person, front: str) -> None:
    text = f"---\napj: 2\n{front}\n---\n"
    ana.write("ana/2026-W48.md", text)
    ran = ana.apj("sync")
    assert "no longer contains" not in ran.out + ran.err
    assert shown(shared(ana), "main", "ana/2026-W48.md") == text


def test_the_size_limits_also_apply_to_a_file_in_a_newer_format(ana: Person) -> None:
    ana.write("ana/2026-W49.md", f"---\napj: 2\ngoals: {'[' * 20}\n---\n")
    ran = ana.apj("sync", "--json", code=3)
    assert ran.json["files"] == []
    assert [finding["code"] for finding in ran.json["error"]["findings"]] == ["depth"]


# ---- deletions


def test_sync_shares_a_deleted_week_only_with_the_option_with_deletions(ana: Person) -> None:
    ana.apj("park", "a newsletter")
    (ana.root / "ana/2026-W48.md").unlink()
    before = everything(ana.root)
    ran = ana.apj("sync", "--json", code=1)
    assert "ana/2026-W48.md" in ran.json["error"]["message"]
    assert "--with-deletions" in ran.json["error"]["hint"]
    assert everything(ana.root) == before
    document = ana.apj("sync", "--with-deletions", "--json").json
    assert document["files"] == ["ana/2026-W48.md", "ana/parked.md"]
    assert "ana/2026-W48.md" not in ana.git("ls-tree", "-r", "--name-only", "HEAD")


def test_sync_names_all_missing_weeks_and_shows_one_command_that_restores_them(ana: Person) -> None:
    ana.apj("new-week", "2026-W49", "-g", "One page", "--no-edit")
    ana.apj("commit")
    for week in ("2026-W48", "2026-W49"):
        (ana.root / f"ana/{week}.md").unlink()
    error = ana.apj("sync", "--json", code=1).json["error"]
    assert error["message"] == "ana/2026-W48.md, ana/2026-W49.md are in the journal but not on this disk."
    command = error["hint"].removeprefix("Restore it: ").partition(". If")[0]
    git(ana.root / "ana", *command.removeprefix("git ").split(" "))
    assert [(ana.root / f"ana/{week}.md").exists() for week in ("2026-W48", "2026-W49")] == [True, True]


@pytest.mark.parametrize("line", [("sync",), ("sync", "--offline"), ("commit",)], ids=" ".join)
def test_sync_names_a_missing_and_a_broken_file_and_exits_with_3(ana: Person, line: tuple[str, ...]) -> None:
    ana.write("ana/2026-W49.md", "---\ngoals:\n  - a: b: c\n---\n")
    ana.apj("park", "a newsletter")
    (ana.root / "ana/2026-W48.md").unlink()
    before = everything(ana.root)
    ran = ana.apj(*line, code=3)
    assert "ana/2026-W48.md is in the journal but not on this disk." in ran.err
    assert "ana/2026-W49.md:3:5: " in ran.err
    assert "safe here" not in ran.out
    document = ana.apj(*line, "--json", code=3).json
    assert list(document) == [*KEYS, "error"]
    assert document["committed"] is None
    assert document["skipped"] == [
        {"path": "ana/2026-W49.md", "reason": "it cannot be read"},
        {"path": "ana/2026-W48.md", "reason": "it is missing on this device"},
    ]
    assert (document["files"], document["fetched"], document["error"]["exit"]) == ([], False, 3)
    assert document["error"]["findings"]
    assert everything(ana.root) == before


def test_sync_changes_no_file_until_a_deletion_is_confirmed(kept: Both) -> None:
    ana, _ = kept
    ana.write("ana/kept.md", "# Kept copies\n- 2026-W48 ben\n")
    ana.git("add", "ana/kept.md")
    ana.git(*BY_PHONE)
    (ana.root / "ana/2026-W48.md").unlink()
    ana.apj("sync", code=1)
    assert ana.read("ana/kept.md") == "# Kept copies\n- 2026-W48 ben\n"


@pytest.mark.parametrize("name", ["partner.md", "kept.md"])
def test_sync_never_deletes_the_partner_file_or_the_kept_copies(kept: Both, name: str) -> None:
    ben = kept[1]
    (ben.root / "ben" / name).unlink()
    document = ben.apj("sync", "--with-deletions", "--json").json
    assert document["committed"] is None
    assert [skipped["path"] for skipped in document["skipped"]] == [f"ben/{name}"]


def test_sync_mentions_a_removed_goal_and_shares_the_removal(kept: Both) -> None:
    ana, ben = kept
    ana.change("ana/2026-W48.md", "  - Three runs\n", "")
    ran = ana.apj("sync", at=WEDNESDAY)
    assert "Three runs" in ran.out
    ben.apj("sync")
    assert "Three runs" not in ben.read("ana/2026-W48.md")


def test_sync_warns_about_goals_that_moved_under_a_list_of_outcomes(ana: Person) -> None:
    ana.change("ana/2026-W48.md", "Three runs\n", "Three runs\noutcomes: [done]\n")
    ana.apj("sync")
    ana.change("ana/2026-W48.md", "goals:\n", "goals:\n  - Ring the tax office\n")
    assert "Ring the tax office" in ana.apj("sync").out


# ---- offline, refused, half done


def test_an_offline_sync_says_that_text_waits_only_if_it_does(ana: Person) -> None:
    ana.apj("sync")
    assert ana.apj("sync", "--offline").out == "Nothing to share.\n"
    (ana.root.parent / "shared.git").rename(ana.root.parent / "away.git")
    assert ana.apj("sync", code=4).out == "Nothing to share.\n"
    ana.apj("park", "a podcast")
    assert "goes out with the next sync" in ana.apj("sync", code=4).out
    assert "goes out with the next sync" in ana.apj("sync", code=4).out


def test_sync_offline_commits_and_a_later_sync_shares_the_commit(ana: Person) -> None:
    ana.apj("log", "fonts", at=WEDNESDAY)
    document = ana.apj("sync", "--offline", "--json").json
    assert document["committed"]
    assert (document["fetched"], document["pushed"], document["offline"]) == (False, False, True)
    assert ana.apj("sync", "--json").json["sent"] == 1


def test_sync_with_an_unreachable_server_commits_and_a_later_sync_shares_the_commit(ana: Person) -> None:
    shared(ana).rename(ana.root.parent / "away.git")
    ana.apj("log", "fonts", at=WEDNESDAY)
    ran = ana.apj("sync", "--json", code=4)
    assert list(ran.json) == [*KEYS, "error"]
    assert (ran.json["offline"], ran.json["pushed"], ran.json["files"]) == (True, False, ["ana/2026-W48.md"])
    assert ran.json["committed"] == ana.git("rev-parse", "HEAD")
    (ana.root.parent / "away.git").rename(shared(ana))
    assert ana.apj("sync", "--json").json["sent"] == 1


def test_sync_with_a_refused_url_commits_and_reports_that_the_commit_was_not_shared(ana: Person) -> None:
    git(ana.root, "config", "remote.origin.url", "ext::sh -c whoami")
    ana.apj("log", "fonts", at=WEDNESDAY)
    ran = ana.apj("sync", "--json", code=4)
    assert ran.json["committed"] == ana.git("rev-parse", "HEAD")


def test_sync_stops_waiting_for_a_silent_server_at_the_time_limit(ana: Person) -> None:
    with socket.create_server(("127.0.0.1", 0)) as silent:
        git(ana.root, "config", "remote.origin.url", f"git://127.0.0.1:{silent.getsockname()[1]}/ours.git")
        git(ana.root, "config", "apj.timeout", "0.5")
        ana.apj("log", "fonts", at=WEDNESDAY)
        begun = time.monotonic()
        document = ana.apj("sync", "--json", code=4).json
    assert time.monotonic() - begun < 20
    assert (document["offline"], document["files"]) == (True, ["ana/2026-W48.md"])


def test_sync_without_a_remote_makes_a_commit(tmp_path: Path) -> None:
    ana = Person("ana", tmp_path / "ana")
    ana.apj("init", str(ana.root), "--partner", "ana", "--email", "ana@example.org", "--timezone", "UTC")
    ana.write("ana/2026-W48.md", FIVE_LINES)
    document = ana.apj("sync", "--json").json
    assert document["files"] == ["ana/2026-W48.md"]
    assert (document["fetched"], document["pushed"], document["offline"]) == (False, False, False)


@pytest.mark.parametrize("state", ["detached", "merge", "rebase", "cherry-pick", "shallow"])
def test_commands_that_commit_are_refused_during_an_unfinished_git_operation(logged: Both, state: str) -> None:
    ana, _ = logged
    head = ana.git("rev-parse", "HEAD")
    match state:
        case "detached":
            ana.git("checkout", "-q", "--detach")
        case "merge":
            (ana.root / ".git/MERGE_HEAD").write_text(f"{head}\n")
        case "rebase":
            (ana.root / ".git/rebase-merge").mkdir()
        case "cherry-pick":
            (ana.root / ".git/CHERRY_PICK_HEAD").write_text(f"{head}\n")
        case _:
            (ana.root / ".git/shallow").write_text(f"{head}\n")
    ana.apj("log", "something", at=WEDNESDAY)
    before = everything(ana.root)
    for line in (("sync",), ("commit",), ("review", "--keep")):
        ran = ana.apj(*line, "--json", code=4)
        assert ran.json["error"]["hint"], line
        assert everything(ana.root) == before, line


def faster(monkeypatch: pytest.MonkeyPatch, person: Person, times: int) -> None:
    """Let somebody write and share just before the others push, several times."""
    push, rounds = remote.push_commit, iter(range(times))

    def slow(*args: Any) -> Any:
        for number in rounds:
            push_by_hand(person, {f"{person.handle}/days.md": f"day {number}.\n"}, WEDNESDAY)
            break
        return push(*args)

    monkeypatch.setattr(remote, "push_commit", slow)


def test_sync_merges_again_when_the_partner_pushes_first(kept: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = kept
    ana.apj("log", "fonts", at=WEDNESDAY)
    faster(monkeypatch, ben, 3)
    document = ana.apj("sync", "--json").json
    assert (document["merged"], document["pushed"]) == ("merge", True)
    assert ana.read("ben/days.md") == "day 2.\n"


def test_a_sync_whose_push_is_rejected_several_times_makes_only_one_merge(
    kept: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = kept
    ana.apj("log", "fonts", at=WEDNESDAY)
    faster(monkeypatch, ben, 3)
    ana.apj("sync")
    assert ana.git("log", "--format=%s").splitlines().count("ana: merge") == 1
    ana.apj("sync", "--undo")
    assert not (ana.root / "ben/days.md").exists()


def test_after_undoing_an_accepted_rewrite_sync_asks_again(kept: Both, monkeypatch: pytest.MonkeyPatch) -> None:
    ana, ben = kept
    git(shared(ana), "config", "receive.denyNonFastForwards", "false")
    accepted = ana.git("rev-parse", "refs/apj/remote/main")
    ben.git("-c", "user.name=Ben", "-c", "user.email=ben@example.org", "commit", "-q", "--amend", "-m", "anew")
    ben.git("push", "-q", "--force", "origin", "HEAD:refs/heads/main")
    monkeypatch.setattr(sync, "TRIES", 2)
    faster(monkeypatch, ben, 2)
    ana.apj("sync", "--accept-rewrite", code=4)
    assert ana.git("for-each-ref", "--format=%(objectname)", "refs/apj/former") == accepted
    ana.apj("sync", "--undo")
    assert ana.git("rev-parse", "refs/apj/remote/main") == accepted
    assert [alarm["code"] for alarm in ana.apj("status", "--json", code=5).json["alarms"]] == ["rewrite"]


def test_sync_says_how_to_merge_if_plain_git_moved_my_branch_to_an_unrelated_history(kept: Both) -> None:
    ana, _ = kept
    tree = ana.git("rev-parse", "HEAD^{tree}")
    anew = ana.git(*BY_PHONE[:4], "commit-tree", "-m", "begun anew", tree)
    ana.git("reset", "-q", "--hard", anew)  # as `git pull --rebase` does after a rewrite that is undone later
    told = " ".join(ana.apj("sync", code=4).err.split())
    assert "Your branch main no longer has a commit in common with the shared history." in told
    assert told.endswith("To merge both histories: apj sync --accept-rewrite")
    ana.apj("sync", "--accept-rewrite")
    for commit in (anew, ana.git("rev-parse", "refs/apj/remote/main")):
        git(shared(ana), "merge-base", "--is-ancestor", commit, "main")
    assert ana.apj("sync", "--json").json["alarms"] == []


def test_sync_gives_up_after_several_pushes_by_others_but_keeps_what_it_received(
    kept: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = kept
    ana.apj("log", "fonts", at=WEDNESDAY)
    monkeypatch.setattr(sync, "TRIES", 2)
    faster(monkeypatch, ben, 2)
    document = ana.apj("sync", "--json", code=4).json
    assert document["error"]["message"] == "Each time apj tried to push, somebody else had pushed first."
    assert (document["merged"], document["pushed"]) == ("merge", False)
    assert "day 0." in ana.read("ben/days.md")
    assert ana.apj("sync", "--json").json["pushed"] is True


def test_the_next_sync_completes_a_sync_that_was_killed_after_the_merge(
    logged: Both, monkeypatch: pytest.MonkeyPatch
) -> None:
    ana, ben = logged
    ana.apj("log", "fonts", at=WEDNESDAY)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr(worktree, "move_branch_and_files", killed)
    ana.apj("sync", code=130)
    monkeypatch.undo()
    taken = git(shared(ana), "rev-parse", "main")
    assert ana.git("rev-parse", "HEAD") != taken
    ana.apj("log", "and fonts again", at=WEDNESDAY)
    document = ana.apj("sync", "--json").json
    assert (document["merged"], document["pushed"], document["alarms"]) == ("merge", True, [])
    assert "a quiet day" in ana.read("ben/2026-W48.md")
    ben.apj("sync")
    assert [ben.read("ana/2026-W48.md").count(line) for line in (" fonts\n", "and fonts again\n")] == [1, 1]
    assert ben.apj("verify", "--json").json["findings"] == []


def test_after_a_refused_push_received_changes_stay_in_my_files(logged: Both) -> None:
    ana, _ = logged
    hook = shared(ana) / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    ana.apj("log", "fonts", at=WEDNESDAY)
    document = ana.apj("sync", "--json", code=4).json
    assert (document["merged"], document["pushed"]) == ("merge", False)
    assert "a quiet day" in ana.read("ben/2026-W48.md")
    assert ana.git("status", "--porcelain") == ""


def test_a_second_command_waits_for_the_lock_and_then_gives_up(ana: Person) -> None:
    from apjournal.store.lock import hold_lock

    with hold_lock(ana.root / ".git/apj"), pytest.MonkeyPatch.context() as patch:
        patch.setattr("apjournal.store.lock.WAIT", 0.01)
        assert "Another apj command" in ana.apj("sync", code=4).err


def test_log_on_a_full_disk_leaves_the_file_unchanged(ana: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    before = everything(ana.root)
    monkeypatch.setattr(os, "fsync", full)
    assert "No space left" in ana.apj("log", "fonts", at=WEDNESDAY, code=4).err
    monkeypatch.undo()
    assert {path: text for path, text in everything(ana.root).items() if ".git/apj" not in path} == {
        path: text for path, text in before.items() if ".git/apj" not in path
    }


# ---- who is faster


def test_sync_merges_again_when_plain_git_pushes_first(kept: Both) -> None:
    ana, ben = kept
    ana.apj("log", "fonts", at=WEDNESDAY)
    ana.git("add", "-A")
    ana.git(*BY_PHONE)
    ana.git("push", "-q", "origin", "HEAD:refs/heads/main")
    server = Server(shared(ana))
    text = server.text("ben/2026-W48.md") or ""
    tree = server.tree("", {"ben/2026-W48.md": text + "\na quiet day\n"})
    server.faster(server.commit(tree, [ana.git("rev-parse", "HEAD")], BEN, WEDNESDAY, "by hand"))
    ana.apj("log", "more fonts")
    document = ana.apj("sync", "--json").json
    assert (document["merged"], document["pushed"]) == ("merge", True)
    assert "a quiet day" in ana.read("ben/2026-W48.md")
    ben.apj("sync")
    assert "more fonts" in ben.read("ana/2026-W48.md")
