"""The texts of files that the tests of the format contain: whole files, and front matter without its fences."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from apjournal.model.codes import CODES

_FOLDER = Path(__file__).parent
_ROOT = _FOLDER.parent.parent


def list_texts(reader: str) -> Iterator[str]:
    """Yield the files in the tests that use a reader, such as `read_partner`, each as a text with front matter."""
    for path in sorted(_FOLDER.rglob("*.py")):
        source = path.read_text("utf-8")
        if reader in source:
            for node in ast.walk(ast.parse(source)):
                if isinstance(node, ast.Constant) and isinstance(node.value, str):
                    yield from _add_fences(node.value)


def list_weeks() -> Iterator[str]:
    """Yield the weeks in the tests, in the example journal, in the table of codes and in the documentation."""
    yield from list_texts("")
    for path in sorted((_ROOT / "example-journal").glob("*/2026-W*.md")):
        yield path.read_text("utf-8")
    for code in CODES.values():
        yield from _add_fences(code.example)
    for block in (_ROOT / "docs" / "format.md").read_text("utf-8").split("```markdown\n")[1:]:
        yield from _add_fences(block.partition("```")[0])


def _add_fences(text: str) -> Iterator[str]:
    """Yield a file with front matter, or a file with a text as its front matter, unless the text has no key."""
    if text.lstrip("\ufeff").startswith("---"):
        yield text
    elif ":" in text:
        yield f"---\n{text.rstrip()}\n---\n"
