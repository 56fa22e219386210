"""Turn errors into text or JSON, and into one exit code. No other module does so."""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from shlex import quote

import click

from apjournal.cli.context import Context
from apjournal.cli.error_text import choose_exit_code, format_json_document
from apjournal.errors import ApjError, GitFault, UsageFault

COMPLETE = "_APJ_COMPLETE"
"""The environment variable with which a shell asks for completions."""
STOPPED = 130
"""The exit code after Ctrl-C, by the convention of shells (128 + SIGINT)."""
PIPE_CLOSED = 141
"""The exit code when the reader of a pipe has closed it (128 + SIGPIPE)."""


def run_command(command: click.Command, arguments: Sequence[str], context: Context) -> int:
    """Run a command line and return its exit code. No exception leaves this function."""
    if context.own_process:
        _prepare_streams()
    if COMPLETE in os.environ:
        from apjournal.cli import completion as completion  # registers apj's completion for bash
    try:
        code = _run_and_catch(command, arguments, context)
        sys.stdout.flush()
    except (BrokenPipeError, SystemExit) as end:  # click turns BrokenPipeError into SystemExit. Completion exits with 0
        if isinstance(end, SystemExit) and end.code == 0:
            return 0
        _discard_output()
        return PIPE_CLOSED
    except OSError as error:
        _discard_output()
        click.echo(
            f"apj cannot write its output: {error.strerror}.\nFree some space, or write the output to another disk.",
            err=True,
        )
        return GitFault.exit_code
    except Exception as error:
        if not context.own_process:
            raise
        click.echo(report_unexpected(error, _find_command_name(command, arguments)), err=True)
        return GitFault.exit_code
    finally:
        context.close()
    return code


def _find_command_name(command: click.Command, arguments: Sequence[str]) -> str:
    """Return the name of the command among the arguments, or "" if there is none."""
    known = command.list_commands(click.Context(command)) if isinstance(command, click.Group) else []
    return next((word for word in arguments if word in known), "")


def report_unexpected(error: Exception, command: str) -> str:
    """Write an error report to the temporary folder, and return a message that says where the report is."""
    from apjournal.cli.error_report import write_report

    said = f"apj stopped because of a bug ({type(error).__name__}). Everything that you saved is in your files."
    path = write_report(error, command)
    if path is None:
        return f"{said}\nNo error report could be written to the temporary folder."
    return f"{said}\nAn error report for the developers is in {path}. It contains nothing from your journal."


def _run_and_catch(command: click.Command, arguments: Sequence[str], context: Context) -> int:
    try:
        command.main(list(arguments), prog_name="apj", obj=context, standalone_mode=False)
    except click.exceptions.Exit as exit_:
        return exit_.exit_code
    except (click.Abort, KeyboardInterrupt) as stop:
        # After Ctrl-C between two questions, click has already ended the line.
        at_question = not isinstance(stop.__cause__, KeyboardInterrupt)
        if at_question:
            click.echo(err=True)
        context.print_message(_explain_cancelled(context.saved, at_question=at_question))
        return STOPPED
    except click.UsageError as error:
        context.json = context.json or "--json" in arguments  # it may come after the argument that could not be parsed
        context.stop_with(UsageFault(*_format_usage(error)))
    except ApjError as error:
        context.stop_with(error)
    except OSError as error:  # no code closer to the cause has turned it into a fault
        if error.filename is None:
            raise
        context.stop_with(GitFault(f"{error.filename}: {error.strerror}.", "Check the disk and its permissions."))
    if context.json and (context.shown or context.problems):
        click.echo(format_json_document(context.shown, context.problems), nl=False)
    return choose_exit_code(context.exit_codes)


def _prepare_streams() -> None:
    """Set up the streams so that a closed stream, or a character that a terminal cannot show, stops no command."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        stream = getattr(sys, name)
        if stream is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115  open until the process ends
        elif isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _discard_output() -> None:
    """Redirect stdout, so that whatever Python still writes to it at exit is discarded."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _explain_cancelled(saved: Sequence[str], *, at_question: bool) -> str:
    """Return a message which says what a cancelled command saved, and that nothing else changed."""
    from apjournal.render.words.phrases import join_names

    if not at_question:
        kept = f"Already saved: {join_names(saved)}." if saved else "Everything saved so far is kept."
        return f"Cancelled. {kept} No file was left incomplete."
    if saved:
        return f"Cancelled. Saved here but not shared: {join_names(saved)}. Your later answers were discarded."
    return "Cancelled. Your answers in this dialogue were discarded; nothing else changed."


def _format_usage(error: click.UsageError) -> tuple[str, str]:
    path = error.ctx.command_path if error.ctx else "apj"
    hint = f"See: {path} --help"
    if isinstance(error, click.NoSuchOption) and error.ctx and _takes_text(error.ctx.command):
        hint = f"If it is text, type -- before it: {path} -- {quote(error.option_name)}. Otherwise, see: {path} --help"
    return error.format_message(), hint


def _takes_text(command: click.Command) -> bool:
    """Whether the arguments of a command are free text."""
    return any(
        isinstance(param, click.Argument) and param.nargs == -1 and param.type is click.STRING
        for param in command.params
    )
