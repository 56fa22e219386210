"""The README and docs/ are right: the generated pages are current, links lead somewhere, command lines run.

A block that begins with ```console contains command lines after `$ `, which run in order, in Ana's clone of a fresh
demo journal. A line that ends with a code other than 0 says so: `# exits with 1`. Blocks of another kind are not run.
"""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from apjournal.cli.main import HELP, TABLE, read_summary
from apjournal.model.codes import CODES
from tests.helpers.forking_process import run_ready
from tools import generate_docs
from tools.docs_site import MADE, NAVIGATION
from tools.man_page import write_man_page
from tools.record_story import surroundings

ROOT = Path(__file__).parent.parent
PAGES = {
    path.relative_to(ROOT).as_posix(): path.read_text("utf-8")
    for path in sorted([*ROOT.glob("*.md"), *(ROOT / "docs").glob("*.md")])
}
HOW = "write it anew: make docs"
EXITS = re.compile(r"# exits with (\d)")
LINK = re.compile(r"(?<!!)\[[^\]]+\]\(([^)\s]+)\)")


def command_lines(text: str) -> list[str]:
    blocks = re.findall(r"^```console\n(.*?)^```$", text, re.MULTILINE | re.DOTALL)
    return [line.removeprefix("$ ") for block in blocks for line in block.splitlines() if line.startswith("$ ")]


RUN = [name for name, text in PAGES.items() if command_lines(text)]


# ---- pages made from the code


def test_the_page_of_commands_is_up_to_date() -> None:
    assert PAGES["docs/commands.md"] == generate_docs.commands_page(), HOW


def test_the_page_of_codes_is_up_to_date() -> None:
    assert PAGES["docs/codes.md"] == generate_docs.codes_page(), HOW


def test_the_json_schema_is_up_to_date() -> None:
    assert (ROOT / "docs" / "json-schema.json").read_text("utf-8") == generate_docs.schema_page(), HOW


def test_the_schemas_of_the_front_matter_are_up_to_date() -> None:
    there = {path.name: path.read_text("utf-8") for path in (ROOT / "docs" / "schemas").iterdir()}
    assert there == generate_docs.front_matter_schemas(), HOW


def test_the_man_page_is_up_to_date_and_valid() -> None:
    page = ROOT / "docs" / "apj.1"
    assert page.read_text("utf-8") == write_man_page(), HOW
    if shutil.which("groff"):
        words = ["groff", "-man", "-Tutf8", "-ww", "-K", "utf8", str(page)]
        finished = subprocess.run(
            words, capture_output=True, encoding="utf-8", check=True, env={"PATH": os.environ["PATH"]}
        )
        assert finished.stderr == ""


@pytest.mark.parametrize("name", TABLE)
def test_every_command_is_described_in_the_docs(name: str) -> None:
    assert f"\n### apj {name}\n" in PAGES["docs/commands.md"]
    assert read_summary(name) in PAGES["docs/commands.md"]


def test_every_code_is_described_in_the_docs() -> None:
    assert [code for code in CODES if f"| `{code}` |" not in PAGES["docs/codes.md"]] == []


# ---- what is written by hand


def test_the_guide_shows_each_command_that_a_first_month_needs() -> None:
    shown = {line.split()[1] for line in command_lines(PAGES["docs/guide.md"]) if line.startswith("apj ")}
    assert shown >= {"init", "join", "new-week", "log", "park", "report", "review", "diff", "sync", "status", "show"}


def test_every_command_named_on_a_page_exists() -> None:
    named = {
        (name, command)
        for name, text in PAGES.items()
        for command in re.findall(r"(?:^|[`$] ?)apj ([a-z][a-z-]+)", text, re.MULTILINE)
    }
    example = ("CONTRIBUTING.md", "ponder")
    assert {(name, command) for name, command in named if command not in {*TABLE, HELP}} - {example} == set()


@pytest.mark.parametrize("name", PAGES)
def test_every_link_in_the_docs_has_a_target(name: str) -> None:
    broken = []
    for target in LINK.findall(PAGES[name]):
        if re.match(r"(https?|mailto):", target):
            continue
        path, _, place = target.partition("#")
        page = (ROOT / name).parent / path if path else ROOT / name
        if not page.exists() or (place and place not in anchors(page.read_text("utf-8"))):
            broken.append(target)
    assert broken == []


