"""The view of `check`."""

from __future__ import annotations

from apjournal.model.finding import Finding
from apjournal.model.handle import Handle
from apjournal.model.json_fields import Hidden
from apjournal.model.views.base import View


class CheckView(View, frozen=True, kw_only=True):
    """The findings of `check`, each with path, position, level, code, message and fix.

    `others` are the folders of other partners, each with the name of the person who can fix its files. `corrected` are
    the files that have repairs, each with its text after them.
    """

    errors: int
    warnings: int
    hints: int
    findings: tuple[Finding, ...]
    files: Hidden[int] = 0
    repaired: Hidden[tuple[Finding, ...]] = ()
    lines: Hidden[tuple[tuple[str, int, str], ...]] = ()
    others: Hidden[tuple[tuple[Handle, str], ...]] = ()
    corrected: Hidden[tuple[tuple[str, str], ...]] = ()
