"""The vulnerabilities in SECURITY.md: each once, prevented by decisions, each of which has a test."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

from tests.helpers.rows import read_table

ROOT = Path(__file__).parent.parent
TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
PACKAGE = ROOT / "apjournal"
TABLES = [line.strip("| ").split(" | ") for line in TEXT.splitlines() if line.startswith("| ") and "---" not in line]
DECISIONS = {cells[0]: cells[2] for cells in TABLES if len(cells) == 3 and re.search(r"^rows? \d|^\[test_", cells[2])}
DECISIONS["not here"] = ""
ADVISORIES = {cells[0]: cells[2] for cells in TABLES if cells[0].startswith("CVE-")}


def test_every_advisory_is_listed_once() -> None:
    named = [number for cells in TABLES for number in re.findall(r"CVE-\d{4}-\d{4,}", cells[0])]
    assert len(named) > 80
    assert sorted(set(named)) == sorted(named)


def test_every_advisory_is_explained_by_a_listed_decision() -> None:
    for advisory, reason in ADVISORIES.items():
        words = reason.partition(":")[0].split(", ")
        assert [word for word in words if word not in DECISIONS] == [], advisory


def test_every_decision_about_an_advisory_has_a_test() -> None:
    tested = {number for number, file in read_table().items() if file}
    for decision, held in DECISIONS.items():
        named = {int(number) for number in re.findall(r"(?<!\w)\d+(?!\w)", re.sub(r"\[.*?\]\(.*?\)", "", held))}
        assert named <= tested, decision
        assert named or "test_" in held or decision == "not here"


def test_no_module_reads_a_journal_with_a_yaml_loader() -> None:
    loads = re.compile(r"\byaml\.\w*load|Loader\b")
    found = {
        path.name
        for path in PACKAGE.rglob("*.py")
        if loads.search(path.read_text("utf-8").replace("FunctionLoader", ""))
    }
    assert found == {"story.py"}  # the story of `apj demo`, which comes with apj


def test_no_template_uses_filters_with_known_vulnerabilities() -> None:
    templates = list((ROOT / "templates").rglob("*.j2"))
    assert templates
    assert [path.name for path in templates if re.search("xmlattr|urlize", path.read_text("utf-8"))] == []


def test_measuring_character_widths_loads_only_one_part_of_rich() -> None:
    code = (
        "import sys, rich.cells; print({name.partition('.')[0] for name in sys.modules} & {'markdown_it', 'pygments'})"
    )
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout == "set()\n"
