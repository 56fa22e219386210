"""Alarms about trust as facts: what is so, how anyone can see it, and that there may be a plain reason."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.views.base import Alarm
from apjournal.render.terminal import Page, make_red

REWRITTEN = frozenset({"tip_went_back", "rewrite", "branch_gone", "kept_lost"})
"""The codes after which nothing was merged or sent until the user decides."""

_KEPT = frozenset({"kept_lost", "week_deleted"})
"""The codes with which the command shows what I kept."""


def show_alarms(page: Page, alarms: Sequence[Alarm]) -> None:
    """Write each alarm with the plain git command that shows it."""
    for alarm in alarms:
        page.add_paragraph(make_red(alarm.message))
        show_git_command(page, alarm)


def show_advice(page: Page, alarms: Sequence[Alarm]) -> None:
    """Write what to do after an alarm that stopped the sync; nothing where there is none."""
    code = next((alarm.code for alarm in alarms if alarm.code in REWRITTEN), None)
    if code is not None:
        page.add_paragraph("There may be a plain reason, such as a restored backup. Talk first.")
        does = "puts it back" if code == "branch_gone" else "keeps both versions"
        page.add_command("Then: ", "apj sync --accept-rewrite", f"{does} and goes on")


def show_git_command(page: Page, alarm: Alarm) -> None:
    """Write the plain git command that shows what an alarm says."""
    if alarm.show:
        name = "You still have your copy:  " if alarm.code in _KEPT else "See it:  "
        page.add_command(name, alarm.show, indent=2)
