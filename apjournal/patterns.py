"""Regular expressions that are compiled when they are first used.

Compiling one takes about a million instructions, and a command uses only a few of the patterns in the modules that it
loads.
"""

from __future__ import annotations

import re
from typing import Any, cast, overload

_compile = re.compile  # the real function, even while `import_later` replaces it


class _Pattern:
    """A regular expression that is compiled, once, when it is first used."""

    def __init__(self, pattern: str | bytes, flags: int) -> None:
        self._given: tuple[Any, int] = pattern, flags

    def __getattr__(self, name: str) -> Any:
        value = getattr(_compile(*self._given), name)
        setattr(self, name, value)
        return value


@overload
def make_pattern(pattern: str, flags: int = 0) -> re.Pattern[str]: ...
@overload
def make_pattern(pattern: bytes, flags: int = 0) -> re.Pattern[bytes]: ...
def make_pattern(pattern: str | bytes, flags: int = 0) -> re.Pattern[Any]:
    """Return a pattern that is compiled on first use.

    Use it only through its methods, because the functions of `re` reject it. For an invalid pattern, the first method
    call raises `re.error`.
    """
    return cast("re.Pattern[Any]", _Pattern(pattern, flags))
