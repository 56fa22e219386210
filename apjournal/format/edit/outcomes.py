"""Write outcomes in the form that the file uses: a list by position, or a mapping by id or number.

Each outcome may be in short or long form.
"""

from __future__ import annotations

from collections.abc import Sequence as List

from apjournal.format.edit.front_matter import EditRefused, Edits, Front
from apjournal.format.edit.week_values import format_outcome, list_outcome_values
from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.yaml.emit import Plain, Value
from apjournal.format.yaml.nodes import MappingNode, Node, SequenceNode
from apjournal.model.week import Goal, Outcome


def build_outcome_edits(front: Front, goals: List[Goal], outcomes: List[Outcome]) -> Edits:
    """Return the edits that write each of `outcomes`. Raise `EditRefused` if a list has no position for an outcome."""
    found = front.find_key("outcomes")
    said = found[1] if found and not front.is_bare(found[1]) else None
    if isinstance(said, SequenceNode):
        return _edit_by_position(front, said, goals, outcomes)
    if isinstance(said, MappingNode):
        return _edit_by_name(front, said, goals, outcomes)
    return front.append_values("outcomes", {outcome.goal: format_outcome(outcome) for outcome in outcomes}, found)


def _edit_by_position(front: Front, sequence: SequenceNode, goals: List[Goal], outcomes: List[Outcome]) -> Edits:
    indices = {goal.id: index for index, goal in enumerate(goals)}
    edits: Edits = []
    added: dict[int, Value] = {}
    for outcome in outcomes:
        index = indices.get(outcome.goal)
        if index is None:
            raise EditRefused(
                f'"{outcome.goal}" is not a goal of this week.',
                "To keep its outcome, write the outcomes with goal ids.",
            )
        if index >= len(sequence.children):
            added[index] = format_outcome(outcome)
            continue
        item = sequence.children[index]
        edits += _edit_long_form(front, item, outcome) or front.set_item(sequence, index, format_outcome(outcome))
    if added:
        count = max(added) + 1
        edits += front.add_items(sequence, [added.get(index) for index in range(len(sequence.children), count)])
    return edits


def _edit_by_name(front: Front, mapping: MappingNode, goals: List[Goal], outcomes: List[Outcome]) -> Edits:
    names = GoalNames(tuple(goal.id for goal in goals))
    by_number = all(key.value.isdecimal() for key, _ in mapping.pairs)
    numbers = {goal.id: str(goal.number) for goal in goals if by_number and names.find_id(str(goal.number)) == goal.id}
    pairs = {names.find_id(key.value) or key.value: (key, value) for key, value in mapping.pairs}
    edits: Edits = []
    added: dict[str, Value] = {}
    for outcome in outcomes:
        pair = pairs.get(outcome.goal)
        if pair is None:
            name = Plain(numbers[outcome.goal]) if outcome.goal in numbers else outcome.goal
            added[name] = format_outcome(outcome)
        else:
            edits += _edit_long_form(front, pair[1], outcome) or front.set_key(
                mapping, "", format_outcome(outcome), pair
            )
    return edits + front.add_keys(mapping, added) if added else edits


def _edit_long_form(front: Front, node: Node, outcome: Outcome) -> Edits:
    """Return edits that set the keys of an outcome in its long form, or none if `node` is not in that form.

    Keys that no longer apply are left empty. Unknown keys are unchanged.
    """
    return front.update_keys(node, list_outcome_values(outcome)) if isinstance(node, MappingNode) else []
