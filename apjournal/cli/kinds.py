"""The question what got in the way, or may: one key for each kind."""

from __future__ import annotations

from apjournal.cli.questions import Talk
from apjournal.model.week import Kind

_KINDS = {kind.value[0]: kind for kind in Kind}


def ask_kind(talk: Talk, *, indent: int) -> Kind | None:
    """Ask for a kind of obstacle; Enter gives none."""
    question = "[f]ocus [i]nterest [s]tress [u]nforeseen [o]ther, or Enter"
    return _KINDS.get(talk.key(question, "".join(_KINDS), default="", indent=indent))
