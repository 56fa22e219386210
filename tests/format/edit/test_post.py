"""A post is read by python-frontmatter with its own YAML reader."""

from __future__ import annotations

from datetime import date

import frontmatter
from hypothesis import given
from hypothesis import strategies as st

from apjournal.format.edit.post import write_post


@given(st.text(), st.text())
def test_python_frontmatter_reads_back_what_a_post_contains(text: str, content: str) -> None:
    goals = [{"goal": text, "confidence": 70}, text]
    values = {"title": text, "date": date(2026, 11, 23), "away": True, "goals": goals, "week": "2026-W48"}
    post = frontmatter.loads(write_post(values, f"- {content}."))
    assert post.metadata == values
    assert post.content == f"- {content}.".strip()


def test_a_line_of_hyphens_in_a_post_does_not_end_its_front_matter() -> None:
    post = frontmatter.loads(write_post({"title": "a\n---\nb", "goals": ["x\n---\n", "a: b #c"]}, "one\n---\ntwo"))
    assert (post.metadata["goals"], post.content) == (["x\n---\n", "a: b #c"], "one\n---\ntwo")
