"""The words of a note: those behind the command, else on a terminal those that are asked for."""

from __future__ import annotations

from apjournal.cli.context import Context


def ask_words(context: Context, typed: tuple[str, ...], question: str) -> str | None:
    """Return the words of a note on one line; None without an answer, so that nothing is noted."""
    if typed or not context.interactive:
        return " ".join(typed)
    from apjournal.cli.questions import Talk

    explain = "One line, in your own words. Enter alone writes nothing."
    return Talk(context.style).ask_line(f"{question}, in a line", enter="note nothing", explain=explain) or None
