"""An editor in tests: pytest-lsp's client, which is not ours, and a real `apj lsp` that it starts."""

from __future__ import annotations

import asyncio
import os
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

from lsprotocol import types
from pytest_lsp import LanguageClient, client_capabilities, make_test_lsp_client

CURSOR = "|"


class Editor:
    """A client that has files of one journal open. Places in a text are given by `|`."""

    def __init__(self, client: LanguageClient, root: Path) -> None:
        self.client = client
        self.root = root
        self.texts: dict[str, str] = {}
        self._version = 0

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    async def open(self, path: str, text: str | None = None) -> list[types.Diagnostic]:
        """Open a file, with another text than on the disk if one is given. Return what is shown in it."""
        self.texts[path] = (self.root / path).read_text("utf-8") if text is None else text
        item = types.TextDocumentItem(self.uri(path), "markdown", 0, self.texts[path])
        self.client.text_document_did_open(types.DidOpenTextDocumentParams(item))
        return await self.wait_for_diagnostics(path)

    async def change(self, path: str, text: str) -> list[types.Diagnostic]:
        """Change the text of an open file. Return what is then shown in it."""
        self._type(path, text)
        return await self.wait_for_diagnostics(path)

    def _type(self, path: str, text: str) -> None:
        self._version += 1
        self.texts[path] = text
        document = types.VersionedTextDocumentIdentifier(self._version, self.uri(path))
        change = types.TextDocumentContentChangeWholeDocument(text)
        self.client.text_document_did_change(types.DidChangeTextDocumentParams(document, [change]))

    async def wait_for_diagnostics(self, path: str) -> list[types.Diagnostic]:
        """Return the findings in a file, when the server shows the next ones."""
        await asyncio.wait_for(self.client.wait_for_notification(types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS), timeout=10)
        return list(self.client.diagnostics.get(self.uri(path), ()))

    def find(self, path: str, place: str) -> types.TextDocumentPositionParams:
        """Return the position of the `|` in a piece of an open text. Lines end with a newline, and all is ASCII."""
        before, _, after = place.partition(CURSOR)
        text = self.texts[path]
        assert text.count(before + after) == 1, (text.count(before + after), place)
        at = text.index(before + after) + len(before)
        start = text.rfind("\n", 0, at) + 1
        where = types.Position(text.count("\n", 0, at), at - start)
        return types.TextDocumentPositionParams(types.TextDocumentIdentifier(self.uri(path)), where)

    async def complete(self, path: str, place: str, typed: str = "") -> list[str]:
        """Type at a `|`, and return what the editor would then write there, one text for each offer."""
        before, _, after = place.partition(CURSOR)
        text = self.texts[path]
        self._type(path, text.replace(before + after, before + typed + after, 1))
        at = self.find(path, f"{before}{typed}|{after}")
        found = await self.client.text_document_completion_async(types.CompletionParams(at.text_document, at.position))
        self._type(path, text)
        assert isinstance(found, types.CompletionList)
        edits = [item.text_edit for item in found.items]
        return [edit.new_text for edit in edits if isinstance(edit, types.TextEdit)]

    async def hover(self, path: str, place: str) -> str:
        """Return what is shown at a `|`."""
        at = self.find(path, place)
        found = await self.client.text_document_hover_async(types.HoverParams(at.text_document, at.position))
        if found is None:
            return ""
        assert isinstance(found.contents, types.MarkupContent)
        return found.contents.value

    async def define(self, path: str, place: str) -> tuple[str, str] | None:
        """Return the path and the line to which the name at a `|` leads."""
        at = self.find(path, place)
        params = types.DefinitionParams(at.text_document, at.position)
        found = await self.client.text_document_definition_async(params)
        if found is None:
            return None
        assert isinstance(found, types.Location)
        name = found.uri.removeprefix(f"{self.root.as_uri()}/")
        text = self.texts.get(name) or (self.root / name).read_text("utf-8")
        return name, text.split("\n")[found.range.start.line].strip()

    async def list_actions(self, path: str, place: str) -> list[types.CodeAction]:
        """Return the code actions at a `|`."""
        at = self.find(path, place)
        span = types.Range(at.position, at.position)
        params = types.CodeActionParams(at.text_document, span, types.CodeActionContext([]))
        found = await self.client.text_document_code_action_async(params)
        return [action for action in found or () if isinstance(action, types.CodeAction)]

    def apply(self, edit: types.WorkspaceEdit | None) -> dict[str, str]:
        """Return the texts after an edit, by path, as an editor would have them."""
        assert edit is not None
        changed = {}
        for uri, edits in (edit.changes or {}).items():
            name = uri.removeprefix(f"{self.root.as_uri()}/")
            text = self.texts.get(name) or (self.root / name).read_text("utf-8")
            units = text.encode("utf-16-le")  # two bytes for each unit of the protocol
            starts = [0, *(at // 2 + 1 for at in range(0, len(units), 2) if units[at : at + 2] == b"\n\0")]
            for each in sorted(edits, key=lambda each: each.range.start, reverse=True):
                start, end = (2 * (starts[at.line] + at.character) for at in (each.range.start, each.range.end))
                units = units[:start] + each.new_text.encode("utf-16-le") + units[end:]
            changed[name] = units.decode("utf-16-le")
        return changed


@asynccontextmanager
async def open_editor(root: Path, **environ: str) -> AsyncIterator[Editor]:
    """Start `apj lsp` in another folder than the journal, as editors do, and end it afterwards."""
    client = make_test_lsp_client()
    env = {**os.environ, **environ}
    await client.start_io(sys.executable, "-m", "apjournal", "lsp", env=env, cwd=root.parent)
    params = types.InitializeParams(capabilities=client_capabilities("visual_studio_code"), root_uri=root.as_uri())
    await client.initialize_session(params)
    yield Editor(client, root)
    assert client.log_messages == []
    await client.shutdown_session()
    await client.stop()
