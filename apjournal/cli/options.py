"""Options and arguments that several commands share, defined once."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from apjournal.cli.context import Context

_STEPS_BACK = re.compile(r"\A-(\d{1,3})\Z")
F = TypeVar("F", bound=Callable[..., Any])


def _remember(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Keep a common option in the context, wherever on the line it stood."""
    assert param.name is not None  # noqa: S101  every parameter here has a name
    if value is not None and value is not False:
        setattr(ctx.ensure_object(Context), param.name, value)
    return value


def common_options(*, everywhere: bool = True) -> Callable[[F], F]:
    """Add the options that every command takes; `everywhere` leaves out those that stand before it alone."""
    settings: dict[str, Any] = {"expose_value": False, "callback": _remember, "is_eager": True}
    options = [
        click.option(
            "-C",
            "directory",
            metavar="DIR",
            type=click.Path(path_type=Path),
            help="Work in DIR instead of the present folder.",
            **settings,
        ),
        click.option("--json", "json", is_flag=True, help="Print one JSON document.", **settings),
        click.option("-q", "--quiet", "quiet", is_flag=True, help="Leave out hints and progress.", **settings),
    ]
    if not everywhere:
        options += [
            click.option("--as", "as_", metavar="HANDLE", help="Who I am in this journal.", **settings),
            click.option(
                "--color",
                "color",
                type=click.Choice(["auto", "always", "never"]),
                help="Colour the text; auto: on a terminal.",
                **settings,
            ),
        ]

    def add(function: F) -> F:
        for option in reversed(options):
            function = option(function)
        return function

    return add


class ApjCommand(click.Command):
    """A command whose week may be written `-2`, which is no option."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Write the minus of such a week as the sign that is not a hyphen."""
        if any(param.name in {"week", "weeks"} for param in self.params):
            args = [_STEPS_BACK.sub("\N{MINUS SIGN}\\1", arg) for arg in args]
        return super().parse_args(ctx, args)


def apj_command(**settings: Any) -> Callable[[Callable[..., Any]], click.Command]:
    """Make a function a command of apj: the common options, `-h`, and the context as first argument."""

    def make(function: Callable[..., Any]) -> click.Command:
        context_settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
        with_context = click.make_pass_decorator(Context, ensure=True)(function)
        make_command = click.command(cls=ApjCommand, context_settings=context_settings, **settings)
        return make_command(common_options()(with_context))

    return make


partner_argument = click.argument("partner", required=False, metavar="[PARTNER]")
week_argument = click.argument("week", required=False, metavar="[WEEK]")


def person_options(function: F) -> F:
    """Add the options that say who begins or joins."""
    for option in (
        click.option("--timezone", metavar="ZONE", help="My time zone, such as Europe/Lisbon."),
        click.option("--email", metavar="ADDRESS", help="My address, which commits carry."),
        click.option("--name", metavar="NAME", help="My name."),
        click.option("--partner", metavar="HANDLE", help="My handle, the name of my folder."),
    ):
        function = option(function)
    return function
