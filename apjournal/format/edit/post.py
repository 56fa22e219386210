"""Write a Markdown file with plain YAML front matter, as python-frontmatter would."""

from __future__ import annotations

from collections.abc import Mapping

import frontmatter

_WIDTH = 2**30
"""So wide that no line is ever folded. Other programs then read each value as one line."""


def write_post(metadata: Mapping[str, object], content: str) -> str:
    """Return the text of a file with plain values as front matter, in the given order, and `content` as its body."""
    post = frontmatter.Post(content)
    post.metadata.update(metadata)
    return f"{frontmatter.dumps(post, sort_keys=False, width=_WIDTH)}\n"
