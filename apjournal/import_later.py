"""Modules that are imported on first use, even if an `import` statement names them before.

Other libraries import at their start what apj seldom uses, and compile regular expressions that apj never uses. Only
the program `apj` delays these imports, before it imports anything else. A program that uses apj as a library is not
affected.
"""

from __future__ import annotations

import re
import sys
from types import ModuleType

from apjournal.patterns import make_pattern

_LATER = (
    # Their regular expressions take three quarters of the time to import them, and PyYAML's are only for its loaders.
    "click",
    "msgspec",
    "yaml",
    # What msgspec imports for schemas and for JSON
    "msgspec.inspect",
    "msgspec.json",
    # What is needed where something changed: OpenSSL starts when hashlib is imported
    "difflib",
    "hashlib",
    # What urllib.parse (and with it pathlib), inspect, subprocess and shutil import for a few of their functions
    "ipaddress",
    "linecache",
    "tokenize",
    "locale",
    "signal",
    "bz2",
    "lzma",
)


class LaterModule(ModuleType):
    """A module that is imported on first use. It then has the attributes of the real module."""

    def __getattr__(self, name: str) -> object:
        own = self.__name__
        if sys.modules.get(own) is self:
            del sys.modules[own]
        _import_with_patterns_later(own)
        found = sys.modules[own]
        vars(self).update(vars(found))
        return getattr(found, name)


def import_later() -> None:
    """Delay importing the modules of the list. Modules that are already imported do not change."""
    for name in _LATER:
        sys.modules.setdefault(name, LaterModule(name))


def _import_with_patterns_later(name: str) -> None:
    """Import a module, whose patterns are then compiled on first use.

    Such modules use their patterns only by methods, as `make_pattern` requires.
    """
    plain = re.compile
    re.compile = make_pattern  # type: ignore[assignment]
    try:
        __import__(name)
    finally:
        re.compile = plain
