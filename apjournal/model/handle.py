"""A partner's handle: the name of their folder, which the others also use to refer to them."""

from __future__ import annotations

from functools import lru_cache

from apjournal.patterns import make_pattern

_FORM = make_pattern(r"[a-z][a-z0-9-]{0,31}")
_DEVICES = {f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)}
RESERVED = frozenset({"private", "site", "templates", "con", "prn", "aux", "nul", "git", "apj", *_DEVICES})


class Handle(str):
    """A valid handle. It is a `str`, so it can be written and compared as text."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Handle:
        """Return `text` as a handle.

        Raise `ValueError` if `text` is not a valid folder name on every system, or if git could read it as an option.
        """
        return _parse_handle(text)

    @classmethod
    def is_valid(cls, text: str) -> bool:
        """Whether `text` can be the name of a partner's folder."""
        try:
            cls.parse(text)
        except ValueError:
            return False
        return True


@lru_cache(maxsize=256)
def _parse_handle(text: str) -> Handle:
    if not _FORM.fullmatch(text) or text.endswith("-") or text in RESERVED:
        raise ValueError(f"not a handle: {text!r}")
    return Handle(text)
