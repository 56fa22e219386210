"""Options and arguments that several commands share, defined once."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar

import click

from apjournal.cli.context import Context
from apjournal.patterns import make_pattern


def ask_words(context: Context, typed: tuple[str, ...], question: str, more: str = "") -> str | None:
    """Return the text of a note on one line. In a terminal, ask for it if no words were typed.

    `more` is added to the explanation of the question. Return None if the answer is empty, so that no note is written.
    """
    if typed or not context.interactive:
        return " ".join(typed)
    from apjournal.cli.prompts import Talk

    explain = f"Type one line in your own words. {more}If you only press Enter, apj writes nothing."
    return Talk(context.style).ask_line(f"{question}, in one line", enter="note nothing", explain=explain) or None


_NO_OPTION = make_pattern(r"-+[^-a-zA-Z]")  # the name of each option begins with a letter
_MARK = "\0"
"""Marks an argument such as `-2` for click's parser. No argument can contain this character."""
FOLDER = click.Path(path_type=Path, file_okay=False)
F = TypeVar("F", bound=Callable[..., Any])


class JournalWord(click.types.StringParamType):
    """A word that a shell can complete by the function `completer` of `apjournal.cli.completion`."""

    def __init__(self, name: str, completer: str) -> None:
        self.name = name
        self.completer = completer

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """Return the placeholder for the word in the help."""
        return self.name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """Return the completions. The module for completion is imported only when a shell asks for them."""
        from apjournal.cli import completion

        found: list[Any] = getattr(completion, self.completer)(ctx, incomplete)
        return found


HANDLE, PARTNER = JournalWord("HANDLE", "complete_handles"), JournalWord("PARTNER", "complete_partners")
WEEK = JournalWord("WEEK", "complete_weeks")
RESULT = JournalWord("GOAL=RESULT[,WORDS]", "complete_results")
DECISION = JournalWord("GOAL[=keep|shrink]", "complete_decisions")


class JournalFolder(click.Path):
    """A folder, or the name of a journal in git's settings. If both exist, the folder counts."""

    def __init__(self) -> None:
        super().__init__(exists=True, file_okay=False, path_type=Path)

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Return the folder. Raise `UsageFault` if there is neither a folder nor a journal with that name."""
        if ctx is None or os.path.exists(value):
            return super().convert(value, param, ctx)
        from apjournal.usecases.find_journal import find_named_journal

        return find_named_journal(str(value), ctx.ensure_object(Context).environ)

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[Any]:
        """Return the matching folders and names of journals."""
        from apjournal.cli.completion import complete_journals

        return [*super().shell_complete(ctx, param, incomplete), *complete_journals(ctx, incomplete)]


def _store_option(ctx: click.Context, param: click.Parameter, value: Any) -> Any:
    """Store a common option in the context. The option may be anywhere on the command line."""
    assert param.name is not None  # noqa: S101  every parameter here has a name
    if value is not None and value is not False:
        setattr(ctx.ensure_object(Context), param.name, value)
    return value


def common_options(function: F) -> F:
    """Add the options that may come before or after the command."""
    settings: dict[str, Any] = {"expose_value": False, "callback": _store_option, "is_eager": True}
    colors = click.Choice(["auto", "always", "never"])
    for option in (
        click.option(
            "--color", "color", type=colors, help="Colour the text. With auto, only in a terminal.", **settings
        ),
        click.option("-q", "--quiet", "quiet", is_flag=True, help="Do not print hints or progress.", **settings),
        click.option("--json", "json", is_flag=True, help="Print one JSON document.", **settings),
        click.option("--as", "as_", type=HANDLE, help="Your handle in this journal.", **settings),
        click.option(
            "-C",
            "directory",
            metavar="DIR",
            type=JournalFolder(),
            help="Work in DIR, or in the journal with that name.",
            **settings,
        ),
    ):
        function = option(function)
    return function


class _TextParser:
    """Click's parser, but an argument such as `-2` or `- two hours` is a week or text, never an option."""

    def __init__(self, parser: Any) -> None:
        self._parser = parser

    def __getattr__(self, name: str) -> Any:
        return getattr(self._parser, name)

    def parse_args(self, args: list[str]) -> tuple[dict[str, Any], list[str], list[click.Parameter]]:
        """Return the values of the options and arguments as typed, the other arguments, and the order of both."""
        marked = [_MARK + arg if _NO_OPTION.match(arg) else arg for arg in args]
        values, rest, order = self._parser.parse_args(args=marked)
        return {name: _unmark(value) for name, value in values.items()}, _unmark(rest), order


