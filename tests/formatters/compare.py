"""Compare what apj reads from two versions of a journal's files, of which a formatter wrote one."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

from markdown_it import MarkdownIt
from msgspec.structs import asdict

from apjournal.format.read.agreement import read_agreement
from apjournal.format.read.aims import read_aims
from apjournal.format.read.kept import read_kept
from apjournal.format.read.partner import read_partner
from apjournal.format.read.result import Reading
from apjournal.format.read.week import read_week
from apjournal.model.finding import Level
from apjournal.model.handle import Handle
from apjournal.model.isoweek import IsoWeek

Values = Mapping[str, Any]

_TAG = re.compile(r"<[^>]+>")
_MARKDOWN = MarkdownIt().enable("table")


def compare_folders(before: Path, after: Path) -> list[str]:
    """Return a sentence for each file that does not say the same in both folders."""
    return list(_compare(before, after))


def _compare(before: Path, after: Path) -> Iterator[str]:
    for path in sorted(before.rglob("*.md")):
        name = path.relative_to(before)
        old, new = read_values(path), read_values(after / name)
        for key in old:
            if old[key] != new.get(key):
                yield f"{name}: {key} was {old[key]!r} and is {new.get(key)!r}"


def read_values(path: Path) -> Values:
    """Return what a file says.

    Free text is rendered as Markdown, so `*stars*` and `_stars_` are the same. The order of outcomes by goal means
    nothing. Errors and warnings count as values.
    """
    reading = _read(path)
    if reading is None:
        return {"text": _render(path.read_text("utf-8"))}
    values = asdict(reading.value) if reading.value is not None else {}
    for name in ("steps", "log", "messages"):
        values[name] = [{**asdict(item), "text": _render(item.text)} for item in values.get(name, ())]
    for name in ("outcomes", "amended"):
        values[name] = sorted(values.get(name, ()), key=lambda item: str(item.goal))
    if "body" in values:
        values["aims"] = [_render(aim) for aim in read_aims(values["body"])]
        values["body"] = _render(values["body"])
    return {**values, "findings": sorted({each.code for each in reading.findings if each.level is not Level.HINT})}


def _read(path: Path) -> Reading[Any] | None:
    data, handle = path.read_bytes(), Handle(path.parent.name)
    readers: Mapping[str, Callable[[], Reading[Any]]] = {
        "agreement": lambda: read_agreement(data),
        "partner": lambda: read_partner(data, handle),
        "kept": lambda: read_kept(data),
    }
    if path.stem in readers:
        return readers[path.stem]()
    return read_week(data, handle, IsoWeek.parse(path.stem)) if "-W" in path.stem else None


def _render(text: str) -> str:
    """Return Markdown as plain text, with one space for each run of spaces and newlines, and all boxes ticked alike."""
    return " ".join(_TAG.sub(" ", _MARKDOWN.render(text.replace("[X]", "[x]"))).split())
