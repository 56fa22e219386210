"""Read the aims in the body of a `partner.md`: the list below a heading `Aims`."""

from __future__ import annotations

from apjournal.format.text.section_titles import trim_title
from apjournal.model.markdown import BULLETS, read_markdown_lines

_TITLE = "aims"
_BULLETS = tuple(f"{bullet} " for bullet in BULLETS)


def read_aims(body: str) -> tuple[str, ...]:
    """Return the aims, each on one line. They are list items or paragraphs outside code and comments."""
    aims: list[str] = []
    depth, begins = 0, True
    for line in read_markdown_lines(body):
        words = line.text.strip()
        if line.level:
            is_title = trim_title(line.title).casefold() == _TITLE
            depth = line.level if is_title else 0 if line.level <= depth else depth
        is_item = words.startswith(_BULLETS)
        if depth and words and not line.level and not line.is_code:
            words = words[2:].strip() if is_item else words
            if begins or is_item:
                aims.append(words)
            else:
                aims[-1] += f" {words}"
        begins = not words or bool(line.level) or line.is_code
    return tuple(aims)
