"""The two questions that several dialogues end with: whether to keep a copy, and whether to share."""

from __future__ import annotations

from apjournal.cli.prompts import Talk

_EXPLAIN_KEEP = (
    "Yes notes in your kept.md that you have read this version of the goals; if it changes later, apj shows you what "
    "changed. No notes nothing."
)
_EXPLAIN_SHARE = (
    "Yes commits what you wrote and sends it to everyone in this journal. No leaves it here until you run apj sync."
)


def ask_to_keep(talk: Talk, whose: str) -> bool:
    """Ask whether to keep a copy of somebody's goals."""
    return talk.ask_yes(f"Keep a copy of {whose} goals?", explain=_EXPLAIN_KEEP)


def ask_to_share(talk: Talk) -> bool:
    """Ask whether to share now."""
    return talk.ask_yes("Share now?", explain=_EXPLAIN_SHARE)
