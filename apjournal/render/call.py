"""`apj call`: one screen to talk from, in speaking order, with the minutes of each part.

It is as full as fits on a screen: each detail on a line of its own, else beside its goal, else a line for each goal.
In a circle it is a line for each goal from the start. The page for somebody without a terminal has every detail.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from apjournal import templating
from apjournal.model.record import GoalRecord, ObstacleRecord, WeekRecord
from apjournal.model.views.call import CallPart, CallView, Speaker, Topic
from apjournal.model.views.messages import ReceivedMessage
from apjournal.model.week import Medium, MessageKind
from apjournal.render import body
from apjournal.render.cells import chop, clean, width
from apjournal.render.phrases import (
    as_of,
    count,
    day,
    hour_of,
    listed,
    no_goals_yet,
    period,
    sentence,
    week_dates,
    weekday,
)
from apjournal.render.results import CHANGES, MARKS, came_of, carrying, happening
from apjournal.render.terminal import Page, Part, Style, accent, bold, dim

LINES = 40
"""The most lines that one talks from."""
USUAL = 20
"""The minutes that such a call is meant to take at the most."""
TALKED = {
    Medium.VOICE: "by voice",
    Medium.VIDEO: "by video",
    Medium.IN_PERSON: "in person",
    Medium.ASYNC: "in writing",
    Medium.NONE: "not held",
}
_VERBS = {MessageKind.ASK: "asks", MessageKind.OFFER: "offers", MessageKind.THANK: "thanks", None: "tells"}


_TOGETHER = {Topic.REPORT: "Reports", Topic.GOALS: "Goals", Topic.TOLD: "What went well"}


class Detail(Enum):
    """How much room is taken: each detail on a line, with gaps or without; all beside their goal; the goal alone."""

    ROOMY = "roomy"
    LINES = "lines"
    BESIDE = "beside"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Said:
    """One thing that is said: `mark` stands before it, `more` is said of it. `goal`: it is a goal's own words."""

    mark: str
    words: str
    after: str = ""
    more: tuple[str, ...] = ()
    goal: bool = False


def text(view: CallView, style: Style) -> str:
    """Write the screen as full as its lines allow."""
    for detail in (Detail.NONE,) if view.circle else Detail:
        page = _page(view, style, detail)
        if len(page.lines) <= LINES:
            break
    return page.text()


def html(view: CallView, style: Style | None = None) -> str:
    """Write one page that needs nothing else, for somebody without a terminal; `style` is not asked."""
    parts = [
        {
            "title": clean(part.title),
            "minutes": count(part.minutes, "minute"),
            "said": [_plain(said) for said in _said(view, part)],
        }
        for part in view.parts
    ]
    values = {"title": _title(view), "minutes": count(view.minutes, "minute"), "notes": list(_notes(view))}
    return templating.render("call.html.j2", parts=parts, **values)


def told(view: CallView) -> CallView:
    """Return the view with the title and the lines of each part, as on the full screen."""
    return replace(view, parts=tuple(_told(view, part) for part in view.parts))


def hint(view: CallView) -> str:
    """Return a remark on an agreement about long calls; empty otherwise."""
    if view.minutes <= USUAL:
        return ""
    return f"{view.minutes} minutes are agreed; the talk is meant to fit into 15 to {USUAL}."


def _told(view: CallView, part: CallPart) -> CallPart:
    titled = replace(part, title=_heading(view, part))
    lines = [line for said in _said(view, titled) for line in (_sentence(said), *said.more)]
    return replace(titled, lines=tuple(map(clean, lines)))


def _plain(said: Said) -> dict[str, Any]:
    texts = {"mark": said.mark, "words": said.words, "after": said.after}
    more = [clean(more) for more in said.more]
    return {**{name: clean(text) for name, text in texts.items()}, "more": more, "goal": said.goal}


def _sentence(said: Said) -> str:
    return " ".join(filter(None, (said.mark, said.words))) + said.after


def _page(view: CallView, style: Style, detail: Detail) -> Page:
    page = Page(style)
    page.say(accent(_title(view)), dim(f"  {count(view.minutes, 'minute')}"))
    for note in _notes(view):
        page.say(note)
    for part in view.parts:
        if detail is Detail.ROOMY:
            page.gap()
        page.say(accent(part.title), dim(f"  {part.minutes} min"))
        for said in _said(view, part):
            _WRITTEN[detail](page, said)
    return page


def _lines(page: Page, said: Said) -> None:
    page.say(*_parts(said), indent=2, hang=2)
    for more in said.more:
        page.say(more, indent=6, hang=2)


def _beside(page: Page, said: Said) -> None:
    more = dim("".join(f"; {text.removesuffix('.')}" for text in said.more))
    page.say(*_parts(said), more, indent=2, hang=2)


def _alone(page: Page, said: Said) -> None:
    room = page.width - 2
    whole = clean(_sentence(said))
    if said.goal and width(whole) > room:
        page.say(f"{chop(whole, room - 1)[0].rstrip()}…", indent=2)
    else:
        page.say(*_parts(said), indent=2, hang=2)


_WRITTEN: dict[Detail, Callable[[Page, Said], None]] = {
    Detail.ROOMY: _lines,
    Detail.LINES: _lines,
    Detail.BESIDE: _beside,
    Detail.NONE: _alone,
}


