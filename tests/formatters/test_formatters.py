"""A formatter for Markdown does not change what a journal says.

mdformat runs here. What the formatters for JavaScript wrote is in `after/`, and `record.py` made it, because they need
Node.
"""

from __future__ import annotations

import shutil
from importlib import import_module
from pathlib import Path

import mdformat
import mdformat.plugins
import pytest

from apjournal.format.edit.parked import read_parked
from tests.formatters.compare import compare_folders, read_values
from tests.formatters.record import AFTER, BEFORE, EXAMPLE, TOOLS

KNOWN = {
    "markdownlint": {"ana/2026-W49.md"},
    "obsidian": {"ana/2026-W50.md"},
}
"""The files that a tool is known to change, for the reasons that docs/formatters.md gives."""


def apply_mdformat(source: Path, folder: Path) -> Path:
    """Return `folder` with a formatted copy of the Markdown files in `source`."""
    shutil.copytree(source, folder)
    with pytest.MonkeyPatch.context() as patch:
        # Named here, because in a long run of tests the plugin was once not found by its entry point.
        patch.setattr(mdformat.plugins, "PARSER_EXTENSIONS", {"frontmatter": import_module("mdformat_frontmatter")})
        for path in folder.rglob("*.md"):
            mdformat.file(path, extensions={"frontmatter"})
    return folder


@pytest.mark.parametrize("tool", TOOLS)
def test_a_formatter_changes_no_value_of_a_journal_except_the_known_ones(tool: str) -> None:
    assert {path.name for path in (AFTER / tool).rglob("*.md")} == {path.name for path in BEFORE.rglob("*.md")}
    changed = {sentence.partition(":")[0] for sentence in compare_folders(BEFORE, AFTER / tool)}
    assert changed == KNOWN.get(tool, set())


@pytest.mark.parametrize("source", [BEFORE, EXAMPLE])
def test_mdformat_changes_no_value_of_a_journal(source: Path, tmp_path: Path) -> None:
    after = apply_mdformat(source, tmp_path / "after")
    assert compare_folders(source, after) == []
    for parked in source.rglob("parked.md"):
        assert read_parked(parked.read_bytes()) == read_parked((after / parked.relative_to(source)).read_bytes())


def test_the_examples_are_read_without_errors_and_have_every_form() -> None:
    values = {path.stem: read_values(path) for path in sorted(BEFORE.rglob("2026-W*.md"))}
    assert not any(each["findings"] for each in values.values())
    seen = {key for each in values.values() for key, value in each.items() if value}
    assert seen >= {"goals", "outcomes", "happened", "learned", "call", "amended", "report_skipped", "steps", "log",
                    "messages"}  # fmt: skip
    assert {path.name for path in BEFORE.rglob("*.md")} >= {"agreement.md", "partner.md", "kept.md", "parked.md"}


@pytest.mark.parametrize(
    "text",
    [
        "\ufeff---\ngoals: [a]\naway: true\n---\nText\n",
        "---\ngoals: [a]\n---\nLog\n---\n- stress: x\n",
        "---\ngoals: [a]\n---\n## Log\n\t- stress: x\n",
    ],
)
def test_mdformat_makes_the_changes_that_the_docs_list(text: str, tmp_path: Path) -> None:
    path = tmp_path / "before" / "ana" / "2026-W48.md"
    path.parent.mkdir(parents=True)
    path.write_text(text, "utf-8")
    assert compare_folders(tmp_path / "before", apply_mdformat(tmp_path / "before", tmp_path / "after"))
