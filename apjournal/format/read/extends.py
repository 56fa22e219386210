"""Whether a version of a week goes on from an earlier one: a question about thousands of texts, answered unread."""

from __future__ import annotations

import re

from apjournal.format.text.document import split_document

_NEXT = re.compile(rb"---\r?\n|[a-z_]+:")


def is_extension_of(now: bytes, before: bytes) -> bool:
    """Whether `now` begins with the whole front matter of `before`, with nothing or with other keys after it.

    Then the goals of `before` stand in it unchanged: what stands at the beginning of a line ends whatever YAML went
    before. Where `before` has none, the other keys may bring some.
    """
    document, _ = split_document(before)
    if document is None or not document.has_front:
        return False
    front = before[: len(before) - len(document.text[document.front_end :].encode())]
    return now.startswith(front) and _NEXT.match(now, len(front)) is not None
