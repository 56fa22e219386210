"""Alarms about trust as facts: what is so, how anyone can see it, and that there may be a plain reason."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from apjournal.model.record import Change
from apjournal.model.views import Alarm
from apjournal.render.changes import by_goal
from apjournal.render.phrases import in_words
from apjournal.render.terminal import Page, red

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
    for (partner, week), entries in groupby(changes, key=lambda change: (change.partner, change.week)):
        _differently(page, f"{partner}/{week}.md", tuple(entries))
    for alarm in alarms:
        _seen_with(page, alarm)
    page.say("There may be a plain reason, such as a restored backup. Talk first.")
    page.command("Then: ", "apj sync --accept-rewrite", "keeps both versions and goes on")


def _differently(page: Page, path: str, changes: Sequence[Change]) -> None:
    number = len({change.goal for change in changes})
    goals = "one goal reads" if number == 1 else f"{in_words(number)} goals read"
    page.say(f"In {path} {goals} differently:", indent=2)
    by_goal(page, changes, weeks=False, indent=4)


def _seen_with(page: Page, alarm: Alarm) -> None:
    if alarm.show:
        name = "You still have your copy:  " if alarm.code == "kept_lost" else "See it:  "
        page.command(name, alarm.show, indent=2)
