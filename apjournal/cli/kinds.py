"""The question what got in the way, or may: one letter for each kind, with what the kind means."""

from __future__ import annotations

from apjournal.cli.questions import Talk
from apjournal.model.week import Kind

_KINDS = {kind.value[0]: kind for kind in Kind}
_QUESTION = (
    "[f]ocus: attention drifted  [i]nterest: something more interesting  [s]tress  "
    "[u]nforeseen: out of the blue  [o]ther"
)
_YES = "y"
_EXPLAIN = (
    "Focus: your attention drifted away. Interest: something more interesting pulled you away. Stress: it cost you "
    "strength or time. Unforeseen: something came out of the blue. Other: none of these. Enter names none."
)


def ask_kind(talk: Talk, *, indent: int) -> Kind | None:
    """Ask for a kind of obstacle; Enter gives none."""
    return _KINDS.get(talk.ask_key(_QUESTION, "".join(_KINDS), default="", indent=indent, explain=_EXPLAIN))


def ask_kind_or(talk: Talk, offer: str, *, indent: int) -> Kind | bool | None:
    """Ask for a kind of obstacle, or for a yes to what is offered, which gives True."""
    letters = "".join((_YES, *_KINDS))
    explain = f"{_YES}: what your log says did get in the way. {_EXPLAIN}"
    letter = talk.ask_key(f"[{_YES}] {offer}  {_QUESTION}", letters, default="", indent=indent, explain=explain)
    return True if letter == _YES else _KINDS.get(letter)
