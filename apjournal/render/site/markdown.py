"""Turn a journal's Markdown into HTML that contains no raw HTML of the text, no images, and only safe links."""

from __future__ import annotations

import re
from functools import cache
from html import escape
from typing import TYPE_CHECKING, Any

from apjournal.patterns import make_pattern
from apjournal.render.layout.text_width import clean_text

if TYPE_CHECKING:
    from collections.abc import Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_SAFE_LINK = make_pattern(r"(?:https://|mailto:)[^\s\\]+|(?![/\\])[^\s:\\]+", re.IGNORECASE)
"""Matches a safe link: `https`, `mailto`, or a relative path. `//host` is not relative."""
_TASK = make_pattern(r"\[([ xX])\]\s+")
_TAGS = frozenset(
    (
        *("a", "blockquote", "br", "code", "del", "em", "h3", "h4", "h5", "h6", "hr", "li", "ol", "p", "pre"),
        *("span", "strong", "table", "tbody", "td", "th", "thead", "tr", "ul"),
    )
)
_CLASSES = {"span": frozenset({"mark", "unseen"}), "li": frozenset({"task"})}
_TOP, _LOWEST = 3, 6
"""The highest and the lowest level of headings in a body.

The levels above are used by the headings of the page and the partner.
"""


class Html(str):
    """Text that is HTML already, which a template does not escape."""

    def __html__(self) -> str:
        """Return the text unchanged. Jinja2 calls this method."""
        return str(self)


def escape_lines(text: str) -> Html:
    """Return several lines of text as HTML. Line breaks stay, and hidden characters are shown as codes."""
    return Html("\n".join(escape(clean_text(line)) for line in text.split("\n")))


def render_markdown(text: str) -> Html:
    """Return Markdown as safe HTML. Hidden characters are shown as codes.

    A task (`- [x]`) gets a mark with its meaning in words. Headings begin below those of the page.
    """
    if not text.strip():
        return Html("")
    import nh3

    lines = [clean_text(line) for line in text.replace("\r\n", "\n").replace("\t", "    ").split("\n")]
    html = _get_parser().render("\n".join(lines))
    return Html(
        nh3.clean(
            html,
            tags=set(_TAGS),
            attributes={"a": {"href"}, "ol": {"start"}},
            allowed_classes={tag: set(classes) for tag, classes in _CLASSES.items()},
            url_schemes={"https", "mailto"},
            url_relative="pass_through",
            link_rel="noreferrer noopener",
        )
    )


def is_safe_link(url: str) -> bool:
    """Whether a link leads to an https page, to an email address, or to a file beside the page."""
    return _SAFE_LINK.fullmatch(url) is not None


@cache
def _get_parser() -> MarkdownIt:
    from markdown_it import MarkdownIt

    parser = MarkdownIt("commonmark", {"html": False, "linkify": False}).enable(["table", "strikethrough"])
    parser.validateLink = is_safe_link  # type: ignore[method-assign]
    parser.core.ruler.push("apj", _adapt_tokens)
    return parser


def _adapt_tokens(state: Any) -> None:
    """Lower the level of headings, replace images with links, and add marks to tasks."""
    tokens: list[Token] = state.tokens
    for place, token in enumerate(tokens):
        if token.type in {"heading_open", "heading_close"}:
            token.tag = f"h{min(max(int(token.tag[1]) + 1, _TOP), _LOWEST)}"
        elif token.type == "inline" and token.children:
            token.children = _replace_images(token.children)
            if place > 1 and tokens[place - 2].type == "list_item_open":
                _mark_task(tokens[place - 2], token.children)


def _replace_images(children: Sequence[Token]) -> list[Token]:
    """Return the tokens with each image replaced by a link to it. The link's words are the image's description."""
    from markdown_it.token import Token

    found: list[Token] = []
    for token in children:
        if token.type != "image":
            found.append(token)
            continue
        text = Token("text", "", 0, content=token.content or "image")
        link = Token("link_open", "a", 1, attrs={"href": token.attrs.get("src", "")})
        found += [link, text, Token("link_close", "a", -1)]
    return found


def _mark_task(item: Token, children: list[Token]) -> None:
    """Replace `[x]` at the beginning of a list item with a mark with its meaning in words."""
    from markdown_it.token import Token

    first = children[0]
    task = _TASK.match(first.content) if first.type == "text" else None
    if task is None:
        return
    first.content = first.content[task.end() :]
    item.attrJoin("class", "task")
    mark, said = ("●", "done: ") if task[1].strip() else ("○", "open: ")
    for text, name in ((said, "unseen"), (mark, "mark")):
        opened = Token("span_open", "span", 1, attrs={"class": name})
        children[:0] = [opened, Token("text", "", 0, content=text), Token("span_close", "span", -1)]
