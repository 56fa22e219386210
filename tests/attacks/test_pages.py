"""Pages of a hostile journal: every text is text, and nothing in a page runs, loads or leads where it should not."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.helpers.attacked import Attacked
from tests.helpers.hostile_weeks import write_hostile_weeks
from tests.helpers.html_pages import HtmlPage, find_faults, read_pages
from tests.helpers.rows import row
from tests.helpers.script_strings import make_script_strings

STRINGS = make_script_strings()


def build(journal: Attacked) -> dict[str, HtmlPage]:
    pages = journal.root / "pages"
    journal.ana.apj("site", str(pages), code=None)
    return read_pages(pages)


def list_scripts(pages: dict[str, HtmlPage]) -> set[str]:
    """Return the scripts of all pages, without the data of the search."""
    return {script for page in pages.values() for script in page.scripts if not script.startswith("[")}


@row(39)
def test_the_page_tests_use_hundreds_of_script_strings() -> None:
    assert len(STRINGS) >= 700
    assert len(set(STRINGS)) == len(STRINGS)


@pytest.mark.slow
@row(39, 40, 48)
def test_script_strings_appear_as_text_in_every_page(journal: Attacked) -> None:
    harmless = list_scripts(build(journal))
    write_hostile_weeks(journal, STRINGS)
    pages = build(journal)
    assert [fault for fault in find_faults(pages) if "leads nowhere" not in fault] == []
    assert list_scripts(pages) == harmless
    said = "".join(page.said for page in pages.values())
    assert sum(" ".join(text.split()) in " ".join(said.split()) for text in STRINGS[:100]) == 100, "as words"
    links = {link for page in pages.values() for link in page.links}
    assert [link for link in links if link.startswith("//") or ":" in link] == []


@row(40)
def test_links_in_a_page_lead_only_to_https_an_email_address_or_a_file(journal: Attacked) -> None:
    body = "\n\n".join(
        [
            *(
                "[a](https://example.org/x)",
                "[b](mailto:ana@example.org)",
                "[c](parting.html)",
                "[d](http://example.org)",
            ),
            *("[e](//example.org)", "[f](ftp://example.org)", "[g](/etc/passwd)", "![h](https://example.org/h.png)"),
            *(
                "![i](data:image/png;base64,AAAA)",
                "<https://example.org/j>",
                "[k](JAVASCRIPT:alert)",
                "[l](\\\\host\\x)",
            ),
        ]
    )
    journal.by_hand(journal.ben, {"ben/2026-W49.md": f"---\ngoals: [a]\n---\n\n{body}\n"})
    journal.ana.apj("sync")
    page = build(journal)["2026-W49.html"]
    ours = {"https://example.org/x", "mailto:ana@example.org", "https://example.org/h.png", "https://example.org/j"}
    assert {link for link in page.links if ":" in link or "/" in link} == ours
    assert [tag for tag, _ in page.elements if tag == "img"] == []
    assert all(values["rel"] == "noreferrer noopener" for _, values in page.elements if ":" in values.get("href", ""))


@row(39, 48)
def test_goal_ids_are_never_used_as_paths(journal: Attacked, tmp_path: Path) -> None:
    ids = ["../../escape", "a/b", "con", "-x", ".hidden", "ü", "A", "a" * 300, "_0123456789abcdef"]
    goals = json.dumps([{"id": one, "goal": f"goal {number}"} for number, one in enumerate(ids)])
    weeks = {f"ben/2026-W{week}.md": f"---\ngoals: {goals}\n---\n" for week in (49, 50)}
    journal.by_hand(journal.ben, weeks)
    journal.ana.apj("sync")
    pages = build(journal)
    assert find_faults(pages) == []
    stories = [name for name in pages if name.startswith("goal_ben_")]
    assert len(stories) == len(ids)
    assert {path.parent for path in journal.root.rglob("goal_*")} == {journal.root / "pages"}
