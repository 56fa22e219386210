"""`apj lsp`: one session with an editor's client that is not ours, and how the command begins and ends."""

from __future__ import annotations

import asyncio
import subprocess
import sys
from pathlib import Path

import pytest
from lsprotocol import types
from pygls.exceptions import JsonRpcException

from tests.helpers.editor import Editor, open_editor
from tests.helpers.people import Person, command_line

WEEK = "ana/2026-W48.md"
SERVER = ("pygls", "lsprotocol", "apjournal.lsp")


@pytest.mark.slow
def test_an_editor_gets_diagnostics_completion_and_repairs_for_a_week(demo: Path) -> None:
    asyncio.run(work_on_a_week(demo / "ana"))


async def work_on_a_week(root: Path) -> None:
    before = {path: path.read_bytes() for path in root.rglob("*.md")}
    async with open_editor(root, APJ_NOW="2026-11-25T10:00+00:00") as editor:
        assert await editor.open(WEEK) == []
        await see_findings_and_repair_them(editor)
        await complete_words(editor)
        await look_things_up(editor)
        await rename_a_goal(editor)
        await stay_silent_elsewhere(editor, root.parent / "notes.md")
    assert {path: path.read_bytes() for path in root.rglob("*.md")} == before


async def see_findings_and_repair_them(editor: Editor) -> None:
    text = editor.texts[WEEK]
    broken = text.replace("  - goal: Three runs", "  - Ship 😀 v1: docs\n  - goal: Three runs")
    found, *_ = await editor.change(WEEK, broken.replace("goal: Ring the school", "goal: *Ring* the school"))
    assert (found.source, found.code, found.severity) == ("apj", "colon", types.DiagnosticSeverity.Error)
    assert (found.range.start, found.range.end) == (types.Position(14, 4), types.Position(14, 20))  # 😀 counts as two

    one, *_, everything = await editor.list_actions(WEEK, "v1: |docs")
    assert one.title == 'Write "Ship 😀 v1: docs"'
    assert '\n  - "Ship 😀 v1: docs"\n' in editor.apply(one.edit)[WEEK]
    assert everything.kind == types.CodeActionKind.SourceFixAll
    repaired = editor.apply(everything.edit)[WEEK]
    assert '"Ship 😀 v1: docs"' in repaired
    assert 'goal: "*Ring* the school about the swimming course"' in repaired
    assert await editor.change(WEEK, text) == []


async def complete_words(editor: Editor) -> None:
    end = "    area: personal\n|call:"
    assert "outcomes:" in await editor.complete(WEEK, "\n|call:\n  medium", "ou")
    assert await editor.complete(WEEK, end, "outcomes:\n  grant: ") == ["done", "partly", "not done", "dropped"]
    assert await editor.complete(WEEK, end, "outcomes:\n  grant: done\n  th") == [
        "three-runs: ",
        "ring-the-school-about-the-swimming-cours: ",
    ]
    assert "grant" in await editor.complete(WEEK, end, "happened:\n  - kind: stress\n    goal: ")
    assert "unforeseen: " in await editor.complete(WEEK, end, "happened:\n  - un")
    assert await editor.complete(WEEK, end, "    obstacles:\n      - interest: I o") == [
        "I open the site editor before noon -> I write one paragraph first"
    ]
    assert "2026-W46" in await editor.complete(WEEK, end, "    carried_from: 2026")
    assert await editor.complete(WEEK, "\n## |Steps") == ["Log", "Steps", "To ben"]
    assert await editor.complete(WEEK, "out of nine files\n|", "- [ ] gr") == [
        "grant: ",
        "three-runs: ",
        "ring-the-school-about-the-swimming-cours: ",
    ]


