"""The man page `docs/apj.1`, from the table of commands. `tools.generate_docs` writes it, and the wheel contains it."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Sequence

import click

from apjournal import __version__
from apjournal.cli.main import GROUPS, TABLE, apj, read_summary
from apjournal.cli.options import ApjCommand

ENVIRONMENT = (
    ("APJ_JOURNAL", "The folder of your default journal. It takes precedence over git config apj.journal."),
    ("APJ_PARTNER", "Your handle. It takes precedence over git config apj.partner."),
    ("APJ_NOW", "A date and time with an offset, such as 2026-11-23T09:00+01:00, instead of the clock."),
    ("VISUAL, EDITOR", "The editor. Without them, apj uses core.editor in your own git settings."),
    ("COLUMNS, NO_COLOR, FORCE_COLOR", "The width of text, and whether it is coloured."),
)
SETTINGS = (
    ("apj.journal", "The folder of your default journal, for commands outside a journal."),
    ("apj.journal.NAME", "The folder of the journal that -C NAME uses."),
    ("apj.partner", "Your handle in a journal."),
    ("apj.timeout", "How long a step over the network may take, in seconds (default: 60)."),
)


def write_man_page(find_command: Callable[[str], ApjCommand], exit_codes: Sequence[tuple[int, str]]) -> str:
    """Return the man page in roff."""
    with apj.make_context("apj", [], resilient_parsing=True) as context:
        about = _write_paragraphs(apj.help)
        options = list(_list_options(apj, context))
    common = {names for names, _ in options}
    lines = [
        '.\\" Made from the code by: make docs',
        f'.TH APJ 1 "" "apj {__version__}" "User Commands"',
        ".SH NAME",
        "apj \\- a plain\\-text, git\\-backed journal for two people who keep each other honest",
        ".SH SYNOPSIS",
        ".B apj",
        "[OPTIONS] [COMMAND] [ARGUMENTS]",
        ".SH DESCRIPTION",
        *about,
        ".SH OPTIONS",
        "You can put these options before or after the command (\\-\\-version only before it).",
        *_write_list(options),
        ".SH COMMANDS",
        *(line for title, names in GROUPS for line in (f".SS {_escape(title)}", *_write_summaries(names))),
        ".SH COMMANDS IN DETAIL",
        *(line for name in TABLE for line in _write_command(name, find_command(name), common)),
        ".SH EXIT STATUS",
        *_write_list((str(code), meaning.replace("`", "")) for code, meaning in exit_codes),
        ".SH ENVIRONMENT",
        *_write_list(ENVIRONMENT),
        ".SH GIT SETTINGS",
        *_write_list(SETTINGS),
        ".SH SEE ALSO",
        ".BR git (1)",
    ]
    return "\n".join(lines) + "\n"


def _write_summaries(names: Iterable[str]) -> list[str]:
    return _write_list((f"apj {name}", read_summary(name)) for name in names)


def _write_command(name: str, command: ApjCommand, common: set[str]) -> list[str]:
    with command.make_context(f"apj {name}", [], resilient_parsing=True) as context:
        usage = " ".join([f"apj {name}", *command.collect_usage_pieces(context)])
        options = [option for option in _list_options(command, context) if option[0] not in common]
    example = [".PP", "Example:", ".PP", ".RS", _escape(command.example), ".RE"]
    return [f".SS {_escape(usage)}", *_write_paragraphs(command.help), *_write_list(options), *example]


def _list_options(command: click.Command, context: click.Context) -> Iterable[tuple[str, str]]:
    records = (each.get_help_record(context) for each in command.get_params(context) if isinstance(each, click.Option))
    return filter(None, records)


def _write_paragraphs(text: str | None) -> list[str]:
    blocks = inspect.cleandoc(text or "").split("\n\n")
    return [line for block in blocks for line in (".PP", _escape(" ".join(block.split()).replace("`", "")))]


def _write_list(items: Iterable[tuple[str, str]]) -> list[str]:
    return [line for name, text in items for line in (".TP", f"\\fB{_escape(name)}\\fR", _escape(text))]


def _escape(text: str) -> str:
    """Return text for roff: hyphens that can be copied, no escape characters, and no line that begins a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
