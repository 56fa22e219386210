"""Edit one goal of a week, in the form in which it is written."""

from __future__ import annotations

from apjournal.format.edit.front_matter import Edits, Front, find_pair
from apjournal.format.edit.week_values import format_goal, format_obstacle
from apjournal.format.yaml.nodes import MappingNode, SequenceNode
from apjournal.model.week import Goal, Obstacle


def build_goal_edits(front: Front, before: Goal, after: Goal) -> Edits:
    """Return the edits that change a goal's text and `done_when`, and that add obstacles after the existing ones.

    If a goal is a plain string and needs keys, it becomes a mapping.
    """
    goals, place = _find_item(front, before.number)
    item = goals.children[place]
    if not isinstance(item, MappingNode):
        return front.set_item(goals, place, format_goal(after))
    new = {"goal": after.goal, "done_when": after.done_when, **({"id": after.id} if after.id_written else {})}
    old = {"goal": before.goal, "done_when": before.done_when, **({"id": before.id} if before.id_written else {})}
    edits = front.update_keys(item, {key: value for key, value in new.items() if value != old.get(key)})
    added = after.obstacles[len(before.obstacles) :]
    return edits + _build_obstacle_edits(front, item, before, added) if added else edits


def _find_item(front: Front, number: int) -> tuple[SequenceNode, int]:
    """Return the list of goals, and the index in it of goal `number`. Empty items of the list are not goals."""
    _, goals = front.find_key("goals") or (None, None)
    assert isinstance(goals, SequenceNode)  # noqa: S101  goals in any other form cannot be read
    places = [place for place, item in enumerate(goals.children) if not item.is_null]
    return goals, places[number - 1]


def _build_obstacle_edits(front: Front, item: MappingNode, before: Goal, added: tuple[Obstacle, ...]) -> Edits:
    pair, values = find_pair(item, "obstacles"), [format_obstacle(one) for one in added]
    if before.obstacles and pair and isinstance(pair[1], SequenceNode):
        return front.add_items(pair[1], list(values))
    return front.set_key(item, "obstacles", list(values), pair)
