"""Edit `parked.md`, a plain task list of parked ideas. An idea with a ticked box is no longer parked."""

from __future__ import annotations

from apjournal.format.merge.merge_lines import BOM, append_lines, decode_text, encode_text, merge_lines
from apjournal.model.markdown import BULLETS
from apjournal.patterns import make_pattern

HEADING = "# Parked"
_ITEM = make_pattern(rf"\s*[{BULLETS}]\s+(?:\[(?P<tick>[ xX])\]\s+)?(?P<idea>\S.*)")


def read_parked(data: bytes) -> tuple[str, ...]:
    """Return the open ideas, in the order of the file. An item without a box counts as open."""
    return tuple(idea for idea, _, _ in list_open_ideas(data))


def list_open_ideas(data: bytes) -> tuple[tuple[str, int, int], ...]:
    """Return the open ideas, each with its line and column, from 1."""
    lines = data.decode("utf-8-sig", "replace").split("\n")
    items = [(match, number) for number, line in enumerate(lines, 1) if (match := _ITEM.fullmatch(line))]
    return tuple(
        (item["idea"].rstrip(), number, item.start("idea") + 1)
        for item, number in items
        if (item["tick"] or " ") == " "
    )


def add_parked(data: bytes | None, text: str) -> bytes:
    """Return `parked.md` with an idea added after the last one, or after a heading in a new file (`data` is None).

    If the idea is there and open, it is not added again. Spaces and line breaks in `text` become one space. Raise
    `ValueError` if `text` has no words.
    """
    idea = " ".join(text.split())
    if not idea:
        raise ValueError("an idea has words")
    data = data or f"{HEADING}\n".encode()
    if idea in read_parked(data):
        return data
    old = decode_text(data)
    after, start = None, 0
    for line in old.split("\n"):
        after = start + len(line) if _ITEM.fullmatch(line) else after
        start += len(line) + 1
    return encode_text(append_lines(old, [f"- [ ] {idea}"], after), bom=data.startswith(BOM.encode()))


def merge_parked(base: bytes, mine: bytes, theirs: bytes) -> bytes:
    """Return the union of the lines of two versions. A ticked idea replaces the open idea that both versions had."""
    return merge_lines(base, mine, theirs, _is_ticked_version)


def _is_ticked_version(line: str, short: str) -> bool:
    """Whether `line` is the open idea in `short` with its box ticked."""
    done, idea = _ITEM.fullmatch(line), _ITEM.fullmatch(short)
    if done is None or idea is None or done["idea"].rstrip() != idea["idea"].rstrip():
        return False
    return (done["tick"] or " ") != " " and (idea["tick"] or " ") == " "
