"""The tables of screens are complete."""

from __future__ import annotations

import pytest

from apjournal.cli.main import TABLE
from tests.screens.all_screens import SCREENS
from tests.screens.call import CALLS
from tests.screens.insights import INSIGHTS
from tests.screens.partnership import PARTNERSHIP
from tests.screens.reading import READING
from tests.screens.roles import ROLES
from tests.screens.sharing import SHARING
from tests.screens.status import STATUSES
from tests.screens.writing import WRITING
from tools.generate_docs import find_view


@pytest.mark.parametrize("name", TABLE)
def test_every_command_has_a_screen(name: str) -> None:
    assert find_view(name) in {type(view) for view, _ in SCREENS.values()}


def test_no_screen_is_listed_twice() -> None:
    tables = (CALLS, INSIGHTS, PARTNERSHIP, READING, ROLES, SHARING, STATUSES, WRITING)
    assert len(SCREENS) == sum(map(len, tables))
