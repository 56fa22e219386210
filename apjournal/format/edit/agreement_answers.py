"""Write what the partners agreed about each topic into `agreement.md`, below the topic's heading."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec.structs import replace

from apjournal.format.edit.front_matter import UnsafeEdit, apply_edits, require_editable
from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.agreement_answers import find_answers, read_answers
from apjournal.format.text.document import Document
from apjournal.model.agreement_topic import Topic
from apjournal.model.finding import TextEdit
from apjournal.model.markdown import read_markdown_lines

_PATH = "agreement.md"


def write_answers(data: bytes, answers: Mapping[Topic, str]) -> bytes:
    """Return an `agreement.md` with each answer as one line below the heading of its topic.

    If a heading exists, the answer replaces the text below it. New headings are added at the end, in the order of the
    topics. If the agreement is new, they replace its text. Every other byte is unchanged. Raise `BrokenFile` if the
    file cannot be read, and `EditRefused` if its format is newer or if apj would not read the same answers back.
    """
    before, document = require_editable(read_agreement(data), _PATH)
    wanted = {topic: words for topic in Topic if (words := _escape_markdown(answers.get(topic, "")))}
    there = find_answers(document.text, document.body_start)
    edits = [_replace_answer(document, *there[topic], wanted[topic]) for topic in wanted if topic in there]
    missing = [(topic, words) for topic, words in wanted.items() if topic not in there]
    if missing:
        edits.append(_append_answers(document, missing, at=len(document.text) if before.rules else document.body_start))
    edited = apply_edits(document, edits, _PATH)
    after = read_agreement(edited).value
    if (
        after is None
        or replace(after, body=before.body) != before
        or read_answers(after.body) != {**read_answers(before.body), **wanted}
    ):
        raise UnsafeEdit(_PATH)
    return edited


def _escape_markdown(answer: str) -> str:
    """Return an answer on one line, escaped so that Markdown sees no heading, code block or comment in it."""
    words = " ".join(answer.split())
    line = next(read_markdown_lines(words))
    return f"\\{words}" if line.level or line.is_code or words.startswith("<!--") else words


def _replace_answer(document: Document, start: int, end: int, words: str) -> TextEdit:
    """Return the edit that replaces the text between `start` and `end`, except the blank lines around it."""
    there, newline = document.text[start:end], document.newline
    if there.strip():
        first = start + len(there) - len(there.lstrip())
        return TextEdit(first, start + len(there.rstrip()), words)
    lead = newline if document.text[start - 1] == "\n" else newline * 2
    return TextEdit(start, end, f"{lead}{words}{newline}{newline if end < len(document.text) else ''}")


def _append_answers(document: Document, answers: Iterable[tuple[Topic, str]], at: int) -> TextEdit:
    """Return the edit that writes headings with their answers from the offset `at` to the end."""
    newline, kept = document.newline, document.text[:at].replace("\r\n", "\n")
    needed = 1 if at == document.body_start else 2
    lead = newline * max(0, needed - (len(kept) - len(kept.rstrip("\n"))))
    sections = [f"## {topic}{newline}{newline}{words}{newline}" for topic, words in answers]
    return TextEdit(at, len(document.text), lead + newline.join(sections))
