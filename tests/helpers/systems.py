"""Marks of tests that need what not every system has: they are skipped on others."""

from __future__ import annotations

import os
import signal
from importlib import import_module

import pytest


def needs(*names: str) -> pytest.MarkDecorator:
    """Skip a test if the system lacks a function of `os`, a signal or a module with one of these names."""
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
    """Whether this user may do everything, on a system where that is known."""
    return hasattr(os, "getuid") and os.getuid() == 0


def as_superuser(what: str) -> pytest.MarkDecorator:
    """Skip a test unless a superuser runs it. `what` needs one."""
    return pytest.mark.skipif(not is_superuser(), reason=f"{what} takes a superuser")
