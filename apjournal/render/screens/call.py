"""`apj call`: one screen to talk from, in speaking order, with the minutes of each part.

The screen shows as many details as fit: on lines of their own, otherwise beside their goals, otherwise not at all. In
a circle, there is one line for each goal. The page for somebody without a terminal shows every detail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import Enum
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from apjournal.model.date_words import format_date
from apjournal.model.views.call import CallPart, CallView, Speaker, Topic
from apjournal.model.views.week import ReceivedMessage
from apjournal.model.week import CallRecord, Medium, MessageKind, Obstacle
from apjournal.model.week_record import GoalRecord, WeekRecord
from apjournal.render.layout import goals, week_body
from apjournal.render.layout.page import (
    Page,
    Part,
    Style,
    make_accent,
    make_amber,
    make_bold,
    make_dim,
    make_runs,
    measure_line,
    paint_lines,
)
from apjournal.render.layout.text_width import clean_text, measure_width, split_word
from apjournal.render.words.goal_words import CHANGES, MARKS, carry_words, obstacle_words, outcome_words
from apjournal.render.words.phrases import (
    end_sentence,
    explain_no_goals,
    format_age,
    format_call_time,
    format_count,
    format_period,
    format_week,
    get_weekday,
    join_names,
)

LINES = 40
"""The greatest number of lines on a screen to talk from. Details that would make it longer are left out."""
USUAL = 20
"""The greatest number of minutes that a call usually takes. For longer calls, apj shows a hint."""
_MINUTE = 60
TALKED = {
    Medium.VOICE: "by voice",
    Medium.VIDEO: "by video",
    Medium.IN_PERSON: "in person",
    Medium.ASYNC: "in writing",
    Medium.NONE: "not held",
}
_VERBS = {MessageKind.ASK: "asks", MessageKind.OFFER: "offers", MessageKind.THANK: "thanks", None: "tells"}


_OF_ONE = {Topic.REPORT: "report", Topic.GOALS: "goals", Topic.TOLD: "week"}
_TOGETHER = {Topic.REPORT: "Reports", Topic.GOALS: "Goals", Topic.TOLD: "What went well"}


class Detail(Enum):
    """How details are shown: on lines of their own, with or without gaps, beside their goals, or not at all."""

    ROOMY = "roomy"
    LINES = "lines"
    BESIDE = "beside"
    NONE = "none"


class CallLine(Struct, frozen=True):
    """One entry on the screen. `mark` comes before the words, and `more` explains them.

    `goal` says whether the words are the text of a goal.
    """

    mark: str
    words: str
    after: str = ""
    more: tuple[str, ...] = ()
    goal: bool = False


def render_text(view: CallView, style: Style) -> str:
    """Return the screen with as many details as fit into `LINES` lines."""
    for detail in (Detail.NONE,) if view.circle else Detail:
        page = _render_page(view, style, detail)
        if len(page.lines) <= LINES:
            break
    return page.render_page()


def build_values(view: CallView) -> dict[str, Any]:
    """Return the values for a page about the call: title, minutes, notes, and the parts in speaking order.

    The caller may add `noted` to each part: the notes that were taken on it.
    """
    parts = [
        {
            "title": clean_text(part.title),
            "name": name_part(part),
            "minutes": format_count(part.minutes, "minute") if part.minutes else "",
            "length": part.minutes,
            "said": [_convert_line(said) for said in _list_lines(view, part)],
            "noted": [],
        }
        for part in view.parts
    ]
    return {
        "title": _format_title(view),
        "minutes": format_count(view.minutes, "minute"),
        "notes": list(_list_notes(view)),
        "parts": parts,
    }


def add_spoken_lines(view: CallView) -> CallView:
    """Return the view with the title and the lines of each part, as on the screen with every detail."""
    return replace(view, parts=tuple(_build_spoken_part(view, part) for part in view.parts))


def render_clock(part: CallPart, spent: int, style: Style) -> str:
    """Return the clock for a part that has taken `spent` seconds, padded so that it covers the previous text."""
    left = part.minutes * _MINUTE - spent
    late = f", {left} s left" if 0 < left <= _MINUTE else f", {_format_seconds(-left)} over" if left <= 0 else ""
    runs = make_runs(
        (make_accent(name_part(part)), f"  {_format_seconds(spent)} of {part.minutes} min", make_amber(late))
    )
    room = style.width - 1  # a character in the last column may begin a new line
    if measure_line(runs) > room:
        runs = runs[1:]
    return paint_lines([runs], style).removesuffix("\n") + " " * (room - measure_line(runs))


def _format_seconds(seconds: int) -> str:
    return f"{seconds // _MINUTE}:{seconds % _MINUTE:02}"


def find_hint(view: CallView) -> str:
    """Return a hint if the agreed calls are long, otherwise ""."""
    if view.minutes <= USUAL:
        return ""
    return f"You agreed on {view.minutes} minutes. A call should take 15 to {USUAL} minutes."


def _build_spoken_part(view: CallView, part: CallPart) -> CallPart:
    titled = replace(part, title=_format_heading(part))
    lines = [line for said in _list_lines(view, titled) for line in (_join_sentence(said), *said.more)]
    return replace(titled, lines=tuple(map(clean_text, lines)))


def _convert_line(said: CallLine) -> dict[str, Any]:
    texts = {"mark": said.mark, "words": said.words, "after": said.after}
    more = [clean_text(more) for more in said.more]
    return {**{name: clean_text(text) for name, text in texts.items()}, "more": more, "goal": said.goal}


def _join_sentence(said: CallLine) -> str:
    return " ".join(filter(None, (said.mark, said.words))) + said.after


def _render_page(view: CallView, style: Style, detail: Detail) -> Page:
    page = Page(style)
    page.add_paragraph(make_accent(_format_title(view)), make_dim(f"  {format_count(view.minutes, 'minute')}"))
    for note in _list_notes(view):
        page.add_paragraph(note)
    for part in view.parts:
        if detail is Detail.ROOMY:
            page.add_gap()
        page.add_paragraph(make_accent(part.title), make_dim(f"  {part.minutes} min" if part.minutes else ""))
        for said in _list_lines(view, part):
            _WRITTEN[detail](page, said)
    return page


def _show_on_lines(page: Page, said: CallLine) -> None:
    page.add_paragraph(*_build_parts(said), indent=2, hang=2)
    for more in said.more:
        page.add_paragraph(more, indent=6, hang=2)


def _show_beside(page: Page, said: CallLine) -> None:
    more = make_dim("".join(f"; {text.removesuffix('.')}" for text in said.more))
    page.add_paragraph(*_build_parts(said), more, indent=2, hang=2)


def _show_only_goal(page: Page, said: CallLine) -> None:
    room = page.width - 2
    whole = clean_text(_join_sentence(said))
    if said.goal and measure_width(whole) > room:
        page.add_paragraph(f"{split_word(whole, room - 1)[0].rstrip()}…", indent=2)
    else:
        page.add_paragraph(*_build_parts(said), indent=2, hang=2)


_WRITTEN: dict[Detail, Callable[[Page, CallLine], None]] = {
    Detail.ROOMY: _show_on_lines,
    Detail.LINES: _show_on_lines,
    Detail.BESIDE: _show_beside,
    Detail.NONE: _show_only_goal,
}


def _build_parts(said: CallLine) -> list[Part]:
    lead: list[Part] = [make_accent(f"{said.mark} ")] if said.mark else []
    return [*lead, make_bold(said.words) if said.goal else said.words, said.after]


def _format_title(view: CallView) -> str:
    return f"{get_weekday(view.first)}'s call, {format_week(view.week, view.first, view.end)}"


def _list_notes(view: CallView) -> Iterator[str]:
    """Yield notes: how old the data are, how the last calls took place, what is recorded, a review, and aims.

    The last calls are mentioned only if one of them was in writing or did not take place.
    """
    if view.as_of_said:
        yield f"apj did not fetch. This is the journal {format_age(view.as_of_said)}."
    counted = dict(view.talked)
    if counted.keys() & {Medium.ASYNC, Medium.NONE}:
        numbers = [f"{number} {TALKED[medium]}" for medium, number in view.talked]
        yield f"Your last calls: {join_names(numbers)}."
    if view.recorded and view.recorded.medium:
        yield format_recorded(view.recorded)
    if view.is_review_due:
        yield "In this call you review the agreement: apj agree --talk. To set the next day: apj agree --review-on +12w"
    for name, aims in view.aims:
        yield f"{name}'s aims: {end_sentence('; '.join(aim.rstrip('.') for aim in aims))}"


def format_recorded(call: CallRecord) -> str:
    """Return a sentence about how the partners talked, or "" if that was not recorded."""
    return f"Recorded for this call: {TALKED[call.medium]}." if call.medium else ""


def name_part(part: CallPart) -> str:
    """Return a short heading for a part of the call, such as "Ben's goals"."""
    if part.topic is Topic.EACH_OTHER:
        return "For each other"
    return _TOGETHER[part.topic] if len(part.speakers) > 1 else f"{part.speakers[0].name}'s {_OF_ONE[part.topic]}"


def _format_heading(part: CallPart) -> str:
    name = name_part(part)
    if part.topic is Topic.EACH_OTHER or len(part.speakers) > 1:
        return name
    told, reported = part.speakers[0].current, part.speakers[0].reported
    if part.topic is Topic.TOLD and told:
        return f"{name} {told.week}, {format_period(told)}"
    if part.topic is Topic.REPORT and reported:
        return f"{name} on {reported.week}, {format_period(reported)}"
    return name


def _list_lines(view: CallView, part: CallPart) -> Iterator[CallLine]:
    if part.topic is Topic.EACH_OTHER:
        names: dict[str, str] = {str(handle): name for handle, name in view.names}
        yield from (_format_message(message, names) for message in view.messages)
        coming = view.next_call.at
        yield CallLine("", f"The next call: {format_date(coming)}{format_call_time(coming, view.call_elsewhere)}.")
        return
    for speaker in part.speakers:
        lead = f"{speaker.name}: " if len(part.speakers) > 1 else ""
        found = _BY_TOPIC[part.topic](speaker)
        yield from (replace(said, words=f"{lead}{said.words}") for said in found)


def _format_message(message: ReceivedMessage, names: dict[str, str]) -> CallLine:
    reader = names.get(message.to.casefold(), message.to)
    return CallLine("", f"{names[str(message.partner)]} {_VERBS[message.kind]} {reader}: {message.text}")


def _list_report_lines(speaker: Speaker) -> Iterator[CallLine]:
    week = speaker.reported
    if week is None:
        yield CallLine("", "There is no earlier week to report on.")
        return
    yield from _list_unreadable_lines(week)
    for goal in week.goals:
        more = tuple(end_sentence(obstacle_words(entry)) for entry in goal.happened)
        changed = f", {CHANGES[goal.change]}" if goal.change else ""
        yield CallLine(MARKS[goal.state], goal.goal, f": {outcome_words(goal)}{changed}", more, goal=True)
    for entry in week.happened:
        yield CallLine("", f"In the way: {end_sentence(obstacle_words(entry, between=', '))}")
    for learned in week.learned:
        yield CallLine("", f"Learned: {learned}")


def _list_goal_lines(speaker: Speaker) -> Iterator[CallLine]:
    week = speaker.current
    if week is None:
        yield CallLine("", "No goals yet.")
        return
    yield from _list_unreadable_lines(week)
    if not week.goals and not week.unreadable:
        none = explain_no_goals(week.path, week.goals_elsewhere)
        yield CallLine("", "A week off." if week.away else none)
    for goal in week.goals:
        known = "; ".join(filter(None, (carry_words(goal), CHANGES[goal.change] if goal.change else "")))
        yield CallLine(
            str(goal.number), goal.goal, f" ({known})" if known else "", tuple(_list_promise_lines(goal)), goal=True
        )


def _list_peer_lines(speaker: Speaker) -> Iterator[CallLine]:
    """Yield the lines of a week under peer support. Messages are shown in the part "For each other"."""
    week = speaker.current
    if week is None:
        yield CallLine("", "Nothing is written here yet.")
        return
    yield from _list_unreadable_lines(week)
    for goal in week.goals:
        yield CallLine(str(goal.number), goal.goal, goal=True)
    for learned in week.learned:
        yield CallLine("", f"Learned: {learned}")
    for heading, lines in week_body.split_sections(week.body, without=week.messages):
        for number, line in enumerate(lines):
            yield CallLine("", f"{heading}: {line}" if heading and number == 0 else line)


_BY_TOPIC: dict[Topic, Callable[[Speaker], Iterator[CallLine]]] = {
    Topic.REPORT: _list_report_lines,
    Topic.GOALS: _list_goal_lines,
    Topic.TOLD: _list_peer_lines,
}


def _list_unreadable_lines(week: WeekRecord) -> Iterator[CallLine]:
    if week.unreadable:
        why = "has a newer format than this version of apj can read" if week.unreadable.newer else "cannot be read now"
        older = " This is its last readable version." if goals.has_older_version(week, week.unreadable) else ""
        yield CallLine("", f"{week.path} {why}.{older}")


def _list_promise_lines(goal: GoalRecord) -> Iterator[str]:
    if goal.done_when:
        yield f"done when {goal.done_when}"
    for obstacle in goal.obstacles:
        yield _format_plan(obstacle)


def _format_plan(obstacle: Obstacle) -> str:
    return f"if {obstacle.if_}, then {obstacle.then}" if obstacle.then else f"in the way: {obstacle.if_}"
