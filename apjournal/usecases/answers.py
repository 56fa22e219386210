"""Save what a person answered in a dialogue if it cannot be written to its file, so that no answer is lost."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress

from apjournal.errors import ApjError
from apjournal.session.recovery_copies import get_latest_recovery_copy, save_recovery_copy
from apjournal.session.workspace import Workspace

_NAME = "answers.md"


@contextmanager
def keep_answers(workspace: Workspace, answers: Sequence[str | None]) -> Iterator[None]:
    """If the block raises a fault, save the answers in `.git/apj/recover/`, and say in the fault where they are.

    Empty answers are left out. If the answers cannot be saved either, the fault is unchanged.
    """
    try:
        yield
    except ApjError as fault:
        said = [answer for answer in answers if answer]
        with suppress(ApjError):
            if said and workspace.is_repository:
                save_recovery_copy(workspace, _NAME, "".join(f"{answer}\n" for answer in said).encode("utf-8"))
                path = get_latest_recovery_copy(workspace, _NAME)
                where = path.relative_to(workspace.root) if path.is_relative_to(workspace.root) else path
                fault.message = f"{fault.message} Your answers are in {where}."
        raise
