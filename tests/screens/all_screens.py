"""Every screen that the tests look at, by name: a view, and what renders it."""

from __future__ import annotations

from tests.screens.call import CALLS
from tests.screens.insights import INSIGHTS
from tests.screens.partnership import PARTNERSHIP
from tests.screens.reading import READING
from tests.screens.roles import ROLES
from tests.screens.sharing import SHARING
from tests.screens.shown import Shown
from tests.screens.status import STATUSES
from tests.screens.writing import WRITING

SCREENS: dict[str, Shown] = READING | STATUSES | SHARING | WRITING | CALLS | INSIGHTS | ROLES | PARTNERSHIP
