"""`apj status --short`: one line for a prompt, from files alone."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path

from apjournal.analysis.short import build_short_status
from apjournal.errors import ApjError
from apjournal.session.workspace import Workspace
from apjournal.store.folder import find_root


def build_prompt_line(start: Path, *, partner: str | None, now: datetime, environ: Mapping[str, str]) -> str:
    """Write the line; nothing outside a journal, without an identity, or where something can't be read."""
    root = find_root(start)
    if root is None:
        return ""
    workspace = Workspace(root, partner=partner, now=now, environ=environ, terminal=False, files_alone=True)
    try:
        me = workspace.identity_or_none
        if me is None:
            return ""
        schedule, today = workspace.schedule, workspace.today
        week = schedule.find_period(today)
        mine = workspace.records.week(me, week)
        talked = mine is not None and mine.value is not None and mine.value.call is not None
        next_call = schedule.find_coming_call(workspace.now, talked=talked).date()
        role = schedule.agreement.get_role(me, week)
    except ApjError:
        return ""
    value, unreadable = (mine.value, mine.broken) if mine else (None, False)
    return build_short_status(week, value, role=role, today=today, call=next_call, unreadable=unreadable) + "\n"
