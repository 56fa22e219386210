"""Write the pages of `docs/` that are made from the code: `python -m tests.helpers.generate_docs`.

`docs/commands.md` comes from the table of commands, their options and the views that they show; `docs/codes.md` from
the one table of codes, `docs/json-schema.json` from the views. A test says when they are stale.
"""

from __future__ import annotations

import inspect
import types
import typing
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path
from typing import Any, cast

import click
from msgspec import Struct
from msgspec.structs import fields

from apjournal.cli.main import GROUPS, TABLE, apj
from apjournal.cli.options import ApjCommand
from apjournal.model import week_view
from apjournal.model.codes import CODES
from apjournal.model.finding import Finding, Level
from apjournal.model.json_fields import is_hidden
from apjournal.model.views.base import View
from tests.helpers.json_schema import write_schema

DOCS = Path(__file__).parent.parent.parent / "docs"
SHARED: dict[type[Any], str] = {
    week_view.GoalRecord: "GOAL",
    week_view.WeekRecord: "WEEK",
    week_view.Change: "CHANGE",
}
"""The values that stand in several documents; they are described once."""
FINDING = "path line? column? level code message fix?"
"""A finding as `render.documents` writes it: its place taken apart."""
WITH_KEYS = ("apjournal.model.week_view", "apjournal.model.views.", "apjournal.model.week")
"""The modules whose values stand in a document with their keys."""
COMMON = {"-C", "--as", "--json", "--quiet", "--color", "--help"}
EXIT_CODES = (
    (0, "Done; nothing to look at."),
    (1, "Something to look at: errors in files, changes with `--exit-code`, a report that is due, a deletion."),
    (2, "Usage: a bad option, argument, handle, week or URL."),
    (3, "A journal file of yours can't be read or breaks the rules; each place is `PATH:LINE:COLUMN: text`."),
    (4, "Git, the remote or the file system: offline, refused, a time-out, a merge under way, “cannot tell”."),
    (5, "Trust: history was rewritten, a kept copy is gone, a folder was written by somebody else."),
)
MADE = "<!-- Made from the code by: python -m tests.helpers.generate_docs -->"


def find_command(name: str) -> ApjCommand:
    """Return a command by its name."""
    command = apj.get_command(click.Context(apj), name)
    assert isinstance(command, ApjCommand)
    return command


def find_view(name: str) -> type[View]:
    """Return what a command shows, as its own file says, and so the keys of its JSON document."""
    module, _, kind = find_command(name).view.partition(".")
    view = getattr(import_module(f"apjournal.model.views.{module}"), kind)
    assert issubclass(view, View)
    return cast("type[View]", view)


def schema_page() -> str:
    """Give `docs/json-schema.json`."""
    return write_schema({name: find_view(name) for name in TABLE})


def commands_page() -> str:
    """Give `docs/commands.md`."""
    parts = [_BEGINNING, _options_of(apj, all_of_them=True)]
    for title, names in GROUPS:
        parts.append(f"## {title}")
        parts += [_command(name) for name in names]
    parts += ["## Exit codes", _exit_codes(), _JSON, *(f"`{name}`:\n\n{_keys(kind)}" for kind, name in SHARED.items())]
    return "\n\n".join(parts) + "\n"


_BEGINNING = f"""# Commands

{MADE}

A journal is the nearest folder upwards with an `agreement.md` that has an `apj:` key. `apj` alone is `apj status`
inside a journal and the help outside one.

- A **WEEK** is written `2026-W48`, `W48`, `48`, `this`, `next`, `last`, `-2`, or a date within it; either end of a
  span also `2026`. Without a year it is the nearest such week. In a command that looks back (`show`, `summary`,
  `insights`, `diff`) it is the latest such week that is not in the future, or the coming one once it has a file.
- A **GOAL** is named by its number, its id, or the beginning of either's words.
- A **PARTNER** may be left out when there is one other.
- Who you are: `--as`, else `APJ_PARTNER`, else git config `apj.partner`, else the partner with git's `user.email` among
  her addresses.
- Today: `APJ_NOW` (ISO 8601 with offset) stands in for the clock. Days are those of your `timezone`.
- On a terminal apj asks for what is missing, and Enter is the likely answer; elsewhere it never asks. Results go to
  stdout, all else to stderr.

These options stand before the command or after it (`--version` before it):"""

