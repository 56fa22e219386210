"""What `check` found."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from apjournal.model.views.base import View, screen_only

if TYPE_CHECKING:
    from apjournal.model.finding import Finding
    from apjournal.model.handle import Handle


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckView(View):
    """What `check` found. `findings` carry path, place, level, code, message and fix.

    `others` are the folders that are not mine, each with the name of who can fix what is in it.
    """

    errors: int
    warnings: int
    hints: int
    findings: tuple[Finding, ...]
    files: int = screen_only(0)
    mended: tuple[Finding, ...] = screen_only(())
    lines: tuple[tuple[str, int, str], ...] = screen_only(())
    others: tuple[tuple[Handle, str], ...] = screen_only(())
