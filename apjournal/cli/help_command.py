"""`apj help [COMMAND]`, the same as `--help`. It has no JSON document, so it is not in the table of commands."""

from __future__ import annotations

from typing import Any

import click


def _complete_commands(ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
    return [name for name in _get_table(ctx).list_commands(ctx) if name.startswith(incomplete)]


def _get_table(ctx: click.Context) -> click.Group:
    table = ctx.find_root().command
    assert isinstance(table, click.Group)  # noqa: S101  the table itself
    return table


@click.command("help", context_settings={"help_option_names": ["-h", "--help"]})
@click.argument("name", required=False, metavar="[COMMAND]", shell_complete=_complete_commands)
@click.pass_context
def command(ctx: click.Context, name: str | None) -> None:
    """Show the help of apj, or of a command.

    The same as --help.
    """
    root = ctx.find_root()
    if name is None:
        click.echo(root.get_help())
        return
    found = _get_table(ctx).resolve_command(root, [name])[1]
    assert found is not None  # noqa: S101  an unknown name is a usage error
    with found.make_context(name, [], parent=root, resilient_parsing=True) as below:
        click.echo(below.get_help())
