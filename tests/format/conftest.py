"""A busy machine is no fault: no test here has to end by a certain time."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("format", deadline=None)
settings.load_profile("format")
