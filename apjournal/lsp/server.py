"""The server. It answers the editor's messages and never changes a file: the editor makes the edits."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any, BinaryIO, TypeVar, cast

from lsprotocol import types
from pygls import uris
from pygls.exceptions import FeatureRequestError, JsonRpcInvalidParams
from pygls.lsp.server import LanguageServer

import apjournal
from apjournal.errors import ApjError, UsageFault
from apjournal.lsp import convert
from apjournal.lsp.bounded_input import BoundedInput
from apjournal.lsp.buffer import Buffer, Units, read_buffer_week
from apjournal.lsp.complete import complete
from apjournal.lsp.define import find_definition
from apjournal.lsp.diagnose import is_checked, list_diagnostics, list_repairs
from apjournal.lsp.hover import show_hover
from apjournal.lsp.journals import Journals, OpenJournal
from apjournal.lsp.outline import list_symbols
from apjournal.lsp.rename import find_renamed, rename_goal

T = TypeVar("T")
DELAY = 0.2
"""The number of seconds without a change after which findings are shown."""
TRIGGERS = (" ", "#", "-", "[")


class Server(LanguageServer):
    """A language server for journals. `report_bug` writes an error report and returns a message about it."""

    def __init__(self, journals: Journals, report_bug: Callable[[Exception], str]) -> None:
        super().__init__("apj", apjournal.__version__, types.TextDocumentSyncKind.Full)
        self._journals = journals
        self._report_bug = report_bug
        self._waiting: dict[str, asyncio.TimerHandle] = {}

    def answer(self, uri: str, compute: Callable[[OpenJournal, Buffer], T | None]) -> T | None:
        """Return the result of `compute` for an open file, or None if the file is not part of a journal.

        Return None if `compute` raises an exception, too. A `UsageFault` is about what the user asked for, so it
        becomes an error of the protocol instead.
        """
        try:
            found = self.find_buffer(uri)
            return compute(*found) if found else None
        except UsageFault as fault:
            raise JsonRpcInvalidParams(f"{fault.message} {fault.hint}".rstrip()) from fault
        except ApjError as fault:
            self._log(f"{fault.message} {fault.hint}".rstrip())
        except Exception as error:
            self._log(self._report_bug(error))
        return None

    def find_buffer(self, uri: str) -> tuple[OpenJournal, Buffer] | None:
        """Return an open file and its journal, or None if the file is not open or not part of a journal."""
        document = self.workspace.text_documents.get(uri)
        path = uris.to_fs_path(uri) if document is not None and uri.startswith("file:") else None
        found = self._journals.find(Path(path)) if path else None
        if document is None or found is None:
            return None
        journal, inside = found
        buffer = Buffer(inside, document.source, self._units)
        return (journal, buffer) if is_checked(buffer, journal.facts.rules) else None

    @property
    def _units(self) -> Units:
        return Units(self.server_capabilities.position_encoding or Units.UTF16)

    def publish(self, uri: str) -> None:
        """Send the findings in an open file to the editor."""
        self._stop_waiting(uri)
        found = self.answer(uri, lambda journal, buffer: list_diagnostics(buffer, journal.facts.rules))
        document = self.workspace.text_documents.get(uri)
        if found is not None and document is not None:
            shown = [convert.make_diagnostic(each) for each in found]
            self._send_diagnostics(uri, shown, document.version)

    def publish_soon(self, uri: str) -> None:
        """Send the findings in a file to the editor when nothing has changed for a moment."""
        self._stop_waiting(uri)
        self._waiting[uri] = asyncio.get_running_loop().call_later(DELAY, self.publish, uri)

    def forget(self, uri: str) -> None:
        """Remove the findings in a closed file from the editor."""
        self._stop_waiting(uri)
        if uri.startswith("file:") and self._journals.find(Path(uris.to_fs_path(uri) or "")):
            self._send_diagnostics(uri, [], None)

    def _stop_waiting(self, uri: str) -> None:
        timer = self._waiting.pop(uri, None)
        if timer is not None:
            timer.cancel()

    def _send_diagnostics(self, uri: str, found: list[types.Diagnostic], version: int | None) -> None:
        self.text_document_publish_diagnostics(types.PublishDiagnosticsParams(uri, found, version))

    def list_open(self, journal: OpenJournal) -> Iterator[tuple[str, Buffer]]:
        """Yield the URI and the text of each open file of a journal."""
        for uri in list(self.workspace.text_documents):
            found = self.find_buffer(uri)
            if found and found[0] is journal:
                yield uri, found[1]

    def find_uri(self, journal: OpenJournal, path: str) -> tuple[str, Buffer | None]:
        """Return the URI of a file of a journal, and its text if it is open."""
        for uri, buffer in self.list_open(journal):
            if buffer.path == path:
                return uri, buffer
        return uris.from_fs_path(str(journal.root / path)) or "", None

    def make_buffer(self, path: str, text: str) -> Buffer:
        """Return the buffer of a file that is not open, so that positions in it can be converted."""
        return Buffer(path, text, self._units)

    def _log(self, message: str) -> None:
        self.window_log_message(types.LogMessageParams(types.MessageType.Error, message))

    def report_server_error(self, error: Exception, source: Any) -> None:
        """Write an error to the editor's log and continue. If it was the answer to a request, do not log it."""
        if source is not FeatureRequestError:
            self._log(f"{type(error).__name__}: {error}")


