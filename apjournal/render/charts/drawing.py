"""Draw SVG, element by element.

Text and attributes are always escaped. A drawing fills the width that the page gives it, and its labels keep their
size at any width. So horizontal positions are in per cent of the width, and vertical positions are in pixels.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Literal
from xml.etree.ElementTree import Element, SubElement, tostring

from apjournal.render.layout.text_width import clean_text

Mark = Literal["full", "half", "none", "unknown"]
"""How an area is filled: fully, with stripes, with an outline, or with a dotted outline.

The four can be told apart even without colour.
"""
Anchor = Literal["start", "middle", "end"]
Point = tuple[float, float]
Box = tuple[float, float, float, float]
"""An upright rectangle: left and width in per cent, top and height in pixels."""

_SWATCH, _LETTER = 10, 6.2
_STRIPES = {"width": "9", "height": "3", "patternUnits": "userSpaceOnUse"}


class Drawing:
    """A drawing to which elements are added. `key` is unique on its page."""

    def __init__(self, key: str, title: str, alternative: str, height: int) -> None:
        names = {"role": "img", "aria-labelledby": f"{key}-title {key}-text"}
        self._key = key
        self._root = Element("svg", {"class": "drawing", "width": "100%", "height": str(height), **names})
        SubElement(self._root, "title", {"id": f"{key}-title"}).text = clean_text(title)
        SubElement(self._root, "desc", {"id": f"{key}-text"}).text = clean_text(alternative)
        self._height = height
        # The stripes are horizontal, so that stretching the drawing does not change them.
        pattern = SubElement(self._root, "pattern", {"id": f"{key}-half", **_STRIPES})
        SubElement(pattern, "rect", {"class": "full", "width": "9", "height": "1.2"})

    def add_areas(self, mark: Mark, boxes: Iterable[Box]) -> None:
        """Add rectangles that are all filled in the same way."""
        path = "".join(f"M{x:.4g} {y:.4g}h{width:.3g}v{height:.4g}h-{width:.3g}z" for x, width, y, height in boxes)
        if path:
            self._add_path(mark, path)

    def add_key(self, top: float, marks: Iterable[tuple[Mark, str]]) -> None:
        """Add a line that explains the meaning of the marks."""
        left = 0.0
        for mark, words in marks:
            place = {
                "x": f"{left + 0.5:g}",
                "y": f"{top + 0.5:g}",
                "width": f"{_SWATCH - 1}",
                "height": f"{_SWATCH - 1}",
            }
            SubElement(self._root, "rect", {"class": mark, **place, **self._get_fill(mark)})
            text = SubElement(
                self._root, "text", {"class": "less", "x": f"{left + _SWATCH + 5:g}", "y": f"{top + 9:g}"}
            )
            text.text = clean_text(words)
            left += _SWATCH + 5 + len(words) * _LETTER + 12

    def add_line(self, kind: str, start: Point, end: Point) -> None:
        """Add a straight line."""
        (x1, y1), (x2, y2) = start, end
        ends = {"x1": f"{x1:.2f}%", "y1": f"{y1:.1f}", "x2": f"{x2:.2f}%", "y2": f"{y2:.1f}"}
        SubElement(self._root, "line", {"class": kind, **ends})

    def add_dot(self, kind: str, at: Point, radius: float = 4) -> None:
        """Add a circle."""
        place = {"cx": f"{at[0]:.2f}%", "cy": f"{at[1]:.1f}", "r": f"{radius:g}"}
        SubElement(self._root, "circle", {"class": kind, **place})

    def add_text(self, words: str, at: Point, anchor: Anchor = "start", kind: str = "") -> None:
        """Add a line of text. The point `at` is at the start, middle or end of its baseline, as `anchor` says."""
        place = {"x": f"{at[0]:.2f}%", "y": f"{at[1]:.1f}", "text-anchor": anchor}
        SubElement(self._root, "text", {**({"class": kind} if kind else {}), **place}).text = clean_text(words)

    def add_curve(self, kind: str, points: Sequence[Point], *, closed: bool = False) -> None:
        """Add a line through several points, or the area inside it."""
        path = "L".join(f"{x:.2f} {y:.4g}" for x, y in points)
        self._add_path(kind, f"M{path}{'Z' if closed else ''}")

    def render(self) -> str:
        """Return the drawing as an SVG element."""
        return tostring(self._root, encoding="unicode")

    def _add_path(self, kind: str, path: str) -> None:
        # A path cannot use per cent. So an inner drawing stretches its points, but not the width of its line.
        box = {"width": "100%", "height": f"{self._height}", "viewBox": f"0 0 100 {self._height}"}
        stretched = SubElement(self._root, "svg", {**box, "preserveAspectRatio": "none"})
        shape = {"class": kind, "d": path, "vector-effect": "non-scaling-stroke"}
        SubElement(stretched, "path", shape | self._get_fill(kind))

    def _get_fill(self, kind: str) -> dict[str, str]:
        return {"fill": f"url(#{self._key}-half)"} if kind == "half" else {}
