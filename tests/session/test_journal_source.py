"""Which files a journal has: mine on disk or in the newest commit, a partner's only in the commit."""

from __future__ import annotations

import pytest

from apjournal.session.workspace import Workspace
from tests.helpers.repos import commit


@pytest.mark.parametrize(
    ("path", "is_there"),
    [
        ("ana/2026-W48.md", True),  # committed and deleted here
        ("ana/2026-W49.md", True),  # only here
        ("ana/2026-W50.md", False),
        ("ben/2026-W48.md", True),  # committed and deleted here
        ("ben/2026-W49.md", False),  # only here, so Ben did not share it
    ],
)
def test_a_partners_file_exists_if_it_was_shared_and_my_file_if_it_is_on_disk(
    workspace: Workspace, path: str, is_there: bool
) -> None:
    commit(workspace.root, {})
    for handle in ("ana", "ben"):
        (workspace.root / handle / "2026-W48.md").rename(workspace.root / handle / "2026-W49.md")
    assert workspace.source.has(path) is is_there
