"""Read a week typed as plain lists below titles such as `Goals` or `Report`, without front matter or below it.

Only text with one meaning is read. A report with an unclear line is an error, as it is in front matter, because its
goals would otherwise seem open.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from apjournal.format.read.goals import KIND_WORDS
from apjournal.format.read.outcomes import explain_own_word, is_like_result, is_result, propose_result
from apjournal.format.read.typed.plain_sections import (
    PlainItem,
    PlainSection,
    find_plain_sections,
    make_line_span,
    write_words,
)
from apjournal.format.read.typed.stray_lists import find_stray_result, has_kind, may_have_report
from apjournal.format.read.typed.typed_lines import TypedLines
from apjournal.format.text.document import Document
from apjournal.format.text.fences import FENCE
from apjournal.format.text.titles import names_week
from apjournal.format.text.typed_list import write_number
from apjournal.format.yaml.quoting import write_scalar
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Level, TextEdit
from apjournal.model.markdown import MarkdownLine
from apjournal.model.result_words import ResultWords
from apjournal.patterns import make_pattern

_GOAL_TITLE = make_pattern(r"(?i).*(?:goal|ziel|objeti|objecti|obietti|目标|目標|цели)")
_NOTHING = make_pattern(r"(?i)(?:none|nothing|no goals?)\b.*|[-–—./]+")
_OUTCOMES = make_pattern(r"(?im)^outcomes[ \t]*:.*(?:\n|\Z)")
_RESULTS = "done, partly, not done or dropped"
_HYPHEN = "begin each item with a hyphen and a space"


def find_plain_week(document: Document, lines: Sequence[MarkdownLine], own: ResultWords) -> list[Finding]:
    """Return the findings about plain lists in a text without front matter. `lines` are its lines.

    If all lists of goals and results have one meaning, the finding about the goals has a repair that writes front
    matter. `own` are the user's own words for results.
    """
    sections = find_plain_sections(lines, own)
    goals = [one for one in sections if one.key == "goals" and _has_goals(one)]
    reports = [one for one in sections if one.key == "outcomes"]
    if not goals:
        return list(_find_report_without_goals(document, reports, own))
    unclear = _explain_goals(goals)
    if unclear is not None:
        line, message = unclear
        waiting = [one for one in sections if one.key not in ("goals", "log") and (one.items or one.unclear)]
        waits = "apj reads this list once it can read the goals"
        return [
            _make_finding("goals_elsewhere", message, document, line),
            *(_make_finding("plain_list", waits, document, one.title) for one in waiting),
        ]
    errors = list(_find_report_errors(document, reports, len(goals[0].items), own))
    where = _name_lines(document, goals[0])
    if any(error.level is Level.ERROR for error in errors):
        message = f"apj reads the goals in {where} once the errors below are corrected"
        return [_make_finding("goals_elsewhere", message, document, goals[0].title), *errors]
    moved, others = [goals[0]], [*errors, *_find_own_words(document, reports, own)]
    for one in sections:
        if one.key in ("outcomes", "happened", "learned"):
            found = [] if one.key == "outcomes" else list(_find_unread(document, one, sections))
            others += found
            moved += [one] if one.items and not found and not (one.key == "outcomes" and errors) else []
    if not any(one.items for one in reports):
        others += find_stray_result(document, lines, sections, own)
    others += (_make_finding("plain_list", message, document, line) for line, message in _explain_logs(sections))
    message = f'apj reads {where} as the goals; the format has goals under "goals:" in the front matter'
    span = make_line_span(document, goals[0].title)
    edits = [*_write_front(document, moved), *_write_log_titles(document, sections, moved)]
    return [make_finding("goals_elsewhere", message, span, "writes the front matter", edits), *others]


def find_report_in_body(document: Document, body: TypedLines, goals: int, own: ResultWords) -> list[Finding]:
    """Return the findings about a report below front matter that has no outcomes. `goals` is the number of its goals.

    The report has one meaning if it is one list of results. Other text below such a title may be free text, so apj
    warns about it only if it contains a result, and repairs its items only if each of them can be a result.
    """
    if not may_have_report(document, body):
        return []
    sections = find_plain_sections(body.lines, own)
    reports = [one for one in sections if one.key == "outcomes"]
    if not any(is_like_result(write_words(item), own) for one in reports for item in one.items):
        return list(find_stray_result(document, body.lines, sections, own))
    errors = list(_find_report_errors(document, reports, goals, own))
    if errors:
        if not all(each.edits for each in errors):  # the list may be free text
            errors = [replace(each, fix=None, edits=()) for each in errors]
        return [replace(each, code="plain_list", level=Level.WARNING) for each in errors]
    report = next(one for one in reports if one.items)  # a title without a list may be beside it
    block = "".join(f"{line}{document.newline}" for line in _write_lists([report]))
    message = f"apj reads {_name_lines(document, report)} as the outcomes; they belong between the --- lines"
    span = make_line_span(document, report.title)
    place = _find_outcomes_key(document)
    edits = [TextEdit(*place, block), TextEdit(report.title.start, report.end, "")]
    own_words = _find_own_words(document, reports, own)
    return [make_finding("key_in_body", message, span, "moves them there", edits), *own_words]


def has_one_meaning(section: PlainSection, own: ResultWords) -> bool:
    """Whether each item of a list can be an item of the list's key, and no line is unclear."""
    if section.key == "learned" and not section.items:
        return False
    words = [write_words(item) for item in section.items if item.words]
    is_valid = {
        "outcomes": lambda: all(is_result(each, own) for each in words),
        "happened": lambda: all(map(has_kind, words)),
    }.get(section.key)
    return section.unclear is None and (is_valid is None or is_valid())


