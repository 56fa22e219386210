"""Read the story of the example journal, and move it to another time."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta
from typing import Any

from msgspec.structs import replace

from apjournal.model.isoweek import IsoWeek
from apjournal.model.story import StoryStep
from apjournal.patterns import make_pattern

_TIME = make_pattern(r"\b(?P<week>\d{4}-W\d{2})\b|\b(?P<day>\d{4}-\d{2}-\d{2})\b")


def read_story(text: str) -> tuple[StoryStep, ...]:
    """Read `story.yaml`. The file comes with apj, so it is trusted input."""
    import yaml

    return tuple(_parse_step(entry) for entry in yaml.safe_load(text))


def _parse_step(entry: dict[str, Any]) -> StoryStep:
    at = datetime.fromisoformat(str(entry["at"]))
    if "run" in entry:
        return StoryStep(at, entry["who"], run=tuple(str(word) for word in entry["run"]))
    if "write" in entry:
        return StoryStep(at, entry["who"], path=entry["write"], text=entry["text"])
    return StoryStep(at, entry["who"], path=entry["edit"], old=entry["replace"], text=entry["with"])


def move_step(step: StoryStep, weeks: int, *, latest: datetime) -> StoryStep:
    """Return a step moved by a number of weeks, with all ISO dates and weeks in it.

    Its time is no later than `latest`.
    """
    move = make_mover(weeks)
    return replace(
        step,
        at=min(step.at + timedelta(weeks=weeks), latest),
        run=tuple(move(word) for word in step.run),
        path=move(step.path),
        old=None if step.old is None else move(step.old),
        text=move(step.text),
    )


def make_mover(weeks: int) -> Callable[[str], str]:
    """Return a function that moves every ISO date and ISO week in a string by a number of weeks."""

    def moved_time(match: re.Match[str]) -> str:
        if match["week"]:
            return str(IsoWeek.parse(match["week"]) + weeks)
        return (date.fromisoformat(match["day"]) + timedelta(weeks=weeks)).isoformat()

    return lambda text: _TIME.sub(moved_time, text)
