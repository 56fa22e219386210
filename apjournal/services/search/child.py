"""Match a regular expression in a process of its own.

Python runs this file by its path, so it imports only Python's own modules. It reads `{"expression": TEXT, "texts":
[TEXT]}` and prints `{"found": [[[START, END]]], "empty": false}`, with the matches in each text that have at least one
character. `empty` is true if the expression matches the empty string, or if all its matches are empty. If the
expression is invalid, it prints `{"fault": TEXT}` with the reason.
"""

from __future__ import annotations

import json
import re
import sys
from typing import TextIO


def main(given: TextIO, answer: TextIO) -> None:
    """Read a question from `given` and write the answer to `answer`, both as JSON."""
    question = json.load(given)
    json.dump(match_texts(question["expression"], question["texts"]), answer)


def match_texts(expression: str, texts: list[str]) -> dict[str, object]:
    """Return the answer for an expression and the texts to search."""
    try:
        pattern = re.compile(expression, re.IGNORECASE)
    except re.error as error:
        return {"fault": error.msg}
    except (OverflowError, RecursionError, MemoryError):
        return {"fault": "it is too large"}
    spans = [[match.span() for match in pattern.finditer(text)] for text in texts]
    found = [[(start, end) for start, end in one if end > start] for one in spans]
    return {"found": found, "empty": bool(pattern.match("")) or (any(spans) and not any(found))}


if __name__ == "__main__":
    main(sys.stdin, sys.stdout)
