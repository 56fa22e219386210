"""Values of the server become values of the protocol, with positions in the units of the file's editor."""

from __future__ import annotations

import pytest
from lsprotocol import types

from apjournal.lsp import convert
from apjournal.lsp.buffer import Buffer, Units
from apjournal.lsp.diagnose import Diagnostic, Repair
from apjournal.lsp.hover import Hover
from apjournal.lsp.offer import Offer, Offers
from apjournal.lsp.outline import Symbol
from apjournal.model.finding import Finding, Level, TextEdit
from tests.helpers.buffers import WEEK

BUFFER = Buffer(WEEK, "a😀b\ncd\n")
FOUND = Diagnostic(Finding("colon", Level.ERROR, "Quote it"), ((1, 0), (1, 2)))


def make_span(*numbers: int) -> types.Range:
    line, character, last_line, last = numbers
    return types.Range(types.Position(line, character), types.Position(last_line, last))


def test_a_range_is_the_same_after_both_conversions() -> None:
    assert convert.make_range(((1, 2), (3, 4))) == make_span(1, 2, 3, 4)
    assert convert.read_range(make_span(1, 2, 3, 4)) == ((1, 2), (3, 4))


@pytest.mark.parametrize(
    ("level", "severity"),
    [
        (Level.ERROR, types.DiagnosticSeverity.Error),
        (Level.WARNING, types.DiagnosticSeverity.Warning),
        (Level.HINT, types.DiagnosticSeverity.Information),
    ],
)
def test_a_finding_becomes_a_diagnostic_with_its_code_and_severity(
    level: Level, severity: types.DiagnosticSeverity
) -> None:
    found = convert.make_diagnostic(Diagnostic(Finding("colon", level, "Quote it"), ((0, 1), (2, 3))))
    assert found == types.Diagnostic(make_span(0, 1, 2, 3), "Quote it", severity, "colon", source="apj")


def test_edits_have_the_positions_of_the_file() -> None:
    edits = [TextEdit(2, 3, "x"), TextEdit(4, 4, "y")]
    assert convert.make_edits(BUFFER, edits) == [
        types.TextEdit(make_span(0, 3, 0, 4), "x"),
        types.TextEdit(make_span(1, 0, 1, 0), "y"),
    ]


def test_the_repair_of_a_finding_is_the_preferred_quick_fix() -> None:
    action = convert.make_action("file:///w", BUFFER, Repair("Write it", (TextEdit(2, 3, "x"),), FOUND))
    assert action == types.CodeAction(
        "Write it",
        types.CodeActionKind.QuickFix,
        [convert.make_diagnostic(FOUND)],
        is_preferred=True,
        edit=types.WorkspaceEdit({"file:///w": [types.TextEdit(make_span(0, 3, 0, 4), "x")]}),
    )


def test_the_repair_of_a_file_belongs_to_no_finding() -> None:
    action = convert.make_action("file:///w", BUFFER, Repair("Write all", ()))
    assert action == types.CodeAction(
        "Write all", types.CodeActionKind.SourceFixAll, edit=types.WorkspaceEdit({"file:///w": []})
    )


@pytest.mark.parametrize(
    ("kind", "only", "wanted"),
    [
        (types.CodeActionKind.QuickFix, None, True),
        (types.CodeActionKind.QuickFix, [], False),
        (types.CodeActionKind.QuickFix, [""], True),
        (types.CodeActionKind.QuickFix, [types.CodeActionKind.Empty], True),
        (types.CodeActionKind.QuickFix, ["quickfix"], True),
        ("quickfix", [types.CodeActionKind.QuickFix], True),
        (types.CodeActionKind.QuickFix, [types.CodeActionKind.Source], False),
        (types.CodeActionKind.QuickFix, ["refactor", "quickfix"], True),
        (types.CodeActionKind.SourceFixAll, ["source"], True),
        (types.CodeActionKind.SourceFixAll, ["source.fixAll.apj"], False),
        (types.CodeActionKind.SourceFixAll, ["sour"], False),
    ],
)
def test_an_action_is_wanted_if_its_kind_or_a_wider_one_is_asked_for(
    kind: types.CodeActionKind | str, only: list[str] | None, wanted: bool
) -> None:
    assert convert.is_wanted(types.CodeAction("x", kind), only) is wanted


def test_offers_keep_their_order_and_replace_what_was_typed() -> None:
    found = convert.make_completions(
        BUFFER, Offers(1, 3, (Offer("b", "a key", "b: ", "key"), Offer("a"), Offer("p", kind="plan")))
    )
    assert not found.is_incomplete
    span = make_span(0, 1, 0, 4)
    kinds = types.CompletionItemKind
    assert [(item.label, item.kind, item.detail, item.sort_text, item.text_edit) for item in found.items] == [
        ("b", kinds.Property, "a key", "0000", types.TextEdit(span, "b: ")),
        ("a", kinds.Value, None, "0001", types.TextEdit(span, "a")),
        ("p", kinds.Snippet, None, "0002", types.TextEdit(span, "p")),
    ]


def test_goals_and_headings_have_kinds_of_their_own() -> None:
    offers = Offers(0, 0, (Offer("g", kind="goal"), Offer("h", kind="heading")))
    assert [item.kind for item in convert.make_completions(BUFFER, offers).items] == [
        types.CompletionItemKind.Reference,
        types.CompletionItemKind.Text,
    ]


def test_a_hover_is_plain_text() -> None:
    found = convert.make_hover(Buffer(WEEK, "é😀b", Units.UTF8), Hover("[x](y)", 1, 3))
    assert found == types.Hover(types.MarkupContent(types.MarkupKind.PlainText, "[x](y)"), make_span(0, 2, 0, 7))


def test_a_symbol_has_its_ranges_and_its_children() -> None:
    child = Symbol("Three\n  runs", "runs", 4, 6, (5, 6), is_heading=True)
    found = convert.make_symbol(BUFFER, Symbol("goals", "", 0, 6, (1, 2), children=(child,)))
    key, text = types.SymbolKind.Key, types.SymbolKind.String
    inner = types.DocumentSymbol("Three runs", text, make_span(1, 0, 1, 2), make_span(1, 1, 1, 2), "runs", children=[])
    assert found == types.DocumentSymbol(
        "goals", key, make_span(0, 0, 1, 2), make_span(0, 1, 0, 3), "", children=[inner]
    )


@pytest.mark.parametrize(("name", "shown"), [("", "?"), (" \n", "?"), ("x" * 201, "x" * 200)])
def test_the_name_of_a_symbol_is_never_empty_and_never_long(name: str, shown: str) -> None:
    assert convert.make_symbol(BUFFER, Symbol(name, "", 0, 1, (0, 1))).name == shown
