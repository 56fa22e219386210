"""What a person types into the files of a journal with an editor that does not know it.

Each written text contains a unique word, `word0001` and so on, so that it can be found later.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from pathlib import Path

AGREEMENT = "agreement.md"
OTHER = {"ana": "ben", "ben": "ana"}
"""The partner of each."""
BROKEN = "  - @ines\n"
"""A goal that no reader of YAML takes."""
SLIP_WEEK = "2026-W51"
"""The week that kept lines with a typing error name, and no other line."""
_LOOKED_FOR = re.compile(r"word[0-9]{4}|- 2[0-9]{3}-W(4[0-9]|50) [a-z]+ [0-9a-f]{40}")
"""Words and kept lines, but for the lines of `SLIP_WEEK`."""
_GOAL = re.compile(r"^  - .*word.*$", re.MULTILINE)


def words(text: str) -> set[str]:
    """Return the words of a text. A kept line counts by the commit that it names."""
    return {found[0].rpartition(" ")[2] for found in _LOOKED_FOR.finditer(text)}


def files(root: Path, handle: str) -> dict[str, str]:
    """Read a partner's folder and the shared file."""
    paths = [path for path in (root / AGREEMENT, *(root / handle).glob("*.md")) if path.is_file()]
    return {path.relative_to(root).as_posix(): path.read_bytes().decode() for path in paths}


def words_of(texts: Iterable[str]) -> set[str]:
    """Return the words of many texts."""
    return {word for text in texts for word in words(text)}


def has_goals(text: str) -> bool:
    """Whether a text is a readable week with goals."""
    front = text.partition("\n---")[0].partition("\noutcomes:")[0]
    return BROKEN not in text and "\n  - " in front


def goal_added(text: str | None, word: str) -> str:
    """Return a week with another goal at the end of the list."""
    line = f"  - Reach {word}\n"
    if text is None:
        return f"---\ngoals:\n{line}---\n"
    found = list(_GOAL.finditer(text.partition("\noutcomes:")[0]))
    end = found[-1].end() + 1 if found else text.index("goals:\n") + len("goals:\n")
    return text[:end] + line + text[end:]


def goal_reworded(text: str, word: str, *, reason: str | None = None) -> str | None:
    """Return a week whose first goal is reworded, with a reason if given. None if it has no goal."""
    front, outcomes, rest = text.partition("\noutcomes:")
    found = _GOAL.search(front)
    if found is None or "\n---" in text[: found.start()]:
        return None
    text = front[: found.start()] + f"  - Rather reach {word}" + front[found.end() :] + outcomes + rest
    if reason is None or "\namended:" in text:
        return text
    return text.replace("\n---\n", f"\namended:\n  1: {reason}\n---\n", 1)


def line_added(text: str, line: str, heading: str) -> str:
    """Return a text with another line below a heading, which is added at the end if missing."""
    start = text.find(f"{heading}\n")
    if start < 0:
        return text + f"\n{heading}\n{line}\n"
    start += len(heading) + 1
    return text[:start] + f"{line}\n" + text[start:]


def united(mine: str, theirs: str) -> str:
    """Return my text with what only the other has, as a person resolves a conflict without losing anything."""
    missing = [line for line in theirs.splitlines() if words(line) - words(mine)]
    if not missing:
        return mine
    return mine.rstrip("\n") + "\n\n" + "\n".join(line.strip() for line in missing) + "\n"


def broken(text: str) -> str:
    """Return a week that is unreadable."""
    return text.replace("goals:\n", f"goals:\n{BROKEN}", 1)


def kept_wrongly(text: str, partner: str, commit: str, *, wrong: int, digits: int) -> str:
    """Return a `kept.md` with another line, which names the first `digits` of a commit, one of them wrong."""
    digit = f"{15 - int(commit[wrong], 16):x}"
    return f"{text}- {SLIP_WEEK} {partner} {(commit[:wrong] + digit + commit[wrong + 1 :])[:digits]}\n"


def is_broken(text: str) -> bool:
    """Whether apj does not commit a text: an unreadable week, or a kept line that names nothing."""
    return BROKEN in text or SLIP_WEEK in text


def repaired(text: str) -> str:
    """Return a text without what prevented committing it."""
    lines = text.replace(BROKEN, "").splitlines(keepends=True)
    return "".join(line for line in lines if SLIP_WEEK not in line)
