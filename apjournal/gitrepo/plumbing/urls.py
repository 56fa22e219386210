"""The URL or path that a person typed: what it means, and what they probably meant where it is neither."""

from __future__ import annotations

import os
import re
from pathlib import Path

from apjournal.errors import UsageFault
from apjournal.gitrepo.plumbing.config import Listed
from apjournal.gitrepo.plumbing.urls_part import (
    WAYS,
    Address,
    Transport,
    Trusted,
    check_url,
    remove_password,
    rewrite_url,
)

_HOST = "It looks like a host; write: https://{0}{1}. For a folder of that name: ./{0}{2}"
_MEANT = (
    (r".*(%\w+%|\$|`).*", "Names of variables are not replaced here. Write the path in full."),
    (r"~(/.*)?", "Write the path in full: {home}{0}"),
    (r"~.*", "Write the path in full."),
    (r"file:/*(.+)", "Write the path: /{0}"),
    (r"(https|http|ssh)(?::/(?!/)|/{1,2})(.+)", "Write: {0}://{1}"),
    (r"([\w.+-]+@[\w.-]+)/(.+)", "With a login, write a colon before the path: {0}:{1}"),
    (r"[^/]*@.*", WAYS),
    (r"[a-z]:[\\/].*", WAYS),
    (r"([\w.-]+):(?!/)(.+)", "Write who logs in there: git@{0}:{1}"),
    (r"([\w-]+(?:\.[\w-]+)+)(/.+)", _HOST.replace("{2}", "{1}")),
    (r"(?!.*\.git$)([\w-]+(?:\.[\w-]+)+)", _HOST.format("{0}", "/PATH", "")),
    (r"//.*|'.*|.*[\"<>|*?\\].*", WAYS),
)
"""What looks like a URL or a path and is neither, and what to write; the first that fits counts."""


def parse_typed_url(text: str, *, folder: Path, home: str | None, config: Listed, trusted: Trusted = tuple) -> Address:
    """Return where `text` leads; a path is relative to `folder`. `home` is where a leading `~` would be.

    A shorthand of `url.BASE.insteadOf` in `config` becomes what git would make of it. Raise `UsageFault`, with what to
    write, for anything that is neither a URL that apj uses nor the path of a folder.
    """
    text = text.strip()
    meant = rewrite_url(text, config)
    try:
        found = _check_typed(text, folder, home or "/HOME", trusted)
    except UsageFault:
        if meant == text:
            raise
        return check_url(meant, folder=folder, trusted=trusted)
    return (
        check_url(meant, folder=folder, trusted=trusted)
        if meant != text and found.transport is Transport.FILE
        else found
    )


def _check_typed(text: str, folder: Path, home: str, trusted: Trusted) -> Address:
    advice = _find_advice(text, home) if text.isprintable() else None
    try:
        found = check_url(text, folder=folder, trusted=trusted)
    except UsageFault as fault:
        raise UsageFault(fault.message, advice or fault.hint) from None
    if advice and found.transport is Transport.FILE and not _is_there(text, folder):
        raise UsageFault(f"{text!r} is neither a URL nor the path of a folder.", advice)
    return found


def _is_there(path: str, folder: Path) -> bool:
    """Whether a path exists, or the folder that it begins with does, so that a path is what was meant."""
    first = path.split("/", 1)[0]
    return os.path.lexists(folder / path) or (first not in {"", "~"} and (folder / first).is_dir())


def _find_advice(text: str, home: str) -> str | None:
    """Return what was probably meant; None for a plain path."""
    for pattern, advice in _MEANT:
        if match := re.fullmatch(pattern, text, re.ASCII | re.IGNORECASE):
            return remove_password(advice.format(*(group or "" for group in match.groups()), home=home))
    return None
