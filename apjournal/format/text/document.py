"""Split a file into byte order mark, front matter between its fences, and body, exact to the byte.

Unlike python-frontmatter, this module keeps blank lines and carriage returns, so that every position is right.
"""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from apjournal.format.text.fences import find_closing_fault, find_closing_fence, find_front_start, find_opening_fault
from apjournal.format.text.text import find_odd_characters, make_span_in
from apjournal.model.codes import make_finding
from apjournal.model.finding import Finding, Span

MAX_FILE = 256 * 1024
"""The size in bytes of the largest file that apj reads."""
MAX_KEPT = 4 * 2**20
"""The size in bytes of the largest `kept.md` that apj reads.

The file never gets smaller. In a circle of fifty, it reaches half of this size after ten years.
"""
MAX_FRONT = 64 * 1024
"""The size in bytes of the largest front matter that apj reads."""

_BOM = b"\xef\xbb\xbf"


class Document(Struct, frozen=True):
    r"""A file's text (everything after the byte order mark, newlines as in the file) and the positions of its parts.

    The YAML between the fences begins at `front_start` and ends at `front_end`. They are equal if there is no YAML.
    `newline` is the file's own newline, `"\n"` or `"\r\n"`.
    """

    text: str
    bom: bool
    newline: str
    has_front: bool
    front_start: int
    front_end: int
    body_start: int

    @property
    def front(self) -> str:
        """The YAML between the fences."""
        return self.text[self.front_start : self.front_end]

    @property
    def body(self) -> str:
        """Everything after the line of the second fence."""
        return self.text[self.body_start :]

    def make_span(self, start: int, end: int) -> Span:
        """Return the span from `start` to `end`, with the line and column of its start."""
        return make_span_in(self.text, start, end)


def split_document(data: bytes, limit: int = MAX_FILE) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the document in a file, and findings about its structure.

    The document is None if the file or its front matter is too large, or if the file is not UTF-8. A missing or
    misspelled fence is an error with a repair. The document then contains as much of the front matter as can be
    determined.
    """
    text = _decode_file(data, limit)
    if isinstance(text, Finding):
        return None, (text,)
    return split_text(text, bom=data.startswith(_BOM))


def read_plain_document(data: bytes, limit: int) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the document in a file that never has front matter, and its findings, as `split_document` does."""
    text = _decode_file(data, limit)
    if isinstance(text, Finding):
        return None, (text,)
    document = Document(text, data.startswith(_BOM), _find_newline(text), False, 0, 0, 0)
    return document, tuple(_find_odd_characters(document))


def _decode_file(data: bytes, limit: int) -> str | Finding:
    """Return the text of a file without its byte order mark, or a finding if apj does not read the file."""
    if len(data) > limit:
        message = f"This file is larger than {limit // 1024} KiB; keep other material elsewhere"
        return make_finding("file_size", message)
    try:
        return str(data[len(_BOM) :] if data.startswith(_BOM) else data, "utf-8")
    except UnicodeDecodeError as error:
        return _make_encoding_finding(error.object, error.start)


def split_text(text: str, *, bom: bool = False) -> tuple[Document | None, tuple[Finding, ...]]:
    """Return the document in a decoded text without a byte order mark, and findings about its structure."""
    newline, start = _find_newline(text), find_front_start(text)
    found: list[Finding | None] = []
    if start < 0:
        document = Document(text, bom, newline, False, 0, 0, 0)
        found.append(find_opening_fault(text, newline))
    else:
        end, body_start = find_closing_fence(text, start)
        document = Document(text, bom, newline, True, start, end, body_start)
        if end == body_start or not text.isascii():
            found.append(find_closing_fault(text, start, end, newline))
        if end < body_start and end - start > MAX_FRONT // 4 and len(document.front.encode()) > MAX_FRONT:
            message = f"The front matter is larger than {MAX_FRONT // 1024} KiB; keep long texts below it"
            return None, (make_finding("file_size", message, make_span_in(text, 0, start)),)
    found += _find_odd_characters(document)
    return document, tuple([each for each in found if each is not None]) if found else ()


def _find_newline(text: str) -> str:
    at = text.find("\n")
    return "\r\n" if at > 0 and text[at - 1] == "\r" else "\n"


def _find_odd_characters(document: Document) -> Iterable[Finding]:
    text = document.text
    if "\r" in text or "\0" in text or not text.isascii():
        return find_odd_characters(text, document.newline, document.body_start)
    return ()


def encode_document(document: Document, text: str) -> bytes:
    """Return `text` as the bytes of a new version of `document`, with a byte order mark if `document` has one."""
    return _BOM * document.bom + text.encode()


def _make_encoding_finding(data: bytes, at: int) -> Finding:
    from apjournal.format.text.other_encodings import UTF_16_MARKS, decode_other_encoding

    line_start = data.rfind(b"\n", 0, at) + 1
    offset, column = len(data[:at].decode()), len(data[line_start:at].decode()) + 1
    span = Span(offset, offset + 1, data.count(b"\n", 0, at) + 1, column)
    is_utf_16 = data.startswith(UTF_16_MARKS)
    message = "This file is UTF-16" if is_utf_16 else f"The byte 0x{data[at]:02X} is not UTF-8"
    other = decode_other_encoding(data)
    fix = f"reads it as {other.encoding}{_quote_sample(other.sample)} and saves it as UTF-8" if other else None
    return make_finding("encoding", f"{message}; save {'it' if is_utf_16 else 'the file'} as UTF-8", span, fix)


def _quote_sample(sample: str) -> str:
    return f", with words such as “{sample}”," if sample else ""
