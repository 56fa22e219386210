"""The question what got in the way, or may: one key for each kind."""

from __future__ import annotations

from apjournal.cli.questions import Talk
from apjournal.model.week import Kind

_KINDS = {kind.value[0]: kind for kind in Kind}


_QUESTION = "[f]ocus [i]nterest [s]tress [u]nforeseen [o]ther, or Enter"
_YES = "y"


def ask_kind(talk: Talk, *, indent: int) -> Kind | None:
    """Ask for a kind of obstacle; Enter gives none."""
    return _KINDS.get(talk.key(_QUESTION, "".join(_KINDS), default="", indent=indent))


def ask_kind_or(talk: Talk, offer: str, *, indent: int) -> Kind | bool | None:
    """Ask for a kind of obstacle, or for a yes to what is offered, which gives True."""
    key = talk.key(f"[{_YES}] {offer}  {_QUESTION}", "".join((_YES, *_KINDS)), default="", indent=indent)
    return True if key == _YES else _KINDS.get(key)
