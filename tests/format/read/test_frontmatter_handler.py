from __future__ import annotations

from pathlib import Path

import frontmatter
import pytest
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.read.frontmatter_handler import Handler, read_post
from apjournal.format.yaml.quoting import write_scalar
from tests.format.week_files import TEXTS, week_files

WEEK = """\
---
goals:
  - No
  - id: runs
    goal: "Three: runs"
    area:
outcomes: {runs: ~, 1: 'done'}
---

Body
"""


def test_python_frontmatter_reads_a_journal(tmp_path: Path) -> None:
    path = tmp_path / "2026-W48.md"
    path.write_text(WEEK, encoding="utf-8")
    post = frontmatter.load(str(path), handler=Handler())
    assert post.metadata == {
        "goals": ["No", {"id": "runs", "goal": "Three: runs", "area": None}],
        "outcomes": {"runs": None, "1": "done"},
    }
    assert post.content == "Body"


@pytest.mark.parametrize("text", ["Just a text.", "---\ngoals:\n  - open"])
def test_python_frontmatter_reads_a_file_without_front_matter_as_content(text: str) -> None:
    post = frontmatter.loads(text, handler=Handler())
    assert (post.metadata, post.content) == ({}, text)


def test_python_frontmatter_reads_a_file_with_a_byte_order_mark() -> None:
    assert frontmatter.loads("\ufeff---\na: b\n---\nc", handler=Handler()).metadata == {"a": "b"}


def test_a_post_may_have_keys_that_python_frontmatter_reserves() -> None:
    post = read_post("---\ncontent: mine\nhandler: too\n---\nBody\n")
    assert (post.metadata, post.content) == ({"content": "mine", "handler": "too"}, "Body")


def test_a_post_without_front_matter_contains_the_whole_text() -> None:
    assert (read_post("\ufeffJust a text.\n").content, read_post("a").metadata) == ("Just a text.", {})


def test_unclosed_front_matter_raises_a_value_error() -> None:
    with pytest.raises(ValueError, match="no front matter"):
        read_post("---\ngoals:\n  - open")


def test_the_handler_detects_front_matter_by_its_first_line() -> None:
    assert Handler().detect("\ufeff---\n")
    assert not Handler().detect("+++\n")


@pytest.mark.parametrize(("front", "says"), [("a: b: c", "YAML cannot be read"), ("x: " + "y" * 70_000, "larger than")])
def test_invalid_front_matter_raises_a_value_error(front: str, says: str) -> None:
    with pytest.raises(ValueError, match=says):
        Handler().load(front)


def test_empty_front_matter_has_no_values() -> None:
    assert frontmatter.loads("---\n---\nBody", handler=Handler()).metadata == {}


@given(week_files())
def test_the_handler_reads_every_file_that_apj_reads(data: bytes) -> None:
    post = frontmatter.loads(data.decode(), handler=Handler())
    assert set(post.metadata) <= {key for key in post.metadata if isinstance(key, str)}


@given(st.lists(TEXTS, min_size=1, max_size=4), st.booleans())
def test_plain_python_frontmatter_reads_what_apj_writes(texts: list[str], flow: bool) -> None:
    if flow:
        lines = ["goals: [" + ", ".join(write_scalar(text, flow=True) for text in texts) + "]"]
    else:
        lines = ["goals:", *(f"  - {write_scalar(text)}" for text in texts)]
    text = "\n".join(["---", *lines, "---", "", "Body"]) + "\n"
    plain = frontmatter.loads(text)
    assert plain.metadata == frontmatter.loads(text, handler=Handler()).metadata == {"goals": texts}
    assert plain.content == "Body"
