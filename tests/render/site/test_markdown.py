"""The Markdown of a journal as HTML."""

from __future__ import annotations

import pytest

from apjournal.render.site.markdown import is_safe_link, render_markdown


@pytest.mark.parametrize(
    ("text", "html"),
    [
        ("*a* **b** ~~c~~ `d`", "<p><em>a</em> <strong>b</strong> c <code>d</code></p>\n"),
        ("# a\n## b\n### c\n###### d", "<h3>a</h3>\n<h3>b</h3>\n<h4>c</h4>\n<h6>d</h6>\n"),
        ("<b onclick=x>a</b>", "<p>&lt;b onclick=x&gt;a&lt;/b&gt;</p>\n"),
        ("![a](b.png)", '<p><a href="b.png" rel="noreferrer noopener">a</a></p>\n'),
        ("![](b.png)", '<p><a href="b.png" rel="noreferrer noopener">image</a></p>\n'),
        ("[a](javascript:b)", "<p>[a](javascript:b)</p>\n"),
        ("2. a\n3. b", '<ol start="2">\n<li>a</li>\n<li>b</li>\n</ol>\n'),
        ("a\u202eb", "<p>a&lt;U+202E&gt;b</p>\n"),
        (" \n", ""),
    ],
)
def test_markdown_becomes_html(text: str, html: str) -> None:
    assert render_markdown(text) == html


def test_a_task_has_a_mark_with_its_meaning_in_words() -> None:
    shown = render_markdown("- [x] a\n- [ ] b\n- c")
    assert '<li class="task"><span class="mark">●</span><span class="unseen">done: </span>a</li>' in shown
    assert '<li class="task"><span class="mark">○</span><span class="unseen">open: </span>b</li>' in shown
    assert "<li>c</li>" in shown


@pytest.mark.parametrize(
    "url", ["https://a.example/b", "HTTPS://a.example", "mailto:a@b.example", "a/b.md", "#c", "../d"]
)
def test_a_link_to_https_an_email_address_or_a_relative_path_is_safe(url: str) -> None:
    assert is_safe_link(url)


@pytest.mark.parametrize(
    "url", ["http://a.example", "//a.example", "/a", "\\\\a\\b", "file:a", "javascript:a", "a b", ""]
)
def test_any_other_link_is_unsafe(url: str) -> None:
    assert not is_safe_link(url)