async def look_things_up(editor: Editor) -> None:
    text = editor.texts[WEEK]
    await editor.change(WEEK, text.replace("Send the grant draft", "Finish the grant draft"))
    assert await editor.hover(WEEK, "Finish the gr|ant draft") == (
        "1. Finish the grant draft to Ines (id: grant)\n"
        "Carried, second week, made smaller, since 2026-W47.\n"
        "Kept by Ben (Mon 23 Nov): Send the grant draft to Ines\n"
        "Changed since: [-Send-]{+Finish+} the grant draft to Ines\n"
        "This counts as reworded."
    )
    await editor.change(WEEK, text)
    assert "whole number from 0 to 100" in await editor.hover(WEEK, "confid|ence: 70")
    assert (await editor.hover(WEEK, "week: 2026|-W48")).startswith("23 to 29 Nov (2026-W48).")
    assert await editor.define(WEEK, "grant: summ|ary") == (WEEK, "goal: Send the grant draft to Ines")
    assert await editor.define(WEEK, "Send the gr|ant draft") == (
        "ana/2026-W47.md",
        "goal: The whole grant application in one file",
    )
    params = types.DocumentSymbolParams(types.TextDocumentIdentifier(editor.uri(WEEK)))
    symbols = await editor.client.text_document_document_symbol_async(params) or []
    assert [symbol.name for symbol in symbols] == ["apj", "partner", "week", "goals", "call", "Steps", "To ben"]


async def rename_a_goal(editor: Editor) -> None:
    at = editor.find(WEEK, "id: gr|ant")
    asked = types.PrepareRenameParams(at.text_document, at.position)
    prepared = await editor.client.text_document_prepare_rename_async(asked)
    assert isinstance(prepared, types.PrepareRenamePlaceholder)
    assert prepared.placeholder == "grant"
    wanted = types.RenameParams(new_name="application", text_document=at.text_document, position=at.position)
    texts = editor.apply(await editor.client.text_document_rename_async(wanted))
    assert {*texts} == {f"ana/2026-W{number}.md" for number in (45, 46, 47, 48)}
    assert "id: application" in texts[WEEK]
    assert "- [ ] application: summary page" in texts[WEEK]
    assert "\n  application: partly" in texts["ana/2026-W47.md"]
    wanted.new_name = "Two words"
    with pytest.raises(JsonRpcException, match="is not an id"):
        await editor.client.text_document_rename_async(wanted)


async def stay_silent_elsewhere(editor: Editor, outside: Path) -> None:
    outside.write_text("---\ngoals:\n  - *x*\n", "utf-8")
    item = types.TextDocumentItem(outside.as_uri(), "markdown", 0, outside.read_text("utf-8"))
    editor.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
    hover = types.HoverParams(types.TextDocumentIdentifier(outside.as_uri()), types.Position(1, 2))
    assert await editor.client.text_document_hover_async(hover) is None
    assert outside.as_uri() not in editor.client.diagnostics
    # The file of a partner shows its findings, but offers no repair.
    theirs = "ben/2026-W48.md"
    (found,) = await editor.open(theirs, "---\ngoals:\n  - *x*\n---\n")
    assert found.code == "indicator"
    assert await editor.list_actions(theirs, "- *|x*") == []


def test_on_a_terminal_lsp_says_how_an_editor_starts_it(ana: Person) -> None:
    assert ana.apj("lsp", "--json").json["command"] == ["apj", "lsp"]


def test_a_message_that_is_too_large_ends_the_server_with_a_sentence(ana: Person) -> None:
    command = [sys.executable, "-m", "apjournal", "-C", str(ana.root), "lsp"]
    ran = subprocess.run(
        command, input=f"Content-Length: {'9' * 30}\r\n\r\n{{}}".encode(), capture_output=True, check=False
    )
    assert (ran.returncode, ran.stdout) == (2, b"")
    assert ran.stderr.startswith(b"The editor sent a ")


def test_lsp_without_its_extra_says_how_to_install_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in [name for name in sys.modules if name.startswith(SERVER)]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "pygls", None)
    assert "pipx install --force '.[web,calendar,lsp]'" in command_line("lsp", folder=tmp_path, code=4).err
