"""A sync can be undone: my side becomes as it was before, and nothing is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.stories import push_by_hand
from tests.helpers.people import Person, begun, replay
from tests.helpers.repos import git

WEDNESDAY = "2026-11-25T18:00+01:00"
SATURDAY = "2026-11-28T12:00+01:00"


def sync_what_ben_logged(folder: Path) -> tuple[Person, Person]:
    ana, ben = begun(folder)
    ben.apj("log", "a quiet day", at=WEDNESDAY)
    ben.apj("sync")
    ana.apj("new-week", "this", "-g", "Three runs", "--no-edit", "--no-sync", at=WEDNESDAY)
    ana.apj("sync")
    return ana, ben


@pytest.fixture
def synced(tmp_path: Path) -> tuple[Person, Person]:
    """Ana has got what Ben logged, in a sync that shared her own goals as well."""
    return replay(sync_what_ben_logged, tmp_path)


def test_undoing_a_sync_removes_what_arrived_and_keeps_my_files(synced: tuple[Person, Person]) -> None:
    ana, _ = synced
    assert (ana.root / "ben/2026-W48.md").exists()
    assert "Undid the last sync: back to" in ana.apj("sync", "--undo").out
    assert not (ana.root / "ben/2026-W48.md").exists()
    assert "Three runs" in ana.read("ana/2026-W48.md")
    assert ana.git("status", "--porcelain") == ""


def test_the_sync_after_an_undo_receives_the_undone_changes_again(synced: tuple[Person, Person]) -> None:
    ana, ben = synced
    ana.apj("sync", "--undo")
    ana.apj("log", "something new")
    ana.apj("sync")
    assert "a quiet day" in ana.read("ben/2026-W48.md")
    ben.apj("sync")
    assert "something new" in ben.read("ana/2026-W48.md")
    assert ben.git("rev-parse", "HEAD") == ana.git("rev-parse", "HEAD")


def test_sync_undo_stores_the_undone_merge_under_a_ref(synced: tuple[Person, Person]) -> None:
    ana, _ = synced
    merged = ana.git("rev-parse", "HEAD")
    ana.apj("sync", "--undo")
    assert merged in ana.git("for-each-ref", "--format=%(objectname)", "refs/apj/undone/")


def test_each_sync_undo_undoes_one_more_sync(synced: tuple[Person, Person]) -> None:
    ana, ben = synced
    push_by_hand(ben, {"ben/2026-W48.md": ben.read("ben/2026-W48.md") + "- a second line\n"})
    ana.apj("sync")
    assert "a second line" in ana.read("ben/2026-W48.md")
    ana.apj("sync", "--undo")
    assert "a second line" not in ana.read("ben/2026-W48.md")
    ana.apj("sync", "--undo")
    assert not (ana.root / "ben/2026-W48.md").exists()


def test_sync_undo_without_a_sync_is_refused(tmp_path: Path) -> None:
    _, ben = begun(tmp_path)
    assert ben.apj("sync", "--undo", code=4).err.startswith("There is no sync to undo here.")


def test_sync_undo_is_refused_while_a_commit_is_not_shared(
    synced: tuple[Person, Person],
) -> None:
    ana, _ = synced
    ana.apj("log", "something new")
    ana.apj("commit")
    newest = ana.git("rev-parse", "HEAD")
    assert newest[:7] in ana.apj("sync", "--undo", code=4).err
    assert ana.git("rev-parse", "HEAD") == newest
    ana.apj("sync")
    ana.apj("sync", "--undo")
    assert "something new" not in ana.read("ana/2026-W48.md")
    ana.apj("sync")
    assert "something new" in ana.read("ana/2026-W48.md")


def test_an_undone_merge_is_restored_after_the_server_lost_it(synced: tuple[Person, Person], tmp_path: Path) -> None:
    ana, ben = synced
    shared = tmp_path / "shared.git"
    git(shared, "config", "receive.denyNonFastForwards", "false")
    ana.apj("sync", "--undo")
    ana.git("push", "-q", "--force", "origin", f"{ana.git('rev-parse', 'HEAD')}:refs/heads/main")
    ana.apj("sync", code=5)
    assert not (ana.root / "ben/2026-W48.md").exists()
    ana.apj("sync", "--accept-rewrite")
    assert "a quiet day" in ana.read("ben/2026-W48.md")
    assert git(shared, "rev-parse", "main") == ana.git("rev-parse", "HEAD")
    assert ben.apj("sync", "--json").json["alarms"] == []


def test_an_undone_merge_is_pushed_to_a_branch_that_was_deleted(synced: tuple[Person, Person], tmp_path: Path) -> None:
    ana, _ = synced
    ana.apj("sync", "--undo")
    git(tmp_path / "shared.git", "update-ref", "-d", "refs/heads/main")
    ana.apj("sync", "--accept-rewrite")
    assert "a quiet day" in git(tmp_path / "shared.git", "show", "main:ben/2026-W48.md")


def test_sync_undo_never_overwrites_uncommitted_text(synced: tuple[Person, Person]) -> None:
    ana, ben = synced
    agreement = ben.read("agreement.md").replace("What we agreed", "What we two agreed")
    push_by_hand(ben, {"agreement.md": agreement})
    ana.apj("sync")
    ana.change("agreement.md", "What we two agreed", "What the two of us agreed")
    assert ana.apj("sync", "--undo", code=4).err
    assert "What the two of us agreed" in ana.read("agreement.md")


def test_sync_undo_names_my_undone_files_and_the_next_sync_restores_them(synced: tuple[Person, Person]) -> None:
    ana, _ = synced
    ana.apj("new-week", "next", "-g", "One page", "--without-report", "--no-edit", "--no-sync", at=SATURDAY)
    ana.change("agreement.md", "What we agreed", "What we two agreed")
    ana.apj("sync")
    told = undone(ana)
    assert (
        "Also undone: agreement.md, ana/2026-W49.md. Your text in these files is already shared, and "
        "the next sync brings it back." in told
    )
    assert not (ana.root / "ana/2026-W49.md").exists()
    ana.apj("sync")
    assert "One page" in ana.read("ana/2026-W49.md")


def test_sync_undo_names_no_file_if_the_undo_changes_none_of_my_files(synced: tuple[Person, Person]) -> None:
    assert "Also undone" not in synced[0].apj("sync", "--undo").out


def test_sync_undo_is_refused_while_a_kept_line_is_not_committed(synced: tuple[Person, Person]) -> None:
    ana, _ = synced
    commit = ana.git("log", "-1", "--format=%H", "--", "ben")
    ana.write("ana/kept.md", f"# Kept copies\n- 2026-W48 ben {commit} 2026-11-25T18:00+01:00\n")
    assert ana.apj("sync", "--undo", code=4).err.startswith("A line of ana/kept.md is not committed")
    for line in (("sync",), ("sync", "--undo"), ("sync",)):
        ana.apj(*line)
    assert commit in ana.read("ana/kept.md")
    assert ana.apj("verify", "--json").json["findings"] == []


def undone(person: Person) -> str:
    """Undo a sync, and return its output in one line."""
    return " ".join(person.apj("sync", "--undo").out.split())


def refusing(shared: Path) -> Path:
    """Make the server refuse every push, until the returned hook is removed."""
    hook = shared / "hooks/pre-receive"
    hook.parent.mkdir(exist_ok=True)
    hook.write_text("#!/bin/sh\nexit 1\n", "utf-8")
    hook.chmod(0o755)
    return hook


@pytest.fixture
def rewritten(synced: tuple[Person, Person], tmp_path: Path) -> tuple[Person, Path]:
    """Ana, after Ben has rewritten what she received from him, with the shared repository."""
    ana, ben = synced
    shared = tmp_path / "shared.git"
    git(shared, "config", "receive.denyNonFastForwards", "false")
    ben.git("-c", "user.name=Ben", "-c", "user.email=ben@example.org", "commit", "-q", "--amend", "-m", "anew")
    ben.git("push", "-q", "--force", "origin", "HEAD:refs/heads/main")
    return ana, shared


def test_sync_undo_also_undoes_an_accepted_rewrite_that_was_not_sent(rewritten: tuple[Person, Path]) -> None:
    ana, shared = rewritten
    accepted, tip = ana.git("rev-parse", "refs/apj/remote/main"), git(shared, "rev-parse", "main")
    hook = refusing(shared)
    for _ in range(2):
        ana.apj("sync", "--accept-rewrite", code=4)
        assert "the next sync asks about the rewritten history again" in undone(ana)
        assert ana.git("rev-parse", "refs/apj/remote/main") == accepted
        assert [alarm["code"] for alarm in ana.apj("status", "--json", code=5).json["alarms"]] == ["rewrite"]
    hook.unlink()
    assert ana.apj("sync", "--json", code=5).json["merged"] == "none"
    assert git(shared, "rev-parse", "main") == tip
    ana.apj("sync", "--accept-rewrite")
    assert git(shared, "rev-parse", "main") == ana.git("rev-parse", "HEAD")
    assert ana.git("for-each-ref", "refs/apj/former").count("\n") == 0


def test_sync_undo_keeps_an_accepted_rewrite_that_was_sent(rewritten: tuple[Person, Path]) -> None:
    ana, shared = rewritten
    ana.apj("sync", "--accept-rewrite")
    assert "the next sync receives the rest again" in undone(ana)
    assert ana.apj("sync", "--json").json["alarms"] == []
    assert git(shared, "rev-parse", "main") == ana.git("rev-parse", "HEAD")


def test_sync_undo_does_not_undo_an_accepted_rewrite_of_an_earlier_sync(rewritten: tuple[Person, Path]) -> None:
    ana, shared = rewritten
    hook = refusing(shared)
    ana.apj("sync", "--accept-rewrite", code=4)
    hook.unlink()
    ben = Person("ben", ana.root.parent / "ben")
    ben.apj("log", "a second line", at=WEDNESDAY)
    ben.apj("commit")
    ben.git("push", "-q", "origin", "HEAD:refs/heads/main")
    refusing(shared)
    ana.apj("sync", code=4)
    assert "receives the rest again" in undone(ana)
    assert "asks about the rewritten history again" in undone(ana)


def test_backups_of_a_sync_are_removed_after_ninety_days(synced: tuple[Person, Person]) -> None:
    ana, ben = synced
    push_by_hand(ben, {"ben/2027-W12.md": "---\ngoals: [Rest]\n---\n"}, "2027-03-25T18:00+01:00")
    ana.apj("sync", at="2027-03-25T18:00+01:00")
    assert len(ana.git("for-each-ref", "refs/apj/backup/").splitlines()) == 1


def test_sync_undo_restores_my_gitignore_after_a_partners_gitignore_was_quarantined(
    synced: tuple[Person, Person],
) -> None:
    ana, ben = synced
    mine = ana.read(".gitignore")
    ben.apj("sync")
    ben.write(".gitignore", "ana/*\n")
    ben.git("add", "-f", ".gitignore")
    ben.git("-c", "user.name=Ben", "-c", "user.email=ben@example.org", "commit", "-qm", "by hand")
    ben.git("push", "-q")
    ana.apj("sync")
    assert ana.read(".gitignore") == "private/\n"  # apj's own text in the place of a quarantined one
    ana.apj("sync", "--undo")
    assert ana.read(".gitignore") == mine
    assert ana.git("ls-files", "-v", ".gitignore") == "H .gitignore"
    assert ana.git("status", "--porcelain") == ""
