"""Write the pages of `docs/` that are made from the code: `make docs`.

`docs/commands.md` comes from the table of commands, their options and the types of their JSON documents,
`docs/json-schema.json` from the same types, `docs/codes.md` from the table of codes, `docs/apj.1` (the man page)
from the table of commands, and `docs/schemas/` from the table of keys of the front matter. `tests/test_docs.py` checks
that they are current.
"""

from __future__ import annotations

import types
import typing
from collections.abc import Iterable
from importlib import import_module
from pathlib import Path
from typing import Any, cast

from msgspec import Struct, UnsetType
from msgspec.structs import fields

from apjournal.cli.main import GROUPS, TABLE
from apjournal.model import week_record
from apjournal.model.codes import CODES
from apjournal.model.finding import Level
from apjournal.model.views.base import View
from tools.command_help import EXIT_CODES, describe_command, find_command, list_common_options
from tools.front_matter_schema import FILES, write_schema_of
from tools.json_schema import Error, make_document_type, make_record, write_schema
from tools.man_page import write_man_page

DOCS = Path(__file__).parent.parent / "docs"
SHARED = {
    make_record(week_record.GoalRecord): "GOAL",
    make_record(week_record.WeekRecord): "WEEK",
    make_record(week_record.GoalChange): "CHANGE",
}
"""The values that several documents contain. They are described only once."""
MADE = "<!-- Made from the code by: make docs -->"


def find_view(name: str) -> type[View]:
    """Return the view of a command, named in its own file, which has the keys of its JSON document."""
    module, _, kind = find_command(name).view.partition(".")
    view = getattr(import_module(f"apjournal.model.views.{module}"), kind)
    assert issubclass(view, View)
    return cast("type[View]", view)


def schema_page() -> str:
    """Return `docs/json-schema.json`."""
    return write_schema({name: find_view(name) for name in TABLE})


def front_matter_schemas() -> dict[str, str]:
    """Return the files in `docs/schemas/`, by name."""
    return {f"{name}.json": write_schema_of(name) for name in FILES}


def commands_page() -> str:
    """Return `docs/commands.md`."""
    parts = [_BEGINNING, _write_options(list_common_options())]
    for title, names in GROUPS:
        parts.append(f"## {title}")
        parts += [_command(name) for name in names]
    parts += ["## Exit codes", _exit_codes(), _about_json()]
    parts += [f"`{name}`:\n\n`{_write_keys(kind)}`" for kind, name in SHARED.items()]
    return "\n\n".join(parts) + "\n"


_BEGINNING = f"""# Commands

{MADE}

A command uses the journal in the current directory or the nearest one above it: a folder with an `agreement.md` that
has an `apj:` key. Outside a journal, it uses [your default journal](anywhere.md): the folder in `APJ_JOURNAL`, or else
in git config `apj.journal`. Without a command, `apj` shows the status, or the help if there is no journal.

- Write a **WEEK** as `2026-W48`, `W48`, `48`, `this`, `next`, `last`, `-2`, or a day in it. The day is a date, or words
  with `-` or, in quotes, spaces: `yesterday`, `last-monday`, `2-weeks-ago`, `in-3-days`. Either end of a span may
  also be a year, `2026`. Without a year, apj uses the nearest such week. Commands that look back (`show`, `summary`,
  `insights`, `diff`, `import`) use the latest such week that is not in the future, or the coming one once it has a
  file.
  After `--since`, it is never a week in the future.
- Write a **GOAL** as its number, its id, or the beginning of its id or text.
- You may leave out a **PARTNER** if there is only one other.
- You are the partner given by `--as`, or else by `APJ_PARTNER`, or else by git config `apj.partner`, or else the one
  who lists git's `user.email` as an address.
- `APJ_NOW` (ISO 8601 with offset) replaces the clock. Days follow your `timezone`.
- In a terminal, apj asks for anything missing, and Enter accepts the likely answer. Otherwise it never asks. Results go
  to stdout, everything else to stderr.

You can put these options before or after the command (`--version` only before it):"""


def _command(name: str) -> str:
    about = describe_command(name)
    parts = [
        f"### apj {name}",
        *about.paragraphs,
        f"```text\n{about.usage}\n```",
        _write_options(about.options),
        f"For instance:\n\n```text\n{about.example}\n```",
        f"JSON: `{_write_keys(make_document_type(find_view(name)))}`",
    ]
    return "\n\n".join(part for part in parts if part)


