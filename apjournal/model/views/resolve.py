"""A conflict between two versions of a file, as apj shows it to the person who decides."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Choice(Struct, frozen=True):
    """Two versions of a file.

    Each has a label and the lines that only this version contains. `texts` maps the letter of each answer to the text
    that it writes. None means that there will be no file.
    """

    path: str
    sides: tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]
    texts: Mapping[str, bytes | None]
