"""Match a regular expression in strings within a few seconds.

Some expressions, such as `(a+)+b`, take longer than anybody can wait, and Python cannot interrupt them. So they are
matched in another Python process, which apj can end.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from apjournal.analysis.search import Found, fold_accents
from apjournal.errors import GitFault, UsageFault

_CHILD = Path(__file__).with_name("child.py")
LONGEST = 10.0
"""The time limit of a search, in seconds."""


def match_expression(expression: str, texts: Sequence[str], seconds: float = LONGEST) -> list[Found]:
    """Return the matches in each text, ignoring case and accents.

    Raise `UsageFault` for an expression that is invalid, matches empty text, or took longer than `seconds`, and
    `GitFault` if the process cannot be started.
    """
    folded = [fold_accents(text) for text in texts]
    answer = _ask_child(expression, [text for text, _ in folded], seconds)
    if "fault" in answer:
        raise UsageFault(
            f"{expression} is not a regular expression: {answer['fault']}.",
            "Without --regex, apj looks for the characters as you typed them.",
        )
    if answer["empty"]:
        raise UsageFault(
            f"{expression} also matches empty text.", "Use an expression that matches at least one character."
        )
    return [
        tuple((places[start], places[end - 1] + 1) for start, end in found)
        for (_, places), found in zip(folded, answer["found"], strict=True)
    ]


def _ask_child(expression: str, texts: Sequence[str], seconds: float) -> dict[str, Any]:
    question = json.dumps({"expression": fold_accents(expression)[0], "texts": texts})
    try:
        finished = subprocess.run(
            [sys.executable, "-I", "-S", str(_CHILD)],
            input=question,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="ascii",
            timeout=seconds,
            creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            check=False,
        )
    except subprocess.TimeoutExpired:
        raise UsageFault(
            f"The search for {expression} took longer than {seconds:g} seconds, so apj stopped it.",
            "Use a simpler expression, without a repetition inside another, such as (a+)+.",
        ) from None
    except OSError as error:
        raise GitFault(
            f"Python cannot be started to search with an expression: {error.strerror}.", "Search without --regex."
        ) from error
    if finished.returncode:
        raise UsageFault(f"The search for {expression} needs too much memory.", "Use a simpler expression.")
    answer: dict[str, Any] = json.loads(finished.stdout)
    return answer