def _find_outcomes_key(document: Document) -> tuple[int, int]:
    """Return the offsets between which to write outcomes: those of an empty key, or the end of the front matter."""
    key = _OUTCOMES.search(document.text, document.front_start, document.front_end)
    return key.span() if key else (document.front_end, document.front_end)


def _has_goals(section: PlainSection) -> bool:
    """Whether there is a list, or text that may be goals, below a title for goals."""
    text = section.text.text.strip() if section.text else ""
    is_title = not section.title.level or _GOAL_TITLE.match(section.title.text)
    is_text = text and text[0] != "|" and is_title and not _NOTHING.fullmatch(text) and not names_week(text)
    return bool(section.items or section.unclear or is_text)


def _explain_goals(goals: Sequence[PlainSection]) -> tuple[MarkdownLine, str] | None:
    """Return the line at which to report unclear goals, with a message, or None if the goals have one meaning."""
    first = goals[0]
    if len(goals) > 1:
        return _get_first_line(first), f"There are several lists of goals, so apj reads none; keep one, and {_HYPHEN}"
    if first.unclear:
        return _get_first_line(first), f"apj does not read these goals, because {first.unclear.sentence}"
    if not first.items:
        return _get_first_line(first), f"These look like goals; {_HYPHEN}, or apj does not read them"
    return None


def _get_first_line(section: PlainSection) -> MarkdownLine:
    below = section.unclear.line if section.unclear else section.text
    return section.items[0].line if section.items else below or section.title


def _find_report_without_goals(
    document: Document, reports: Sequence[PlainSection], own: ResultWords
) -> Iterator[Finding]:
    for item in (item for one in reports for item in one.items if is_result(write_words(item), own)):
        message = 'This week has no goals, so apj does not read the results below "Report"; write a list of goals first'
        yield _make_finding("plain_list", message, document, item.line)
        return


def _find_report_errors(
    document: Document, reports: Sequence[PlainSection], goals: int, own: ResultWords
) -> Iterator[Finding]:
    """Yield findings on why a report has several meanings: errors in a list, and warnings about other text."""
    listed = [report for report in reports if report.items or report.unclear]
    for report in listed[1:]:
        yield _make_finding(
            "bullet", "There is another list of results above this one; keep one", document, report.title
        )
    for report in listed[:1]:
        yield from _find_errors_in_report(document, report, goals, own)
    for report in reports:
        if not report.items and not report.unclear and report.text:
            message = f"apj reads a report only as a list; begin each result with a hyphen and a space, then {_RESULTS}"
            yield _make_finding("plain_list", message, document, report.text)


def _find_errors_in_report(document: Document, report: PlainSection, goals: int, own: ResultWords) -> Iterator[Finding]:
    if report.unclear:
        yield _make_finding("bullet", report.unclear.sentence, document, report.unclear.line)
    for at, item in enumerate(report.items, 1):
        if item.words and not is_result(write_words(item), own):
            message = f'"{item.words}" is not a result; begin with {_RESULTS}, and write a comma before other words'
            yield _propose_result(item, _make_finding("word", message, document, item.line))
        elif item.words and ((item.number or at) > goals or item.number == 0):
            count = "1 goal" if goals == 1 else f"{goals} goals"
            message = f"This is outcome {item.number or at}, but the week has only {count}"
            yield _make_finding("outcomes_count", message, document, item.line)


def _propose_result(item: PlainItem, finding: Finding) -> Finding:
    """Return the finding about an item that is not a result, with the repair that `outcomes:` would offer for it.

    The repair changes the first line of the item.
    """
    begin = item.line.text.index(item.mark) + len(item.mark)
    words = item.line.text[begin:].strip()
    proposed = propose_result(words)
    if proposed is None:
        return finding
    start = item.line.start + item.line.text.index(words, begin)
    return replace(finding, fix=f"writes {proposed}", edits=(TextEdit(start, start + len(words), proposed),))


