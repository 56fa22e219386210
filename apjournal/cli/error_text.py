"""Turn errors into text and into a part of the JSON document, and choose one exit code among several."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from apjournal.errors import ApjError, TrustFault

if TYPE_CHECKING:
    from apjournal.model.views.base import Alarm, View

_RANK = (2, 5, 4, 3, 1)


def choose_exit_code(codes: Sequence[int]) -> int:
    """Return the most serious of several exit codes: the first of 2, 5, 4, 3, 1 that occurs, otherwise 0."""
    return next((code for code in _RANK if code in codes), 0)


def format_error(error: ApjError) -> str:
    """Return an error as text: its positions line by line, what is wrong, and what to do."""
    from apjournal.render.layout.error_lines import list_error_lines

    return "".join(f"{line}\n" for line in list_error_lines(error))


def drop_shown_alerts(view: View, told: set[Alarm]) -> tuple[View, list[str]]:
    """Return a view without the alerts in `told`, which were shown before, and the errors that its screen leaves out.

    The alerts of the view are added to `told`. What the screen says about an alert is not repeated as an error.
    """
    alarms: tuple[Alarm, ...] = getattr(view, "alarms", ())
    if not alarms and not view.problems:
        return view, []
    from msgspec.structs import replace

    from apjournal.render.screens.sync import REWRITTEN

    new = tuple(alarm for alarm in alarms if alarm not in told)
    messages = {alarm.message for alarm in alarms}
    errors = []
    for problem in view.problems:
        if not isinstance(problem, TrustFault) or problem.message not in messages:
            errors.append(format_error(problem))
        elif not new and problem.code in REWRITTEN:
            errors.append("Nothing was sent, because of the rewritten history above.\n")
        elif problem.code not in REWRITTEN and any(alarm.message == problem.message for alarm in new):
            errors.append(format_error(ApjError(problem.hint)))
    told.update(new)
    return (replace(view, alarms=new) if new != alarms else view), errors


def format_json_document(view: View | None, problems: Sequence[ApjError]) -> str:
    """Return the JSON document of a command: that of its view, with the most serious problem as `error`."""
    from apjournal.render.documents import build_document, build_error_document, format_json

    result = {} if view is None else build_document(view)
    if problems:
        code = choose_exit_code([problem.exit_code for problem in problems])
        gravest = next(problem for problem in problems if problem.exit_code == code)
        result["error"] = build_error_document(gravest, *(problem for problem in problems if problem is not gravest))
    return format_json(result)