def _parts(said: Said) -> list[Part]:
    lead: list[Part] = [accent(f"{said.mark} ")] if said.mark else []
    return [*lead, bold(said.words) if said.goal else said.words, said.after]


def _title(view: CallView) -> str:
    return f"{weekday(view.first)}'s call, {week_dates(view.week, view.first, view.end)}"


def _notes(view: CallView) -> Iterator[str]:
    """Return how the last calls were held if there was no voice call, since a call is worth more than a letter."""
    if view.as_of_said:
        yield f"Not fetched now; this is {as_of(view.as_of_said)}."
    counted = dict(view.talked)
    if counted.keys() & {Medium.ASYNC, Medium.NONE}:
        numbers = [f"{number} {TALKED[medium]}" for medium, number in view.talked]
        yield f"Your last calls: {listed(numbers)}."
    if view.recorded and view.recorded.medium:
        yield f"Noted of this one: {TALKED[view.recorded.medium]}."


def _heading(view: CallView, part: CallPart) -> str:
    if part.topic is Topic.EACH_OTHER:
        return "For each other"
    speaker = part.speakers[0]
    if len(part.speakers) > 1:
        return _TOGETHER[part.topic]
    if part.topic is Topic.TOLD:
        told = speaker.current
        return f"{speaker.name}'s week {told.week}, {period(told)}" if told else f"{speaker.name}'s week"
    if part.topic is Topic.GOALS:
        return f"{speaker.name}'s goals"
    week = speaker.reported
    if week is None:
        return f"{speaker.name}'s report"
    return f"{speaker.name}'s report on {week.week}, {period(week)}"


def _said(view: CallView, part: CallPart) -> Iterator[Said]:
    if part.topic is Topic.EACH_OTHER:
        names: dict[str, str] = {str(handle): name for handle, name in view.names}
        yield from (_message(message, names) for message in view.messages)
        coming = view.next_call.at
        yield Said("", f"The next call: {day(coming)}{hour_of(coming, view.call_elsewhere)}.")
        return
    for speaker in part.speakers:
        lead = f"{speaker.name}: " if len(part.speakers) > 1 else ""
        found = _BY_TOPIC[part.topic](speaker)
        yield from (replace(said, words=f"{lead}{said.words}") for said in found)


def _message(message: ReceivedMessage, names: dict[str, str]) -> Said:
    reader = names.get(message.to.casefold(), message.to)
    return Said("", f"{names[str(message.partner)]} {_VERBS[message.kind]} {reader}: {message.text}")


def _report(speaker: Speaker) -> Iterator[Said]:
    week = speaker.reported
    if week is None:
        yield Said("", "There is no earlier week to report on.")
        return
    yield from _unreadable(week)
    for goal in week.goals:
        more = tuple(sentence(happening(entry)) for entry in goal.happened)
        changed = f", {CHANGES[goal.change]}" if goal.change else ""
        yield Said(MARKS[goal.state], goal.goal, f": {came_of(goal)}{changed}", more, goal=True)
    for entry in week.happened:
        yield Said("", f"In the way: {sentence(happening(entry, between=', '))}")
    for learned in week.learned:
        yield Said("", f"Learned: {learned}")


def _goals(speaker: Speaker) -> Iterator[Said]:
    week = speaker.current
    if week is None:
        yield Said("", "No goals yet.")
        return
    yield from _unreadable(week)
    if not week.goals and not week.unreadable:
        none = no_goals_yet(week.path, week.goals_elsewhere)
        yield Said("", "A week off." if week.away else none)
    for goal in week.goals:
        known = "; ".join(filter(None, (carrying(goal), CHANGES[goal.change] if goal.change else "")))
        yield Said(str(goal.number), goal.goal, f" ({known})" if known else "", tuple(_promise(goal)), goal=True)


def _told_freely(speaker: Speaker) -> Iterator[Said]:
    """Return the lines of a week under peer support; messages are shown in the part for each other."""
    week = speaker.current
    if week is None:
        yield Said("", "Nothing is written here yet.")
        return
    yield from _unreadable(week)
    for goal in week.goals:
        yield Said(str(goal.number), goal.goal, goal=True)
    for learned in week.learned:
        yield Said("", f"Learned: {learned}")
    for heading, lines in body.sections(week.body, messages=False):
        for number, line in enumerate(lines):
            yield Said("", f"{heading}: {line}" if heading and number == 0 else line)


_BY_TOPIC: dict[Topic, Callable[[Speaker], Iterator[Said]]] = {
    Topic.REPORT: _report,
    Topic.GOALS: _goals,
    Topic.TOLD: _told_freely,
}


def _unreadable(week: WeekRecord) -> Iterator[Said]:
    if week.unreadable:
        why = "has a newer format than this apj reads" if week.unreadable.newer else "can't be read as it is now"
        yield Said("", f"{week.path} {why}; this is what it last said.")


def _promise(goal: GoalRecord) -> Iterator[str]:
    if goal.done_when:
        yield f"done when {goal.done_when}"
    for obstacle in goal.obstacles:
        yield _plan(obstacle)


def _plan(obstacle: ObstacleRecord) -> str:
    return f"if {obstacle.if_}, then {obstacle.then}" if obstacle.then else f"in the way: {obstacle.if_}"
