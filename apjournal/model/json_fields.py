"""Fields that are shown on screens but not in JSON documents: `title: Hidden[str]`."""

from __future__ import annotations

from typing import Annotated, Any, TypeVar, get_args

from msgspec import Meta

T = TypeVar("T")
HIDDEN = Meta(extra={"hidden": True})
"""What marks such a field. It is in the type, so the values need not know that they become JSON."""

Hidden = Annotated[T, HIDDEN]


def is_hidden(hint: Any) -> bool:
    """Whether a field of this type stays out of JSON."""
    return HIDDEN in get_args(hint)
