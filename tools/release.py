"""Check that a tag, the version and the changelog agree, and print the notes: `python -m tools.release v0.2.0`.

The release workflow runs this before it builds anything.
"""

from __future__ import annotations

import os
import re
import sys
from datetime import date
from pathlib import Path

from apjournal import __version__
from hatch_build import write_full_links

CHANGELOG = Path(__file__).parent.parent / "CHANGELOG.md"
UNRELEASED = "[Unreleased]"


def main(tag: str) -> None:
    """Print the release notes of `tag`, or say what does not agree and exit with 1.

    With `APJ_URL`, the address of the repository, the links in the notes lead there.
    """
    sections = read_sections(CHANGELOG.read_text("utf-8"))
    if problems := list_problems(tag, __version__, sections):
        sys.exit("\n".join(problems))
    notes = sections[_title_of_newest(sections)]
    if url := os.environ.get("APJ_URL"):
        notes = write_full_links(notes, url, __version__)
    sys.stdout.write(f"{notes}\n")


def read_sections(text: str) -> dict[str, str]:
    """Return the text of each version in a changelog by its title, such as `[0.2.0] - 2026-11-30`, newest first."""
    parts = re.split(r"^## (.+)$", text, flags=re.MULTILINE)
    return {title: body.strip() for title, body in zip(parts[1::2], parts[2::2], strict=True)}


def list_problems(tag: str, version: str, sections: dict[str, str]) -> list[str]:
    """Return one sentence for each disagreement between the tag, the package's version and the changelog."""
    newest = _title_of_newest(sections)
    problems = []
    if tag != f"v{version}":
        problems.append(f"The tag is {tag}, but the package has version {version}: its tag is v{version}.")
    if not newest.startswith(f"[{version}] - "):
        problems.append(f"The changelog begins with {newest or 'no version'}, but the package has version {version}.")
    elif not _is_date(newest.partition(" - ")[2]):
        problems.append(f"The changelog has no date for version {version}.")
    if sections.get(UNRELEASED):
        problems.append(f'Move what the changelog has under "{UNRELEASED}" to version {version}.')
    return problems


def _title_of_newest(sections: dict[str, str]) -> str:
    return next((title for title in sections if title != UNRELEASED), "")


def _is_date(text: str) -> bool:
    try:
        date.fromisoformat(text)
    except ValueError:
        return False
    return True


if __name__ == "__main__":
    main(*sys.argv[1:])
