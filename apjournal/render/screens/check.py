"""`apj check`: each finding with its file and line, in a form that editors and hosts recognise, then the counts."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from hashlib import sha256
from itertools import groupby

from apjournal.model.finding import Finding, Level, Span
from apjournal.model.views.check import CheckView
from apjournal.patterns import make_pattern
from apjournal.render.layout.escape_markdown import escape_markdown
from apjournal.render.layout.page import Line, Page, Run, Style, make_accent, make_bold, make_dim, wrap_paragraph
from apjournal.render.layout.text_width import clean_text, measure_width, split_word
from apjournal.render.words.phrases import end_sentence, format_count

_INDENT = 4
_BEFORE = 20
"""The number of characters of a long line that are shown before the position of the finding."""
_GITHUB = {Level.ERROR: "error", Level.WARNING: "warning", Level.HINT: "notice"}
_GITLAB = {Level.ERROR: "major", Level.WARNING: "minor", Level.HINT: "info"}
_BACKTICKS = make_pattern(r"`+")
_ESCAPES = str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"})
_PROPERTY_ESCAPES = str.maketrans({":": "%3A", ",": "%2C"})


def render_text(view: CheckView, style: Style) -> str:
    """Return, for each finding, `PATH:LINE:COLUMN: message`, the line with carets, and the repair.

    The counts come last.
    """
    page = Page(style)
    lines = {(path, line): words for path, line, words in view.lines}
    for finding in view.findings:
        page.add_lines([_build_headline(finding)])
        line = lines.get((finding.path, finding.span.line)) if finding.span else None
        _show_context(page, finding, line, _explain_fix(view, finding))
    for finding in view.repaired:
        page.add_lines([_build_headline(finding)])
        page.add_paragraph(f"fixed: {finding.fix or 'rewritten'}", indent=_INDENT)
    page.add_paragraph(_format_counts(view))
    return page.render_page()


def render_markdown(view: CheckView, style: Style) -> str:
    """Return the findings in plain words, file by file, for somebody who writes the files on a web page.

    A file that has repairs is shown with them, to be copied. `style` is ignored.
    """
    texts = dict(view.corrected)
    blocks = []
    for path, findings in groupby(view.findings, key=lambda finding: finding.path):
        blocks += [f"### {escape_markdown(path)}", "\n".join(_list_in_markdown(findings))]
        blocks += ["Write it like this:", _fence_text(texts.pop(path))] if path in texts else []
    return "\n\n".join([*blocks, _format_counts(view)]) + "\n"


def render_for_github(view: CheckView, style: Style) -> str:
    """Return each finding as a workflow command, which GitHub shows beside the line of the file.

    `style` is ignored, because a git host needs neither width nor colour.
    """
    commands = [_format_command(view, finding) for finding in view.findings]
    return "".join(f"{line}\n" for line in [*commands, _format_counts(view)])


def render_for_gitlab(view: CheckView, style: Style) -> str:
    """Return a code-quality report, which GitLab shows beside the lines of a merge request.

    The fingerprint of a finding stays the same if the finding moves to another line. `style` is ignored.
    """
    seen: Counter[tuple[str, str, str]] = Counter()
    report = []
    for finding in view.findings:
        identity = (finding.path, finding.code, finding.message)
        seen[identity] += 1
        report.append(
            {
                "description": _explain_message(view, finding),
                "check_name": finding.code,
                "fingerprint": sha256("\0".join((*identity, str(seen[identity]))).encode()).hexdigest(),
                "severity": _GITLAB[finding.level],
                "location": {"path": finding.path, "lines": {"begin": finding.span.line if finding.span else 1}},
            }
        )
    return json.dumps(report, indent=2) + "\n"


def _list_in_markdown(findings: Iterable[Finding]) -> Iterator[str]:
    for finding in findings:
        message = escape_markdown(end_sentence(finding.message))
        yield f"- Line {finding.span.line}: {message}" if finding.span else f"- {message}"


def _fence_text(text: str) -> str:
    """Return a code block with the text. Its fence is longer than any in the text."""
    longest = max((len(run) for run in _BACKTICKS.findall(text)), default=0)
    fence = "`" * max(3, longest + 1)
    return "\n".join((f"{fence}markdown", *map(clean_text, text.splitlines()), fence))


def _build_headline(finding: Finding) -> Line:
    """Return position and message on one line, however long it is, because editors parse this line."""
    level = "" if finding.level is Level.ERROR else f"{finding.level}: "
    return make_bold(f"{finding.place}:"), make_dim(f" {level}"), Run(finding.message)


def _explain_fix(view: CheckView, finding: Finding) -> Line:
    """Return how a finding is fixed: by a repair if the file is mine, otherwise by the file's owner."""
    owner = _explain_owner(view, finding)
    if owner is not None:
        return (Run(owner),) if finding.fix or finding.level is Level.ERROR else ()
    return (make_accent("apj check --fix"), Run(f" {finding.fix}")) if finding.fix else ()


