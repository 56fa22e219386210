"""A fenced block in a body is code: it is shown unchanged, and not parsed."""

from __future__ import annotations

from tests.helpers.people import Person

WEDNESDAY = "2026-11-25T10:00+01:00"
WEEK = """\
---
goals: [Set it up]
---

```sh
# install first
## To ben
- ask: not a message
```

## After
The end
"""


def test_show_prints_a_hash_in_a_code_block_as_text(begun: tuple[Person, Person]) -> None:
    ana = begun[0]
    ana.write("ana/2026-W48.md", WEEK)
    shown = ana.apj("show", "ana", "W48", at=WEDNESDAY).out
    assert "  # install first\n" in shown
    assert "  ## To ben\n" in shown
    assert "  After\n  The end\n" in shown


def test_a_heading_in_a_code_block_is_not_read_as_a_message(begun: tuple[Person, Person]) -> None:
    ana, ben = begun
    ana.apj("agree", "--mode", "peer-support", at=WEDNESDAY)
    ana.write("ana/2026-W48.md", WEEK)
    ana.apj("sync", at=WEDNESDAY)
    ben.apj("sync", at=WEDNESDAY)
    ben.apj("agree", "--sign", at=WEDNESDAY)
    ana.apj("sync", at=WEDNESDAY)
    heard = ben.apj("review", "--no-fetch", at="2026-12-02T10:00+01:00").out
    assert "not a message" not in heard.partition("For you")[2]
    assert ben.apj("status", "--json", at=WEDNESDAY).json["messages"] == []


HIDDEN = """\
---
goals: [Set it up]
---

    ## To ben
- ask: not after indented code

<!--
## To ben
- ask: not in a comment
## Log
-->

## To ben
- ask: the only one
"""


def test_headings_in_indented_code_and_html_comments_are_not_read_as_sections(begun: tuple[Person, Person]) -> None:
    ana, ben = begun
    ana.write("ana/2026-W48.md", HIDDEN)
    ana.apj("log", "fonts", at=WEDNESDAY)
    assert ana.read("ana/2026-W48.md").endswith("- ask: the only one\n\n## Log\n- 2026-11-25 fonts\n")
    ana.apj("sync", at=WEDNESDAY)
    ben.apj("sync", at=WEDNESDAY)
    told = ben.apj("status", "--json", at=WEDNESDAY).json["messages"]
    assert [message["text"] for message in told] == ["the only one"]


def test_log_appends_to_the_log_section_and_not_to_a_code_block(begun: tuple[Person, Person]) -> None:
    ana = begun[0]
    ana.write("ana/2026-W48.md", "---\ngoals: [a]\n---\n```\n## Log\n```\n\n## Log\n")
    ana.apj("log", "fonts", at=WEDNESDAY)
    text = (ana.root / "ana/2026-W48.md").read_text()
    assert text.endswith("```\n## Log\n```\n\n## Log\n- 2026-11-25 fonts\n")
