"""What a commit of mine contains, and what it leaves out."""

from __future__ import annotations

import pytest

from tests.helpers import repos
from tests.helpers.attacked import Attacked


@pytest.mark.parametrize("line", [("sync",), ("commit",)])
def test_my_deleted_file_is_committed_only_with_the_option_with_deletions(
    journal: Attacked, line: tuple[str, ...]
) -> None:
    ana = journal.ana
    ana.apj("park", "a", "newsletter")
    ana.apj("sync")
    (ana.root / "ana/parked.md").unlink()
    refused = ana.apj(*line, code=1)
    assert "ana/parked.md is in the journal but not on this disk." in refused.err
    assert "ana/parked.md" in repos.files_of(ana.root)
    assert "Removed: ana/parked.md\n" in ana.apj(line[0], "--with-deletions").out
    assert "ana/parked.md" not in repos.files_of(ana.root)