def _explain_owner(view: CheckView, finding: Finding) -> str | None:
    name = next((name for folder, name in view.others if finding.path.startswith(f"{folder}/")), None)
    return f"{name}'s file: {name} can fix it" if name is not None else None


def _show_context(page: Page, finding: Finding, line: str | None, fix: Line) -> None:
    """Add the line of the file, with carets below the position of the finding, and the repair.

    The repair is beside the carets if there is room.
    """
    if finding.span is None or line is None:
        page.add_lines(wrap_paragraph(fix, page.width - _INDENT) if fix else (), indent=_INDENT)
        return
    shown, before, marked = _cut_excerpt(line, finding.span, page.width - _INDENT)
    carets = " " * before + "^" * marked
    page.add_lines([(Run(shown),)], indent=_INDENT)
    beside = (make_dim(carets), Run("  "), *fix) if fix else (make_dim(carets),)
    if sum(run.width for run in beside) <= page.width - _INDENT:
        page.add_lines([beside], indent=_INDENT)
    else:
        page.add_lines([(make_dim(carets),), *wrap_paragraph(fix, page.width - _INDENT)], indent=_INDENT)


def _cut_excerpt(line: str, span: Span, room: int) -> tuple[str, int, int]:
    """Return the part of a line to show, the number of cells before the carets, and the number of carets.

    A long line is cut so that the position of the finding stays visible.
    """
    start = min(span.column - 1, len(line))
    end = min(start + max(span.end - span.start, 1), len(line))
    first = max(0, start - _BEFORE) if measure_width(clean_text(line)) > room else len(line) - len(line.lstrip(" "))
    before, marked = clean_text(line[first:start]), clean_text(line[start:end])
    shown = split_word(clean_text(line[first:]), room)[0]
    at = min(measure_width(before), room - 1)
    return shown, at, max(1, min(measure_width(marked), measure_width(shown) - at))


def _format_counts(view: CheckView) -> str:
    """Return the number of findings of each level, as in `1 error, 2 hints in 27 files`."""
    numbers = ((view.errors, "error"), (view.warnings, "warning"), (view.hints, "hint"))
    told = [format_count(number, level) for number, level in numbers if number]
    if not view.errors:
        told.insert(0, "no errors")
    said = f"{', '.join(told)} in {format_count(view.files, 'file')}."
    repaired = f" {len(view.repaired)} fixed." if view.repaired else ""
    return f"{said[0].upper()}{said[1:]}{repaired}"


def _format_command(view: CheckView, finding: Finding) -> str:
    place = [f"file={_escape_property(finding.path)}"]
    if finding.span:
        place += [f"line={finding.span.line}", f"col={finding.span.column}"]
    return f"::{_GITHUB[finding.level]} {','.join(place)}::{_explain_message(view, finding).translate(_ESCAPES)}"


def _explain_message(view: CheckView, finding: Finding) -> str:
    """Return the message, followed by how to fix the finding in brackets."""
    way = "".join(run.text for run in _explain_fix(view, finding))
    return clean_text(f"{finding.message} ({way})" if way else finding.message)


def _escape_property(text: str) -> str:
    return clean_text(text).translate(_ESCAPES).translate(_PROPERTY_ESCAPES)
