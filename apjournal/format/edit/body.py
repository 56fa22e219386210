"""Add a line to the body of a week (log, note on the call, message), at the end of its section or in a new section."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from apjournal.format.read.body import read_body
from apjournal.format.read.goal_ids import GoalNames
from apjournal.format.text.document import Document, split_text
from apjournal.format.text.section_titles import get_message_reader, trim_title
from apjournal.format.text.text import apply_text_edits, find_line_end
from apjournal.model.finding import Span, TextEdit
from apjournal.model.markdown import BULLETS, MarkdownLine, read_markdown_lines
from apjournal.model.week import LogLine, Message
from apjournal.patterns import make_pattern

_BULLET = make_pattern(rf"[{BULLETS}][ \t]+")


def normalize_log_line(line: LogLine) -> LogLine | None:
    """Return `line` as apj will read it back, or None if it is empty.

    A text such as `interest: …` contains the kind.
    """
    document, _ = split_text(f"## Log\n- {_format_log_line(line)}\n")
    return next(iter(_read_log(document)), None) if document else None


def log_edit(document: Document, line: LogLine) -> tuple[TextEdit, str] | None:
    """Return the edit that adds `line` to the log, and the new body. The body is created if there is none.

    Return None if apj would not read the same log line back.
    """
    body = read_body(document, GoalNames(()))
    wanted = (*body.log, normalize_log_line(line))
    log = [span for (name, *_), span in body.places.items() if name == "log"]
    headings = (each for each in _list_headings(document) if trim_title(each.title).casefold().startswith("log"))
    for edit in _list_candidates(document, _format_log_line(line), log, headings, "## Log"):
        after, _ = split_text(apply_text_edits(document.text, [edit]))
        if after is not None and _read_log(after) == wanted:
            return edit, after.body
    return None


def message_edit(document: Document, message: Message) -> tuple[TextEdit, tuple[Message, ...], str] | None:
    """Return the edit that adds a message to its recipient's section, then all messages, and the new body.

    Return None if apj would not read the earlier messages and this one back.
    """
    body = read_body(document, GoalNames(()))
    before, wanted = body.messages, _normalize_message(message)
    spans = [body.places["messages", number] for number, one in enumerate(before) if one.to == message.to]
    headings = (each for each in _list_headings(document) if get_message_reader(each.title) == message.to)
    for edit in _list_candidates(document, _format_message(message), spans, headings, f"## To {message.to}"):
        after, _ = split_text(apply_text_edits(document.text, [edit]))
        messages = _read_messages(after) if after is not None else ()
        if after is not None and _is_one_more(before, messages, wanted):
            return edit, messages, after.body
    return None


def _is_one_more(before: tuple[Message, ...], after: tuple[Message, ...], added: Message | None) -> bool:
    """Whether `after` consists of the messages of `before` in order, with `added` inserted somewhere."""
    return any(one == added and before == (*after[:number], *after[number + 1 :]) for number, one in enumerate(after))


def _normalize_message(message: Message) -> Message | None:
    """Return the message as apj will read it back, or None if it is empty."""
    document, _ = split_text(f"## To {message.to}\n- {_format_message(message)}\n")
    return next(iter(_read_messages(document)), None) if document else None


def call_note_edit(document: Document, text: str) -> tuple[TextEdit, str] | None:
    """Return the edit that adds a note at the end of the section `## Call`, and the new body.

    Return None if the note would be part of a code block.
    """
    item = f"- {' '.join(text.split())}"
    last = _find_end_of_section(document, "call")
    edit = _insert_at_end(document, "## Call", item) if last is None else _insert_below(document, last, item)
    after, _ = split_text(apply_text_edits(document.text, [edit]))
    if after is None or not any(_is_item(line, item) for line in read_markdown_lines(after.text, after.body_start)):
        return None
    return edit, after.body


def _is_item(line: MarkdownLine, item: str) -> bool:
    return line.text.rstrip("\r") == item and not line.is_code


def _find_end_of_section(document: Document, title: str) -> int | None:
    """Return the offset of the last line with words in the section `title`, or None if there is no such heading."""
    level, last = 0, None
    for line in read_markdown_lines(document.text, document.body_start):
        if last is not None and 0 < line.level <= level:
            break
        if last is None and line.level and trim_title(line.title).casefold() == title:
            level, last = line.level, line.start
        elif last is not None and line.text.strip():
            last = line.start
    return last


def _list_headings(document: Document) -> Iterator[MarkdownLine]:
    return (line for line in read_markdown_lines(document.text, document.body_start) if line.level)


def _list_candidates(
    document: Document, item: str, items: Sequence[Span], headings: Iterable[MarkdownLine], title: str
) -> Iterator[TextEdit]:
    """Yield the possible edits that add an item to a section, the best one first.

    The item goes after the last of the section's `items`, below one of its `headings` (with an empty line in between
    if text follows there), or below a new heading `title` at the end.
    """
    if items:
        first = items[0]
        bullet = _BULLET.match(document.text, first.start)
        indent = document.text[first.start - first.column + 1 : first.start]
        yield _insert_below(document, items[-1].end, f"{indent}{bullet[0] if bullet else '- '}{item}")
    for heading in headings:
        yield _insert_below(document, heading.start, f"- {item}")
        yield _insert_below(document, heading.start, f"- {item}", "")
    yield _insert_at_end(document, title, f"- {item}")


def _insert_at_end(document: Document, *lines: str) -> TextEdit:
    gap = [""] if document.text.strip() else []
    return _insert_below(document, len(document.text), *gap, *lines)


def _insert_below(document: Document, at: int, *lines: str) -> TextEdit:
    """Return the edit that inserts `lines` below the line that contains the offset `at`."""
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


def _format_message(message: Message) -> str:
    kind = f"{message.kind}: " if message.kind else ""
    return f"{kind}{' '.join(message.text.split())}"


def _read_messages(document: Document) -> tuple[Message, ...]:
    return read_body(document, GoalNames(())).messages
