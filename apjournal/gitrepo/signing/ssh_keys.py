"""SSH public keys, and the file of accepted keys, `.git/apj/allowed_signers`, which is never shared."""

from __future__ import annotations

import base64
import binascii
import hashlib
from collections.abc import Mapping
from pathlib import Path

from apjournal.errors import GitFault
from apjournal.model.handle import Handle
from apjournal.patterns import make_pattern
from apjournal.store.atomic_write import replace_file

_KIND = make_pattern(r"(?:ssh|ecdsa|sk-ssh|sk-ecdsa)-[a-z0-9@.-]{1,64}")
_LITERAL = "key::"
_LARGEST = 16 * 1024  # the largest file with a key, in bytes


def normalize_key(key: str | None) -> str | None:
    """Return a key as its type and data, without the comment, or None if it is not a public key."""
    words = (key or "").split()[:2]
    if len(words) < 2 or not _KIND.fullmatch(words[0]) or not _decode_base64(words[1]):
        return None
    return " ".join(words)


def compute_fingerprint(key: str) -> str | None:
    """Return a public key's fingerprint in the form that ssh prints, or None if `key` is not a public key."""
    plain = normalize_key(key)
    if plain is None:
        return None
    digest = base64.b64encode(hashlib.sha256(_decode_base64(plain.split()[1])).digest()).decode("ascii").rstrip("=")
    return f"SHA256:{digest}"


def read_public_key(setting: str) -> str | None:
    """Return the public key in git's `user.signingKey`, which contains the key itself or the path of either key file.

    Return None if the file does not exist, or if there is no public key next to a private key.
    """
    literal = normalize_key(setting.removeprefix(_LITERAL))
    if literal is not None:
        return literal
    try:
        path = Path(setting).expanduser()
        places = (path, path.with_name(f"{path.name}.pub"))
        texts = [place.read_bytes()[:_LARGEST] for place in places if place.is_file()]
    except (OSError, RuntimeError, ValueError):  # there is no home folder to expand, or no file can have this name
        return None
    return next((key for text in texts if (key := normalize_key(text.decode("utf-8", "replace")))), None)


def _decode_base64(text: str) -> bytes:
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


NAME = "allowed_signers"
OPTIONS = 'namespaces="git"'


def read_accepted_keys(private: Path) -> Mapping[Handle, tuple[str, ...]]:
    """Return the keys that I accepted, by partner. Invalid lines are ignored. `private` is the folder `.git/apj`."""
    found: dict[Handle, tuple[str, ...]] = {}
    for line in (_read_signers(private) or b"").decode("utf-8", "replace").splitlines():
        who, _, rest = line.partition(" ")
        key = normalize_key(rest) or normalize_key(rest.partition(" ")[2])
        if key is not None and Handle.is_valid(who):
            found[Handle(who)] = (*found.get(Handle(who), ()), key)
    return found


def accept_key(private: Path, handle: Handle, key: str) -> None:
    """Add a partner's key, in the form that `normalize_key` returns, to the accepted keys."""
    was = _read_signers(private)
    before = was or b""
    gap = b"" if before.endswith(b"\n") or not before else b"\n"
    replace_file(private, NAME, before + gap + f"{format_signer_line(handle, key)}\n".encode("ascii"), was=was)


def remove_keys(private: Path, handle: Handle) -> None:
    """Remove all of a partner's keys from the accepted keys."""
    was = _read_signers(private)
    lines = (was or b"").splitlines(keepends=True)
    left = b"".join(each for each in lines if each.partition(b" ")[0] != handle.encode("ascii"))
    replace_file(private, NAME, left, was=was)


def format_signer_line(handle: Handle, key: str) -> str:
    """Return the line of `allowed_signers` that accepts a partner's key."""
    return f"{handle} {OPTIONS} {key}"


def _read_signers(private: Path) -> bytes | None:
    try:
        return (private / NAME).read_bytes()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise GitFault(f"{private / NAME} cannot be read: {error.strerror}.", "Check its permissions.") from error
