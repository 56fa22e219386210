"""Report unknown keys of a week whose contents apj would lose: titles such as `Report`, and numbers.

Phones indent nothing. So numbers of goals are often in the first column, where YAML reads them as keys of the week.
"""

from __future__ import annotations

from collections.abc import Mapping as Table

from apjournal.format.read.outcomes import is_result
from apjournal.format.text.known_keys import WEEK
from apjournal.format.text.titles import match_title
from apjournal.format.yaml.fields import FieldFindings, build_key_table, find_near_key, make_canonical
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, SequenceNode
from apjournal.model.codes import make_finding
from apjournal.model.finding import TextEdit

_KEYS = build_key_table(*WEEK)


def report_unread_keys(root: MappingNode, values: Table[str, Node], found: FieldFindings) -> None:
    """Report unknown keys of the front matter that are titles or numbers. `values` are the values of the week."""
    numbers: list[Scalar] = []
    above = ""
    for key, value in zip(root.children[::2], root.children[1::2], strict=True):
        if not isinstance(key, Scalar):
            continue
        if key.value.isdecimal() and not value.is_null:
            numbers.append(key)
            continue
        _report_numbers(numbers, above, found)
        numbers, above = [], make_canonical(key.value) if value.is_null and not root.flow else ""
        name = _find_meant_key(key, value, found) if f"?{key.value}" in values else None
        if name == "log":
            message = f'apj does not read "{found.get_source(key)}" here; write it below the second ---, as ## Log'
            found.add_finding("near_miss", message, key)
        elif name in ("outcomes", "happened", "learned") and find_near_key(key.value, _KEYS) is None:
            may_rename = name not in values and not isinstance(value, Scalar)
            message = f'The key "{found.get_source(key)}" is unknown; did you mean {name}?'
            found.add_finding("near_miss", message, key, name if may_rename else None)
    _report_numbers(numbers, above, found)


def _find_meant_key(key: Scalar, value: Node, found: FieldFindings) -> str | None:
    """Return the key that an unknown key means, by its words or, for a list of results, by its value."""
    items = value.children if isinstance(value, SequenceNode) else []
    own = found.result_words
    are_results = bool(items) and all(isinstance(item, Scalar) and is_result(item.value, own) for item in items)
    return match_title(key.value) or ("outcomes" if are_results else None)


def _report_numbers(numbers: list[Scalar], above: str, found: FieldFindings) -> None:
    """Report numbers that are keys of the week. Directly below `outcomes` or `goals`, they have one meaning."""
    if not numbers:
        return
    first = numbers[0]
    text = found.document.text
    span = found.document.make_span(first.start, first.end)
    counted = [str(at) for at in range(1, len(numbers) + 1)] == [key.value for key in numbers]
    if above == "outcomes":
        message, fix = "The number of a goal is indented below outcomes", "indents the numbers"
        edits = [TextEdit(key.start, key.start, "  ") for key in numbers]
    elif above == "goals" and counted:
        message, fix = "A list item begins with a hyphen and a space, not with a number and a colon", "writes -"
        edits = [TextEdit(key.start, text.index(":", key.end) + 1, "  -") for key in numbers]
    else:
        message = (
            f'"{first.value}:" is not part of a list; write it below a key, and begin it with a hyphen and a space'
        )
        found.append(make_finding("near_miss", message, span))
        return
    found.append(make_finding("bullet", message, span, fix, edits))
