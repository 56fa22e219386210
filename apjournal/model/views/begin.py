"""What `init`, `join` and `demo` made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.handle import Handle


@dataclass(frozen=True, slots=True, kw_only=True)
class BeginView(View):
    """What `init`, `join` and `demo` made, and what to do next, line by line."""

    path: str
    partner: Handle | None
    shared: str | None
    commit: str | None
    next: tuple[str, ...]
    lines: tuple[str, ...] = screen_only(())
