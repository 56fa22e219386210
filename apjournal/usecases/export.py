"""`apj export`: return the goals of a journal as rows, and write its weeks as posts."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from apjournal.analysis.export import build_export_view, write_happened, write_obstacle
from apjournal.format.edit.post import write_post
from apjournal.model.views.export import ExportView
from apjournal.model.week_record import GoalRecord, WeekRecord
from apjournal.session.arguments import find_since
from apjournal.session.week_records import list_all_weeks
from apjournal.session.workspace import Workspace
from apjournal.store.built_folder import BuiltFile, build_folder, require_free_folder


def build_export(workspace: Workspace, named: str | None, since: str | None) -> ExportView:
    """Return the goals of all partners, or only of the partner `named`, as rows.

    With `since` (a week), earlier weeks are left out.
    """
    first = find_since(workspace, since) if since else None
    who = workspace.records.partners() if named is None else (workspace.resolve_partner(named),)
    partners = [workspace.get_partner(handle) for handle in who]
    return build_export_view(
        (partner.name or partner.called, record)
        for partner in partners
        for record in list_all_weeks(workspace, partner.partner, since=first)
    )


def choose_posts_folder(folder: Path) -> Path:
    """Return the folder for posts. Raise `UsageFault` if it contains files that apj did not write as posts."""
    require_free_folder(folder, "posts")
    return folder


def write_posts(view: ExportView, folder: Path, write_body: Callable[[WeekRecord], str]) -> ExportView:
    """Write one post for each week into the folder, and remove all other posts.

    `write_body` returns the Markdown below the front matter.
    """
    files = {
        f"{record.week}-{record.partner}.md": BuiltFile(partial(_write_week, name, record, write_body))
        for name, record in view.weeks
    }
    built = build_folder(folder, files)
    return replace(view, folder=str(folder), written=built.written, removed=built.removed)


def _write_week(name: str, record: WeekRecord, write_body: Callable[[WeekRecord], str]) -> str:
    return write_post(_describe_week(name, record), write_body(record))


def _describe_week(name: str, record: WeekRecord) -> dict[str, object]:
    """Return the front matter of a post.

    It contains only strings, numbers, dates, lists and mappings, and no empty values.
    """
    found: dict[str, object] = {
        "title": f"{name}, {record.week}",
        "date": record.monday,
        "partner": str(record.partner),
        "away": record.away,
        "goals": [_describe_goal(goal) for goal in record.goals],
        "happened": [write_happened(entry) for entry in record.happened],
        "learned": list(record.learned),
        "week": str(record.week),  # last, because python-frontmatter strips a no-break space at the end
    }
    return _drop_empty(found)


def _describe_goal(goal: GoalRecord) -> dict[str, object]:
    return _drop_empty(
        {
            "goal": goal.goal,
            "done_when": goal.done_when,
            "area": goal.area,
            "confidence": goal.confidence,
            "obstacles": [write_obstacle(obstacle) for obstacle in goal.obstacles],
            "state": str(goal.state),
            "evidence": goal.evidence,
            "reason": goal.reason,
            "happened": [write_happened(entry) for entry in goal.happened],
        }
    )


def _drop_empty(values: dict[str, Any]) -> dict[str, object]:
    return {key: value for key, value in values.items() if value not in (None, False, [])}
