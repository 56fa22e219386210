"""The partners' answers to the topics that they discuss before they accept the agreement."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

from msgspec import Struct

from apjournal.errors import UsageFault
from apjournal.model.agreement_topic import Topic
from apjournal.model.date_words import format_date
from apjournal.patterns import make_pattern

_WEEKS_AHEAD = make_pattern(r"\+(\d{1,3})w")
_DATE = make_pattern(r"\d{4}-\d\d?-\d\d?")


class Answers(Struct, frozen=True):
    """The answer to each topic. If the answer to `Topic.UNTIL` was a day, `review_on` is that day."""

    words: Mapping[Topic, str]
    review_on: date | None = None


def sort_answers(given: Mapping[Topic, str], today: date) -> Answers:
    """Return the answers that are not empty. A day given for `Topic.UNTIL` becomes `review_on`.

    The day may be a date or a number of weeks such as `+12w`. It is written into the front matter, not into the text.
    Raise `UsageFault` if it is not a possible day for a review.
    """
    words = {topic: text for topic, text in given.items() if text.strip()}
    until = words.get(Topic.UNTIL, "").strip()
    if not (until.startswith("+") or _DATE.fullmatch(until)):
        return Answers(words)
    day = parse_review_day(until, today)
    return Answers({topic: text for topic, text in words.items() if topic is not Topic.UNTIL}, day)


def parse_review_day(text: str, today: date) -> date:
    """Return the day that `2026-12-07` or `+12w` means. Raise `UsageFault` for any other text and for a past day."""
    ahead = _WEEKS_AHEAD.fullmatch(text.strip())
    try:
        day = today + timedelta(weeks=int(ahead[1])) if ahead else date.fromisoformat(text.strip())
    except ValueError:
        raise UsageFault(
            f"{text} is not a date.", "Write it like 2026-12-07, or like +12w for a day in 12 weeks."
        ) from None
    if day < today:
        raise UsageFault(
            f"{format_date(day, today)} is in the past.", "Choose the day on which you will review the agreement."
        )
    return day
