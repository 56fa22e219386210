"""`apj import`: what each file of notes would become, or has become."""

from __future__ import annotations

from apjournal.model.notes import NoteGoal
from apjournal.model.views.import_ import ImportedNotes, ImportState, ImportView
from apjournal.model.week_record import State
from apjournal.render.layout.page import Page, Style, make_accent, make_bold, make_dim
from apjournal.render.words.goal_words import MARKS, STATES
from apjournal.render.words.phrases import format_count, format_week

_WHY = {
    ImportState.EXISTS: "You already have this week, and apj never overwrites a week.",
    ImportState.SAME_WEEK: "Another of these files is about the same week.",
    ImportState.NO_WEEK: "It does not say which week it is about. Give the week with --week.",
    ImportState.NO_GOALS: "No goals were found in it.",
    ImportState.NOT_TEXT: "It is not text in UTF-8, UTF-16 or Windows-1252.",
    ImportState.NOT_WRITABLE: "A goal in it cannot be written in the journal's format.",
}
_LINES = 12
"""The number of lines of the remaining text that are shown."""


def render_text(view: ImportView, style: Style) -> str:
    """Return for each file its week, its goals with their results, and what stays text."""
    page = Page(style)
    for notes in view.notes:
        page.add_gap()
        _show_notes(page, notes)
    if view.next:
        page.add_gap()
        page.add_next_step(view.next)
    return page.render_page()


def render_written(view: ImportView, style: Style) -> str:
    """Return the paths that were written."""
    page = Page(style)
    written = [one.path for one in view.notes if one.state is ImportState.WRITTEN and one.path]
    page.add_paragraph(f"Written: {', '.join(written)}", hang=2)
    page.add_next_step(view.next)
    return page.render_page()


def _show_notes(page: Page, notes: ImportedNotes) -> None:
    page.add_lines([(make_accent(notes.file),)])
    if notes.days and notes.path:
        week = format_week(notes.days.week, notes.days.first, notes.days.end, year=True)
        verb = "Written" if notes.state is ImportState.WRITTEN else "Week"
        page.add_paragraph(f"{verb}: {week}, in {notes.path}", indent=2, hang=2)
    if why := _WHY.get(notes.state):
        page.add_paragraph(make_bold("Not imported. "), why, indent=2, hang=2)
    if notes.encoding not in (None, "UTF-8"):
        page.add_paragraph(f"Read as {notes.encoding}, written as UTF-8.", indent=2, hang=2)
    for goal in notes.goals:
        page.add_paragraph(*_describe_goal(goal, page.style), indent=2, hang=2)
    for text in notes.learned:
        page.add_labelled("Learned:", text, indent=2)
    _show_rest(page, notes.rest)


def _describe_goal(goal: NoteGoal, style: Style) -> tuple[str, ...]:
    state = State(goal.result) if goal.result else State.OPEN
    said = [STATES[state]] if goal.result else []
    said += [goal.words] if goal.words else []
    more = [goal.area] if goal.area else []
    more += [f"confidence {goal.confidence} %"] if goal.confidence is not None else []
    more += [f"done when {goal.done_when}"] if goal.done_when else []
    return (
        f"{MARKS[state]} {goal.goal}",
        f": {', '.join(said)}" if said else "",
        f" ({', '.join(more)})" if more else "",
    )


def _show_rest(page: Page, rest: str) -> None:
    lines = [line for line in rest.split("\n") if line.strip()]
    if not lines:
        return
    page.add_paragraph(f"Stays as text, {format_count(len(lines), 'line')}:", indent=2)
    for line in lines[:_LINES]:
        page.add_paragraph(make_dim(line.strip()), indent=4, hang=2)
    if len(lines) > _LINES:
        page.add_paragraph(make_dim(f"and {format_count(len(lines) - _LINES, 'more line')}"), indent=4)
