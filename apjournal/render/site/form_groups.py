"""A form as values for its template: groups of fields, which keep what was typed if the form is refused."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from apjournal.render.site.markdown import Html


class Field(Struct, frozen=True):
    """One field of a form.

    `kind` is `line`, `choice`, `mark` (on or off) or `hidden`. `choices` are pairs of a value and the words that show
    it.
    """

    name: str
    label: str = ""
    kind: str = "line"
    value: str = ""
    choices: tuple[tuple[str, str], ...] = ()


class Group(Struct, frozen=True):
    """Fields that belong together, below a title.

    - `part`: the macro of `form_parts.html.j2` that shows the values in `shown` above the fields, or "".
    - `folded`: a label below which the fields are hidden until the reader opens it, or "".
    """

    title: str = ""
    notes: tuple[str, ...] = ()
    part: str = ""
    shown: Mapping[str, Any] = {}
    fields: tuple[Field, ...] = ()
    folded: str = ""


class FormPage(Struct, frozen=True):
    """A form to fill in.

    `path` is the file that the form changes. If the file changes after the form was shown, the form is refused. `path`
    is "" if such a change does not matter.
    """

    groups: tuple[Group, ...]
    button: str
    notes: tuple[str, ...] = ()
    path: str = ""
    instead: str = ""


def fill_in(page: FormPage, given: Mapping[str, str]) -> FormPage:
    """Return the form with the values that were typed into it before. Hidden fields keep their own values."""
    return replace(
        page,
        groups=tuple(
            replace(group, fields=tuple(_fill_field(field, given) for field in group.fields)) for group in page.groups
        ),
    )


def _fill_field(field: Field, given: Mapping[str, str]) -> Field:
    if field.kind == "mark":
        return replace(field, value="on" if field.name in given else "")
    return field if field.kind == "hidden" else replace(field, value=given.get(field.name, field.value))


def describe_groups(groups: Sequence[Group]) -> list[dict[str, Any]]:
    """Return the template values for groups of fields."""
    return [
        {
            "title": group.title,
            "notes": group.notes,
            "part": group.part,
            "shown": dict(group.shown),
            "folded": group.folded,
            "is_open": any(field.value for field in group.fields) and bool(group.folded),
            "fields": [_describe_field(field) for field in group.fields],
        }
        for group in groups
    ]


def _describe_field(field: Field) -> dict[str, Any]:
    """Return the template values for a field. Typed text stays unchanged, including hidden characters."""
    choices = [{"value": value, "words": words, "chosen": value == field.value} for value, words in field.choices]
    typed = Html(escape(field.value))
    return {"name": field.name, "label": field.label, "kind": field.kind, "value": typed, "choices": choices}
