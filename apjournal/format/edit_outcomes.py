"""Writing outcomes in the form that the file has: a list by position, a mapping by id or by number, short or long."""

from __future__ import annotations

from collections.abc import Sequence as List

from apjournal.format.edit import EditRefused, Edits, Front
from apjournal.format.goal_names import GoalNames
from apjournal.format.nodes import Mapping, Node, Sequence
from apjournal.format.week_values import long_outcome, outcome_value
from apjournal.format.writing import Plain, Value
from apjournal.model.week import Goal, Outcome


def outcome_edits(front: Front, goals: List[Goal], outcomes: List[Outcome]) -> Edits:
    """Make the edits that give each of `outcomes` its place; `EditRefused` when a list has no place for one."""
    found = front.find("outcomes")
    said = found[1] if found and not front.is_bare(found[1]) else None
    if isinstance(said, Sequence):
        return _by_position(front, said, goals, outcomes)
    if isinstance(said, Mapping):
        return _by_name(front, said, goals, outcomes)
    return front.grow("outcomes", {outcome.goal: outcome_value(outcome) for outcome in outcomes}, found)


def _by_position(front: Front, sequence: Sequence, goals: List[Goal], outcomes: List[Outcome]) -> Edits:
    indices = {goal.id: index for index, goal in enumerate(goals)}
    edits: Edits = []
    added: dict[int, Value] = {}
    for outcome in outcomes:
        index = indices.get(outcome.goal)
        if index is None:
            raise EditRefused(f'"{outcome.goal}" is no goal of this week.', "Name outcomes by id to keep it.")
        if index >= len(sequence.children):
            added[index] = outcome_value(outcome)
            continue
        item = sequence.children[index]
        edits += _in_long(front, item, outcome) or front.set_item(sequence, index, outcome_value(outcome))
    if added:
        count = max(added) + 1
        edits += front.add_items(sequence, [added.get(index) for index in range(len(sequence.children), count)])
    return edits


def _by_name(front: Front, mapping: Mapping, goals: List[Goal], outcomes: List[Outcome]) -> Edits:
    names = GoalNames(tuple(goal.id for goal in goals))
    by_number = all(key.value.isdecimal() for key, _ in mapping.pairs)
    numbers = {goal.id: str(goal.number) for goal in goals if by_number and names.find(str(goal.number)) == goal.id}
    pairs = {names.find(key.value) or key.value: (key, value) for key, value in mapping.pairs}
    edits: Edits = []
    added: dict[str, Value] = {}
    for outcome in outcomes:
        pair = pairs.get(outcome.goal)
        if pair is None:
            name = Plain(numbers[outcome.goal]) if outcome.goal in numbers else outcome.goal
            added[name] = outcome_value(outcome)
        else:
            edits += _in_long(front, pair[1], outcome) or front.set_key(mapping, "", outcome_value(outcome), pair)
    return edits + front.add_keys(mapping, added) if added else edits


def _in_long(front: Front, node: Node, outcome: Outcome) -> Edits:
    """Set the keys of an outcome in its long form; what does not apply any more is left empty, unknown keys stay."""
    return front.update(node, long_outcome(outcome)) if isinstance(node, Mapping) else []
