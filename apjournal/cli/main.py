"""The command line: a static table of commands, each imported when it runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from typing import NamedTuple

import click

import apjournal
from apjournal.cli.options import common_options


class Entry(NamedTuple):
    """A command in the table: its name, what it is for in a line (its docstring says the same)."""

    name: str
    line: str


GROUPS: tuple[tuple[str, tuple[Entry, ...]], ...] = (
    (
        "What a week needs",
        (
            Entry("new-week", "Your half of Monday: the report if it is due, then the goals."),
            Entry("log", "Note what got in the way, or anything else, in one line."),
            Entry("call", "Show one screen to talk from, then keep copies and share."),
            Entry("review", "Read a partner's report and goals, and keep a copy."),
            Entry("sync", "Share what you wrote and get what the others wrote."),
        ),
    ),
    (
        "Begin",
        (
            Entry("init", "Start a journal."),
            Entry("invite", "Print what to send to a partner who has not joined."),
            Entry("join", "Join a journal that somebody shares with you."),
            Entry("demo", "Create a journal of two example partners to try things on."),
        ),
    ),
    (
        "The week",
        (
            Entry("report", "Report how your goals went."),
            Entry("edit", "Open your week in the editor."),
            Entry("park", "Park an idea for later."),
            Entry("away", "Mark one or more weeks off."),
            Entry("undo", "Undo the last change that apj made to your files."),
        ),
    ),
    (
        "Together",
        (
            Entry("commit", "Commit what you wrote, without sharing it yet."),
            Entry("diff", "Compare a week with your kept copy, word by word."),
            Entry("agree", "Show, accept or change how you work together."),
            Entry("leave", "End your part in this journal."),
        ),
    ),
    (
        "Looking back and checking",
        (
            Entry("status", "Show where you are and the next step."),
            Entry("show", "Show one week in full."),
            Entry("summary", "Show everybody's record for some weeks."),
            Entry("insights", "Show what distracts you, whether you expected it, and what helps."),
            Entry("check", "Check the files against the format."),
            Entry("verify", "Check the whole history for rewrites and lost copies."),
            Entry("doctor", "Diagnose problems with git, settings, locks and the remote."),
        ),
    ),
)
TABLE = {entry.name: entry for _, entries in GROUPS for entry in entries}


class CommandTable(click.Group):
    """The table as a click group: help and completion need no command's module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the help."""
        return list(TABLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import the command's own module; its file is named as the command is."""
        if cmd_name not in TABLE:
            return None
        module = import_module(f"apjournal.cli.commands.{cmd_name.replace('-', '_')}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return the command; for an unknown one, suggest the nearest."""
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], TABLE, n=1)
            hint = f"Did you mean: apj {near[0]}" if near else "apj --help lists the commands."
            raise click.UsageError(f"There is no command {args[0]}. {hint}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups, what a week needs first."""
        for title, entries in GROUPS:
            with formatter.section(title):
                formatter.write_dl([(entry.name, entry.line) for entry in entries], col_max=12)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write where to go on."""
        formatter.write_paragraph()
        formatter.write_text("apj COMMAND --help explains a command, with an example. To try things: apj demo")


@click.command(
    cls=CommandTable,
    invoke_without_command=True,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@common_options
@click.version_option(apjournal.__version__, prog_name="apj", message="%(prog)s %(version)s")
@click.pass_context
def apj(ctx: click.Context) -> None:
    """Two people help each other do what they said they would.

    A journal is plain Markdown in a git repository that both share. Without a command, apj shows where
    you are.
    """
    if ctx.invoked_subcommand is None:
        from apjournal.cli import default_command

        default_command.run_default(ctx)


def main(arguments: Sequence[str] | None = None) -> None:
    """Run the program; its exit code is as the contract says."""
    from apjournal.cli.boundary import run_command
    from apjournal.cli.context import Context

    sys.exit(run_command(apj, sys.argv[1:] if arguments is None else list(arguments), Context(own_process=True)))


if __name__ == "__main__":
    main()
