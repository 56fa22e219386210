"""Modules that are imported at their first use, although `import` already names them.

Other libraries import at their start what apj seldom uses, and compile regular expressions that apj never uses. Only
the program delays that, before it imports anything else. In a process of somebody else nothing changes.
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
    """A module that is imported at its first use, and then has the attributes of the real one."""

    def __getattr__(self, name: str) -> object:
        own = self.__name__
        if sys.modules.get(own) is self:
            del sys.modules[own]
        _import_with_patterns_later(own)
        found = sys.modules[own]
        vars(self).update(vars(found))
        return getattr(found, name)


def import_later() -> None:
    """Delay importing the modules of the list. Those that are already imported are unchanged."""
    for name in _LATER:
        sys.modules.setdefault(name, LaterModule(name))


def _import_with_patterns_later(name: str) -> None:
    """Import a module, and compile the patterns of its start on first use.

    These modules use their expressions only by methods, as `make_pattern` requires.
    """
    plain = re.compile
    re.compile = make_pattern  # type: ignore[assignment]
    try:
        __import__(name)
    finally:
        re.compile = plain
