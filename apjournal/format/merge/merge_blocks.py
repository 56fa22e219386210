"""Merge text in named parts three-way, part by part, so that additions are kept and removals are applied.

If both sides changed a part in different ways, and the part has no smaller parts, only a person can merge it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Sequence

from msgspec import Struct
from msgspec.structs import replace


class MergeConflict(Exception):
    """Both sides changed the same text in different ways. This exception never leaves this package."""


class Block(Struct, frozen=True):
    """A stretch of text that consists of `head`, `parts` and `tail`. Its `key` is unique among the blocks beside it.

    `parts` is None if the text cannot be split. Then `head` is the whole text.
    """

    key: str
    head: str
    parts: tuple[Block, ...] | None = None
    tail: str = ""

    @property
    def text(self) -> str:
        """The whole text."""
        return self.head + "".join(part.text for part in self.parts or ()) + self.tail


def number_repeated_keys(blocks: Iterable[Block]) -> tuple[Block, ...]:
    """Return the blocks with unique keys. Each further occurrence of a key gets a number, starting with 2."""
    seen: Counter[str] = Counter()
    found = []
    for block in blocks:
        seen[block.key] += 1
        found.append(replace(block, key=f"{block.key} {seen[block.key]}") if seen[block.key] > 1 else block)
    return tuple(found)


def merge_blocks(base: Sequence[Block], mine: Sequence[Block], theirs: Sequence[Block]) -> str:
    """Return the merged text of two lists of blocks.

    Blocks that `theirs` added follow mine. If only `theirs` changed the order of the blocks, the result has that
    order. Raise `MergeConflict` if both sides changed a block without parts, or if one side removed a block that the
    other changed.
    """
    before = {block.key: block for block in base}
    here = {block.key: block for block in mine}
    there = {block.key: block for block in theirs}
    texts: dict[str, str] = {}
    for key in dict.fromkeys((*here, *there)):
        one, other = here.get(key), there.get(key)
        if one and other:
            texts[key] = merge_block(before.get(key), one, other)
        elif (only := one or other) and not _is_removed(before.get(key), only):
            texts[key] = only.text
    first, second = (theirs, mine) if _did_only_they_move(before, here, there) else (mine, theirs)
    order = [block.key for block in first if block.key in texts]
    for number, block in enumerate(second):
        if block.key in texts and block.key not in order:
            order.insert(_find_insert_position(order, second, number), block.key)
    return "".join(texts[key] for key in order)


def _did_only_they_move(before: Collection[str], mine: Collection[str], theirs: Collection[str]) -> bool:
    """Whether only `theirs` changed the order of the blocks that are in all three versions."""
    orders = [
        [key for key in keys if key in before and key in mine and key in theirs] for keys in (before, mine, theirs)
    ]
    return orders[0] == orders[1] != orders[2]


def merge_block(base: Block | None, mine: Block, theirs: Block) -> str:
    """Return the merged text of one block that both sides have. Raise `MergeConflict` if only a person can merge it."""
    before = base.text if base else None
    if before in {mine.text, theirs.text} or mine.text == theirs.text:
        return theirs.text if mine.text == before else mine.text
    if mine.parts is None or theirs.parts is None:
        raise MergeConflict
    head = pick_changed_side(base.head if base else None, mine.head, theirs.head)
    parts = merge_blocks(base.parts or () if base else (), mine.parts, theirs.parts)
    return head + parts + (mine.tail or theirs.tail)


def pick_changed_side(base: str | None, mine: str, theirs: str) -> str:
    """Return the text of the side that changed it, or of either side if both are equal.

    Raise `MergeConflict` if the sides changed it in different ways.
    """
    if theirs in {base, mine}:
        return mine
    if mine == base:
        return theirs
    raise MergeConflict


def _is_removed(before: Block | None, block: Block) -> bool:
    """Whether the other side removed this block. Raise `MergeConflict` if this side also changed it."""
    if before is None:
        return False
    if before.text != block.text:
        raise MergeConflict
    return True


def _find_insert_position(order: Sequence[str], theirs: Sequence[Block], number: int) -> int:
    """Return the position in `order` at which to insert a block that `theirs` added, the one with the index `number`.

    The block follows the one before it in `theirs`. If none of the blocks before it is in `order`, it precedes the
    next one.
    """
    known = {block.key for block in theirs}
    for block in reversed(theirs[:number]):
        if block.key in order:
            place = order.index(block.key) + 1
            while place < len(order) and order[place] not in known:
                place += 1  # after the blocks that the other side added there
            return place
    following = (order.index(block.key) for block in theirs[number + 1 :] if block.key in order)
    return next(following, len(order))
