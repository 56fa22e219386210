"""Text for a terminal: cleaned text in a few inks, which is wrapped, placed side by side, and coloured last.

Text becomes a `Run` before it is placed, and a `Run` cleans its text. So text from a journal never reaches a terminal
uncleaned, and is never read as markup.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby, zip_longest
from sys import maxsize
from typing import Literal

from msgspec import Struct
from msgspec.structs import force_setattr, replace

from apjournal.patterns import make_pattern
from apjournal.render.layout.text_width import clean_text as clean_text
from apjournal.render.layout.text_width import measure_width, split_word

Ink = Literal["plain", "bold", "dim", "accent", "amber", "red"]
_SGR: dict[Ink, str] = {"bold": "1", "dim": "2", "accent": "36", "amber": "33", "red": "31"}
_READABLE = 100
_NARROWEST = 20
_JOINED = "\N{NO-BREAK SPACE}"
_COMMAND = make_pattern(
    r"(?<=: )(?:apj|brew|cd|chmod|cp|export|git|mv|pip|pipx|rm|set|ssh-\w+|sudo) .+?(?=, |[.;] |\.?$)"
)
# One character for one character, so that nothing moves. Text from a journal is also translated.
_ASCII = str.maketrans("●◐○–—…’‘“”█", "*~o--.''\"\"#")
_WORDS = make_pattern(r" +|[^ ]+")


class Style(Struct, frozen=True):
    """How text may look on its output.

    - `width`: the width in cells.
    - `quiet`: whether hints, such as the next step, are left out.
    - `whole`: whether paragraphs are not broken into lines, because a browser does that.

    The other fields say whether to use colour, and characters beyond ASCII.
    """

    width: int = 80
    color: bool = False
    utf8: bool = True
    quiet: bool = False
    whole: bool = False


class Run(Struct, frozen=True):
    """A piece of text in one ink, always cleaned."""

    text: str
    ink: Ink = "plain"

    def __post_init__(self) -> None:
        """Clean the text, whoever wrote it."""
        force_setattr(self, "text", clean_text(self.text))

    @property
    def width(self) -> int:
        """The number of terminal cells that the piece takes."""
        return measure_width(self.text)


Part = Run | str
Line = tuple[Run, ...]


def make_bold(text: str) -> Run:
    """Return the text in the ink of goals."""
    return Run(text, "bold")


def make_dim(text: str) -> Run:
    """Return the text in the ink of less important text."""
    return Run(text, "dim")


def make_accent(text: str) -> Run:
    """Return the text in the ink of headings, marks, and the next command to type."""
    return Run(text, "accent")


def make_amber(text: str) -> Run:
    """Return the text in the ink of a time that is almost over."""
    return Run(text, "amber")


def make_red(text: str) -> Run:
    """Return the text in the ink of alerts. Nothing else is red."""
    return Run(text, "red")


def make_runs(parts: Iterable[Part]) -> Line:
    """Return the parts of a line as runs. A part may be a plain string."""
    return tuple([part if isinstance(part, Run) else Run(part) for part in parts])


def measure_line(line: Line) -> int:
    """Return the width of a line in cells."""
    return line[0].width if len(line) == 1 else sum(run.width for run in line)


def wrap_message(text: str, columns: int) -> str:
    """Wrap a message, such as an error with its hint, between words.

    Each line ends with a newline. A command after a colon, a path and a URL are never broken.
    """
    width = max(_NARROWEST, min(columns, _READABLE))
    lines = [_COMMAND.sub(lambda command: join_words(command[0]), line) for line in text.splitlines()]
    return unjoin_words(
        "".join(paint_lines(wrap_paragraph([line], width, hang=2, whole=True), Style()) for line in lines)
    )


def join_words(text: str) -> str:
    """Replace the spaces in `text`, so that no line breaks there. `unjoin_words` is the inverse."""
    return text.replace(" ", _JOINED)


def unjoin_words(text: str) -> str:
    """Restore the spaces that `join_words` replaced."""
    return text.replace(_JOINED, " ")


def wrap_paragraph(parts: Iterable[Part], room: int, *, hang: int = 0, whole: bool = False) -> list[Line]:
    """Return a paragraph, wrapped at spaces into lines of `room` cells. Later lines are indented by `hang` cells.

    A word that is too long for a line is cut, unless `whole` is set. A paragraph without words has no lines.
    """
    runs = tuple([run for run in make_runs(parts) if run.text])
    if runs and measure_line(runs) <= room and not runs[-1].text.endswith(" "):  # which is so for most words
        return [runs]
    hang = min(hang, room // 2)
    lines: list[list[Run]] = [[]]
    used = start = 0
    for space, word, width in _split_words(runs, None if whole else room - hang):
        gap = measure_line(space)
        if used + gap + width > room:
            space, gap = (), 0
            if used > start:
                lines.append([Run(" " * hang)])
                used = start = hang
        lines[-1] += [*space, *word]
        used += gap + width
    return [tuple(line) for line in lines if line]


def _split_words(runs: Line, room: int | None) -> Iterator[tuple[Line, Line, int]]:
    """Yield each word as runs, with the spaces before it and its width. The ink may change inside a word."""
    space: Line = ()
    word: Line = ()
    for run in runs:
        for piece in _WORDS.findall(run.text):
            if piece[0] != " ":
                word = (*word, Run(piece, run.ink))
                continue
            if word:
                yield from _split_long_word(space, word, room)
                space = word = ()
            space = (*space, Run(piece, run.ink))
    if word:
        yield from _split_long_word(space, word, room)


def _split_long_word(space: Line, word: Line, room: int | None) -> Iterator[tuple[Line, Line, int]]:
    """Yield the pieces of a word that is too long for a line, such as a long URL or a string without spaces.

    A word that fits is yielded whole. If `room` is None, any word is.
    """
    width = measure_line(word)
    if room is None or width <= room:
        yield space, word, width
        return
    for run in word:
        for text in split_word(run.text, room):
            piece = Run(text, run.ink)
            yield space, (piece,), piece.width
            space = ()


def place_side_by_side(blocks: Sequence[Sequence[Line]], widths: Sequence[int], *, gap: int) -> list[Line]:
    """Return the lines of several blocks side by side, each block padded to its width in cells."""
    rows = zip_longest(*blocks, fillvalue=())
    return [_build_row(row, widths, gap) for row in rows]


def _build_row(cells: Sequence[Line], widths: Sequence[int], gap: int) -> Line:
    row: list[Run] = []
    pad = 0
    for number, (cell, room) in enumerate(zip(cells, widths, strict=True), 1):
        if cell:
            row += [Run(" " * pad), *cell] if pad else cell
            pad = 0
        if number < len(cells):
            pad += room - measure_line(cell) + gap
    return tuple(row)


def paint_lines(lines: Iterable[Line], style: Style) -> str:
    """Return lines as text, each ending with a newline. Colour is added last, and no information depends on it."""
    return "".join(f"{_paint_line(line, style)}\n" for line in lines)


def _paint_line(line: Line, style: Style) -> str:
    if not style.color:
        return _encode("".join([run.text for run in line]).rstrip(" "), style)
    kept = list(line)
    while kept and not (trimmed := kept[-1].text.rstrip(" ")):
        kept.pop()
    if kept and trimmed != kept[-1].text:
        kept[-1] = replace(kept[-1], text=trimmed)
    stretches = groupby(kept, key=lambda run: run.ink)
    return "".join(_color_text("".join(run.text for run in same), ink, style) for ink, same in stretches)


def _color_text(text: str, ink: Ink, style: Style) -> str:
    text = _encode(text, style)
    return f"\x1b[{_SGR[ink]}m{text}\x1b[0m" if ink != "plain" and text else text


def _encode(text: str, style: Style) -> str:
    return text if style.utf8 else text.translate(_ASCII)


class Page:
    """A screen that is written from top to bottom.

    Its lines are at most `style.width` cells long, and never too long to read easily.
    """

    def __init__(self, style: Style) -> None:
        self.style = style
        self.width = maxsize if style.whole else max(_NARROWEST, min(style.width, _READABLE))
        self.lines: list[Line] = []
        self._gap = False

    def add_paragraph(self, *parts: Part, indent: int = 0, hang: int = 0, whole: bool = False) -> None:
        """Add a paragraph. Its later lines are indented by `hang` more cells than its first line.

        A word that is too long for a line is cut, unless `whole` is set.
        """
        room = self.width - indent
        self.add_lines(wrap_paragraph(parts, room, hang=hang, whole=whole), indent=indent)

    def add_labelled(self, name: str, *parts: Part, indent: int = 0, column: int = 0) -> None:
        """Add a paragraph beside a dim label that takes at least `column` cells."""
        room = max(measure_width(name) + 2, column)
        self.add_paragraph(make_dim(name.ljust(room)), *parts, indent=indent, hang=room)

    def add_lines(self, lines: Iterable[Line], *, indent: int = 0) -> None:
        """Add lines that are already wrapped."""
        lead = (Run(" " * indent),) if indent else ()
        placed = [(*lead, *line) for line in lines]
        if placed and self._gap:
            self.lines.append(())
        self._gap = self._gap and not placed
        self.lines += placed

    def add_gap(self) -> None:
        """Add an empty line before the next block, unless the page is still empty."""
        self._gap = bool(self.lines)

    def add_command(self, name: str, command: str, what: str = "", *, indent: int = 0) -> None:
        """Add a command on one line. If it does not fit beside its label, it gets a line of its own."""
        told = make_runs([name, make_accent(command), make_dim(f"    {what}" if what else "")])
        if measure_line(told) <= self.width - indent:
            self.add_lines([told], indent=indent)
            return
        self.add_paragraph(name.rstrip(), indent=indent)
        self.add_lines([(make_accent(command),)], indent=indent + 2)
        if what:
            self.add_paragraph(make_dim(what), indent=indent + 4)

    def add_next_step(self, command: str, what: str = "") -> None:
        """Add the next step at the end: the command and, unless that is obvious, what it does."""
        if self.style.quiet:
            return
        self.add_command("Next: ", command, what)

    def render_page(self) -> str:
        """Return the whole screen as text."""
        return paint_lines(self.lines, self.style)
