"""The faults of an operation, each with a message, a hint and an exit code.

Faults *in a file* are values (`apjournal.model.finding.Finding`). A fault stops a command. If the command has already
done part of its work, its view contains the fault. `apjournal.cli.error_text` turns faults into text or JSON.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from apjournal.model.finding import Finding


class ApjError(Exception):
    """A fault: `message` is one sentence about what is wrong, and `hint` one sentence about what to do."""

    exit_code = 1

    def __init__(self, message: str, hint: str = "") -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint


class NeedsAttention(ApjError):
    """Something to decide or to do first, such as a report that is due or a deletion to confirm (exit 1)."""


class UsageFault(ApjError):
    """A bad option, argument, handle, week or URL (exit 2)."""

    exit_code = 2


class BrokenFile(ApjError):
    """One of my journal files cannot be read or breaks the rules (exit 3).

    `findings` contains all positions in files, each shown as `PATH:LINE:COLUMN: text`.
    """

    exit_code = 3

    def __init__(self, message: str, hint: str = "", findings: Sequence[Finding] = ()) -> None:
        super().__init__(message, hint)
        self.findings = tuple(findings)


class GitFault(ApjError):
    """Git, the remote or the operating system reported an error, or something cannot be determined (exit 4)."""

    exit_code = 4


class TrustFault(ApjError):
    """The history was rewritten, a kept copy vanished, or somebody else changed a folder (exit 5).

    `code` is one of the codes in `docs/commands.md`. `show` is the plain git command that shows what happened.
    """

    exit_code = 5

    def __init__(self, message: str, hint: str = "", *, code: str, show: str = "") -> None:
        super().__init__(message, hint)
        self.code = code
        self.show = show


@contextmanager
def explain_missing_libraries(message: str, *, install: str) -> Iterator[None]:
    """Raise `GitFault` with `message` if an import within the block needs a library that is not installed.

    `install` is the beginning of the hint, such as "Install it". If a module of apj itself is missing, that is a bug,
    and the error is raised unchanged.
    """
    try:
        yield
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("apjournal"):
            raise
        hint = f"{install}, in a checkout of apj: pipx install --force '.[web,calendar,lsp]'"
        raise GitFault(message, hint) from error
