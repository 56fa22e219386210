"""Find goals where the format does not allow them: below a heading, in boxes, in a table, or under other tools' keys.

apj looks for such goals only in a week without goals, so that the week does not seem empty.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from apjournal.format.read.typed.plain_weeks import find_plain_week
from apjournal.format.read.typed.stray_lists import find_bare_list
from apjournal.format.text import known_keys
from apjournal.format.text.document import Document
from apjournal.format.text.section_titles import is_own_section
from apjournal.format.text.titles import match_title, names_week
from apjournal.format.yaml.fields import build_key_table, find_near_key, make_canonical
from apjournal.format.yaml.nodes import MappingNode, Scalar, SequenceNode
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding
from apjournal.model.markdown import BOXES, BULLETS, OTHER_MARKS, MarkdownLine
from apjournal.model.result_words import ResultWords
from apjournal.patterns import make_pattern

_WORDS = (
    r"\b(?:goals?|priorit(?:y|ies)|this week|to-?do|tasks?|objectives?|ziele|objetivos?|objectifs|obiettivi)\b"
    r"|目标|目標|цели"
)
_TITLES = make_pattern(_WORDS, re.IGNORECASE)
_LIST_HEADING = make_pattern(r"[ \t]*[-*+][ \t]+#{1,6}[ \t]+(?P<title>\S.*)")
_ORG_HEADING = make_pattern(rf"\*[ \t]+(?P<title>(?:{_WORDS})[ \t:]*$)", re.IGNORECASE)
_BOLD = make_pattern(r"[ \t]*\*\*(?P<title>[^*]+)\*\*:?[ \t]*$")
_BOX = make_pattern(rf"[ \t]*(?:(?:[{BULLETS}]|\d+[.)])[ \t]+)?(?:\[[ xX/-]?\]|[{BOXES}]\ufe0f?)[ \t]+\S")
_STATES = ("TODO", "DOING", "DONE", "LATER", "NOW")
_TODO = make_pattern(rf"[ \t]*(?:[-+]|\*+)[ \t]+(?:{'|'.join(_STATES)})[ \t]+\S")
_ITEM = make_pattern(rf"[ \t]*(?:[{BULLETS}{OTHER_MARKS}]|\d+[.)])[ \t]+(?=\S)")
_ROW = make_pattern(r"[ \t]*\|(?![\s:|-]*$)")
_FIELD = make_pattern(r"[ \t]*(?:goals?|priorities)::[ \t]*\S", re.IGNORECASE)
_GOALS = build_key_table("goals")
_KEYS = make_pattern(r"weekly_goals?(?:_\d+)?|goals?_\d+|key_results|objectives?|priorities|todos?|tasks")


def find_goals_elsewhere(
    document: Document, root: MappingNode | None, lines: Sequence[MarkdownLine], own: ResultWords
) -> list[Finding]:
    """Return the findings about a week without goals whose `lines` look like goals or other lists.

    If the lists have only one meaning, the finding about the goals has the repair that writes front matter.
    """
    plain = [] if document.has_front else find_plain_week(document, lines, own)
    if any(each.code == "goals_elsewhere" for each in plain):
        return plain
    span = next(_find_keys_of_other_tools(document, root), None) or next(_find_goal_lines(lines), None)
    if span is None:
        return plain if document.has_front else [*find_bare_list(document, lines, own), *plain]
    message = 'These look like goals, but apj reads goals only under "goals:" in the front matter; move them there'
    return [make_finding("goals_elsewhere", message, document.make_span(*span)), *plain]


def _find_keys_of_other_tools(document: Document, root: MappingNode | None) -> Iterator[tuple[int, int]]:
    """Yield the positions of unknown front matter keys that have a value and a name that suggests goals."""
    children = root.children if root else []
    for key, value in zip(children[::2], children[1::2], strict=True):
        if not isinstance(key, Scalar) or key.value in known_keys.WEEK or value.is_null:
            continue
        is_title = match_title(key.value) == "goals" and find_near_key(key.value, _GOALS) is None
        if (is_title and isinstance(value, SequenceNode)) or _KEYS.fullmatch(make_canonical(key.value)):
            yield key.start, key.end


def _find_goal_lines(lines: Sequence[MarkdownLine]) -> Iterator[tuple[int, int]]:
    """Yield the positions of body lines that look like goals.

    Boxes and to-dos count anywhere. List items and table rows count only below a title that fits.
    """
    is_titled, is_own = False, False
    rows = 0
    for line in lines:
        words, place = line.text, (line.start, line.start + len(line.text))
        if line.is_code or (not line.level and _is_prose(words, is_titled)):
            continue
        title = line.title if line.level else _extract_title(words)
        if title is not None:
            is_own = is_own_section(title)
            is_titled = not is_own and bool(_TITLES.search(title))
            rows = 0
        elif _TODO.match(words) or _FIELD.match(words) or (_BOX.match(words) and not is_own):
            yield place
        elif is_titled and _ROW.match(words):
            rows += 1
            if rows == 2:  # the first row contains the column names
                yield place
        elif is_titled and (item := _ITEM.match(words)) and not names_week(words[item.end() :]):
            yield place


def _is_prose(words: str, is_titled: bool) -> bool:
    """Whether a line is empty or begins with a letter, and is not a field of a note, so that no pattern can match.

    The same is true of a list item below no title, also if it begins with a date. Most weeks off contain nothing else,
    and compiling the patterns takes longer than reading ten weeks.
    """
    text = words.lstrip()
    if "::" in words:
        return False
    if not is_titled and text.startswith(("- ", "+ ")):
        item = text[2:].lstrip()
        return not item or (item[0].isalnum() and not item.startswith(_STATES))
    return not text or text[0].isalpha()


def _extract_title(line: str) -> str | None:
    """Return the title if another tool treats the line as a heading (a list item, org-mode, bold text), or None."""
    found = _LIST_HEADING.match(line) or _ORG_HEADING.match(line) or _BOLD.match(line)
    return found["title"] if found else None
