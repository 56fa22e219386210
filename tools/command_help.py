"""What the help of each command says, for the pages that are made from it: `docs/commands.md` and the man page."""

from __future__ import annotations

import inspect

import click
from msgspec import Struct

from apjournal.cli.main import apj
from apjournal.cli.options import ApjCommand

EXIT_CODES = (
    (0, "Done; nothing to check."),
    (1, "Something to check: errors in files, changes with `--exit-code`, a report that is due, a deletion."),
    (2, "Usage: a bad option, argument, handle, week or URL."),
    (3, "A journal file of yours cannot be read or breaks the rules. Each error is `PATH:LINE:COLUMN: text`."),
    (4, "Git, the remote or the file system: offline, refused, a time-out, a merge in progress, “cannot tell”."),
    (5, "Trust: history was rewritten, a kept copy is gone, somebody else changed a folder."),
)


class CommandHelp(Struct, frozen=True):
    """The help of a command: how it is called, what it does, its own options, and an example.

    `options` are pairs of an option, with its value, and its meaning.
    """

    usage: str
    paragraphs: tuple[str, ...]
    options: tuple[tuple[str, str], ...]
    example: str


def find_command(name: str) -> ApjCommand:
    """Return a command by its name."""
    command = apj.get_command(click.Context(apj), name)
    assert isinstance(command, ApjCommand)
    return command


def describe_command(name: str) -> CommandHelp:
    """Return the help of a command without the options of every command."""
    command = find_command(name)
    with command.make_context(f"apj {name}", [], resilient_parsing=True) as context:
        usage = " ".join([f"apj {name}", *command.collect_usage_pieces(context)])
        options = _list_options(command, context)
    common = list_common_options()
    own = tuple(option for option in options if option not in common)
    return CommandHelp(usage, split_paragraphs(command.help), own, command.example)


def list_common_options() -> tuple[tuple[str, str], ...]:
    """Return the options of every command, and those of `apj` itself."""
    with apj.make_context("apj", [], resilient_parsing=True) as context:
        return _list_options(apj, context)


def split_paragraphs(text: str | None) -> tuple[str, ...]:
    """Return the paragraphs of a docstring, each on one line."""
    blocks = inspect.cleandoc(text or "").split("\n\n")
    return tuple(" ".join(block.split()) for block in blocks)


def _list_options(command: click.Command, context: click.Context) -> tuple[tuple[str, str], ...]:
    records = (each.get_help_record(context) for each in command.get_params(context) if isinstance(each, click.Option))
    return tuple(filter(None, records))
