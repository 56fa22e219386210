"""Draw a chart as plain SVG: lines over two logarithmic axes, readable on light and dark pages and without colours."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from html import escape
from math import ceil, floor, log10

WIDTH, HEIGHT = 860, 520
LEFT, RIGHT, TOP, BOTTOM = 76, 190, 52, 62
_STYLE = """
    text { font: 14px system-ui, sans-serif; fill: #1f2328; } .title { font-size: 17px; font-weight: 600; }
    .page { fill: #ffffff; } .grid { stroke: #d1d9e0; } path { fill: none; stroke-width: 2.2; }
    .c0 { color: #0969da; } .c1 { color: #bc4c00; } .c2 { color: #1a7f37; } .c3 { color: #8250df; }
    .c4 { color: #cf222e; }
    path { stroke: currentColor; } circle, text.end { fill: currentColor; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e6edf3; } text.end { fill: currentColor; } .page { fill: #0d1117; } .grid { stroke: #30363d; }
      .c0 { color: #58a6ff; } .c1 { color: #f0883e; } .c2 { color: #56d364; } .c3 { color: #bc8cff; }
      .c4 { color: #ff7b72; }
    }
"""
_COLOURS = 5
_DASHES = ("", "7 4", "2 3")
_APART = 17
"""Pixels between the labels of two lines that end close to each other."""


def draw_chart(title: str, across: str, up: str, sizes: Sequence[int], lines: Mapping[str, Sequence[float]]) -> str:
    """Return a chart of lines: their values at each size. Equal factors are equally far apart on both axes.

    A flat line costs the same at every size, and the text alternative has all values.
    """
    values = [value for line in lines.values() for value in line]
    steps = _list_steps(min(values), max(values))
    low, high = steps[0], steps[-1]

    def x(size: float) -> float:
        return LEFT + (WIDTH - LEFT - RIGHT) * log10(size / sizes[0]) / log10(sizes[-1] / sizes[0])

    def y(value: float) -> float:
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * log10(value / low) / log10(high / low)

    ends = _spread_labels({name: y(line[-1]) for name, line in lines.items()})
    drawn = [
        _draw_line(number, name, [(x(size), y(value)) for size, value in zip(sizes, line, strict=True)], ends[name])
        for number, (name, line) in enumerate(lines.items())
    ]
    said = "; ".join(
        f"{name}: {', '.join(f'{value:.1f} at {size}' for size, value in zip(sizes, line, strict=True))}"
        for name, line in lines.items()
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" '
        f'aria-labelledby="title desc">\n  <title id="title">{escape(title)}</title>\n'
        f'  <desc id="desc">{escape(f"{up}, by {across}. {said}.")}</desc>\n  <style>{_STYLE}  </style>\n'
        f'  <rect class="page" width="{WIDTH}" height="{HEIGHT}"/>\n'
        f'  <text class="title" x="{LEFT}" y="30">{escape(title)}</text>\n'
        + "".join(_draw_ruler(y(value), f"{value:g}") for value in steps)
        + "".join(
            f'  <text x="{x(size):.0f}" y="{HEIGHT - BOTTOM + 22}" text-anchor="middle">{size}</text>\n'
            for size in sizes
        )
        + f'  <text x="{(LEFT + WIDTH - RIGHT) / 2:.0f}" y="{HEIGHT - 14}" text-anchor="middle">'
        f"{escape(across)}</text>\n"
        f'  <text transform="translate(22 {(TOP + HEIGHT - BOTTOM) / 2:.0f}) rotate(-90)" text-anchor="middle">'
        f"{escape(up)}</text>\n{''.join(drawn)}</svg>\n"
    )


def _list_steps(least: float, most: float) -> list[float]:
    """Return those of 1, 2, 5, 10 … that lie between two values, and the next ones beyond them."""
    powers = range(floor(log10(least)), ceil(log10(most)) + 1)
    steps = [step * 10.0**power for power in powers for step in (1, 2, 5)]
    low, high = max(step for step in steps if step <= least), min(step for step in steps if step >= most)
    return [step for step in steps if low <= step <= high]


def _draw_ruler(y: float, label: str) -> str:
    return (
        f'  <line class="grid" x1="{LEFT}" x2="{WIDTH - RIGHT}" y1="{y:.1f}" y2="{y:.1f}"/>\n'
        f'  <text x="{LEFT - 8}" y="{y + 5:.1f}" text-anchor="end">{label}</text>\n'
    )


def _draw_line(number: int, name: str, points: Sequence[tuple[float, float]], end: float) -> str:
    dash = _DASHES[number // _COLOURS % len(_DASHES)]
    way = " L".join(f"{x:.1f} {y:.1f}" for x, y in points)
    dots = "".join(f'<circle cx="{x:.1f}" cy="{y:.1f}" r="3"/>' for x, y in points)
    dashed = f' stroke-dasharray="{dash}"' if dash else ""
    label = f'<text class="end" x="{points[-1][0] + 12:.1f}" y="{end + 5:.1f}">{escape(name)}</text>'
    return f'  <g class="c{number % _COLOURS}"><path d="M{way}"{dashed}/>{dots}{label}</g>\n'


def _spread_labels(ends: Mapping[str, float]) -> dict[str, float]:
    """Move overlapping labels apart, upwards from the lowest."""
    placed, last = dict[str, float](), float("inf")
    for name, y in sorted(ends.items(), key=lambda item: -item[1]):
        placed[name] = last = min(y, last - _APART)
    return placed
