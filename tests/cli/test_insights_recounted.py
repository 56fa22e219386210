"""Every number of `apj insights` against an independent count, on random journals."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings

from tests.helpers.people import command_line
from tests.helpers.repos import new_repository
from tests.second_count.count import count_document
from tests.second_count.random_journals import Written, journals, put

pytestmark = pytest.mark.slow


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A repository for one journal after the other."""
    return new_repository(tmp_path / "journal")


def close(value: Any) -> Any:
    """Compare figures with the tolerance of floating point."""
    match value:
        case float():
            return pytest.approx(value, abs=1e-9)
        case dict():
            return {key: close(item) for key, item in value.items()}
        case list():
            return [close(item) for item in value]
    return value


@settings(max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow])
@given(written=journals())
def test_the_numbers_of_insights_equal_an_independent_count(written: Written, root: Path) -> None:
    put(written, root)
    at = f"{written.today}T10:00+00:00"
    for history in (True, False):
        if not history:
            (root / ".git").rename(root / "not-git")
        found = command_line("--json", "insights", folder=root, as_="ana", at=at).json
        if not history:
            (root / "not-git").rename(root / ".git")
        assert found == close(count_document(written, history=history))
