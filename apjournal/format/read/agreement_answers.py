"""Read what the partners wrote about each topic: the text below the topic's heading in `agreement.md`."""

from __future__ import annotations

from apjournal.format.text.section_titles import trim_title
from apjournal.model.agreement_topic import Topic
from apjournal.model.markdown import read_markdown_lines

_TITLES = {trim_title(topic).casefold(): topic for topic in Topic}


def read_answers(body: str) -> dict[Topic, str]:
    """Return the text below each topic's heading, without the blank lines around it. Empty answers are left out."""
    found = {topic: body[start:end].strip() for topic, (start, end) in find_answers(body).items()}
    return {topic: words for topic, words in found.items() if words}


def find_answers(text: str, start: int = 0) -> dict[Topic, tuple[int, int]]:
    """Return for each topic the offset at which the text below its heading begins, and that of the next heading.

    If a heading occurs twice, the first one counts. The search begins with the line at the offset `start`.
    """
    headings = [line for line in read_markdown_lines(text, start) if line.level]
    ends = [*(line.start for line in headings[1:]), len(text)]
    found: dict[Topic, tuple[int, int]] = {}
    for line, end in zip(headings, ends, strict=False):
        topic = _TITLES.get(trim_title(line.title).casefold())
        if topic:
            found.setdefault(topic, (min(line.start + len(line.text) + 1, end), end))
    return found
