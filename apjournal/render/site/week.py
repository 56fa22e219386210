"""The page of one week, with all partners side by side: its values."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from apjournal.analysis.changes.word_diff import compare_words
from apjournal.model.agreement import Role
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.site import JournalRecord
from apjournal.model.week_record import ChangeKind, GoalChange, GoalRecord, WeekRecord
from apjournal.render.layout.goals import AS_MEANT, explain_unreadable
from apjournal.render.screens.diff import list_kinds
from apjournal.render.screens.show import list_facts
from apjournal.render.site.markdown import Html, escape_lines, render_markdown
from apjournal.render.site.names import name_week
from apjournal.render.words.goal_words import MARKS, STATES, carry_words, format_tally, obstacle_words, outcome_words
from apjournal.render.words.phrases import (
    end_sentence,
    explain_no_goals,
    format_period,
    format_week,
    join_names,
)

WeeksAround = tuple[IsoWeek | None, IsoWeek | None]
"""The nearest weeks before and after a week that have a page, or None if there is none."""


def describe_week_page(
    record: JournalRecord, week: IsoWeek, around: WeeksAround, links: Mapping[tuple[Handle, str], str]
) -> dict[str, Any]:
    """Return the template values for a week. `links` maps the partner and id of a goal to the page of its story."""
    previous, following = around
    names = {str(partner.partner): partner.name for partner in record.partners}
    columns = []
    for partner in record.partners:
        found = partner.find_week(week)
        column: dict[str, Any] = {"name": partner.name, "week": None}
        if found is not None:
            changes = record.changes.get((partner.partner, week), ())
            own = {goal.id: href for goal in found.goals if (href := links.get((partner.partner, goal.id)))}
            column["week"] = {**describe_week(found, names, changes, own), "body": render_body(found)}
        columns.append(column)
    return {
        "week": str(week),
        "period": format_week_period(record, week),
        "previous": _link_week(previous) if previous else None,
        "next": _link_week(following) if following else None,
        "withheld": explain_withheld(record) if record.first and week >= record.first.week else "",
        "partners": columns,
    }


def explain_withheld(record: JournalRecord) -> str:
    """Return a sentence which says that my own report comes first, and what is withheld until then.

    Return "" if nothing is withheld.
    """
    if record.first is None:
        return ""
    due = format_week(record.first.week, record.first.first, record.first.end)
    others = join_names([partner.name for partner in record.partners if partner.partner != record.me])
    return (
        f"Your report on {due} comes first. After you give or skip it, this page shows what {others or 'the others'} "
        "wrote from that week on."
    )


def describe_week(
    record: WeekRecord, names: Mapping[str, str], changes: Sequence[GoalChange] = (), links: Mapping[str, str] = {}
) -> dict[str, Any]:
    """Return the template values for one partner's week.

    `links` maps the ids of goals that have a story to the page of the story.
    """
    newer = record.unreadable is not None and record.unreadable.newer
    by_goal = {id_: tuple(group) for id_, group in groupby(changes, key=lambda change: change.goal)}
    goals = () if newer else record.goals
    return {
        "week": str(record.week),
        "period": format_period(record),
        "href": name_week(record.week),
        "notes": _list_notes(record),
        "goals": [describe_goal(goal, by_goal.get(goal.id, ()), links.get(goal.id, "")) for goal in goals],
        "happened": [end_sentence(obstacle_words(entry, between=", ")) for entry in record.happened],
        "also": any(goal.happened for goal in goals),
        "learned": list(record.learned),
        "facts": list_facts(record, names),
    }


def format_week_period(record: JournalRecord, week: IsoWeek) -> str:
    """Return the days of a week, from the first partner who has that week, or "" if nobody has."""
    return next((format_period(one) for partner in record.partners if (one := partner.find_week(week))), "")


def render_body(record: WeekRecord) -> Html:
    """Return the free text of a week as HTML.

    If the week's format is too new for this apj, the text is shown unchanged.
    """
    newer = record.unreadable is not None and record.unreadable.newer
    return _show_unchanged(record.body) if newer else render_markdown(record.body)


def describe_record(name: str, weeks: Sequence[WeekRecord], html: Html) -> dict[str, Any]:
    """Return the template values for all weeks of a partner, with counts. `html` contains the rendered weeks."""
    return {"name": name, "tally": format_tally(weeks), "weeks": html}


def describe_record_week(record: WeekRecord) -> dict[str, Any]:
    """Return the template values for one of many weeks. For a week under peer support, they include its text."""
    return {**describe_week(record, {}), "body": render_body(record) if record.role is Role.SUPPORTS else Html("")}


def describe_goal(goal: GoalRecord, changes: Sequence[GoalChange] = (), href: str = "") -> dict[str, Any]:
    """Return the template values for a goal: promise, plans, result, and what changed since a copy was kept."""
    return {
        "number": goal.number,
        "goal": goal.goal,
        "href": href,
        "mark": MARKS[goal.state],
        "state": str(goal.state),
        "state_words": STATES[goal.state],
        "outcome": outcome_words(goal),
        "carrying": carry_words(goal),
        "done_when": goal.done_when or "",
        "area": goal.area or "",
        "confidence": goal.confidence,
        "steps": f"{goal.steps.done} of {goal.steps.total} steps done" if goal.steps.total else "",
        "plans": [{"kind": str(one.kind), "if": one.if_, "then": one.then or ""} for one in goal.obstacles],
        "happened": [end_sentence(obstacle_words(entry)) for entry in goal.happened],
        "change": describe_change(changes) if changes else None,
    }


def mark_words(before: str, after: str) -> list[dict[str, str]]:
    """Return two strings as one list of pieces that stayed, were removed or were added.

    Spaces at the beginning and end of a change count as unchanged.
    """
    found: list[dict[str, str]] = []
    for piece in compare_words(before, after):
        if piece.kind == "added" and found and found[-1]["kind"] == "removed":
            found.append({"text": " ", "kind": "same"})
        words = piece.text.strip() or piece.text
        lead, _, end = piece.text.partition(words)
        parts = [(lead, "same"), (words, piece.kind), (end, "same")]
        found += [{"text": text, "kind": kind} for text, kind in parts if text]
    return found


def describe_change(changes: Sequence[GoalChange]) -> dict[str, Any]:
    """Return the template values for a goal's change since its copy was kept, with the reason."""
    wording = next((change for change in changes if change.change is not ChangeKind.RESULT_CHANGED), None)
    result = next((change for change in changes if change.change is ChangeKind.RESULT_CHANGED), None)
    differs = wording is not None and wording.before and wording.after and wording.before != wording.after
    return {
        "kinds": list_kinds(changes),
        "wording": mark_words(wording.before or "", wording.after or "") if wording and differs else [],
        "result": mark_words(result.before or "", result.after or "") if result else [],
        "reason": (wording.reason if wording else None) or "",
        "earlier_reason": (wording.earlier_reason if wording and not wording.reason else None) or "",
    }


def _list_notes(record: WeekRecord) -> list[str]:
    """Return sentences on why a week shows less than usual, or none if it shows everything."""
    if record.unreadable:
        return [explain_unreadable(record, record.unreadable)]
    if record.away:
        return ["A week off; these goals do not count." if record.goals else "A week off."]
    if not record.goals and record.role is Role.REPORTS:
        return [explain_no_goals(record.path, record.goals_elsewhere)]
    return [AS_MEANT] if record.as_meant else []


def _show_unchanged(text: str) -> Html:
    return Html(f"<pre>{escape_lines(text)}</pre>")


def _link_week(week: IsoWeek) -> dict[str, str]:
    return {"week": str(week), "href": name_week(week)}
