"""`apj export`: goals for other programs, on stdout, in a new file, or as posts in a folder."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import frontmatter
import pytest

from tests.helpers.people import Person

GOALS = ["=HYPERLINK(1)", "Ring @ines; =1", 'Say "hi", --- twice', "- a\n---\nb"]


@pytest.fixture
def hostile(kept: tuple[Person, Person]) -> Person:
    """Ana, with goals that other programs could misunderstand."""
    ana = kept[0]
    goals = "".join(f"  - {json.dumps(goal)}\n" for goal in GOALS)
    ana.write("ana/2026-W49.md", f"---\ngoals:\n{goals}outcomes:\n  - partly, =2+2\n---\nFree words\n---\nand more\n")
    return ana


def test_every_export_format_can_be_read_by_other_programs(hostile: Person, tmp_path: Path) -> None:
    since = ("--partner", "ana", "--since", "2026-W49")
    lines = [json.loads(line) for line in hostile.apj("export", *since).out.splitlines()]
    assert [line["goal"] for line in lines] == GOALS
    assert (lines[0]["state"], lines[0]["evidence"]) == ("partly", "=2+2")
    assert hostile.apj("export", *since, "--json").json["goals"] == lines

    hostile.apj("export", *since, "--format", "csv", "-o", str(tmp_path / "goals.csv"))
    with (tmp_path / "goals.csv").open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [row["goal"] for row in rows] == ["'=HYPERLINK(1)", "Ring @ines; '=1", GOALS[2], "'- a --- b"]
    assert rows[0]["evidence"] == "'=2+2"

    hostile.apj("export", *since, "--format", "posts", "-o", str(tmp_path / "posts"))
    post = frontmatter.load(str(tmp_path / "posts" / "2026-W49-ana.md"))
    assert [goal["goal"] for goal in post.metadata["goals"]] == GOALS  # type: ignore[attr-defined]
    assert (post["title"], str(post["date"])) == ("Ana Costa, 2026-W49", "2026-11-30")
    assert post.content.endswith("Free words\n---\nand more")


def test_an_export_overwrites_only_posts_that_apj_wrote(hostile: Person, tmp_path: Path) -> None:
    taken, posts = tmp_path / "taken.csv", tmp_path / "posts"
    taken.write_text("mine", "utf-8")
    assert "already exists" in hostile.apj("export", "-o", str(taken), code=2).err
    assert "belongs to a journal" in hostile.apj("export", "-o", "ana/goals.jsonl", code=2).err
    assert "inside a journal" in hostile.apj("export", "--format", "posts", "-o", "posts", code=2).err
    assert "3 posts" in hostile.apj("export", "--format", "posts", "-o", str(posts)).out
    hostile.change("ana/2026-W49.md", "Free words", "Other words")
    document = hostile.apj("export", "--format", "posts", "-o", str(posts), "--json").json
    assert (document["folder"], document["written"]) == (str(posts), ["2026-W49-ana.md"])
    (posts / "2026-W49-ana.md").write_text("mine", "utf-8")
    assert "was not written by apj" in hostile.apj("export", "--format", "posts", "-o", str(posts), code=2).err
    assert taken.read_text("utf-8") == (posts / "2026-W49-ana.md").read_text("utf-8") == "mine"


def test_an_export_lists_the_weeks_that_it_cannot_read(kept: tuple[Person, Person], tmp_path: Path) -> None:
    ana = kept[0]
    ana.write("ana/2026-W40.md", "---\ngoals: [\n---\n")
    ana.write("ana/2026-W48.md", "---\ngoals: [\n---\n")
    ran = ana.apj("export", "--partner", "ana")
    missing, older = ran.err.splitlines()
    assert missing.startswith("ana/2026-W40.md:2:8 cannot be read: ")
    assert missing.endswith(" Its goals are missing from the export.")
    assert older.endswith(" Its newest readable version was exported.")
    assert {json.loads(line)["week"] for line in ran.out.splitlines()} == {"2026-W48"}
    document = ana.apj("export", "--partner", "ana", "--json").json
    assert [(week["path"], week["line"], week["has_older"]) for week in document["unreadable"]] == [
        ("ana/2026-W40.md", 2, False),
        ("ana/2026-W48.md", 2, True),
    ]
    posts = ana.apj("export", "--partner", "ana", "--format", "posts", "-o", str(tmp_path / "posts"))
    assert posts.err.startswith("ana/2026-W40.md:2:8 cannot be read: ")


def test_an_export_does_not_follow_a_link_to_a_file_that_does_not_exist(hostile: Person, tmp_path: Path) -> None:
    (tmp_path / "goals.csv").symlink_to(tmp_path / "elsewhere")
    ran = hostile.apj("export", "--format", "csv", "-o", str(tmp_path / "goals.csv"), code=2)
    assert "is a link to a file that does not exist" in ran.err
    assert not (tmp_path / "elsewhere").exists()
