"""The server's answers to an editor, asked in the same process: the open texts count, not those on the disk."""

from __future__ import annotations

import asyncio
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
from lsprotocol import types
from pygls.exceptions import FeatureRequestError, JsonRpcInvalidParams

from apjournal.errors import GitFault, UsageFault
from apjournal.lsp import server as server_module
from apjournal.lsp.buffer import Buffer
from apjournal.lsp.diagnose import ALL_REPAIRS
from apjournal.lsp.journals import Journals, OpenJournal
from apjournal.lsp.server import make_server
from tests.helpers.buffers import WEEK, in_front, split_at_cursor

EARLIER = "ana/2026-W47.md"
THEIRS = "ben/2026-W48.md"
FILES = {
    "agreement.md": in_front("apj: 1\nareas: [work]"),
    "ana/partner.md": in_front("name: Ana"),
    "ben/partner.md": in_front("name: Ben"),
    WEEK: in_front("goals:\n  - id: grant\n    goal: The draft"),
    EARLIER: in_front("goals:\n  - Three runs\n  - id: grant\n    goal: The whole draft\noutcomes:\n  grant: partly"),
    THEIRS: in_front("goals:\n  - id: grant\n    goal: x"),
}
GRANT = in_front("goals:\n  - id: grant\n    goal: The |draft")
BROKEN = in_front("goals:\n  - *a*\n  - fine\n  - 😀 v1: x")


