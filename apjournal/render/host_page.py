"""The page in a partner's folder, as Markdown for a git host."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.model.agreement import Role
from apjournal.model.date_words import format_date, format_time
from apjournal.model.views.base import WeekDays
from apjournal.model.views.host_page import FIRST_LINE, HostPage, PagePartner, Task, TaskKind
from apjournal.model.week_record import ChangeKind, GoalRecord, KeptBy, WeekRecord
from apjournal.patterns import make_pattern
from apjournal.render.layout.escape_markdown import escape_markdown, escape_markdown_start
from apjournal.render.layout.goals import AS_MEANT
from apjournal.render.words.goal_words import CHANGES, obstacle_words, outcome_words
from apjournal.render.words.phrases import end_sentence, explain_no_goals, format_week, has_time, join_names

_PLACES = {
    TaskKind.BEGIN: "at the top",
    TaskKind.GOALS: "at the top",
    TaskKind.REPORT: "above the second `---`",
    TaskKind.KEEP: "at the end",
    TaskKind.LOG: "at the end",
}
_GAPS, _GAP = make_pattern(r"\n{3,}"), "\n\n"
_RESULTS = "Write done, partly, not done or dropped after each number. If you like, add a comma and a few words."


def render_page(view: HostPage) -> str:
    """Return the page. It does not contain the time at which it was written, so it changes only when there is news."""
    text = "\n".join((FIRST_LINE, *_list_lines(view)))
    return f"{_GAPS.sub(_GAP, text).rstrip()}\n"


def _list_lines(view: HostPage) -> Iterator[str]:
    names = [escape_markdown(partner.name) for partner in view.partners]
    yield from (f"# {join_names(names)}", "", _format_call(view))
    for days in view.weeks:
        yield from ("", f"## Goals for {_format_days(days)}")
        for partner in view.partners:
            yield from _show_goals(view, partner, days)
    reported = [partner for partner in view.partners if view.reported.week in partner.weeks]
    if reported:
        yield from ("", f"## Report on {_format_days(view.reported)}")
    for partner in reported:
        yield from _show_report(view, partner)
    for partner in view.partners:
        yield from _show_tasks(partner)
    if view.begin is not None:
        yield from ("", "## If you have not joined yet", "")
        yield "In the name of the file, replace `your-name` with your first name in lowercase letters."
        yield from ("", *_show_task(view.begin, "Write your first goals"))


def _format_call(view: HostPage) -> str:
    at = view.call_at
    day = f"Next call: {format_date(at.date())} {at.year}"
    if not has_time(at):
        return f"{day}."
    if not view.elsewhere:
        return f"{day}, {format_time(at)}."
    me = escape_markdown(view.partners[0].name)
    times = (f"{format_time(there)} for {escape_markdown(name)}" for name, there in view.elsewhere)
    return f"{day}, {format_time(at)} for {me}, {', '.join(times)}."


def _format_days(days: WeekDays) -> str:
    return format_week(days.week, days.first, days.end)


def _show_goals(view: HostPage, partner: PagePartner, days: WeekDays) -> Iterator[str]:
    record = partner.weeks.get(days.week)
    if partner.role is Role.LISTENS and record is None:
        return
    yield from ("", f"### {escape_markdown(partner.name)}", "")
    if record is None:
        yield "No goals yet."
        return
    yield from _show_week(record)
    kept = _format_keepers(view, record.kept_by or ())
    if kept:
        yield from ("", kept)


def _show_report(view: HostPage, partner: PagePartner) -> Iterator[str]:
    record = partner.weeks[view.reported.week]
    yield from ("", f"### {escape_markdown(partner.name)}", "", *_show_week(record))
    for entry in record.happened:
        yield from ("", f"In the way: {end_sentence(escape_markdown(obstacle_words(entry)))}")
    for text in record.learned:
        yield from ("", f"Learned: {end_sentence(escape_markdown(text))}")


def _show_week(record: WeekRecord) -> Iterator[str]:
    if record.away:
        yield "A week off."
        return
    if record.unreadable is not None:
        yield f"{record.path} cannot be read now, because of line {record.unreadable.line}. This is its last version."
        yield ""
    elif record.as_meant:
        yield from (f"*{AS_MEANT}*", "")
    if not record.goals:
        yield escape_markdown(explain_no_goals(record.path, record.goals_elsewhere))
    for goal in record.goals:
        yield f"{goal.number}. {_format_goal(goal)}"
        for entry in goal.happened:
            yield f"   - {escape_markdown(obstacle_words(entry))}"


def _format_goal(goal: GoalRecord) -> str:
    said = f"{escape_markdown_start(goal.goal)}: **{escape_markdown(outcome_words(goal))}**"
    if goal.change is None:
        return said
    changed = CHANGES[goal.change]
    if goal.change is ChangeKind.AMENDED and goal.amended_reason:
        changed += f": {escape_markdown(goal.amended_reason)}"
    if goal.kept_goal is not None and goal.kept_goal.goal != goal.goal:
        changed += f"; the kept copy says “{escape_markdown(goal.kept_goal.goal)}”"
    return f"{said} ({changed})"


def _format_keepers(view: HostPage, kept_by: tuple[KeptBy, ...]) -> str:
    """Return a sentence on who kept a copy, and when according to the keeper, or "" if nobody did."""
    newest = {kept.partner: kept.at for kept in kept_by}
    said = [
        escape_markdown(view.names.get(handle, handle)) + (f" on {format_date(at.date())}" if at else "")
        for handle, at in newest.items()
    ]
    return f"A copy was kept by {join_names(said)}." if said else ""


def _show_tasks(partner: PagePartner) -> Iterator[str]:
    name = escape_markdown(partner.name)
    if partner.page is not None:
        yield from ("", f"## If you are {name}", "", f"[Your own page](../{partner.page}) has your links.")
    elif partner.tasks:
        yield from ("", f"## If you are {name}", "")
        for task in partner.tasks:
            yield from _show_task(task, _name_task(task))


def _name_task(task: Task) -> str:
    days = _format_days(task.days)
    return {
        TaskKind.GOALS: f"Write your goals for {days}",
        TaskKind.REPORT: f"Report on {days}",
        TaskKind.KEEP: f"Keep a copy of {escape_markdown(task.of)}'s goals",
        TaskKind.LOG: f"Log something for {days}",
    }[task.kind]


def _show_task(task: Task, title: str) -> Iterator[str]:
    """Yield the lines of a list item: a link, and the text to paste if the host's editor does not contain it yet."""
    yield f"- [{title}]({task.link})" if task.link else f"- {title}"
    if task.is_filled:
        return
    file = "the file" if task.link else f"[{task.path}](../{task.path})" if task.exists else f"`{task.path}`"
    if not task.text:
        yield from ("", f"  Complete the results in {file}.", "")
        return
    what = f"Add this to {file}, {_PLACES[task.kind]}" if task.exists else f"Create {file} with this text"
    yield from ("", f"  {what}. {_RESULTS}" if task.kind is TaskKind.REPORT else f"  {what}:")
    yield from ("", "  ```", *(f"  {line}" for line in task.text.splitlines()), "  ```", "")