def make_server(journals: Journals, report_bug: Callable[[Exception], str]) -> Server:
    """Return a language server for the files of journals that an editor opens."""
    server = Server(journals, report_bug)
    _watch_files(server)
    _offer_repairs(server)
    _offer_words(server)
    _offer_places(server)
    _offer_rename(server)
    return server


def serve(server: Server, messages_in: BinaryIO, messages_out: BinaryIO) -> None:
    """Serve an editor until it ends the session or closes the stream of its messages.

    Raise `UsageFault` for a message that is larger than any editor's.
    """
    logging.getLogger("pygls").setLevel(logging.CRITICAL)  # `report_server_error` says what matters
    server.start_io(cast("BinaryIO", BoundedInput(messages_in)), messages_out)


def _watch_files(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DID_OPEN)
    def open_file(params: types.DidOpenTextDocumentParams) -> None:
        server.publish(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CHANGE)
    def change_file(params: types.DidChangeTextDocumentParams) -> None:
        server.publish_soon(params.text_document.uri)

    @server.feature(types.TEXT_DOCUMENT_DID_SAVE)
    def save_file(params: types.DidSaveTextDocumentParams) -> None:
        for uri in list(server.workspace.text_documents):  # a change to the agreement may matter in all of them
            server.publish(uri)

    @server.feature(types.TEXT_DOCUMENT_DID_CLOSE)
    def close_file(params: types.DidCloseTextDocumentParams) -> None:
        server.forget(params.text_document.uri)


def _offer_repairs(server: Server) -> None:
    kinds = [types.CodeActionKind.QuickFix, types.CodeActionKind.SourceFixAll]

    @server.feature(types.TEXT_DOCUMENT_CODE_ACTION, types.CodeActionOptions(code_action_kinds=kinds))
    def list_actions(params: types.CodeActionParams) -> list[types.CodeAction] | None:
        uri = params.text_document.uri

        def find(journal: OpenJournal, buffer: Buffer) -> list[types.CodeAction]:
            facts = journal.facts
            repairs = list_repairs(buffer, facts.rules, facts.me, convert.read_range(params.range))
            actions = [convert.make_action(uri, buffer, repair) for repair in repairs]
            return [action for action in actions if convert.is_wanted(action, params.context.only)]

        return server.answer(uri, find)


