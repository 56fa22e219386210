"""What a shell offers after Tab, without a shell. `tests/terminal/test_completion.py` asks the shells themselves."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

import pytest

from apjournal.cli.boundary import COMPLETE
from apjournal.cli.completion import BashWithEquals
from apjournal.cli.context import Context
from apjournal.cli.main import apj
from tests.helpers.people import MONDAY, Person
from tests.helpers.repos import git

OWN_WEEK = """---
goals:
  - Three runs
  - {id: "$(rm -rf ~)", goal: "Tidy: one\\nshelf"}
---
"""


def offered(folder: Path, *words: str, now: str = MONDAY) -> list[str]:
    """Return what is offered for the last of `words`, such as "" after a space."""
    bash = BashWithEquals(apj, {"obj": Context(folder, clock=datetime.fromisoformat(now))}, "apj", COMPLETE)
    return [item.value for item in bash.get_completions(list(words[:-1]), words[-1])]


@pytest.fixture
def busy(kept: tuple[Person, Person]) -> Person:
    """Ana in the journal `kept`, with a second week of her own, and with next week's file."""
    ana, _ = kept
    for week in ("2025-W07", "2026-W47", "2026-W50"):
        ana.write(f"ana/{week}.md", "---\ngoals: [Another week]\n---\n")
    ana.write("ana/2026-W48.md", OWN_WEEK)
    ana.write("ana/2026-W99.md", "not a week")
    ana.write("no journal's/2026-W48.md", "not a partner")
    return ana


def test_partners_and_weeks_are_completed(busy: Person) -> None:
    assert offered(busy.root, "show", "") == [
        *("ana", "ben", "this", "next", "last", "yesterday"),
        *("2026-W50", "2026-W48", "2026-W47", "2025-W07"),
    ]
    assert offered(busy.root, "diff", "b") == ["ben"]
    assert offered(busy.root, "show", "ben", "2") == ["2026-W48"]
    assert offered(busy.root, "show", "w4") == ["W48", "W47"]
    assert offered(busy.root, "edit", "l") == ["last"]
    assert offered(busy.root, "review", "") == ["ana", "ben"]
    assert offered(busy.root, "summary", "--since", "2025") == ["2025-W07"]
    assert offered(busy.root, "--as", "a") == ["ana"]


def test_goals_of_my_newest_week_are_completed_with_each_answer(busy: Person) -> None:
    assert offered(busy.root, "report", "-o", "three-runs=") == ["done", "partly", "not_done", "dropped"]
    assert offered(busy.root, "report", "-o", "2") == ["2=done", "2=partly", "2=not_done", "2=dropped"]
    assert offered(busy.root, "new-week", "--carry", "th") == ["three-runs=keep", "three-runs=shrink"]
    assert offered(busy.root, "--as", "ben", "new-week", "--carry", "m") == [
        *("mark-the-essays=keep", "mark-the-essays=shrink"),
    ]


def test_bash_completion_joins_words_around_an_equals_sign(busy: Person, monkeypatch: pytest.MonkeyPatch) -> None:
    bash = BashWithEquals(apj, {}, "apj", COMPLETE)
    for line, joined in (
        ("apj report -o three-runs = do", (["report", "-o"], "three-runs=do")),
        ("apj --color = a", ([], "--color=a")),
        ("apj show b", (["show"], "b")),
    ):
        monkeypatch.setenv("COMP_WORDS", line)
        monkeypatch.setenv("COMP_CWORD", str(len(line.split()) - 1))
        assert bash.get_completion_args() == joined
    assert offered(busy.root, "--color=a") == ["auto", "always"]


def test_outside_a_journal_completion_offers_the_default_journal_and_journal_names(
    busy: Person, tmp_path: Path, own_home: Path
) -> None:
    assert offered(tmp_path, "show", "") == ["this", "next", "last", "yesterday"]
    assert offered(tmp_path, "show", "last-m") == ["last-monday"]
    assert offered(tmp_path, "show", "2-w") == ["2-weeks-ago"]
    assert offered(tmp_path, "report", "-o", "") == []
    git(busy.root, "config", "--global", "apj.journal.choir", str(busy.root))
    assert offered(tmp_path, "-C", "ch") == ["ch", "choir"]  # the first asks the shell for folders
    assert offered(tmp_path, "-C", "choir", "show", "b") == ["ben"]
    git(busy.root, "config", "--global", "apj.journal", str(busy.root))
    assert offered(tmp_path, "show", "b") == ["ben"]
    git(busy.root, "config", "--global", "apj.journal", str(tmp_path))
    assert offered(tmp_path, "review", "") == []


def test_help_completes_commands(tmp_path: Path) -> None:
    assert offered(tmp_path, "help", "ne") == ["new-week"]
