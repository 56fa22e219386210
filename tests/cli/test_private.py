"""What stays private: the folder `private/`, whatever a shared `.gitignore` says, and words that must not be shared."""

from __future__ import annotations

import pytest

from tests.helpers.people import Person, join
from tests.helpers.repos import git

Both = tuple[Person, Person]
IGNORES = ["", "*.tmp\r\n!/private/**\r\n"]


def share_ignore(ana: Person, text: str) -> None:
    ana.write(".gitignore", text)
    git(ana.root, "rm", "-q", "--cached", ".gitattributes")
    ana.commit()
    git(ana.root, "push", "-q")


def is_ignored(person: Person) -> bool:
    person.write("private/diary.md", "mine\n")
    person.git("add", "-A")
    return "private/diary.md" not in person.git("ls-files")


@pytest.mark.parametrize("text", IGNORES)
def test_join_and_sync_make_git_ignore_private(begun: Both, text: str) -> None:
    ana, ben = begun
    share_ignore(ana, text)
    ben.apj("sync")
    assert is_ignored(ben)
    cleo = Person("cleo", ana.root.parent / "cleo")
    join(cleo, ana.root.parent / "shared.git", "Cleo Dahl", "Europe/Berlin")
    assert is_ignored(cleo)


@pytest.mark.parametrize("words", [("log", "fonts"), ("commit",), ("new-week", "-g", "Runs", "--no-edit"), ("sync",)])
def test_a_plain_clone_ignores_private_after_its_first_writing_command(begun: Both, words: tuple[str, ...]) -> None:
    ana = begun[0]
    share_ignore(ana, "*.tmp\n")
    git(ana.root.parent, "clone", "-q", str(ana.root.parent / "shared.git"), "phone")
    phone = Person("ana", ana.root.parent / "phone")
    phone.apj(*words)
    assert is_ignored(phone)


def test_doctor_fix_restores_the_ignore_rule(begun: Both) -> None:
    ana = begun[0]
    share_ignore(ana, "*.tmp\n")
    (ana.root / ".git/info/exclude").write_text("*.bak\n", "utf-8")
    assert "private" in ana.apj("doctor", code=1).out
    ana.apj("doctor", "--fix")
    assert is_ignored(ana)
    assert (ana.root / ".git/info/exclude").read_text("utf-8") == "*.bak\nprivate/\n"


def test_sync_holds_back_a_file_with_private_words_and_shares_the_rest(begun: Both) -> None:
    ana, ben = begun
    ana.write("private/never-share.txt", "# clients\nAcme Ltd\n")
    ana.apj("park", "A podcast about harbours")
    ana.apj("log", "Lunch with ACME ltd")
    ran = ana.apj("sync", code=1)
    line = ana.read("ana/2026-W48.md").splitlines().index("- 2026-11-23 Lunch with ACME ltd") + 1
    assert (
        f"ana/2026-W48.md:{line}: this line contains words from line 2 of private/never-share.txt, so the file was not "
        "committed.\nRemove it, or share it once: apj sync --share-anyway\n"
    ) in ran.err
    ben.apj("sync")
    assert "harbours" in ben.read("ana/parked.md")
    assert not (ben.root / "ana/2026-W48.md").exists()
    document = ana.apj("commit", "--json", code=1).json
    assert [(each["path"], each["reason"]) for each in document["skipped"]] == [
        ("ana/2026-W48.md", "it contains words from line 2 of private/never-share.txt")
    ]
    ana.apj("sync", "--share-anyway")
    ana.apj("log", "A quiet day")
    ana.apj("sync")  # what was shared once is not asked about again
    ben.apj("sync")
    assert "A quiet day" in ben.read("ana/2026-W48.md")


def test_sync_holds_back_a_file_with_a_key_or_a_private_name(begun: Both) -> None:
    ana = begun[0]
    ana.write("private/never-share.txt", "/acme-\\d+/\n")
    ana.write("ana/acme-7.md", "Notes\n")
    ana.write("ana/server.md", f"token: ghp_{'a1' * 18}\n")
    said = ana.apj("commit", code=1).err
    assert "ana/acme-7.md: the name of this file contains words from line 1 of private/never-share.txt" in said
    assert "ana/server.md:1: this line contains a GitHub token" in said
    assert "a1a1" not in said


@pytest.mark.parametrize(
    ("text", "said"), [(b"acme\n/(/\n", "txt:2: this is not a valid"), (b"caf\xe9", "is not UTF-8")]
)
def test_nothing_is_committed_if_the_list_of_private_words_cannot_be_read(begun: Both, text: bytes, said: str) -> None:
    ana = begun[0]
    ana.apj("log", "A quiet day")
    ana.write("private/never-share.txt", "")
    (ana.root / "private/never-share.txt").write_bytes(text)
    before = ana.git("rev-parse", "HEAD")
    assert said in ana.apj("sync", code=3).err
    (ana.root / "private").rename(ana.root.parent / "moved")
    (ana.root / "private").symlink_to(ana.root.parent / "moved")
    assert "is behind a symbolic link" in ana.apj("sync", code=3).err
    assert ana.git("rev-parse", "HEAD") == before