def _offer_words(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_COMPLETION, types.CompletionOptions(trigger_characters=list(TRIGGERS)))
    def list_completions(params: types.CompletionParams) -> types.CompletionList | None:
        def find(journal: OpenJournal, buffer: Buffer) -> types.CompletionList:
            offset = _find_offset(buffer, params.position)
            return convert.make_completions(buffer, complete(buffer, offset, journal.words))

        return server.answer(params.text_document.uri, find)

    @server.feature(types.TEXT_DOCUMENT_HOVER)
    def explain(params: types.HoverParams) -> types.Hover | None:
        def find(journal: OpenJournal, buffer: Buffer) -> types.Hover | None:
            owner, facts = buffer.owner, journal.facts
            schedule = facts.rules.get_schedule(owner or facts.me or facts.rules.partners[0])
            week = read_buffer_week(buffer, facts.rules.words)
            offset = _find_offset(buffer, params.position)
            read_record = partial(journal.read_record, week)
            hover = show_hover(buffer, offset, schedule, facts.names, read_record)
            return convert.make_hover(buffer, hover) if hover else None

        return server.answer(params.text_document.uri, find)


def _offer_places(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_DEFINITION)
    def define(params: types.DefinitionParams) -> types.Location | None:
        def find(journal: OpenJournal, buffer: Buffer) -> types.Location | None:
            def read_text(path: str) -> str | None:
                opened = server.find_uri(journal, path)[1]
                return opened.text if opened else journal.read_text(path)

            offset = _find_offset(buffer, params.position)
            target = find_definition(buffer, offset, read_text, journal.trace_first_weeks)
            if target is None:
                return None
            uri, opened = server.find_uri(journal, target.path)
            there = opened or server.make_buffer(target.path, journal.read_text(target.path) or "")
            return types.Location(uri, convert.make_range(there.get_range(target.start, target.end)))

        return server.answer(params.text_document.uri, find)

    @server.feature(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL)
    def outline(params: types.DocumentSymbolParams) -> list[types.DocumentSymbol] | None:
        def find(_: OpenJournal, buffer: Buffer) -> list[types.DocumentSymbol]:
            return [convert.make_symbol(buffer, symbol) for symbol in list_symbols(buffer)]

        return server.answer(params.text_document.uri, find)


def _offer_rename(server: Server) -> None:
    @server.feature(types.TEXT_DOCUMENT_PREPARE_RENAME)
    def prepare(params: types.PrepareRenameParams) -> types.PrepareRenamePlaceholder | None:
        def find(journal: OpenJournal, buffer: Buffer) -> types.PrepareRenamePlaceholder | None:
            found = find_renamed(buffer, _find_offset(buffer, params.position))
            if found is None or buffer.owner != journal.facts.me:
                return None
            name, start, end = found
            return types.PrepareRenamePlaceholder(convert.make_range(buffer.get_range(start, end)), name)

        return server.answer(params.text_document.uri, find)

    @server.feature(types.TEXT_DOCUMENT_RENAME, types.RenameOptions(prepare_provider=True))
    def rename(params: types.RenameParams) -> types.WorkspaceEdit | None:
        def find(journal: OpenJournal, buffer: Buffer) -> types.WorkspaceEdit | None:
            found = find_renamed(buffer, _find_offset(buffer, params.position))
            if found is None:
                return None
            if buffer.owner != journal.facts.me:
                raise UsageFault("Only your own goals can be renamed.", "Open one of your own weeks.")
            opened = {open_.path: open_ for _, open_ in server.list_open(journal)}
            mine = {path: text for path, text in journal.list_own_texts().items() if path not in opened}
            mine |= {path: open_.text for path, open_ in opened.items() if open_.week and open_.owner == buffer.owner}
            edits = rename_goal(mine, found[0], params.new_name)
            changes = {}
            for path, some in edits.items():
                uri, there = server.find_uri(journal, path)
                changes[uri] = convert.make_edits(there or server.make_buffer(path, mine[path]), some)
            return types.WorkspaceEdit(changes=changes)

        return server.answer(params.text_document.uri, find)


def _find_offset(buffer: Buffer, position: types.Position) -> int:
    return buffer.find_offset(position.line, position.character)
