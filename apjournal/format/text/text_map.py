"""Map offsets in a repaired copy of a text to offsets in the text."""

from __future__ import annotations

from msgspec import Struct


class TextMap(Struct, frozen=True):
    """The replacements in order, each as its start and end in the text, and the length of the new text in the copy."""

    pieces: tuple[tuple[int, int, int], ...] = ()

    def map_back(self, at: int, side: int = 0) -> int:
        """Return the offset in the text that corresponds to the offset `at` in the copy.

        For an offset inside a replacement, return the start of the replaced text (if `side` is 0) or its end (1).
        """
        shift = 0
        for start, end, length in self.pieces:
            begin = start + shift
            if at <= begin:
                break
            if at < begin + length:
                return (start, end)[side]
            shift += length - (end - start)
        return at - shift
