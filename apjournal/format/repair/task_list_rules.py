"""Goals typed as a task list in the front matter: the boxes go, and a ticked one becomes a result."""

from __future__ import annotations

import re
from collections.abc import Iterator

from apjournal.format.text.document import Document
from apjournal.format.text.slug import compute_goal_ids
from apjournal.format.text.text import find_line_end, make_span_in
from apjournal.format.yaml.quoting import write_scalar
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, TextEdit

_GOALS = re.compile(r"^goals[ \t]*:[ \t]*\r?\n", re.MULTILINE | re.IGNORECASE)
_OUTCOMES = re.compile(r"^outcomes[ \t]*:", re.MULTILINE | re.IGNORECASE)
_ITEM = re.compile(r"[ \t]*-[ \t]+(?P<box>\[(?P<tick>[ xX]?)\][ \t]*)?(?P<words>\S.*?)[ \t\r]*$")


def find_ticked_goals(document: Document) -> Iterator[Finding]:
    """Yield the repair of a list of goals with ticked boxes; none where results are given already."""
    text, end = document.text, document.front_end
    opened = _GOALS.search(text, document.front_start, end)
    if opened is None or _OUTCOMES.search(text, document.front_start, end):
        return
    items = list(_list_items(text, opened.end(), end))
    ticked = [number for number, (_, item) in enumerate(items) if (item["tick"] or "").strip()]
    if not ticked:
        return
    ids = compute_goal_ids([(None, item["words"]) for _, item in items])
    edits = [
        TextEdit(at + item.start("box"), at + item.end("words"), write_scalar(item["words"]))
        for at, item in items
        if item["box"]
    ]
    results = "".join(f"  {write_scalar(ids[number])}: done{document.newline}" for number in ticked)
    edits.append(TextEdit(end, end, f"outcomes:{document.newline}{results}"))
    at, first = items[ticked[0]]
    message = "A ticked box says that this goal is done, and apj reads results under outcomes"
    span = make_span_in(text, at + first.start("box"), at + first.end("words"))
    yield make_finding("task_box", message, span, "writes the results under outcomes", edits)


def _list_items(text: str, at: int, end: int) -> Iterator[tuple[int, re.Match[str]]]:
    """Yield the items of the list that begins at `at`, each with the offset of its line."""
    while at < end:
        stop = find_line_end(text, at)
        item = _ITEM.match(text[at:stop])
        if item:
            yield at, item
        elif text[at:stop].strip() and text[at] not in " \t#":
            return
        at = stop + 1
