"""The ids of goals: the id that is written in the file, otherwise one made from the goal's text (`docs/format.md`)."""

from __future__ import annotations

import unicodedata
from collections.abc import Container, Sequence

from apjournal.patterns import make_pattern

LONGEST = 40
_OTHER = make_pattern(r"[^a-z0-9]+")


def make_slug(text: str) -> str:
    """Return an id made from `text`: NFKC, lowercase, letters and digits of any script, joined by `-`.

    The id has at most 40 characters, and may be empty.
    """
    if text.isascii():
        words = _OTHER.sub("-", text.lower())
    else:
        folded = unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", text).lower())
        words = "-".join("".join(sign if _is_word_character(sign) else " " for sign in folded).split())
    return words.strip("-")[:LONGEST].rstrip("-")


def compute_goal_ids(goals: Sequence[tuple[str | None, str]]) -> tuple[str, ...]:
    """Return the id of each goal of a week. `goals` are pairs of the written id (or None) and the text.

    Written ids are unchanged. Computed ids differ from written ids and from each other (the second gets `-2`). For a
    text without letters or digits, the id is `goal-N`.
    """
    taken = {written for written, _ in goals if written is not None}
    ids: list[str] = []
    counts: dict[str, int] = {}
    for number, (written, words) in enumerate(goals, 1):
        name = written if written is not None else _find_free_name(make_slug(words) or f"goal-{number}", taken, counts)
        taken.add(name)
        ids.append(name)
    return tuple(ids)


def _is_word_character(sign: str) -> bool:
    """Whether `sign` is part of a word: a letter, a digit, or a mark (in many scripts, vowels are marks)."""
    return sign.isalnum() or unicodedata.category(sign)[0] == "M"


def _find_free_name(wanted: str, taken: Container[str], counts: dict[str, int]) -> str:
    """Return `wanted`, or the first of `wanted-2`, `wanted-3` … that is free. The result has at most 40 characters.

    `counts` stores the last number tried for each name. Names never become free again, so the search continues there.
    """
    name, count = wanted, counts.get(wanted, 1)
    while name in taken:
        count += 1
        ending = f"-{count}"
        name = wanted[: LONGEST - len(ending)].rstrip("-") + ending
    counts[wanted] = count
    return name
