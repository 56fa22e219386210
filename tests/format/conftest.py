"""On a busy machine tests take longer, so no test here has a time limit."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("format", deadline=None)
settings.load_profile("format")
