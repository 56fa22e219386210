"""Why goals were changed, written as a text or as a list: how the same is written as keys and values."""

from __future__ import annotations

from apjournal.format.fields import FieldFindings
from apjournal.format.goal_names import GoalNames
from apjournal.format.nodes import MappingNode, Node, Scalar, SequenceNode, find_content_end
from apjournal.format.separators import split_at_colon
from apjournal.format.writing import write_flow_items
from apjournal.model.finding import TextEdit


def convert_to_keys(node: Scalar | SequenceNode, goals: GoalNames, found: FieldFindings) -> list[TextEdit]:
    """Make keys and values of `ID: reason`, or of a list of these; nothing where there is something else in it."""
    if isinstance(node, SequenceNode) and not node.flow:
        return _remove_hyphens(node, goals, found)
    source = found.get_source(node)
    items = [node] if isinstance(node, Scalar) else node.children
    pairs = [_format_pair(item, goals, found) for item in items]
    if "\n" in source or not all(pairs):
        return []
    return [TextEdit(node.start, node.end, "{" + ", ".join(pair for pair in pairs if pair) + "}")]


def _remove_hyphens(node: SequenceNode, goals: GoalNames, found: FieldFindings) -> list[TextEdit]:
    """Return edits that replace each hyphen with a space, if the keys after them are in one column."""
    edits: list[TextEdit] = []
    for item in node.children:
        hyphen = len(found.document.text[: item.start].rstrip(" ")) - 1
        edits.append(TextEdit(hyphen, hyphen + 1, " "))
        if not isinstance(item, MappingNode) or found.get_quoted_text(item):
            pair = _format_pair(item, goals, found)
            if pair is None:
                return []
            edits.append(TextEdit(item.start, find_content_end(item), pair))
        elif item.flow:
            return []
    gaps = {item.column - node.column for item in node.children}
    return edits if len(gaps) == 1 else []


def _format_pair(item: Node, goals: GoalNames, found: FieldFindings) -> str | None:
    """Write an item as key and value: as it stands when YAML reads it so, else what its text says of a goal."""
    words = found.get_quoted_text(item)
    if words is None:
        if isinstance(item, MappingNode):
            return found.get_source(item).removeprefix("{").removesuffix("}")
        if not isinstance(item, Scalar):
            return None
        words = item.value
    name, reason = split_at_colon(words) or (words, "")
    if goals.find_id(name.strip()) is None or not reason.strip():
        return None
    return write_flow_items({name.strip(): reason.strip()})
