"""Explain a word: how a key works, the kept wording of a goal, or the days of a week."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from msgspec import Struct

from apjournal.analysis.changes.word_diff import compare_words, format_marked
from apjournal.analysis.schedule import Schedule
from apjournal.lsp.buffer import Buffer, find_word
from apjournal.lsp.cursor import find_key_at, get_front_matter
from apjournal.lsp.define import WEEK_NAME, find_week_name
from apjournal.lsp.key_path import find_fitting, list_keys_of_file
from apjournal.lsp.week_places import read_week_places
from apjournal.model.date_words import format_date
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.week_record import GoalRecord, KeptBy, WeekRecord
from apjournal.render.words.goal_words import CHANGES, carry_words, outcome_words
from apjournal.render.words.phrases import end_sentence, format_week, join_names


class Hover(Struct, frozen=True):
    """Plain text, and the offsets of the word that it explains."""

    text: str
    start: int
    end: int


def show_hover(
    buffer: Buffer,
    offset: int,
    schedule: Schedule,
    names: Mapping[Handle, str],
    read_record: Callable[[], WeekRecord | None],
) -> Hover | None:
    """Return an explanation of the word at an offset, or None.

    `schedule` is that of the file's owner, and `names` are the partners' names. `read_record` returns the record of
    the week in the text, or None if the text has errors.
    """
    week = find_week_name(buffer.text, offset)
    if week is not None and (name := find_word(buffer.text, offset, WEEK_NAME)) is not None:
        return Hover(describe_week(week, schedule), *name.span())
    document = get_front_matter(buffer.text)
    found = find_key_at(document, offset) if document else None
    if found is not None:
        path, token = found
        fitting = find_fitting(list_keys_of_file(buffer), path)
        if fitting and fitting.key and fitting.key.name == token.name:
            return Hover(f"{fitting.key.name}: {fitting.key.meaning}", token.start, token.end)
    return _show_goal(buffer, offset, names, read_record)


def describe_week(week: IsoWeek, schedule: Schedule) -> str:
    """Return the days of a week, and the days of its call and its report, in words."""
    first, due = schedule.find_call_day(week), schedule.find_due_day(week)
    said = format_week(week, first, due, year=True)
    call = f"The call that begins it is on {format_date(first)}."
    report = f" The report is due on {format_date(due)}." if schedule.is_reported(week) else ""
    return f"{said}. {call}{report}"


def _show_goal(
    buffer: Buffer, offset: int, names: Mapping[Handle, str], read_record: Callable[[], WeekRecord | None]
) -> Hover | None:
    places = read_week_places(buffer.text) if buffer.week else None
    if places is None:
        return None
    place = places.find_goal_at(offset)
    mention = None if place else places.find_mention_at(offset)
    identity = place.goal.id if place else mention.id if mention else None
    record = read_record() if identity else None
    goal = next((goal for goal in record.goals if goal.id == identity), None) if record else None
    if record is None or goal is None:
        return None
    start, end = place.text if place else (mention.start, mention.end_of_entry) if mention else (offset, offset)
    return Hover("\n".join(_describe_goal(goal, record, names)), start, end)


def _describe_goal(goal: GoalRecord, record: WeekRecord, names: Mapping[Handle, str]) -> Iterator[str]:
    """Yield facts about a goal, each on one line."""
    yield f"{goal.number}. {goal.goal} (id: {goal.id})"
    carried = carry_words(goal)
    if carried:
        since = f", since {goal.carried_from}" if goal.carried_from else ""
        yield end_sentence(f"{carried[0].upper()}{carried[1:]}{since}")
    if goal.result:
        yield end_sentence(f"Outcome: {outcome_words(goal)}")
    yield from _describe_kept(goal, record, names)


def _describe_kept(goal: GoalRecord, record: WeekRecord, names: Mapping[Handle, str]) -> Iterator[str]:
    kept = goal.kept_goal
    if record.kept_by is None:
        yield "There is no history here, so there is no kept copy to compare with."
    elif kept is None:
        yield (
            "This goal was added after the copy was kept."
            if record.kept_by
            else "Nobody has kept a copy of this goal yet."
        )
    else:
        yield f"Kept by {join_names([_name_keeper(each, names) for each in record.kept_by])}: {kept.goal}"
        if kept.goal != goal.goal:
            yield f"Changed since: {format_marked(compare_words(kept.goal, goal.goal))}"
        if kept.done_when != goal.done_when:
            yield f"done_when was: {kept.done_when or 'nothing'}"
        if kept.confidence != goal.confidence:
            yield f"confidence was: {'nothing' if kept.confidence is None else kept.confidence}"
    if goal.change is not None and kept is not None:
        yield end_sentence(f"This counts as {CHANGES[goal.change]}")
    if goal.amended_reason:
        yield end_sentence(f"Amended: {goal.amended_reason}")


def _name_keeper(kept: KeptBy, names: Mapping[Handle, str]) -> str:
    on = f" ({format_date(kept.at)})" if kept.at else ""
    return f"{names.get(kept.partner, kept.partner)}{on}"
