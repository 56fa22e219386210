"""Plan what the partners talk about in a call, in which order, and for how many minutes.

Reports come first, then the goals of the new week, then the messages for each other. Two partners take turns at
speaking first. In a circle, I speak first. The minutes of all parts add up to the agreed minutes. A part without
content has no minutes, such as the report if there is no week to report on.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from itertools import islice

from apjournal.analysis.schedule import Schedule
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek
from apjournal.model.views.call import CallPart, Speaker, Topic
from apjournal.model.week import Medium, Week
from apjournal.model.week_record import WeekRecord

PAIR = 2
TALKS = 8
"""The number of my newest weeks in which calls are counted by medium."""


def find_week_of_call(planned: IsoWeek, this: IsoWeek, names: Iterable[Collection[IsoWeek]]) -> IsoWeek:
    """Return the week that begins with the call.

    This is `planned` if any partner has a file for that week, otherwise `this`. `names` contains, for each partner, the
    weeks that have a file.
    """
    return planned if any(planned in weeks for weeks in names) else this


def is_first_call_of_month(schedule: Schedule, week: IsoWeek) -> bool:
    """Whether the call that begins a week is the first in its month.

    In that call, the partners tell each other their aims.
    """
    before = schedule.find_former_week(week)
    return schedule.find_agreed_day(before).month != schedule.find_agreed_day(week).month


def is_review_due_in(schedule: Schedule, week: IsoWeek) -> bool:
    """Whether the call that begins a week is the first one on or after the agreement's `review_on`.

    In that call, the partners review the agreement.
    """
    review_on, before = schedule.agreement.review_on, schedule.find_former_week(week)
    return review_on is not None and schedule.find_agreed_day(before) < review_on <= schedule.find_agreed_day(week)


def order_speakers(speakers: Sequence[Handle], me: Handle, turn: int) -> tuple[Handle, ...]:
    """Return the partners in the order in which they speak. `turn` is the number of the call.

    Two partners take turns at speaking first. In a circle, I come first.
    """
    if len(speakers) == PAIR:
        first, second = sorted(speakers)
        return (second, first) if turn % PAIR else (first, second)
    return (*(handle for handle in speakers if handle == me), *(handle for handle in speakers if handle != me))


def plan_agenda(speakers: Sequence[Speaker], minutes: int, *, reports: bool = True) -> tuple[CallPart, ...]:
    """Return the parts of the call, each with its share of `minutes`.

    Each speaker has two parts, or one if `reports` is False (under peer support), and there is one part for everybody.
    Parts with more goals get more time. If there are fewer minutes than parts, the speakers share their parts. If there
    are still fewer minutes than parts, the whole call is one part.
    """
    topics = (Topic.REPORT, Topic.GOALS) if reports else (Topic.TOLD,)
    parts = tuple(_list_parts(speakers, topics))
    if sum(_compute_weight(part) > 0 for part in parts) > minutes:
        together = (*topics, Topic.EACH_OTHER)
        parts = tuple(_build_part(topic, speakers) for topic in together) if minutes >= len(together) else parts[-1:]
    shares = divide_minutes(minutes, [_compute_weight(part) for part in parts])
    return tuple(
        CallPart(part.title, part.partner, share, part.lines, part.topic, part.speakers)
        for part, share in zip(parts, shares, strict=True)
    )


def divide_minutes(total: int, weights: Sequence[int]) -> tuple[int, ...]:
    """Divide `total` minutes into whole shares by `weights`, by the method of the largest remainder.

    Each part with a weight above 0 gets one minute, and any other part gets 0. The remaining minutes are divided by
    weight. Minutes left over by rounding go to the parts with the largest remainders, earlier parts first (Hamilton's
    method of apportionment). At least one weight must be above 0, and `total` must be at least the number of weights
    above 0.
    """
    least = [int(weight > 0) for weight in weights]
    left, sum_ = total - sum(least), sum(weights)
    whole = [left * weight // sum_ for weight in weights]
    by_remainder = sorted(range(len(weights)), key=lambda place: -(left * weights[place] % sum_))
    extra = set(by_remainder[: left - sum(whole)])
    return tuple(least[place] + share + (place in extra) for place, share in enumerate(whole))


def count_media(weeks: Iterable[Week]) -> tuple[tuple[Medium, int], ...]:
    """Return the number of calls by each medium in my newest `TALKS` weeks.

    `weeks` are my weeks, newest first, and are read no further than needed. A medium that was not used is left out.
    """
    counts = Counter(week.call.medium for week in islice(weeks, TALKS) if week.call)
    return tuple((medium, counts[medium]) for medium in Medium if counts[medium])


def _list_parts(speakers: Sequence[Speaker], topics: Sequence[Topic]) -> Iterator[CallPart]:
    for topic in topics:
        for speaker in speakers:
            yield _build_part(topic, (speaker,))
    yield _build_part(Topic.EACH_OTHER, speakers)


def _build_part(topic: Topic, speakers: Sequence[Speaker]) -> CallPart:
    one = speakers[0].partner if len(speakers) == 1 and topic is not Topic.EACH_OTHER else None
    return CallPart("", one, 0, (), topic, tuple(speakers))


def _compute_weight(part: CallPart) -> int:
    if part.topic is Topic.EACH_OTHER:
        return 1
    if part.topic is Topic.REPORT:
        weeks = [speaker.reported for speaker in part.speakers if speaker.reported]
        return sum(max(1, len(week.goals)) for week in weeks)
    # Partners also speak about goals that they have not written yet.
    current = [speaker.current for speaker in part.speakers]
    return sum(max(1, _count_goals(week)) for week in current if week is None or not week.away)


def _count_goals(week: WeekRecord | None) -> int:
    return len(week.goals) if week else 0
