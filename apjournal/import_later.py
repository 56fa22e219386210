"""Import modules when they are first used, even if an earlier `import` statement contains their names.

At their start, other libraries import modules that apj rarely needs, and compile regular expressions that it never
uses. Only the program `apj` delays these imports, before it imports anything else. A program that uses apj as a
library is not affected.
"""

from __future__ import annotations

import re
import sys
import urllib  # noqa: F401  the package of a deferred module
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from types import ModuleType
from typing import Any

from apjournal.patterns import make_pattern

_LATER = (
    # Regular expressions take three quarters of their import time, and PyYAML's serve only its loaders.
    "click",
    "msgspec",
    "yaml",
    # msgspec imports these for schemas and for JSON.
    "msgspec.inspect",
    "msgspec.json",
    # Needed only where something changed. Importing hashlib starts OpenSSL.
    "difflib",
    "hashlib",
    # click imports these for `cleandoc`, and to translate its messages.
    "inspect",
    "gettext",
    # pathlib imports this for one function.
    "urllib.parse",
    # Needed only to quote a name in a hint, and for the records of undo.
    "shlex",
    "json",
    # urllib.parse (and so pathlib), inspect, subprocess and shutil import these for a few of their functions.
    "ipaddress",
    "linecache",
    "tokenize",
    "locale",
    "signal",
    "bz2",
    "lzma",
)
_PACKAGES = ("click", "json", "msgspec", "yaml")
_OWN: dict[str, dict[str, object]] = {
    "inspect": {"cleandoc": lambda text: _clean_up(text)},
    "difflib": {"get_close_matches": lambda word, *given, **more: _find_close_matches(word, *given, **more)},
    # apj has no translations, and looking for one in each message takes as long as a large import.
    "gettext": {"gettext": lambda text: text, "ngettext": lambda one, many, number: one if number == 1 else many},
    "urllib.parse": {"quote_from_bytes": lambda *given: _import_real("urllib.parse").quote_from_bytes(*given)},
    "shlex": {"quote": lambda text: _import_real("shlex").quote(text)},
}
"""Names that libraries use from these modules at their start, with what apj provides until the real module is
imported.
"""


class _Unused:
    """A placeholder for a class of which apj never creates a value."""

    unknown = None


_PLACEHOLDERS: dict[str, dict[str, object]] = {
    "uuid": {"UUID": _Unused, "SafeUUID": _Unused},
    "decimal": {"Decimal": _Unused},
}
"""Modules from which click and msgspec need only the classes, to recognise values of these types."""
_ABSENT = "typing_extensions"
"""If this module is installed, msgspec takes names from it that Python itself also has."""


class LaterModule(ModuleType):
    """A module that is imported when it is first used. After that, it has the attributes of the real module."""

    def __getattr__(self, name: str) -> object:
        own = self.__name__
        if name == "__path__" and own not in _PACKAGES:  # `from … import` asks for it
            raise AttributeError(name)
        if sys.modules.get(own) is self:
            del sys.modules[own]
        _import_with_patterns_later(own)
        found = sys.modules[own]
        vars(self).update(vars(found))
        return getattr(found, name)


def import_later() -> None:
    """Delay the import of the listed modules. Modules that are already imported do not change."""
    for name in _LATER:
        if name not in sys.modules:
            sys.modules[name] = module = _make_later(name, _OWN.get(name, {}))
            package, _, last = name.rpartition(".")
            if package in sys.modules:
                setattr(sys.modules[package], last, module)


def _make_later(name: str, own: Mapping[str, object]) -> LaterModule:
    """Return a module that contains `own`, and that is imported when any other name is requested."""
    module = LaterModule(name)
    vars(module).update(own)
    return module


def _import_with_patterns_later(name: str) -> None:
    """Import a module so that its patterns are compiled when they are first used.

    The module must use its patterns only through their methods, as `make_pattern` requires.
    """
    plain = re.compile
    re.compile = make_pattern  # type: ignore[assignment]
    try:
        with _place_placeholders():
            __import__(name)
    finally:
        re.compile = plain


@contextmanager
def _place_placeholders() -> Iterator[None]:
    """Within the block, give libraries placeholders for modules that apj does not use."""
    placed: dict[str, LaterModule | None] = {
        name: _make_later(name, own) for name, own in _PLACEHOLDERS.items() if name not in sys.modules
    }
    if _ABSENT not in sys.modules:
        placed[_ABSENT] = None
    sys.modules.update(placed)  # type: ignore[arg-type]  # Python takes None for a module that does not exist
    try:
        yield
    finally:
        for name, placeholder in placed.items():
            if sys.modules.get(name) is placeholder:
                del sys.modules[name]


def _clean_up(text: str) -> str:
    """Return the result of `inspect.cleandoc`. For a text of one line, the module is not imported."""
    if "\n" not in text:
        return text.expandtabs().lstrip()
    cleaned: str = _import_real("inspect").cleandoc(text)
    return cleaned


def _find_close_matches(word: str, *given: Any, **more: Any) -> list[str]:
    """Return the result of `difflib.get_close_matches`, or none for a short option.

    For each short option, click first looks for similar long options and then discards them.
    """
    is_short_option = len(word) == 2 and word.startswith("-")
    found: list[str] = [] if is_short_option else _import_real("difflib").get_close_matches(word, *given, **more)
    return found


def _import_real(name: str) -> Any:
    """Import a module whose import was delayed."""
    module = sys.modules[name]
    getattr(module, "__file__")  # noqa: B009  asking for what is not replaced imports it
    return module
