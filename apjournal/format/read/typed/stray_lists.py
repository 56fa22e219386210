"""Find lists and results outside every section that apj reads, for example goals below an unknown title."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import takewhile

from apjournal.format.read.goals import KINDS
from apjournal.format.read.outcomes import is_result
from apjournal.format.read.typed.plain_sections import (
    PlainItem,
    PlainSection,
    find_plain_sections,
    make_line_span,
    write_words,
)
from apjournal.format.read.typed.typed_lines import TypedLines, cut_prefixes
from apjournal.format.text.document import Document
from apjournal.format.text.known_keys import IN_BODY
from apjournal.format.text.section_titles import parse_section_title
from apjournal.format.text.text import find_line_end, split_at_colon
from apjournal.format.text.titles import match_title, match_title_line, names_week
from apjournal.format.text.typed_list import ITEM
from apjournal.format.yaml.fields import make_canonical
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding
from apjournal.model.markdown import BULLETS, OTHER_MARKS, MarkdownLine
from apjournal.model.result_words import ResultWords
from apjournal.patterns import make_pattern

_RESULT = r"(?:done|partly|not[ _-]+done|dropped)"
_MAY_BE_REPORT = make_pattern(
    rf"(?im)^[ #*_]*(?:my )?(?:outcome|result|report)|^[ \t]*(?:[{BULLETS}]|\d{{1,3}}[.)．）:])?[ \t]*{_RESULT}\b"
)
_REPORT_WORDS = cut_prefixes(
    *("outcome", "result", "report", "my outcome", "my result", "my report", "done", "partly", "not done", "dropped")
)
_REPORT_LINE = make_pattern(rf"(?i)[ *_]*(?:my )?(?:outcomes?|results?|report)[^:：–—-]{{0,30}}[:：–—-].*\b{_RESULT}\b")
_NUMBERED = make_pattern(r"[ \t]*\d{1,3}[.):：][ \t]*(?=[^\s\d])")
_BULLETS = frozenset(BULLETS)
_BOXES = f"{OTHER_MARKS}\ufe0f [x]"
_NUMBER = make_pattern(r"[ \t]*\d{1,3}[ \t]*[:：][ \t]*")
_UNREAD_TITLES = frozenset({"log", "happened", "what happened", "got in the way", "what got in the way", "in the way"})
_TITLE_WORDS = cut_prefixes(*_UNREAD_TITLES)
_LIKE_I = str.maketrans("İı", "ii")
"""The characters that `match_title` treats as an i."""
_WEEK = make_pattern(r"(?i).*(?:\d|week|woche|semain|seman|settiman|周|週|недел)")
_FEWEST, _MOST = 2, 12
"""The number of lines, with the title, of a text that may be goals. A shorter text may be a note, a longer one a
diary.
"""
_SHORT_LINE = make_pattern(r"\w[^\n|:：]{1,60}(?<![.!?…,;])")
_SENTENCE = make_pattern(r"[.!?…][ \t]+\w")
_ABOUT_NOTES = make_pattern(r"(?i).*(?:note|notiz|nota|diary|journal|tagebuch|thought|gedanke|diario)")
_TITLE_LINE = make_pattern(r"#?[ *_]*\w[^.!?…,;]{0,40}?[:：]?[ *_]*")
_ABOUT_RESULTS = make_pattern(r"(?i).*(?:report|result|outcome|bericht|ergebnis)")


def may_have_report(document: Document, body: TypedLines) -> bool:
    """Whether the text below the front matter may contain a report. Most texts do not."""
    may_begin = body.find_beginnings(_REPORT_WORDS)
    return bool(may_begin) and bool(_MAY_BE_REPORT.search(document.text, document.body_start))


def find_stray_result(
    document: Document, lines: Sequence[MarkdownLine], sections: Sequence[PlainSection], own: ResultWords
) -> Iterator[Finding]:
    """Yield a warning at the first result outside every list of results.

    Such a result is an item, a line such as `Report: done`, or one of the lines below a title that apj does not know.
    Below a heading, it counts only if the heading is about results. `sections` are the sections found in `lines`.
    """
    outside = _list_open_lines(lines, sections)
    stray = (line for line, title in outside if _is_stray(line, title, own))
    line = next(stray, None) or _find_bare_results([line for line, _ in outside], own)
    if line is not None:
        words = line.text.strip()
        message = (
            f'apj does not read "{words}" as a result; if it is about the goals of this week, write a line '
            '"Report" and, below it, a list with one result for each goal'
        )
        yield make_finding("plain_list", message, document.make_span(line.start, line.start + len(words)))


def _list_open_lines(
    lines: Sequence[MarkdownLine], sections: Sequence[PlainSection]
) -> list[tuple[MarkdownLine, MarkdownLine | None]]:
    """Return the lines outside sections and outside free text below a heading, each with the title above it."""
    known = [(one.title.start, one.end) for one in sections if one.items]
    heading, title = None, None
    found = []
    for line in lines:
        heading = line.title if line.level > 1 else heading
        title = line if match_title_line(line) else title
        is_known = any(start <= line.start < end for start, end in known)
        is_free = heading is not None and not _ABOUT_RESULTS.match(heading)
        is_free = is_free or (title is not None and bool(IN_BODY.match(title.text)))  # which has a finding of its own
        if not (line.is_code or is_known or is_free):
            found.append((line, title))
    return found


def _find_bare_results(lines: Sequence[MarkdownLine], own: ResultWords) -> MarkdownLine | None:
    """Return the first line below a title if it and all lines down to the next blank line are results, or None."""
    title: MarkdownLine | None = None
    below: list[MarkdownLine] = []
    for line in (*lines, MarkdownLine("", 0)):
        words = line.text.strip()
        if words and title is not None and is_result(words, own) and not _SENTENCE.search(words):
            below.append(line)
        elif below and not words:
            return below[0]
        elif words:
            is_title = not below and _TITLE_LINE.fullmatch(words) is not None and not is_result(words, own)
            title, below = line if is_title else None, []
    return None


def find_unread_titles(document: Document, body: TypedLines) -> Iterator[Finding]:
    """Yield a warning at each title of a log or of events below front matter that apj does not read as such.

    Events count only if each has a kind, because other text below such a title may be free text.
    """
    if not any(may_be_unread(body.lines, at) for at in body.find_beginnings(_TITLE_WORDS)):
        return
    headings = (line.start for line in body.lines if line.level > 1)
    first = next(headings, len(document.text))
    for one in find_plain_sections(body.lines):
        if not one.items or IN_BODY.match(one.title.text):
            continue
        line, title = one.title, one.title.text.strip()
        message = f'apj reads a log only below a heading; write ## before "{title}"'
        unread = next((item.line for item in one.items if not _is_proper(item)), None)
        if one.key == "log" and one.title.level and unread:
            line, message = unread, "apj does not read this line of the log; begin it with a hyphen and a space"
        elif one.key == "log" and one.unclear and one.title.start < first:
            line, message = one.unclear.line, f"apj does not read this log, because {one.unclear.sentence}"
        elif one.key == "happened" and all(has_kind(write_words(item)) for item in one.items):
            message = f'apj does not read the list below "{title}" here; move it between the --- lines, below happened:'
        elif one.key != "log" or one.title.level or one.title.start > first:
            continue
        yield make_finding("plain_list", message, make_line_span(document, line))


def may_be_unread(lines: Sequence[MarkdownLine], at: int) -> bool:
    """Whether the line at the index `at` is the title of a log or of events of which apj may not read every item."""
    line = lines[at]
    if line.level > 1 and parse_section_title(line.title)[0] == "log":
        below = takewhile(lambda line: not line.level, lines[at + 1 :])
        return any(_may_be_other_item(line.text.lstrip(" \t")) for line in below)
    title = line.text.translate(_LIKE_I).encode("ascii", "ignore").decode()  # without emoji
    return title.strip(" \t\r#*_:").lower() in _UNREAD_TITLES


def _may_be_other_item(words: str) -> bool:
    """Whether a line may be an item with another mark than a bullet and a space, such as a number."""
    return words[:1].isdecimal() or (words[:1] in _BULLETS and words[1:2] not in (" ", "\t"))


def find_split_list(document: Document) -> Iterator[Finding]:
    """Yield a warning at an item directly below the front matter if the last line above the fence is like it."""
    if document.text[document.body_start : document.body_start + 1] in ("", "\r", "\n", "#"):  # in most files
        return
    item = ITEM.match(document.text, document.body_start)
    if item is None:
        return
    line = document.text[document.body_start : find_line_end(document.text, document.body_start)]
    before = ITEM.match(document.front.rstrip().rpartition("\n")[2])
    if before and before["indent"] == item["indent"]:
        message = f'apj does not read "{line.strip()}" below the line ---; move it up if it is part of the list'
        span = document.make_span(document.body_start, document.body_start + len(line.rstrip()))
        yield make_finding("plain_list", message, span)


def _is_proper(item: PlainItem) -> bool:
    """Whether an item begins with a bullet and a space, as the format demands in a log."""
    return item.number is None and item.line.text.lstrip(" \t")[1:2] in (" ", "\t")


def has_kind(words: str) -> bool:
    """Whether a text begins with a kind of event."""
    return make_canonical((split_at_colon(words) or (words, ""))[0]) in KINDS


def _is_stray(line: MarkdownLine, title: MarkdownLine | None, own: ResultWords) -> bool:
    item = ITEM.match(line.text)
    is_in_report = title is not None and match_title_line(title) == "outcomes"
    number = _NUMBER.match(line.text)
    words = line.text[item.end() if item else number.end() if number else 0 :].strip().lstrip(_BOXES)
    return bool(_REPORT_LINE.match(line.text)) or (bool(item or number or is_in_report) and is_result(words, own))


def find_bare_list(document: Document, lines: Sequence[MarkdownLine], own: ResultWords) -> Iterator[Finding]:
    """Yield a finding for the first list in a text without goals, because it may be goals.

    A list does not count below a title that apj knows, or below a heading that is not about a week.
    """
    is_own = False
    for line in lines:
        item = None if line.is_code else ITEM.match(line.text) or _NUMBERED.match(line.text)
        if line.level:
            is_own = not _WEEK.match(line.title) or match_title_line(line) is not None
        elif item is None and line.text.strip() and line.text[0] not in " \t":
            is_own = is_own or match_title(line.text) is not None
        elif item and not is_own and _may_be_goal(line.text[item.end() :].strip(), own):
            message = 'If these are goals, write a line "Goals" above them; without it, apj does not read them'
            yield make_finding("goals_elsewhere", message, document.make_span(line.start, line.start + len(line.text)))
            return
    yield from _find_bare_goals(document, lines)


def _may_be_goal(words: str, own: ResultWords) -> bool:
    """Whether an item may be a goal. Some tools write each line as an item, even a title."""
    return not (is_result(words, own) or names_week(words) or match_title(words.lstrip("# \t")) == "goals")


def _find_bare_goals(document: Document, lines: Sequence[MarkdownLine]) -> Iterator[Finding]:
    """Yield a warning if the text is only an unknown title and short lines below it, none of which is a sentence.

    A text with a list, a sentence, another title, or a title such as `Notes` is free text.
    """
    with_words = [line for line in lines if line.text.strip()]
    is_other = any(line.is_code or (line.level and line is not with_words[0]) for line in with_words)
    if not _FEWEST < len(with_words) <= _MOST or is_other:
        return
    title, *below = with_words
    below = [line for line in below if not names_week(line.text)]
    words = [line.text.strip() for line in below]
    is_title = _TITLE_LINE.fullmatch(title.text.strip()) and not _ABOUT_NOTES.match(title.text)
    if is_title and below and all(_SHORT_LINE.fullmatch(each) for each in words):
        message = (
            'This week has no goals; if these lines are goals, write "Goals" above them, and begin each with a hyphen '
            "and a space"
        )
        yield make_finding("plain_list", message, make_line_span(document, below[0]))
