"""The JSON documents that the commands really print match `docs/json-schema.json`, whatever the journal contains.

`command_line` checks every document of these tests against the type of its view. Here is at least one for each command.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from apjournal.cli.main import TABLE
from tests.helpers.people import Person, goals_kept, replay

LINES = {
    "new-week": ("next", "-g", "Three runs", "--no-edit", "--no-sync"),
    "log": ("two hours of fonts",),
    "call": ("--no-sync", "--medium", "voice"),
    "review": ("--keep",),
    "init": ("../other", "--partner", "cleo", "--name", "Cleo", "--email", "cleo@example.org", "--timezone", "UTC"),
    "join": ("../shared.git", "../cleo", "--partner", "cleo", "--name", "Cleo", "--email", "cleo@example.org"),
    "demo": ("../demo",),
    "report": ("-o", "1=done", "--happened", "interest: fonts"),
    "park": ("a newsletter",),
    "away": ("W52",),
    "diff": ("ben",),
    "agree": ("--cadence", "fortnightly"),
    "leave": ("--yes",),
    "insights": ("--readiness",),
    "search": ("fonts",),
    "ci": ("github", "--source", "apj-0.1.0-py3-none-any.whl"),
    "import": ("ana/2026-W48.md",),
    "site": ("../pages",),
}
"""What a command does in Ana's clone, so that it has something to tell; one that is not here does it alone."""


def share_a_change_and_log(folder: Path) -> tuple[Person, Person]:
    ana, ben = replay(goals_kept, folder)
    ben.write("ben/2026-W48.md", "---\ngoals:\n  - Mark ten essays\n---\n\n## To ana\n- ask: May I read a page?\n")
    ben.apj("sync")
    ana.apj("log", "-i", "fonts")
    return ana, ben


@pytest.fixture
def busy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Ana, to whom Ben has sent a changed week and a message, with unshared text of her own."""
    monkeypatch.setenv("EDITOR", "true")
    return replay(share_a_change_and_log, tmp_path / "journal")[0]


@pytest.mark.parametrize("name", [name for name in TABLE if name != "web"])  # it goes on: test_web.py
def test_every_command_prints_json_that_fits_the_schema(busy: Person, name: str) -> None:
    ran = busy.apj(name, *LINES.get(name, ()), "--json", code=None)
    assert ran.json.keys() != {"error"}, ran.out
