"""Draw what a terminal shows, screen by screen, as one SVG that moves by itself: no script, no font to fetch."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from html import escape
from itertools import accumulate, groupby

import pyte
from msgspec import Struct

COLUMNS, LINES = 80, 30
_CELL, _LINE, _EDGE = 8.4, 18, 16
_COLOURS = {"default": "#d8dee4", "cyan": "#7fd0d6", "red": "#f28b82", "brown": "#e5c07b"}
_DIM = "#9aa5b1"


class Frame(Struct, frozen=True):
    """One screen, as rows of SVG text, and how many seconds it stays."""

    rows: tuple[str, ...]
    seconds: float


class Recorder:
    """A terminal into which text is written, and the screens that were kept of it."""

    def __init__(self) -> None:
        self.frames: list[Frame] = []
        self._screen = pyte.Screen(COLUMNS, LINES)
        self._stream = pyte.Stream(self._screen)

    def write(self, text: str, seconds: float) -> None:
        """Write text with its colours, and keep the screen for that long."""
        # pyte knows no dim ink, so it is drawn as a colour that nothing else has.
        self._stream.feed(text.replace("\x1b[2m", "\x1b[35m").replace("\n", "\r\n"))
        rows = tuple("".join(_draw_row(self._screen.buffer[number])) for number in range(LINES))
        self.frames.append(Frame(rows, seconds))


def draw_frames(frames: Sequence[Frame], title: str, description: str) -> str:
    """Return the SVG of the frames. Where motion is not wanted, it shows the last one."""
    width, height = COLUMNS * _CELL + 2 * _EDGE, LINES * _LINE + 2 * _EDGE
    ends = list(accumulate(frame.seconds for frame in frames))
    styles, screens = [], []
    for number, (frame, end) in enumerate(zip(frames, ends, strict=True)):
        styles.append(_animate(number, (end - frame.seconds) / ends[-1], end / ends[-1], ends[-1]))
        rows = "".join(
            f'<text x="{_EDGE}" y="{_EDGE + _LINE * (place + 1) - 4}">{row}</text>'
            for place, row in enumerate(frame.rows)
            if row
        )
        screens.append(f'<g id="f{number}" class="frame">{rows}</g>')
    last = len(frames) - 1
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height}" role="img" aria-labelledby="t d">'
        f'<title id="t">{escape(title)}</title><desc id="d">{escape(description)}</desc><style>'
        "text{font:14px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre;"
        f"fill:{_COLOURS['default']}}}.b{{font-weight:700}}.frame{{visibility:hidden}}{''.join(styles)}"
        f"@media (prefers-reduced-motion:reduce){{.frame{{animation:none!important}}#f{last}{{visibility:visible}}}}"
        f'</style><rect width="100%" height="100%" rx="8" fill="#1b2026"/>{"".join(screens)}</svg>\n'
    )


def _animate(number: int, start: float, end: float, seconds: float) -> str:
    """Return the style that shows a frame between two shares of the time. Each value holds until the next one."""
    steps = {0.0: "hidden", 1.0: "hidden"} | {start: "visible", end: "hidden"}
    keys = "".join(f"{100 * at:.2f}%{{visibility:{steps[at]}}}" for at in sorted(steps))
    return f"@keyframes f{number}{{{keys}}}#f{number}{{animation:f{number} {seconds:.1f}s step-end infinite}}"


def _draw_row(row: Mapping[int, pyte.screens.Char]) -> Iterator[str]:
    """Return the text of a row: a `tspan` for each stretch of one ink, without spaces at the end."""
    cells = [row[column] for column in range(COLUMNS)]
    used = max((column for column, cell in enumerate(cells) if cell.data.strip()), default=-1) + 1
    for (colour, bold), stretch in groupby(cells[:used], key=lambda cell: (cell.fg, cell.bold)):
        text = escape("".join(cell.data for cell in stretch), quote=False)
        ink = _DIM if colour == "magenta" else _COLOURS.get(colour, _COLOURS["default"])
        kind = ' class="b"' if bold else ""
        yield text if colour == "default" and not bold else f'<tspan{kind} fill="{ink}">{text}</tspan>'
