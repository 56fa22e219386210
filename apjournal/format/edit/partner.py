"""Merge a `partner.md` that I wrote on two devices: by its keys and sections, and its lists by their items.

A list in brackets is one line, which both devices change if each adopts an email address. Its items are merged then.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from apjournal.errors import ApjError
from apjournal.format.edit.records import set_partner
from apjournal.format.merge.merge_week import merge_keys
from apjournal.format.read.partner import read_partner
from apjournal.model.handle import Handle

_LISTS = ("emails", "keeps", "asks")


def merge_partner(base: bytes, mine: bytes, theirs: bytes, partner: Handle) -> bytes | None:
    """Return the merge of two versions of `partner.md`, or None if only a person can merge them.

    `base` is empty if there was no file.
    """
    merged = merge_keys(base, mine, theirs)
    if merged is not None:
        return merged
    versions = (base, mine, theirs)
    values = [read_partner(data, partner).value for data in versions]
    united: dict[str, tuple[str, ...]] = {}
    for name in _LISTS:
        lists: list[Any] = [getattr(value, name, None) for value in values]
        # A missing list of `keeps` stands for everybody, so there are no items to merge.
        if len(set(lists)) > 1 and None not in lists:
            united[name] = _merge_items(*lists)
    if not united:
        return None
    try:
        before, here, there = (set_partner(data, partner, **united) for data in versions)
    except ApjError:  # a version has a newer format, or apj cannot edit it
        return None
    return merge_keys(before, here, there, alike=united)


def _merge_items(before: Sequence[str], mine: Sequence[str], theirs: Sequence[str]) -> tuple[str, ...]:
    """Return my items in their order, then the items that `theirs` added, without those that either side removed."""
    kept = (item for item in mine if item in theirs or item not in before)
    return tuple(dict.fromkeys((*kept, *(item for item in theirs if item not in before))))
