"""What an editor can offer at a cursor."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct


class Offer(Struct, frozen=True):
    """One offer: its label in the list, an explanation, and the text to insert ("" if that is the label)."""

    label: str
    detail: str = ""
    insert: str = ""
    kind: Literal["key", "word", "goal", "plan", "heading"] = "word"


class Offers(Struct, frozen=True):
    """The offers at a cursor. Each replaces the text between the offsets `start` and `end`."""

    start: int
    end: int
    offers: tuple[Offer, ...] = ()