def _unmark(value: Any) -> Any:
    if isinstance(value, (list, tuple)):
        return type(value)(map(_unmark, value))
    return value.removeprefix(_MARK) if isinstance(value, str) else value


class ApjCommand(click.Command):
    """A command whose help ends with an example.

    `view` is the name of the command's view in `apjournal.model.views`. The command's page, its screens and its JSON
    Schema are derived from that name.
    """

    def __init__(self, *args: Any, example: str, view: str, **settings: Any) -> None:
        super().__init__(*args, **settings)
        self.example = example
        self.view = view

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example."""
        with formatter.section("Example"):
            formatter.write(f"  {self.example}\n")

    def make_parser(self, ctx: click.Context) -> Any:
        """Return the parser of the arguments."""
        return _TextParser(super().make_parser(ctx))

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Parse the arguments. Raise a usage error for an argument that is not text."""
        rest = super().parse_args(ctx, self.order_arguments(ctx, args))
        ctx.params = {name: _require_text(value) for name, value in ctx.params.items()}
        return rest

    def order_arguments(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments in the order in which they are to be parsed."""
        return args


class WordsCommand(ApjCommand):
    """A command with an argument `words`: everything after the first word is text, except common options at the end."""

    allow_interspersed_args = False

    def order_arguments(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Return the arguments with the common options at the end moved before the words.

        If `--` comes before the words, everything after it is text.
        """
        found = self.make_parser(ctx).parse_args(list(args))[0].get("words")
        words = found if isinstance(found, tuple) else ()  # without words, click returns a marker of its own
        head = args[: len(args) - len(words)]
        if head[-1:] == ["--"]:
            return args
        end = self._find_end_of_words(words)
        return [*head, *words[end:], "--", *words[:end]]

    def _find_end_of_words(self, words: tuple[str, ...]) -> int:
        """Return the index at which the words end and common options begin. The first argument is always a word."""
        common = [param for param in self.params if isinstance(param, click.Option) and not param.expose_value]
        flags = {name for option in common for name in option.opts if option.is_flag}
        valued = {name for option in common for name in option.opts} - flags
        end = len(words)
        while end > 1:
            if words[end - 1] in flags:
                end -= 1
            elif end > 2 and words[end - 2] in valued:  # the first word, the option, its value
                end -= 2
            else:
                break
        return end


def _require_text(value: Any) -> Any:
    """Return the value. Raise a usage error for a note that is not valid text. A path may contain any bytes."""
    if isinstance(value, tuple):
        return tuple(_require_text(item) for item in value)
    if not isinstance(value, str):
        return value
    if not value.isascii() and any("\ud800" <= letter <= "\udfff" for letter in value):
        raise click.UsageError(f"These words are not UTF-8: {value!r}")
    return value


def apj_command(
    *, example: str, view: str, kind: type[ApjCommand] = ApjCommand
) -> Callable[[Callable[..., Any]], click.Command]:
    """Turn a function into an apj command, with the common options, `-h`, and the context as the first argument."""

    def make(function: Callable[..., Any]) -> click.Command:
        context_settings = {"help_option_names": ["-h", "--help"], "max_content_width": 100}
        with_context = click.make_pass_decorator(Context, ensure=True)(function)
        make_command = click.command(cls=kind, example=example, view=view, context_settings=context_settings)
        return make_command(common_options(with_context))

    return make


def output_option(words: str) -> Callable[[F], F]:
    """Add `-o FILE` with the help text `words`. An unsuitable file is refused before anything else happens."""

    def checked(ctx: click.Context, param: click.Parameter, value: Path | None) -> Path | None:
        if value is not None:
            from apjournal.usecases import output_file

            output_file.require_free(ctx.ensure_object(Context).start, value)
        return value

    return click.option("-o", "--output", type=click.Path(path_type=Path), help=words, callback=checked)


SHARE_ANYWAY = "Just this once, share files even if they contain a secret key or words from private/never-share.txt."
default_option = click.option(
    "--default/--no-default",
    "default",
    default=None,
    help="Make this the default journal without being asked, or do not.",
)
partner_argument = click.argument("partner", required=False, metavar="[PARTNER]", type=PARTNER)
week_argument = click.argument("week", required=False, metavar="[WEEK]", type=WEEK)


def person_options(function: F) -> F:
    """Add the options about the person who starts or joins."""
    for option in (
        click.option("--timezone", metavar="ZONE", help="Your time zone, such as Europe/Lisbon."),
        click.option("--email", metavar="ADDRESS", help="Your email address, as it appears in commits."),
        click.option("--name", metavar="NAME", help="Your name."),
        click.option("--partner", metavar="HANDLE", help="Your handle, the name of your folder."),
    ):
        function = option(function)
    return function
