"""Words of commands that people are told to type: a shell and git read them as intended, in any folder."""

from __future__ import annotations

import re
import subprocess
from pathlib import Path

import pytest

import apjournal
from apjournal.model.hints import git_object_argument, quote_pathspec
from tests.helpers import repos

PATHS = (
    *("ana/2026-W48.md", "ana/my week.md", "ana/it's.md", 'ana/"so".md', "ana/[a].md", "ana/$HOME.md", "ana/é.md"),
    *("_notes.md", "-n.md", "!now.md", ":a.md", "(one).md", ".gitattributes", "~.md", "été.md"),
)


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = repos.new_repository(tmp_path_factory.mktemp("typed"))
    repos.commit(root, {"ben/partner.md": "x\n", **{path: f"{path}\n" for path in PATHS}})
    return root


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("folder", ["", "ana", "ben"])
def test_a_path_quoted_for_git_works_in_every_folder(root: Path, folder: str, path: str) -> None:
    def shown(command: str) -> str:
        finished = subprocess.run(["sh", "-c", command], cwd=root / folder, capture_output=True, text=True, check=True)
        return finished.stdout

    assert shown(f"git show {git_object_argument('HEAD', path)}") == f"{path}\n"
    assert shown(f"git -c core.quotePath=false log --format= --name-only -z -- {quote_pathspec(path)}") == f"{path}\0"


def test_every_git_command_that_apj_suggests_quotes_its_path() -> None:
    bare = re.compile(
        r"git (?:show|log|diff|checkout)\b[^\"]* -- \{(?!quote_pathspec\(|' '\.join\(map\(quote_pathspec, )"
    )
    sources = {path: path.read_text("utf-8") for path in Path(apjournal.__file__).parent.rglob("*.py")}
    assert [path.name for path, text in sources.items() if bare.search(text)] == []


def test_a_path_without_special_characters_is_not_quoted() -> None:
    assert quote_pathspec("ana/2026-W48.md") == ":/ana/2026-W48.md"
    assert git_object_argument("5f2c81d", "ana/2026-W48.md") == "5f2c81d:ana/2026-W48.md"
