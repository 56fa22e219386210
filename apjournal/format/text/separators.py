"""The comma and the colon as keyboards of several scripts type them."""

from __future__ import annotations

import re

_COMMA = re.compile("[,，﹐、،]")  # full-width, small, ideographic, Arabic
_COLON = re.compile("[:：﹕︓]")


def split_at_comma(words: str) -> tuple[str, str]:
    """Return what stands before the first comma of any script, and what stands after it (empty without one)."""
    return _split_at(_COMMA, words)


def split_at_colon(words: str) -> tuple[str, str] | None:
    """Return what stands before and after the first colon of any script; None without one."""
    return _split_at(_COLON, words) if _COLON.search(words) else None


def _split_at(separator: re.Pattern[str], words: str) -> tuple[str, str]:
    head, *rest = separator.split(words, maxsplit=1)
    return head, "".join(rest)
