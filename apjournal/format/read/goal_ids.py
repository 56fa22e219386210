"""Resolve the names by which a file refers to its goals: an id, a number, or the text."""

from __future__ import annotations

from apjournal.format.text.slug import make_slug
from apjournal.format.yaml.fields import FieldFindings
from apjournal.format.yaml.nodes import Node, Scalar, make_duplicate_key_finding


class GoalNames:
    """The goals of one week, and the names by which other parts of the file refer to them."""

    __slots__ = ("ids",)

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids = ids

    def find_id(self, name: str) -> str | None:
        """Return the id of the goal that `name` means, or None. An id takes precedence over a number.

        An exact id takes precedence over one that differs in case or in the characters between its words.
        """
        if name in self.ids:
            return name
        if name.isdecimal():
            return self.ids[int(name) - 1] if len(name) < 5 and 0 < int(name) <= len(self.ids) else None
        likely = make_slug(name)
        if likely in self.ids:
            return likely
        wanted = _fold_case(name)
        alike = [identity for identity in self.ids if wanted and _fold_case(identity) == wanted]
        return alike[0] if len(alike) == 1 else None

    def resolve_name(self, name: str, node: Node, found: FieldFindings) -> str:
        """Return the id of the goal that `name` means.

        If there is no such goal, add a finding and return `name` as written.
        """
        identity = self.find_id(name)
        if identity is None:
            self.report_unknown(name, node, found)
        return identity or name

    def report_repeated(self, identity: str, key: Scalar, keys: dict[str, Scalar], found: FieldFindings) -> None:
        """Add a finding if two keys of a mapping mean the same goal.

        `keys` stores the first key for each goal.
        """
        before = keys.setdefault(identity, key)
        if before is key:
            return
        if before.value == key.value:
            found.append(make_duplicate_key_finding(before, key))
        else:
            found.add_finding("goal_twice", f'"{before.value}" and "{key.value}" are the same goal; remove one', key)

    def report_unknown(self, name: str, node: Node, found: FieldFindings) -> None:
        """Add a finding that `name` is not a goal of this week.

        It may be a former id, which only the history can show.
        """
        found.add_finding("unknown_goal", f'"{name}" is not a goal of this week, by id or by number', node)


def _fold_case(name: str) -> str:
    """Return an id for comparison without case: `ß` equals `SS`."""
    return make_slug(name.casefold())
