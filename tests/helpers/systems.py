"""Marks of tests of what not every system has: they are skipped where it is not there."""

from __future__ import annotations

import os
import signal
from importlib import import_module

import pytest


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip a test where the system does not have a function of `os`, a signal or a module of one of these names."""
    missing = [name for name in names if not has(name)]
    return pytest.mark.skipif(bool(missing), reason=f"this system has no {', '.join(missing)}")


def has(name: str) -> bool:
    """Whether the system has a function of `os`, a signal or a module of this name."""
    if hasattr(os, name) or hasattr(signal, name):
        return True
    try:
        import_module(name)
    except ImportError:
        return False
    return True


def is_superuser() -> bool:
    """Whether this user may do everything, on a system where that can be asked."""
    return hasattr(os, "getuid") and os.getuid() == 0


def as_superuser(what: str) -> pytest.MarkDecorator:
    """Skip a test unless a superuser runs it; `what` takes one."""
    return pytest.mark.skipif(not is_superuser(), reason=f"{what} takes a superuser")
