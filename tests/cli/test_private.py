"""Git ignores `private/` wherever a journal is joined, whatever the shared `.gitignore` says."""

from __future__ import annotations

import pytest

from tests.helpers.people import Person, join
from tests.helpers.repos import git

Both = tuple[Person, Person]
IGNORES = ["", "*.tmp\n", "!private/\n", "*.tmp\r\n!/private/**\r\n"]


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
