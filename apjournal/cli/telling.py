"""Errors as text and as part of the JSON document, and several reasons as one exit code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from apjournal.errors import ApjError, BrokenFile

if TYPE_CHECKING:
    from apjournal.model.views.base import View

_RANK = (2, 5, 4, 3, 1)


def exit_code(codes: Sequence[int]) -> int:
    """Choose among several reasons: the highest of 5, 4, 3, 1."""
    return next((code for code in _RANK if code in codes), 0)


def error_text(error: ApjError) -> str:
    """Write an error: the places it names line by line, what is wrong, what to do."""
    from apjournal.render.terminal import clean

    lines = []
    if isinstance(error, BrokenFile):
        lines += [f"{finding.place}: {finding.message}" for finding in error.findings]
    lines += [text for text in (error.message, error.hint) if text]
    return "".join(f"{clean(line)}\n" for line in lines)


def json_text(view: View | None, problems: Sequence[ApjError]) -> str:
    """Write the one JSON document: the view's, with the gravest problem as `error`."""
    from apjournal.render.documents import as_json, document, error_document

    result = {} if view is None else document(view)
    if problems:
        code = exit_code([problem.exit_code for problem in problems])
        gravest = next(problem for problem in problems if problem.exit_code == code)
        result["error"] = error_document(gravest, *(problem for problem in problems if problem is not gravest))
    return as_json(result)
