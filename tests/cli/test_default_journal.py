"""The default journal and journals with a name: apj works in them from any folder."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.helpers.people import Person, Ran, command_line
from tests.helpers.repos import git, new_repository
from tests.terminal.terminal import Desk


@pytest.fixture
def elsewhere(tmp_path: Path, begun: tuple[Person, Person], own_home: Path) -> Path:
    """A folder outside any journal, where Ana's journal is the default one, and Ben's is called `theirs`."""
    folder = tmp_path / "else" / "where"
    folder.mkdir(parents=True)
    for name, person in (("apj.journal", begun[0]), ("apj.journal.theirs", begun[1])):
        git(folder, "config", "--global", name, str(person.root))
    return folder


def told(folder: Path, *line: str, code: int = 0) -> Ran:
    return command_line(*line, folder=folder, as_=None, code=code)


def test_outside_a_journal_a_command_says_that_it_uses_the_default_journal(
    elsewhere: Path, begun: tuple[Person, Person]
) -> None:
    ana, _ = begun
    using = f"apj uses your default journal, {ana.root}.\n"
    ran = told(elsewhere, "log", "two", "hours", "of", "fonts")
    assert ran.err.startswith(using)
    assert "- 2026-11-23 two hours of fonts\n" in ana.read("ana/2026-W48.md")
    document = told(elsewhere, "status", "--json")
    assert (document.json["partner"], document.err) == ("ana", using)
    assert told(elsewhere, "status", "-q").err == ""
    assert told(elsewhere).out == told(ana.root, "status").out
    assert told(elsewhere, "status", "--short").out == ""


def test_inside_a_journal_the_default_journal_is_never_used(elsewhere: Path, begun: tuple[Person, Person]) -> None:
    ana, ben = begun
    ran = told(ben.root / "ben", "log", "mine")
    assert (ran.err, "mine" in ben.read("ben/2026-W48.md")) == ("", True)
    (ben.root / "agreement.md").unlink()
    assert "has no agreement.md" in told(ben.root / "ben", "log", "lost", code=2).err
    assert not (ana.root / "ana" / "2026-W48.md").exists()


def test_the_folder_option_accepts_the_name_of_a_journal_but_a_folder_takes_precedence(
    elsewhere: Path, begun: tuple[Person, Person], tmp_path: Path
) -> None:
    assert told(elsewhere, "-C", "Theirs", "status", "--json").json["partner"] == "ben"
    assert told(elsewhere, "-C", "theirs", "status").err == ""
    unknown = told(elsewhere, "-C", "ours", "status", code=2).err
    assert "git config --global apj.journal.ours FOLDER" in unknown
    assert "Check the path after -C." in told(elsewhere, "status", "-C", "../no-such", code=2).err
    assert told(tmp_path, "-C", str(begun[0].root), "status", "--json").json["partner"] == "ana"


@pytest.mark.parametrize(
    ("value", "said"),
    [
        ("ours", "is not a full path: ours"),
        ("/", "is set to /, which is not a journal."),
        ("~/none", "is set to ~/none, which"),
    ],
)
def test_a_default_folder_that_is_not_a_journal_is_refused(
    elsewhere: Path, monkeypatch: pytest.MonkeyPatch, value: str, said: str
) -> None:
    monkeypatch.setenv("APJ_JOURNAL", value)
    assert told(elsewhere, "log", "here", code=2).err.startswith(f"APJ_JOURNAL {said}")


def test_the_environment_takes_precedence_over_git_settings(
    elsewhere: Path, begun: tuple[Person, Person], monkeypatch: pytest.MonkeyPatch, own_home: Path
) -> None:
    (own_home / "ours").symlink_to(begun[1].root)
    monkeypatch.setenv("APJ_JOURNAL", "~/ours")
    assert told(elsewhere, "status", "--json").json["partner"] == "ben"


def test_a_hook_of_another_repository_writes_only_into_the_default_journal(
    elsewhere: Path, begun: tuple[Person, Person], own_home: Path
) -> None:
    ana, ben = begun
    other = new_repository(elsewhere)
    git(other, "config", "apj.journal", str(ben.root))  # travels with a copied folder, so it counts for nothing
    before = git(other, "status", "--porcelain")
    hook = {"GIT_DIR": str(other / ".git"), "GIT_WORK_TREE": str(other), "GIT_INDEX_FILE": str(other / ".git/index")}
    desk = Desk(other, own_home, ana.now)
    for line in (("log", "committed"), ("commit",)):
        assert desk.piped(*line, **hook).returncode == 0
    assert git(ana.root, "log", "-1", "--format=%s").strip() == "ana 2026-W48: log"
    assert git(other, "status", "--porcelain") == before
    assert not (ben.root / "ben" / "2026-W48.md").exists()


def test_init_and_join_set_the_default_journal_only_on_request(tmp_path: Path, own_home: Path) -> None:
    ana, ben = Person("ana", tmp_path / "ours"), Person("ben", tmp_path / "theirs")
    who = ("--timezone", "Europe/Lisbon", "--email")
    ana.apj("init", str(ana.root), "--partner", "ana", *who, "ana@example.org", "--shared", str(tmp_path / "s.git"))
    assert not (own_home / ".gitconfig").exists()
    joining = ("join", str(tmp_path / "s.git"), str(ben.root), "--partner", "ben", *who, "ben@example.org")
    ran = ben.apj(*joining, "--default")
    assert "To undo this: git config --global --unset apj.journal" in ran.err
    assert git(tmp_path, "config", "--global", "apj.journal").strip() == str(ben.root)
