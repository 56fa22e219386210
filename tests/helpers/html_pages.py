"""Pages as a strict reader sees them: every element closed, every element and attribute one of ours."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import ClassVar

VOID = {"meta", "br", "hr", "input"}
ELEMENTS = {
    *("html", "head", "meta", "title", "style", "body", "main", "section", "header", "footer", "nav", "script"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "p", "span", "ul", "ol", "li", "strong", "em", "del", "ins", "dl", "dt"),
    *("dd", "div", "a", "code", "pre", "b", "i", "blockquote", "br", "hr", "label", "input", "button", "output"),
    *("table", "thead", "tbody", "tr", "td", "th", "figure", "figcaption", "details", "summary"),
    *(
        "svg",
        "rect",
        "path",
        "line",
        "circle",
        "ellipse",
        "polyline",
        "polygon",
        "text",
        "tspan",
        "g",
        "desc",
        "pattern",
    ),
}
ATTRIBUTES = {
    *("lang", "charset", "name", "content", "http-equiv", "class", "id", "href", "rel", "title", "hidden", "type"),
    *("for", "role", "start", "autocomplete", "spellcheck", "viewbox", "d", "x", "y", "width", "height", "rx"),
    *("aria-label", "aria-labelledby", "aria-current", "aria-hidden", "aria-live", "scope", "tabindex"),
    *(
        "patternunits",
        "vector-effect",
        "preserveaspectratio",
        "fill",
        "text-anchor",
        "points",
        "cx",
        "cy",
        "r",
        "x1",
        "x2",
        "y1",
        "y2",
    ),
    *("data-until", "data-clock", "data-minutes", "data-name", "data-search", "data-plain", "data-filter"),
}


@dataclass
class HtmlPage(HTMLParser):
    """One page: its elements with their attributes, its text, its links, and what is wrong with it."""

    text: str
    elements: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    said: str = ""
    scripts: list[str] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    elements_of_ours: ClassVar[set[str]] = ELEMENTS
    attributes_of_ours: ClassVar[set[str]] = ATTRIBUTES
    _open: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.feed(self.text)
        self.close()
        self.faults += [f"<{tag}> is never closed" for tag in self._open]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        names = [name for name, _ in attrs]
        if (
            tag not in self.elements_of_ours
            or not set(names) <= self.attributes_of_ours
            or len(names) != len(set(names))
        ):
            self.faults.append(f"<{tag} {names}> is not ours")
        self.elements.append((tag, {name: value or "" for name, value in attrs}))
        if tag not in VOID:
            self._open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self._open.pop()

    def handle_endtag(self, tag: str) -> None:
        if not self._open or self._open.pop() != tag:
            self.faults.append(f"</{tag}> closes something else")

    def handle_data(self, data: str) -> None:
        if self._open[-1:] == ["script"]:
            self.scripts.append(data)
        elif self._open[-1:] != ["style"]:
            self.said += data

    def handle_comment(self, data: str) -> None:
        self.faults.append(f"a comment: {data}")

    def unknown_decl(self, data: str) -> None:
        self.faults.append(f"a declaration: {data}")

    def handle_pi(self, data: str) -> None:
        self.faults.append(f"an instruction: {data}")

    @property
    def links(self) -> list[str]:
        """Where the page leads."""
        return [attributes["href"] for tag, attributes in self.elements if tag == "a"]

    @property
    def words(self) -> str:
        """The text, with single spaces."""
        return " ".join(self.said.split())


@cache
def _read(text: str) -> HtmlPage:
    return HtmlPage(text)


def read_pages(folder: Path) -> dict[str, HtmlPage]:
    """Read every page of a folder, by its name."""
    return {path.name: _read(path.read_text("utf-8")) for path in sorted(folder.glob("*.html"))}


def find_faults(pages: dict[str, HtmlPage]) -> list[str]:
    """Return everything that is wrong: foreign or unclosed elements, links to nowhere, ids that are there twice."""
    found = []
    for name, page in pages.items():
        found += [f"{name}: {fault}" for fault in page.faults]
        ids = [attributes["id"] for _, attributes in page.elements if "id" in attributes]
        found += [f"{name}: {one} twice" for one in set(ids) if ids.count(one) > 1]
        ours = [link for link in page.links if not link.startswith(("https://", "mailto:"))]
        found += [f"{name}: {link} leads nowhere" for link in ours if link.lstrip("#") not in (*pages, *ids)]
    return found