def _write_options(options: Iterable[tuple[str, str]]) -> str:
    rows = [f"| {_cell(f'`{names}`')} | {_cell(text)} |" for names, text in options]
    return "\n".join(["| option | |", "| --- | --- |", *rows]) if rows else ""


def _exit_codes() -> str:
    rows = [f"| {code} | {meaning} |" for code, meaning in EXIT_CODES]
    return "\n".join(["| code | meaning |", "| --- | --- |", *rows]) + (
        "\n\nIf there are several reasons, apj exits with the highest of 5, 4, 3 and 1."
    )


def _about_json() -> str:
    return f"""## JSON

With `--json`, stdout contains one document and nothing else. No key is left out. A `?` here marks a key that may be
`null` (unknown, or not present). Times are ISO 8601 with offset, weeks `2026-W48`, commits 40 hex digits. `x[…]` is a
list. If a command stopped or could not finish, there is also `error{{{_write_keys(Error)}}}`.
[Trust](trust.md#what-sync-can-say) explains the codes of `alarms`, [error codes](codes.md) those of `findings`, and
[trust](trust.md#what-verify-can-say) those of `verify`.

[json-schema.json](json-schema.json) is the JSON Schema. It contains each document under `#/$defs/` and the name of its
command. The installed package has it as `apjournal/_data/json-schema.json`."""


def _cell(text: str) -> str:
    return text.replace("|", "\\|")


def _write_keys(kind: type[Struct]) -> str:
    """Return the keys of a JSON object in order, each with its type."""
    shapes = ((field.name, _write_shape(field.type)) for field in fields(kind))
    return " ".join(name + shape for name, shape in shapes if shape is not None)


def _write_shape(hint: Any) -> str | None:
    """Return the form of a value: `?` for one that may be null, `{…}` for keys, `[…]` for a list.

    Return None for a rare value.
    """
    origin, arguments = typing.get_origin(hint), typing.get_args(hint)
    if UnsetType in arguments:
        return None
    if origin in {typing.Union, types.UnionType}:
        shapes = {_write_shape(argument) or "" for argument in arguments if argument is not type(None)}
        return "".join(shapes) + ("?" if type(None) in arguments else "")
    if origin is tuple:
        return f"[{(_write_shape(arguments[0]) or '').removeprefix('{').removesuffix('}')}]"
    if hint in SHARED:
        return f"{{{SHARED[hint]}}}"
    return f"{{{_write_keys(hint)}}}" if isinstance(hint, type) and issubclass(hint, Struct) else ""


def codes_page() -> str:
    """Return `docs/codes.md`."""
    parts = [_ABOUT_CODES]
    for level, about in _LEVELS.items():
        rows = [
            f"| `{name}` | {_cell(code.sentence)} | {_example(code.example)} |"
            for name, code in sorted(CODES.items())
            if code.level is level
        ]
        parts.append(f"## {about}")
        parts.append("\n".join(["| code | meaning | example |", "| --- | --- | --- |", *rows]))
    return "\n\n".join(parts) + "\n"


_ABOUT_CODES = f"""# Error codes

{MADE}

`apj check` reports these errors, warnings and hints. The names of the codes never change, so other programs can rely on
them. If there is one obvious repair, `apj check --fix` makes it and shows what it wrote. [The format](format.md)
describes what is expected."""
_LEVELS = {
    Level.ERROR: "Errors: the file cannot be read as intended",
    Level.WARNING: "Warnings: the file can be read, but perhaps not as intended",
    Level.HINT: "Hints: something to think about",
}


def _example(text: str) -> str:
    return f"`{_cell(text).replace(chr(10), ' ⏎ ')}`" if text else ""


def main() -> None:
    """Write all pages."""
    (DOCS / "commands.md").write_text(commands_page(), encoding="utf-8")
    (DOCS / "codes.md").write_text(codes_page(), encoding="utf-8")
    (DOCS / "apj.1").write_text(write_man_page(), encoding="utf-8")
    (DOCS / "json-schema.json").write_text(schema_page(), encoding="utf-8")
    for name, text in front_matter_schemas().items():
        (DOCS / "schemas" / name).write_text(text, encoding="utf-8")


if __name__ == "__main__":
    main()