def _find_own_words(document: Document, reports: Sequence[PlainSection], own: ResultWords) -> Iterator[Finding]:
    """Yield a hint at each result that is one of the user's own words.

    The repair of the list writes all results in English.
    """
    for item in (item for one in reports for item in one.items):
        if message := explain_own_word(write_words(item), own):
            yield _make_finding("own_word", message, document, item.line)


def _find_unread(document: Document, section: PlainSection, sections: Sequence[PlainSection]) -> Iterator[Finding]:
    """Yield a warning for each reason why apj does not read a list of events or lessons."""
    if any(one is not section and one.key == section.key and one.items for one in sections):
        yield _make_finding("plain_list", "There are several lists of this kind; keep one", document, section.title)
        return
    if section.unclear:
        message = f"apj does not read this list, because {section.unclear.sentence}"
        yield _make_finding("plain_list", message, document, section.unclear.line)
    elif not section.items and section.text:
        yield _make_finding("plain_list", f"apj reads only lists here; {_HYPHEN}", document, section.text)
    for item in section.items if section.key == "happened" else ():
        if not has_kind(write_words(item)):
            message = f'"{item.words}" has no kind, so apj does not read the list; begin with {KIND_WORDS}'
            yield _make_finding("plain_list", message, document, item.line)


def _make_finding(code: str, message: str, document: Document, line: MarkdownLine) -> Finding:
    return make_finding(code, message, make_line_span(document, line))


def _name_lines(document: Document, section: PlainSection) -> str:
    first = document.make_span(section.items[0].line.start, section.last.start).line
    last = document.make_span(section.last.start, section.last.start).line
    return f"line {first}" if first == last else f"lines {first} to {last}"


def _write_front(document: Document, moved: Sequence[PlainSection]) -> Iterator[TextEdit]:
    """Yield the edits that write the lists as front matter.

    If the text begins with the first list, they replace it.
    """
    newline = document.newline
    front = "".join(f"{line}{newline}" for line in (FENCE, *_write_lists(moved), FENCE))
    first = min(moved, key=lambda one: one.title.start)
    is_at_top = not document.text[: first.title.start].strip()
    yield TextEdit(0, first.end, front) if is_at_top else TextEdit(0, 0, front)
    yield from (TextEdit(one.title.start, one.end, "") for one in moved if not (is_at_top and one is first))


def _write_lists(sections: Sequence[PlainSection]) -> Iterator[str]:
    for section in sections:
        yield f"{section.key}:"
        for item in section.items:
            words = write_scalar(write_words(item)) if item.words else ""
            yield f"  {_write_mark(section, item)}{words}".rstrip()


def _write_mark(section: PlainSection, item: PlainItem) -> str:
    return write_number(item.mark) if section.key == "outcomes" and item.number is not None else "- "


def _explain_logs(sections: Sequence[PlainSection]) -> Iterator[tuple[MarkdownLine, str]]:
    """Yield the first line of a log that is not a list, or of another list that would seem to continue the log."""
    for log in sections:
        if _has_other_list(log) and log.unclear:
            yield log.unclear.line, f"apj does not read this log, because {log.unclear.sentence}"
        elif log.key == "log" and not log.items and log.text:
            yield log.text, f"apj reads only lists here; {_HYPHEN}"


def _has_other_list(log: PlainSection) -> bool:
    is_below = log.text is not None and bool(log.items) and log.text.start > log.items[0].line.start
    return log.key == "log" and not log.title.level and log.unclear is not None and is_below


def _write_hyphens(log: PlainSection) -> Iterator[TextEdit]:
    """Yield the edits that write a hyphen and a space in place of any other mark before the items of a log."""
    for item in log.items:
        begin = item.line.start + item.line.text.index(item.mark)
        after = item.line.text[begin - item.line.start + len(item.mark) :]
        if item.number is not None or after[:1] not in (" ", "\t"):
            yield TextEdit(begin, begin + len(item.mark) + len(after) - len(after.lstrip()), "- ")


def _write_log_titles(
    document: Document, sections: Sequence[PlainSection], moved: Sequence[PlainSection]
) -> Iterator[TextEdit]:
    """Yield the edits that turn the title of each log, and each title that ends a log, into a heading."""
    is_in_log = False
    for one in sections:
        start = one.title.start
        if one.key == "log" and not one.title.level and not _has_other_list(one):
            yield TextEdit(start, start + len(one.title.text.rstrip()), "## Log")
        elif is_in_log and not one.title.level and one not in moved:
            yield TextEdit(start, start, "## ")
        if one.key == "log" and not one.unclear:
            yield from _write_hyphens(one)
        is_in_log = one.key == "log" or (is_in_log and one in moved)
