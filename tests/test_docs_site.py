"""The documentation site: what it is made from. `make site-docs` makes it, with Sphinx, and CI runs that."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from apjournal import api
from apjournal.cli.main import TABLE
from tools.docs_site import NAVIGATION, collect_pages, convert_man_page, find_remote_files

LISTED = [page for group in NAVIGATION.values() for page in group]


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("site")
    collect_pages(folder)
    return folder


def test_the_first_page_of_the_site_leads_to_every_page(pages: Path) -> None:
    index = (pages / "index.md").read_text("utf-8")
    assert re.findall(r"^:caption: (.+)$", index, re.MULTILINE) == list(NAVIGATION)
    assert [page for page in LISTED if f"\n{page}\n" not in index or not (pages / f"{page}.md").is_file()] == []


def test_every_link_of_the_site_has_its_file(pages: Path) -> None:
    missing = [
        (path.relative_to(pages).as_posix(), target)
        for path in pages.rglob("*.md")
        for target in re.findall(r"\]\((?!https?:|mailto:|#)([^)\s#]+)", path.read_text("utf-8"))
        if not (path.parent / target).exists()
    ]
    assert missing == []


def test_the_man_page_of_the_site_has_every_command_as_plain_text(pages: Path) -> None:
    page = (pages / "docs/man-page.md").read_text("utf-8")
    assert [name for name in TABLE if f"\n`apj {name}`\n: " not in page] == []
    assert "\\-" not in page
    assert "\\f" not in page


def test_the_man_page_keeps_characters_that_markdown_would_read() -> None:
    roff = ".TH APJ 1\n.SH TWO WORDS\nA *star* and <b> \\- [x]\n.TP\n\\fB\\-C DIR\\fR\nWork in DIR.\n"
    roff += ".RS\napj \\-C x\n.RE\n"
    assert convert_man_page(roff).split("\n\n", 2)[2] == (
        "## Two words\n\nA \\*star\\* and \\<b> - \\[x\\]\n\n`-C DIR`\n: Work in DIR.\n\n```text\napj -C x\n```\n"
    )


def test_the_reference_contains_every_public_type_of_the_api(pages: Path) -> None:
    page = (pages / "docs/api-reference.md").read_text("utf-8")
    names = {*re.findall(r"^\.\. auto\w+:: apjournal\.(?:api\.)?(\w+)$", page, re.MULTILINE)}
    assert names == set(api.__all__)


def test_the_check_of_the_site_finds_a_page_that_loads_a_remote_file(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="https://a.example">A</a><script src="a.js"></script>', "utf-8")
    (tmp_path / "a.css").write_text("a { background: url(data:x) }", "utf-8")
    assert find_remote_files(tmp_path) == []
    (tmp_path / "a.html").write_text('<script async src="//a.example/a.js"></script>', "utf-8")
    (tmp_path / "a.css").write_text('@import "https://a.example/b.css"; a { src: url("https://a.example/c") }', "utf-8")
    assert [found.partition(":")[0] for found in find_remote_files(tmp_path)] == ["a.css", "a.css", "a.html"]
