"""A conflict between two versions of a text, as a person is asked about it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct


class Choice(Struct, frozen=True):
    """Two versions of a text: the lines that only one has, each below its label, and the text that each answer writes.

    `texts` are by the letter of the answer. None: no file.
    """

    path: str
    sides: tuple[tuple[str, tuple[str, ...]], tuple[str, tuple[str, ...]]]
    texts: Mapping[str, bytes | None]
