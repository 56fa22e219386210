"""The page about a rewritten history that stopped a sync: its values. The page explains it and offers to accept it."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from apjournal.model.views.sync import SyncView
from apjournal.render.screens import sync
from apjournal.render.screens.diff import find_title
from apjournal.render.site.week import describe_change


def describe_stop(view: SyncView) -> dict[str, Any] | None:
    """Return the template values for what stopped a sync: why, what differs word by word, and what accepting it does.

    Return None if nothing stopped it.
    """
    alarms = sync.list_rewritten(view)
    if not alarms:
        return None
    return {
        "message": f"{alarms[0].message} {sync.UNCHANGED}",
        "details": [alarm.message for alarm in alarms[1:]],
        "files": [
            {
                "heading": heading.removesuffix(":"),
                "changes": [
                    {"week": "", "title": find_title(entries), "change": describe_change(entries)}
                    for _, group in groupby(changes, key=lambda change: change.goal)
                    if (entries := tuple(group))
                ],
            }
            for heading, changes in sync.group_by_file(view.changes)
        ],
        "commands": [{"name": sync.name_git_command(one), "command": one.show} for one in alarms if one.show],
        "advice": sync.TALK,
        "button": f"Accept: this {sync.explain_way_on(alarms)}",
    }
