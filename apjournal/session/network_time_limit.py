"""How long a step over the network may take."""

from __future__ import annotations

from collections.abc import Mapping

DEFAULT_TIMEOUT = 60.0
"""How long a step over the network may take, in seconds, unless git config `apj.timeout` says otherwise."""
LONGEST_TIMEOUT = 86_400.0
"""A day, in seconds: systems can't wait for any time."""


def get_time_limit(config: Mapping[str, str]) -> float:
    """Return how long a network step may take, in seconds."""
    return read_time_limit(config) or DEFAULT_TIMEOUT


def read_time_limit(config: Mapping[str, str]) -> float | None:
    """Return `apj.timeout` in seconds; None when it is not set, or not a time that anybody would wait."""
    try:
        given = float(config["apj.timeout"])
    except (KeyError, ValueError):
        return None
    return given if 0 < given <= LONGEST_TIMEOUT else None
