"""Mark fields that screens show but JSON documents do not contain: `title: Hidden[str]`."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, get_args

from msgspec import Meta

T = TypeVar("T")
HIDDEN = Meta(extra={"hidden": True})
"""Marks a field as hidden. The mark is part of the type, so the values know nothing about JSON."""

Hidden = Annotated[T, HIDDEN]


def is_hidden(hint: Any) -> bool:
    """Whether a field with this type is left out of JSON."""
    return HIDDEN in get_args(hint)
