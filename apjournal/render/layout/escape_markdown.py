"""Make text from a journal safe to put into Markdown."""

from __future__ import annotations

from apjournal.patterns import make_pattern
from apjournal.render.layout.text_width import clean_text

_SIGNS = make_pattern(r"[\\`*\[\]<>|~$]|(?<![^\W_])_|_(?![^\W_])|&(?=[#\w])")
_BLOCK = make_pattern(r"^([#+=-]|\d+(?=[.)]))")


def escape_markdown(text: str) -> str:
    """Return `text` on one line, escaped so that Markdown shows it as plain text in a paragraph or an item."""
    return _SIGNS.sub(r"\\\g<0>", clean_text(text))


def escape_markdown_start(text: str) -> str:
    """Return `text` escaped for the beginning of a paragraph or item, where Markdown could read a list or a heading."""
    text = escape_markdown(text).lstrip()
    found = _BLOCK.match(text)
    if found is None:
        return text
    end = found.end()
    return f"{text[:end]}\\{text[end:]}" if text[:end].isdigit() else f"\\{text}"
