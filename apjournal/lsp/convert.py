"""Convert values of the other modules into values of the protocol."""

from __future__ import annotations

from collections.abc import Iterable

from lsprotocol import types

from apjournal.lsp.buffer import Buffer, Range
from apjournal.lsp.diagnose import Diagnostic, Repair
from apjournal.lsp.hover import Hover
from apjournal.lsp.offer import Offers
from apjournal.lsp.outline import Symbol
from apjournal.model.finding import Level, TextEdit

SOURCE = "apj"
_SEVERITIES = {
    Level.ERROR: types.DiagnosticSeverity.Error,
    Level.WARNING: types.DiagnosticSeverity.Warning,
    Level.HINT: types.DiagnosticSeverity.Information,
}
_KINDS = {
    "key": types.CompletionItemKind.Property,
    "word": types.CompletionItemKind.Value,
    "goal": types.CompletionItemKind.Reference,
    "plan": types.CompletionItemKind.Snippet,
    "heading": types.CompletionItemKind.Text,
}
_MOST = 200
"""The number of characters of a goal that an outline shows."""


def make_range(span: Range) -> types.Range:
    """Return a range of the protocol."""
    return types.Range(*(types.Position(line, character) for line, character in span))


def read_range(given: types.Range) -> Range:
    """Return a range that an editor sent."""
    return (given.start.line, given.start.character), (given.end.line, given.end.character)


def make_diagnostic(diagnostic: Diagnostic) -> types.Diagnostic:
    """Return a diagnostic of the protocol.

    A hint gets the severity "information", because most editors hardly show hints.
    """
    finding = diagnostic.finding
    return types.Diagnostic(
        range=make_range(diagnostic.range),
        message=finding.message,
        severity=_SEVERITIES[finding.level],
        code=finding.code,
        source=SOURCE,
    )


def make_edits(buffer: Buffer, edits: Iterable[TextEdit]) -> list[types.TextEdit]:
    """Return edits of the protocol."""
    return [types.TextEdit(make_range(buffer.get_range(edit.start, edit.end)), edit.text) for edit in edits]


def make_action(uri: str, buffer: Buffer, repair: Repair) -> types.CodeAction:
    """Return a code action that makes a repair."""
    found = repair.finding
    return types.CodeAction(
        title=repair.title,
        kind=types.CodeActionKind.QuickFix if found else types.CodeActionKind.SourceFixAll,
        diagnostics=[make_diagnostic(found)] if found else None,
        is_preferred=True if found else None,
        edit=types.WorkspaceEdit(changes={uri: make_edits(buffer, repair.edits)}),
    )


def is_wanted(action: types.CodeAction, only: Iterable[str] | None) -> bool:
    """Whether an editor wants an action. With `only`, it wants actions of these kinds only."""
    kind = str(action.kind.value if isinstance(action.kind, types.CodeActionKind) else action.kind)
    if only is None:
        return True
    wanted = [str(each.value if isinstance(each, types.CodeActionKind) else each) for each in only]
    return any(each == "" or kind == each or kind.startswith(f"{each}.") for each in wanted)


def make_completions(buffer: Buffer, offers: Offers) -> types.CompletionList:
    """Return the completions, in the order of the offers."""
    span = make_range(buffer.get_range(offers.start, offers.end))
    items = [
        types.CompletionItem(
            label=offer.label,
            kind=_KINDS[offer.kind],
            detail=offer.detail or None,
            sort_text=f"{number:04}",
            text_edit=types.TextEdit(span, offer.insert or offer.label),
        )
        for number, offer in enumerate(offers.offers)
    ]
    return types.CompletionList(is_incomplete=False, items=items)


def make_hover(buffer: Buffer, hover: Hover) -> types.Hover:
    """Return a hover. It is plain text, so that nothing that a partner wrote becomes a link or a picture."""
    contents = types.MarkupContent(types.MarkupKind.PlainText, hover.text)
    return types.Hover(contents, make_range(buffer.get_range(hover.start, hover.end)))


def make_symbol(buffer: Buffer, symbol: Symbol) -> types.DocumentSymbol:
    """Return a symbol with its children."""
    name = " ".join(symbol.name.split())[:_MOST] or "?"
    return types.DocumentSymbol(
        name=name,
        detail=symbol.detail,
        kind=types.SymbolKind.String if symbol.is_heading else types.SymbolKind.Key,
        range=make_range(buffer.get_range(symbol.start, symbol.end)),
        selection_range=make_range(buffer.get_range(*symbol.selection)),
        children=[make_symbol(buffer, child) for child in symbol.children],
    )
