"""Whatever is typed, an editor shows the findings of `apj check` on the same text, and every request is answered.

`APJ_EXAMPLES=10000 pytest --hypothesis-profile random tests/lsp` tries more texts.
"""

from __future__ import annotations

import os
import shutil
from datetime import datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from apjournal.errors import UsageFault
from apjournal.format.text.text import apply_text_edits
from apjournal.lsp.buffer import Buffer, Units, read_buffer_week
from apjournal.lsp.complete import JournalWords, complete
from apjournal.lsp.define import find_definition
from apjournal.lsp.diagnose import list_diagnostics, list_repairs, repair_everything
from apjournal.lsp.hover import show_hover
from apjournal.lsp.outline import list_symbols
from apjournal.lsp.rename import find_renamed, rename_goal
from apjournal.lsp.week_places import read_week_places
from apjournal.session.workspace import Workspace
from apjournal.usecases import lsp as use
from apjournal.usecases.check import check_journal_files
from apjournal.usecases.new_week import build_own_ledger

EXAMPLE = Path(__file__).parents[2] / "example-journal"
SHORT = "---\ngoals:\n  - Send the grant draft to Ines\n  - Three runs\noutcomes:\n  - partly, page 6\n  - done\n---\n"
PATHS = ("ana/2026-W47.md", "ana/2026-W48.md", "ben/2026-W47.md", "ana/kept.md", "ana/partner.md", "agreement.md")
BASES = [(path, (EXAMPLE / path).read_text("utf-8")) for path in PATHS]
BASES += [("ana/2026-W48.md", SHORT), ("ana/2026-W48.md", SHORT.replace("\n", "\r\n")), ("ana/2026-W49.md", "")]
SIGNS = ("- ", ": ", " #", "  ", ",", "|", ">", "[", "]", "{", "}", '"', "'", "*", "&a ", "!", "@", "? ", "~", "  - ")
ODD = ("\t", "\n", "\r\n", "\r", "—", "“", "”", "😀", "é", "\u2028", "\x85", "\u202e", "\ufeff", "\x00", "\ud800")
LINES = (
    "---",
    "goals:",
    "outcomes:",
    "1: done",
    "id: grant",
    "happened:\n  - interest: x",
    "## Log\n- ",
    "apj: 2",
    "```",
)
WORDS = ("## To ben\n- ", "- [ ] grant: x\n", "<<<<<<< a\n", "<!--", "2026-W40", "not done", "carried_from: 2026-W36\n")
PIECES = (*SIGNS, *ODD, *(f"{line}\n" for line in LINES), *WORDS)


@pytest.fixture(scope="module")
def journal(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return Path(shutil.copytree(EXAMPLE, tmp_path_factory.mktemp("journal") / "ours"))


def open_files(root: Path) -> Workspace:
    """Open a journal without git, as Ana on a Wednesday."""
    now = datetime.fromisoformat("2026-11-25T10:00+00:00")
    return Workspace(root, partner="ana", now=now, environ={}, terminal=False, files_alone=True, settings=())


@st.composite
def typed_texts(draw: st.DrawFn) -> tuple[str, str]:
    """Draw the path of a file, and a text that somebody has typed in it."""
    path, text = draw(st.sampled_from(BASES))
    for _ in range(draw(st.integers(0, 4))):
        start = draw(st.integers(0, len(text)))
        end = min(len(text), start + draw(st.sampled_from((0, 0, 0, 1, 3, 30))))
        text = text[:start] + draw(st.sampled_from(PIECES)) + text[end:]
    return path, text


@settings(max_examples=int(os.environ.get("APJ_EXAMPLES", "30")))
@given(typed_texts(), st.sampled_from(Units), st.integers(0, 10**6))
def test_after_any_edits_the_language_server_reports_what_check_reports(
    journal: Path, typed: tuple[str, str], units: Units, place: int
) -> None:
    path, text = typed
    workspace = open_files(journal)
    facts = use.read_facts(workspace, partial(use.check_kept_lines, workspace))
    buffer = Buffer(path, text, units)
    shown = list_diagnostics(buffer, facts.rules)

    before = (journal / path).read_bytes() if (journal / path).exists() else None
    (journal / path).write_bytes(text.replace("\ud800", "\ufffd").encode())
    try:
        view = check_journal_files(open_files(journal), [Path(path)], fix=False, strict=False)
        assert [each.finding.set_path(path) for each in shown] == list(view.findings)
        require_places(buffer)
        ask_everything(buffer, place % (len(buffer.text) + 1), workspace, facts)
    finally:
        if before is None:
            (journal / path).unlink()
        else:
            (journal / path).write_bytes(before)


def require_places(buffer: Buffer) -> None:
    """Require that each offset between two characters of the protocol is found again by its position."""
    for offset in range(0, len(buffer.text) + 1, 7):
        if buffer.text[offset - 1 : offset + 1] != "\r\n":
            assert buffer.find_offset(*buffer.locate(offset)) == offset


def ask_everything(buffer: Buffer, offset: int, workspace: Workspace, facts: use.JournalFacts) -> None:
    rules = facts.rules
    everywhere = ((0, 0), buffer.locate(len(buffer.text)))
    for repair in list_repairs(buffer, rules, facts.me, everywhere):
        apply_text_edits(buffer.text, repair.edits)
    repaired = Buffer(buffer.path, apply_text_edits(buffer.text, repair_everything(buffer, rules)))
    assert repair_everything(repaired, rules) == () or "newer_format" in {
        each.finding.code for each in list_diagnostics(repaired, rules)
    }
    words = JournalWords(
        rules.partners, rules.areas, facts.weeks, facts.today, lambda: build_own_ledger(workspace, facts.weeks[0])
    )
    offers = complete(buffer, offset, words)
    assert 0 <= offers.start <= offers.end
    week = read_buffer_week(buffer, facts.rules.words)
    schedule = rules.get_schedule(buffer.owner or rules.partners[0])
    show_hover(buffer, offset, schedule, facts.names, lambda: use.read_record(workspace, week) if week else None)
    find_definition(buffer, offset, partial(use.read_text, workspace), partial(use.trace_first_weeks, workspace))
    for symbol in list_symbols(buffer):
        assert symbol.start <= symbol.selection[0] <= symbol.selection[1] <= symbol.end
    require_same_goals_after_a_rename(buffer, offset)


def require_same_goals_after_a_rename(buffer: Buffer, offset: int) -> None:
    found = find_renamed(buffer, offset)
    if found is None:
        return
    try:
        edits = rename_goal({buffer.path: buffer.text}, found[0], "another-name")
    except UsageFault:
        return
    before, after = (read_week_places(text) for text in (buffer.text, apply_text_edits(buffer.text, *edits.values())))
    assert before is not None
    assert after is not None
    assert [goal.goal.goal for goal in before.goals] == [goal.goal.goal for goal in after.goals]
    assert "another-name" in [goal.goal.id for goal in after.goals]
