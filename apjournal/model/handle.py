"""A partner's handle: the name of their folder, by which others refer to them."""

from __future__ import annotations

from apjournal.patterns import make_pattern

_FORM = make_pattern(r"[a-z][a-z0-9-]{0,31}")
_DEVICES = {f"{device}{digit}" for device in ("com", "lpt") for digit in range(10)}
RESERVED = frozenset({"private", "site", "templates", "con", "prn", "aux", "nul", "git", "apj", *_DEVICES})


class Handle(str):
    """A checked handle. Being a `str`, it is written and compared like one."""

    __slots__ = ()

    @classmethod
    def parse(cls, text: str) -> Handle:
        """Check `text` (ValueError): it becomes a folder on every system and an argument of git."""
        if not _FORM.fullmatch(text) or text.endswith("-") or text in RESERVED:
            raise ValueError(f"not a handle: {text!r}")
        return cls(text)

    @classmethod
    def is_valid(cls, text: str) -> bool:
        """Whether `text` may name a partner's folder."""
        try:
            cls.parse(text)
        except ValueError:
            return False
        return True
