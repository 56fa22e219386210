"""The edge of the program: the only module that reads the clock, the environment and the terminal."""

from __future__ import annotations

import os
import sys
from datetime import datetime
from enum import StrEnum
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from apjournal.errors import ApjError, GitFault, UsageFault

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from apjournal.model.views.base import Alarm, View
    from apjournal.render.layout.page import Style
    from apjournal.session.workspace import Workspace

DEFAULT_WIDTH = 80
_STDERR = 2
_YEARS = range(1970, 2900)  # the years of a journal's weeks, and some more at both ends


class CallStart(StrEnum):
    """When the call begins, and whether a clock counts its minutes. `ASK`: the question was not asked yet."""

    ASK = ""
    CLOCK = "s"
    WITHOUT = "w"
    LATER = "l"


class Context:
    """What a command knows about the world outside the journal.

    - `own_process`: whether this process runs a single apj command rather than several.
    - `asked`: whether a question was asked.
    - `report_waits`: whether the user wants to give a due report later.
    - `call_start`: how the call that follows this command begins, as on the day of a call, otherwise None.
    - `saved`: what the dialogue has saved so far, for the message after Ctrl-C.
    - `alarms_told`: the alerts that were already shown.
    """

    def __init__(
        self,
        directory: Path | None = None,
        as_: str | None = None,
        *,
        clock: datetime | None = None,
        own_process: bool = False,
    ) -> None:
        self.directory = directory
        self.as_ = as_
        self.json = False
        self.quiet = False
        self.color = "auto"
        self.clock = clock
        self.own_process = own_process
        self.exit_codes: list[int] = []
        self.shown: View | None = None
        self.problems: list[ApjError] = []
        self.asked = False
        self.report_waits = False
        self.call_start: CallStart | None = None
        self.saved: list[str] = []
        self.alarms_told: set[Alarm] = set()

    @property
    def begins_call(self) -> bool:
        """Whether the call begins after this command, as the user has answered."""
        return self.call_start in {CallStart.CLOCK, CallStart.WITHOUT}

    @cached_property
    def now(self) -> datetime:
        """The current time with its UTC offset, or `APJ_NOW`. Raise `UsageFault` if `APJ_NOW` is not valid."""
        if self.clock is not None:
            return self.clock
        given = os.environ.get("APJ_NOW")
        if not given:
            return datetime.now().astimezone()  # noqa: TID251  the one place where the clock is read
        try:
            moment = datetime.fromisoformat(given)
        except ValueError:
            moment = None
        if moment is None or moment.tzinfo is None or moment.year not in _YEARS:
            raise UsageFault(
                f"APJ_NOW is not a date and time with an offset: {given}", "Write it like this: 2026-11-23T09:00+01:00"
            )
        return moment

    @cached_property
    def environ(self) -> Mapping[str, str]:
        """The environment as it was at the start.

        If the process runs only this command, git's variables are then removed from `os.environ`.
        """
        given = dict(os.environ)
        if self.own_process:
            from apjournal.usecases import open_journal

            open_journal.clean_process(os.environ, terminal=self.interactive)
        return given

    @property
    def interactive(self) -> bool:
        """Whether apj can ask a person: stdin and stdout are terminals, and the output is not JSON."""
        return sys.stdin.isatty() and sys.stdout.isatty() and not self.json

    @property
    def start(self) -> Path:
        """The folder in which the search for the journal begins, with symlinks resolved."""
        try:
            return Path(os.path.realpath(self.directory or Path.cwd()))
        except FileNotFoundError:
            raise GitFault("The current directory no longer exists.", "Change to another directory: cd") from None

    def resolve_path(self, path: Path) -> Path:
        """Return the file that a path on the command line means, relative to `start`.

        Symlinks are resolved before `..`.
        """
        return Path(os.path.realpath(self.start / path))

    @cached_property
    def workspace(self) -> Workspace:
        """The open journal in or above `start`, otherwise the user's default journal.

        If it is the default journal, the first line on stderr says so. Raise `UsageFault` if there is no journal.
        """
        from apjournal.usecases import find_journal, open_journal

        place = find_journal.require_journal(self.start, self.environ)
        if place.is_default and not self.quiet:
            self.print_message(f"apj uses your default journal, {place.root}.")
        return open_journal.open_journal(
            place.root, partner=self.as_, now=self.now, environ=self.environ, terminal=self.interactive
        )

    def warn_of_missing_terms(self) -> None:
        """Warn if default terms apply because the agreement cannot be read. Also warn about unknown time zones."""
        from apjournal.usecases import open_journal

        if said := open_journal.explain_missing_terms(self.workspace):
            self.print_hint(said)
        self.warn_of_unknown_zones()

    def warn_of_unknown_zones(self) -> None:
        """Warn about unknown time zones. The warning also says which time zones are used instead."""
        from apjournal.usecases import open_journal

        for said in open_journal.explain_unknown_zones(self.workspace):
            self.print_hint(said)

    def warn_of_local_edits(self, paths: Iterable[str] = ()) -> None:
        """Warn if files in `paths`, or files that were shown, differ from what is shared."""
        from apjournal.usecases import open_journal

        for edit in () if self.quiet or self.json else open_journal.find_local_edits_of(self.workspace, paths):
            self.print_hint(f"{edit.message} {edit.advice}: {edit.command}")

    def warn_of_clock(self) -> None:
        """Warn if the clock shows a time before my last action in this journal."""
        from apjournal.usecases import open_journal

        if said := open_journal.warn_of_clock(self.workspace):
            self.print_hint(said)

    def close(self) -> None:
        """Stop the processes that the journal started, such as git's child process."""
        if "workspace" in self.__dict__:
            self.workspace.close()

    @cached_property
    def style(self) -> Style:
        """How text on stdout may look: its width, its colours and its characters."""
        from apjournal.render.layout.page import Style

        encoding = (sys.stdout.encoding or "").lower().replace("-", "")
        utf8 = encoding.startswith("utf")
        return Style(width=self._get_width(), color=self.colored, utf8=utf8, quiet=self.quiet)

    def _get_width(self) -> int:
        return _read_columns() or (_get_terminal_size().columns if sys.stdout.isatty() else DEFAULT_WIDTH)

    @property
    def colored(self) -> bool:
        """Whether to use colour: as the options say, otherwise in a terminal that supports and allows it."""
        if self.color != "auto":
            return self.color == "always"
        if os.environ.get("NO_COLOR"):
            return False
        if os.environ.get("FORCE_COLOR"):
            return True
        return sys.stdout.isatty() and os.environ.get("TERM") != "dumb"

    def show_view(
        self, view: View, render: Callable[[Any, Style], str], *, pager: bool = False, output: Path | None = None
    ) -> None:
        """Write a view to stdout or the file `output`, and record its exit code.

        With `--json`, the first view is the command's document, which is printed at the end even if the view goes to a
        file. Problems of a second view (such as that of the sync after `new-week`) are added to that document.
        """
        self.exit_codes.append(view.exit_code)
        if self.json:
            self.shown = self.shown or view
        if output is not None:
            self._write_view(view, render, output)
        elif not self.json:
            from apjournal.cli.error_text import drop_shown_alerts

            new, errors = drop_shown_alerts(view, self.alarms_told)
            self.print_result(render(new, self.style), pager=pager)
            self.exit_codes.extend(problem.exit_code for problem in view.problems)
            for error in errors:
                self.print_message(error)
            return
        for problem in view.problems:
            self.stop_with(problem)

    def _write_view(self, view: View, render: Callable[[Any, Style], str], output: Path) -> None:
        from apjournal.cli.error_text import format_json_document
        from apjournal.usecases import output_file as use

        use.write_output(
            self.start / output, format_json_document(view, view.problems) if self.json else render(view, self.style)
        )
        self.print_hint(f"Written: {output}")

    def stop_with(self, problem: ApjError) -> None:
        """Report what stopped the command or part of it. With `--json`, it goes into the document."""
        self.exit_codes.append(problem.exit_code)
        if self.json:
            self.problems.append(problem)
        else:
            self.report_problem(problem)

    def print_result(self, text: str, *, pager: bool = False) -> None:
        """Print a result. In a terminal, a long result goes through the pager if `pager` is set."""
        has_pager = pager and self.interactive and os.environ.get("TERM") != "dumb"
        if has_pager and text.count("\n") >= _get_terminal_size().lines:
            # As git does: no pager for short text, keep colours, and leave the text on the screen at the end.
            os.environ["LESS"] = self.environ.get("LESS") or "FRX"
            click.echo_via_pager(text, color=self.colored)
        else:
            click.echo(text, nl=False, color=self.colored)

    def print_hint(self, text: str) -> None:
        """Write a hint or a progress message to stderr, unless the options ask for silence or JSON."""
        if not self.quiet and not self.json:
            self.print_message(text)

    def report_problem(self, problem: ApjError) -> None:
        """Report a problem after which the command continued."""
        from apjournal.cli.error_text import format_error

        self.print_message(format_error(problem))

    def print_message(self, text: str) -> None:
        """Write a message to stderr. In a terminal, it is wrapped between words."""
        width = _read_columns() or (_get_terminal_size().columns if os.isatty(_STDERR) else None)
        if width is not None:
            from apjournal.render.layout.page import wrap_message

            text = wrap_message(text, width)
        click.echo(text.removesuffix("\n"), err=True)


def _read_columns() -> int | None:
    """Return the terminal width given in the environment, or None."""
    columns = os.environ.get("COLUMNS", "")
    return int(columns) if columns.isdecimal() and int(columns) > 0 else None


def _get_terminal_size() -> os.terminal_size:
    from shutil import get_terminal_size  # it loads modules that pack and unpack files

    return get_terminal_size((DEFAULT_WIDTH, 24))
