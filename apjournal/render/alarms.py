"""Alarms about trust as facts: what is so, how anyone can see it, and that there may be a plain reason."""

from __future__ import annotations

from collections.abc import Sequence

from apjournal.model.record import Change
from apjournal.model.views import Alarm
from apjournal.render import changes as render_changes
from apjournal.render.terminal import Page, accent, dim, red

REWRITTEN = frozenset({"tip_went_back", "rewrite", "branch_gone", "kept_lost"})
"""The codes after which nothing was merged or sent until the user decides."""


def facts(page: Page, alarms: Sequence[Alarm]) -> None:
    """Write each alarm with the plain git command that shows it."""
    for alarm in alarms:
        page.say(red(alarm.message))
        _seen_with(page, alarm)


def stopped(page: Page, alarms: Sequence[Alarm], changes: Sequence[Change]) -> None:
    """Write why a sync stopped before it touched anything; the first alarm says it, the others are its details."""
    page.say(red(alarms[0].message), " Nothing of yours was changed or sent.")
    for alarm in alarms[1:]:
        page.say(alarm.message, indent=2, hang=2)
    render_changes.by_goal(page, changes)
    for alarm in alarms:
        _seen_with(page, alarm)
    page.say("There may be a plain reason, such as a restored backup. Talk first.")
    page.say("Then: ", accent("apj sync --accept-rewrite"), dim("    keeps both versions and goes on"), hang=6)


def _seen_with(page: Page, alarm: Alarm) -> None:
    """Write the command on a line of its own where it does not fit beside its name: it is there to be copied."""
    if not alarm.show:
        return
    label = "You still have your copy:  " if alarm.code == "kept_lost" else "See it:  "
    page.say(label, accent(alarm.show), indent=2, hang=2)
