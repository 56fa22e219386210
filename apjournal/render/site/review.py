"""Turn a review into values for a part of a form."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from apjournal.model.agreement import Role
from apjournal.model.views.review import ReviewView
from apjournal.model.week_record import WeekRecord
from apjournal.render.screens import review, sync
from apjournal.render.screens.diff import find_title
from apjournal.render.site.markdown import Html
from apjournal.render.site.week import describe_change, describe_week, render_body
from apjournal.render.words.phrases import explain_skipped


def describe_review(view: ReviewView) -> dict[str, Any]:
    """Return the template values for a review: the last copy, the report, the goals, the changes, messages to me."""
    way_on = sync.explain_way_on(view.alarms)
    parts = [_describe_report(view), _describe_promise(view)]
    return {
        "opening": review.list_opening(view),
        "alarms": [{"message": alarm.message, "command": alarm.show or ""} for alarm in view.alarms],
        "way_on": f"{sync.TALK} Then choose Share. It asks whether you accept the rewrite. A yes {way_on}."
        if way_on
        else "",
        "parts": [part for part in parts if part],
        **describe_changes(view),
        "messages_heading": review.FOR_YOU,
        "messages": [{"kind": str(one.kind or ""), "text": one.text} for one in view.messages],
    }


def describe_changes(view: ReviewView) -> dict[str, Any]:
    """Return the template values for what changed since the kept copy, and nothing else."""
    changes = view.changes if view.since is not None and view.changes else ()
    groups = groupby(changes, key=lambda change: (change.week, change.goal))
    return {
        "same": review.explain_no_changes(view),
        "changes_heading": review.SINCE,
        "changes": [
            {"week": str(week), "title": find_title(entries), "change": describe_change(entries)}
            for (week, _), group in groups
            if (entries := tuple(group))
        ],
    }


def _describe_report(view: ReviewView) -> dict[str, Any] | None:
    record = view.reported
    if record is None:
        return _describe_part(review.NO_REPORT) if view.role is Role.REPORTS else None
    due = review.explain_due(record)
    return _describe_part(review.name_report(view, record), record, [due] if due else [], is_promise=False)


def _describe_promise(view: ReviewView) -> dict[str, Any]:
    record = view.current
    if record is None or view.role is Role.LISTENS:
        return _describe_part(review.explain_no_promise(view))
    skipped = explain_skipped(record)
    return _describe_part(review.name_promise(view, record), record, [skipped] if skipped else [], is_promise=True)


def _describe_part(
    heading: str, record: WeekRecord | None = None, notes: list[str] | None = None, *, is_promise: bool = False
) -> dict[str, Any]:
    """Return the template values for a part of a review.

    Without a record, the heading is a sentence which says that there is none.
    """
    if record is None:
        return {"heading": heading, "week": None}
    week = describe_week(record, {})
    supports = record.role is Role.SUPPORTS
    return {
        "heading": heading,
        "week": {**week, "notes": [*week["notes"], *(notes or [])]},
        "in_full": is_promise,
        "rest": supports or not is_promise,
        "body": render_body(record) if supports and is_promise else Html(""),
    }