_JSON = """## JSON

With `--json` stdout holds one document and nothing else. Keys are never left out; one that may be `null` (unknown, or
not there) has a `?` here. Times are ISO 8601 with offset, weeks `2026-W48`, commits 40 hex digits. `x[…]` is a list.
`error{exit message hint? findings[…]}` is there when a command stopped, or did not get all the way. The codes of
`alarms` are told in [trust.md](trust.md#what-sync-can-say), the codes of `findings` in [codes.md](codes.md), those of
`verify` in [trust.md](trust.md#what-verify-can-say).

[json-schema.json](json-schema.json) is the JSON Schema: each document stands in it under `#/$defs/` and the name of its
command. The installed package has it as `apjournal/_data/json-schema.json`."""


def _command(name: str) -> str:
    command = find_command(name)
    with command.make_context(f"apj {name}", [], resilient_parsing=True) as context:
        usage = " ".join([f"apj {name}", *command.collect_usage_pieces(context)])
    parts = [f"### apj {name}", *_paragraphs(command), f"```text\n{usage}\n```", _options_of(command)]
    parts += [f"For instance:\n\n```text\n{command.example}\n```", f"JSON: {_keys(find_view(name))}"]
    return "\n\n".join(part for part in parts if part)


def _paragraphs(command: click.Command) -> list[str]:
    blocks = inspect.cleandoc(command.help or "").split("\n\n")
    return [" ".join(block.split()) for block in blocks]


def _options_of(command: click.Command, *, all_of_them: bool = False) -> str:
    """Write the options as a table; those that every command has stand at the top of the page."""
    with command.make_context("apj", [], resilient_parsing=True) as context:
        records = [
            param.get_help_record(context)
            for param in command.get_params(context)
            if isinstance(param, click.Option) and (all_of_them or not COMMON.intersection(param.opts))
        ]
    rows = [f"| {_cell(f'`{names}`')} | {_cell(text)} |" for names, text in filter(None, records)]
    return "\n".join(["| option | |", "| --- | --- |", *rows]) if rows else ""


def _exit_codes() -> str:
    rows = [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES]
    return "\n".join(["| code | meaning |", "| --- | --- |", *rows]) + (
        "\n\nWith several reasons at once it is the highest of 5, 4, 3, 1."
    )


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _keys(kind: type[Any]) -> str:
    return f"`{' '.join(keys_of(kind))}`"


def keys_of(kind: type[Any]) -> Iterator[str]:
    """Give the keys of a value's JSON form in order, each with what is in it."""
    for field in fields(kind):
        if not is_hidden(field.type):
            yield field.name.rstrip("_") + _shape(field.type)


def _shape(hint: Any) -> str:
    """Write what a value holds: `?` for one that may be null, `{…}` for keys, `[…]` for a list."""
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if origin in {typing.Union, types.UnionType}:
        shapes = {_shape(argument) for argument in arguments if argument is not type(None)}
        return "".join(shapes) + ("?" if type(None) in arguments else "")
    if origin is tuple:
        return f"[{_shape(arguments[0]).removeprefix('{').removesuffix('}')}]"
    if hint is Finding:
        return f"{{{FINDING}}}"
    if hint in SHARED:
        return f"{{{SHARED[hint]}}}"
    return f"{{{' '.join(keys_of(hint))}}}" if _has_keys(hint) else ""


def _has_keys(hint: Any) -> bool:
    return isinstance(hint, type) and issubclass(hint, Struct) and hint.__module__.startswith(WITH_KEYS)


def codes_page() -> str:
    """Give `docs/codes.md`."""
    parts = [_ABOUT_CODES]
    for level, about in _LEVELS.items():
        rows = [
            f"| `{name}` | {_cell(code.sentence)} | {_example(code.example)} |"
            for name, code in sorted(CODES.items())
            if code.level is level
        ]
        parts.append(f"## {about}")
        parts.append("\n".join(["| code | what is found | for instance |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


_ABOUT_CODES = f"""# Codes of findings

{MADE}

What `apj check` can find in a file. A code keeps its name for good, so that other programs can rely on it. Where a
finding has one obvious repair, `apj check --fix` writes it and shows what it wrote. [The format](format.md) says what
is expected."""
_LEVELS = {
    Level.ERROR: "Errors: the file can't be read as it is meant",
    Level.WARNING: "Warnings: the file reads, perhaps otherwise than it was meant",
    Level.HINT: "Hints: something to think about",
}


def _example(text: str) -> str:
    return f"`{_cell(text).replace(chr(10), ' ⏎ ')}`" if text else ""


def main() -> None:
    """Write all of them."""
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
    (DOCS / "codes.md").write_text(codes_page(), encoding="utf-8")
    (DOCS / "json-schema.json").write_text(schema_page(), encoding="utf-8")


if __name__ == "__main__":
    main()
