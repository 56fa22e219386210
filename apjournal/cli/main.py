"""The command line: a static table of commands. The module of a command is imported when the command runs."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from importlib import import_module
from keyword import iskeyword
from pathlib import Path

import click

import apjournal
from apjournal.cli.options import common_options

GROUPS: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("What a week needs", ("new-week", "log", "call", "review", "sync", "web")),
    ("Begin", ("init", "invite", "join", "demo")),
    ("The week", ("report", "edit", "park", "away", "remind", "undo")),
    ("Together", ("commit", "diff", "agree", "leave")),
    (
        "Looking back and checking",
        (
            *("status", "show", "summary", "search", "insights", "site", "calendar"),
            *("import", "export"),
            *("check", "ci", "lsp", "verify", "doctor"),
        ),
    ),
)
"""The commands in the order of the help. The first line of a command's docstring is its summary there."""
TABLE = tuple(name for _, names in GROUPS for name in names)
HELP = "help"
_COMMANDS = Path(__file__).with_name("commands")


def find_module_name(command: str) -> str:
    """Return the name of a command's module in every package. For `import`, a keyword of Python, it is `import_`."""
    name = command.replace("-", "_")
    return f"{name}_" if iskeyword(name) else name


def read_summary(name: str) -> str:
    """Return the first line of a command's docstring. The file is read as text, so that no command is imported."""
    text = (_COMMANDS / f"{find_module_name(name)}.py").read_text("utf-8")
    start = text.index('"""', text.index("\ndef command(")) + len('"""')
    return text[start:].partition("\n")[0].removesuffix('"""')


class CommandTable(click.Group):
    """The table as a click group. Help and completion import no command's module."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """Return the names of the commands in the order of the help."""
        return list(TABLE)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command's module and return the command, or None if there is no such command.

        The module has the name of the command.
        """
        if cmd_name == HELP:
            from apjournal.cli.help_command import command as help_command

            return help_command
        if cmd_name not in TABLE:
            return None
        module = import_module(f"apjournal.cli.commands.{find_module_name(cmd_name)}")
        command: click.Command = module.command
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Return a command's name, the command, and its arguments.

        For an unknown command, raise an error that suggests the most similar one.
        """
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError as error:
            from difflib import get_close_matches

            near = get_close_matches(args[0], (*TABLE, HELP), n=1)
            hint = f"Did you mean: apj {near[0]}" if near else "apj --help lists the commands."
            raise click.UsageError(f"There is no command {args[0]}. {hint}", ctx) from error

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the groups of commands, beginning with the commands that a week needs."""
        for title, names in GROUPS:
            with formatter.section(title):
                formatter.write_dl([(name, read_summary(name)) for name in names], col_max=12)

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write where to find more help."""
        formatter.write_paragraph()
        formatter.write_text("apj help COMMAND explains a command, with an example. To try it out: apj demo")


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
    """Run the program. `docs/commands.md` lists the exit codes."""
    from apjournal.cli.boundary import run_command
    from apjournal.cli.context import Context

    sys.exit(run_command(apj, sys.argv[1:] if arguments is None else list(arguments), Context(own_process=True)))


if __name__ == "__main__":
    main()