class Session:
    """An editor that asks the server's functions, and keeps what the server sends."""

    def __init__(self, root: Path, *, partner: str | None = "ana", encoding: str = "utf-16") -> None:
        self.root = root
        self.sent: list[tuple[str, Any]] = []
        self.bugs: list[Exception] = []
        now = datetime.fromisoformat("2026-11-25T10:00+00:00")
        journals = Journals(partner=partner, environ={"PATH": os.environ["PATH"]}, read_clock=lambda: now)
        self.server = make_server(journals, self.report_bug)
        general = types.GeneralClientCapabilities(position_encodings=[encoding])
        capabilities = types.ClientCapabilities(general=general)
        for _ in self.server.protocol.lsp_initialize(types.InitializeParams(capabilities=capabilities)):
            raise AssertionError("no handler waits for this")
        self.server.protocol.notify = lambda method, params=None: self.sent.append((method, params))  # type: ignore[method-assign]

    def report_bug(self, error: Exception) -> str:
        self.bugs.append(error)
        return "An error report was written."

    def uri(self, path: str) -> str:
        return (self.root / path).as_uri()

    def type(self, text: str, path: str = WEEK) -> None:
        """Have a text open that the server is not told about."""
        self.server.workspace.put_text_document(types.TextDocumentItem(self.uri(path), "markdown", 3, text))

    def ask(self, method: str, params: Any) -> Any:
        return self.server.protocol.fm.features[method](params)

    def ask_at(self, method: str, make: Any, marked: str, path: str = WEEK, **more: Any) -> Any:
        """Open a text, and ask about the `|` in it."""
        text, offset = split_at_cursor(marked)
        self.type(text, path)
        position = types.Position(*Buffer(path, text).locate(offset))
        return self.ask(
            method, make(text_document=types.TextDocumentIdentifier(self.uri(path)), position=position, **more)
        )

    def open(self, text: str, path: str = WEEK) -> None:
        self.type(text, path)
        item = types.TextDocumentItem(self.uri(path), "markdown", 3, text)
        self.ask(types.TEXT_DOCUMENT_DID_OPEN, types.DidOpenTextDocumentParams(item))

    def list_shown(self) -> list[tuple[str, list[str | int | None], int | None]]:
        """Return the path, the codes and the version of each list of findings that the server has sent."""
        shown = [params for method, params in self.sent if method == types.TEXT_DOCUMENT_PUBLISH_DIAGNOSTICS]
        return [(self.name(each.uri), [one.code for one in each.diagnostics], each.version) for each in shown]

    def name(self, uri: str) -> str:
        return uri.removeprefix(f"{self.root.as_uri()}/")

    def list_logged(self) -> list[str]:
        return [params.message for method, params in self.sent if method == types.WINDOW_LOG_MESSAGE]

    def list_actions(self, text: str, only: list[str] | None = None, path: str = WEEK) -> list[str]:
        self.type(text, path)
        span = types.Range(types.Position(4, 0), types.Position(4, 1))
        context = types.CodeActionContext([], only)
        params = types.CodeActionParams(types.TextDocumentIdentifier(self.uri(path)), span, context)
        return [action.title for action in self.ask(types.TEXT_DOCUMENT_CODE_ACTION, params) or ()]

    def complete(self, marked: str, path: str = WEEK) -> list[str]:
        found = self.ask_at(types.TEXT_DOCUMENT_COMPLETION, types.CompletionParams, marked, path)
        return [item.label for item in found.items]

    def hover(self, marked: str, path: str = WEEK) -> Any:
        return self.ask_at(types.TEXT_DOCUMENT_HOVER, types.HoverParams, marked, path)

    def define(self, marked: str, path: str = WEEK) -> tuple[str, int, int] | None:
        """Return the path, the line and the first character to which the name at the `|` leads."""
        found = self.ask_at(types.TEXT_DOCUMENT_DEFINITION, types.DefinitionParams, marked, path)
        return found and (self.name(found.uri), found.range.start.line, found.range.start.character)

    def prepare(self, marked: str, path: str = WEEK) -> Any:
        return self.ask_at(types.TEXT_DOCUMENT_PREPARE_RENAME, types.PrepareRenameParams, marked, path)

    def rename(self, marked: str, new: str, path: str = WEEK) -> dict[str, list[tuple[int, int, str]]] | None:
        """Return the edits by path: the line and the character where each begins, and its text."""
        found = self.ask_at(types.TEXT_DOCUMENT_RENAME, types.RenameParams, marked, path, new_name=new)
        return found and {
            self.name(uri): [(edit.range.start.line, edit.range.start.character, edit.new_text) for edit in edits]
            for uri, edits in found.changes.items()
        }


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A journal that no test changes, without git."""
    root = tmp_path_factory.mktemp("lsp") / "journal"
    for path, text in FILES.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, "utf-8")
    return root


@pytest.fixture
def session(root: Path) -> Session:
    return Session(root)


def test_the_findings_of_an_opened_file_are_shown_with_its_version(session: Session) -> None:
    session.open(BROKEN)
    session.open(FILES[THEIRS], THEIRS)
    assert session.list_shown() == [(WEEK, ["indicator", "colon"], 3), (THEIRS, [], 3)]


def test_saving_a_file_shows_the_findings_of_all_open_files(session: Session) -> None:
    session.type(BROKEN)
    session.type(FILES["agreement.md"], "agreement.md")
    saved = types.TextDocumentIdentifier(session.uri("agreement.md"))
    session.ask(types.TEXT_DOCUMENT_DID_SAVE, types.DidSaveTextDocumentParams(saved))
    assert session.list_shown() == [(WEEK, ["indicator", "colon"], 3), ("agreement.md", [], 3)]


def test_closing_a_file_removes_its_findings(session: Session) -> None:
    for path in (WEEK, "../notes.md"):
        closed = types.TextDocumentIdentifier(session.uri(path))
        session.ask(types.TEXT_DOCUMENT_DID_CLOSE, types.DidCloseTextDocumentParams(closed))
    assert session.list_shown() == [(WEEK, [], None)]


def change_twice(session: Session, *, then_close: bool) -> None:
    async def change() -> None:
        identifier = types.VersionedTextDocumentIdentifier(3, session.uri(WEEK))
        for _ in range(2):
            session.ask(types.TEXT_DOCUMENT_DID_CHANGE, types.DidChangeTextDocumentParams(identifier, []))
        assert session.list_shown() == []
        if then_close:
            closed = types.TextDocumentIdentifier(session.uri(WEEK))
            session.ask(types.TEXT_DOCUMENT_DID_CLOSE, types.DidCloseTextDocumentParams(closed))
        await asyncio.sleep(0.03)

    session.type(BROKEN)
    asyncio.run(change())


def test_the_findings_of_a_changed_file_are_shown_once_after_a_moment(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "DELAY", 0.01)
    change_twice(session, then_close=False)
    assert session.list_shown() == [(WEEK, ["indicator", "colon"], 3)]


def test_a_file_that_is_closed_right_after_a_change_shows_no_findings(
    session: Session, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(server_module, "DELAY", 0.01)
    change_twice(session, then_close=True)
    assert session.list_shown() == [(WEEK, [], None)]


@pytest.mark.parametrize(
    ("only", "titles"),
    [
        (None, ['Write "😀 v1: x"', ALL_REPAIRS]),
        ([types.CodeActionKind.QuickFix], ['Write "😀 v1: x"']),
        (["source"], [ALL_REPAIRS]),
        (["refactor"], []),
    ],
)
def test_the_repairs_on_a_line_are_offered_if_the_editor_wants_their_kind(
    session: Session, only: list[str] | None, titles: list[str]
) -> None:
    assert session.list_actions(BROKEN, only) == titles


def test_the_file_of_a_partner_is_offered_no_repairs(session: Session) -> None:
    assert session.list_actions(BROKEN, path=THEIRS) == []


def test_completion_knows_the_journal(session: Session) -> None:
    assert session.complete(in_front("goals:\n  - goal: 😀\n    area: |")) == ["work"]
    assert session.complete(in_front("goals:\n  - carried_from: |")) == ["2026-W48", "2026-W47"]
    assert session.complete("---\n---\n## |") == ["Log", "Steps", "To ben"]
    assert session.complete(in_front("keeps: [|"), "ana/partner.md") == ["ana", "ben"]


@pytest.mark.parametrize(("encoding", "start"), [("utf-8", 16), ("utf-16", 14), ("utf-32", 13)])
def test_positions_are_in_the_units_that_the_editor_and_the_server_agreed_on(
    root: Path, encoding: str, start: int
) -> None:
    session = Session(root, encoding=encoding)
    text = in_front('goals: ["😀", x]')
    session.type(text)
    at = types.Position(1, start)
    params = types.PrepareRenameParams(types.TextDocumentIdentifier(session.uri(WEEK)), at)
    found = session.ask(types.TEXT_DOCUMENT_PREPARE_RENAME, params)
    assert (found.placeholder, found.range.start, found.range.end) == ("x", at, types.Position(1, start + 1))


def test_a_key_is_explained_with_its_range(session: Session) -> None:
    found = session.hover(in_front("call:\n  me|dium: voice"))
    assert found.contents.value == "medium: How you talked."
    assert (found.range.start, found.range.end) == (types.Position(2, 2), types.Position(2, 8))


def test_a_goal_is_explained_from_the_text_in_the_editor(session: Session) -> None:
    assert session.hover(GRANT.replace("The ", "Our ")).contents.value == (
        "1. Our draft (id: grant)\n"
        "Carried, second week, since 2026-W47.\n"
        "There is no history here, so there is no kept copy to compare with."
    )
    assert session.hover(in_front("goals: [|")) is None


@pytest.mark.parametrize("path", [WEEK, "agreement.md"])
@pytest.mark.parametrize("partner", ["ana", None])
def test_the_name_of_a_week_is_explained_in_every_file_to_everyone(root: Path, path: str, partner: str | None) -> None:
    found = Session(root, partner=partner).hover("---\n---\nIn 2026-|W48", path)
    assert found.contents.value.startswith("23 to 29 Nov (2026-W48).")


def test_a_carried_goal_leads_to_its_first_week_on_the_disk_or_in_the_editor(session: Session) -> None:
    assert session.define(GRANT) == (EARLIER, 4, 10)
    session.type("---\n\n" + FILES[EARLIER].removeprefix("---\n"), EARLIER)
    assert session.define(GRANT) == (EARLIER, 5, 10)


def test_a_reference_leads_to_its_goal_in_the_same_file(session: Session) -> None:
    text = in_front("outcomes:\n  grant: |done\ngoals:\n  - id: grant\n    goal: The draft")
    assert session.define(text) == (WEEK, 5, 10)
    assert session.define(in_front("a|way: true")) is None


def test_the_outline_has_the_goals_below_their_key(session: Session) -> None:
    session.type(FILES[WEEK])
    params = types.DocumentSymbolParams(types.TextDocumentIdentifier(session.uri(WEEK)))
    (goals,) = session.ask(types.TEXT_DOCUMENT_DOCUMENT_SYMBOL, params)
    assert (goals.name, [child.name for child in goals.children]) == ("goals", ["The draft"])


def test_a_renaming_changes_all_my_weeks_as_they_are_in_the_editor(session: Session) -> None:
    assert session.prepare(GRANT).placeholder == "grant"
    assert session.rename(GRANT, "new") == {
        WEEK: [(2, 8, "new")],
        EARLIER: [(3, 8, "new"), (6, 2, "new")],
    }
    session.type("---\n\n" + FILES[EARLIER].removeprefix("---\n"), EARLIER)
    session.type(FILES[THEIRS], THEIRS)
    session.type(in_front("goals:\n  - id: grant\n    goal: y"), "ana/2026-W50.md")
    assert session.rename(GRANT, "new") == {
        WEEK: [(2, 8, "new")],
        EARLIER: [(4, 8, "new"), (7, 2, "new")],
        "ana/2026-W50.md": [(2, 8, "new")],
    }


def test_a_renaming_without_a_goal_or_of_a_partner_is_not_made(session: Session) -> None:
    assert session.prepare(in_front("a|way: true")) is None
    assert session.rename(in_front("a|way: true"), "new") is None
    assert session.prepare(GRANT, THEIRS) is None
    with pytest.raises(
        JsonRpcInvalidParams, match=r"Only your own goals can be renamed\. Open one of your own weeks\."
    ):
        session.rename(GRANT, "new", THEIRS)
    with pytest.raises(JsonRpcInvalidParams, match=r'"New one" is not an id.* Try: new-one'):
        session.rename(GRANT, "New one")


@pytest.mark.parametrize("path", ["../notes.md", "README.md", "ana/old/2026-W48.md"])
def test_a_file_outside_the_journal_or_that_is_not_checked_gets_no_answer(session: Session, path: str) -> None:
    assert session.hover(in_front("a|way: true"), path) is None
    session.open(BROKEN, path)
    assert session.list_shown() == []


def test_a_file_that_is_not_open_or_not_on_the_disk_gets_no_answer(session: Session) -> None:
    assert session.server.find_buffer(session.uri(WEEK)) is None
    unsaved = "untitled:2026-W48.md"
    session.server.workspace.put_text_document(types.TextDocumentItem(unsaved, "markdown", 0, BROKEN))
    assert session.server.find_buffer(unsaved) is None
    closed = types.DidCloseTextDocumentParams(types.TextDocumentIdentifier(unsaved))
    session.ask(types.TEXT_DOCUMENT_DID_CLOSE, closed)
    assert session.sent == []


def answer_with(session: Session, error: Exception) -> object:
    def compute(_journal: OpenJournal, _buffer: Buffer) -> str:
        raise error

    session.type(FILES[WEEK])
    return session.server.answer(session.uri(WEEK), compute)


def test_an_error_of_the_program_is_reported_and_logged_and_the_server_goes_on(session: Session) -> None:
    error = ValueError("x")
    assert answer_with(session, error) is None
    assert (session.bugs, session.list_logged()) == ([error], ["An error report was written."])


def test_a_fault_of_git_is_logged_with_its_hint(session: Session) -> None:
    assert answer_with(session, GitFault("No git.", "Install it.")) is None
    assert (session.bugs, session.list_logged()) == ([], ["No git. Install it."])


def test_a_fault_of_the_user_is_an_error_of_the_protocol(session: Session) -> None:
    with pytest.raises(JsonRpcInvalidParams, match=r"^Not this\. Try that\.$"):
        answer_with(session, UsageFault("Not this.", "Try that."))
    assert session.list_logged() == []


def test_an_error_of_the_server_is_logged_unless_it_was_the_answer_to_a_request(session: Session) -> None:
    session.server.report_server_error(ValueError("x"), FeatureRequestError)
    session.server.report_server_error(ValueError("y"), None)
    assert session.list_logged() == ["ValueError: y"]
