"""The man page `docs/apj.1`, from the table of commands. `tools.generate_docs` writes it, and the wheel contains it."""

from __future__ import annotations

from collections.abc import Iterable

from apjournal import __version__
from apjournal.cli.main import GROUPS, TABLE, apj, read_summary
from tools.command_help import EXIT_CODES, describe_command, list_common_options, split_paragraphs

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
    ("apj.host", "The kind of your git host, if its name does not show it: github, forgejo, gitlab or none."),
    ("apj.signingKey", "The key that signs your commits. The value none turns signing off in this clone."),
    ("apj.timeout", "How long a step over the network may take, in seconds (default: 60)."),
)


def write_man_page() -> str:
    """Return the man page in roff."""
    lines = [
        '.\\" Made from the code by: make docs',
        f'.TH APJ 1 "" "apj {__version__}" "User Commands"',
        ".SH NAME",
        "apj \\- a plain\\-text, git\\-backed journal for two people who keep each other honest",
        ".SH SYNOPSIS",
        ".B apj",
        "[OPTIONS] [COMMAND] [ARGUMENTS]",
        ".SH DESCRIPTION",
        *_write_paragraphs(split_paragraphs(apj.help)),
        ".SH OPTIONS",
        "You can put these options before or after the command (\\-\\-version only before it).",
        *_write_list(list_common_options()),
        ".SH COMMANDS",
        *(line for title, names in GROUPS for line in (f".SS {_escape(title)}", *_write_summaries(names))),
        ".SH COMMANDS IN DETAIL",
        *(line for name in TABLE for line in _write_command(name)),
        ".SH EXIT STATUS",
        *_write_list((str(code), meaning.replace("`", "")) for code, meaning in EXIT_CODES),
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


def _write_command(name: str) -> list[str]:
    about = describe_command(name)
    example = [".PP", "Example:", ".PP", ".RS", _escape(about.example), ".RE"]
    return [
        f".SS {_escape(about.usage)}",
        *_write_paragraphs(about.paragraphs),
        *_write_list(about.options),
        *example,
    ]


def _write_paragraphs(paragraphs: Iterable[str]) -> list[str]:
    return [line for text in paragraphs for line in (".PP", _escape(text.replace("`", "")))]


def _write_list(items: Iterable[tuple[str, str]]) -> list[str]:
    return [line for name, text in items for line in (".TP", f"\\fB{_escape(name)}\\fR", _escape(text))]


def _escape(text: str) -> str:
    """Return text for roff: hyphens that can be copied, no escape characters, and no line that begins a request."""
    escaped = text.replace("\\", "\\e").replace("-", "\\-")
    return f"\\&{escaped}" if escaped.startswith((".", "'")) else escaped
