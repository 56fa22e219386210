"""Change the goals of a week, for the form of `apj web`. In a terminal, `apj edit` opens the file."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from apjournal.errors import NeedsAttention, UsageFault
from apjournal.format.edit.week import WeekEditor
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.week import WrittenView
from apjournal.model.week import Amendment, Goal, Obstacle, Outcome, Result, Week, get_week_path
from apjournal.model.week_record import WeekRecord
from apjournal.session.week_records import build_week_records
from apjournal.session.workspace import Workspace
from apjournal.session.writing import edit_own_week, journal_lock, require_readable


class GoalWish(Struct, frozen=True):
    """A wish to change the goal with the id `goal`.

    - `text` and `done_when`: its new words.
    - `reason`: why they changed, or "".
    - `drops`: whether the goal is dropped for that reason.
    - `obstacles`: obstacles to add.
    """

    goal: str
    text: str
    done_when: str = ""
    reason: str = ""
    drops: bool = False
    obstacles: tuple[Obstacle, ...] = ()


def find_week_to_change(workspace: Workspace) -> Week:
    """Return my week whose goals can be changed: the week to plan if it has goals, otherwise the current week.

    Raise `NeedsAttention` if neither has goals, and a fault if a file cannot be read.
    """
    schedule = workspace.schedule
    weeks = (schedule.find_week_to_plan(workspace.now), schedule.find_period(workspace.today))
    for week in dict.fromkeys(weeks):
        require_readable(workspace, week)
        found = workspace.records.read_week_if_valid(workspace.me, week)
        if found is not None and found.goals:
            return found
    raise NeedsAttention("You have no goals to change in this week.", "To set goals: apj new-week")


def read_kept_goals(workspace: Workspace, week: IsoWeek) -> WeekRecord:
    """Return my week, with the kept wording of its goals."""
    (record,) = build_week_records(workspace, workspace.me, [week])
    return record


def change_goals(workspace: Workspace, week: IsoWeek, wishes: Sequence[GoalWish], added: Sequence[Goal]) -> WrittenView:
    """Change goals of my week, then add others. If one change is impossible, make none.

    Raise `NeedsAttention` if there is nothing to change.
    """

    def write(editor: WeekEditor) -> WeekEditor:
        for wish in wishes:
            editor = _change_goal(editor, wish)
        for goal in added:
            editor = editor.append_goal(goal)
        return editor

    before = workspace.folder.read(get_week_path(workspace.me, week))
    with journal_lock(workspace, undoable="edit"):
        path = edit_own_week(workspace, week, write)
    if workspace.folder.read(path) == before:
        raise NeedsAttention("You changed nothing, so apj saved nothing.", "Change a goal, then send the form again.")
    return WrittenView(path=path, week=week, written=("goals",))


def _change_goal(editor: WeekEditor, wish: GoalWish) -> WeekEditor:
    reason, was = join_lines(wish.reason), editor.week
    old = was.find_goal(wish.goal) or Goal(0, "", "")
    text, done_when = _choose_words(old.goal, wish.text), _choose_words(old.done_when or "", wish.done_when)
    if not text:
        raise UsageFault("A goal has no text.", "Type its text, or drop the goal.")
    editor = editor.reword_goal(wish.goal, text, done_when)
    if editor.week != was and reason:
        editor = editor.set_amendment(Amendment(wish.goal, reason))
    if wish.obstacles:
        editor = editor.add_plans(wish.goal, wish.obstacles)
    if wish.drops:
        editor = editor.set_outcomes([Outcome(wish.goal, Result.DROPPED, reason=reason or None)])
    return editor


def _choose_words(before: str, typed: str) -> str:
    """Return the text typed on one line, or the old text if both have the same words."""
    return before if join_lines(typed) == join_lines(before) else join_lines(typed)


def join_lines(text: str) -> str:
    """Return `text` on one line, as a field of a form shows it."""
    return " ".join(text.split())
