"""`apj join`: a new partner, or a second machine of one; a refused join leaves no trace."""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.gitrepo.plumbing.network import remote
from tests.cli.new_journals import KEYS, WHO, hosted
from tests.helpers.people import Person, command_line
from tests.helpers.repos import commit, git, new_bare


def test_join_requires_a_journal_at_the_url(tmp_path: Path) -> None:
    for server in (new_bare(tmp_path / "empty.git"), hosted(tmp_path, {"README.md": "x\n"})):
        ran = command_line("join", str(server), "mine", *WHO, folder=tmp_path, code=2)
        assert "apj init --shared" in ran.err
        assert not (tmp_path / "mine").exists()


@pytest.mark.parametrize(
    ("url", "code"),
    [
        ("http://127.0.0.1:9/ours.git", 4),
        ("no/such/folder.git", 4),
        ("ftp://host/ours.git", 2),
        ("ext::sh -c whoami", 2),
        ("-u", 2),
    ],
)
def test_join_with_an_invalid_url_leaves_no_files_behind(tmp_path: Path, url: str, code: int) -> None:
    command_line("join", "--", url, "mine", folder=tmp_path, code=code)
    assert list(tmp_path.iterdir()) == []


def test_join_uses_an_existing_empty_folder_but_no_folder_with_files(begun: tuple[Person, Person]) -> None:
    folder = begun[0].root.parent
    for name in ("empty", "full"):
        (folder / name).mkdir()
    (folder / "full" / "notes.txt").write_text("mine\n", "utf-8")
    assert "already exists" in command_line("join", "shared.git", "full", *WHO, folder=folder, code=2).err
    cleo = ("--partner", "cleo", "--name", "Cleo", "--email", "cleo@example.org", "--timezone", "Europe/Berlin")
    command_line("join", "shared.git", "empty", *cleo, folder=folder)
    assert (folder / "empty/cleo/partner.md").exists()


def test_joining_writes_a_partner_file_and_accepts_the_agreement(begun: tuple[Person, Person]) -> None:
    folder = begun[0].root.parent
    server = folder / "shared.git"
    cleo = ("--partner", "cleo", "--name", "Cleo", "--email", "cleo@example.org", "--timezone", "Europe/Berlin")
    document = command_line("join", "shared.git", "cleo", *cleo, "--json", folder=folder).json
    root = folder / "cleo"
    assert list(document) == KEYS
    assert (document["path"], document["partner"], document["shared"]) == (str(root), "cleo", str(server))
    assert document["commit"] == git(root, "rev-parse", "HEAD") == git(server, "rev-parse", "main")
    assert git(root, "show", "--format=%s <%ae>", "--name-only").split("\n") == [
        *("cleo: joins <cleo@example.org>", "", "cleo/partner.md"),
    ]
    blob = git(root, "rev-parse", "HEAD:agreement.md")
    assert f"agreed: {blob}" in (root / "cleo/partner.md").read_text("utf-8")
    assert git(root, "config", "apj.partner") == "cleo"
    assert git(root, "rev-parse", "--abbrev-ref", "main@{upstream}") == "origin/main"
    assert git(root, "status", "--porcelain") == ""
    assert (root / ".git/info/attributes").exists()


def test_nobody_can_join_while_the_agreement_cannot_be_read(begun: tuple[Person, Person]) -> None:
    ana, folder = begun[0], begun[0].root.parent
    commit(ana.root, {"agreement.md": "---\napj: 1\ncadence: [weekly\n---\n"})
    ana.git("push", "-q", "origin", "HEAD")
    ran = command_line("join", "shared.git", "cleo", "--partner", "cleo", "--email", "c@x.org", folder=folder, code=1)
    assert "agreement.md in " in ran.err
    assert "cannot be read, so you cannot accept it.\nAsk your partner" in ran.err
    assert not (folder / "cleo").exists()
    command_line("join", "shared.git", "laptop", "--partner", "ana", folder=folder)


def test_joining_on_a_second_machine_makes_no_commit(kept: tuple[Person, Person]) -> None:
    folder = kept[0].root.parent
    tip = git(folder / "shared.git", "rev-parse", "main")
    document = command_line("join", "shared.git", "laptop", "--partner", "ben", "--json", folder=folder).json
    assert document["commit"] is None
    assert git(folder / "shared.git", "rev-parse", "main") == tip
    laptop = Person("ben", folder / "laptop")
    assert laptop.git("for-each-ref", "refs/apj/kept/") != ""
    assert laptop.apj("diff", "--json").json["kept_by"] == "ben"
    laptop.apj("log", "from the laptop")
    assert laptop.apj("sync", "--json").json["pushed"] is True


def test_join_on_a_second_machine_recognises_me_by_my_email_address(
    kept: tuple[Person, Person], own_home: Path
) -> None:
    (own_home / ".gitconfig").write_text("[user]\n\tname = B. Adler\n\temail = ben@example.org\n", "utf-8")
    document = command_line("join", "shared.git", "laptop", "--json", folder=kept[0].root.parent).json
    assert (document["partner"], document["commit"]) == ("ben", None)


