"""Recognise titles that mean a key of a week, such as `My goals for Monday` or `Report`, with or without a colon."""

from __future__ import annotations

import re

from apjournal.format.text.section_titles import trim_title
from apjournal.model.markdown import OTHER_MARKS, MarkdownLine
from apjournal.patterns import make_pattern

_TITLES = (
    (
        "goals",
        make_pattern(
            r"(?:(?:my|our|meine|unsere|mis|mes|i miei|мои) )?(?:weekly )?"
            r"(?:goals?|(?:wochen)?ziele|objetivos?|objectifs|obiettivi|目标|目標|цели)"
            r"(?: (?:for|of|für|de|del|para|pour|per|на) .*|,? (?:week |woche |w|kw ?)\d+)?"
            r"|(?:for )?(?:this|next) week",
            re.IGNORECASE,
        ),
    ),
    ("outcomes", make_pattern(r"outcomes?|results?|(?:my )?report", re.IGNORECASE)),
    ("happened", make_pattern(r"(?:what )?(?:happened|got in the way)|in the way", re.IGNORECASE)),
    ("learned", make_pattern(r"(?:what i )?learn(?:ed|t)", re.IGNORECASE)),
    ("log", make_pattern(r"log", re.IGNORECASE)),
)
_NAMES_WEEK = make_pattern(
    r"(?=.*\d)[\W\d_]*"
    r"(?:(?:week|woche|kw|w|semaine|semana|settimana|of|the|to|th|st|nd|rd|"
    r"jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|"
    r"nov(?:ember)?|dec(?:ember)?)[\W\d_]*){1,12}",
    re.IGNORECASE,
)
_AROUND = " \t\r*_:："
EMOJI = rf"(?![{OTHER_MARKS}])[\u2600-\u27bf\u2b50\u200d\ufe0f\U0001f000-\U0001faff]"
"""Matches a character of an emoji that is not a mark before an item."""
_EMOJI = make_pattern(EMOJI)


def match_title(words: str) -> str | None:
    """Return the key that a title means, or None. Emoji around the title are ignored."""
    title = words if words.isascii() else _EMOJI.sub("", words)
    title = title.strip(_AROUND)
    return next((key for key, pattern in _TITLES if pattern.fullmatch(title)), None)


def match_title_line(line: MarkdownLine) -> str | None:
    """Return the key that a line means if it is a title, with or without the marks of a heading, or None."""
    return match_title(trim_title(line.title) if line.level else line.text)


def names_week(words: str) -> bool:
    """Whether the text is only the name of a week, such as `# Week 49` or `30 Nov to 6 Dec`, which is never a goal."""
    return bool(_NAMES_WEEK.fullmatch(words))
