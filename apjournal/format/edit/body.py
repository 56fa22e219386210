"""Add to a body: a line of its log, after the last one or in a new section at the end."""

from __future__ import annotations

from collections.abc import Iterator

from apjournal.format.read.body import read_body
from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.text.document import Document, split_text
from apjournal.format.text.text import apply_text_edits, find_line_end
from apjournal.model.finding import TextEdit
from apjournal.model.markdown import read_markdown_lines
from apjournal.model.week import LogLine
from apjournal.patterns import make_pattern

_BULLET = make_pattern(r"[-*+][ \t]+")


def normalize_log_line(line: LogLine) -> LogLine | None:
    """Return `line` as it will be read back (`interest: …` is a kind). None if it is empty."""
    document, _ = split_text(f"## Log\n- {_format_log_line(line)}\n")
    return next(iter(_read_log(document)), None) if document else None


def log_edit(document: Document, line: LogLine) -> tuple[TextEdit, str] | None:
    """Return the edit that adds `line` to the log, or None if it would not be read as a log line.

    Create a body if needed.
    """
    wanted = (*_read_log(document), normalize_log_line(line))
    for edit in _list_candidates(document, _format_log_line(line)):
        after, _ = split_text(apply_text_edits(document.text, [edit]))
        if after is not None and _read_log(after) == wanted:
            return edit, after.body
    return None


def _list_candidates(document: Document, item: str) -> Iterator[TextEdit]:
    """Return the possible positions of a new line, the best first: after the last one, below a heading, at the end."""
    log = [span for (name, *_), span in read_body(document, GoalNames(())).places.items() if name == "log"]
    if log:
        first = log[0]
        bullet = _BULLET.match(document.text, first.start)
        indent = document.text[first.start - first.column + 1 : first.start]
        yield _insert_below(document, log[-1].end, f"{indent}{bullet[0] if bullet else '- '}{item}")
    for line in read_markdown_lines(document.text, document.body_start):
        if line.title.casefold().startswith("log"):
            yield _insert_below(document, line.start, f"- {item}")
    end = len(document.text)
    gap = [""] if document.text[:end].strip() else []
    yield _insert_below(document, end, *gap, "## Log", f"- {item}")


def _insert_below(document: Document, at: int, *lines: str) -> TextEdit:
    """Return the edit that inserts `lines` below the line of offset `at`."""
    newline = document.newline
    end = find_line_end(document.text, at)
    if end < len(document.text):
        return TextEdit(end + 1, end + 1, "".join(line + newline for line in lines))
    is_open = end > 0 and document.text[end - 1] != "\n"
    return TextEdit(end, end, newline * is_open + "".join(line + newline for line in lines))


def _format_log_line(line: LogLine) -> str:
    day = f"{line.date} " if line.date else ""
    kind = f"{line.kind}: " if line.kind else ""
    return f"{day}{kind}{' '.join(line.text.split())}".rstrip()


def _read_log(document: Document) -> tuple[LogLine, ...]:
    return read_body(document, GoalNames(())).log
