"""The outline of a file: its keys, goals and headings, each with the text that belongs to it."""

from __future__ import annotations

import pytest

from apjournal.lsp.buffer import Buffer
from apjournal.lsp.outline import Symbol, list_symbols
from tests.helpers.buffers import WEEK, in_front

Shown = tuple[str, str, str, str]


def list_all(text: str, path: str = WEEK) -> list[tuple[int, Shown]]:
    """Return the depth, the name, the detail, the whole text and the selected text of each symbol."""

    def show(symbols: tuple[Symbol, ...], depth: int) -> list[tuple[int, Shown]]:
        found = []
        for symbol in symbols:
            whole, selected = text[symbol.start : symbol.end], text[slice(*symbol.selection)]
            found += [(depth, (symbol.name, symbol.detail, whole, selected)), *show(symbol.children, depth + 1)]
        return found

    return show(list_symbols(Buffer(path, text)), 0)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_a_week_has_its_keys_with_goals_and_outcomes_in_them_and_then_its_headings(newline: str) -> None:
    text = """\
---
# mine
goals:
  - id: grant
    goal: Send the draft
  - Three runs

outcomes:
  grant: partly, page 6
  ghost: done
away: false
---
text
# Dear
## Log
- x

### Empty
"""
    assert list_all(text.replace("\n", newline)) == [
        (depth, tuple(part.replace("\n", newline) for part in shown))
        for depth, shown in [
            (0, ("goals", "", "goals:\n  - id: grant\n    goal: Send the draft\n  - Three runs", "goals")),
            (1, ("Send the draft", "grant", "id: grant\n    goal: Send the draft", "Send the draft")),
            (1, ("Three runs", "three-runs", "Three runs", "Three runs")),
            (0, ("outcomes", "", "outcomes:\n  grant: partly, page 6\n  ghost: done", "outcomes")),
            (1, ("Send the draft", "outcome", "grant: partly, page 6", "grant")),
            (1, ("ghost", "outcome", "ghost: done", "ghost")),
            (0, ("away", "", "away: false", "away")),
            (0, ("Dear", "", "# Dear", "# Dear")),
            (0, ("Log", "", "## Log\n- x", "## Log")),
            (0, ("Empty", "", "### Empty", "### Empty")),
        ]
    ]


def test_a_list_of_outcomes_is_shown_by_its_goals_and_an_empty_item_is_not() -> None:
    text = in_front("goals:\n- a b\n- c\noutcomes:\n- \n- done, y")
    assert list_all(text)[-2:] == [
        (0, ("outcomes", "", "outcomes:\n- \n- done, y", "outcomes")),
        (1, ("c", "outcome", "done, y", "d")),
    ]


@pytest.mark.parametrize(
    ("path", "text", "names"),
    [
        ("agreement.md", "---\nmode: x\n\ncall:\n  day: y\n---\n## Who\n", ["mode", "call", "Who"]),
        ("ana/partner.md", "---\ngoals:\n  - a\n---\n", ["goals"]),
        (WEEK, "---\nweek: x", ["week"]),
        (WEEK, "---\nweek:", ["week"]),
        (WEEK, "---\n- x\nDone when: y\n  id: z\n---\n", ["done_when"]),
        (WEEK, "---\ngoals: [\nweek: x\n---\n", ["goals", "week"]),
        (WEEK, "# Dear\n##\n## Log ##\n```\n# code\n```\n", ["Dear", "Log"]),
        (WEEK, "---\n# Log\n---\n", []),
        (WEEK, "", []),
        (WEEK, f"---\na: {'x' * 2**16}\n---\n", []),
    ],
)
def test_the_outline_of_a_file_has_the_keys_of_its_first_level_and_its_headings(
    path: str, text: str, names: list[str]
) -> None:
    assert [shown[0] for _, shown in list_all(text, path)] == names


def test_only_headings_are_marked_as_headings() -> None:
    symbols = list_symbols(Buffer(WEEK, "---\nweek: x\n---\n# Dear\n"))
    assert [(symbol.name, symbol.is_heading) for symbol in symbols] == [("week", False), ("Dear", True)]


def test_a_key_without_text_below_is_as_long_as_its_name() -> None:
    assert list_all("---\nweek:\n\n---\n") == [(0, ("week", "", "week:", "week"))]
