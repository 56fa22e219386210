"""Run the formatters for JavaScript over `before/` and record what they write in `after/`.

    python -m tests.formatters.record

This needs Node, npm and the network. It also formats a copy of the example journal and checks that apj reads the same
values. The versions are those in `PACKAGES`. The tests read `after/` and need no Node.
"""

from __future__ import annotations

import shutil
import subprocess
import tempfile
from pathlib import Path

from tests.formatters.compare import compare_folders

HERE = Path(__file__).parent
BEFORE, AFTER = HERE / "before", HERE / "after"
EXAMPLE = HERE.parent.parent / "example-journal"
PACKAGES = ("prettier@3.10.1", "markdownlint-cli2@0.22.1", "yaml@2.8.1")
TOOLS = {
    "prettier": ("node_modules/.bin/prettier", "--log-level=error", "--write"),
    "markdownlint": ("node_modules/.bin/markdownlint-cli2", "--fix"),
    "obsidian": ("node", "obsidian.mjs"),
}


def record(work: Path) -> None:
    """Install the packages in `work`, and format both folders with each tool."""
    subprocess.run(["npm", "install", "--no-audit", "--no-fund", "--prefix", work, *PACKAGES], check=True)
    shutil.copy(HERE / "obsidian.mjs", work)
    for tool, command in TOOLS.items():
        for source in (BEFORE, EXAMPLE):
            folder = work / f"{tool}-{source.name}"
            shutil.copytree(source, folder)
            files = [path.relative_to(work) for path in sorted(folder.rglob("*.md"))]
            done = subprocess.run([*command, *files], cwd=work, check=False, capture_output=True, text=True)
            if done.returncode and tool != "markdownlint":  # which exits with 1 if it cannot fix everything
                raise SystemExit(done.stderr)
            for difference in compare_folders(source, folder):
                print(tool, difference)  # noqa: T201
        shutil.rmtree(AFTER / tool, ignore_errors=True)
        shutil.copytree(work / f"{tool}-before", AFTER / tool)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as temporary:
        record(Path(temporary))