def test_every_page_has_its_place_in_the_navigation_of_the_site() -> None:
    listed = [page for group in NAVIGATION.values() for page in group]
    assert sorted(listed) == sorted(set(listed))
    assert {f"{page}.md" for page in {*listed, "README"} - set(MADE)} >= set(PAGES), "add it in tools/docs_site.py"


def test_every_selection_of_tests_in_the_docs_selects_a_test() -> None:
    names = {
        name
        for path in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", path.read_text("utf-8"), re.MULTILINE)
    }
    words = {word for text in PAGES.values() for word in re.findall(r"\bpytest [^\n`]*-k (\w+)", text)}
    assert words
    assert {word for word in words if not any(word in name for name in names)} == set()


def anchors(text: str) -> set[str]:
    """Return the anchors of a page, as git hosts name them after its headings."""
    headings = re.findall(r"^#+ (.+)$", re.sub(r"^```.*?^```$", "", text, flags=re.MULTILINE | re.DOTALL), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


@pytest.mark.parametrize("name", RUN)
def test_every_command_line_in_the_docs_runs(name: str, demo: Path) -> None:
    told = []
    for line in command_lines(PAGES[name]):
        said = EXITS.search(line)
        finished = run(line, demo)
        if finished.returncode != (int(said[1]) if said else 0):
            told.append(f"$ {line}\n{finished.stdout}{finished.stderr}exits with {finished.returncode}")
        assert "Traceback" not in finished.stderr
    assert told == []


MOMENTS = {
    "Saturday": "2026-11-28T10:00+01:00",
    "Sunday": "2026-11-29T21:00+01:00",
    "Monday": "2026-11-30T08:00+01:00",
}


@pytest.mark.parametrize("day", MOMENTS)
def test_the_commands_in_the_readme_also_run_on_the_days_around_a_call(day: str, demo: Path) -> None:
    told = {}
    for line in command_lines(PAGES["README.md"]):
        finished = run(line, demo, now=MOMENTS[day])
        if finished.returncode != 0:
            told[line.split()[1]] = finished.stderr.splitlines()[0]
        assert "Traceback" not in finished.stderr
    assert told == ({"new-week": "The report on 2026-W48 comes first."} if day == "Monday" else {})


SHELL = re.compile(r"[|&;<>$`*?~{}\\\n]")
"""The signs of a line that needs a shell."""


def run(line: str, demo: Path, *, now: str | None = None) -> subprocess.CompletedProcess[str]:
    """Run a line in Ana's clone: one that needs no shell and is of apj in a process that has imported it."""
    environ = surroundings(demo.parent)
    environ["APJ_NOW"] = now or environ["APJ_NOW"]
    environ["PATH"] = f"{Path(sys.executable).parent}:{environ['PATH']}"
    if line.startswith("apj ") and not SHELL.search(line):
        ran = run_ready(shlex.split(line, comments=True)[1:], demo / "ana", environ)
        return subprocess.CompletedProcess(ran.args, ran.returncode, ran.stdout.decode(), ran.stderr.decode())
    return subprocess.run(
        line, shell=True, cwd=demo / "ana", env=environ, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, timeout=120,
    )  # fmt: skip


# ---- JSON


@pytest.mark.parametrize(
    "line",
    [
        "status",
        "show",
        "show ben",
        "summary",
        "insights",
        "check",
        "verify",
        "diff",
        "review --no-fetch",
        "log two hours of fonts",
        "park A podcast",
        "away next",
        "report -o 1=done",
        "new-week next -g Rest --no-edit --no-sync",
        "commit",
        "sync",
        "review --keep",
    ],
)
def test_each_json_document_has_the_keys_that_the_docs_describe(line: str, demo: Path) -> None:
    finished = run(f"apj --json {line}", demo)
    assert finished.returncode == 0, finished.stdout + finished.stderr
    described = [re.split(r"[\[{?]", key)[0] for key in split_keys(described_keys(line.split()[0]))]
    assert list(json.loads(finished.stdout)) == described


def described_keys(name: str) -> str:
    section = PAGES["docs/commands.md"].partition(f"\n### apj {name}\n")[2]
    match = re.search(r"^JSON: `(.*)`$", section, re.MULTILINE)
    assert match
    return match[1]


def split_keys(text: str) -> list[str]:
    """Split `a b{c d} e[f g]` at its top level."""
    keys, depth = [""], 0
    for character in text:
        depth += (character in "[{") - (character in "]}")
        if character == " " and depth == 0:
            keys.append("")
        else:
            keys[-1] += character
    return keys
