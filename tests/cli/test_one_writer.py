"""Each folder has one writer: in outgoing commits, and for every address that I have not confirmed."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.helpers.people import Person, goals_kept, replay
from tests.helpers.repos import BEN, clone, commit, git
from tests.partner_model.shared_repository import Server

pytestmark = pytest.mark.slow

WEDNESDAY = "2026-11-25T18:00+01:00"
STRANGER = ("x", "nobody@nowhere.example")
Both = tuple[Person, Person]


def edit_at_the_host(person: Person, files: dict[str, str | None], author: tuple[str, str] = STRANGER) -> None:
    """Let somebody edit files on a web page of the host."""
    Server(person.root.parent / "shared.git").put(files, author, WEDNESDAY, "a web edit")


def take_out(person: Person, told: str) -> None:
    """Run the commands in a message, except the sync at their end."""
    line = " ".join(told.split()).partition("To undo its changes there: ")[2].removesuffix(" && apj sync")
    subprocess.run(["/bin/sh", "-c", line], cwd=person.root, check=True, capture_output=True)


@pytest.mark.parametrize(
    "files",
    [
        {
            "ben/2026-W48.md": "---\ngoals: [Ten rides]\n---\n",
            "ben/kept.md": "# Kept copies\n",
            "ben/partner.md": "---\npartner: ben\n---\n",
        },
        {"ben/2026-W48.md": None, "ben/note.md": "mine, by mistake\n", "ana/note.md": "and mine\n"},
    ],
    ids=["changed", "deleted and added"],
)
def test_my_plain_git_commit_in_a_partners_folder_is_not_sent_and_can_be_removed(
    kept: Both, files: dict[str, str | None]
) -> None:
    ana, ben = kept
    made = commit(ana.root, files, "vault backup", ("Ana", "ana@example.org"))
    before = git(ana.root, "ls-remote", "origin", "refs/heads/main")
    told = ana.apj("sync", code=1)
    assert f"Your commit {made[:7]} changes" in told.err
    assert git(ana.root, "ls-remote", "origin", "refs/heads/main") == before, "nothing was sent"
    theirs = git(ben.root, "ls-tree", "HEAD", "ben/")
    take_out(ana, told.err)
    assert ana.apj("sync").code == 0
    assert git(ana.root, "ls-tree", "HEAD", "ben/") == theirs
    assert ben.apj("sync", "--json").json["alarms"] == []
    assert ben.apj("verify").code == 0
    assert ("ana/note.md" not in files) or (ben.root / "ana/note.md").exists()


def test_sync_reports_both_a_commit_that_it_does_not_send_and_a_broken_file(kept: Both) -> None:
    ana, _ = kept
    commit(ana.root, {"ben/note.md": "mine, by mistake\n"}, "vault backup", ("Ana", "ana@example.org"))
    ana.write("ana/kept.md", f"# Kept copies\n\n- 2026-W48 ben {'0' * 40}\n")
    told = ana.apj("sync", code=3).err
    assert "ana/kept.md refers to a copy that this clone does not have" in " ".join(told.split())
    assert "changes ben/note.md" in told


@pytest.mark.parametrize("way_out", ["take it out", "begin it anew", "commit it with apj"])
def test_a_kept_line_typed_by_hand_is_completed_only_with_a_shared_commit(kept: Both, way_out: str) -> None:
    """The line was committed with a change in Ben's folder, and that commit is the folder's newest one."""
    ana, ben = kept
    lines = "# Kept copies\n\n- 2026-W48 ben\n"
    text = ben.read("ben/2026-W48.md") + "\nNot mine to say.\n"
    commit(ana.root, {"ana/kept.md": lines, "ben/2026-W48.md": text}, "vault backup", ("Ana", "ana@example.org"))
    told = ana.apj("sync", code=1)
    assert ana.read("ana/kept.md") == lines, "it stays as it was typed"
    if way_out == "take it out":
        take_out(ana, told.err)
    else:
        ana.git("reset", "-q", "--soft", "origin/main")
        ana.git("restore", "--source=origin/main", "--staged", "--worktree", "--", "ben")
        if way_out == "begin it anew":
            ana.git("-c", "user.name=Ana", "-c", "user.email=ana@example.org", "commit", "-qm", "kept")
    for _ in range(2):
        assert ana.apj("sync", "--json").json["alarms"] == []
    named = ana.read("ana/kept.md").splitlines()[-1].split()[3]
    assert named in git(ben.root.parent / "shared.git", "rev-list", "main").split()


def test_a_kept_line_typed_by_hand_stays_incomplete_if_sync_stops_at_a_renamed_branch(kept: Both) -> None:
    ana, ben = kept
    server = ben.root.parent / "shared.git"
    lines = "# Kept copies\n\n- 2026-W48 ben\n"
    text = ben.read("ben/2026-W48.md") + "\nNot mine to say.\n"
    commit(ana.root, {"ana/kept.md": lines, "ben/2026-W48.md": text}, "vault backup", ("Ana", "ana@example.org"))
    git(server, "branch", "-m", "main", "trunk")
    ana.apj("sync", code=4)
    ana.git("branch", "-m", "main", "trunk")
    ana.git("config", "branch.trunk.merge", "refs/heads/trunk")
    ana.apj("sync", code=1)
    assert ana.read("ana/kept.md") == lines


def test_a_change_in_a_partners_folder_is_not_sent_even_after_a_merge(logged: Both) -> None:
    ana, ben = logged
    commit(ana.root, {"ben/note.md": "by mistake\n"}, "vault backup", ("Ana", "ana@example.org"))
    told = ana.apj("sync", code=1)
    take_out(ana, told.err)
    ana.apj("sync")
    ben.apj("sync")
    assert not (ben.root / "ben/note.md").exists()


@pytest.mark.parametrize("server", ["main", "main~1", None])
def test_accept_rewrite_does_not_send_my_change_in_a_partners_folder(kept: Both, server: str | None) -> None:
    ana, ben = kept
    shared = ana.root.parent / "shared.git"
    made = commit(ana.root, {"ben/note.md": "by mistake\n"}, "vault backup", ("Ana", "ana@example.org"))
    git(shared, "update-ref", *(["refs/heads/main", server] if server else ["-d", "refs/heads/main"]))
    told = ana.apj("sync", "--accept-rewrite", code=1)
    assert f"Your commit {made[:7]} changes ben/note.md" in told.err
    take_out(ana, told.err)
    ana.apj("sync", "--accept-rewrite")
    assert ben.apj("sync", "--json").json["alarms"] == []
    assert not (ben.root / "ben/note.md").exists()


def test_accept_rewrite_sends_commits_again_that_were_shared_before(kept: Both) -> None:
    ana, ben = kept
    shared = ana.root.parent / "shared.git"
    commit(ben.root, {"ana/note.md": "by mistake\n"}, "vault backup", BEN)
    git(ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    commit(ben.root, {"ben/note.md": "from a web page\n"}, "a web edit", STRANGER)
    git(ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    ana.apj("sync", code=5)
    git(shared, "update-ref", "refs/heads/main", "main~3")
    ana.apj("sync", code=5)
    ana.apj("sync", "--accept-rewrite")
    assert (ana.root / "ben/note.md").exists()


def test_after_accept_rewrite_a_strangers_commit_at_the_server_is_not_called_mine(kept: Both) -> None:
    ana, ben = kept
    ben.git("reset", "-q", "--soft", "HEAD~1")
    commit(ben.root, {}, "the same words", BEN)
    commit(ben.root, {"ben/note.md": "from a web page\n"}, "a web edit", STRANGER)
    shared = ana.root.parent / "shared.git"
    git(shared, "config", "receive.denyNonFastForwards", "false")
    git(ben.root, "push", "-q", "--force", "origin", "HEAD:refs/heads/main")
    ana.git("fetch", "-q")
    ana.git("reset", "-q", "--hard", "origin/main")  # as `git pull --rebase` does if all of mine was shared
    ana.apj("sync", code=5)
    ana.apj("sync", "--accept-rewrite")
    assert git(shared, "rev-parse", "main") == ana.git("rev-parse", "HEAD")


def test_sync_sends_commits_that_a_plain_git_pull_merged(logged: Both) -> None:
    ana, _ = logged
    ana.apj("log", "mine", at=WEDNESDAY)
    ana.apj("commit")
    git(ana.root, "-c", "user.name=Ana", "-c", "user.email=ana@example.org", "pull", "-q", "--no-rebase")
    assert ana.apj("sync").code == 0


@pytest.mark.parametrize(
    ("files", "changed"),
    [
        (
            {
                "ben/2026-W48.md": "---\ngoals: [I pay Ana 100 euro]\n---\n",
                "ben/kept.md": "# Kept copies\n",
                "ben/partner.md": "---\npartner: ben\nemail: nobody@nowhere.example\n---\n",
                "ben/2026-W50.md": "---\ngoals: [Another]\n---\n",
            },
            "4 files in ben/",
        ),
        ({"ben/2026-W48.md": None}, "ben/2026-W48.md"),
    ],
    ids=["changed and added", "deleted"],
)
def test_commits_with_an_unknown_email_address_do_not_change_my_files_and_are_not_findings(
    kept: Both, files: dict[str, str | None], changed: str
) -> None:
    ana, ben = kept
    before = git(ben.root, "ls-tree", "HEAD", "ben/")
    for path, text in files.items():
        edit_at_the_host(ana, {path: text})
    told = " ".join(ben.apj("sync").out.split())
    assert f"Somebody using nobody@nowhere.example changed {changed}" in told
    assert "apj kept your version" in told
    assert git(ben.root, "ls-tree", "HEAD", "ben/") == before
    assert ben.apj("verify").code == 0
    ana.apj("sync")
    assert git(ana.root, "ls-tree", "HEAD", "ben/") == before
    assert ana.apj("verify").code == 0


def log_on_two_devices(folder: Path) -> Both:
    """Let Ben share what he logs on his phone, and log on his laptop too."""
    ana, ben = replay(goals_kept, folder)
    phone = Person("ben", clone(folder / "shared.git", folder / "phone"))
    phone.apj("log", "on the phone", at=WEDNESDAY)
    phone.apj("sync")
    ben.apj("log", "on the laptop", at=WEDNESDAY)
    return ana, ben


@pytest.mark.parametrize("author", [STRANGER, ("Ana", "ana@example.org")])
@pytest.mark.parametrize("text", ["---\ngoals: [Another]\n---\n", None])
def test_sync_merges_versions_of_my_devices_even_if_somebody_overwrote_one(
    tmp_path: Path, author: tuple[str, str], text: str | None
) -> None:
    ana, ben = replay(log_on_two_devices, tmp_path)
    edit_at_the_host(ana, {"ben/2026-W48.md": text}, author)
    ben.apj("sync", code=None)
    week = ben.read("ben/2026-W48.md")
    assert "on the phone" in week
    assert "on the laptop" in week
    assert "Another" not in week
    assert ben.apj("sync").code == 0


def test_until_the_owner_syncs_verify_reports_only_an_unknown_author(kept: Both) -> None:
    ana, _ = kept
    commit(ana.root, {"ben/2026-W48.md": "---\ngoals: [Another]\n---\n"}, "a web edit", STRANGER)
    found = ana.apj("verify", "--json").json["findings"]
    assert {one["code"] for one in found} == {"unknown_author"}
    assert all(one["closed_by"] == ["ben"] for one in found if "kept a copy" in one["message"])


def test_a_forged_kept_line_does_not_hide_a_change_from_review(kept: Both) -> None:
    ana, ben = kept
    made = commit(ana.root, {"ana/2026-W48.md": "---\ngoals: [Breathe]\n---\n"}, "goals", ("Ana", "ana@example.org"))
    lines = (ana.root / "ben/kept.md").read_text("utf-8")
    commit(ana.root, {"ben/kept.md": f"{lines}- 2026-W48 ana {made} 2026-11-23T10:00+01:00\n"}, "kept", STRANGER)
    git(ana.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    ben.apj("sync")
    review = ben.apj("review", "--no-keep").out
    assert "Nothing changed" not in review
    assert "Breathe" in review


@pytest.mark.parametrize("wrong", [False, True], ids=["a real commit", "a commit that is nowhere"])
def test_a_forged_kept_line_in_my_own_file_has_no_effect(kept: Both, wrong: bool) -> None:
    """Ben pulls the line with plain git, so his own file contains it."""
    ana, ben = kept
    week = ana.read("ana/2026-W48.md").replace("Three runs", "Breathe")
    made = commit(ana.root, {"ana/2026-W48.md": week}, "goals", ("Ana", "ana@example.org"))
    forged = "f" * 40 if wrong else made
    lines = (ana.root / "ben/kept.md").read_text("utf-8")
    commit(ana.root, {"ben/kept.md": f"{lines}- 2026-W48 ana {forged} 2026-11-23T10:00+01:00\n"}, "kept", STRANGER)
    git(ana.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    git(ben.root, "pull", "-q")
    before = git(ben.root, "for-each-ref", "refs/apj/kept")
    for _ in range(2):
        assert "Breathe" in ben.apj("review", "--no-keep").out
        assert "Breathe" in ben.apj("diff", "ana").out
        assert ben.apj("sync").code == 0
    assert git(ben.root, "for-each-ref", "refs/apj/kept") == before


def test_a_kept_line_from_my_phone_counts_on_my_laptop(kept: Both, tmp_path: Path) -> None:
    ana, ben = kept
    phone = Person("ben", clone(tmp_path / "journal/shared.git", tmp_path / "phone"))
    ana.change("ana/2026-W48.md", "Three runs", "Breathe")
    ana.apj("sync")
    phone.apj("sync")
    phone.apj("review", "--keep")
    ben.apj("sync")
    assert "Breathe" not in ben.apj("diff", "ana").out
    assert "Nothing changed" in ben.apj("review", "--no-keep").out
    assert git(ben.root, "for-each-ref", "--format=%(objectname)", "refs/apj/kept").count("\n") == 1, "both are held"


def test_verify_ignores_an_email_address_that_a_stranger_adds_to_my_partner_file(kept: Both) -> None:
    ana, _ = kept
    text = ana.read("ben/partner.md").replace("emails: []", "emails: [Nobody@Nowhere.example, b@x.example]")
    commit(ana.root, {"ben/partner.md": text}, "a web edit", STRANGER)
    commit(ana.root, {"ben/2026-W48.md": "---\ngoals: [Another]\n---\n"}, "another", STRANGER)
    found = ana.apj("verify", "--json").json["findings"]
    assert {one["code"] for one in found} == {"unknown_author"}


def test_a_new_email_address_is_confirmed_by_a_commit_with_the_former_address(kept: Both) -> None:
    ana, ben = kept
    ben.change("ben/partner.md", "email: ben@example.org", "email: ben@new.example")
    ben.change("ben/partner.md", "emails: []", "emails: [ben@example.org]")
    ben.apj("log", "moved")
    ben.apj("sync")
    ben.apj("log", "and settled")
    ben.apj("sync")
    assert git(ben.root, "log", "-2", "--format=%ae").split() == ["ben@new.example", "ben@example.org"]
    ana.apj("sync")
    for person in kept:
        assert person.apj("verify", "--json").json["findings"] == []


def test_commits_with_an_email_address_that_my_partner_file_lists_are_mine(kept: Both) -> None:
    _, ben = kept
    ben.change("ben/partner.md", "emails: []", "emails: [phone@example.net]")
    ben.apj("sync")
    edit_at_the_host(ben, {"ben/note.md": "from my phone\n"}, ("Ben", "phone@example.net"))
    ben.apj("sync")
    assert (ben.root / "ben/note.md").exists()


def test_an_agreement_stays_accepted_if_only_white_space_changes(kept: Both) -> None:
    ana, ben = kept
    path = ben.root / "agreement.md"
    trailing_spaces_and_empty_lines = path.read_bytes().rstrip().replace(b"\n", b"  \n") + b"\n\n\n"
    path.write_bytes(b"\xef\xbb\xbf" + trailing_spaces_and_empty_lines.replace(b"\n", b"\r\n"))
    ben.apj("sync")
    ana.apj("sync")
    for person in kept:
        assert "not accepted" not in person.apj("status").out
        assert "agreement_unsigned" not in person.apj("verify", "--json").out


def test_an_agreement_is_no_longer_accepted_if_its_words_change(kept: Both) -> None:
    _, ben = kept
    path = ben.root / "agreement.md"
    path.write_text(path.read_text("utf-8") + "And one more rule.\n", "utf-8")
    ben.apj("sync")
    assert "not accepted" in ben.apj("status").out


def test_sync_alerts_ana_when_ben_writes_in_her_folder(kept: Both) -> None:
    ana, ben = kept
    commit(ben.root, {"ana/note.md": "his\n"}, "by hand", BEN)
    git(ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    assert [alarm["code"] for alarm in ana.apj("sync", "--json", code=5).json["alarms"]] == ["foreign_write"]


def test_private_files_that_arrive_are_reported_and_not_checked_out(kept: Both) -> None:
    ana, ben = kept
    paths = ("private/diary.md", "Private/diary.md", "PRIVATE/a/b.md")
    for path in paths:
        ben.write(path, "his\n")
    git(ben.root, "add", "-f", *paths)
    git(ben.root, "-c", "user.name=Ben", "-c", "user.email=ben@example.org", "commit", "-qm", "by hand")
    git(ben.root, "push", "-q", "origin", "HEAD:refs/heads/main")
    told = " ".join(ana.apj("sync").out.split())
    for path in paths:
        assert f"{path} was quarantined (private)" in told
        assert not (ana.root / path).exists()
    ana.write("private/diary.md", "a zebra of hers\n")
    ana.apj("sync")
    assert "zebra" not in git(ana.root, "log", "-p", "--all")
