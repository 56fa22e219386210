"""How a file names its goals: by id, by number, or by their words."""

from __future__ import annotations

from apjournal.format.fields import Found
from apjournal.format.nodes import Node
from apjournal.format.slug import slug


class GoalNames:
    """The goals of one week, to be found by what other parts of the file call them."""

    __slots__ = ("ids",)

    def __init__(self, ids: tuple[str, ...]) -> None:
        self.ids = ids

    def find(self, name: str) -> str | None:
        """Give the id of the goal that `name` stands for (id first, then number); None when it is none of these."""
        if name in self.ids:
            return name
        if name.isascii() and name.isdecimal():
            return self.ids[int(name) - 1] if len(name) < 5 and 0 < int(name) <= len(self.ids) else None
        likely = slug(name)
        return likely if likely in self.ids else None

    def resolve(self, name: str, node: Node, found: Found) -> str:
        """Give the goal's id; or `name` as it was written, and say that it stands for no goal here."""
        identity = self.find(name)
        if identity is None:
            self.unknown(name, node, found)
        return identity or name

    def unknown(self, name: str, node: Node, found: Found) -> None:
        """Say that `name` stands for no goal here; history may know it as a former id."""
        found.say("unknown_goal", f'"{name}" is no goal of this week, by id or by number', node)
