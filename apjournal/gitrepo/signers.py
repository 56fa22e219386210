"""Whose keys I accepted: `.git/apj/allowed_signers`, in the form that git and ssh-keygen read; it is never shared.

The first key of a partner is accepted when it is first seen. Another one is not, unless the known key vouches for it.
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from apjournal.errors import GitFault
from apjournal.gitrepo.keys import normalize_key
from apjournal.model.handle import Handle
from apjournal.store.write import replace_file

NAME = "allowed_signers"
OPTIONS = 'namespaces="git"'


def read_accepted_keys(private: Path) -> Mapping[Handle, tuple[str, ...]]:
    """Return the keys that I accepted for each partner; `private` is the folder `.git/apj`. Odd lines are skipped."""
    found: dict[Handle, tuple[str, ...]] = {}
    for line in (_read_signers(private) or b"").decode("utf-8", "replace").splitlines():
        who, _, rest = line.partition(" ")
        key = normalize_key(rest) or normalize_key(rest.partition(" ")[2])
        if key is not None and Handle.is_valid(who):
            found[Handle(who)] = (*found.get(Handle(who), ()), key)
    return found


def accept_key(private: Path, handle: Handle, key: str) -> None:
    """Add a partner's key, as `normal` gives it."""
    was = _read_signers(private)
    before = was or b""
    gap = b"" if before.endswith(b"\n") or not before else b"\n"
    replace_file(private, NAME, before + gap + f"{format_signer_line(handle, key)}\n".encode("ascii"), was=was)


def remove_keys(private: Path, handle: Handle) -> None:
    """Remove a partner's keys."""
    was = _read_signers(private)
    lines = (was or b"").splitlines(keepends=True)
    left = b"".join(each for each in lines if each.partition(b" ")[0] != handle.encode("ascii"))
    replace_file(private, NAME, left, was=was)


def format_signer_line(handle: Handle, key: str) -> str:
    """Write the line that accepts a key."""
    return f"{handle} {OPTIONS} {key}"


def _read_signers(private: Path) -> bytes | None:
    try:
        return (private / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GitFault(f"{private / NAME} can't be read: {error.strerror}.", "Look at its permissions.") from error
