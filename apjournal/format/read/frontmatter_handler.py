"""A handler with which python-frontmatter reads a file of a journal: `frontmatter.load(path, handler=Handler())`.

Every value is a string as typed, None for an empty value, or a list or dict of such values. The handler never writes.
"""

from __future__ import annotations

import re

from frontmatter import Post
from frontmatter.default_handlers import BaseHandler

from apjournal.format.text.document import split_text
from apjournal.format.text.fences import FENCE, find_front_start
from apjournal.format.yaml.nodes import MappingNode, Node, Scalar
from apjournal.format.yaml.parser import parse_front_matter

Value = str | list["Value"] | dict[str, "Value"] | None


class Handler(BaseHandler):
    """Splits and reads front matter by the rules of the journal format."""

    FM_BOUNDARY = re.compile(rf"^{FENCE}[ \t\r]*$", re.MULTILINE)

    def detect(self, text: str) -> bool:
        """Whether `text` begins with front matter."""
        return find_front_start(text.removeprefix("\ufeff")) >= 0

    def split(self, text: str) -> tuple[str, str]:
        """Return the front matter and the body. Raise `ValueError` if there is no front matter or it is not closed."""
        document, _ = split_text(text.removeprefix("\ufeff"))
        if document is None or document.front_end == document.body_start:
            raise ValueError("no front matter")
        return document.front, document.body

    def load(self, fm: str) -> dict[str, Value]:
        """Return the values of front matter. Raise `ValueError` with the first error if it is not valid YAML."""
        document, found = split_text(f"{FENCE}\n{fm.rstrip()}\n{FENCE}\n")
        root, faults = (None, found) if document is None else parse_front_matter(document)
        if faults:
            raise ValueError(faults[0].message)
        return {} if root is None else convert_nodes(root)


def read_post(text: str) -> Post:
    """Return the values as typed, and the body. Without front matter, the body is the whole text.

    Unlike `frontmatter.loads`, this function accepts keys named `content` and `handler`, and distinguishes invalid
    front matter from missing front matter. Raise `ValueError` if the front matter is not closed or is not valid YAML.
    """
    handler = Handler()
    if not handler.detect(text):
        return Post(text.removeprefix("\ufeff").strip(), handler)
    front, body = handler.split(text)
    post = Post(body.strip(), handler)
    post.metadata.update(handler.load(front))
    return post


def convert_nodes(node: MappingNode) -> dict[str, Value]:
    """Return the values of a mapping as they were typed, by key. Each key must be a string."""
    return {key.value: _convert_value(value) for key, value in node.pairs}


def _convert_value(node: Node) -> Value:
    if isinstance(node, Scalar):
        return None if node.is_null else node.value
    if isinstance(node, MappingNode):
        return convert_nodes(node)
    return [_convert_value(item) for item in node.children]
