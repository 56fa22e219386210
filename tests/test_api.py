"""The public API: other programs read a journal, with plain values, and without git."""

from __future__ import annotations

import re
import subprocess
import sys
from datetime import datetime
from pathlib import Path

import pytest

import apjournal
from apjournal.api import IsoWeek, State, UsageFault
from tests.helpers.repos import counted_processes

ROOT = Path(__file__).parent.parent
EXAMPLE = ROOT / "example-journal"
NOW = datetime.fromisoformat("2026-11-25T10:00+01:00")
PAGE = (ROOT / "docs" / "api.md").read_text("utf-8")


def block(kind: str) -> str:
    found = re.search(rf"```{kind}\n(.*?)```", PAGE, re.DOTALL)
    assert found
    return found[1]


def test_the_script_in_the_docs_prints_the_documented_output() -> None:
    ran = subprocess.run([sys.executable, "-c", block("python")], cwd=ROOT, capture_output=True, text=True, check=False)
    assert (ran.stderr, ran.stdout) == ("", block("text"))


def test_the_script_in_the_docs_passes_mypy_strict(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(block("python"), "utf-8")
    mypy = [sys.executable, "-m", "mypy", "--strict", "--config-file", "", "--cache-dir", str(tmp_path / "cache")]
    ran = subprocess.run([*mypy, "script.py"], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert ran.returncode == 0, ran.stdout


def test_load_returns_the_values_as_typed(tmp_path: Path) -> None:
    path = tmp_path / "2026-W48.md"
    path.write_text("---\nweek: 2026-W48\nstarted: 2026-11-23\nmood: yes\ncontent: mine\n---\nBody\n", "utf-8")
    post = apjournal.load(path)
    assert post.metadata == {"week": "2026-W48", "started": "2026-11-23", "mood": "yes", "content": "mine"}
    assert post.content == "Body"


def test_load_returns_no_values_for_a_file_without_front_matter(tmp_path: Path) -> None:
    path = tmp_path / "note.md"
    path.write_text("# Only a body\n", "utf-8")
    assert (apjournal.load(path).metadata, apjournal.load(path).content) == ({}, "# Only a body")


@pytest.mark.parametrize("text", [b"---\na: [1\n---\n", b"---\na: 1\n", b"---\n\xff\n---\n"])
def test_load_raises_a_value_error_for_an_invalid_file(tmp_path: Path, text: bytes) -> None:
    path = tmp_path / "broken.md"
    path.write_bytes(text)
    with pytest.raises(ValueError):
        apjournal.load(path)


def test_load_raises_an_os_error_for_a_missing_file(tmp_path: Path) -> None:
    with pytest.raises(OSError):
        apjournal.load(tmp_path / "nothing.md")


def test_an_opened_journal_has_partners_weeks_and_goals_with_states() -> None:
    journal = apjournal.open(EXAMPLE / "ana", now=NOW)
    assert journal.root == EXAMPLE
    assert journal.today == NOW.date()
    assert [partner.name for partner in journal.partners] == ["Ana Costa", "Ben Adler"]
    assert journal.agreement.areas == ("professional", "personal")
    weeks = journal.weeks("ben")
    assert [str(week.week) for week in weeks[:2]] == ["2026-W36", "2026-W37"]
    newest = journal.week("ben", "2026-W48")
    assert newest == weeks[-1]
    assert {goal.state for goal in weeks[-1].goals} == {State.OPEN}
    assert journal.week("ben", IsoWeek(2020, 1)) is None
    with pytest.raises(AttributeError):
        journal.partners[0].name = "Cleo"  # type: ignore[misc]


def test_the_api_computes_due_reports_for_the_given_time() -> None:
    later = apjournal.open(EXAMPLE, now=datetime.fromisoformat("2026-12-09T10:00+01:00"))
    week = later.week("ana", "2026-W48")
    assert week
    assert {goal.state for goal in week.goals} == {State.UNREPORTED}


def test_the_api_starts_no_git(demo: Path) -> None:
    with counted_processes() as started:
        assert apjournal.open(demo / "ana").weeks("ben")
    assert started == []


def test_a_missing_journal_and_an_unknown_partner_raise_faults(tmp_path: Path) -> None:
    with pytest.raises(UsageFault, match="no journal"):
        apjournal.open(tmp_path)
    with pytest.raises(UsageFault, match="no partner cleo"):
        apjournal.open(EXAMPLE, now=NOW).weeks("cleo")
    with pytest.raises(ValueError):
        apjournal.open(EXAMPLE, now=NOW).week("ana", "W48")


def test_importing_the_package_imports_none_of_its_modules() -> None:
    code = (
        "import apjournal, sys; print(sorted(name for name in sys.modules if name.startswith(('apjournal', 'yaml'))))"
    )
    ran = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert ran.stdout == "['apjournal']\n"
    with pytest.raises(AttributeError, match="no attribute 'save'"):
        _ = apjournal.save  # type: ignore[attr-defined]
