"""Alarms about trust as facts: what is so, how anyone can see it, and that there may be a plain reason."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.views.base import Alarm
from apjournal.render.terminal import Page, red

REWRITTEN = frozenset({"tip_went_back", "rewrite", "branch_gone", "kept_lost"})
"""The codes after which nothing was merged or sent until the user decides."""

_KEPT = frozenset({"kept_lost", "week_deleted"})
"""The codes with which the command shows what I kept."""


def facts(page: Page, alarms: Sequence[Alarm]) -> None:
    """Write each alarm with the plain git command that shows it."""
    for alarm in alarms:
        page.say(red(alarm.message))
        seen_with(page, alarm)


def seen_with(page: Page, alarm: Alarm) -> None:
    """Write the plain git command that shows what an alarm says."""
    if alarm.show:
        name = "You still have your copy:  " if alarm.code in _KEPT else "See it:  "
        page.command(name, alarm.show, indent=2)
