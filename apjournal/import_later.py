"""Modules that are imported on first use, even if an `import` statement names them before.

Other libraries import at their start what apj seldom uses, and compile regular expressions that apj never uses. Only
the program `apj` delays these imports, before it imports anything else. A program that uses apj as a library is not
affected.
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
    # What click imports for `cleandoc`, and to translate its messages
    "inspect",
    "gettext",
    # What pathlib imports for one function
    "urllib.parse",
    # For a name in a hint, and for the records of undo
    "shlex",
    "json",
    # What urllib.parse (and with it pathlib), inspect, subprocess and shutil import for a few of their functions
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
"""Names of these modules that libraries use at their start, and what they are for apj until the module is imported."""


class _Unused:
    """Stands for a class whose values apj never has."""

    unknown = None


_PLACEHOLDERS: dict[str, dict[str, object]] = {
    "uuid": {"UUID": _Unused, "SafeUUID": _Unused},
    "decimal": {"Decimal": _Unused},
}
"""Modules from which click and msgspec need only classes, to recognise their values."""
_ABSENT = "typing_extensions"
"""msgspec takes from here, if it is installed, what Python has as well."""


class LaterModule(ModuleType):
    """A module that is imported on first use. After that it has the attributes of the real module."""

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
    """Delay importing the modules of the list. Modules that are already imported do not change."""
    for name in _LATER:
        if name not in sys.modules:
            sys.modules[name] = module = _make_later(name, _OWN.get(name, {}))
            package, _, last = name.rpartition(".")
            if package in sys.modules:
                setattr(sys.modules[package], last, module)


def _make_later(name: str, own: Mapping[str, object]) -> LaterModule:
    """Return a module that is imported when something is asked for that is not in `own`."""
    module = LaterModule(name)
    vars(module).update(own)
    return module


def _import_with_patterns_later(name: str) -> None:
    """Import a module, whose patterns are then compiled on first use.

    Such modules use their patterns only by methods, as `make_pattern` requires.
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
    """Within the block, libraries find placeholders instead of modules of which apj uses nothing."""
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
    """Return what `inspect.cleandoc` returns, which need not be imported for a text of one line."""
    if "\n" not in text:
        return text.expandtabs().lstrip()
    cleaned: str = _import_real("inspect").cleandoc(text)
    return cleaned


def _find_close_matches(word: str, *given: Any, **more: Any) -> list[str]:
    """Return what `difflib.get_close_matches` returns, or nothing for a short option.

    For each short option, click first looks for long options like it, and then forgets them.
    """
    is_short_option = len(word) == 2 and word.startswith("-")
    found: list[str] = [] if is_short_option else _import_real("difflib").get_close_matches(word, *given, **more)
    return found


def _import_real(name: str) -> Any:
    """Import a deferred module."""
    module = sys.modules[name]
    getattr(module, "__file__")  # noqa: B009  asking for what is not replaced imports it
    return module
