"""How a talk on the terminal ends: with the next step, as the status would name it now."""

from __future__ import annotations

from apjournal.cli.context import Context
from apjournal.cli.questions import Talk


def step(context: Context) -> str:
    """Give the next step."""
    from apjournal.usecases.status import status

    return status(context.workspace).next


def say_next(context: Context) -> None:
    """Name the next step."""
    Talk(context.style).next(step(context))
