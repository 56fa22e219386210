"""Read the user's own words for results: a table with lines such as `fertig = done`."""

from __future__ import annotations

from apjournal.errors import UsageFault
from apjournal.format.read.outcomes import RESULTS, fold_word
from apjournal.format.text import known_keys
from apjournal.format.text.text import split_at_comma
from apjournal.format.yaml.fields import TRUTHS, make_canonical
from apjournal.format.yaml.nodes import NULLS
from apjournal.model.result_words import ResultWords
from apjournal.model.week import ObstacleKind, PlanUse, Result
from apjournal.patterns import make_pattern

_KEYS = (known_keys.WEEK, known_keys.GOAL, known_keys.OUTCOME, known_keys.HAPPENED, known_keys.OBSTACLE)
_COMMENT = make_pattern(r"(?:^|\s)#.*")
_ENGLISH = (*RESULTS, *ObstacleKind, *PlanUse, *TRUTHS, *NULLS, *(key for keys in _KEYS for key in keys))
_TAKEN = frozenset(map(fold_word, _ENGLISH))


def parse_result_words(text: str, name: str) -> ResultWords:
    """Return the words in the table `text`. Each line is empty, a `#` comment, or `WORD = RESULT`.

    Raise `UsageFault`, with the line and the `name` of the table, for any other line, and for a word that already has
    a meaning in a journal.
    """
    found: dict[str, Result] = {}
    for number, line in enumerate(text.splitlines(), 1):
        said = _COMMENT.sub("", line).strip()
        if said:
            word, result = _parse_line(said, f"{name}:{number}")
            if found.setdefault(word, result) is not result:
                raise UsageFault(
                    f"{name}:{number}: {said.partition('=')[0].strip()} has two meanings.", "Delete one of the lines."
                )
    return found


def _parse_line(said: str, place: str) -> tuple[str, Result]:
    typed, sign, meaning = (part.strip() for part in said.partition("="))
    word = fold_word(typed)
    if not sign or not word:
        raise UsageFault(
            f"{place}: {said} does not give a word and its meaning.", "Write a word, = and a result: fertig = done."
        )
    result = RESULTS.get(make_canonical(meaning))
    if result is None:
        raise UsageFault(
            f"{place}: {meaning or 'nothing'} is not a result.", "After the =, write done, partly, not done or dropped."
        )
    if split_at_comma(typed)[0] != typed:
        raise UsageFault(
            f"{place}: {typed} contains a comma.",
            "Write the word without a comma. In a week's file, a comma ends the result.",
        )
    if word in _TAKEN or (word.isascii() and (len(word) == 1 or word.isdecimal())):
        raise UsageFault(f"{place}: {typed} already has a meaning in apj.", "Choose another word, or delete the line.")
    return word, result