def refused(kept: tuple[Person, Person], *said: str) -> str:
    """Return what `join` says to a person who cannot join as that partner, after checking that nothing was created."""
    folder = kept[0].root.parent
    before = git(folder / "shared.git", "for-each-ref")
    ran = command_line("join", "shared.git", "new", *said, "--timezone", "Europe/Berlin", folder=folder, code=2)
    assert not (folder / "new").exists()
    assert git(folder / "shared.git", "for-each-ref") == before
    return ran.err


def test_join_refuses_a_handle_that_belongs_to_another_email_address(
    kept: tuple[Person, Person], own_home: Path
) -> None:
    other = ("--name", "Other", "--email", "other@example.org")
    assert refused(kept, "--partner", "ben", *other).startswith(
        "This journal already has a partner ben, with a different email address.\n"
    )
    assert "A handle is needed" in refused(kept)
    (own_home / ".gitconfig").write_text("[user]\n\tname = Ben Other\n\temail = other@example.org\n", "utf-8")
    assert "A handle is needed" in refused(kept)
    assert "A handle is needed" in refused(kept, *other)


def test_join_refuses_an_email_address_that_belongs_to_another_partner(
    kept: tuple[Person, Person], own_home: Path
) -> None:
    told = "ana@example.org is Ana's email address.\nIf you are Ana, add: --partner ana. Otherwise"
    assert refused(kept, "--partner", "cleo", "--email", "ana@example.org").startswith(told)
    assert refused(kept, "--email", "ana@example.org").startswith(told)
    (own_home / ".gitconfig").write_text("[user]\n\temail = ana@example.org\n", "utf-8")
    assert refused(kept, "--partner", "cleo").startswith(told)


def test_join_with_a_partners_handle_and_email_address_sets_up_a_second_machine(
    kept: tuple[Person, Person], own_home: Path
) -> None:
    _, ben = kept
    ben.change("ben/partner.md", "emails: []", "emails: [phone@example.org]")
    ben.apj("sync")
    (own_home / ".gitconfig").write_text("[user]\n\tname = Work\n\temail = work@example.org\n", "utf-8")
    for folder, said in (
        ("one", ("--email", "Ben@Example.org")),
        ("two", ("--email", "phone@example.org")),
        ("three", ()),
    ):
        line = ("join", "shared.git", folder, "--partner", "ben", *said)
        assert command_line(*line, "--json", folder=ben.root.parent).json["partner"] == "ben", said


def test_log_and_sync_work_in_a_plain_git_clone(kept: tuple[Person, Person]) -> None:
    folder = kept[0].root.parent
    git(folder, "clone", "-q", "shared.git", "laptop")
    laptop = Person("ana", folder / "laptop")
    laptop.apj("log", "from the laptop")
    assert laptop.apj("sync", "--json").json["pushed"] is True
    kept[0].apj("sync")
    assert "from the laptop" in kept[0].read("ana/2026-W48.md")


def test_join_names_the_folder_after_the_repository_by_default(begun: tuple[Person, Person], tmp_path: Path) -> None:
    server = begun[0].root.parent / "shared.git"
    command_line("join", str(server), "--partner", "ana", folder=tmp_path)
    assert (tmp_path / "shared" / "agreement.md").exists()


def test_join_refuses_a_folder_with_files(begun: tuple[Person, Person], tmp_path: Path) -> None:
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "notes.txt").write_text("mine\n", "utf-8")
    server = begun[0].root.parent / "shared.git"
    command_line("join", str(server), "mine", "--partner", "ana", folder=tmp_path, code=2)
    assert [path.name for path in (tmp_path / "mine").iterdir()] == ["notes.txt"]


def test_join_with_an_invalid_option_does_not_create_a_clone(begun: tuple[Person, Person], tmp_path: Path) -> None:
    server = begun[0].root.parent / "shared.git"
    tip = git(server, "rev-parse", "main")
    for wrong in (("--partner", "Cleo!"), ("--partner", "cleo", "--timezone", "Nowhere"), ()):
        command_line("join", str(server), "mine", *wrong, folder=tmp_path, code=2)
        assert not (tmp_path / "mine").exists()
    assert git(server, "rev-parse", "main") == tip


def test_join_with_a_refused_push_leaves_no_files_behind(
    begun: tuple[Person, Person], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    server = begun[0].root.parent / "shared.git"
    monkeypatch.setattr(remote, "push_commit", lambda *_: remote.Refused("The server did not accept it.", "Ask."))
    cleo = ("--partner", "cleo", "--email", "cleo@example.org", "--timezone", "Europe/Berlin")
    command_line("join", str(server), "mine", *cleo, folder=tmp_path, code=4)
    assert not (tmp_path / "mine").exists()


def test_join_adopts_an_existing_folder_without_a_partner_file(begun: tuple[Person, Person]) -> None:
    """A partner who wrote weeks by hand, and installs apj later."""
    folder = begun[0].root.parent
    clone = folder / "by-hand"
    git(folder, "clone", "-q", "shared.git", "by-hand")
    commit(clone, {"cleo/2026-W48.md": "---\ngoals:\n  - By hand\n---\n"}, author=("Cleo", "cleo@example.org"))
    git(clone, "push", "-q", "origin", "main")
    cleo = ("--partner", "cleo", "--email", "cleo@example.org", "--timezone", "Europe/Berlin")
    command_line("join", "shared.git", "cleo", *cleo, folder=folder)
    assert (folder / "cleo/cleo/2026-W48.md").exists()
    assert (folder / "cleo/cleo/partner.md").exists()
