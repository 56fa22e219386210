"""Read a week in which outcomes, steps, reasons and events refer to goals by id instead of by number or position.

Numbers and positions change their meaning when goals are added, removed or reordered. So if two versions of a week
have different goals, apj merges them in this form.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TypeVar

from msgspec.structs import replace

from apjournal.format.read.body import read_body
from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.read.result import Reading
from apjournal.format.read.week import read_week
from apjournal.format.text.document import Document, encode_document
from apjournal.format.text.text import apply_text_edits
from apjournal.format.yaml.fields import make_canonical
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar, SequenceNode, find_content_end
from apjournal.format.yaml.plain_lines import read_nodes_if_valid
from apjournal.format.yaml.quoting import write_scalar
from apjournal.model.finding import TextEdit
from apjournal.model.markdown import BULLETS
from apjournal.model.result_words import NO_WORDS, ResultWords
from apjournal.model.week import Amendment, Happened, Outcome, Step, Week
from apjournal.patterns import make_pattern

_STEP = make_pattern(rf"[{BULLETS}][ \t]+\[[ xX]\][ \t]+([^:\n]*)")

Reference = Outcome | Happened | Amendment | Step
"""An entry of a week that is about one of its goals."""
_R = TypeVar("_R", Outcome, Happened, Amendment, Step)


def collect_references(week: Week, renamed: Mapping[str, str]) -> frozenset[Reference]:
    """Return everything that a week says about its goals. `renamed` maps the ids of reworded goals to their new ids."""
    said: list[Reference] = [
        *_rename_goals_of(renamed, week.outcomes),
        *_rename_goals_of(renamed, week.happened),
        *_rename_goals_of(renamed, week.amended),
        *_rename_goals_of(renamed, map(_use_written_name, week.steps)),
    ]
    return frozenset(one for one in said if one.goal is not None)


def _use_written_name(step: Step) -> Step:
    """Return a step with its written name as its goal, if the week has no such goal.

    Otherwise the name would become part of the step's text.
    """
    return replace(step, goal=step.named, named=None) if step.goal is None and step.named else step


def name_goals(
    document: Document, week: Week, renamed: Mapping[str, str], words: ResultWords = NO_WORDS
) -> Reading[Week]:
    """Read the week again after replacing each reference to a goal by its id or its new id.

    `week` is the value of `document`.
    """
    naming = _GoalNaming(document, GoalNames(tuple(goal.id for goal in week.goals)), renamed)
    return read_week(
        encode_document(document, apply_text_edits(document.text, naming.find_edits())), week.partner, week.week, words
    )


def _rename_goal_of(renamed: Mapping[str, str], one: _R) -> _R:
    return replace(one, goal=renamed.get(one.goal, one.goal)) if one.goal is not None else one


def _rename_goals_of(renamed: Mapping[str, str], said: Iterable[_R]) -> tuple[_R, ...]:
    return tuple(_rename_goal_of(renamed, one) for one in said)


class _GoalNaming:
    """Finds the edits after which one version refers to its goals by id."""

    def __init__(self, document: Document, goals: GoalNames, renamed: Mapping[str, str]) -> None:
        self._document = document
        self._text = document.text
        self._goals = goals
        self._renamed = renamed

    def find_edits(self) -> list[TextEdit]:
        """Return the edits: one for each list of outcomes, and for each key, value or step that refers to a goal."""
        root = read_nodes_if_valid(self._document)
        found = [
            edit
            for key, value in (root.pairs if root else ())
            for edit in self._find_edits_of_key(make_canonical(key.value), value)
        ]
        return [
            *found,
            *(edit for start in self._list_steps() for edit in self._find_edits_of_step(start)),
        ]

    def _list_steps(self) -> list[int]:
        """Return the offsets at which the steps begin."""
        places = read_body(self._document, self._goals).places
        return [span.start for (name, *_), span in places.items() if name == "steps"]

    def _find_edits_of_key(self, key: str, value: Node) -> Iterator[TextEdit]:
        if key == "outcomes" and isinstance(value, SequenceNode):
            yield self._write_in_braces(value) if value.flow else self._write_as_keys(value)
        elif key in {"outcomes", "amended"} and isinstance(value, MappingNode):
            yield from (self._rename_scalar(name, flow=value.flow) for name, _ in value.pairs)
        elif key == "happened" and isinstance(value, SequenceNode):
            for item in value.children:
                for name, of in item.pairs if isinstance(item, MappingNode) else ():
                    if make_canonical(name.value) == "goal" and isinstance(of, Scalar):
                        yield self._rename_scalar(of, flow=True)  # text that is safe in braces is safe everywhere

    def _rename_scalar(self, node: Scalar, *, flow: bool) -> TextEdit:
        goal = self._goals.find_id(node.value)
        written = self._text[node.start : node.end]
        return TextEdit(node.start, node.end, self._write_id(goal, flow=flow) if goal else written)

    def _write_id(self, goal: str, *, flow: bool = False) -> str:
        return write_scalar(self._renamed.get(goal, goal), flow=flow)

    def _write_in_braces(self, items: SequenceNode) -> TextEdit:
        said = (
            f"{self._write_id(goal, flow=True)}: {self._text[item.start : find_content_end(item)]}"
            for goal, item in zip(self._goals.ids, items.children, strict=False)
            if not item.is_null
        )
        return TextEdit(items.start, items.end, "{" + ", ".join(said) + "}")

    def _write_as_keys(self, items: SequenceNode) -> TextEdit:
        """Return the edit that turns a list into keys and values. Comments after an item stay with it.

        An empty item is left out.
        """
        text = self._text
        hyphens = [text.rindex("-", 0, item.start + 1) for item in items.children]
        starts = [text.rfind("\n", 0, hyphen) + 1 for hyphen in hyphens]
        stop = text.index("\n", find_content_end(items) - 1) + 1
        lines = []
        for goal, item, start, hyphen, end in zip(
            self._goals.ids, items.children, starts, hyphens, [*starts[1:], stop], strict=False
        ):
            if not item.is_null:
                indent = text[start:hyphen]
                gap = f"{self._document.newline}{indent}{' ' * (item.start - hyphen)}" * isinstance(item, MappingNode)
                chunk = f"{indent}{self._write_id(goal)}:{gap or ' '}{text[item.start : end]}"
                lines += chunk.splitlines(keepends=True)
        # A list may begin in the column of its key, but a mapping may not.
        margin = "  " if starts[0] == hyphens[0] else ""
        return TextEdit(starts[0], stop, "".join(margin + line for line in lines))

    def _find_edits_of_step(self, start: int) -> Iterator[TextEdit]:
        match = _STEP.match(self._text, start)
        goal = self._goals.find_id(match[1].strip()) if match else None
        if match and goal and self._text[match.end() : match.end() + 1] == ":":
            yield TextEdit(match.start(1), match.end(1), self._renamed.get(goal, goal))
