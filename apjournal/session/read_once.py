"""Properties that a session computes once and remembers until they are refreshed."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum, auto
from typing import Any, Generic, Protocol, TypeVar

T = TypeVar("T")


class Scope(Enum):
    """What a value depends on. When that changes, the value must be computed again."""

    FILES = auto()
    REFS = auto()
    KEPT_REFS = auto()
    OPERATION = auto()  # a merge or rebase of plain git that is in progress


Seen = dict[Scope, dict[str, Any]]


class Session(Protocol):
    """An object that remembers the values of its `ReadOnce` properties."""

    seen: Seen


class ReadOnce(Generic[T]):
    """A property that is computed when first needed, and again after a refresh of its scope."""

    def __init__(self, read: Callable[[Any], T], scope: Scope) -> None:
        self._read = read
        self._scope = scope
        self.__doc__ = read.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self._name = name

    def __get__(self, session: Session, owner: type | None = None) -> T:
        """Return the value of this property."""
        seen = session.seen[self._scope]
        if self._name not in seen:
            seen[self._name] = self._read(session)
        value: T = seen[self._name]
        return value


def read_once(scope: Scope) -> Callable[[Callable[[Any], T]], ReadOnce[T]]:
    """Return a decorator that makes a method a property whose value is remembered until `scope` is refreshed."""
    return lambda read: ReadOnce(read, scope)
